"""What builds that died, or were told not to go on, leave; and what the next one does about it.

Builds of a small project: `GONGKAI_TEST_KILLS=50` kills as many of them, and with
`GONGKAI_TEST_REBUILDS=20` it is built so often beside readers.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.warehouses import ROOT, Share
from tests.support.whole_line.small_project import ROWS, SmallProject, kill, wait_until

_KILLS = int(os.environ.get("GONGKAI_TEST_KILLS", "3"))
_REBUILDS = int(os.environ.get("GONGKAI_TEST_REBUILDS", "2"))


@pytest.fixture(scope="module")
def project(share: Share, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallProject]:
    """A project of which the build `first` is published; each test leaves it whole."""
    small = SmallProject.make(tmp_path_factory.mktemp("small"))
    small.build("first")
    yield small
    assert small.left() == []


def test_a_killed_build_leaves_what_was_published_and_the_next_one_clears(
    project: SmallProject,
) -> None:
    """At moments spread over the whole build."""
    project.build("before")
    started = time.monotonic()
    project.build("timed")
    seconds = time.monotonic() - started
    for number in range(_KILLS):
        run = project.start(f"killed {number}")
        time.sleep(seconds * (number + 0.7) / _KILLS)
        kill(run)
        run.communicate()
        assert project.whole() in ("timed", *(f"killed {n}" for n in range(number + 1)))
    project.build("after")
    assert project.whole() == "after"
    assert project.left() == []


def test_a_build_killed_while_it_publishes_leaves_nothing(project: SmallProject) -> None:
    before = project.whole()
    for number in range(max(1, _KILLS // 3)):
        run = project.start("killed")
        wait_until(lambda: project.left() != [] and any("it's" in n for n in project.left()))
        time.sleep(0.02 * number)
        kill(run)
        run.communicate()
        assert project.whole() in (before, "killed")
    project.build("after")
    assert project.whole() == "after"
    assert project.left() == []


def test_fifty_kills_while_publishing(tmp_path: Path) -> None:
    """By the functions and statements of macros/publish.sql, again and again in one process."""
    killed = subprocess.run(
        [sys.executable, "-m", "tests.support.whole_line.publish_and_die", tmp_path, "50"],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert killed.returncode == 0, killed.stderr
    states = killed.stdout.split()
    assert len(states) == 50
    assert states.count("left") > 10, "most died while they published"


def test_an_interrupted_build_says_so(project: SmallProject) -> None:
    before = project.whole()
    project.build_file.unlink()
    run = project.start("interrupted", "ingest.cli", "build")
    wait_until(project.build_file.exists)
    kill(run, signal.SIGINT)
    output, _ = run.communicate()
    assert run.returncode == 130
    assert "The build was interrupted" in output
    assert "Traceback" not in output
    assert project.whole() == before


def test_what_is_damaged_is_set_aside_and_built_anew(project: SmallProject) -> None:
    project.build_file.write_bytes(b"no database " * 1000)
    content = project.published.read_bytes()
    project.published.write_bytes(content[: len(content) // 3])
    kept = project.folder / "landing" / "expectations" / "x.json"
    kept.parent.mkdir(exist_ok=True)
    kept.touch()
    output = project.build("mended")
    assert project.whole() == "mended"
    assert "build.duckdb was damaged and is now" in output
    assert "it's.duckdb was damaged and is now" in output
    aside = ["build.duckdb.damaged1", "it's.duckdb.damaged1"]
    assert project.left() == aside
    assert (project.published.parent / aside[1]).read_bytes() == content[: len(content) // 3]
    for folder, name in ((project.build_file, aside[0]), (project.published, aside[1])):
        (folder.parent / name).unlink()


def test_a_build_leaves_alone_what_another_builds(project: SmallProject) -> None:
    before, content = project.whole(), project.build_file.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(project.build_file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        assert "Another build is running" in project.build("second", expect=2)
        assert project.build_file.read_bytes() == content
        other.communicate()
    assert project.whole() == before


def test_two_builds_may_publish_to_one_place(project: SmallProject) -> None:
    """Neither takes the other's unfinished warehouse for a dead one's."""
    other = project.start("other", GONGKAI_BUILD=project.folder / "other.duckdb")
    project.build("one")
    other.communicate()
    assert other.returncode == 0
    assert project.whole() in ("one", "other")
    assert project.left() == []


@pytest.mark.parametrize("command", [("ingest.cli", "build"), ("dbt.cli.main", "build")])
@pytest.mark.parametrize("gone", ["all", "one of two"])
def test_an_empty_folder_does_not_replace_a_good_warehouse(
    project: SmallProject, tmp_path: Path, command: tuple[str, str], gone: str
) -> None:
    before = project.whole()
    data = f"{tmp_path}:{project.data}" if gone == "one of two" else tmp_path
    output = project.build("emptied", *command, expect=2, GONGKAI_DATA=data)
    assert f"GONGKAI_DATA names {tmp_path}, which holds no documents" in " ".join(output.split())
    assert "Traceback" not in output
    assert project.whole() == before


def test_it_does_where_it_is_told_so(project: SmallProject, tmp_path: Path) -> None:
    project.build("emptied", GONGKAI_DATA=tmp_path, GONGKAI_ALLOW_EMPTY="yes")
    assert project.whole() == "emptied"


def test_a_build_of_no_rows_or_without_checks_is_not_published(project: SmallProject) -> None:
    before = project.whole()
    for option in (("--empty",), ("--exclude-resource-type", "test")):
        output = project.build("part", "dbt.cli.main", "build", *option)
        assert "Not published: a part was built." in output
        assert project.whole() == before
        assert project.left() == []


def test_a_full_disk_leaves_what_was_published_and_nothing_else(project: SmallProject) -> None:
    before = project.whole()
    output = project.build("full", expect=2, DISK_IS_FULL="yes")
    assert "File too large" in output
    assert project.whole() == before
    assert [name for name in project.left() if not name.startswith("build.")] == []
    project.build("after")
    assert project.whole() == "after"
    assert project.left() == []


def test_readers_see_one_whole_build_over_many(project: SmallProject) -> None:
    """Eight of them, who open the file again and again while it is published anew."""
    project.build("read 0")
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", _READER, str(project.published)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(8)
    ]  # fmt: skip
    for number in range(1, _REBUILDS + 1):
        project.build(f"read {number}")
    for reader in readers:
        output, _ = reader.communicate()
        assert reader.returncode == 0
        answers, count = json.loads(output.splitlines()[-1])  # after bars of progress
        assert count > _REBUILDS
        assert {tuple(rest) for _, *rest in answers} == {(ROWS, ROWS)}
        assert {build for build, *_ in answers} <= {f"read {n}" for n in range(_REBUILDS + 1)}
    assert project.left() == []


_HOLDER = """
import sys, duckdb
with duckdb.connect(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""
_READER = """
import json, sys, threading
import duckdb

stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
answers, count = set(), 0
while not stop.wait(0.2):
    with duckdb.connect(sys.argv[1], read_only=True) as db:
        for _ in range(2):
            answers.update(db.execute(
                "select build, count(*), count(distinct line_id) from fct_budget_line group by 1"
            ).fetchall())
    count += 1
print(json.dumps([sorted(answers), count]))
"""
