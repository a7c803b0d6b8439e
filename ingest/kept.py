"""How is what is kept on disk written in one step, and known to be whole when it is read again?"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from pathlib import Path
from typing import Any

_PART = ".part"
_ABANDONED = 3600  # seconds after which a file that was begun is nobody's
_VERSION = "v[0-9a-f]{16}"  # of ingest.version
_UNUSED = 30 * 24 * 3600


def checksum(content: bytes) -> str:
    """What tells the bytes from any others."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def write_bytes(file: Path, content: bytes) -> None:
    """Write a file in one step: no reader sees half of it, and no other process writes in it."""
    part = file.with_name(f".{file.stem}.{os.getpid()}{_PART}")
    part.write_bytes(content)
    part.replace(file)


def write_json(file: Path, value: Any) -> None:
    """Write a value with its checksum."""
    sealed = {"checksum": checksum(_text(value)), "value": value}
    write_bytes(file, json.dumps(sealed).encode())


def read_json(file: Path) -> Any | None:
    """The value, or None where there is no such file or it isn't what was written."""
    try:
        sealed = json.loads(file.read_bytes())
        is_whole = sealed["checksum"] == checksum(_text(sealed["value"]))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    return sealed["value"] if is_whole else None


def is_whole(file: Path, expected: str) -> bool:
    """Whether a file is there with the content of a checksum."""
    try:
        return checksum(file.read_bytes()) == expected
    except OSError:
        return False


def clear_parts(folder: Path) -> None:
    """Remove what writers that were killed left behind."""
    for part in folder.rglob(f".*{_PART}"):
        try:
            if part.stat().st_mtime < time.time() - _ABANDONED:
                part.unlink()
        except OSError:  # another build was quicker
            continue


def clear_others(folder: Path) -> None:
    """Remove the folders beside that of a version which no build has used for a month."""
    folder.touch()
    for other in folder.parent.iterdir():
        is_version = re.fullmatch(_VERSION, other.name) and other.is_dir()
        if is_version and other.stat().st_mtime < time.time() - _UNUSED:
            shutil.rmtree(other, ignore_errors=True)


def _text(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True).encode()
