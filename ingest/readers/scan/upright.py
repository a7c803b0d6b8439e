"""How far is a scanned page turned, what does it look like upright, and where is what then?"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.document import Box
from ingest.readers.scan.picture import Picture, as_picture

_MAX_ANGLE = 6.0
# Steps in degrees: the last turns a line as wide as A4 at 200 dpi by less than half a pixel.
_STEPS = (0.5, 0.1, 0.02)
_MAX_POINTS = 60_000


def skew_of(ink: Picture) -> float:
    """The degrees that a page is turned counterclockwise.

    Turned back, rows of text and ruled lines give the steepest profile of ink along the page.
    """
    ys, xs = np.nonzero(ink)
    if len(xs) < 100:
        return 0.0
    every = max(len(xs) // _MAX_POINTS, 1)
    x = xs[::every].astype(np.float32) - ink.shape[1] / 2
    y = ys[::every].astype(np.float32) - ink.shape[0] / 2
    best, reach = 0.0, _MAX_ANGLE
    for step in _STEPS:
        candidates = best + np.arange(-reach, reach + step / 2, step)
        steep = [_steepness(x, y, math.radians(angle)) for angle in candidates]
        best, reach = float(candidates[int(np.argmax(steep))]), step
    return best


def _steepness(x: NDArray[np.float32], y: NDArray[np.float32], angle: float) -> float:
    across, down = (
        x * math.cos(angle) - y * math.sin(angle),
        x * math.sin(angle) + y * math.cos(angle),
    )
    steep = 0.0
    for places in (across, down):
        profile = np.bincount((places - places.min()).astype(np.int64)).astype(np.float64)
        steep += float(np.square(np.diff(profile)).sum())
    return steep


def turned(grey: Picture, angle: float) -> tuple[Picture, float, float]:
    """The page turned clockwise about its middle, on paper so large that nothing is lost.

    Also how many pixels of paper are added on the left and at the top.
    """
    height, width = grey.shape
    sine, cosine = abs(math.sin(math.radians(angle))), abs(math.cos(math.radians(angle)))
    size = (math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine))
    left, top = (size[0] - width) / 2, (size[1] - height) / 2
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    matrix[:, 2] += (left, top)
    paper = float(np.median(grey[::8, ::8]))
    flat = cv2.warpAffine(
        grey, matrix, size, flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT, borderValue=(paper,),
    )  # fmt: skip
    return as_picture(flat), left, top


def as_shown(box: Box, size: tuple[float, float], quarters: int, angle: float) -> Box:
    """A box of the upright page on the page as it is shown: around where its corners are.

    The page was turned `quarters` counterclockwise, then by `angle` clockwise; `size` is its width
    and height as it is shown, in the unit of the box.
    """
    width, height = size
    middle_x, middle_y = (height / 2, width / 2) if quarters % 2 else (width / 2, height / 2)
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    corners = []
    for right in (box[0] - middle_x, box[2] - middle_x):
        for down in (box[1] - middle_y, box[3] - middle_y):
            x, y = right * cosine + down * sine, down * cosine - right * sine
            for _ in range(quarters):
                x, y = -y, x
            corners.append((x + width / 2, y + height / 2))
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
