"""What is the grey of a page? Seals are taken off, and hard black and white is softened.

Of red ink only what is as large as an office's seal goes, and print under it stays: print in red is
print.
"""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from ingest.readers.scan.picture import Picture, as_picture

_RED = 40  # how much redder than green and blue
_GREYS = 0.01  # the share of grey points: less, and a page is black and white
_SOFT = 1 / 220  # of an inch: print in black and white is read better softened
_SMALLEST, _LARGEST = 60, 200  # points across
_ROUND = 1.5  # how much wider than high, or the other way: seals of offices are round


def grey_of(image: Image.Image, dpi: float) -> Picture:
    """The page in grey."""
    grey = np.array(image.convert("L"), dtype=np.uint8)
    if ((grey > 8) & (grey < 247)).mean() < _GREYS:
        grey = as_picture(cv2.GaussianBlur(grey, (0, 0), _SOFT * dpi))
    if image.mode != "RGB":
        return grey
    red, green, blue = (np.array(band, dtype=np.uint8) for band in image.split())
    is_red = as_picture(cv2.subtract(red, cv2.max(green, blue))) > _RED
    if is_red.mean() < 1e-4:
        return grey
    joined = cv2.dilate(as_picture(is_red), np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    point = dpi / 72
    for x, y, w, h, _ in stats[1:].tolist():
        sizes = min(w, h), max(w, h)
        if _SMALLEST * point <= sizes[0] and sizes[1] <= min(_LARGEST * point, _ROUND * sizes[0]):
            part = np.s_[y : y + h, x : x + w]
            # Red ink takes a little red, too: as much as where there is nothing else.
            brighter = np.median(grey[part]) / np.median(red[part][is_red[part]])
            bleached = np.minimum(red[part] * brighter, 255)
            grey[part] = np.where(joined[part] > 0, bleached, red[part])
    return grey
