"""What is a database file that a build would replace: one of ours, one of others, or damaged?"""

from __future__ import annotations

import itertools
import shutil
from enum import Enum, auto
from pathlib import Path

import duckdb

# A build makes its schemas before its tables, so that one which was cut off has them too.
_OURS = """
select
    (select count(*) from duckdb_tables()),
    (select count(*) from duckdb_schemas() where schema_name = 'seeds')
"""


class Kind(Enum):
    """What a file is: absent or empty, ours, of something else, in use, or no whole database."""

    ABSENT = auto()
    OURS = auto()
    FOREIGN = auto()
    IN_USE = auto()
    DAMAGED = auto()


def kind_of(file: Path) -> Kind:
    """Look into a file.

    Raises:
        OSError: it can't be read.
    """
    if not file.exists() or not file.stat().st_size:
        return Kind.ABSENT
    with file.open("rb") as content:
        content.read(1)
    try:
        with duckdb.connect(str(file), read_only=True) as db:
            [(tables, ours)] = db.execute(_OURS).fetchall()
    except duckdb.Error as error:
        return Kind.IN_USE if "Could not set lock" in str(error) else Kind.DAMAGED
    return Kind.FOREIGN if tables and not ours else Kind.OURS


def set_aside(file: Path) -> Path:
    """Rename a file, with its log, so that another can take its place; return its new name."""
    for number in itertools.count(1):
        aside = file.with_name(f"{file.name}.damaged{number}")
        if not aside.exists():
            break
    file.replace(aside)
    log = _log_of(file)
    if log.exists():
        log.replace(_log_of(aside))
    return aside


def remove(file: Path) -> None:
    """Remove a database with what DuckDB keeps beside it."""
    file.unlink(missing_ok=True)
    _log_of(file).unlink(missing_ok=True)
    shutil.rmtree(file.with_name(f"{file.name}.tmp"), ignore_errors=True)


def _log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.wal")
