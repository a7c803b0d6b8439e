"""Which files are in the data folders, and may they be read? Regular ones inside of them only."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_MEBIBYTE = 1024 * 1024
_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")
_KINDS = {
    stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}  # fmt: skip


class FileProblem(Exception):
    """A file that can't be read. The message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was named, and why it can't be read if so."""

    path: Path
    problem: str | None = None


def files_below(paths: Iterable[Path]) -> list[Found]:
    """The files and what can't be read below the given files and folders, in order of name.

    What is hidden is left out. A link is followed to a file inside of the folders, and not into a
    folder: what that holds is read where it is.
    """
    given = list(paths)
    roots = [Path(os.path.realpath(path)) for path in given]
    found: dict[Path, Found] = {}
    for path in given:
        for one in _walk(path) if path.is_dir() else [Found(path)]:
            found[one.path] = one if one.problem else Found(one.path, _problem(one.path, roots))
    links = [one.path for one in found.values() if one.problem is None and one.path.is_dir()]
    return sorted((f for p, f in found.items() if p not in links), key=lambda one: one.path)


def contents(file: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most so many MiB.

    Raises:
        FileProblem: it is gone, can't be opened, is larger or no regular file.
    """
    return b"".join(_blocks(file, limit))


def fingerprint(file: Path, limit: int) -> tuple[str, int]:
    """The SHA-256 of a file's bytes and how many there are, without keeping them.

    Raises:
        FileProblem: as `contents` does.
    """
    digest, size = hashlib.sha256(), 0
    for block in _blocks(file, limit):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def printed(path: Path | str) -> str:
    """A path as text: what isn't UTF-8 in it as `\\xd4`, so that `path_of` finds the file."""
    return str(path).replace("\\x", "\\x5cx").encode("utf-8", "surrogateescape").decode(
        "utf-8", "backslashreplace"
    )  # fmt: skip


def path_of(text: str) -> Path:
    """The path that was `printed`."""
    name = _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), text.encode())
    return Path(os.fsdecode(name))


def name_problem(path: Path) -> str | None:
    """A sentence on a name that isn't UTF-8, as of a zip that was packed with GB18030 names."""
    meant = Path(*(_meant(os.fsencode(part)) for part in path.parts))
    if meant == path:
        return None
    hint = "" if "\ufffd" in str(meant) else f" (in GB18030 it would be {meant})"
    return (
        f"The name isn't UTF-8{hint}: it is shown by its bytes where it can't be read; rename it."
    )


def _meant(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _walk(folder: Path) -> Iterator[Found]:
    folders = [folder]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            yield Found(folder, f"The folder can't be opened ({error.strerror}): check it.")
            continue
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                yield Found(path)


def _problem(path: Path, roots: Iterable[Path]) -> str | None:
    """Why a file can't be read, as far as can be told without opening it."""
    try:
        real = Path(os.path.realpath(path, strict=True))
        mode = real.stat().st_mode
    except OSError as error:
        what = "is a link that leads nowhere" if path.is_symlink() else "can't be opened"
        return f"The file {what} ({error.strerror}): put the file itself there."
    root = next((root for root in roots if real.is_relative_to(root)), None)
    if root is None:
        return (
            f"The file is a link to {printed(real)}, outside of the data folders, and wasn't "
            "followed: put the file itself there, or name its folder in GONGKAI_DATA too."
        )
    if stat.S_ISDIR(mode):
        hidden = any(part.startswith(".") for part in real.relative_to(root).parts)
        return (
            "The link to a hidden folder wasn't followed: put its files there." if hidden else None
        )
    return _kind_problem(mode)


def _kind_problem(mode: int) -> str | None:
    if stat.S_ISREG(mode):
        return None
    kind = _KINDS.get(stat.S_IFMT(mode), "something else")
    return f"This is no regular file but {kind}, and wasn't opened: take it out of the folder."


def _blocks(file: Path, limit: int) -> Iterator[bytes]:
    try:
        real = os.path.realpath(file, strict=True)
        # A device may do something when it is opened, and opening a pipe may take for ever.
        problem = _kind_problem(os.lstat(real).st_mode)
        if problem:
            raise FileProblem(problem)
        handle = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as source:
            status = os.fstat(handle)
            problem = _kind_problem(status.st_mode)
            if problem:
                raise FileProblem(problem)
            left = limit * _MEBIBYTE
            if status.st_size <= left:
                while block := source.read(min(_MEBIBYTE, left + 1)):
                    left -= len(block)
                    if left < 0:  # it grows, or doesn't say how large it is
                        break
                    yield block
                else:
                    return
    except FileNotFoundError as error:
        raise FileProblem(
            "The file vanished before it was read: put it back and build again."
        ) from error
    except OSError as error:
        raise FileProblem(
            f"The file can't be opened ({error.strerror}): check its permissions."
        ) from error
    raise FileProblem(
        f"The file has more than {limit} MiB and wasn't read: publish it in parts, or raise "
        "GONGKAI_SIZE_LIMIT."
    )
