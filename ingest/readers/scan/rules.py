"""Which cells do the lines on a scanned page rule?

Long straight runs of ink are lines; lines that hang together are a grid. Between two cells of a
grid that no line parts, there is one merged cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.readers.scan.picture import Picture, PixelBox, as_picture

# In points. A vertical run must be longer than strokes of print and shorter than a row is high.
_RUN_ACROSS, _RUN_DOWN = 15.0, 9.0
_LONG = 40.0
_REACH = 1.5  # from the end of a line to the line that it leads to
_APART = 3.5  # nearer lines are one: drawn double, or bent by the scanner
_OPEN = 8.0  # lines that go on further beyond the last crossing line end in an open cell
_SOLID = 0.9  # the share of a run that is inked: specks of white break no line
_NARROW = 10.0  # less than a cell needs for a figure
_PARTS = 0.5  # the share of a cell's side that a line must cover to part two cells
_Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: the row and column where it begins, how many it covers, and its box."""

    row: int
    column: int
    rows: int
    columns: int
    box: PixelBox


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """Cells between lines; `xs` and `ys` are where the lines are."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    cells: tuple[RuledCell, ...]

    @property
    def box(self) -> PixelBox:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def ruled_grids(ink: Picture, dpi: float) -> tuple[list[RuledGrid], Picture]:
    """The grids on an upright page from top to bottom, and 1 where a line of them is inked."""
    point = dpi / 72
    across, down = _lines(ink, point)
    joined = cv2.dilate(across | down, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    grids, lines = [], np.zeros_like(ink)
    for label in range(1, count):
        x, y, w, h = (int(edge) for edge in stats[label, :4])
        if w < 3 * _RUN_ACROSS * point or h < _RUN_DOWN * point:
            continue
        part = np.s_[y : y + h, x : x + w]
        own = (labels[part] == label).astype(np.uint8)
        grid = _grid(across[part] & own, down[part] & own, (x, y), point)
        if grid is not None:
            grids.append(grid)
            lines[part] |= across[part] & own
            near = round(_APART * point)
            for line in grid.xs:
                at = np.s_[y : y + h, max(line - near, x) : min(line + near + 1, x + w)]
                lines[at] |= down[at] & (labels[at] == label)
    return sorted(grids, key=lambda grid: (grid.box[1], grid.box[0])), lines


def _runs(ink: Picture, length: int, flat: bool) -> Picture:
    """1 where ink is part of a straight run."""
    size = (length, 1) if flat else (1, length)
    thick = as_picture(cv2.dilate(ink, np.ones((3, 1) if flat else (1, 3), np.uint8)))
    inked = cv2.boxFilter(thick, cv2.CV_16U, size, normalize=False, borderType=cv2.BORDER_CONSTANT)
    centres = as_picture(np.asarray(inked) >= _SOLID * length)
    return as_picture(cv2.dilate(centres, np.ones(size[::-1], np.uint8))) & thick


def _lines(ink: Picture, point: float) -> tuple[Picture, Picture]:
    """1 where a line goes across, and where one goes down.

    A stroke of print is no line: lines lead from one line to another, and at first only long runs
    across are believed to be lines.
    """
    across = _runs(ink, max(round(_RUN_ACROSS * point), 3), flat=True)
    down = _runs(ink, max(round(_RUN_DOWN * point), 3), flat=False)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(across)
    is_long = stats[:, cv2.CC_STAT_WIDTH] >= _LONG * point
    is_long[0] = False
    sure = is_long[labels].astype(np.uint8)
    down_sure = _between(down, sure, point)
    across = sure | _between(across.T, down_sure.T, point).T
    return across, _between(down, across, point)


def _between(runs: Picture, lines: Picture, point: float) -> Picture:
    """Those of the runs down that lead from one of the lines across to another."""
    near = max(round(_REACH * point), 2)
    _, labels, _, middles = cv2.connectedComponentsWithStats(lines)
    count, own, stats, _ = cv2.connectedComponentsWithStats(runs)
    leads = np.zeros(count, dtype=np.uint8)
    for label in range(1, count):
        x, y, w, h = (int(edge) for edge in stats[label, :4])
        met = np.unique(labels[max(y - near, 0) : y + h + near, max(x - near, 0) : x + w + near])
        places = middles[met[met > 0], 1]
        leads[label] = places.size > 0 and np.ptp(places) > _RUN_DOWN / 2 * point
    return as_picture(leads[own])


def _grid(
    across: Picture, down: Picture, corner: tuple[int, int], point: float
) -> RuledGrid | None:
    ys = _places(across, 1, point)
    xs = _places(down, 0, point)
    if len(xs) and len(ys):
        xs, ys = _with_open_ends(xs, across, ys, point), _with_open_ends(ys, down.T, xs, point)
    # Lines that part nothing are taken out until all do, or no two cells are left.
    while True:
        if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
            return None
        parted_down = _parted(down, xs, ys, point)  # [row, line]
        parted_across = _parted(across.T, ys, xs, point)  # [column, line]
        parted_down[:, [0, -1]] = parted_across[:, [0, -1]] = True
        keep_x, keep_y = _are_ruled(parted_down, xs, point), parted_across.any(axis=0)
        if keep_x.all() and keep_y.all():
            break
        xs, ys = xs[keep_x], ys[keep_y]
    left, top = corner
    at_x = tuple(int(x) + left for x in xs)
    at_y = tuple(int(y) + top for y in ys)
    cells = tuple(
        RuledCell(row, column, rows, columns,
                  (at_x[column], at_y[row], at_x[column + columns], at_y[row + rows]))
        for row, column, rows, columns in _merged(parted_down, parted_across.T)
    )  # fmt: skip
    return RuledGrid(at_x, at_y, cells) if len(cells) > 1 else None


def _are_ruled(parted: _Flags, xs: NDArray[np.int64], point: float) -> _Flags:
    """Which lines down are a grid's: narrow ones in one row only are scribbled over a cell."""
    apart = np.diff(xs) >= _NARROW * point
    is_wide = np.append(True, apart) & np.append(apart, True)
    goes_on = (parted[1:] & parted[:-1]).any(axis=0)
    return np.asarray(parted.any(axis=0) & (is_wide | goes_on))


def _places(runs: Picture, axis: int, point: float) -> NDArray[np.int64]:
    """Where along an axis lines are: where most ink is, and near it no other line."""
    inked = runs.sum(axis=axis, dtype=np.int64)
    near = max(round(_APART * point), 1)
    places = []
    while inked.any():
        peak = int(np.argmax(np.convolve(inked, np.ones(near), "same")))
        low = max(peak - near, 0)
        around = inked[low : peak + near + 1]
        # Squared: a long straight line is where it is, whatever is scribbled beside it.
        middle = np.average(np.arange(len(around)), weights=np.square(around))
        places.append(round(float(middle)) + low)
        around[:] = 0
    return np.array(sorted(places), dtype=np.int64)


def _with_open_ends(
    xs: NDArray[np.int64], across: Picture, ys: NDArray[np.int64], point: float
) -> NDArray[np.int64]:
    """Add a border where most lines across go on beyond the last line down: an open side."""
    near = round(_APART * point)
    inked = [np.flatnonzero(across[max(y - near, 0) : y + near + 1].any(axis=0)) for y in ys]
    first, last = np.array([(at[0], at[-1]) for at in inked if at.size]).T
    ends = xs.tolist()
    if len(first) > 1 and np.median(first) < xs[0] - _OPEN * point:
        ends.insert(0, int(np.median(first)))
    if len(last) > 1 and np.median(last) > xs[-1] + _OPEN * point:
        ends.append(int(np.median(last)))
    return np.array(ends, dtype=np.int64)


def _parted(down: Picture, xs: NDArray[np.int64], ys: NDArray[np.int64], point: float) -> _Flags:
    """Whether each line at `xs` is inked between each two of `ys`."""
    near = round(_APART * point)
    parted = np.zeros((len(ys) - 1, len(xs)), dtype=bool)
    # Ink is the nearest line's.
    middles = (xs[1:] + xs[:-1]) // 2
    lefts = np.maximum(xs - near, np.append(0, middles + 1))
    rights = np.minimum(xs + near, np.append(middles, down.shape[1]))
    for number, (left, right) in enumerate(zip(lefts, rights, strict=True)):
        inked = np.asarray(down[:, left : right + 1].any(axis=1))
        for row in range(len(ys) - 1):
            # The crossing lines themselves part nothing.
            side = inked[ys[row] + near // 2 : ys[row + 1] - near // 2]
            parted[row, number] = side.size > 0 and side.mean() >= _PARTS
    return parted


def _merged(down: _Flags, across: _Flags) -> Iterator[tuple[int, int, int, int]]:
    """The cells as row, column, and how many of each they cover, in reading order.

    `down[row, line]` parts cells beside each other, `across[line, column]` cells below each other.
    """
    rows, columns = down.shape[0], across.shape[1]
    taken = np.zeros((rows, columns), dtype=bool)
    for row in range(rows):
        for column in range(columns):
            if taken[row, column]:
                continue
            bottom, right = row + 1, column + 1
            while True:
                if (
                    right < columns
                    and not down[row:bottom, right].all()
                    and not taken[row:bottom, right].any()
                ):
                    right += 1
                elif (
                    bottom < rows
                    and not across[bottom, column:right].all()
                    and not taken[bottom, column:right].any()
                ):
                    bottom += 1
                else:
                    break
            taken[row:bottom, column:right] = True
            yield row, column, bottom - row, right - column
