"""Which files are new, and how did landing each end? Each content is landed once.

What is landed is what was hashed: a file that changes in between is read again. What was landed
and is damaged or gone is landed again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.document import Status
from ingest.kept import clear_others, clear_parts
from ingest.landing import manifest
from ingest.landing.folders import (
    FileProblem,
    Found,
    files_below,
    fingerprint,
    name_problem,
    printed,
)
from ingest.landing.kept_rows import forget_document, prepare, read_document
from ingest.landing.progress import show
from ingest.settings import Settings

# A document of a kind that can't be landed is tried again on the next build, since what stood in
# the way (a limit, a program that isn't installed) may be gone.
_FINAL = {Status.LANDED, Status.EMPTY, Status.NO_TABLES, Status.UNREADABLE}
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class LandedFile:
    """One file of the data folders and how landing it ended.

    `name_problem` says what is wrong with its name only; `record` is what was landed of it.
    """

    source_path: str
    sha256: str
    status: str
    problem: str | None
    new: bool
    name_problem: str | None = None
    record: dict[str, Any] = field(default_factory=dict)


def files_of(paths: Iterable[Path]) -> list[Found]:
    """The files below the given files and folders, in order of name.

    Hidden files, `manifest.csv` and files called README are about the documents, not of them.
    """
    return [
        found
        for found in files_below(paths)
        if not found.path.name.startswith(".")
        and found.path.name != manifest.NAME
        and found.path.stem.upper() != "README"
    ]


def land(settings: Settings) -> list[LandedFile]:
    """Land what is new below `settings.data`; return one record a file, in order of path.

    A file that can't be landed costs its own record only.
    """
    root = prepare(settings)
    clear_parts(root)
    clear_others(root)
    report: list[LandedFile] = []
    todo: list[Path] = []
    for found in files_of(settings.data):
        if found.problem:
            report.append(_unread(found.path, found.problem))
        else:
            todo.append(found.path)
    by_content: dict[str, list[Path]] = {}
    records: dict[str, dict[str, Any]] = {}
    new: set[str] = set()
    for _ in range(_ATTEMPTS):
        jobs: dict[str, tuple[Path, int]] = {}
        for path in todo:
            try:
                sha, size = fingerprint(path, settings.size_limit)
            except FileProblem as problem:
                report.append(_unread(path, str(problem)))
                continue
            by_content.setdefault(sha, []).append(path)
            if sha not in records and sha not in jobs:
                record = read_document(root, sha)
                if record is not None and record["status"] in _FINAL:
                    records[sha] = record
                else:
                    forget_document(root, sha)
                    jobs[sha] = path, size
        _run(settings, root, jobs)
        new |= jobs.keys()
        read = {sha: read_document(root, sha) for sha in jobs}
        records |= {sha: record for sha, record in read.items() if record is not None}
        # What has no record changed between hashing and reading, or was damaged at once.
        todo = [path for sha in jobs.keys() - records.keys() for path in by_content.pop(sha)]
        if not todo:
            break
    report += [_unread(path, _RESTLESS) for path in todo]
    for sha, paths in by_content.items():
        report += _read(sha, sorted(paths), records[sha], sha in new)
    return sorted(report, key=lambda file: file.source_path)


_RESTLESS = (
    f"The file changed each of {_ATTEMPTS} times between hashing and reading it, or its rows can't "
    "be kept: build again when it is written."
)


def _unread(path: Path, problem: str) -> LandedFile:
    return LandedFile(printed(path), "", Status.UNREADABLE, problem, True, name_problem(path))


def _read(sha: str, paths: list[Path], record: dict[str, Any], new: bool) -> Iterable[LandedFile]:
    first, *copies = paths
    status, problem = record["status"], record["problem"]
    yield LandedFile(printed(first), sha, status, problem, new, name_problem(first), record)
    problem = f"The same content as {printed(first)}: the document is counted once."
    for copy in copies:
        name = name_problem(copy)
        yield LandedFile(printed(copy), sha, Status.DUPLICATE, problem, False, name, record)


def _run(settings: Settings, root: Path, jobs: dict[str, tuple[Path, int]]) -> None:
    """Land the files in a process of its own, which starts the workers.

    Workers begin by importing their parent's main module: from a light one that costs little,
    from dbt's some seconds each.
    """
    if not jobs:
        return
    task = {
        "root": str(root),
        "limits": {
            "seconds": settings.time_limit, "memory": settings.memory_limit,
            "size": settings.size_limit, "workers": settings.workers,
        },
        "files": {sha: [str(path), size] for sha, (path, size) in jobs.items()},
    }  # fmt: skip
    command = [sys.executable, "-m", "ingest.landing.workers"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as workers:
        assert workers.stdin is not None and workers.stdout is not None
        with workers.stdin as given:
            json.dump(task, given)
        show(len(jobs), map(json.loads, workers.stdout))
    if workers.returncode:
        raise subprocess.CalledProcessError(workers.returncode, command)
