"""Radicals and compatibility characters are landed as the ideographs that they show."""

from __future__ import annotations

import pytest

from ingest import readers
from ingest.document import Content
from tests.support.ingest.office_files import cell, table, word, workbook
from tests.support.ingest.pdf_pages import document
from tests.support.ingest.pdf_pages import table as drawn

# ⽀, ⼈, ⽣, ⼀, ⽉, ⾏ are Kangxi radicals; ⻔, ⺠, ⻓ are of their supplement.
CODED = (("部⻔⽀出", "⼈⺠⽣活", "⼀⽉"), ("⾏政⻓", "１２３，４", "1,064.50"))
SHOWN = (("部门支出", "人民生活", "一月"), ("行政长", "１２３，４", "1,064.50"))
TAB = "\n".join("\t".join(row) for row in CODED)


def as_word() -> bytes:
    return word(table(*("".join(cell(text) for text in row) for row in CODED)))


def as_workbook() -> bytes:
    return workbook(lambda sheet: [sheet.append(row) for row in CODED])


def as_web() -> bytes:
    rows = "".join(f"<tr><td>{'<td>'.join(row)}" for row in CODED)
    return f"<html><body><table>{rows}</table></body></html>".encode()


@pytest.mark.parametrize(
    "content",
    [TAB.encode(), as_word(), as_workbook(), as_web(), document(drawn(CODED))],
    ids=["text", "word", "workbook", "web", "pdf"],
)
def test_a_character_is_the_ideograph_that_it_shows(content: bytes) -> None:
    found = readers.read(content)
    assert shown(found) == list(SHOWN)
    text = "\n".join(found.pages)
    assert all(cell in text for row in SHOWN for cell in row)


def shown(content: Content) -> list[tuple[str, ...]]:
    return [row.cells for table in content.tables for row in table.rows if len(row.cells) > 1]


def test_compatibility_ideographs_too_and_nothing_else() -> None:
    found = readers.read("\uf9d1\uf9e4\uf967\t1.00\nＡ①㎡：，（）\t2.00".encode())
    assert shown(found) == [("六理不", "1.00"), ("Ａ①㎡：，（）", "2.00")]
