"""What is on a scanned page? Ruled tables cell by cell, and the text around them.

The page is turned upright first. Between lines, ink tells where print is and the engine only reads
it, so that no figure gets into another's cell; elsewhere the engine finds the text as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from PIL import Image

from ingest.document import Box, Grid, Row, ScannedPage, Table
from ingest.readers.pdf.chars import Char
from ingest.readers.scan.engine import Engine, Reading, engine
from ingest.readers.scan.grey import grey_of
from ingest.readers.scan.lines import UNSURE, Line, read_lines
from ingest.readers.scan.picture import Picture, PixelBox, ink_of
from ingest.readers.scan.print import Print, around, print_of
from ingest.readers.scan.rules import RuledGrid, ruled_grids
from ingest.readers.scan.upright import as_shown, skew_of, turned
from ingest.readers.tables.aligned import aligned_blocks
from ingest.readers.tables.words import lines_of, words_of

_MAX_DPI, _MAX_PIXELS = 300, 18_000_000  # A3 at 300 dpi
_SMALLEST = 16  # pixels: no picture of text is lower or narrower
_TURNS = (0, 1, 3, 2)  # quarters counterclockwise, the likelier first
# Lines that tell whether a page is upright: so many are enough, so many at a time, so many at most.
_ENOUGH, _SAMPLE, _SAMPLES = 3, 6, 30
_UPRIGHT = 0.8
_CHINESE = re.compile(r"[\u4e00-\u9fff]{3}")
_AMOUNT = re.compile(r"-?[\d,]*\d[.,]\d+")
_DIRT = 0.15
_WORD = re.compile(r"[\w\-—–－]")
_LATIN = re.compile(r"[A-Za-z]$")
_INSET = 1.0  # points: nearer to a ruled line is its fringe


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row of cells, before it is numbered."""

    texts: tuple[str, ...]
    boxes: tuple[Box, ...]
    scores: tuple[float, ...]


_Part = tuple[float, Grid, list[_Cells]]


@dataclass(frozen=True, slots=True)
class _Scan:
    """A page turned upright: its print, its grids, and the boxes of text outside of them."""

    print: Print
    grids: list[RuledGrid]
    found: list[PixelBox]
    dpi: float
    left: float
    top: float
    angle: float
    quarters: int = 0

    def points(self, box: PixelBox) -> Box:
        """A box in points of the upright page."""
        scale = 72 / self.dpi
        x0, y0, x1, y1 = box
        return (
            round((x0 - self.left) * scale, 2), round((y0 - self.top) * scale, 2),
            round((x1 - self.left) * scale, 2), round((y1 - self.top) * scale, 2),
        )  # fmt: skip


def read_page(image: Image.Image, page: int, dpi: float) -> ScannedPage:
    """Read a picture of page `page` of a document."""
    if min(image.size) < _SMALLEST:
        return ScannedPage()
    reader = engine()
    scan = _upright(reader, image, dpi)
    tables: list[Table] = []
    line = 0
    for _, grid, found in _parts(reader, scan):
        rows = []
        for number, cells in enumerate(found, start=1):
            line += 1
            text = (" " if grid is Grid.TEXT else "\t").join(cells.texts)
            boxes = tuple(_on_page(scan, box, image.size, dpi) for box in cells.boxes)
            rows.append(Row(page, number, line, cells.texts, text, boxes, cells.scores))
        tables.append(Table(len(tables) + 1, grid, tuple(rows)))
    return ScannedPage(tuple(tables), "\n".join(row.text for t in tables for row in t.rows))


def _on_page(scan: _Scan, box: Box, size: tuple[int, int], dpi: float) -> Box:
    """A box of the upright page on the page as it is shown, in points."""
    points = (size[0] * 72 / dpi, size[1] * 72 / dpi)
    x0, top, x1, bottom = as_shown(box, points, scan.quarters, scan.angle)
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


def _upright(reader: Engine, image: Image.Image, dpi: float) -> _Scan:
    """The page so turned that its widest lines can be read."""
    share = min(_MAX_DPI / dpi, (_MAX_PIXELS / (image.width * image.height)) ** 0.5)
    if share < 1:
        size = (round(image.width * share), round(image.height * share))
        image, dpi = image.resize(size, Image.Resampling.BOX), dpi * share
    grey = grey_of(image, dpi)
    best: tuple[float, _Scan] | None = None
    for quarters in _TURNS:
        scan = _scan(reader, np.ascontiguousarray(np.rot90(grey, quarters)), dpi)
        legible = _legibility(reader, scan)
        if best is None or legible > best[0]:
            best = legible, replace(scan, quarters=quarters)
        if legible >= _UPRIGHT:
            break
    assert best is not None
    return best[1]


def _scan(reader: Engine, grey: Picture, dpi: float) -> _Scan:
    angle = skew_of(ink_of(grey, dpi))
    flat, left, top = turned(grey, angle)
    ink = ink_of(flat, dpi)
    grids, lines = ruled_grids(ink, dpi)
    page = print_of(flat, ink, lines, [cell.box for grid in grids for cell in grid.cells], dpi)
    found: list[PixelBox] = []
    for first, strip in page.strips_outside([grid.box for grid in grids]):
        found += [
            (left, top + first, right, bottom + first)
            for left, top, right, bottom in reader.find(strip, dpi)
        ]
    found += page.missed([*found, *(grid.box for grid in grids)])
    return _Scan(page, grids, found, dpi, left, top, angle)


def _legibility(reader: Engine, scan: _Scan) -> float:
    """How surely the widest lines are read, from 0 to 1: an upright page if Chinese is in a few.

    Figures look like figures upside down, and single characters are read lying on their side.
    """
    lines: list[Line] = [line for box in scan.found for line in scan.print.parts(box)]
    for grid in scan.grids:
        for cell in grid.cells:
            lines += [(part, cell.box) for line in scan.print.lines(cell.box) for part in line]
    if not lines:
        return 1.0
    lines.sort(key=lambda line: line[0][0] - line[0][2])
    scores: list[float] = []
    for start in range(0, min(len(lines), _SAMPLES), _SAMPLE):
        for reading in read_lines(reader, scan.print, lines[start : start + _SAMPLE]):
            is_chinese = bool(_CHINESE.search(reading.text))
            scores.append(reading.score if is_chinese else reading.score / 2)
        if sum(score >= _UPRIGHT for score in scores) >= _ENOUGH:
            return 1.0
    return float(np.mean(scores))


def _parts(reader: Engine, scan: _Scan) -> Iterator[_Part]:
    """The tables of a page from top to bottom, and the text between them."""
    parts: list[_Part] = []
    for grid in scan.grids:
        rows = _ruled_rows(reader, scan, grid)
        if any(any(row.texts) for row in rows):
            parts.append((scan.points(grid.box)[1], Grid.RULED, rows))
    scores = _loose_text(reader, scan)
    tops = sorted(part[0] for part in parts)
    for low, high in zip([float("-inf"), *tops], [*tops, float("inf")], strict=True):
        parts += _between(
            {c: score for c, score in scores.items() if low <= (c.top + c.bottom) / 2 < high}
        )
    yield from sorted(parts, key=lambda part: part[0])


def _ruled_rows(reader: Engine, scan: _Scan, grid: RuledGrid) -> list[_Cells]:
    """Text where a merged cell begins, blanks where it goes on."""
    inset = round(_INSET * scan.dpi / 72)
    printed: dict[tuple[int, int], list[list[PixelBox]]] = {}
    lines: list[Line] = []
    for cell in grid.cells:
        left, top, right, bottom = cell.box
        inside = (left + inset, top + inset, right - inset, bottom - inset)
        printed[cell.row, cell.column] = scan.print.lines(inside)
        lines += [(part, inside) for line in printed[cell.row, cell.column] for part in line]
    read = dict(
        zip([part for part, _ in lines], read_lines(reader, scan.print, lines), strict=True)
    )
    unparted = {
        column
        for (_, column), cell_lines in printed.items()
        if any(_is_unparted([read[part].text for part in line]) for line in cell_lines)
    }
    rows = []
    for row, (top, bottom) in enumerate(pairwise(grid.ys)):
        cells = []
        for column, (left, right) in enumerate(pairwise(grid.xs)):
            cell_lines = printed.get((row, column), [])
            reading = _joined([[read[part] for part in line] for line in cell_lines])
            parts = [part for line in cell_lines for part in line]
            box = around(parts) if parts else (left, top, right, bottom)
            score = min(reading.score, UNSURE) if column in unparted else reading.score
            cells.append((reading.text, scan.points(box), score))
        texts, boxes, scores = zip(*cells, strict=True)
        rows.append(_Cells(texts, boxes, scores))
    return rows


def _is_unparted(parts: list[str]) -> bool:
    """Whether a line of print in a cell should be in several: the line between them wasn't seen.

    Then nothing that begins in this column surely stands under its header.
    """
    return len(parts) > 1 and any(map(_AMOUNT.fullmatch, parts))


def _joined(lines: list[list[Reading]]) -> Reading:
    """The text of a cell; a blank one is sure, one with ink that can't be read is not."""
    text, score = "", 1.0
    for line in lines:
        words = " ".join(reading.text for reading in line if reading.text)
        text += f" {words}" if _LATIN.search(text) and words[:1].isascii() else words
        score = min([score, *(reading.score for reading in line)])
    return Reading(text, score)


def _loose_text(reader: Engine, scan: _Scan) -> dict[Char, float]:
    """The text outside of grids and how sure it is."""
    lines = [line for box in scan.found for line in scan.print.parts(box)]
    return {
        Char(reading.text, *scan.points(part)): reading.score
        for (part, _), reading in zip(lines, read_lines(reader, scan.print, lines), strict=True)
        if not _is_dirt(reading)
    }


def _is_dirt(reading: Reading) -> bool:
    """Whether what was read where no cell tells that something is printed is no print."""
    if not _WORD.search(reading.text):
        return True
    # An amount, however unsure, is kept: it is listed, not lost.
    is_short = len(reading.text) < 4 and not _AMOUNT.fullmatch(reading.text)
    return reading.score < _DIRT and is_short


def _between(texts: dict[Char, float]) -> Iterator[_Part]:
    blocks, _ = aligned_blocks(lines_of(texts), None)
    for block in blocks:
        if block.columns is None:
            words = [words_of(line) for line in block.lines]
            cells = [(tuple(w.text for w in line), tuple(w.bbox for w in line)) for line in words]
            grid = Grid.TEXT
        else:
            cells, grid = block.rows(), Grid.ALIGNED
        rows = [
            _Cells(line, boxes, tuple(_score(texts, box) for box in boxes)) for line, boxes in cells
        ]
        yield block.top, grid, rows


def _score(texts: dict[Char, float], box: Box) -> float:
    """How sure the least sure text in a box is; a blank box is."""
    return min(
        (
            score
            for text, score in texts.items()
            if box[0] <= text.x0 and text.x1 <= box[2]
            and box[1] <= text.top and text.bottom <= box[3]
        ),
        default=1.0,
    )  # fmt: skip
