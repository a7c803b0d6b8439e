"""Text is landed cell for cell, line for line, in whichever encoding it was saved."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.document import Content, DocumentProblem, Grid, Row, Status
from ingest.readers.text import plain as text

# The bytes of this line are GB18030 and no UTF-8: a few Chinese characters alone can be both.
UNIT = "单位：万元"
Lines = list[list[str] | str]
WRITTEN = st.text(st.sampled_from("一二三合计“三公”（）、：0123456789,.-—% aZ\u3000"), max_size=8)
WIDTH = 4
CELLS = st.lists(WRITTEN, min_size=WIDTH, max_size=WIDTH).filter(lambda row: "".join(row).strip())
BLANK = st.sampled_from(["", " ", "\t\t", "\u3000"])
# Below a header as wide as they are.
LINES = st.lists(st.one_of(CELLS, BLANK), max_size=12).map(
    lambda lines: [["项目", "合计", "基本", "项目支出"], *lines]
)


def written(lines: Lines, newline: str = "\n") -> str:
    return newline.join(line if isinstance(line, str) else "\t".join(line) for line in lines)


def rows(content: Content) -> list[Row]:
    return [row for table in content.tables for row in table.rows]


@given(lines=LINES, newline=st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=60, deadline=None)
def test_each_cell_of_a_tab_line_keeps_its_place(lines: Lines, newline: str) -> None:
    found = rows(text.read(written(lines, newline).encode()))
    assert [(row.line_number, list(row.cells)) for row in found] == [
        (number, [cell.strip() for cell in line])
        for number, line in enumerate(lines, start=1)
        if isinstance(line, list)
    ]
    assert [row.text for row in found] == [
        written([line]).strip() for line in lines if isinstance(line, list)
    ]


@given(lines=LINES)
@settings(max_examples=30, deadline=None)
def test_tables_end_at_a_blank_line(lines: Lines) -> None:
    tables = text.read(written(lines).encode()).tables
    blocks = [0]
    for line in lines:
        blocks = [*blocks, 0] if isinstance(line, str) else [*blocks[:-1], blocks[-1] + 1]
    assert [len(table.rows) for table in tables] == [size for size in blocks if size]
    assert [table.table_number for table in tables] == list(range(1, len(tables) + 1))
    assert {table.grid for table in tables} == {Grid.TAB}
    for table in tables:
        assert [row.row_number for row in table.rows] == list(range(1, len(table.rows) + 1))


@given(
    lines=LINES,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
@example(lines=[["小", "计"], ["一", "1.00"]], encoding="gb18030")
@settings(max_examples=60, deadline=None)
def test_encodings_give_the_same(lines: Lines, encoding: str) -> None:
    page = f"{UNIT}\n{written(lines)}"
    expected, found = text.read(page.encode()), text.read(page.encode(encoding))
    assert found.tables == expected.tables
    assert found.pages == (page,)
    assert text.decode(page.encode(encoding)) == (page, encoding)


@given(pages=st.lists(LINES, min_size=2, max_size=4))
@settings(max_examples=30, deadline=None)
def test_a_form_feed_begins_a_page(pages: list[Lines]) -> None:
    content = text.read("\f".join(written(lines) + "\n" for lines in pages).encode())
    assert len(content.pages) == len(pages)
    assert [(row.page, list(row.cells)) for row in rows(content)] == [
        (page, [cell.strip() for cell in line])
        for page, lines in enumerate(pages, start=1)
        for line in lines
        if isinstance(line, list)
    ]


def test_lines_are_counted_over_pages_as_an_editor_counts_them() -> None:
    found = rows(text.read(b"a\t1.00\n\fb\t2.00\n\fc\t3.00\n"))
    assert [row.line_number for row in found] == [1, 2, 3]


def test_words_between_spaces_are_cells_without_a_place() -> None:
    [table] = text.read("合 计 2,627.36\n208  社会保障 9.73\n".encode()).tables
    assert table.grid is Grid.TEXT
    assert [row.cells for row in table.rows] == [
        ("合", "计", "2,627.36"),
        ("208", "社会保障", "9.73"),
    ]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (bytes(range(256)) * 4, Status.UNREADABLE),
        (b"\xef\xbb\xbf\xff\xfe\xff", Status.UNREADABLE),
        ("没有数字的文字\n".encode(), Status.NO_TABLES),
    ],
    ids=["noise", "broken_mark", "no_figures"],
)
def test_what_cannot_be_landed_says_why(content: bytes, status: Status) -> None:
    with pytest.raises(DocumentProblem) as problem:
        text.read(content)
    assert problem.value.status is status
    assert problem.value.message.endswith(".")


# A Chinese character may be as wide as two places, or be counted as one.
@pytest.mark.parametrize("width", [2, 1])
def test_spaces_keep_columns_where_most_figures_stand_behind_several(width: int) -> None:
    table = [
        ["科目名称", "合计", "基本支出", "项目支出"],
        ["教育支出", "1,130.50", "1,000.50", "130.00"],
        ["普通教育", "1,000.50", "1,000.50", ""],
        ["", "130.00", "", "130.00"],
        ["住房保障支出", "20.00", "20.00", ""],
    ]
    lines = ["".join(_padded(cell, 16, width) for cell in row).rstrip() for row in table]
    [form] = text.read(("\n".join(lines) + "\n").encode()).tables
    assert (form.grid, [list(row.cells) for row in form.rows]) == (Grid.ALIGNED, table)
    squeezed = "\n".join(" ".join(line.split()) for line in lines)
    assert {table.grid for table in text.read(squeezed.encode()).tables} == {Grid.TEXT}


def _padded(cell: str, places: int, width: int) -> str:
    return cell + " " * (places - sum(width if char > "\u3000" else 1 for char in cell))
