"""A document says whose it is, of which year, stage and scope: what it doesn't say is NULL."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from tests.support.documents.bureaus import BUREAUS
from tests.support.warehouses import BuildOnce, Share, Warehouse

Profile = tuple[str | None, int | None, str | None, str | None]
FORM = (
    "收入支出决算总表",
    "{label}\t金额单位：万元",
    "收入\t\t支出\t",
    "项目\t决算数\t项目\t决算数",
    "一、财政拨款收入\t5.00\t一、教育支出\t5.00",
    "本年收入合计\t5.00\t本年支出合计\t5.00",
    "总计\t5.00\t总计\t5.00",
)
BUDGET_FORM = tuple(line.replace("收入支出决算", "收支").replace("决算", "预算") for line in FORM)

# What the cover prints, how the form names its bureau (nothing: not at all), and what that says.
FINALS: dict[str, tuple[tuple[str, ...], str, Profile]] = {
    "year in characters on a line of its own": (
        ("安吉县民政局", "二〇二四年度", "部门决算", "二〇二五年八月"), "",
        ("湖州市安吉县民政局", 2024, "final", "department"),
    ),
    "year with a letter for the zero": (
        ("安吉县民政局二O二四年度部门决算",), "",
        ("湖州市安吉县民政局", 2024, "final", "department"),
    ),
    "the cover has no name, the form has": (
        ("2024年度部门决算",), "编制单位：安吉县民政局",
        ("湖州市安吉县民政局", 2024, "final", "department"),
    ),
    "published in the next year": (
        ("安吉县民政局2023年度部门决算", "公开时间：2024年9月10日"), "",
        ("湖州市安吉县民政局", 2023, "final", "department"),
    ),
    "the date stands before the year": (
        ("2024年9月5日公开安吉县民政局2023年度部门决算",), "部门：安吉县民政局",
        ("湖州市安吉县民政局", 2023, "final", "department"),
    ),
    "a title torn over two lines": (
        ("安吉县民政局2023年度部门", "决算"), "",
        ("湖州市安吉县民政局", 2023, "final", "department"),
    ),
    "a consolidated account": (
        ("安吉县民政局（汇总）", "2023年度决算公开"), "",
        ("湖州市安吉县民政局", 2023, "final", "department"),
    ),
    "the bureau's own level": (
        ("安吉县民政局（本级）2023年度决算",), "部门：安吉县民政局（本级）",
        ("湖州市安吉县民政局", 2023, "final", "unit"),
    ),
    "a unit": (
        ("安吉县人民医院2023年度单位决算",), "", ("湖州市安吉县人民医院", 2023, "final", "unit"),
    ),
    "the word department behind the name": (
        ("安吉县递铺街道办事处部门2021年度部门决算",), "",
        ("湖州市安吉县递铺街道办事处", 2021, "final", "department"),
    ),
    "an attachment's number before the title": (
        ("附件1：", "2022年度中共安吉县委组织部部门决算公开"), "",
        ("中共安吉县委组织部", 2022, "final", "department"),
    ),
    "far below the heads of a web page": (
        (*(f"栏目{n}" for n in range(20)), "索引号：000014", "安吉县民政局2020年度部门决算"), "",
        ("湖州市安吉县民政局", 2020, "final", "department"),
    ),
    "a label and its value in two cells": (
        ("2020年度部门决算",), "编制单位\t安吉县民政局",
        ("湖州市安吉县民政局", 2020, "final", "department"),
    ),
    "a province's department": (
        ("浙江省民政厅2023年度部门决算",), "", ("浙江省民政厅", 2023, "final", "department"),
    ),
    "a place alone is no name, a label on the cover is": (
        ("安吉县2023年度县级部门决算公开", "部门：安吉县民政局（公章）"), "",
        ("湖州市安吉县民政局", 2023, "final", "department"),
    ),
    "no year": (("安吉县民政局部门决算",), "部门：安吉县民政局",
        ("湖州市安吉县民政局", None, "final", "department"),
    ),
    "only the date of publication": (
        ("部门决算", "2024年9月10日"), "部门：安吉县民政局",
        ("湖州市安吉县民政局", None, "final", "department"),
    ),
    "no name": (("2024年度部门决算",), "部门：", (None, 2024, "final", "department")),
    "the form's name has no place, the cover's has": (
        ("安吉县民政局2024年度部门决算",), "编制部门：民政局",
        ("湖州市安吉县民政局", 2024, "final", "department"),
    ),
    "the form shortens the name": (
        ("安吉县卫生健康局", "2024年度部门决算"), "编制部门：县卫健局",
        ("湖州市安吉县卫生健康局", 2024, "final", "department"),
    ),
    "the cover has the place, the form the name": (
        ("安吉县2024年度部门决算公开",), "编制部门：县民政局",
        ("湖州市安吉县民政局", 2024, "final", "department"),
    ),
    "neither department nor unit": (
        ("安吉县民政局2024年度决算公开",), "", ("湖州市安吉县民政局", 2024, "final", None),
    ),
}  # fmt: skip
BUDGETS: dict[str, tuple[tuple[str, ...], str, Profile]] = {
    "no 年 behind the year": (
        ("安吉县民政局2025部门预算",), "", ("湖州市安吉县民政局", 2025, "budget", "department"),
    ),
    "the year on a line above the title": (
        ("2025年度", "安吉县民政局部门预算"), "",
        ("湖州市安吉县民政局", 2025, "budget", "department"),
    ),
    "what was carried out the year before has a heading": (
        ("安吉县民政局2025年部门预算", "第一部分 2024年部门预算执行", "第二部分 2025年部门预算表"),
        "",
        ("湖州市安吉县民政局", 2025, "budget", "department"),
    ),
    "a unit whose forms name the department's classification": (
        (
            "安吉县2025年县级单位预算",
            "2025年预算单位收入预算总表",
            "2025年预算单位一般公共预算基本支出部门预算经济分类预算表",
            "2025年预算单位政府性基金预算支出部门预算经济分类预算表",
        ),
        "编制单位：安吉县民政局",
        ("湖州市安吉县民政局", 2025, "budget", "unit"),
    ),
    "two years and stages in one title": (
        ("安吉县民政局2022年部门决算和2023年部门预算",), "",
        ("湖州市安吉县民政局", None, None, "department"),
    ),
}  # fmt: skip
# Forms whose title says no stage.
PLAIN_FINALS: dict[str, tuple[tuple[str, ...], str, Profile]] = {
    "the year in a cell of the form's head, the stage in the heads of its columns": (
        (), "部门：安吉县民政局\t2023年度", ("湖州市安吉县民政局", 2023, "final", None),
    ),
    "the year of publication in the form's head": (
        (), "部门：安吉县民政局\t2024年9月10日", ("湖州市安吉县民政局", None, "final", None),
    ),
}  # fmt: skip
PLAIN_BUDGETS: dict[str, tuple[tuple[str, ...], str, Profile]] = {
    "heads of a budget": (
        (), "部门：安吉县民政局 2025年度", ("湖州市安吉县民政局", 2025, "budget", None),
    ),
    "the cover counts more than the form's head": (
        ("安吉县民政局2025年部门预算",), "部门：安吉县民政局\t2024年",
        ("湖州市安吉县民政局", 2025, "budget", "department"),
    ),
}  # fmt: skip
KINDS = (
    (FINALS, FORM),
    (BUDGETS, BUDGET_FORM),
    (PLAIN_FINALS, ("收支总表", *FORM[1:])),
    (PLAIN_BUDGETS, ("收支总表", *BUDGET_FORM[1:])),
)
COVERS = {
    name: ((*cover, *form), label, profile)
    for covers, form in KINDS
    for name, (cover, label, profile) in covers.items()
}


@pytest.fixture(scope="session")
def folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        for number, (lines, label, _) in enumerate(COVERS.values()):
            text = "\n".join(lines).format(label=label) + "\n"
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        for number, name in enumerate(BUREAUS):
            text = "2023年度部门决算\n" + "\n".join(FORM).format(label=f"部门：{name}") + "\n"
            (folder / f"bureau_{number}.txt").write_text(text, encoding="utf-8")
        (folder / "sheet.xlsx").write_bytes(_workbook("2024年收支总表"))

    return share("covers_folder", fill)


def _workbook(sheet_name: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = sheet_name
    for line in BUDGET_FORM:
        book.active.append(line.format(label="部门：安吉县民政局").split("\t"))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture(scope="session")
def warehouse(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("covers", [folder])


def profile_of(warehouse: Warehouse, path: Path) -> Profile:
    [profile] = warehouse.query(
        "select b.name, d.fiscal_year, d.stage, d.scope"
        " from dim_document as d left join dim_bureau as b on d.bureau_id = b.bureau_id"
        " where d.source_path = ?",
        [str(path)],
    )
    return profile


@pytest.mark.parametrize("cover", COVERS)
def test_a_cover_says_whose_and_of_when(warehouse: Warehouse, folder: Path, cover: str) -> None:
    number = list(COVERS).index(cover)
    assert profile_of(warehouse, folder / f"{number}.txt") == COVERS[cover][2]


def test_a_province_is_a_place(warehouse: Warehouse) -> None:
    assert warehouse.query("select division_code from dim_bureau where name = '浙江省民政厅'") == [
        ("330000",)
    ]


def test_a_sheet_name_says_the_year(warehouse: Warehouse, folder: Path) -> None:
    assert profile_of(warehouse, folder / "sheet.xlsx") == (
        "湖州市安吉县民政局", 2024, "budget", None,
    )  # fmt: skip


def test_a_bureau_is_what_the_words_of_its_name_say(warehouse: Warehouse) -> None:
    said = dict(warehouse.query("select unnest(printed_names), kind from dim_bureau"))
    assert {name: said[name] for name in BUREAUS} == BUREAUS
