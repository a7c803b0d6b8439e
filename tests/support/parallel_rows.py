"""A plugin of dbt-duckdb for tests: a few rows are work enough for a thread of their own.

Without it a table of fewer than 122,880 rows is read by one thread, in the order of its rows, as
most of the tests' are: what depends on that order would show in large warehouses only.
"""

from __future__ import annotations

from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin


class Plugin(BasePlugin):
    """Sets it on each connection of the build."""

    def configure_connection(self, conn: Any) -> None:
        """Set it on a connection that dbt has just opened."""
        conn.execute("pragma verify_parallelism")
