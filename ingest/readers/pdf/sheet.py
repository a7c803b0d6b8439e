"""Does a sheet bear several pages beside each other? Then each is read as a page of its own.

Each page has its own title above its own table: grids beside each other that no line joins, or
labels that occur again on a line (部门：, 单位：), and nothing is written from one to the other but
above or below all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.pdf.chars import Char
from ingest.readers.pdf.lines import Edge
from ingest.readers.pdf.page import PageContent
from ingest.readers.tables.heads import is_named
from ingest.readers.tables.words import Word, lines_of, segments_of

_APART = 6.0  # points between two grids beside each other
_NARROW = 100.0  # points: no form is narrower
_SHORT = 12.0  # points: what is no line of a grid
_EVEN = 0.1  # of the sheet's width, that pages of one size may be off their places


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place between two pages, and how far down the tables beside it begin.

    Where no grids are, a line over both is the title of a form with two lanes.
    """

    x: float
    left_top: float
    right_top: float
    is_between_grids: bool


class Sheets:
    """How many pages the sheets of one document bear, learnt sheet by sheet.

    Where one bears several of a size, so do others like it, of which words alone don't say so. What
    a later one shows an earlier one may not have: `is_late` says that they are to be read again.
    """

    def __init__(self) -> None:
        self.is_late = False
        self._count: dict[tuple[int, int], int] = {}
        self._whole: set[tuple[int, int]] = set()

    def pages_on(self, content: PageContent) -> list[PageContent]:
        """The pages that a sheet bears from left to right, mostly the one that it is."""
        size = round(content.width), round(content.height)
        grids = _grids(content.edges)
        may_repeat = _may_repeat(content.chars)
        if len(grids) < 2 and not may_repeat and size not in self._count:
            self._whole.add(size)
            return [content]
        lines = lines_of(content.chars)
        segments = [segments_of(line) for line in lines]
        cuts = [*_between(grids), *(_labels(segments) if len(grids) < 2 else ())]
        places = sorted({cut.x for cut in cuts if _is_clear(cut, segments, content.edges)})
        if places and _is_even(places, content.width):
            self._count[size] = max(self._count.get(size, 0), len(places) + 1)
            self.is_late = self.is_late or size in self._whole
        count = self._count.get(size, 1)
        if len(places) + 1 < count:
            usual = [content.width * number / count for number in range(1, count)]
            if all(_is_free(place, segments, content.edges) for place in usual):
                places = usual
        if len(places) + 1 < count or not places:
            self._whole.add(size)
        return [*_parted(content, lines, places)] if places else [content]


def _may_repeat(chars: Sequence[Char]) -> bool:
    """Whether two labels on a line may be one: they end alike, and colons follow."""
    ends = sorted(
        (before.text, colon.top) for before, colon in pairwise(chars) if colon.text in ":："
    )
    return any(a[0] == b[0] and b[1] - a[1] < _SHORT for a, b in pairwise(ends))


def _is_even(places: Sequence[float], width: float) -> bool:
    """Whether places part a sheet into pages of one size."""
    whole = width / (len(places) + 1)
    return all(abs(place - whole * n) < _EVEN * whole for n, place in enumerate(places, 1))


def _is_free(x: float, segments: Sequence[Sequence[Word]], edges: Sequence[Edge]) -> bool:
    """Whether nothing is across a place but above or below all that stands at both sides."""
    if not _is_unruled(x, edges):
        return False
    parts = [part.bbox for line in segments for part in line]
    across = [box[1] for box in parts if box[0] < x < box[2]]
    paired = [box[1] for box in parts if not box[0] < x < box[2] and _has_pair(box, parts, x)]
    if not paired:
        return not across
    return not any(min(paired) <= top <= max(paired) for top in across)


def _grids(edges: Sequence[Edge]) -> list[tuple[float, float, float, float]]:
    """What lines across cover, from left to right, if there are lines down in it."""
    found: list[tuple[float, float, float, float]] = []
    across = (edge for edge in edges if edge.is_horizontal and edge.x1 - edge.x0 >= _SHORT)
    for edge in sorted(across, key=lambda edge: edge.x0):
        if found and edge.x0 - found[-1][2] <= _APART:
            left, top, right, bottom = found[-1]
            found[-1] = (left, min(top, edge.top), max(right, edge.x1), max(bottom, edge.top))
        else:
            found.append((edge.x0, edge.top, edge.x1, edge.top))
    if len(found) < 2:
        return found
    down = [edge for edge in edges if not edge.is_horizontal and edge.bottom - edge.top >= _SHORT]
    return [
        box for box in found
        if box[2] - box[0] >= _NARROW
        and any(box[0] - 1 <= edge.x0 <= box[2] + 1 for edge in down)
    ]  # fmt: skip


def _between(grids: Sequence[tuple[float, float, float, float]]) -> Iterator[_Cut]:
    for (_, top, right, bottom), (left, other_top, _, other_bottom) in pairwise(grids):
        if min(bottom, other_bottom) > max(top, other_top):
            yield _Cut((right + left) / 2, top, other_top, True)


def _labels(segments: Sequence[Sequence[Word]]) -> Iterator[_Cut]:
    """Before each label that occurs again on its line."""
    for line in segments:
        seen: set[str] = set()
        for before, part in pairwise([Word("", line[0].bbox), *line] if line else []):
            label = part.text.replace("：", ":").partition(":")[0] if is_named(part) else ""
            if label and label in seen:
                seen.clear()
                yield _Cut((before.bbox[2] + part.bbox[0]) / 2, part.bbox[1], part.bbox[1], False)
            seen.add(label)


def _is_clear(cut: _Cut, segments: Sequence[Sequence[Word]], edges: Sequence[Edge]) -> bool:
    """Whether pages end and begin at a place: nothing is across, or titles stand below it."""
    if not _is_unruled(cut.x, edges):
        return False
    across = [
        part.bbox[1] for line in segments for part in line if part.bbox[0] < cut.x < part.bbox[2]
    ]
    upper = min(cut.left_top, cut.right_top)
    start = max((top for top in across if top < upper), default=float("-inf"))
    is_headed = start >= 0
    end = min((top for top in across if top >= upper), default=float("inf"))
    parts = [part.bbox for line in segments for part in line if start < part.bbox[1]]
    if any(end < box[1] and _has_pair(box, parts, cut.x) for box in parts):
        return False
    if not is_headed and cut.is_between_grids:
        return True
    have_titles = (
        any(box[2] <= cut.x and box[1] < cut.left_top for box in parts)
        and any(box[0] >= cut.x and box[1] < cut.right_top for box in parts)
    )  # fmt: skip
    return have_titles and (cut.is_between_grids or not is_headed)


def _is_unruled(x: float, edges: Sequence[Edge]) -> bool:
    return not any(edge.is_horizontal and edge.x0 + 1 < x < edge.x1 - 1 for edge in edges)


def _has_pair(box: Sequence[float], boxes: Sequence[Sequence[float]], x: float) -> bool:
    """Whether something stands beside at the other side."""
    return any(
        (box[2] <= x) != (other[2] <= x) and abs(other[1] - box[1]) < box[3] - box[1]
        for other in boxes
    )


def _parted(
    content: PageContent, lines: Sequence[Sequence[Char]], places: Sequence[float]
) -> Iterator[PageContent]:
    """The pages between places; what is written across is the first one's or the last one's."""
    chars: list[list[Char]] = [[] for _ in range(len(places) + 1)]
    tops: list[float] = []
    for line in lines:
        for part in segments_of(line):
            own = [char for char in line if part.bbox[0] <= char.x0 < part.bbox[2]]
            first, last = (_page_of(edge, places) for edge in (part.bbox[0], part.bbox[2]))
            if first == last:
                tops.append(part.bbox[1])
            chars[first if first == last or not tops else -1] += own
    width = content.width / len(chars)
    is_even = _is_even(places, content.width)
    for number, own in enumerate(chars):
        left = width * number if is_even else 0.0
        edges = [edge for edge in content.edges if _page_of(edge.x0 + 1, places) == number]
        yield replace(
            content,
            chars=tuple(char._replace(x0=char.x0 - left, x1=char.x1 - left) for char in own),
            edges=tuple(edge._replace(x0=edge.x0 - left, x1=edge.x1 - left) for edge in edges),
            left=left,
        )


def _page_of(x: float, places: Sequence[float]) -> int:
    return sum(place <= x for place in places)
