"""A manifest's row is taken as it was meant, or named with its lines; none is lost in another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.landing.manifest import Entry, entries


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    (data / "deeper").mkdir(parents=True)
    for name in ("a.md", "b.md", "deeper/c.md"):
        (data / name).touch()
    return data


def rows(data: Path, text: str | bytes, *given: Path) -> list[Entry]:
    content = text if isinstance(text, bytes) else text.encode()
    (data / "manifest.csv").write_bytes(content)
    return list(entries(given or [data], 1))


def taken(found: list[Entry]) -> list[tuple[int, str, str | None]]:
    return [(e.line_number, Path(e.source_path).name, e.bureau) for e in found if e.source_path]


def named(found: list[Entry]) -> list[str]:
    return [e.problem.partition(":")[0] for e in found if e.problem]


def test_a_quotation_mark_that_is_missing_costs_the_rows_that_it_swallows_and_they_are_named(
    data: Path,
) -> None:
    head = "file,bureau\n"
    to_the_end = rows(data, head + 'a.md,甲\nb.md,"乙\ndeeper/c.md,丙\n')
    assert (taken(to_the_end), named(to_the_end)) == ([(2, "a.md", "甲")], ["Lines 3 to 4"])
    to_the_next = rows(data, head + 'a.md,"甲\nb.md,乙"\ndeeper/c.md,丙\n')
    assert (taken(to_the_next), named(to_the_next)) == ([(4, "c.md", "丙")], ["Lines 2 to 3"])
    inside = rows(data, head + 'a.md,"甲"市\nb.md,乙\n')
    assert (taken(inside), named(inside)) == ([(3, "b.md", "乙")], ["Line 2"])


def test_a_row_with_more_cells_than_columns_is_named(data: Path) -> None:
    """A comma in an address that nobody quoted would put what follows into other columns."""
    found = rows(data, "file,source_url,bureau\na.md,https://x.org/a,1,甲\nb.md,,乙,,\n")
    assert (taken(found), named(found)) == ([(3, "b.md", "乙")], ["Line 2"])


@pytest.mark.parametrize("head", ["bureau", "file,file", "file,county", "", '"file'])
def test_a_first_line_that_names_no_columns_is_named(data: Path, head: str) -> None:
    [found] = rows(data, f"{head}\na.md,甲\n")
    assert found.problem and "first line must name" in found.problem


def test_a_file_is_found_however_its_path_is_written(data: Path) -> None:
    os.rename(data / "b.md", os.fsencode(data) + "/乙.md".encode("gb18030"))  # noqa: PTH104
    text = "file,bureau\n./a.md,甲\ndeeper/../乙.md,乙\ndeeper//c.md,丙\n"
    found = rows(data, text, data.parent / "data" / ".." / "data")
    assert [bureau for _, _, bureau in taken(found)] == ["甲", "乙", "丙"]
    assert found[1].source_path and found[1].source_path.endswith("\\xd2\\xd2.md")


@pytest.mark.parametrize("name", ["../secret.md", "/etc/passwd", ".hidden.md", "deeper", "\0", ""])
def test_a_row_about_no_document_of_the_folders_is_named(data: Path, name: str) -> None:
    (data.parent / "secret.md").touch()
    (data / ".hidden.md").touch()
    [found] = rows(data, f"file,bureau\n{name},甲\n")
    assert found.problem and found.problem.startswith("Line 2: there is no file")


def test_a_manifest_beside_a_file_that_is_given_says_nothing_of_others(data: Path) -> None:
    text = "file,bureau\na.md,甲\nb.md,乙\nabsent.md,丙\n"
    found = rows(data, text, data / "b.md")
    assert (taken(found), named(found)) == ([(3, "b.md", "乙")], ["Line 4"])


def test_a_manifest_that_may_not_be_read_is_named(data: Path) -> None:
    (data / "deeper" / "manifest.csv").symlink_to("/etc/passwd")
    [linked] = entries([data], 1)
    assert linked.problem and "outside of the data folders" in linked.problem
    (data / "deeper" / "manifest.csv").unlink()
    [large] = rows(data, b"x" * (1024 * 1024 + 1))
    assert large.problem and "1 MiB" in large.problem
    (data / "manifest.csv").unlink()
    os.mkfifo(data / "manifest.csv")
    for given in (data, data / "a.md"):
        [pipe] = entries([given], 1)
        assert pipe.problem and "a pipe" in pipe.problem
