"""Every number of a document has one home, and a row that a reader loses shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import Content
from ingest.landing import files as landing
from ingest.landing import workers
from ingest.readers import read_text
from ingest.settings import Settings
from tests.support.ingest.pdf_pages import both, document, table
from tests.support.landing_here import land_here
from tests.support.warehouses import Share, Warehouse

HEAD = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
ROWS = (
    ("", "合计", "1,677.77", "977.77", "700.00"),
    ("208", "社会保障和就业支出", "777.77", "777.77", ""),
    ("210", "卫生健康支出", "900.00", "200.00", "700.00"),
)
LOST = "社会保障和就业支出"
TITLE = "某市民政局2023年度支出决算表"

FORMS = """
<p>某市民政局2023年度部门决算</p><p>支出决算表</p><p>部门：某市民政局　单位：万元</p>
<table><tr><td>科目编码</td><td>科目名称</td><td>本年支出合计</td><td>基本支出</td><td>项目支出</td>
<td>比上年增减%</td></tr>
<tr><td></td><td>合计</td><td>1,100.00</td><td>650.00</td><td>450.00</td><td>12.5%</td></tr>
<tr><td>208</td><td>社会保障和就业支出</td><td>300.00</td><td>280.00</td><td>20.00</td><td></td></tr>
<tr><td>210</td><td>卫生健康支出</td><td>800.00</td><td>370.00</td><td>430.00</td><td></td></tr></table>
<p>第三部分　2023年度部门决算情况说明</p>
<p>一、2023年5月购置设备2.34万元，用于3个项目，占比98.6%。联系电话：027-86861667。</p>
<table><tr><td>设备</td><td>数量</td><td>金额</td></tr>
<tr><td>电脑</td><td>46</td><td>35.71</td></tr><tr><td>桌椅</td><td>57</td><td>36.82</td></tr></table>
<p>根据民发〔2021〕15号文件，见附件4。</p>
"""
HOMES = {
    "1,100.00": ("fact", None), "430.00": ("fact", None), "208": ("no_figure", "code"),
    "12.5": ("unplaced", "rate_out_of_scope"),
    "2023": ("no_figure", "date"), "5": ("no_figure", "date"),
    "2.34": ("unclaimed_text", "amount"), "3": ("unclaimed_text", "number"),
    "98.6": ("unclaimed_text", "share"), "86861667": ("no_figure", "phone"),
    "46": ("unplaced", "outside_forms"), "35.71": ("unplaced", "outside_forms"),
    "15": ("no_figure", "document_number"), "4": ("no_figure", "numbering"),
}  # fmt: skip

# A form that nobody knows in lines of words; rows of a form before its title.
DUMP = """某市民政局2023年度部门决算
某某专项资金分配情况表
单位：万元
地区 合计 上半年 下半年
东城 61.11 31.00 30.11
西城 72.22 42.00 30.22
第三部分 其他
收入总计 5,157,455 支出总计 5,157,455
一、财政拨款收入 5,157,411 一、教育支出 3,836,605
"""
DUMP_HOMES = {
    "61.11": ("unplaced", "outside_forms"), "30.22": ("unplaced", "outside_forms"),
    "5,157,455": ("unplaced", "outside_forms"), "3,836,605": ("unplaced", "outside_forms"),
}  # fmt: skip


def read_without_a_row(content: bytes) -> Content:
    """A reader that loses a row of a form."""
    found = read_text(content)
    return replace(
        found,
        tables=tuple(
            replace(
                t,
                rows=tuple(row for row in t.rows if LOST not in row.text or "777" not in row.text),
            )
            for t in found.tables
        ),
    )


def fill(folder: Path) -> None:
    """Documents whose numbers all have a home, and three of which a row is lost."""
    html = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEAD, *ROWS)
    )
    tabbed = "\n".join("\t".join(row) for row in (HEAD, *ROWS))
    titled = both(table(((TITLE,), ("单位：万元",)), 830, False), table((HEAD, *ROWS)))
    for name, content in {
        "forms.html": FORMS.encode(),
        "dump.txt": DUMP.encode(),
        "lost.html": f"<p>{TITLE}</p><p>单位：万元</p><table>{html}</table>".encode(),
        "lost.txt": f"{TITLE}\n单位：万元\n\n{tabbed}\n".encode(),
        "lost.pdf": document(titled),
    }.items():
        (folder / name).write_bytes(content)


@pytest.fixture(scope="session")
def figures(share: Share) -> Warehouse:
    def build(folder: Path) -> None:
        warehouse, data = Warehouse(folder), folder / "data"
        data.mkdir()
        fill(data)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(workers, "read_text", read_without_a_row)
            land_here(patch)
            landing.land(
                Settings.from_environment(
                    {"GONGKAI_DATA": str(data), "GONGKAI_LANDING": str(warehouse.landing)}
                )
            )
        (folder / "output").write_text(warehouse.build([data]))

    return Warehouse(share("figures", build))


def homes(warehouse: Warehouse, name: str) -> dict[str, tuple[str, str | None]]:
    return {
        figure: (home, reason)
        for figure, home, reason in warehouse.query(
            "select figure_text, home, reason from intermediate.int_figure_home"
            " where document_id = ?",
            [warehouse.document_id(warehouse.folder / "data" / name)],
        )
    }


@pytest.mark.parametrize(
    ("name", "expected"), [("forms.html", HOMES), ("dump.txt", DUMP_HOMES)], ids=["forms", "dump"]
)
def test_each_number_has_the_home_that_it_should(
    figures: Warehouse, name: str, expected: dict[str, tuple[str, str | None]]
) -> None:
    found = homes(figures, name)
    assert {figure: found.get(figure) for figure in expected} == expected


@pytest.mark.parametrize("name", ["lost.html", "lost.txt", "lost.pdf"])
def test_a_row_that_a_reader_loses_shows(figures: Warehouse, name: str) -> None:
    document_id = figures.document_id(figures.folder / "data" / name)
    [(printed, at_home)] = figures.query(
        "select printed, fact + claim + unplaced + performance + unclaimed_text + no_figure"
        " from dq_figure_coverage where document_id = ?",
        [document_id],
    )
    assert printed == at_home + 3
    [(problem,)] = figures.query(
        "select problem from dq_document_problem"
        " where document_id = ? and problem_code = 'figures_not_read'",
        [document_id],
    )
    assert "777.77" in problem
    output = (figures.folder / "output").read_text()
    assert "Warning in test every_printed_figure_has_one_home" in output


@pytest.mark.parametrize("built", ["samples", "practice", "whole_documents"])
def test_the_homes_add_up_to_what_is_printed(built: str, request: pytest.FixtureRequest) -> None:
    """Counted here once more, straight from the landed rows."""
    warehouse: Warehouse = request.getfixturevalue(built)
    rows = warehouse.query(
        """
        select
            c.document_id, sum(c.printed),
            sum(fact + claim + unplaced + performance + unclaimed_text + no_figure),
            sum(fact), any_value(f.facts)
        from dq_figure_coverage as c
        left join (select document_id, count(*) as facts from fct_budget_line group by all) as f
            on c.document_id = f.document_id
        group by all
        """
    )
    assert rows
    assert [row for row in rows if row[1] != row[2] or row[3] != (row[4] or 0)] == []
