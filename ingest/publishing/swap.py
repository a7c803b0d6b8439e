"""How does a built warehouse become the published one? Functions that dbt's hooks call.

A dbt-duckdb plugin: it gives the build's connection the functions of macros/publish.sql, so that
`dbt build` alone publishes too, and looks at the settings before anything is touched.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.events.logging import AdapterLogger
from dbt.flags import get_flags

from ingest.publishing.build import LOGGER
from ingest.publishing.database_file import Kind, kind_of, remove, set_aside
from ingest.publishing.readiness import check_ready
from ingest.publishing.set_aside import remember
from ingest.publishing.workplace import clear, leave, workplace
from ingest.settings import SettingError, Settings

_LOG = AdapterLogger(LOGGER)
# What makes a build one of a part, or one without its checks: it is never published.
_PARTS = (
    "SELECT", "EXCLUDE", "SELECTOR", "RESOURCE_TYPES", "EXCLUDE_RESOURCE_TYPES", "EMPTY", "SAMPLE",
)  # fmt: skip


def tell(message: str) -> None:
    """Say something about the build where dbt does, and in `gongkai build`."""
    _LOG.warning(message)


def new_warehouse() -> str:
    """Return the path for the next warehouse, with no file there."""
    file = workplace(_published()) / "warehouse.duckdb"
    remove(file)
    return str(file)


def new_data_docs() -> Path:
    """Return the folder for the next Data Docs, with nothing there."""
    folder = workplace(_published()) / "data_docs"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def data_docs(warehouse: Path) -> Path:
    """The folder of the Data Docs of a published warehouse."""
    return warehouse.parent / f"{warehouse.stem}_data_docs"


def swap_warehouse(file: str) -> str:
    """Put `file` in the published warehouse's place, in one step; return the place.

    The Data Docs of the same build go before; a build without any leaves those that are there.
    """
    published = _published()
    if kind_of(published) is Kind.DAMAGED:
        aside = set_aside(published)
        tell(f"{published} was damaged and is now {aside}.")
    ours, docs = workplace(published), data_docs(published)
    built = ours / "data_docs"
    if built.exists():
        if docs.exists():
            docs.replace(ours / "former_data_docs")
        built.replace(docs)
    Path(file).replace(published)
    leave(published)
    return str(published)


def discard_build() -> str:
    """Remove what a build that isn't published left beside the published warehouse."""
    leave(_published())
    return ""


def is_part() -> bool:
    """Whether dbt was told to build a part of the nodes or rows only, or to leave checks out."""
    flags = get_flags()
    return any(getattr(flags, name, None) for name in _PARTS)


def _published() -> Path:
    return Settings.from_environment().warehouse


def _begin(file: Path) -> None:
    """Make sure that a build can begin in a file: a whole one begins anew, a part goes on in it.

    Raises:
        SettingError: another build is writing it.
    """
    kind = kind_of(file)
    if kind is Kind.IN_USE:
        raise SettingError(
            "Another build is running: wait until it ends, or set GONGKAI_BUILD to another file."
        )
    if kind is Kind.DAMAGED:
        tell(f"{file} was damaged and is now {set_aside(file)}: it is built anew.")
    elif get_flags().WHICH == "build" and not is_part():
        remove(file)


class Plugin(BasePlugin):
    """Checks the settings, and registers the publishing functions on the build's connection."""

    def update_connection_config(self, creds: Any, config: dict[str, Any]) -> None:
        """Look at what the build works with, before the build file is opened."""
        try:
            settings = Settings.from_environment()
            if get_flags().WHICH in ("build", "run"):
                check_ready(settings)
                clear(settings.warehouse)
            _begin(Path(creds.path))
        except (SettingError, OSError) as error:
            # dbt says what a RuntimeError says, and shows where others were raised.
            raise RuntimeError(str(error)) from error

    def configure_connection(self, conn: Any) -> None:
        """Add the functions to a connection that dbt has just opened."""
        for name, function, takes, gives in (
            ("gongkai_is_part", is_part, [], "BOOLEAN"),
            ("gongkai_discard_build", discard_build, [], "VARCHAR"),
            ("gongkai_new_warehouse", new_warehouse, [], "VARCHAR"),
            ("gongkai_set_aside_next", remember, ["VARCHAR"] * 3, "BIGINT"),
            ("gongkai_swap_warehouse", swap_warehouse, ["VARCHAR"], "VARCHAR"),
        ):
            conn.create_function(name, function, takes, gives, side_effects=True)
