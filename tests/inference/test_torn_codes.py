"""A code that goes on over rows is one code; a page's number is none of it."""

from __future__ import annotations

import pytest

from inference.words.atoms import Kind, atoms_of
from inference.words.torn_codes import Cell

CODES = {"201", "20111", "229", "22960", "2296002", "205", "20501", "2050101"}
LINE = "彩票公益金支出 0.00 5.00"


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (["229", "60", "02", LINE], ["2296002"]),
        (["229", "60", f"02 {LINE}"], ["2296002"]),
        ([f"229 {LINE}", "60", "02"], ["2296002"]),
        ([f"205 {LINE}", "01"], ["20501"]),
        # 11 is the page's, 20111 another line.
        ([f"201 {LINE}", "11", f"229 {LINE}"], ["201", "229"]),
        ([f"229 {LINE}", f"229 60 {LINE}", f"229 60 02 {LINE}"], ["229", "22960", "2296002"]),
    ],
)
def test_a_code_over_rows_is_one(rows: list[str], codes: list[str]) -> None:
    cells = [
        [Cell(f"r{number}", place, word, word) for place, word in enumerate(row.split(), start=1)]
        for number, row in enumerate(rows)
    ]
    atoms = atoms_of(cells, CODES, has_line_numbers=False)
    assert [atom.text for atom in atoms if atom.kind is Kind.CODE] == codes
    figures = [atom.text for atom in atoms if atom.kind is Kind.FIGURE]
    assert figures == ["0.00", "5.00"] * len(codes)
