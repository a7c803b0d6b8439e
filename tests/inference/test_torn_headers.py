"""What torn headers say of columns: which there are, and which of them are in a known order."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from inference.words.atoms import Kind, atoms_of
from inference.words.columns import SCHEMA, columns_of_forms
from inference.words.torn_codes import Cell
from tests.support.warehouses import ROOT


def seed(name: str) -> list[dict[str, Any]]:
    return (
        duckdb.sql(f"from read_csv('{ROOT}/seeds/*/{name}.csv', all_varchar = true)")
        .to_arrow_table()
        .to_pylist()
    )


def columns(statement: str, *rows: str) -> list[tuple[str | None, int | None]]:
    """Measure and group of each column of a form whose headers are printed in these rows."""
    cells = [
        {
            "form_id": "form", "statement": statement, "has_lanes": False, "line_key": "code",
            "row_kind": "header", "position": position, "compact_text": word,
            "is_comparison": False, "is_other_classification": False, "is_apart": False,
        }
        for position, row in enumerate(rows)
        for word in row.split()
    ]  # fmt: skip
    names = ("column_headers", "value_bases", "measure_parts", "spanning_headers")
    found = list(columns_of_forms(cells, *map(seed, names)))
    assert all(record.keys() == set(SCHEMA.names) for record in found)
    return [(record["measure"], record["order_group"]) for record in found]


def test_a_header_above_others_may_be_on_either_side_of_them() -> None:
    """机关运行经费 is a row above 合计 because its cell is centred, not because it is first."""
    found = dict(
        columns(
            "three_public",
            "三公经费预算数",
            "机关运行经费预算数",
            "公务用车购置及运行费",
            "合计 因公出国(境)费 公务接待费",
            "小计 购置费 运行费",
        )
    )
    row = found["total"]
    assert row is not None
    assert (found["overseas_travel"], found["official_reception"]) == (row, row)
    car = found["vehicle_total"]
    assert (found["vehicle_purchase"], found["vehicle_operation"]) == (car, car)
    assert len({row, car, found["agency_operation"]}) == 3


def test_what_stands_below_a_spanning_header_is_where_that_is() -> None:
    """合计 is left of 机关运行经费, as 三公经费预算数 is that spans it."""
    found = columns(
        "three_public",
        "三公经费预算数 机关运行经费预算数",
        "合计 因公出国(境)费 公务接待费 公务用车购置及运行费",
        "小计 购置费 运行费",
    )
    assert [measure for measure, _ in found] == [
        "total", "overseas_travel", "official_reception", "vehicle_total", "vehicle_purchase",
        "vehicle_operation", "agency_operation",
    ]  # fmt: skip
    assert len({group for _, group in found}) == 1
    sources = ["general_public_budget", "government_fund", "state_capital"]
    found = columns(
        "projects",
        "项目编码 项目名称 合计 本年拨款 财政拨款结转结余 单位资金",
        "一般公共预算 政府性基金预算 国有资本经营预算 " * 2,
    )
    assert [measure for measure, _ in found] == [
        "total", *sources, *(f"carryover_{source}" for source in sources), "unit_funds",
    ]  # fmt: skip


def test_a_subtotal_alone_makes_the_header_above_it_a_column() -> None:
    """本年收入 has no column but its 小计, before its parts and 上年结转结余."""
    found = columns(
        "income",
        "科目编码 科目名称 合计 本年收入 上年结转结余",
        "小计 一般公共预算拨款收入 事业收入",
    )
    assert [measure for measure, _ in found] == [
        "total_income", "current_income", "general_public_budget_income", "institutional_income",
        "prior_balance",
    ]  # fmt: skip


def test_columns_that_no_fact_has_keep_their_place() -> None:
    """差旅费 behind 公务接待费: a line with as many figures as measures is not read by counting."""
    found = columns(
        "three_public",
        "三公经费合计 因公出国(境)费 公务用车购置及运行维护费 公务接待费 差旅费",
        "小计 公务用车购置费 公务用车运行维护费",
    )
    assert [measure for measure, _ in found][-2:] == ["official_reception", None]
    assert len({group for _, group in found}) == 1


def test_what_stands_in_one_row_is_in_order() -> None:
    """小计 says that the column 基本支出 is there, and that its parts stand below it."""
    found = columns(
        "gpb_expenditure", "科目编码 科目名称 合计 基本支出 项目支出", "小计 人员经费 公用经费"
    )
    assert [measure for measure, _ in found] == [
        "total_expenditure", "basic_expenditure", "personnel_expenditure", "public_expenditure",
        "project_expenditure",
    ]  # fmt: skip
    assert len({group for _, group in found}) == 1 and found[0][1] is not None


@pytest.mark.parametrize(
    ("words", "code", "name"),
    [
        ("301 01基本工资 2,724,912", "30101", "基本工资"),
        (
            "208 05 05 机关事业单位基本养老保险缴费支出 5",
            "2080505",
            "机关事业单位基本养老保险缴费支出",
        ),
        (
            "208 05 05机关事业单位基本养老保险缴费支出 5",
            "2080505",
            "机关事业单位基本养老保险缴费支出",
        ),
        ("2010506统计管理 1,200 1,200", "2010506", "统计管理"),
    ],
)
def test_a_code_in_parts_is_one_though_its_name_is_glued_to_it(
    words: str, code: str, name: str
) -> None:
    cells = [Cell("row", n, word, word) for n, word in enumerate(words.split(), start=1)]
    codes = {"208", "20805", "2080505", "301", "30101", "2010506"}
    first, second, *figures = atoms_of([cells], codes, False)
    assert (first.kind, first.text, second.text) == (Kind.CODE, code, name)
    assert {atom.kind for atom in figures} == {Kind.FIGURE}
