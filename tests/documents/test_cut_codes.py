"""Codes cut short or misread at random: what is restored is right, and no amount moves."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.support.documents.disclosures import EZHOU, KEY, Disclosure
from tests.support.warehouses import BuildOnce, Share, Warehouse

DAMAGES = {"cut by one": 1, "cut by two": 2, "one digit misread": 0}


def damaged(disclosure: Disclosure, digits: int) -> str:
    """The sample with a third of its long codes cut by so many digits, or misread in the last."""
    chance = random.Random(digits)

    def damage(match: re.Match[str]) -> str:
        code = match.group()
        if chance.random() > 1 / 3:
            return code
        if digits:
            return code[:-digits]
        return code[:-1] + chance.choice([d for d in "0123456789" if d != code[-1]])

    text = disclosure.source(whole=False).read_text(encoding="utf-8")
    return re.sub(r"(?<![\d.,])(2\d{6}|3\d{4})(?![\d.,])", damage, text)


@pytest.fixture(scope="session")
def folder(share: Share) -> Path:
    def fill(folder: Path) -> None:
        for name, digits in DAMAGES.items():
            (folder / f"{name}.md").write_text(damaged(EZHOU, digits), encoding="utf-8")

    return share("cut_codes_folder", fill)


@pytest.fixture(scope="session")
def warehouse(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("cut_codes", [folder])


@pytest.mark.parametrize("name", DAMAGES)
def test_every_restored_code_is_right(warehouse: Warehouse, folder: Path, name: str) -> None:
    document_id = warehouse.document_id(folder / f"{name}.md")
    restored = Counter(
        warehouse.query(
            f"select {', '.join((*KEY, 'amount'))} from fct_budget_line"
            " where document_id = ? and method = 'repaired' and repair_note like 'code %'",
            [document_id],
        )
    )
    assert restored.total() >= 20
    assert not restored - EZHOU.expected_facts()


@pytest.mark.parametrize("name", ["cut by one", "cut by two"])
def test_no_amount_of_a_cut_code_moves_to_another_line(
    warehouse: Warehouse, folder: Path, name: str
) -> None:
    found = Counter(
        warehouse.query(
            f"select {', '.join((*KEY, 'amount'))} from fct_budget_line where document_id = ?",
            [warehouse.document_id(folder / f"{name}.md")],
        )
    )
    moved = found - EZHOU.expected_facts()
    # 2299999 has its parent's name: cut by two, it looks like 22999 printed twice.
    assert {fact[1] for fact in moved} <= ({"22999"} if name == "cut by two" else set())
