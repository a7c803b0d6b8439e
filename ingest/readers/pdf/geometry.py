"""Boxes, and from the coordinates of a PDF's parts to those of the page as it is shown."""

from __future__ import annotations

import math
from collections.abc import Callable

from ingest.document import Box

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Placer = Callable[[float, float], Point]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
EVERYWHERE: Box = (-math.inf, -math.inf, math.inf, math.inf)


def placer(turn: int, left: float, bottom: float, width: float, height: float) -> Placer:
    """A function from PDF's coordinates to those of the page as it is shown."""

    def place(x: float, y: float) -> Point:
        x, y = x - left, y - bottom
        if turn == 90:
            return y, x
        if turn == 180:
            return width - x, y
        if turn == 270:
            return height - y, width - x
        return x, height - y

    return place


def overlap(one: Box, other: Box) -> Box:
    return (
        max(one[0], other[0]), max(one[1], other[1]),
        min(one[2], other[2]), min(one[3], other[3]),
    )  # fmt: skip


def grown(box: Box) -> Box:
    return box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1


def inside(x: float, y: float, box: Box) -> bool:
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


def unit_square(m: Matrix) -> Box:
    """What a picture covers: it is drawn into a square of 1 by 1."""
    xs, ys = zip(*(moved(m, x, y) for x in (0, 1) for y in (0, 1)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def placed(box: Box, place: Placer) -> Box:
    (x0, y0), (x1, y1) = place(box[0], box[1]), place(box[2], box[3])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def moved(m: Matrix, x: float, y: float) -> Point:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def multiply(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )
