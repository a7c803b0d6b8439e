"""What the commands print of a warehouse: every character, and nothing but it."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from ingest.cli import app
from tests.support.warehouses import Warehouse

NASTY = "[bold]甲[/red] :smile: [link=x]"
VALUES = (
    NASTY, "", None, "NULL", ' "quoted", ', "two\nlines\r\n", "\x1b[31mred\x07", "甲" * 500,
    "1,058.44", "\\N", "'", "#", "\ufeffbom", "x" * 300,
)  # fmt: skip
AMOUNTS = ("123456789012345678.12", "-0.01", "0.00")


def run(warehouse: Path, *arguments: str, **settings: str) -> Result:
    environment = {"GONGKAI_WAREHOUSE": str(warehouse)} | settings
    return CliRunner().invoke(app, arguments, env=environment)


@pytest.fixture
def nasty(tmp_path: Path) -> Path:
    """A warehouse of one table that holds what is hard to print."""
    file = tmp_path / "nasty.duckdb"
    with duckdb.connect(str(file)) as db:
        db.execute("create table dim_build (built_at timestamp)")
        db.execute("create table value (place integer, name varchar, names varchar[])")
        db.executemany(
            "insert into value values (?, ?, [?])", [(i, v, v) for i, v in enumerate(VALUES)]
        )
        db.execute("create table amount as select unnest(?::decimal(20, 2)[]) as amount", [AMOUNTS])
    return file


def read_back(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode(), newline="")))


def test_a_pipe_over_every_public_table_loses_no_character(samples: Warehouse) -> None:
    tables = samples.query("select table_name from duckdb_tables() where schema_name = 'main'")
    assert len(tables) > 15
    for (table,) in tables:
        result = run(samples.published, "query", f"select * from {table} order by all")
        assert result.exit_code == 0
        names, *rows = read_back(result.stdout_bytes)
        columns = samples.query(f"select column_name from (describe {table})")
        assert [(name,) for name in names] == columns
        # As text, but in the order of the values.
        cells = ", ".join(
            f"coalesce(cast(#{place + 1} as varchar), '')" for place in range(len(names))
        )
        expected = samples.query(f"select {cells} from (from {table} order by all)")
        assert [tuple(row) for row in rows] == expected, table


def test_a_pipe_tells_null_from_an_empty_text(nasty: Path) -> None:
    result = run(nasty, "query", "select * from value order by place")
    assert [row[1] for row in read_back(result.stdout_bytes)[1:]] == [v or "" for v in VALUES]
    text = result.stdout_bytes.decode()
    assert '\n1,"",' in text
    assert "\n2,," in text


def test_a_pipe_of_the_system_gets_the_same(nasty: Path) -> None:
    """And what a file held that is written on stays."""
    query = [sys.executable, "-m", "ingest.cli", "query", "from value order by place"]
    environment = os.environ | {"GONGKAI_WAREHOUSE": str(nasty)}
    piped = subprocess.run(query, env=environment, capture_output=True, check=True).stdout
    assert piped == run(nasty, "query", "from value order by place").stdout_bytes
    file = nasty.with_suffix(".txt")
    file.write_bytes(b"before\n")
    with file.open("ab") as appended:
        subprocess.run(query, env=environment, stdout=appended, check=True)
    assert file.read_bytes() == b"before\n" + piped


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_a_result_goes_to_a_file(nasty: Path, ending: str) -> None:
    file = nasty.with_name(f"it's {NASTY.replace('/', '')}.{ending}")
    result = run(nasty, "query", "from value order by place", "--output", str(file))
    assert (result.exit_code, result.output) == (0, "")
    with duckdb.connect() as db:
        if ending == "json":
            names = [row["name"] for row in json.loads(file.read_text("utf-8"))]
        elif ending == "csv":
            names = [row[1] or None for row in read_back(file.read_bytes())[1:]]
        else:
            names = [
                n for (n,) in db.execute("select name from read_parquet(?)", [str(file)]).fetchall()
            ]
    assert names == [v or None for v in VALUES] if ending == "csv" else names == list(VALUES)
    assert sorted(path.name for path in nasty.parent.iterdir()) == sorted([file.name, nasty.name])


@pytest.mark.parametrize("width", [20, 60, 200])
@pytest.mark.parametrize("table", ["amount", "value", "value, amount, value as other"])
def test_a_terminal_never_cuts(nasty: Path, width: int, table: str) -> None:
    shown = on_terminal(nasty, width, f"select * from {table}")
    if "amount" in table:
        assert [amount for amount in AMOUNTS if amount not in shown] == []
    if "value" in table:
        words = "".join(shown.split())
        assert NASTY.replace(" ", "") in words or width == 20
        assert words.count("x") >= 300
        assert words.count("甲") >= 500
        assert "\x1b[31mred" not in shown
    assert "…" not in shown


def on_terminal(warehouse: Path, width: int, query: str) -> str:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, width, 0, 0))
    environment = os.environ | {"GONGKAI_WAREHOUSE": str(warehouse), "TERM": "dumb"}
    environment.pop("COLUMNS", None)
    with subprocess.Popen(
        [sys.executable, "-m", "ingest.cli", "query", query],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
    ) as command:  # fmt: skip
        os.close(theirs)
        printed = b""
        while chunk := _read(ours):
            printed += chunk
    os.close(ours)
    assert command.returncode == 0, printed.decode()
    return printed.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how a terminal says that nobody writes to it any more
        return b""


@pytest.fixture
def renamed(samples: Warehouse, tmp_path: Path) -> Path:
    """The samples' warehouse with names that look like markup."""
    warehouse = samples.copy(tmp_path / "renamed").published
    with duckdb.connect(str(warehouse)) as db:
        db.execute("update dim_bureau set name = ? || name", [NASTY])
        db.execute("update dim_document set source_path = '/' || ? || source_path", [NASTY])
    return warehouse


@pytest.mark.parametrize("command", [["status"], ["check", "--all"], ["query", "from dim_bureau"]])
def test_names_that_look_like_markup_are_printed_as_they_are(
    renamed: Path, command: list[str]
) -> None:
    result = run(renamed, *command)
    assert result.exit_code == 0
    assert result.output.count(NASTY) >= (0 if command[0] == "check" else 7)


def test_a_file_with_such_a_name_is_landed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    file = folder / f"{NASTY}.txt"  # its slash makes a folder
    file.parent.mkdir(parents=True)
    file.write_text("无", "utf-8")
    result = run(
        Path("unused"), "land", str(folder), GONGKAI_LANDING=str(tmp_path / "landing"),
        GONGKAI_WORKERS="1",
    )  # fmt: skip
    assert result.exit_code == 0
    assert str(file) in result.output


def test_what_cannot_be_run_is_said_in_a_sentence(nasty: Path, tmp_path: Path) -> None:
    text = tmp_path / "no_database.txt"
    text.write_text("无")
    gbk = tmp_path / "gbk.sql"
    gbk.write_bytes("select '无'".encode("gb18030"))
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).close()
    cases = [
        (nasty, ["query", ""], "The query is empty."),
        (nasty, ["query", " -- nothing"], "The query is empty."),
        (nasty, ["query", "absent.sql"], "There is no file absent.sql."),
        (nasty, ["query", str(gbk)], "gbk.sql can't be read: it is no text in UTF-8."),
        (nasty, ["query", "select nothing"], "Binder Error"),
        (nasty, ["query", "select 1", "-o", "x.docx"], "ends in none of"),
        (nasty, ["query", "select 1", "-o", str(tmp_path / "absent" / "x.csv")], "No such file"),
        (text, ["status"], "can't be opened"),
        (tmp_path, ["status"], "can't be opened"),
        (other, ["check"], "is no warehouse of disclosures"),
        (tmp_path / "absent.duckdb", ["check"], "There is no warehouse at"),
        (nasty, ["land", str(gbk)], "landing"),
    ]
    for warehouse, command, said in cases:
        result = run(warehouse, *command, GONGKAI_LANDING=str(text / "landing"))
        assert (result.exit_code, said in result.output) == (2, True), (command, result.output)
        assert isinstance(result.exception, SystemExit), "no traceback"


def test_the_page_of_findings_makes_its_folder(samples: Warehouse, tmp_path: Path) -> None:
    page = tmp_path / "absent" / "page.html"
    assert run(samples.published, "check", "--html", str(page)).exit_code == 0
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
