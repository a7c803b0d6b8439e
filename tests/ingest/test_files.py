"""Only regular files inside of the data folders are opened; every other is named."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ingest.landing.folders import (
    FileProblem,
    contents,
    files_below,
    fingerprint,
    name_problem,
    path_of,
    printed,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    (data / "deeper").mkdir(parents=True)
    (data / "deeper" / "a.md").write_text("a", encoding="utf-8")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "secret.md").write_text("secret", encoding="utf-8")
    return data


def problems(*given: Path) -> dict[str, str | None]:
    return {found.path.name: found.problem for found in files_below(given)}


def test_links_are_followed_inside_of_the_folders_only(data: Path) -> None:
    secret = data.parent / "secret"
    (data / "b.md").symlink_to("deeper/a.md")
    (data / "out.md").symlink_to(secret / "secret.md")
    (data / "out").symlink_to(secret)
    (data / "proc").symlink_to("/proc/self/environ")
    (data / "loop").symlink_to("loop")
    (data / "up").symlink_to("../data", target_is_directory=True)
    found = problems(data)
    assert {name for name, problem in found.items() if problem is None} == {"a.md", "b.md"}
    assert found.keys() == {"a.md", "b.md", "out.md", "out", "proc", "loop"}
    assert "outside" in (found["out"] or "") and "leads nowhere" in (found["loop"] or "")
    assert problems(data, secret)["out.md"] is None, "it is inside of another data folder"


def test_a_folder_and_a_file_that_are_given_may_be_links(data: Path) -> None:
    folder, file = data.parent / "folder", data.parent / "file.md"
    folder.symlink_to(data)
    file.symlink_to(data / "deeper" / "a.md")
    assert [found.path for found in files_below([folder, file]) if not found.problem] == [
        file,
        folder / "deeper" / "a.md",
    ]


def test_what_a_hidden_folder_holds_is_read_only_by_links_to_its_files(data: Path) -> None:
    """As git-annex keeps files."""
    (data / ".annex").mkdir()
    (data / ".annex" / "x").write_text("x", encoding="utf-8")
    (data / "x.md").symlink_to(".annex/x")
    (data / "all").symlink_to(".annex")
    found = problems(data)
    assert found["x.md"] is None
    assert "hidden" in (found["all"] or "")


def test_pipes_sockets_and_devices_are_never_opened(data: Path) -> None:
    os.mkfifo(data / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        home = Path.cwd()
        os.chdir(data)  # an address may have 100 characters
        try:
            server.bind("socket")
        finally:
            os.chdir(home)
        found = problems(data, Path("/dev/zero"))
    assert ["pipe" in (found["pipe"] or ""), "socket" in (found["socket"] or "")] == [True, True]
    assert "a device" in (found["zero"] or "")
    for special in (data / "pipe", data / "socket", Path("/dev/zero")):
        with pytest.raises(FileProblem, match="no regular file"):
            contents(special, 1)


def test_the_limit_is_named_and_nothing_larger_is_read(data: Path) -> None:
    file = data / "large"
    file.write_bytes(b"x" * 1024 * 1024)
    assert len(contents(file, 1)) == 1024 * 1024
    assert fingerprint(file, 1)[1] == 1024 * 1024
    with file.open("ab") as more:
        more.write(b"x")
    with pytest.raises(FileProblem, match=r"1 MiB.*GONGKAI_SIZE_LIMIT"):
        contents(file, 1)
    with file.open("wb") as sparse:
        sparse.truncate(1 << 42)
    with pytest.raises(FileProblem, match="500 MiB"):
        fingerprint(file, 500)


def test_a_file_that_does_not_say_its_size_is_read_up_to_the_limit() -> None:
    with pytest.raises(FileProblem, match="0 MiB"):
        contents(Path("/proc/self/maps"), 0)


def test_a_file_that_is_gone_says_so(data: Path) -> None:
    with pytest.raises(FileProblem, match="vanished"):
        contents(data / "gone", 1)


@pytest.mark.parametrize(
    "name",
    ["鄂州.md", "a\\b.md", "a\\xd4.md", "\\x5cx", "[bold]x[/red]"],
)
def test_a_name_in_utf8_is_no_problem(name: str) -> None:
    assert path_of(printed(Path(name))) == Path(name)
    assert name_problem(Path(name)) is None


def test_names_of_any_bytes_are_shown_as_text_and_found_again(data: Path) -> None:
    names = [
        "鄂州.md".encode("gb18030"),
        b"\xff\xfe.md",
        b"\\xb6\xb6.md",
        "鄂\udcb6".encode("utf-8", "surrogateescape"),
    ]
    for name in names:
        path = data / os.fsdecode(name)
        path.write_bytes(name)
        shown = printed(path)
        assert shown.encode("utf-8").decode("utf-8") == shown
        assert path_of(shown).read_bytes() == name
        assert name_problem(path)
    assert len({printed(found.path) for found in files_below([data])}) == len(names) + 1
    assert "鄂州.md" in (name_problem(data / os.fsdecode(names[0])) or "")
