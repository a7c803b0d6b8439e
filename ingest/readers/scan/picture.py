"""Which points of a picture are ink, whatever the light it was taken in?"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Picture = NDArray[np.uint8]
PixelBox = tuple[int, int, int, int]  # left, top, right, bottom

# How much darker than what is around it ink is: of 255, and in deviations of the scanner's noise.
_STROKE, _STROKE_NOISE = 9.0, 4.0


def as_picture(values: ArrayLike) -> Picture:
    """The values as a picture: OpenCV's functions don't say what they return."""
    return np.asarray(values, dtype=np.uint8)


def ink_of(grey: Picture, dpi: float) -> Picture:
    """1 where a page is darker than around, whatever the light it was scanned in, else 0."""
    around = max(int(dpi / 6) | 1, 15)
    calm = cv2.GaussianBlur(grey, (3, 3), 0)
    sample = calm[:: max(calm.shape[0] // 500, 1)]
    noise = 1.48 * float(np.median(cv2.absdiff(sample, cv2.blur(sample, (9, 1)))))
    stroke = max(_STROKE, _STROKE_NOISE * noise)
    ink = cv2.adaptiveThreshold(
        calm, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, stroke
    )
    return as_picture(ink)
