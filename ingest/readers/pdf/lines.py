"""Which lines does a path of a PDF draw? Those that a person sees on white paper."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

import pypdfium2.raw as raw

from ingest.readers.pdf.geometry import Matrix, Placer, Point, moved

# A filled shape thinner than this is a line that was drawn as a rectangle.
_THIN = 3.0
_FEWEST_BANDS, _GROUND = 3, 0.8  # more of the text stands on the ground of a table's cells
_WHITE = 250
# In points: a dash is shorter, a dot much; what follows within the gap is the same line.
_DASH, _DOT, _GAP, _ALIKE, _MIN_DASHES = 12.0, 2.0, 3.0, 0.5, 4


class Edge(NamedTuple):
    """One drawn line, horizontal or vertical, or the border of a coloured ground."""

    x0: float
    top: float
    x1: float
    bottom: float
    is_ground: bool = False

    @property
    def is_horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


def edges_of(obj: object, m: Matrix, place: Placer) -> Iterator[Edge]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(obj, fill, stroke)
    stroked = bool(stroke.value) and _is_seen(raw.FPDFPageObj_GetStrokeColor, obj)
    filled = bool(fill.value) and _is_seen(raw.FPDFPageObj_GetFillColor, obj)
    if not stroked and not filled:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start: Point | None = None
    last: Point | None = None
    shape: list[Point] = []
    for number in range(raw.FPDFPath_CountSegments(obj)):
        segment = raw.FPDFPath_GetPathSegment(obj, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = place(*moved(m, x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if filled and not stroked:
                yield from _filled(shape)
            start, shape = point, [point]
        else:
            shape.append(point)
            if stroked and kind == raw.FPDF_SEGMENT_LINETO and last is not None:
                yield from _straight(last, point)
        last = point
        if raw.FPDFPathSegment_GetClose(segment) and stroked and start is not None:
            yield from _straight(point, start)
    if filled and not stroked:
        yield from _filled(shape)


def _is_seen(colour: Callable[..., int], obj: object) -> bool:
    """Whether a colour shows on white paper."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not colour(obj, r, g, b, a):
        return True
    return a.value > 0 and min(r.value, g.value, b.value) < _WHITE


def _straight(p: Point, q: Point) -> Iterator[Edge]:
    if abs(p[0] - q[0]) < 1 or abs(p[1] - q[1]) < 1:
        yield Edge(min(p[0], q[0]), min(p[1], q[1]), max(p[0], q[0]), max(p[1], q[1]))


def _filled(shape: list[Point]) -> Iterator[Edge]:
    """A thin filled shape is a line; a wide one is a cell's background, whose borders are lines."""
    if len(shape) < 2:
        return
    xs, ys = [p[0] for p in shape], [p[1] for p in shape]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 < _THIN and x1 - x0 >= y1 - y0:
        yield Edge(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    elif x1 - x0 < _THIN:
        yield Edge((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
    else:
        for p, q in (
            ((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)),
            ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1)),
        ):  # fmt: skip
            for edge in _straight(p, q):
                yield edge._replace(is_ground=True)


def without_bands(edges: Sequence[Edge], heights: Sequence[float]) -> list[Edge]:
    """The lines of a page without the borders of a ground that only every other row has.

    `heights` are those of the characters. Where lines part the columns too they are kept.
    """
    lines = [edge for edge in edges if not edge.is_ground]
    if len(lines) == len(edges) or any(
        not edge.is_horizontal and _length(edge) >= _DASH for edge in lines
    ):
        return list(edges)
    bands: list[tuple[float, float]] = []
    for edge in sorted(edges, key=itemgetter(1)):
        if edge.is_ground and not edge.is_horizontal:
            if bands and edge.top <= bands[-1][1]:
                bands[-1] = (bands[-1][0], max(bands[-1][1], edge.bottom))
            else:
                bands.append((edge.top, edge.bottom))
    if len(bands) < _FEWEST_BANDS:
        return list(edges)
    within = [height for height in heights if bands[0][0] <= height <= bands[-1][1]]
    on_ground = sum(any(top <= height <= bottom for top, bottom in bands) for height in within)
    return list(edges) if on_ground > _GROUND * len(within) else lines


def without_dashes(edges: Sequence[Edge]) -> list[Edge]:
    """The lines of a page with rows of dashes or dots as one line each; a lone dot is none.

    A dot doesn't say which way its line goes: it may be a part of one each way. Long dashes are
    all alike, and so are the gaps between them.
    """
    if len(edges) < _MIN_DASHES:
        return list(edges)
    joined: list[Edge] = []
    taken: set[Edge] = set()
    for across in (True, False):
        rows: dict[int, list[Edge]] = defaultdict(list)
        for edge in edges:
            if edge.is_horizontal == across or _length(edge) < _DOT:
                at = edge.top + edge.bottom if across else edge.x0 + edge.x1
                rows[round(at)].append(edge)
        for row in rows.values():
            for run in _runs(row, across):
                taken.update(run)
                x0, top = min(e.x0 for e in run), min(e.top for e in run)
                x1, bottom = max(e.x1 for e in run), max(e.bottom for e in run)
                middle = (top + bottom) / 2 if across else (x0 + x1) / 2
                joined.append(
                    Edge(x0, middle, x1, middle) if across else Edge(middle, top, middle, bottom)
                )
    return joined + [edge for edge in edges if edge not in taken and _length(edge) >= _DOT]


def _runs(row: Sequence[Edge], across: bool) -> Iterator[list[Edge]]:
    """Dashes of one line that follow each other, four at least: short ones closely."""
    if len(row) < _MIN_DASHES:
        return
    begin, finish = (0, 2) if across else (1, 3)
    run: list[Edge] = []
    for edge in sorted(row, key=itemgetter(begin)):
        if run and not _follows(run, edge, edge[begin] - run[-1][finish], begin, finish):
            if len(run) >= _MIN_DASHES:
                yield run
            run = []
        run.append(edge)
    if len(run) >= _MIN_DASHES:
        yield run


def _follows(run: Sequence[Edge], edge: Edge, gap: float, begin: int, finish: int) -> bool:
    last = run[-1]
    if max(_length(last), _length(edge)) < _DASH:
        return gap <= max(_GAP, _length(last), _length(edge))
    usual = run[1][begin] - run[0][finish] if len(run) > 1 else gap
    return (
        0 < gap <= _length(last)
        and abs(gap - usual) < _ALIKE
        and abs(_length(last) - _length(run[0])) < _ALIKE
        and _length(edge) < _length(last) + _ALIKE
    )


def _length(edge: Edge) -> float:
    return max(edge.x1 - edge.x0, edge.bottom - edge.top)
