"""Which code made what is kept? A hash of its source files and of the libraries that it uses.

What is kept (landed rows, solutions) is kept under it, so that whatever was made otherwise is made
anew, without a number that somebody must remember to raise.
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

_HERE = Path(__file__).parent
# What the rows of a document depend on, and the libraries that read and write them.
_READING = ("document.py", "landing/kept_rows.py", "landing/workers.py", "readers")
READING_LIBRARIES = (
    "lxml", "networkx", "numpy", "olefile", "onnxruntime", "opencv-python-headless", "openpyxl",
    "pdfminer.six", "pdfplumber", "pillow", "pyarrow", "pyclipper", "pypdfium2", "rapidocr",
    "shapely", "xlrd",
)  # fmt: skip


@cache
def ingest_version() -> str:
    """The version of all that decides which rows a document is landed as."""
    return version_of((_HERE / name for name in _READING), READING_LIBRARIES)


def version_of(sources: Iterable[Path], libraries: Iterable[str]) -> str:
    """A hash of files, of all files of Python below folders, and of the versions of libraries."""
    digest = hashlib.sha256(platform.python_version().encode())
    for source in sources:
        for file in sorted(source.rglob("*.py")) if source.is_dir() else [source]:
            digest.update(f"\0{file.relative_to(source.parent)}\0".encode())
            digest.update(file.read_bytes())
    for library in sorted(libraries):
        digest.update(f"\0{library}=={version(library)}".encode())
    return digest.hexdigest()[:16]
