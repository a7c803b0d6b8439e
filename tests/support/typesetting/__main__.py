"""Typeset the samples in data/ that are no text.

Run ``python -m tests.support.typesetting [FOLDER]``.

From the forms in `forms/`: PDFs, a scan, a workbook, a Word file, a web page. What a
program writes of itself into a file (times, ids) is not the same each time; the forms are.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pypdfium2 as pdfium

from tests.support.typesetting import office, pdf, scan

FORMS = Path(__file__).parent / "forms"
_DATA = Path(__file__).parents[3] / "data"
_BUDGET = "上海市普陀区人民政府办公室2025年{}.{}"
_Typesetter = Callable[[Path], bytes]


def _to_scan(document: Path) -> bytes:
    """A PDF of grey pictures, 150 dots an inch, a little askew."""
    first, *others = [scan.draw(page, 150, skew=0.4, noise=3) for page in scan.pages_of(document)]
    target = io.BytesIO()
    first.save(target, "PDF", save_all=True, append_images=others, resolution=150, quality=50)
    return target.getvalue()


_RULED, _UNRULED = partial(pdf.to_pdf, ruled=True), partial(pdf.to_pdf, ruled=False)
# Of each sample its name, the forms, and which of them (from 1; 0 is the cover) are typeset how;
# the PDFs of several parts are one.
SAMPLES: tuple[tuple[str, str, tuple[tuple[range, _Typesetter], ...]], ...] = (
    (
        _BUDGET.format("部门预算", "xlsx"),
        "putuo_2025_department_budget",
        ((range(10), office.to_workbook),),
    ),
    (_BUDGET.format("单位预算", "docx"), "putuo_2025_unit_budget", ((range(10), office.to_word),)),
    (
        "中共上海市普陀区委社会工作部2024年度基本支出决算.html",
        "putuo_2024_final",
        ((range(0, 7, 6), office.to_web),),
    ),
    (
        "中共上海市普陀区委社会工作部2024年度部门决算.pdf",
        "putuo_2024_final",
        (
            (range(4), _RULED),
            (range(4, 5), _UNRULED),
            (range(5, 6), _to_scan),
            (range(6, 10), _RULED),
        ),
    ),
)


def part(forms: Path, numbers: Iterable[int]) -> str:
    """The cover (0) and some forms of a disclosure; each stands behind a blank line."""
    blocks = forms.read_text(encoding="utf-8").strip().split("\n\n")
    return "\n\n".join(blocks[number] for number in numbers) + "\n"


def _joined(documents: Iterable[bytes]) -> bytes:
    """The pages of PDFs as one PDF; another single document as it is."""
    first, *others = documents
    if not others:
        return first
    target = io.BytesIO()
    with pdfium.PdfDocument(first) as whole:
        for other in others:
            with pdfium.PdfDocument(other) as further:
                whole.import_pages(further)
        whole.save(target)
    return target.getvalue()


def main() -> None:
    """Write the samples."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _DATA
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "forms.md"
        for name, forms, parts in SAMPLES:
            made = []
            for numbers, typeset in parts:
                source.write_text(part(FORMS / f"{forms}.md", numbers), encoding="utf-8")
                made.append(typeset(source))
            (folder / name).write_bytes(_joined(made))
            sys.stdout.write(f"{folder / name}\n")


if __name__ == "__main__":
    main()
