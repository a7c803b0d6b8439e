"""Typeset the samples in data/ that are no text: run ``python -m typesetting [FOLDER]``.

From the forms in `typesetting/forms/`: PDFs, a scan, a workbook, a Word file, a web page. What a
program writes of itself into a file (times, ids) is not the same each time; the forms are.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from typesetting import office, pdf, scan

FORMS = Path(__file__).parent / "forms"
_DATA = Path(__file__).parent.parent / "data"
_BUDGET = "上海市普陀区人民政府办公室2025年{}预算.{}"
_FINAL = "中共上海市普陀区委社会工作部2024年度部门决算 附件{}.{}"
_Typesetter = Callable[[Path], bytes]


def _to_scan(document: Path) -> bytes:
    """A PDF of grey pictures, 150 dots an inch, a little askew."""
    first, *others = [scan.draw(page, 150, skew=0.4, noise=3) for page in scan.pages_of(document)]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "scan.pdf"
        first.save(target, save_all=True, append_images=others, resolution=150, quality=50)
        return target.read_bytes()


# Of each sample its name, the forms, which of them (from 1) if not all, and how it is typeset.
SAMPLES: tuple[tuple[str, str, tuple[int, ...], _Typesetter], ...] = (
    (_BUDGET.format("部门", "xlsx"), "putuo_2025_department_budget", (), office.to_workbook),
    (_BUDGET.format("单位", "docx"), "putuo_2025_unit_budget", (), office.to_word),
    (_FINAL.format(1, "pdf"), "putuo_2024_final", (1, 2, 3), partial(pdf.to_pdf, ruled=True)),
    (_FINAL.format(2, "pdf"), "putuo_2024_final", (4,), partial(pdf.to_pdf, ruled=False)),
    (_FINAL.format(3, "pdf"), "putuo_2024_final", (5,), _to_scan),
    (_FINAL.format(4, "html"), "putuo_2024_final", (6, 7, 8, 9), office.to_web),
)


def part(forms: Path, numbers: tuple[int, ...]) -> str:
    """The cover and some forms of a disclosure; each stands behind a blank line."""
    cover, *blocks = forms.read_text(encoding="utf-8").strip().split("\n\n")
    chosen = [blocks[number - 1] for number in numbers] if numbers else blocks
    return "\n\n".join([cover, *chosen]) + "\n"


def main() -> None:
    """Write the samples."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _DATA
    with tempfile.TemporaryDirectory() as work:
        source = Path(work) / "forms.md"
        for name, forms, numbers, typeset in SAMPLES:
            source.write_text(part(FORMS / f"{forms}.md", numbers), encoding="utf-8")
            (folder / name).write_bytes(typeset(source))
            sys.stdout.write(f"{folder / name}\n")


if __name__ == "__main__":
    main()
