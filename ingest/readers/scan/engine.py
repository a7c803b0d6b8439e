"""Where does text stand in a picture, and what does a picture of one line of text say?

Runs the two PP-OCR models that come in rapidocr's wheel, and nothing else of rapidocr, which would
look for others on the network. Each runs on one thread: workers are one a core.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ingest.readers.scan.picture import Picture, PixelBox, as_picture

_FINDER, _READER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_FIND_DPI, _FIND_PIXELS = 120, 1.4e6  # text needn't be legible to be found: A4 at 120 dpi
_INKED, _SURE, _GROWN = 0.3, 0.5, 1.6
_SAME_LINE = 0.6  # the share of their height that boxes on one line have in common
_HEIGHT = 48  # of the lines that the model was trained on
_WIDTH_STEP, _MIN_WIDTH, _MAX_WIDTH = 16, 32, 3200
_BATCH, _BATCH_WIDTH = 8, 2400  # more at a time is no faster, and takes memory that stays taken
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MARKS = ":：()（）、“” "  # which of its forms a mark has matters little in words


@dataclass(frozen=True, slots=True)
class Reading:
    """What a picture says, and how sure the least sure character of it is (0 to 1)."""

    text: str
    score: float


NOTHING = Reading("", 0.0)


class Engine:
    """The two models: one finds lines of text, the other reads them."""

    def __init__(self, models: Path) -> None:
        # An arena is faster, and keeps the memory of the largest picture: a line is small.
        self._finder = _session(models / _FINDER, arena=False)
        self._reader = _session(models / _READER, arena=True)
        listed = self._reader.get_modelmeta().custom_metadata_map["character"]
        self._characters = ["", *listed.splitlines(), " "]

    def find(self, grey: Picture, dpi: float) -> list[PixelBox]:
        """The boxes around lines of text on an upright page, in no order."""
        height, width = grey.shape
        scale = min(_FIND_DPI / dpi, (_FIND_PIXELS / (height * width)) ** 0.5, 1.0)
        size = [max(round(edge * scale / 32) * 32, 32) for edge in (width, height)]
        small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
        probable = self._run(self._finder, _normal(as_picture(small))[None])[0, 0]
        inked = cv2.dilate((probable > _INKED).astype(np.uint8), np.ones((2, 2), np.uint8))
        outlines, _ = cv2.findContours(inked, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        across, down = width / size[0], height / size[1]
        boxes = []
        for outline in outlines:
            x, y, w, h = cv2.boundingRect(outline)
            if min(w, h) < 3 or probable[y : y + h, x : x + w].mean() < _SURE:
                continue
            grown = w * h * _GROWN / (2 * (w + h))
            boxes.append(
                (
                    max(round((x - grown) * across), 0),
                    max(round((y - grown) * down), 0),
                    min(round((x + w + grown) * across), width),
                    min(round((y + h + grown) * down), height),
                )
            )
        return _lines(boxes)

    def read(self, lines: Sequence[Picture]) -> list[Reading]:
        """What each picture of a line of text says."""
        readings = [NOTHING] * len(lines)
        by_width: dict[int, list[tuple[int, NDArray[np.float32]]]] = {}
        for number, line in enumerate(lines):
            if line.size:
                prepared = _prepared(line)
                by_width.setdefault(prepared.shape[2], []).append((number, prepared))
        for width, alike in by_width.items():
            size = min(_BATCH, max(_BATCH_WIDTH // width, 1))
            for start in range(0, len(alike), size):
                numbers, batch = zip(*alike[start : start + size], strict=True)
                chances = self._run(self._reader, np.stack(batch))
                for number, chance in zip(numbers, chances, strict=True):
                    readings[number] = self._reading(chance)
        return readings

    def _reading(self, chances: NDArray[np.float32]) -> Reading:
        """The likeliest characters: one that is not new to its place is the one before it."""
        best = chances.argmax(axis=1)
        fresh = np.append(True, best[1:] != best[:-1]) & (best > 0)
        read = [self._characters[index] for index in best[fresh]]
        text = "".join(read).strip()
        if not text:
            return NOTHING
        scores = chances.max(axis=1)[fresh].tolist()
        loose = _MARKS if _CHINESE.search(text) else ""
        sure = [score for char, score in zip(read, scores, strict=True) if char not in loose]
        return Reading(text, min(sure))

    @staticmethod
    def _run(
        session: onnxruntime.InferenceSession, values: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        result = session.run(None, {session.get_inputs()[0].name: values})[0]
        return np.asarray(result, dtype=np.float32)


@cache
def engine() -> Engine:
    """The engine of this process; loading its models takes a fifth of a second."""
    spec = find_spec("rapidocr")
    assert spec is not None and spec.submodule_search_locations is not None
    cv2.setNumThreads(1)
    return Engine(Path(spec.submodule_search_locations[0]) / "models")


def _session(model: Path, arena: bool) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = arena
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _lines(boxes: list[PixelBox]) -> list[PixelBox]:
    """The boxes from left to right, those that overlap on one line as one."""
    lines: list[PixelBox] = []
    for left, top, right, bottom in sorted(boxes):
        for number, line in enumerate(lines):
            shared = min(bottom, line[3]) - max(top, line[1])
            if left <= line[2] and shared > _SAME_LINE * max(bottom - top, line[3] - line[1]):
                lines[number] = (
                    line[0], min(top, line[1]), max(right, line[2]), max(bottom, line[3])
                )  # fmt: skip
                break
        else:
            lines.append((left, top, right, bottom))
    return lines


def _prepared(line: Picture) -> NDArray[np.float32]:
    """A line as high as the reader takes it, with blanks up to a width that others have too."""
    height, width = line.shape
    wide = min(max(round(_HEIGHT * width / height), 8), _MAX_WIDTH)
    way = cv2.INTER_CUBIC if height < _HEIGHT else cv2.INTER_AREA
    normal = _normal(as_picture(cv2.resize(line, (wide, _HEIGHT), interpolation=way)))
    blank = max(-(-wide // _WIDTH_STEP) * _WIDTH_STEP, _MIN_WIDTH) - wide
    return np.pad(normal, ((0, 0), (0, 0), (0, blank)))


def _normal(grey: Picture) -> NDArray[np.float32]:
    """A grey picture as the models take it: three equal channels, from -1 to 1."""
    channel = (grey.astype(np.float32) - 127.5) / 127.5
    return np.broadcast_to(channel, (3, *channel.shape))
