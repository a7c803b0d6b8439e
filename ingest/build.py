"""How is a warehouse built from here? By `dbt build`: it lands, builds, checks and publishes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ingest.set_aside import remembered
from ingest.settings import PROJECT, Settings, default_path

# What a node's folder is about, said once when the first node of it starts.
_STAGES = {
    "seeds": "Loading what people know (seeds)",
    "raw": "Landing documents",
    "staging": "Reading rows",
    "intermediate": "Reading forms",
    "core": "Building facts and dimensions",
    "quality": "Checking identities and expectations",
    "marts": "Building marts",
}
# A check may hide another until its document is gone.
_MOST_RUNS = 3


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """`failures` are (name of the node, what went wrong); a build without any was published."""

    succeeded: bool
    failures: list[tuple[str, str]]


def build(progress: Callable[[str, int, int], None]) -> BuildOutcome:
    """Run the whole build; `progress` gets what is being done, and how many of how many nodes.

    Where it fails for documents that the next build sets aside, it is run again at once.
    """
    settings = Settings.from_environment()
    for _ in range(_MOST_RUNS):
        known = remembered(settings)
        outcome = _run(progress)
        if outcome.succeeded or remembered(settings) == known:
            break
    return outcome


def _run(progress: Callable[[str, int, int], None]) -> BuildOutcome:
    # dbt is slow to import: only where a build is run.
    from dbt.cli.main import dbtRunner

    os.environ.setdefault("GONGKAI_BUILD", str(default_path("target/gongkai_build.duckdb")))

    def on_event(event: Any) -> None:
        if event.info.name == "LogStartLine":
            path = event.data.node_info.node_path.split("/")[0]
            kind = event.data.node_info.resource_type
            stage = _STAGES["seeds"] if kind == "seed" else _STAGES.get(path, "Testing")
            progress(stage, event.data.index, event.data.total)

    result = dbtRunner(callbacks=[on_event]).invoke(
        [
            "build",
            "--project-dir",
            str(PROJECT),
            "--profiles-dir",
            str(PROJECT),
            "--quiet",
            "--log-level",
            "none",
        ]
    )
    if result.exception:
        return BuildOutcome(False, [("dbt", _plain(str(result.exception)))])
    failures = [
        (node.node.name, _plain(node.message or str(node.status)))
        for node in getattr(result.result, "results", [])
        if node.status in ("error", "fail", "runtime error")
    ]
    return BuildOutcome(bool(result.success), failures)


def _plain(message: str) -> str:
    if "Could not set lock" in message or "Conflicting lock" in message:
        return "Another build is running: wait until it ends, or set GONGKAI_BUILD to another file."
    return message.strip()
