"""A project with the settings, hooks and publishing of this one, and little to build.

What its published file holds is of one build only: `whole` says of which.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.support.warehouses import ROOT

ROWS = 400_000  # enough for publishing to take a while
_LEFT_OUT = shutil.ignore_patterns(
    ".*", "__pycache__", "target", "logs", "warehouse", "build", "*.egg-info",
    "data", "models", "seeds", "tests", "analyses", "benchmarks", "docs",
)  # fmt: skip
_MODELS = {
    "models/core/dim_build.sql": "select '{{ env_var(\"BUILD_NAME\") }}' as build"
    " from {{ ref('word') }} limit 1",
    "models/core/fct_budget_line.sql": "select '{{ env_var(\"BUILD_NAME\") }}' as build,"
    f" i as line_id, hash(i) as amount from range({ROWS}) as t (i)"
    " where exists (from {{ ref('dim_build') }})",
    "models/quality/dq_document_problem.sql": "select '' as source_path, '' as problem,"
    " '' as problem_code where false",
    "seeds/word.csv": "word\n预算\n",
    # As if the disk was full from here on, which is when only publishing is left to do.
    "models/marts/disk.py": """
import os, resource
import pyarrow

def model(dbt, session):
    dbt.config(materialized="table")
    dbt.ref("fct_budget_line")
    if os.environ.get("DISK_IS_FULL"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
    return pyarrow.table({"is_full": [bool(os.environ.get("DISK_IS_FULL"))]})
""",
}
_COPIED = ("models/quality/expectations/expectation_history.py", "models/raw/raw_document.py")


@dataclass(frozen=True, slots=True)
class SmallProject:
    """The project and all that its builds work with, below one folder."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> SmallProject:
        """Write the project, and a document to land."""
        project = folder / "project"
        shutil.copytree(ROOT, project, ignore=_LEFT_OUT)
        for name, text in _MODELS.items():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_text(text, encoding="utf-8")
        for name in _COPIED:
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, project / name)
        (folder / "data").mkdir()
        (folder / "data" / "document.txt").write_text("无", encoding="utf-8")
        return cls(folder)

    @property
    def published(self) -> Path:
        return self.folder / "published" / "it's.duckdb"

    @property
    def build_file(self) -> Path:
        return self.folder / "build" / "build.duckdb"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self, name: str, *command: str, **settings: str | Path) -> subprocess.Popen[str]:
        """Begin a build, by `dbt build` or another command, in a group of processes of its own."""
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DBT_"))
        }
        environment |= {
            "BUILD_NAME": name,
            "GONGKAI_DATA": str(self.data),
            "GONGKAI_WAREHOUSE": str(self.published),
            "GONGKAI_LANDING": str(self.folder / "landing"),
            "GONGKAI_BUILD": str(self.build_file),
            "GONGKAI_WORKERS": "1",
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "PYTHONPATH": str(self.folder / "project"),
        } | {key: str(value) for key, value in settings.items()}
        return subprocess.Popen(
            [sys.executable, "-m", *(command or ("dbt.cli.main", "build"))],
            cwd=self.folder / "project", env=environment, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def build(self, name: str, *command: str, expect: int = 0, **settings: str | Path) -> str:
        """Build and return what was printed."""
        with self.start(name, *command, **settings) as run:
            output, _ = run.communicate()
        assert run.returncode == expect, f"ended with {run.returncode}:\n{output}"
        return output

    def whole(self) -> str:
        """The name of the build whose rows are published, all of them."""
        with duckdb.connect(str(self.published), read_only=True) as db:
            [(build, rows, ids, amount)] = db.execute(
                "select any_value(build), count(*), count(distinct line_id), bit_xor(amount)"
                " from fct_budget_line group by build"
            ).fetchall()
            [(expected,)] = db.execute(
                f"select bit_xor(hash(i)) from range({ROWS}) as t (i)"
            ).fetchall()
            assert (rows, ids, amount) == (ROWS, ROWS, expected)
            assert db.execute("select build from dim_build").fetchall() == [(build,)]
        return str(build)

    def left(self) -> list[str]:
        """What is beside the published file and the build file."""
        return sorted(
            path.name
            for folder in (self.published.parent, self.build_file.parent)
            for path in folder.iterdir()
            if path not in (self.published, self.build_file)
        )


def kill(run: subprocess.Popen[str], number: int = signal.SIGKILL) -> None:
    """Send a signal to a build and to all that it started."""
    os.killpg(run.pid, number)


def wait_until(is_so: Sequence[object] | object, seconds: float = 60) -> None:
    """Wait for what a function says."""
    deadline = time.monotonic() + seconds
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.002)
