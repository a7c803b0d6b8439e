"""What is an amount compared with? Sentences as bureaus of many places word them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from inference.sentences.changes import Reader

_SEEDS = Path(__file__).parents[2] / "seeds" / "narrative"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(_rows("narrative_words"), _rows("narrative_changes"))


def _rows(seed: str) -> list[dict[str, str]]:
    with (_SEEDS / f"{seed}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


# claim, amount, what it is compared with, change, rate, of which year or budget
Found = tuple[str, str, str | None, str | None, str | None, str]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "2023年度收、支总计102.3万元,与2022年度相比,收、支总计各增加2.3万元,增长2.3%",
            {("change", "102.3", None, "up 2.3", "up 2.3", "year_before")},
        ),
        (
            "2022年收入预算1,200.5万元,比2021年1100.5万元增加100万元,增长9.09%",
            {("change", "1,200.5", "1100.5", "up 100", "up 9.09", "year_before")},
        ),
        (
            "收入总计21,234.5万元,支出总计21,234.5万元,与2020年度相比,收、支总计各减少1.5万元,下降1%",
            {("change", "21,234.5", None, "down 1.5", "down 1", "year_before")},
        ),
        (
            "一般公共预算拨款1200万元,较2019年增加50万元(4.35%);政府性基金34万元,同比下降31%",
            {
                ("change", "1200", None, "up 50", "None 4.35", "year_before"),
                ("change", "34", None, None, "down 31", "year_before"),
            },
        ),
        (
            "机关运行经费支出96.89万元,比年初预算数减少5.24万元,下降5.1%,主要原因是减少印刷费3万元",
            {("change", "96.89", None, "down 5.24", "down 5.1", "initial_budget")},
        ),
        (
            "公务接待费预算为0.7万元,支出决算为0.15万元,完成预算的21.43%,决算数较上年减少0.3万元",
            {
                ("completion", "0.15", "0.7", None, "None 21.43", "budget"),
                ("change", "0.15", None, "down 0.3", None, "year_before"),
            },
        ),
        (
            "年初预算200万元,全年预算数500万元,执行数427.3万元,执行率为85.46%",
            {("completion", "427.3", "500", None, "None 85.46", "budget")},
        ),
        (
            "支出决算98万元,完成年初预算100万元的98%,决算数小于预算数的主要原因是节约",
            {
                ("completion", "98", "100", None, "None 98", "initial_budget"),
                ("comparison", "98", "100", "down None", None, "initial_budget"),
            },
        ),
        (
            "公务用车运行费0万元,与2024年预算持平",
            {("change", "0", None, "level None", None, "year_before")},
        ),
        (
            "采购支出总额247万元,其中:货物支出2万元,授予中小企业合同金额225万元,占采购支出总额的91.1%",
            {("share", "225", "247", None, "None 91.1", "whole")},
        ),
        # Nothing is said of an amount: another thing's change, roughly, a template's, of people.
        ("2023年支出100万元,与上年基本持平", set()),
        ("2023年支出100万元,主要原因是人员经费比上年增加5万元,增长3%", set()),
        ("2023年支出100万元,比上年增加(减少)5万元", set()),
        ("2023年支出100万元,比上年增加5人", set()),
        ("2023年支出100万元,比上年下降5.6个百分点", set()),
        ("年初预算为100万元,支出决算为98万元,与年初预算数基本持平", set()),
    ],
)  # fmt: skip
def test_what_an_amount_is_compared_with(
    reader: Reader, sentence: str, expected: set[Found]
) -> None:
    rows = reader.changes([{"sentence_id": "s", "sentence": sentence}])
    assert {_found(row) for row in rows if row["preference"] == 1} == expected


def test_every_amount_that_may_be_meant_is_offered(reader: Reader) -> None:
    """The total, not the part that is printed nearest, is what has fallen by a third."""
    sentence = "三公经费10万元,其中:接待费3万元,用车运行费7万元,比2023年预算减少5万元,下降33.3%"
    rows = list(reader.changes([{"sentence_id": "s", "sentence": sentence}]))
    assert [row["number_text"] for row in rows] == ["7", "3", "10"]


@pytest.mark.parametrize(
    ("sentence", "is_clear"),
    [
        ("接待费预算0.7万元,支出决算0.15万元,完成预算的21.43%,较上年减少0.3万元,下降66.6%", True),
        ("项目支出181万元,其中:医疗救助90万元,比2025年预算增加20万元,增长28.57%", True),
        # A list, budgets without their sum, what was given besides.
        ("公务接待费3万元、公务用车运行费7万元,比上年减少5万元,下降33.3%", False),
        ("基本支出预算50万元,项目支出预算50万元,支出决算98万元,完成预算的98%", False),
        ("年初预算100万元,追加20万元,支出决算110万元,执行率88%", False),
        ("出国费预算5万元,支出决算0万元;接待费预算3万元,支出决算3万元,决算数小于预算数", False),
    ],
)  # fmt: skip
def test_where_it_is_open_what_is_meant_nothing_is_wrong(
    reader: Reader, sentence: str, is_clear: bool
) -> None:
    rows = list(reader.changes([{"sentence_id": "s", "sentence": sentence}]))
    assert {row["is_clear"] for row in rows} == {is_clear}


def _found(row: dict[str, Any]) -> Found:
    def towards(direction: str, number: str) -> str | None:
        if row[number] is None and row[direction] is None:
            return None
        return f"{row[direction]} {row[number]}"

    return (
        row["claim"], row["number_text"], row["base_text"], towards("direction", "change_text"),
        f"{row['rate_direction']} {row['rate_text']}" if row["rate_text"] else None,
        row["compared_with"],
    )  # fmt: skip
