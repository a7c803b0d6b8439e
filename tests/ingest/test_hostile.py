"""Hostile files among good ones: each ends with a status and a sentence, and reaches nothing."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from PIL import Image

from ingest.document import Status
from ingest.landing.files import land
from ingest.landing.kept_rows import landed_files
from ingest.settings import Settings
from tests.support import hostile_files as hostile
from tests.support.warehouses import Share

SECRET = "31415926.53"  # in a file outside of the data folder
_ANY = set(Status)
_REFUSED = {Status.UNREADABLE, Status.NO_TABLES}


def _wide(sheet: object, far: str) -> None:
    sheet[far] = 1.0  # type: ignore[index]


# Of each file: how to make it, given an address that nobody may call and a file that nobody may
# read; how it may end.
Maker = Callable[[str, str], bytes]
FILES: dict[str, tuple[Maker, set[Status]]] = {
    "encrypted_without_password.pdf": (lambda *_: hostile.form_pdf(""), {Status.LANDED}),
    "encrypted.pdf": (lambda *_: hostile.form_pdf("secret"), {Status.UNREADABLE}),
    "cut_off.pdf": (lambda *_: hostile.form_pdf()[:600], _REFUSED),
    "malformed.pdf": (lambda *_: b"%PDF-1.7\n" + bytes(range(256)) * 40, _REFUSED),
    "huge_page.pdf": (lambda *_: hostile.form_pdf(width=1e7), {Status.UNREADABLE}),
    "page_tree_cycle.pdf": (lambda *_: hostile.page_tree_cycle(), _REFUSED),
    "form_cycle.pdf": (lambda *_: hostile.form_cycle(), _ANY - {Status.LANDED}),
    "form_bomb.pdf": (lambda *_: hostile.form_bomb(), _ANY - {Status.LANDED}),
    "picture_bomb.pdf": (lambda *_: hostile.picture_bomb(), _ANY - {Status.LANDED}),
    "stream_bomb.pdf": (lambda *_: hostile.stream_bomb(), _ANY - {Status.LANDED}),
    "launches.pdf": (
        lambda url, secret: hostile.form_pdf().replace(
            b"/Type /Catalog",
            f"/OpenAction <</S /Launch /F ({secret})>> /AA <</O <</S /URI /URI ({url})>>>> "
            "/Type /Catalog".encode(),
        ),
        {Status.LANDED},
    ),
    "swells.xlsx": (
        lambda *_: hostile.swollen(hostile.workbook(id), "xl/worksheets/sheet1.xml"),
        {Status.UNREADABLE},
    ),
    "swells.docx": (
        lambda *_: hostile.swollen(hostile.word(), "word/document.xml"),
        {Status.UNREADABLE},
    ),
    "entities.xlsx": (
        lambda _, secret: hostile.with_entities(
            hostile.workbook(id), "xl/sharedStrings.xml", f"file://{secret}"
        ),
        {Status.UNREADABLE},
    ),
    "entities.docx": (
        lambda url, _: hostile.with_entities(hostile.word(), "word/document.xml", url),
        {Status.UNREADABLE},
    ),
    "entities.html": (
        lambda _, secret: hostile.page_with_entities(f"file://{secret}"),
        {Status.LANDED, Status.UNREADABLE},
    ),
    "entities_of_the_network.html": (
        lambda url, _: hostile.page_with_entities(url),
        {Status.LANDED, Status.UNREADABLE},
    ),
    "a_workbook.pdf": (lambda *_: hostile.workbook(id), {Status.LANDED}),
    "a_page.docx": (lambda *_: hostile.page(""), {Status.LANDED}),
    "nested.html": (lambda *_: hostile.nested_tables(20_000), _ANY),
    "spans.html": (
        lambda *_: hostile.page(
            "<table>" + "<tr><td rowspan=999999999 colspan=999999999>1.00" * 300 + "</table>"
        ),
        _ANY,
    ),
    "pictures.html": (
        lambda url, secret: hostile.page(
            f'<base href="{url}"><link rel=stylesheet href="{url}/a.css"><script src="{url}/a.js">'
            f'</script><img src="file://{secret}"><img src="{url}/a.png"><iframe src="{url}">'
            f'</iframe><object data="file://{secret}"></object>'
        ),
        {Status.LANDED},
    ),
    "million_columns.xlsx": (
        lambda *_: hostile.with_part(
            hostile.workbook(id),
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1:BDWGN1048576"'),
        ),
        {Status.LANDED},
    ),
    "far_corner.xlsx": (
        lambda *_: hostile.workbook(lambda sheet: _wide(sheet, "XFD1048576")),
        {Status.LANDED, Status.UNREADABLE},
    ),
    "linked.xlsx": (
        lambda url, secret: hostile.workbook(
            lambda sheet: sheet.append(
                [f"='[{secret}]a'!A1", f'=WEBSERVICE("{url}")', f'=HYPERLINK("{url}")']
            )
        ),
        {Status.LANDED},
    ),
    "template_of_the_network.docx": (
        lambda url, _: hostile.with_part(
            hostile.word(),
            "word/_rels/document.xml.rels",
            lambda xml: xml.replace(
                b"</Relationships>",
                b'<Relationship Id="rId99" TargetMode="External" Type="http://schemas.'
                b'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="'
                + url.encode()
                + b'"/></Relationships>',
            ),
        ),
        {Status.LANDED},
    ),
    "one_text_in_all_cells.xlsx": (lambda *_: hostile.shared_text(), {Status.UNREADABLE}),
    "endless_properties.xls": (lambda *_: hostile.endless_properties(), {Status.UNREADABLE}),
    "control_characters.html": (
        lambda *_: hostile.page("<p>1<b style='display:none'>2</b>&#1;</p>&#31;<td hidden>3&#2;"),
        {Status.LANDED},
    ),
    "half_a_character.xlsx": (
        lambda *_: hostile.workbook(lambda sheet: sheet.append(["_xD800_", 2.0])),
        {Status.LANDED},
    ),
    "huge.png": (lambda *_: _picture(), {Status.UNREADABLE}),
}


def _picture() -> bytes:
    target = io.BytesIO()
    Image.new("1", (40_000, 40_000)).save(target, "PNG")
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class Landing:
    """How landing the hostile files and their neighbours ended, by name; how often anybody rang."""

    files: dict[str, tuple[str, str]]
    calls: int
    landed_text: str
    strays: list[str]


@pytest.fixture(scope="session")
def landing(share: Share) -> Landing:
    def fill(folder: Path) -> None:
        data = folder / "data"
        data.mkdir()
        secret = folder / "secret.txt"
        secret.write_text(f"合计\t{SECRET}\n", encoding="utf-8")
        with _listening() as (url, calls):
            for number, (name, (make, _)) in enumerate(FILES.items()):
                (data / name).write_bytes(make(url, str(secret)))
                text = f"合计\t{number},000.00\n"
                (data / f"{name}.neighbour.md").write_text(text, encoding="utf-8")
            before = _outside(folder)
            report = land(_settings(folder))
            strays = sorted(str(path) for path in _outside(folder) ^ before)
        rows = landed_files(
            _settings(folder), "row", [f.sha256 for f in report if f.status == Status.LANDED]
        )
        found = Landing(
            {Path(f.source_path).name: (f.status, f.problem or "") for f in report},
            len(calls),
            "\n".join(text for file in rows for text in _texts(file)),
            strays,
        )
        (folder / "landing.json").write_text(json.dumps(asdict(found)), encoding="utf-8")

    folder = share("hostile", fill)
    return Landing(**json.loads((folder / "landing.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_with_a_status_and_a_sentence(landing: Landing, name: str) -> None:
    status, problem = landing.files[name]
    assert status in FILES[name][1], problem
    if status != Status.LANDED:
        assert problem.endswith(".") and len(problem.split()) > 5


def test_every_neighbour_is_landed(landing: Landing) -> None:
    neighbours = {
        name: status for name, (status, _) in landing.files.items() if "neighbour" in name
    }
    assert len(neighbours) == len(FILES)
    assert set(neighbours.values()) == {Status.LANDED}


def test_nobody_was_called_and_no_other_file_read_or_written(landing: Landing) -> None:
    assert landing.calls == 0
    assert SECRET not in landing.landed_text
    assert landing.strays == []


def _settings(folder: Path) -> Settings:
    return Settings.from_environment(
        {
            "GONGKAI_DATA": str(folder / "data"),
            "GONGKAI_LANDING": str(folder / "landing"),
            "GONGKAI_WORKERS": "2",
            "GONGKAI_TIME_LIMIT": "10",
        }
    )


def _outside(folder: Path) -> set[Path]:
    landing = folder / "landing"
    return {path for path in folder.rglob("*") if not path.is_relative_to(landing)}


def _texts(file: str) -> list[str]:
    return [str(text) for text in pq.read_table(file, columns=["text"])["text"].to_pylist()]


@contextmanager
def _listening() -> Iterator[tuple[str, list[object]]]:
    """An address of this machine, and who called there."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                calls.append(address)
                connection.close()

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
        server.shutdown(socket.SHUT_RDWR)
