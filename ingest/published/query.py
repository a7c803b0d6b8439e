"""What does a query of the published warehouse give, and in which form does it leave?"""

from __future__ import annotations

import shutil
import sys
import tempfile
from enum import StrEnum
from pathlib import Path

import duckdb

from ingest.published.printing import Column, say_table
from ingest.published.report import connect

_NUMBERS = {
    "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint", "usmallint", "uinteger",
    "ubigint", "uhugeint", "float", "double", "decimal",
}  # fmt: skip


class QueryError(ValueError):
    """A query that can't be run. The message says why."""


class Format(StrEnum):
    """The forms of a result; all but `table` are written by DuckDB, every character of them."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


_OPTIONS = {Format.CSV: "format csv, header", Format.JSON: "format json, array true"}


def text_of(given: str) -> str:
    """The query itself: of the file where a name that ends in .sql is given.

    Raises:
        QueryError: there is no such file, or it is no text.
    """
    if not given.strip().endswith(".sql"):
        return given
    file = Path(given.strip())
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise QueryError(f"There is no file {file}.") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise QueryError(f"{file} can't be read: {reason}.") from error


def run(warehouse: Path, sql: str, form: Format | None, file: Path | None) -> None:
    """Run the query's statements; write what the last one gives to the file or standard output.

    Without a form the file's ending decides, else a terminal gets a table and a pipe CSV, in which
    NULL is an empty cell and an empty text is "".

    Raises:
        NoWarehouse: there is none.
        QueryError: there is nothing to run, or its result can't leave in this form.
        duckdb.Error: the query is wrong.
    """
    form = form or _form_for(file)
    if form is Format.TABLE and file is not None:
        raise QueryError("A file takes --format csv, json or parquet.")
    if form is Format.PARQUET and file is None and sys.stdout.isatty():
        raise QueryError("A terminal can't show Parquet: give --output FILE.")
    with connect(warehouse) as db:
        result = _result(db, sql)
        if result is None:
            return
        if form is Format.TABLE:
            _show(result)
        elif file is not None:
            _save(result, form, file)
        else:
            _send(result, form)


def _form_for(file: Path | None) -> Format:
    if file is None:
        return Format.TABLE if sys.stdout.isatty() else Format.CSV
    try:
        return Format(file.suffix.lower().removeprefix("."))
    except ValueError:
        problem = f"{file.name} ends in none of .csv, .json, .parquet: say --format."
        raise QueryError(problem) from None


def _result(db: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyRelation | None:
    statements = db.extract_statements(sql)
    if not statements:
        raise QueryError("The query is empty.")
    for statement in statements[:-1]:
        db.execute(statement)
    return db.sql(statements[-1].query)


def _show(result: duckdb.DuckDBPyRelation) -> None:
    columns = [
        Column(name, str(kind.id) in _NUMBERS)
        for name, kind in zip(result.columns, result.types, strict=True)
    ]
    # By place: two columns of a result may have one name.
    texts = (f"cast(#{place} as varchar)" for place in range(1, len(columns) + 1))
    say_table(columns, result.project(", ".join(texts)).fetchall())


def _save(result: duckdb.DuckDBPyRelation, form: Format, file: Path) -> None:
    part = file.with_name(f".{file.name}.part")
    try:
        _write(result, form, part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _send(result: duckdb.DuckDBPyRelation, form: Format) -> None:
    # By way of a file: DuckDB would open standard output anew and overwrite what is in it.
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "result"
        _write(result, form, written)
        with written.open("rb") as content:
            shutil.copyfileobj(content, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _write(result: duckdb.DuckDBPyRelation, form: Format, file: Path) -> None:
    options = _OPTIONS.get(form, "format parquet")
    name = str(file).replace("'", "''")
    result.query("gongkai_result", f"copy gongkai_result to '{name}' ({options})")
