"""How does a built warehouse become the published one? Functions that dbt's hooks call.

A dbt-duckdb plugin: it gives the build's connection the functions of macros/publish.sql, so that
`dbt build` alone publishes too.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

from ingest.settings import Settings


def new_warehouse() -> str:
    """Return the path for the next warehouse, beside the published one, with no file there."""
    published = Settings.from_environment().warehouse
    published.parent.mkdir(parents=True, exist_ok=True)
    file = published.with_name(f".{published.name}.{os.getpid()}.new")
    file.unlink(missing_ok=True)
    return str(file)


def swap_warehouse(file: str) -> str:
    """Put `file` in the published warehouse's place, in one step; return the place."""
    published = Settings.from_environment().warehouse
    Path(file).replace(published)
    return str(published)


class Plugin(BasePlugin):
    """Registers the publishing functions on each connection of the build."""

    def configure_connection(self, conn: Any) -> None:
        conn.create_function(
            "gongkai_new_warehouse", new_warehouse, [], "VARCHAR", side_effects=True
        )
        conn.create_function(
            "gongkai_swap_warehouse", swap_warehouse, ["VARCHAR"], "VARCHAR", side_effects=True
        )
