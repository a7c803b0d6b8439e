"""Typeset samples are landed cell for cell in each format; hostile files are refused in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from ingest import readers
from ingest.document import Grid, Status
from tests.support.ingest.office_files import (
    grids,
    old_workbook,
    ole,
    patched,
    problem_of,
    with_entry,
    workbook,
)
from tests.support.typesetting import office as samples
from tests.support.warehouses import SAMPLES

EZHOU = SAMPLES / "鄂州市医疗保障服务中心2022年度部门决算.md"
DOCUMENTS = [
    EZHOU,
    SAMPLES / "武汉市东西湖区医疗保障局2024年度部门决算.md",
    SAMPLES / "武汉市青山区医疗保障局（汇总）2026年部门预算.md",
]
TYPESETTERS = {"xlsx": samples.to_workbook, "docx": samples.to_word, "html": samples.to_web}


def filled(row: tuple[str, ...]) -> tuple[str, ...]:
    """A row without the blank cells at its end."""
    while row and not row[-1]:
        row = row[:-1]
    return row


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem[:3])
@pytest.mark.parametrize("file_format", TYPESETTERS)
def test_a_typeset_sample_has_the_cells_of_its_text(document: Path, file_format: str) -> None:
    sample = samples.parse(document)
    content = readers.read(TYPESETTERS[file_format](document))
    assert content.format == file_format
    prose = {line for form in sample.forms for line in (*form.captions, *form.notes)}
    prose |= set(sample.closing)
    found = [filled(row) for grid in grids(content) for row in grid]
    if file_format == "xlsx":  # where what stands above and below a form is cells, too
        found = [row for row in found if len(row) != 1 or row[0] not in prose]
    expected = [filled(row) for form in sample.forms for row in form.rows]
    assert found == [row for row in expected if row]


@pytest.mark.parametrize("file_format", TYPESETTERS)
def test_rows_are_numbered_in_reading_order(file_format: str) -> None:
    content = readers.read(TYPESETTERS[file_format](EZHOU))
    rows = [row for found in content.tables for row in found.rows]
    assert [row.line_number for row in rows] == [*range(1, len(rows) + 1)]
    assert [table.table_number for table in content.tables] == [*range(1, len(content.tables) + 1)]
    for found in content.tables:
        assert [row.row_number for row in found.rows] == [*range(1, len(found.rows) + 1)]
        if found.grid is Grid.CELLS:
            assert {len(row.cells) for row in found.rows} == {found.column_count}
    text = "\n".join(content.pages)
    assert all(row.text in text and 1 <= row.page <= len(content.pages) for row in rows)


ENTITY = b'<!DOCTYPE x [<!ENTITY a "1.00"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
SHEET, DOCUMENT = "xl/worksheets/sheet1.xml", "word/document.xml"


@pytest.fixture(scope="module")
def typeset() -> dict[str, bytes]:
    old = old_workbook(lambda book: book.add_sheet("表").write(0, 0, 1.5))
    return {name: write(EZHOU) for name, write in TYPESETTERS.items()} | {"xls": old}


@pytest.mark.parametrize("file_format", ["xlsx", "docx", "xls"])
def test_a_file_that_was_cut_off_is_damaged(typeset: dict[str, bytes], file_format: str) -> None:
    content = typeset[file_format]
    for share in (0.01, 0.1, 0.5, 0.9):
        problem = problem_of(content[: int(len(content) * share)])
        assert problem.status is Status.UNREADABLE
        assert "damaged" in problem.message


@pytest.mark.parametrize(("file_format", "part"), [("xlsx", SHEET), ("docx", DOCUMENT)])
def test_a_file_with_a_broken_part_is_damaged(
    typeset: dict[str, bytes], file_format: str, part: str
) -> None:
    for change in (lambda xml: xml[: len(xml) // 2], lambda xml: b"", lambda xml: b"\0" + xml):
        problem = problem_of(patched(typeset[file_format], part, change))
        assert problem.status is Status.UNREADABLE


@pytest.mark.parametrize(("file_format", "part"), [("xlsx", SHEET), ("docx", DOCUMENT)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(
    typeset: dict[str, bytes], file_format: str, part: str, encoding: str
) -> None:
    def declare(xml: bytes) -> bytes:
        _, _, body = xml.partition(b"?>") if xml.startswith(b"<?xml") else (b"", b"", xml)
        return (ENTITY + body).decode().encode(encoding)

    problem = problem_of(patched(typeset[file_format], part, declare))
    assert problem.status is Status.UNREADABLE and "entities" in problem.message


def test_entities_of_a_page_are_not_resolved() -> None:
    row = b"<tr><td>&b;</td><td>2.00</td></tr>"
    content = readers.read(ENTITY.replace(b"DOCTYPE x", b"DOCTYPE html") + b"<table>" + row)
    assert "root:" not in "".join(content.pages)


@pytest.mark.parametrize("file_format", ["xlsx", "docx"])
def test_a_file_that_swells_is_refused(typeset: dict[str, bytes], file_format: str) -> None:
    problem = problem_of(with_entry(typeset[file_format], "media/image1.bmp", bytes(60_000_000)))
    assert problem.status is Status.UNREADABLE and "swells" in problem.message


def test_an_encrypted_file_is_refused(typeset: dict[str, bytes]) -> None:
    locked = bytearray(typeset["docx"])
    directory = locked.rindex(b"PK\x01\x02")
    locked[directory + 8] |= 1
    word_2003 = ole("WordDocument", b"\xec\xa5\xc1\0" + bytes(7) + b"\1")
    for content in (ole("EncryptedPackage"), word_2003, bytes(locked)):
        problem = problem_of(content)
        assert problem.status is Status.UNREADABLE
        assert "encrypted: publish it without a password" in problem.message


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(500),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        b"<html>" + b"<div>" * 5000 + b"1.00",
        b"<table><tr>" + b"<td colspan=1000 rowspan=65534>1.00" * 200,
        b"<html><meta charset=utf-8><p>" + b"\xff" * 5000,
    ],
    ids=["zip", "ole", "deep", "wide", "bytes"],
)
def test_hostile_bytes_are_unreadable(content: bytes) -> None:
    assert problem_of(content).status is Status.UNREADABLE


def test_formats_without_a_reader_are_named() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("收支总表.txt", "1.00")
    for content in (target.getvalue(), ole("PowerPoint Document")):
        assert problem_of(content).status is Status.UNSUPPORTED
    office = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook><Table>'
    assert ".xlsx" in problem_of(office).message


def test_a_document_without_figures_has_no_tables() -> None:
    picture = io.BytesIO()
    docx.Document().save(picture)
    prose = workbook(lambda sheet: sheet.append(["部门主要职责"]))
    for content in (picture.getvalue(), prose, b"<html><p>404 Not Found"):
        assert problem_of(content).status is Status.NO_TABLES
