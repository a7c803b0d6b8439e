"""Print forms with Chromium and LibreOffice.

Run ``python -m tests.support.typesetting.printed FOLDER``.

Takes `chromium` and `soffice` on the PATH. What they print of one form is kept in
`tests/ingest/printed/`, so that tests need neither.
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
import openpyxl
from openpyxl.styles import Border, Side

from tests.support.typesetting import office
from tests.support.typesetting.__main__ import FORMS, part

# How web pages rule their tables.
_STYLES = {
    "ruled": "td {border: 0.5pt solid black}",
    "open_sides": "td {border: 0.5pt solid black} td:first-child {border-left: none}"
    " td:last-child {border-right: none}",
    "dotted": "td {border: 0.75pt dotted black} tr:nth-child(even) {background: #e8eef8}",
    "lines_across": "td {border-bottom: 0.5pt solid black}",
    "unruled": "table {border-top: 1.5pt solid black; border-bottom: 1.5pt solid black}",
}
_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><style>
@page {{size: A4 landscape; margin: 15mm}} body {{font: 9pt "Noto Serif CJK SC"}}
table {{border-collapse: collapse; width: 100%}} td {{padding: 1pt 6pt; text-align: left}}
td.figure {{text-align: right}} td.head {{text-align: center}} {style}
</style></head><body>{body}</body></html>"""
_FIGURE = re.compile(r"<td ([^>]*)>(-?[\d,]*\.\d+)</td>")


def web_page(source: Path, style: str) -> str:
    """A web page with headers in the middle of their cells and figures at the right."""
    body = []
    for form in office.parse(source).forms:
        body += [f"<p>{html.escape(caption)}</p>" for caption in form.captions]
        rows = [_FIGURE.sub(r'<td \1 class="figure">\2</td>', row) for row in office.web_rows(form)]
        heads = [row.replace("<td ", '<td class="head" ') for row in rows[: form.header_count]]
        body += ["<table>", *heads, *rows[form.header_count :], "</table>"]
        body += [f"<p>{html.escape(note)}</p>" for note in form.notes]
    return _PAGE.format(style=style, body="\n".join(body))


def by_chromium(page: str) -> bytes:
    """The page as Chromium prints it, without its own header and footer."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                "chromium", "--headless=new", "--no-sandbox", "--disable-gpu",
                f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
                f"--print-to-pdf={target}", source.as_uri(),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return target.read_bytes()


def by_libreoffice(content: bytes, ending: str) -> bytes:
    """A workbook or a Word file as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"form.{ending}"
        source.write_bytes(content)
        subprocess.run(
            [
                "soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
                "--convert-to", "pdf", "--outdir", folder, str(source),
            ],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return source.with_suffix(".pdf").read_bytes()


def ruled_word(source: Path, style: str) -> bytes:
    """The Word file with a table style of Word's."""
    document = docx.Document(io.BytesIO(office.to_word(source)))
    for table in document.tables:
        table.style = document.styles[style]
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def ruled_workbook(source: Path) -> bytes:
    """The workbook with lines around its cells, and columns as wide as what is in them."""
    book = openpyxl.load_workbook(io.BytesIO(office.to_workbook(source)))
    line = Side(style="thin")
    for sheet in book.worksheets:
        rows = [row for row in sheet.iter_rows() if sum(c.value is not None for c in row) > 1]
        if not rows:
            continue
        for cell in (cell for row in rows for cell in row):
            cell.border = Border(left=line, right=line, top=line, bottom=line)
        for column in sheet.iter_cols(min_row=rows[0][0].row):
            texts = [str(cell.value) for cell in column if cell.value is not None]
            letter = openpyxl.utils.get_column_letter(column[0].column)
            sheet.column_dimensions[letter].width = 2 + max(2 * len(text) for text in texts)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
            fitToPage=True
        )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def main() -> None:
    """Print the form of spending by function."""
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "form.md"
        source.write_text(part(FORMS / "putuo_2024_final.md", (0, 5)), encoding="utf-8")
        found = {
            f"chromium_{name}": by_chromium(web_page(source, style))
            for name, style in _STYLES.items()
        }
        found["libreoffice_word_ruled"] = by_libreoffice(ruled_word(source, "Table Grid"), "docx")
        found["libreoffice_word_unruled"] = by_libreoffice(office.to_word(source), "docx")
        found["libreoffice_workbook"] = by_libreoffice(ruled_workbook(source), "xlsx")
        for name, content in found.items():
            (folder / f"{name}.pdf").write_bytes(content)


if __name__ == "__main__":
    main()
