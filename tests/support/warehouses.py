"""How do tests get a warehouse? By `dbt build`, as people run it, in folders of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data"
WHOLE_DOCUMENTS = ROOT.parent / "shared" / "seeds"
PRACTICE = ROOT.parent / "shared" / "practice"


@dataclass(frozen=True, slots=True)
class Warehouse:
    """All that one build works with, below one folder."""

    folder: Path

    @property
    def published(self) -> Path:
        return self.folder / "published" / "gongkai.duckdb"

    @property
    def landing(self) -> Path:
        return self.folder / "landing"

    def build(
        self,
        data: Sequence[Path],
        *arguments: str,
        project: Path = ROOT,
        expect: int = 0,
        command: str = "build",
        **settings: str,
    ) -> str:
        """Run `dbt build` (or another command of dbt) and return what it printed.

        Settings of the environment don't reach it: the build sees this folder only.
        """
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DBT_"))
        }
        environment |= {
            "GONGKAI_DATA": os.pathsep.join(map(str, data)),
            "GONGKAI_WAREHOUSE": str(self.published),
            "GONGKAI_LANDING": str(self.landing),
            "GONGKAI_BUILD": str(self.folder / "build.duckdb"),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "GX_ANALYTICS_ENABLED": "false",
            "PYTHONPATH": str(project),
        } | settings
        run = subprocess.run(
            [sys.executable, "-m", "dbt.cli.main", command, *arguments],
            cwd=project, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        output = run.stdout + run.stderr
        assert run.returncode == expect, f"dbt build ended with {run.returncode}:\n{output[-6000:]}"
        return output

    def copy(self, folder: Path) -> Warehouse:
        """A warehouse of its own to build on, with the same past."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Warehouse(folder)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Ask the published warehouse, over a connection of its own."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute(sql, parameters).fetchall()

    def document_id(self, source: Path) -> str:
        """The document that a file is."""
        [(document_id,)] = self.query(
            "select document_id from dim_document where source_path = ?", [str(source)]
        )
        return str(document_id)


# Fixtures of conftest.py: make a folder once for all workers; build a warehouse once, by its name.
Share = Callable[[str, Callable[[Path], None]], Path]
BuildOnce = Callable[[str, Sequence[Path]], Warehouse]
