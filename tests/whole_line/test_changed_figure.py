"""A figure is changed in a disclosure: exactly the identities that it stands in break."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.warehouses import SAMPLES, Warehouse
from tests.support.whole_line.changes import CHANGES, MISSING_TOTAL, Change, Result

# The families whose identities stay within one form. What the forms owe to each other and to the
# text is asked by families of its own.
WITHIN_A_FORM = ("row", "hierarchy", "summary")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_exactly_the_sums_around_it_break(
    samples: Warehouse, mixed: Warehouse, mixed_folder: Path, change: Change
) -> None:
    before = results(samples, SAMPLES / change.sample)
    after = results(mixed, mixed_folder / change.file_name)
    assert not [status for *_, status in before if status == "break"], "the sample itself is sound"
    expected = Counter((*result, "break") for result in change.breaks)
    expected += Counter((*result, "rounding") for result in change.roundings)
    assert after - before == expected
    assert (before - after).total() == expected.total(), "an identity was lost or added"


def test_a_negative_amount_stays_negative(mixed: Warehouse, mixed_folder: Path) -> None:
    [(amount,)] = mixed.query(
        "select amount from fct_budget_line where document_id = ?"
        " and statement = 'summary' and item = 'use_of_non_appropriation_balance'",
        [mixed.document_id(mixed_folder / "negative.md")],
    )
    assert amount == Decimal("-200000.00")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_break_says_who_and_how_much(
    mixed: Warehouse, mixed_folder: Path, change: Change
) -> None:
    """Both figures, their difference beyond the tolerance, the facts on both sides, a sentence."""
    rows = mixed.query(
        "select left_amount, right_amount, difference, tolerance, left_line_ids, right_line_ids,"
        " message from dq_identity_result where document_id = ? and status = 'break'",
        [mixed.document_id(mixed_folder / change.file_name)],
    )
    facts = {line_id for (line_id,) in mixed.query("select line_id from fct_budget_line")}
    for left, right, difference, tolerance, left_ids, right_ids, message in rows:
        assert difference == left - right
        assert abs(difference) > tolerance > 0
        assert left_ids and right_ids and facts.issuperset({*left_ids, *right_ids})
        assert str(abs(left)) in message and str(abs(right)) in message


def test_a_missing_total_is_no_fact_and_passes_nothing(
    samples: Warehouse, mixed: Warehouse, mixed_folder: Path
) -> None:
    total = "function_code is null and statement = 'expenditure' and measure = 'total_expenditure'"
    file = mixed_folder / MISSING_TOTAL.file_name
    count = f"select count(*) from fct_budget_line where document_id = ? and {total}"
    assert mixed.query(count, [mixed.document_id(file)]) == [(0,)]
    lost = results(samples, SAMPLES / MISSING_TOTAL.sample) - results(mixed, file)
    assert {result[:4] for result in lost} == {
        ("expenditure_total_of_kinds", "expenditure", "合计", None),
        ("function_hierarchy", "expenditure", "合计", "total_expenditure"),
    }


def test_what_stands_below_a_missing_total_is_not_evaluable(
    samples: Warehouse, mixed: Warehouse, mixed_folder: Path
) -> None:
    file = mixed_folder / MISSING_TOTAL.file_name
    gained = results(mixed, file) - results(samples, SAMPLES / MISSING_TOTAL.sample)
    assert gained == Counter(
        [
            ("expenditure_total_of_kinds", "expenditure", "合计", None, "all", "not_evaluable"),
            (
                "function_hierarchy", "expenditure", "合计", "total_expenditure", "all",
                "not_evaluable",
            ),
        ]
    )  # fmt: skip


def results(warehouse: Warehouse, source: Path) -> Counter[tuple[*Result, str]]:
    """The identities of a document and their status; lines by name, without white space."""
    rows = warehouse.query(
        "select identity_id, statement, replace(line, ' ', ''), measure, fund, status"
        " from dq_identity_result where document_id = ? and family in (?, ?, ?)",
        [warehouse.document_id(source), *WITHIN_A_FORM],
    )
    return Counter(rows)
