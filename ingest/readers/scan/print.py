"""Where are the lines of print in a cell or a box, and how are they cut out for reading?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.readers.scan.picture import Picture, PixelBox, as_picture

_SPECK = 0.8  # square points: less ink is a point or a comma next to print, dirt elsewhere
# In heights of print:
_NEAR = 0.45  # so far from print its points and commas may be
_GAP, _CELL_GAP = 1.0, 1.6  # text further apart is read apart, in a cell less easily
_ONE_LINE = 1.3  # strokes within this are one line, as those of 二 are
_THIN = 0.5  # a lower line is a stroke, as - and 一 are, and needs its surroundings
_STRIP = 1.5  # text is found with so much paper above and below it
_EDGE = 0.25  # of a found box: what is only there belongs to the line above or below
_LOW, _HIGH = 0.5, 1.5  # other ink is no single line of print
_USUAL = 10.0  # points: the height of print where there is none to measure


@dataclass(frozen=True, slots=True)
class Print:
    """A page without its ruled lines; `height` is how high most print on it is, in pixels."""

    grey: Picture
    ink: Picture
    speck: float
    height: float

    def lines(self, region: PixelBox) -> list[list[PixelBox]]:
        """The lines of print in a region from top to bottom, each as its parts left to right."""
        lines = []
        for band in _joined(_bands(self.ink, region, self.speck), self.height * _ONE_LINE):
            lines.append(self._parts(*_pieces(self.ink, band, self.speck), self.height, _CELL_GAP))
        return lines

    def parts(self, found: PixelBox) -> list[tuple[PixelBox, PixelBox]]:
        """The parts of a line of print that was found, each with the region that is its own.

        The box around it may cut off characters, and reach to those of lines above and below.
        """
        left, top, right, bottom = found
        height = bottom - top
        region = (max(left - height, 0), top, min(right + height, self.ink.shape[1]), bottom)
        large, small = _pieces(self.ink, region, self.speck)
        line = [
            piece for piece in large
            if piece[3] > top + height * _EDGE and piece[1] < bottom - height * _EDGE
        ]  # fmt: skip
        own = [piece for piece in line if left <= (piece[0] + piece[2]) / 2 <= right]
        if not own:
            return [(found, found)]
        x0, y0, x1, y1 = around(own)
        before = max((piece[2] for piece in line if piece[2] <= x0), default=region[0])
        behind = min((piece[0] for piece in line if piece[0] >= x1), default=region[2])
        return [
            (part, (before, top, behind, bottom)) for part in self._parts(own, small, y1 - y0, _GAP)
        ]

    @staticmethod
    def _parts(
        pieces: list[PixelBox], small: list[PixelBox], height: float, gap: float
    ) -> list[PixelBox]:
        parts: list[PixelBox] = []
        for piece in sorted(pieces):
            if parts and piece[0] - parts[-1][2] <= gap * height:
                parts[-1] = around((parts[-1], piece))
            else:
                parts.append(piece)
        return [_with_points(part, small, _NEAR * height) for part in parts]

    def strips_outside(self, grids: Sequence[PixelBox]) -> Iterator[tuple[int, Picture]]:
        """The strips of the page with print outside of grids: where each begins, and its grey."""
        ink, grey = self.ink.copy(), self.grey.copy()
        for left, top, right, bottom in grids:
            ink[top:bottom, left:right] = 0
            grey[top:bottom, left:right] = np.percentile(grey[top:bottom, left:right], 80)
        inked = np.zeros(len(ink), dtype=np.uint8)
        for _, top, _, bottom in _pieces(ink, (0, 0, ink.shape[1], ink.shape[0]), self.speck)[0]:
            inked[top:bottom] = 1
        wide = 2 * round(_STRIP * self.height) + 1
        near = np.asarray(cv2.dilate(inked, np.ones((wide, 1), np.uint8)), dtype=np.int8)
        edges = np.flatnonzero(np.diff(near.ravel(), prepend=0, append=0))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            yield int(first), grey[first:last]

    def cut(self, line: PixelBox, region: PixelBox, margins: tuple[float, float]) -> Picture:
        """The picture of a line, its margins in heights of it; beyond the region is paper."""
        left, top, right, bottom = line
        height = bottom - top
        if height < _THIN * self.height:
            grown = round((self.height - height) / 2)
            top, bottom, height = top - grown, bottom + grown, height + 2 * grown
        above, beside = (max(round(height * margin), 1) for margin in margins)
        left, top, right, bottom = left - beside, top - above, right + beside, bottom + above
        x0, y0 = max(left, region[0]), max(top, region[1])
        x1, y1 = min(right, region[2]), min(bottom, region[3])
        picture = self.grey[y0:y1, x0:x1]
        paper = float(np.percentile(picture, 80))
        return as_picture(
            cv2.copyMakeBorder(
                picture, y0 - top, bottom - y1, x0 - left, right - x1,
                cv2.BORDER_CONSTANT, value=(paper,),
            )
        )  # fmt: skip

    def missed(self, boxes: Iterable[PixelBox]) -> list[PixelBox]:
        """Boxes around what looks like print and is in none of the boxes: single figures."""
        ink = self.ink.copy()
        for left, top, right, bottom in boxes:
            ink[top:bottom, left:right] = 0
        whole = (0, 0, ink.shape[1], ink.shape[0])
        print_like = np.zeros_like(ink)
        for left, top, right, bottom in _pieces(ink, whole, self.speck)[0]:
            if _LOW * self.height <= bottom - top <= _HIGH * self.height:
                print_like[top:bottom, left:right] = 1
        near = np.ones((1, round(self.height)), np.uint8)
        joined = as_picture(cv2.morphologyEx(print_like, cv2.MORPH_CLOSE, near))
        return [
            (left, max(top - 1, 0), right, bottom + 1)
            for left, top, right, bottom in _pieces(joined, whole, self.speck)[0]
        ]


def print_of(
    grey: Picture, ink: Picture, lines: Picture, regions: Iterable[PixelBox], dpi: float
) -> Print:
    """Take the ruled lines off a page; its print is measured in the regions."""
    over = cv2.dilate(lines, np.ones((3, 3), np.uint8)) > 0
    small = cv2.resize(grey, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
    paper = cv2.resize(cv2.dilate(small, np.ones((5, 5), np.uint8)), grey.shape[::-1])
    clean = np.where(over, paper, grey).astype(np.uint8)
    bare = np.where(over, 0, ink).astype(np.uint8)
    point = dpi / 72
    speck = _SPECK * point**2
    heights = [b - t for region in regions for _, t, _, b in _bands(bare, region, speck)]
    heights = [height for height in heights if height > 3 * point]
    return Print(clean, bare, speck, float(np.median(heights)) if heights else _USUAL * point)


def _with_points(part: PixelBox, small: list[PixelBox], near: float) -> PixelBox:
    left, top, right, bottom = part
    points = [
        box for box in small
        if left - near <= box[2] and box[0] <= right + near
        and top - near / 2 <= box[3] and box[1] <= bottom + near / 2
    ]  # fmt: skip
    return around((part, *points))


def around(boxes: Iterable[PixelBox]) -> PixelBox:
    """The box around boxes."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _pieces(ink: Picture, region: PixelBox, speck: float) -> tuple[list[PixelBox], list[PixelBox]]:
    """The pieces of ink in a region, and those that are no larger than a speck."""
    x0, y0, x1, y1 = region
    if x0 >= x1 or y0 >= y1:
        return [], []
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink[y0:y1, x0:x1]))
    large: list[PixelBox] = []
    small: list[PixelBox] = []
    for x, y, w, h, area in stats[1:].tolist():
        (large if area > speck else small).append((x0 + x, y0 + y, x0 + x + w, y0 + y + h))
    return large, small


def _bands(ink: Picture, region: PixelBox, speck: float) -> list[PixelBox]:
    """The rows of a region that hold ink without a gap, from top to bottom."""
    bands: list[PixelBox] = []
    for piece in sorted(_pieces(ink, region, speck)[0], key=lambda box: box[1]):
        if bands and piece[1] <= bands[-1][3]:
            bands[-1] = around((bands[-1], piece))
        else:
            bands.append(piece)
    return bands


def _joined(bands: list[PixelBox], height: float) -> list[PixelBox]:
    """Bands that together are no higher than a line as one."""
    joined: list[PixelBox] = []
    for band in bands:
        if joined and band[3] - joined[-1][1] <= height:
            joined[-1] = around((joined[-1], band))
        else:
            joined.append(band)
    return joined
