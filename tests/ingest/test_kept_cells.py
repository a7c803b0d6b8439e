"""A row between tabs is a row of a grid only where nothing was lost between them."""

from __future__ import annotations

import pytest

from ingest.document import Grid
from ingest.readers.text import plain as text

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    ["205", "教育支出", "900.00", "700.00", "200.00"],
    ["208", "社会保障和就业支出", "200.00", "200.00", ""],
    ["229", "其他支出", "50.00", "", "50.00"],
    ["", "合计", "1,150.00", "900.00", "250.00"],
]
NAMED = ["部门：某局", "单位：万元"]
TITLE = "支出决算表"


def grids(*tables: list[list[str]] | str) -> set[Grid]:
    """The grids of the rows that are written with tabs, blank lines around each table."""
    parts = [t if isinstance(t, str) else "\n".join("\t".join(row) for row in t) for t in tables]
    found = text.read("\n\n".join(parts).encode()).tables
    return {t.grid for t in found for row in t.rows if "\t" in row.text}


def without_blanks(rows: list[list[str]]) -> list[list[str]]:
    return [[cell for cell in row if cell] for row in rows]


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    return ["\t".join(row).rstrip("\t").split("\t") for row in rows]


@pytest.mark.parametrize(
    "tables",
    [
        ([HEAD, *ROWS],),
        (TITLE, [NAMED, HEAD, *ROWS]),
        ([[TITLE, "", "", "", ""], [*NAMED, "", "", ""], HEAD, *ROWS],),
        # What is cut off at the end of rows leaves the blank cells before it.
        ([HEAD, *trimmed(ROWS)],),
        # A page break parts the header from its rows, or rows from those above.
        ([HEAD], ROWS),
        ([HEAD, *ROWS[:2]], "2", ROWS[2:]),
        # The next form is as wide as its own header.
        ([HEAD, *ROWS, ["三公表", ""], ["项目", "金额"], ["合计", "5.00"]],),
    ],
    ids=["whole", "named", "padded", "trimmed", "header_apart", "goes_on", "two_forms"],
)
def test_rows_as_wide_as_their_header_are_a_grid(tables: tuple[list[list[str]] | str]) -> None:
    assert grids(*tables) == {Grid.TAB}


@pytest.mark.parametrize(
    "tables",
    [
        ([HEAD, *without_blanks(ROWS)],),
        # A code over three cells below one header; a header whose merged cells were lost.
        ([HEAD, ["205", "02", "01", *ROWS[0][1:]], *ROWS],),
        ([["项目", "支出"], HEAD, *ROWS],),
        # All lost the same cell.
        ([HEAD, *(row[:3] + row[4:] for row in ROWS[:1])],),
        ("科目编码 科目名称 合计 基本支出 项目支出", without_blanks(ROWS)),
    ],
    ids=["lost_blanks", "parted_code", "lost_span", "lost_column", "header_in_words"],
)
def test_rows_that_lost_cells_are_words(tables: tuple[list[list[str]] | str]) -> None:
    assert grids(*tables) == {Grid.TEXT}


def test_words_of_lost_cells_are_parted_as_any_line_of_words() -> None:
    lines = ["科目编码 \t合计", "205 教育支出 \t900.00 \t700.00"]
    [table] = text.read("\n".join(lines).encode()).tables
    assert [row.cells for row in table.rows] == [
        ("科目编码", "合计"),
        ("205", "教育支出", "900.00", "700.00"),
    ]
    assert [row.text for row in table.rows] == lines
