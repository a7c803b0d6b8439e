"""What does a line of print say, and how sure is that? Figures are read twice.

Nothing that was read is mended. A figure of which two readings differ, which is printed too small,
or which no one writes so (1.064.50) is given as it was read most often, as unsure.
"""

from __future__ import annotations

import re
from collections import Counter

from ingest.readers.ocr_engine import NOTHING, Engine, PixelBox, Reading
from ingest.readers.scan_print import Print

# Margins around a line, in heights of it: the models read best with the first.
_MARGINS = (0.2, 0.35, 0.1)
_UNSURE = 0.5
_LEGIBLE = 8  # pixels: lower figures are guessed
_LETTER = re.compile(r"[^\W\da-zA-Z_]")
_FIGURE = re.compile(r"[-+(（]?[¥￥]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?[)）]?[%％]?")


def read_line(engine: Engine, page: Print, line: PixelBox, region: PixelBox) -> Reading:
    """Read a line of print, a figure twice, and what can't be read at first again."""
    first = engine.read(page.cut(line, region, _MARGINS[0]))
    if first.text and _LETTER.search(first.text):
        return first
    second = engine.read(page.cut(line, region, _MARGINS[1]))
    if first.text == second.text and _is_likely(first.text):
        score = min(first.score, second.score)
        low = line[3] - line[1] < _LEGIBLE
        return Reading(first.text, min(score, _UNSURE) if low else score)
    return _most_read([first, second, engine.read(page.cut(line, region, _MARGINS[2]))])


def _is_likely(text: str) -> bool:
    """Whether a text without Chinese is a figure as people write them, or has no point or comma."""
    return bool(_FIGURE.fullmatch(text)) or not re.search(r"[.,:]", text)


def _most_read(readings: list[Reading]) -> Reading:
    """What was read most often, or most surely if each time something else."""
    times = Counter(reading.text for reading in readings)
    best = max(readings, key=lambda r: (bool(r.text), times[r.text], _is_likely(r.text), r.score))
    if not best.text:
        return NOTHING
    return Reading(best.text, min(_UNSURE, *(reading.score for reading in readings)))
