"""Text as dumps of PDFs give it: of each row the words, and no trace of blank cells."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

Rows = Iterable[Sequence[str]]


def without_layout(rows: Rows, seed: int | None = None) -> str:
    """The rows' words as lines, blank cells lost.

    With a seed, lines are torn as well: long names break, names and figures part, and now and then
    two figures stand without a space between.
    """
    chance = random.Random(seed)
    lines: list[str] = []
    for row in rows:
        words = [" ".join(cell.split()) for cell in row]
        words = [word for word in words if word]
        lines += [" ".join(words)] if seed is None else _torn(words, chance)
    return "\n\n".join(line for line in lines if line)


def _torn(words: list[str], chance: random.Random) -> list[str]:
    lines, line = [], ""
    for word in words:
        is_long_name = len(word) > 9 and not word[0].isdigit() and chance.random() < 0.5
        if is_long_name:
            place = chance.randrange(4, len(word) - 1)
            lines.append(f"{line} {word[:place]}".strip())
            line = word[place:]
            continue
        is_figure = "." in word and word.replace(",", "").replace(".", "").isdigit()
        if is_figure and line and not line[-1].isdigit() and chance.random() < 0.2:
            lines.append(line)
            line = word
        elif is_figure and line[-3:-2] == "." and chance.random() < 0.1:
            line += word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
