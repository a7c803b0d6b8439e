"""How is a warehouse built from here? By `dbt build`: it lands, builds, checks and publishes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from ingest.publishing.set_aside import remembered
from ingest.settings import PROJECT, Settings

LOGGER = "gongkai"  # what ingest.publishing.swap tells by way of dbt

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
    interrupted: bool = False


def build(progress: Callable[[str, int, int], None], tell: Callable[[str], None]) -> BuildOutcome:
    """Run the whole build.

    `progress` gets what is being done, and how many of how many nodes; `tell` what else should be
    known. Where it fails for documents that the next build sets aside, it is run again at once.
    """
    settings = Settings.from_environment()
    with _interrupts() as interrupts:
        for _ in range(_MOST_RUNS):
            known = remembered(settings)
            outcome = _run(settings, progress, tell)
            if interrupts and not outcome.succeeded:
                return BuildOutcome(False, [], interrupted=True)
            if outcome.succeeded or remembered(settings) == known:
                break
    return outcome


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """The signals that interrupted what is done: what dbt and DuckDB make of one differs."""
    caught: list[int] = []

    def catch(number: int, frame: FrameType | None) -> None:
        caught.append(number)
        signal.default_int_handler(number, frame)

    before = {number: signal.signal(number, catch) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(
    settings: Settings, progress: Callable[[str, int, int], None], tell: Callable[[str], None]
) -> BuildOutcome:
    # dbt is slow to import: only where a build is run.
    from dbt.cli.main import dbtRunner

    os.environ.setdefault("GONGKAI_BUILD", str(settings.build_file))

    def on_event(event: Any) -> None:
        if event.info.name == "LogStartLine":
            path = event.data.node_info.node_path.split("/")[0]
            kind = event.data.node_info.resource_type
            stage = _STAGES["seeds"] if kind == "seed" else _STAGES.get(path, "Testing")
            progress(stage, event.data.index, event.data.total)
        elif event.info.name == "AdapterEventWarning" and event.data.name == LOGGER:
            tell(event.data.base_msg)

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
        what = str(result.exception) or type(result.exception).__name__
        return BuildOutcome(False, [("dbt", _plain(what))])
    failures = [
        (node.node.name, _plain(node.message or str(node.status)))
        for node in getattr(result.result, "results", [])
        if node.status in ("error", "fail", "runtime error")
    ]
    return BuildOutcome(bool(result.success), failures)


def _plain(message: str) -> str:
    """What dbt says, without the way that an exception of a Python model took."""
    text = message.strip().removeprefix("Runtime Error").strip()
    if "Traceback (most recent call last)" in text:
        return text.splitlines()[-1].strip()
    return text
