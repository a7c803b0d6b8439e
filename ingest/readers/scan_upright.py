"""How far is a scanned page turned, and what does it look like upright?"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.readers.scan_picture import Picture, as_picture

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
