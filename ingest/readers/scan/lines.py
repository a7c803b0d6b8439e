"""What does a line of print say, and how sure is that? Figures are read twice.

Nothing that was read is mended. A figure of which two readings differ, which is printed too small,
or which no one writes so (1.064.50) is given as it was read most often, as unsure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.readers.scan.engine import NOTHING, Engine, Reading
from ingest.readers.scan.picture import PixelBox
from ingest.readers.scan.print import Print

# Margins above and beside a line, in heights of it: the model reads best with the first. A thin
# stroke beside what was found to be ink may have been too faint.
_FIRST, _SECOND, _THIRD = (0.2, 0.5), (0.35, 0.35), (0.1, 0.6)
Line = tuple[PixelBox, PixelBox]  # and the region that it is in
UNSURE = 0.5
_LEGIBLE = 8  # pixels: lower figures are guessed
_LETTER = re.compile(r"[^\W\da-zA-Z_]")
_FIGURE = re.compile(r"[-+(（]?[¥￥]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?[)）]?[%％]?")


def read_lines(engine: Engine, page: Print, lines: Sequence[Line]) -> list[Reading]:
    """Read lines of print, figures twice, and what was not read alike once more."""
    readings = engine.read([page.cut(*line, _FIRST) for line in lines])
    figures = [n for n, first in enumerate(readings) if not _LETTER.search(first.text)]
    seconds = engine.read([page.cut(*lines[n], _SECOND) for n in figures])
    doubtful = []
    for number, second in zip(figures, seconds, strict=True):
        first, line = readings[number], lines[number][0]
        if first.text and first.text == second.text and _is_likely(first.text):
            score = min(first.score, second.score)
            low = line[3] - line[1] < _LEGIBLE
            readings[number] = Reading(first.text, min(score, UNSURE) if low else score)
        else:
            doubtful.append((number, [first, second]))
    thirds = engine.read([page.cut(*lines[n], _THIRD) for n, _ in doubtful])
    for (number, both), third in zip(doubtful, thirds, strict=True):
        readings[number] = _most_read([*both, third])
    return readings


def _is_likely(text: str) -> bool:
    """Whether a text without Chinese is a figure as people write them, or has no point or comma."""
    return bool(_FIGURE.fullmatch(text)) or not re.search(r"[.,:]", text)


def _most_read(readings: list[Reading]) -> Reading:
    """What was read most often, or most surely if each time something else."""
    times = Counter(reading.text for reading in readings)
    best = max(readings, key=lambda r: (bool(r.text), times[r.text], _is_likely(r.text), r.score))
    if not best.text:
        return NOTHING
    return Reading(best.text, min(UNSURE, *(reading.score for reading in readings)))
