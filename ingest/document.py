"""What does a landed document consist of?

The records that every reader gives, whatever the format: pages, tables and rows in reading order.
A *table* is a run of rows whose cells were found in one way (`grid`); text between two tables is a
table too, of grid ``text``, so that the rows of a document are one stream in reading order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[float, float, float, float]


class Status(StrEnum):
    """How landing a file ended (`raw.document.status`)."""

    LANDED = "landed"
    DUPLICATE = "duplicate"
    EMPTY = "empty"
    NO_TABLES = "no_tables"
    UNSUPPORTED = "unsupported"
    UNREADABLE = "unreadable"
    TIMEOUT = "timeout"
    CRASHED = "crashed"


class Grid(StrEnum):
    """How the cells of a row were found (`raw.table.grid`).

    In all but ``text`` a blank cell keeps its place, so that a cell's number gives its column.
    """

    TAB = "tab"  # between tabs
    BAR = "bar"  # between bars, as in Markdown
    CELLS = "cells"  # the format's own cells: a worksheet, a Word or a web table
    RULED = "ruled"  # between lines drawn on the page
    ALIGNED = "aligned"  # without lines, by where words stand below each other
    TEXT = "text"  # words between white space: blank cells are lost


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row; `line_number` counts the source's lines from 1: the reading order."""

    page: int
    row_number: int
    line_number: int
    cells: tuple[str, ...]
    text: str
    bboxes: tuple[Box, ...] | None = None
    confidences: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A run of rows of one grid."""

    table_number: int
    grid: Grid
    rows: tuple[Row, ...]

    @property
    def column_count(self) -> int:
        return max(len(row.cells) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found in a file: the text of each page, and the tables.

    `notes` say in a sentence each what the file holds and the reader left out: a hidden sheet.
    `scans` are the numbers of the pages that are pictures, whose text is read by OCR. `over` is
    what lies over each page and is none of its text: a watermark.
    """

    format: str
    producer: str
    pages: tuple[str, ...]
    tables: tuple[Table, ...] = field(default=())
    notes: tuple[str, ...] = ()
    scans: tuple[int, ...] = ()
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """The tables of a picture of a page from top to bottom, and its text.

    Tables and lines are numbered from 1. `note` says in a sentence why nothing was read.
    """

    tables: tuple[Table, ...] = ()
    text: str = ""
    note: str | None = None


class DocumentProblem(Exception):
    """A file that can't be landed. The message is a sentence that says what to do."""

    def __init__(self, status: Status, message: str, file_format: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.file_format = file_format
