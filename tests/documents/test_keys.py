"""Each figure has one key, and each key one figure, in however many lists it is printed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.support.warehouses import BuildOnce, Share, Warehouse

Row = Sequence[str | float | None]
Sheet = Sequence[Row]

FUND_FORM: list[Row] = [
    ["政府性基金预算财政拨款收入支出决算表"],
    ["编制单位：安吉县民政局", None, None, None, None, "金额单位：万元"],
]
FUND_HEADS: Row = ["年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余"]
FUND_FIGURES: Row = ["0.00", "5.00", "5.00", "0.00", "5.00", "0.00"]


def coded(*rows: tuple[Row, Row], heads: Row) -> Sheet:
    """A form of the government funds: keys of a row and its figures."""
    return [*FUND_FORM, [*heads, *FUND_HEADS], *([*keys, *figures] for keys, figures in rows)]


BLANK: Row = [None] * 6
THREE_PUBLIC_HEADS: list[Row] = [
    [
        "单位名称", "合计", "因公出国（境）费", "公务用车购置及运行费", None, None, "公务接待费",
        "会议费", "培训费",
    ],
    [None, None, None, "小计", "购置费", "运行费", None, None, None],
]  # fmt: skip
LISTS = [
    "一、财政拨款收入 120.00 一、教育支出 90.00 一、基本支出 100.00 301工资福利支出 70.00",
    "二、事业收入 10.00 二、卫生健康支出 40.00 人员经费 70.00 302商品和服务支出 60.00",
    "- - - - 日常公用经费 30.00 - -",
    "- - - - 二、项目支出 30.00 - -",
    "本年收入合计 130.00 本年支出合计 130.00 本年支出合计 130.00 本年支出合计 130.00",
    "收入总计 130.00 支出总计 130.00 支出总计 130.00 支出总计 130.00",
]
SHEETS: dict[str, Sheet] = {
    # 类, 款, 项 in three columns.
    "columns": coded(
        (["229", None, None, "其他支出"], FUND_FIGURES),
        (["229", "60", None, "彩票公益金安排的支出"], FUND_FIGURES),
        (["229", "60", "02", "用于社会福利的彩票公益金支出"], FUND_FIGURES),
        heads=["类", "款", "项", "科目名称"],
    ),
    # A code that goes on in the rows below, which have nothing else.
    "rows": coded(
        (["229", "用于社会福利的彩票公益金支出"], FUND_FIGURES),
        (["60", None], BLANK),
        (["02", None], BLANK),
        heads=["科目编码", "科目名称"],
    ),
    "cell": coded(
        (["229\n60\n02", "用于社会福利的彩票公益金支出"], FUND_FIGURES),
        heads=["科目编码", "科目名称"],
    ),
    # What follows 其中 is a part: of the funds, and of nothing wider.
    "part": [
        ["收支预算总表"],
        ["编制单位：安吉县民政局", None, None, "单位：万元"],
        ["收入", None, "支出", None],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算", "100.00", "一、教育支出", "120.00"],
        ["其中：财政拨款", "80.00", None, None],
        ["行政事业性收费", "20.00", None, None],
        ["二、事业收入", "20.00", None, None],
        ["收入总计", "120.00", "支出总计", "120.00"],
    ],
    "part_of_all": [
        ["收支预算总表"],
        ["编制单位：安吉县民政局", None, None, "单位：万元"],
        ["收入", None, "支出", None],
        ["项目", "预算数", "项目", "预算数"],
        ["一、财政拨款收入", "100.00", "一、教育支出", "120.00"],
        ["其中：政府性基金预算财政拨款", "30.00", None, None],
        ["二、事业收入", "20.00", None, None],
        ["收入总计", "120.00", "支出总计", "120.00"],
    ],
    "conference": [
        ["财政拨款“三公”经费、会议费和培训费支出预算表"],
        ["编制单位：安吉县民政局", *[None] * 7, "单位：万元"],
        *THREE_PUBLIC_HEADS,
        ["安吉县民政局", "20.00", "1.00", "5.00", "2.00", "3.00", "4.00", "6.00", "4.00"],
    ],
    "without_conference": [
        ["“三公”经费支出预算表"],
        ["编制单位：安吉县民政局", *[None] * 7, "单位：万元"],
        *THREE_PUBLIC_HEADS,
        ["安吉县民政局", "10.00", "1.00", "5.00", "2.00", "3.00", "4.00", "6.00", "4.00"],
    ],
    "by_unit": [
        ["部门收入总表"],
        ["编制单位：安吉县民政局", None, None, "单位：万元"],
        ["单位名称", "合计", "一般公共预算拨款收入", "事业收入"],
        ["合计", "120.00", "100.00", "20.00"],
        ["安吉县民政局", "70.00", "70.00", "0.00"],
        ["安吉县福利院", "50.00", "30.00", "20.00"],
    ],
    # Expenditure by function, by kind and by economic class side by side.
    "lists": [
        ["收支总体情况表"],
        ["编制单位：安吉县民政局", *[None] * 6, "单位：万元"],
        ["收入", None, "支出功能分类", None, "支出类别", None, "支出经济分类", None],
        ["项目", "预算数", "项目", "预算数", "项目", "预算数", "项目", "预算数"],
        *([None if c == "-" else c for c in row.split()] for row in LISTS),
    ],
}  # fmt: skip


def workbook(*sheets: Sheet) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"{number}")
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


COVER: Sheet = [["安吉县民政局2023年部门预算"]]
FINAL: Sheet = [["安吉县民政局2023年度部门决算"]]
# The same form in one document again, and with other figures.
SMALLER = [["90.00" if c == "100.00" else c for c in row] for row in SHEETS["part_of_all"]]
UNITS_COVER: Sheet = [["安吉县民政局（本级）2023年单位预算"]]
BOOKS = {
    name: workbook(FINAL if rows[0][0] == FUND_FORM[0][0] else COVER, rows)
    for name, rows in SHEETS.items()
} | {
    "twice": workbook(COVER, SHEETS["part_of_all"], SHEETS["part_of_all"]),
    "differing": workbook(COVER, SHEETS["part_of_all"], SMALLER),
    # The department's form and its own unit's.
    "both": workbook(COVER, SHEETS["part_of_all"], UNITS_COVER, SMALLER),
}


@pytest.fixture(scope="session")
def folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        for name, content in BOOKS.items():
            (folder / f"{name}.xlsx").write_bytes(content)

    return share("keys_folder", fill)


@pytest.fixture(scope="session")
def warehouse(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("keys", [folder])


FACTS = """
    select
        coalesce(f.item, f.function_code, f.economic_code), f.measure, f.line_level,
        f.amount / 10000
    from fct_budget_line as f
    inner join dim_document as d on f.document_id = d.document_id
    where d.source_path = ?
"""
LISTED = """
    select u.amount_text, u.reason_code
    from dq_unplaced_amount as u
    inner join dim_document as d on u.document_id = d.document_id
    where d.source_path = ?
    order by u.amount_text, u.row_number
"""


@pytest.fixture
def facts(warehouse: Warehouse, folder: Path) -> Callable[[str], dict[tuple[str, str], float]]:
    def of(name: str) -> dict[tuple[str, str], float]:
        rows = warehouse.query(FACTS, [str(folder / f"{name}.xlsx")])
        found = {(line, measure): float(amount) for line, measure, _, amount in rows}
        assert len(found) == len(rows)
        return found

    return of


@pytest.fixture
def listed(warehouse: Warehouse, folder: Path) -> Callable[[str], list[tuple[str, str]]]:
    return lambda name: warehouse.query(LISTED, [str(folder / f"{name}.xlsx")])


@pytest.mark.parametrize("name", ["columns", "rows", "cell"])
def test_a_code_in_parts_is_the_whole_codes(facts, name: str) -> None:  # type: ignore[no-untyped-def]
    found = facts(name)
    assert found["2296002", "income"] == found["2296002", "total_expenditure"] == 5
    assert {code for code, _ in found} == (
        {"229", "22960", "2296002"} if name == "columns" else {"2296002"}
    )


def test_a_part_is_not_the_whole(facts, listed) -> None:  # type: ignore[no-untyped-def]
    assert facts("part") == {
        ("income_general_public_budget", "amount"): 100,
        ("income_institutional", "amount"): 20,
        ("income_total", "amount"): 120,
        ("205", "amount"): 120,
        ("expenditure_total", "amount"): 120,
    }
    assert listed("part") == [("20.00", "line_unknown"), ("80.00", "line_unknown")]
    assert facts("part_of_all")["income_government_fund", "amount"] == 30


def test_a_total_with_conferences_is_another(facts) -> None:  # type: ignore[no-untyped-def]
    with_them, without = facts("conference"), facts("without_conference")
    assert with_them["total", "total_with_conference_training"] == 20
    assert without["total", "total"] == 10
    assert ("total", "total") not in with_them
    for found in (with_them, without):
        assert (found["total", "conference"], found["total", "training"]) == (6, 4)


def test_the_total_of_units_is_no_kind_of_income(facts) -> None:  # type: ignore[no-untyped-def]
    found = facts("by_unit")
    assert found["total", "total_income"] == 120
    assert not any(line == "income_total" for line, _ in found)


def test_lists_side_by_side_add_up_at_levels_of_their_own(  # type: ignore[no-untyped-def]
    warehouse: Warehouse, folder: Path, listed
) -> None:
    rows = warehouse.query(FACTS, [str(folder / "lists.xlsx")])
    spent: dict[str, float] = {}
    for line, _, level, amount in rows:
        if not line.startswith("income"):
            spent[level] = spent.get(level, 0) + float(amount)
    assert spent == {"class": 130, "group": 130, "item": 130, "detail": 100, "total": 260}
    assert listed("lists") == [("130.00", "line_printed_again")] * 4


def test_a_form_printed_again_counts_once(facts, listed) -> None:  # type: ignore[no-untyped-def]
    assert facts("twice") == facts("part_of_all")
    assert {reason for _, reason in listed("twice")} == {"line_printed_again"}


def test_nothing_is_chosen_of_figures_that_differ(facts, listed) -> None:  # type: ignore[no-untyped-def]
    once, differing = facts("part_of_all"), facts("differing")
    assert once.keys() - differing.keys() == {("income_appropriation", "amount")}
    assert [text for text, reason in listed("differing") if reason == "key_ambiguous"] == [
        "100.00", "90.00",
    ]  # fmt: skip


def test_a_units_form_is_the_units(warehouse: Warehouse, folder: Path) -> None:
    found = warehouse.query(
        "select f.scope, f.amount / 10000 from fct_budget_line as f"
        " inner join dim_document as d on f.document_id = d.document_id"
        " where d.source_path = ? and f.item = 'income_appropriation' order by 1",
        [str(folder / "both.xlsx")],
    )
    assert found == [("department", 100), ("unit", 90)]
