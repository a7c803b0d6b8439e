"""What does a form look like that was printed, ruled, and scanned?

Typesets the rows of a form as its tab-separated text gives them: titles, unit and notes as text,
the rest between lines, with merged cells where a head goes on over or down blank cells.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Form = Sequence[Sequence[str]]
Box = tuple[float, float, float, float]
Place = tuple[int, int]

_FONTS = ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "uming.ttc", "wqy-zenhei.ttc")
_A4 = (595.0, 842.0)
_MARGIN, _PADDING = 45.0, 3.0
_LARGEST, _LEADING = 10.5, 1.25
_WRAP = 13.0  # ems: a longer text goes on in the cell's next line
_WIDEST_LINE = 26.0  # ems: so much room have the unit and the measure above a narrow form
_OVERSAMPLED = 3
_INK, _PAPER, _RULE = 35, 246, 0.6


@dataclass(frozen=True, slots=True)
class Cell:
    """What is printed in a box of points; `ruled` is its row and column between the lines."""

    lines: tuple[str, ...]
    box: Box
    anchor: str
    ruled: Place | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A typeset page; sizes in points."""

    width: float
    height: float
    size: float
    cells: tuple[Cell, ...]


def find_font() -> Path | None:
    """A font with Chinese characters, if the machine has one."""
    found = {path.name: path for path in sorted(Path("/usr/share/fonts").rglob("*.tt[cf]"))}
    return next((found[name] for name in _FONTS if name in found), None)


def ruled_rows(form: Form) -> range:
    """The rows between the lines: from the heads of the columns to the last before the notes."""
    numbers = [
        number
        for number, row in enumerate(form)
        if not any("：" in cell or "公开" in cell for cell in row)
        and (number > 2 or sum(bool(cell) for cell in row) > 1)
    ]
    return range(numbers[0], numbers[-1] + 1)


def to_scan(
    forms: Sequence[Form],
    dpi: int = 150,
    skew: float = 0.4,
    noise: float = 6.0,
    font: Path | None = None,
) -> list[Image.Image]:
    """One grey picture a form, turned counterclockwise by `skew` degrees, blurred and noisy."""
    return [draw(lay_out(form), dpi, skew, noise, font) for form in forms]


def pages_of(sample: Path) -> list[Layout]:
    """A whole disclosure on paper: a page a form, with the lines before it above it."""
    pages: list[Layout] = []
    above: list[str] = []
    form: list[list[str]] = []

    def close() -> None:
        if form:
            pages.append(lay_out(form, above))
        elif above:
            pages.append(_text(above))
        above.clear()
        form.clear()

    for line in sample.read_text(encoding="utf-8").splitlines():
        if "\t" in line:
            if not pages and not form:
                cover, above[:] = above[:], []
                pages.append(_text(cover))
            form.append([cell.strip() for cell in line.split("\t")])
        elif text := line.strip("# *"):
            if form:
                close()
            above += _wrapped(text, _WIDEST_LINE)
    close()
    return pages


def lay_out(form: Form, above: Sequence[str] = ()) -> Layout:
    """Place a form on A4, upright or across, whichever allows the larger print."""
    papers = (_A4, _A4[::-1])
    return max((_fit(form, above, *paper) for paper in papers), key=lambda found: found.size)


def _text(lines: Sequence[str]) -> Layout:
    leading = 2 * _LARGEST
    cells = tuple(
        Cell((line,), (_MARGIN, y, _A4[0] - _MARGIN, y + leading), "l")
        for number, line in enumerate(lines)
        if (y := _MARGIN + number * leading)
    )
    return Layout(*_A4, _LARGEST, cells)


def draw(
    layout: Layout, dpi: int, skew: float = 0.0, noise: float = 0.0, font: Path | None = None
) -> Image.Image:
    """Print a layout and scan it."""
    path = font or find_font()
    assert path is not None, "no font with Chinese characters is installed"
    scale = dpi * _OVERSAMPLED / 72
    pixels = (round(layout.width * scale), round(layout.height * scale))
    picture = Image.new("L", pixels, _PAPER)
    pen = ImageDraw.Draw(picture)
    simplified = 2 if "CJK" in path.name else 0
    face = ImageFont.truetype(str(path), layout.size * scale, index=simplified)
    leading = layout.size * _LEADING * scale
    for cell in layout.cells:
        left, top, right, bottom = (edge * scale for edge in cell.box)
        if cell.ruled is not None:
            pen.rectangle((left, top, right, bottom), outline=_INK, width=round(_RULE * scale))
        x = {"l": left + _PADDING * scale, "m": (left + right) / 2, "r": right - _PADDING * scale}
        first = (top + bottom - leading * (len(cell.lines) - 1)) / 2
        for number, line in enumerate(cell.lines):
            at = (x[cell.anchor], first + number * leading)
            pen.text(at, line, fill=_INK, font=face, anchor=f"{cell.anchor}m")
    picture = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor=_PAPER)
    size = (round(pixels[0] / _OVERSAMPLED), round(pixels[1] / _OVERSAMPLED))
    picture = picture.resize(size, Image.Resampling.BOX)
    if noise:
        picture = picture.filter(ImageFilter.GaussianBlur(0.5))
        grain = np.random.default_rng(0).normal(0, noise, picture.size[::-1])
        picture = Image.fromarray((np.asarray(picture) + grain).clip(0, 255).astype(np.uint8))
    picture.info["dpi"] = (dpi, dpi)
    return picture


def on_paper(layout: Layout, box: Sequence[float], skew: float = 0.4) -> tuple[float, float]:
    """Where the middle of a box on a scan is on the paper that was scanned askew."""
    x, y = (box[0] + box[2] - layout.width) / 2, (box[1] + box[3] - layout.height) / 2
    sine, cosine = math.sin(math.radians(skew)), math.cos(math.radians(skew))
    return layout.width / 2 + x * cosine - y * sine, layout.height / 2 + x * sine + y * cosine


def _fit(form: Form, above: Sequence[str], width: float, height: float) -> Layout:
    ruled = ruled_rows(form)
    spans = _spans([form[number] for number in ruled])
    ems = [2.0] * max(len(row) for row in form)
    deep = [1] * len(ruled)
    for (row, column), (down, over) in spans.items():
        if over == 1:
            lines = _wrapped(form[ruled[row]][column])
            ems[column] = max(ems[column], *(_ems(line) for line in lines))
            deep[row] = max(deep[row], len(lines) if down == 1 else 1)
    room_across = width - 2 * _MARGIN - 2 * _PADDING * len(ems)
    room_down = height - 2 * _MARGIN - 2 * _PADDING * len(ruled)
    loose = len(above) + len(form) - len(ruled) + 1
    size = min(_LARGEST, room_across / sum(ems), room_down / (_LEADING * (sum(deep) + loose)))
    line = size * _LEADING
    xs = [_MARGIN]
    for em in ems:
        xs.append(xs[-1] + em * size + 2 * _PADDING)
    cells: list[Cell] = []
    y = _MARGIN
    right = max(xs[-1], xs[0] + _WIDEST_LINE * size)
    for text in above:
        cells.append(Cell((text,), (xs[0], y, right, y + line), "l"))
        y += line
    for number, texts in enumerate(form[: ruled.start]):
        cells += _above(texts, number == 0, (xs[0], y, right, y + line))
        y += line
    ys = [y]
    for lines_deep in deep:
        ys.append(ys[-1] + lines_deep * line + 2 * _PADDING)
    for (row, column), (down, over) in spans.items():
        text = form[ruled[row]][column]
        lines = _wrapped(text) if over == 1 else [text]
        box = (xs[column], ys[row], xs[column + over], ys[row + down])
        cells.append(Cell(tuple(lines), box, _anchor(text, over), (row, column)))
    y = ys[-1] + line / 2
    for texts in form[ruled.stop :]:
        cells.append(Cell((texts[0],), (xs[0], y, xs[-1], y + line), "l"))
        y += line
    return Layout(width, height, size, tuple(cells))


def _above(texts: Sequence[str], is_title: bool, box: Box) -> Iterator[Cell]:
    """A line above the ruled rows: a title in the middle, the form's number and unit right."""
    for column, text in enumerate(texts):
        if text:
            yield Cell((text,), box, "r" if column else "m" if is_title else "l")


def _anchor(text: str, over: int) -> str:
    if re.fullmatch(r"-?[\d,]+\.\d+", text):
        return "r"
    return "m" if over > 1 or len(text) < 5 else "l"


def _ems(text: str) -> float:
    return sum(0.6 if ord(char) < 0x2000 else 1.0 for char in text)


def _wrapped(text: str, width: float = _WRAP) -> list[str]:
    lines = [""]
    for char in text:
        if _ems(lines[-1] + char) > width:
            lines.append("")
        lines[-1] += char
    return lines


def _spans(rows: Form) -> dict[Place, Place]:
    """How many rows down and columns over each cell goes that is no part of another."""
    first = (
        number
        for number, row in enumerate(rows)
        if row[0] == "栏次" or any(cell[:1].isdigit() for cell in row)
    )
    heads = next(first, 1)
    coded = any(row[1:2] == ("科目名称",) for row in rows[:heads])
    owner: dict[Place, Place] = {}
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            place = (number, column)
            owner[place] = place
            if text or not number + column:
                continue
            if number >= heads:
                total = coded and column and row[column - 1] in ("栏次", "合计")
                if total or (row[0] == "人员经费合计" and column not in (2, 8)):
                    owner[place] = owner[number, column - 1]
            elif column and any(rows[below][column] for below in range(number + 1, heads)):
                owner[place] = owner[number, column - 1]
            elif number:
                owner[place] = owner[number - 1, column]
    spans: dict[Place, Place] = {}
    for (number, column), (top, left) in owner.items():
        down, over = spans.get((top, left), (1, 1))
        spans[top, left] = (max(down, number - top + 1), max(over, column - left + 1))
    return spans
