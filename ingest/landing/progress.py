"""How far is landing? A bar of documents and one of scanned pages in a terminal, else lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from ingest.published.printing import console, visible, warn

# What workers tell: ("document", name) and ("page", name, page), a file or scanned page is next;
# ("pages", count), so many scanned pages were found, which are read after the files.
Event = Sequence[str | int]
_LONGEST = 24  # characters of a name, which are two columns wide each

_console = console(stderr=True)


@dataclass(slots=True)
class _Shared:
    """The bars of the command that runs, if it shows some."""

    bars: Progress | None = None


_shared = _Shared()


@contextmanager
def bars() -> Iterator[Progress]:
    """Bars on standard error that landing adds its own to; none where that is no terminal."""
    progress = Progress(
        SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(16),
        MofNCompleteColumn(), TimeElapsedColumn(), console=_console, transient=True,
        disable=not _console.is_terminal,
    )  # fmt: skip
    with progress:
        _shared.bars = progress
        try:
            yield progress
        finally:
            _shared.bars = None


def show(documents: int, events: Iterable[Event]) -> None:
    """Show how far it is with so many documents, until there are no more events."""
    if not _console.is_terminal:
        _print(documents, events)
    elif _shared.bars is not None:
        _draw(_shared.bars, documents, events)
    else:
        with bars() as progress:
            _draw(progress, documents, events)


def _print(documents: int, events: Iterable[Event]) -> None:
    """One line a file and a page, for logs."""
    document = page = pages = 0
    for kind, *what in events:
        if kind == "pages":
            pages += int(what[0])
            continue
        if kind == "document":
            document += 1
            line = f"Reading {document} of {documents}: {what[0]}"
        else:
            page += 1
            line = f"Reading scan {page} of {pages}: {what[0]}, page {what[1]}"
        warn(line)


def _draw(progress: Progress, documents: int, events: Iterable[Event]) -> None:
    """Bars of the documents and of the scanned pages; what is being read is not yet counted."""
    files = progress.add_task("Documents", total=documents)
    scans = progress.add_task("Scanned pages", total=0, visible=False)
    document = page = pages = 0
    for kind, *what in events:
        if kind == "pages":
            pages += int(what[0])
            progress.update(scans, total=pages, visible=True)
        elif kind == "document":
            name = visible(str(what[0]))[:_LONGEST]
            progress.update(files, completed=document, description=f"Documents: {name}")
            document += 1
        else:
            name = visible(str(what[0]))[: _LONGEST // 2]
            progress.update(files, completed=document, description="Documents")
            progress.update(scans, completed=page, description=f"Scans: {name} p. {what[1]}")
            page += 1
    progress.remove_task(files)
    progress.remove_task(scans)
