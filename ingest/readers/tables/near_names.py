"""Which parts of lines are two columns' with no wide gap between: a figure, a name near it?

Where a form has two lanes the names of the second begin hardly a word's gap behind the figures of
the first. They all begin at one place, which words of a sentence don't.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.pdf.chars import Char
from ingest.readers.tables.torn import AMOUNT
from ingest.readers.tables.words import Word, bbox_of, pieces_of, segments_of

_FEW = 3  # lines with such a name; what follows figures in sentences are the same few units
_NEAR = 1.0  # points: names that begin so near to each other begin at one place
_CHINESE = "\u3000"
_Line = Sequence[Char]


def parts_of_lines(lines: Sequence[_Line]) -> list[list[Word]]:
    """The parts of each line, parted where a gap is as wide as a column, and before near names."""
    parts = [segments_of(line) for line in lines]
    places = _places_of_names(lines)
    if not places:
        return parts
    return [
        [word for part in found for word in _parted(part, line, places)]
        for found, line in zip(parts, lines, strict=True)
    ]


def _places_of_names(lines: Sequence[_Line]) -> list[float]:
    """Where names begin that figures stand before."""
    found: dict[int, set[str]] = defaultdict(set)
    lefts: dict[int, list[float]] = defaultdict(list)
    for line in lines:
        for left, name in _names(line):
            found[round(left)].add(name[:2])
            lefts[round(left)].append(left)
    return [
        sum(lefts[key]) / len(lefts[key])
        for key in found
        if len(found[key] | found.get(key + 1, set()) | found.get(key - 1, set())) >= _FEW
    ]


def _names(line: _Line) -> Iterator[tuple[float, str]]:
    # Most lines have no figure before a name, and parting them takes long.
    if not any(a.text.isdigit() and b.text >= _CHINESE for a, b in pairwise(line)):
        return
    pieces = pieces_of(line)
    for figure, name in pairwise(pieces):
        if name[0].text >= _CHINESE and AMOUNT.fullmatch("".join([char.text for char in figure])):
            yield name[0].x0, "".join([char.text for char in name])


def _parted(part: Word, line: _Line, places: Sequence[float]) -> list[Word]:
    cuts = [
        left
        for left, _ in _names(line)
        if part.bbox[0] < left < part.bbox[2] and any(abs(left - one) <= _NEAR for one in places)
    ]
    if not cuts:
        return [part]
    edges = [part.bbox[0], *cuts, part.bbox[2]]
    words = []
    for start, end in pairwise(edges):
        chars = [char for char in line if start <= char.x0 < end]
        texts = ["".join([char.text for char in piece]) for piece in pieces_of(chars)]
        words.append(Word(" ".join(texts), bbox_of(chars)))
    return words
