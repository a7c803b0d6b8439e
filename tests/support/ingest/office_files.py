"""Small files of the Office formats, also such as no program writes, and what is read of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from ingest import readers
from ingest.document import Content, DocumentProblem, Grid

FORM = [("项目", "金额"), ("合计", "1,064.50")]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def workbook(fill: Callable[[Worksheet], object]) -> bytes:
    """A workbook whose first sheet is filled by a function, which may add others."""
    book = openpyxl.Workbook()
    fill(book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def old_workbook(fill: Callable[[xlwt.Workbook], object]) -> bytes:
    """The same as .xls."""
    book = xlwt.Workbook()
    fill(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def word(body: str) -> bytes:
    """A document of Word's with this XML in its body."""
    target = io.BytesIO()
    docx.Document().save(target)
    xml = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return patched(target.getvalue(), "word/document.xml", lambda _: xml.encode())


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def patched(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip with one part changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            old = source.read(name)
            archive.writestr(name, change(old) if name == part else old)
    return target.getvalue()


def with_entry(content: bytes, name: str, data: bytes) -> bytes:
    """A zip with one more part."""
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


def ole(stream: str, begins: bytes = b"") -> bytes:
    """An OLE file with one stream of that name, which begins with these bytes."""
    content = old_workbook(lambda book: book.add_sheet("表").write(0, 0, "1.00"))
    old, new = (name.encode("utf-16-le").ljust(64, b"\0") for name in ("Workbook", stream))
    place = content.index(old)
    size = (2 * len(stream) + 2).to_bytes(2, "little")
    content = content[:place] + new + size + content[place + 66 :]
    return content[:512] + begins + content[512 + len(begins) :]


def grids(content: Content) -> list[list[tuple[str, ...]]]:
    """The rows of the tables with cells of their own."""
    return [[r.cells for r in t.rows] for t in content.tables if t.grid is Grid.CELLS]


def lines(content: Content) -> list[str]:
    """The lines between them."""
    return [r.text for t in content.tables if t.grid is Grid.TEXT for r in t.rows]


def problem_of(content: bytes) -> DocumentProblem:
    """Why a file can't be read: a sentence for people."""
    with pytest.raises(DocumentProblem) as caught:
        readers.read(content)
    assert caught.value.message.endswith(".") and len(caught.value.message.split()) > 5
    return caught.value
