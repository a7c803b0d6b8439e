"""Where is a warehouse before it is published, and who clears that if its build dies?

Each build has a hidden folder beside the published file, so that publishing is a rename, and keeps
a file in it locked as long as it lives. A folder in which nothing is locked is nobody's.
"""

from __future__ import annotations

import atexit
import fcntl
import glob
import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

_OWNER = "owner"
_SUFFIX = ".build"
_own: dict[Path, tuple[Path, IO[str]]] = {}


def workplace(published: Path) -> Path:
    """This process's folder for what will be published there, made when it is first asked for."""
    if published not in _own:
        clear(published)
        published.parent.mkdir(parents=True, exist_ok=True)
        _own[published] = _claim(published)
        atexit.register(leave, published)
    return _own[published][0]


def leave(published: Path) -> None:
    """Remove this process's folder, with what is in it."""
    if published in _own:
        folder, owner = _own.pop(published)
        _remove(folder)
        owner.close()


def clear(published: Path) -> None:
    """Remove what builds left there that no longer live."""
    name = glob.escape(published.name)
    for folder in published.parent.glob(f".{name}.*{_SUFFIX}"):
        try:
            with (folder / _OWNER).open("r+") as owner:
                fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)
        except FileNotFoundError:
            # Not locked yet, or a clearing that was cut off.
            _remove(folder)
        except OSError:  # it lives, or is of another user
            continue
    _clear_former(published)


def _claim(published: Path) -> tuple[Path, IO[str]]:
    while True:
        folder = Path(
            tempfile.mkdtemp(prefix=f".{published.name}.", suffix=_SUFFIX, dir=published.parent)
        )
        # Another build that clears may be quicker and think it nobody's: then it is gone.
        with suppress(FileNotFoundError):
            owner = (folder / _OWNER).open("x")
            with suppress(BlockingIOError):
                fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if (folder / _OWNER).exists():
                    return folder, owner
            owner.close()


def _remove(folder: Path) -> None:
    """Remove a folder; what says whose it is goes last."""
    for path in folder.glob("*"):
        if path.name != _OWNER:
            _remove_one(path)
    shutil.rmtree(folder, ignore_errors=True)


def _remove_one(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _clear_former(published: Path) -> None:
    """Remove what versions before left that named files by the number of their process."""
    former = re.compile(re.escape(f".{published.name}.") + r"(\d+)\.(new|new\.wal|docs)")
    for path in published.parent.glob(f".{glob.escape(published.name)}.*"):
        found = former.fullmatch(path.name)
        if found and not _lives(int(found[1])):
            _remove_one(path)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
