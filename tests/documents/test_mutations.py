"""Every amount of the complete samples is raised in turn: the identities see it, or it is rounding.

An amount so small that 10 % of it is less than what printing explains can't be told from rounding.
"""

from __future__ import annotations

from collections import Counter

import duckdb

from tests.support.mutations import shares
from tests.support.warehouses import Warehouse

# Samples whose forms kept all columns.
_COMPLETE = (".md", ".pdf")


def test_an_amount_raised_by_a_tenth_is_seen(samples: Warehouse) -> None:
    assert_seen(samples, 700)


def test_so_is_one_in_the_practice_documents(practice: Warehouse) -> None:
    assert_seen(practice, 600)


def assert_seen(warehouse: Warehouse, least: int) -> None:
    with duckdb.connect(str(warehouse.published), read_only=True) as db:
        rows = [row for row in shares(db) if row[0].endswith(_COMPLETE)]
    amounts, seen, unseen = Counter[str](), Counter[str](), Counter[str]()
    for _, _, size, count, some, beyond in rows:
        amounts[size] += count
        seen[size] += some
        unseen[size] += beyond
    assert amounts["10 %"] > least
    assert unseen["10 %"] == 0
    assert seen["10 %"] >= 0.94 * amounts["10 %"]
    # One unit of the last digit is rounding, by what the tolerance is: nearly none may be seen.
    assert seen["one digit"] < 0.2 * amounts["one digit"]
