"""How does text reach a terminal or a pipe? As it is: never read as markup, never cut."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

# Control characters would move the cursor or colour what follows: they are shown as Python does.
_CONTROLS = {
    code: repr(chr(code))[1:-1] for code in (*range(32), *range(127, 160)) if chr(code) not in "\n"
}
_UNLIMITED = 1_000_000  # columns of what is no terminal
_NARROWEST = 20  # a column of text is folded to no less than this
_GAP = 2  # columns between two


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table; numbers stand to the right and are never folded."""

    name: str
    is_number: bool = False


def visible(text: str) -> str:
    """The text with its control characters, and what is no Unicode, written out."""
    return text.translate(_CONTROLS).encode("utf-8", "backslashreplace").decode()


def console(stderr: bool = False) -> Console:
    """A console that prints what it is given: brackets and colons are no markup of its own."""
    plain = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if not plain.is_terminal:
        plain.width = _UNLIMITED
    return plain


def on_terminal() -> bool:
    """Whether standard error, where progress is shown, is a terminal."""
    return console(stderr=True).is_terminal


def say(text: str = "", style: str | None = None) -> None:
    """Print a line (or several) to standard output."""
    console().print(Text(visible(text), style=style or ""), soft_wrap=True)


def warn(text: str, style: str | None = None) -> None:
    """Print a line (or several) to standard error."""
    console(stderr=True).print(Text(visible(text), style=style or ""), soft_wrap=True)


def say_table(columns: Sequence[Column], rows: Iterable[Sequence[str | None]]) -> None:
    """Print a table; one line a cell where the terminal is too narrow for all columns."""
    shown = [[None if cell is None else visible(cell) for cell in row] for row in rows]
    to = console()
    widths = [
        [max(map(cell_len, (cell or "NULL").splitlines() or [""])) for cell in cells]
        for cells in zip(*shown, strict=True)
    ] or [[] for _ in columns]
    least = [
        max([cell_len(column.name), *width])
        if column.is_number
        else min(max([cell_len(column.name), *width]), _NARROWEST)
        for column, width in zip(columns, widths, strict=True)
    ]
    if sum(least) + _GAP * len(least) <= to.width:
        to.print(_table(columns, shown, least))
    else:
        for line in _records(columns, shown):
            to.print(line, soft_wrap=True)


def _table(
    columns: Sequence[Column], rows: Iterable[Sequence[str | None]], least: Sequence[int]
) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, _GAP, 0, 0))
    for column, width in zip(columns, least, strict=True):
        table.add_column(
            Text(column.name),
            justify="right" if column.is_number else "left",
            no_wrap=column.is_number,
            overflow="fold",
            min_width=width,
        )
    for row in rows:
        table.add_row(*map(_cell, row))
    return table


def _records(columns: Sequence[Column], rows: Iterable[Sequence[str | None]]) -> Iterator[Text]:
    widest = max(cell_len(column.name) for column in columns)
    for number, row in enumerate(rows, start=1):
        yield Text(f"row {number}", style="bold")
        for column, cell in zip(columns, row, strict=True):
            name = column.name + " " * (widest - cell_len(column.name) + _GAP)
            yield Text.assemble((name, "dim"), _cell(cell))


def _cell(text: str | None) -> Text:
    return Text("NULL", style="dim") if text is None else Text(text)


def survive_any_encoding() -> None:
    """Let what the terminal's encoding lacks be written out instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
