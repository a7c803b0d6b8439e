"""How does a built warehouse become the published one? Functions that dbt's hooks call.

A dbt-duckdb plugin: it gives the build's connection the functions of macros/publish.sql, so that
`dbt build` alone publishes too.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

from ingest.set_aside import remember
from ingest.settings import Settings


def new_warehouse() -> str:
    """Return the path for the next warehouse, beside the published one, with no file there."""
    file = _beside_published(".new")
    file.unlink(missing_ok=True)
    return str(file)


def new_data_docs() -> Path:
    """Return the folder for the next Data Docs, beside the published ones, with nothing there."""
    folder = _beside_published(".docs")
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def data_docs(warehouse: Path) -> Path:
    """The folder of the Data Docs of a published warehouse."""
    return warehouse.parent / f"{warehouse.stem}_data_docs"


def swap_warehouse(file: str) -> str:
    """Put `file` in the published warehouse's place, in one step; return the place.

    The Data Docs of the same build follow; a build without any leaves those that are there.
    """
    published = Settings.from_environment().warehouse
    Path(file).replace(published)
    built = _beside_published(".docs")
    if built.exists():
        shutil.rmtree(data_docs(published), ignore_errors=True)
        built.replace(data_docs(published))
    return str(published)


def discard_build() -> str:
    """Remove what a build that isn't published left beside the published warehouse."""
    new_warehouse()
    return str(new_data_docs())


def _beside_published(suffix: str) -> Path:
    published = Settings.from_environment().warehouse
    published.parent.mkdir(parents=True, exist_ok=True)
    return published.with_name(f".{published.name}.{os.getpid()}{suffix}")


class Plugin(BasePlugin):
    """Registers the publishing functions on each connection of the build."""

    def configure_connection(self, conn: Any) -> None:
        """Add the functions to a connection that dbt has just opened."""
        conn.create_function(
            "gongkai_discard_build", discard_build, [], "VARCHAR", side_effects=True
        )
        conn.create_function(
            "gongkai_new_warehouse", new_warehouse, [], "VARCHAR", side_effects=True
        )
        conn.create_function(
            "gongkai_set_aside_next",
            remember,
            ["VARCHAR", "VARCHAR", "VARCHAR"],
            "BIGINT",
            side_effects=True,
        )
        conn.create_function(
            "gongkai_swap_warehouse", swap_warehouse, ["VARCHAR"], "VARCHAR", side_effects=True
        )
