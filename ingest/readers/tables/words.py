"""Which characters make a word, a line, a cell? From where they stand on the page alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from ingest.document import Box
from ingest.readers.pdf.chars import Char

# Gaps in units of a character's height: wider parts words, much wider parts columns.
_WORD_GAP = 0.35
_COLUMN_GAP = 1.0
_DIGIT_GAP = 0.12  # digits so far apart are of two figures
_DIGITS = frozenset("0123456789.,")
_HAIR = 0.2
_FIGURE = re.compile(r"-?[\d,]*\d\.\d+|-?\d{1,3}(,\d{3})+|\d{3,}")
_AMOUNT = re.compile(r"-?[\d,]*\d\.\d\d")
_CHINESE = "\u3000"
_LATIN = re.compile(r"[A-Za-z]$")


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together on a line."""

    text: str
    bbox: Box


def lines_of(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters by printed line from top to bottom, each line from left to right.

    A character belongs to a line if its middle lies within the line's height, so that a figure on a
    slightly different baseline stays on its line.
    """
    chars = list(chars)
    if len({char[2::2] for char in chars}) <= 1:
        return [_without_doubles(sorted(chars, key=itemgetter(1)))] if chars else []
    lines: list[tuple[float, float, list[Char]]] = []
    for char in sorted(chars, key=lambda c: (c.top + c.bottom, c.x0)):
        middle = (char.top + char.bottom) / 2
        for number in range(len(lines) - 1, max(len(lines) - 4, -1), -1):
            top, bottom, members = lines[number]
            quarter = (bottom - top) / 4
            if top + quarter <= middle <= bottom - quarter:
                members.append(char)
                break
        else:
            lines.append((char.top, char.bottom, [char]))
    return [_without_doubles(sorted(members, key=itemgetter(1))) for _, _, members in lines]


def _without_doubles(line: list[Char]) -> list[Char]:
    """Fake bold prints a character twice, a hair apart."""
    kept = line[:1]
    for char in line[1:]:
        before = kept[-1]
        if char.text != before.text or char.x0 - before.x0 > _HAIR * char.size:
            kept.append(char)
    return kept


def words_of(line: Sequence[Char], gap: float = _WORD_GAP) -> list[Word]:
    """The words of a line, parted where the gap is wider than `gap` characters' heights."""
    return [
        Word("".join([c.text for c in word]), bbox_of(word)) for word in chars_of_words(line, gap)
    ]


def chars_of_words(line: Sequence[Char], gap: float = _WORD_GAP) -> list[list[Char]]:
    """The characters of each word of a line."""
    words: list[list[Char]] = []
    end = size = 0.0
    for char in line:
        _, left, top, right, bottom = char
        height = bottom - top
        near = gap
        if words and char.text in _DIGITS and words[-1][-1].text in _DIGITS:
            near = min(gap, _DIGIT_GAP)
        if words and left - end <= near * max(height, size):
            words[-1].append(char)
        else:
            words.append([char])
        end, size = right, height
    return words


def segments_of(line: Sequence[Char]) -> list[Word]:
    """The parts of a line that gaps as wide as a column's part."""
    segments: list[list[Word]] = []
    size = max((char.size for char in line), default=1)
    for word in words_of(line):
        if segments and word.bbox[0] - segments[-1][-1].bbox[2] <= _COLUMN_GAP * size:
            segments[-1].append(word)
        else:
            segments.append([word])
    return [Word(" ".join(w.text for w in part), join_boxes(part)) for part in segments]


def pieces_of(line: Sequence[Char]) -> list[list[Char]]:
    """The characters of a line's words; an amount that a name follows without a gap is a word."""
    pieces: list[list[Char]] = []
    for word in chars_of_words(line):
        begin = 0
        for number in range(1, len(word)):
            before = "".join([char.text for char in word[begin:number]])
            if word[number].text[:1] >= _CHINESE and _AMOUNT.fullmatch(before):
                pieces.append(word[begin:number])
                begin = number
        pieces.append(word[begin:])
    return pieces


def cell_text(chars: Iterable[Char]) -> str:
    """The text of a cell in reading order; lines are joined, with a space between Latin words."""
    text = ""
    for line in lines_of(chars):
        words = chars_of_words(line)
        part = " ".join(["".join([char.text for char in word]) for word in words])
        text += f" {part}" if _LATIN.search(text) and part[:1].isascii() else part
    return text


def bbox_of(chars: Sequence[Char]) -> Box:
    """The box around characters."""
    _, lefts, tops, rights, bottoms = zip(*chars, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def join_boxes(words: Sequence[Word]) -> Box:
    """The box around words."""
    return (
        min(w.bbox[0] for w in words), min(w.bbox[1] for w in words),
        max(w.bbox[2] for w in words), max(w.bbox[3] for w in words),
    )  # fmt: skip


def has_figure(segments: Sequence[Word]) -> bool:
    """Whether one of the segments is a figure or a code."""
    return any(_FIGURE.fullmatch(segment.text) for segment in segments)
