"""Where are the documents, the landing and the warehouse, and what may one file cost?"""

from __future__ import annotations

import itertools
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingError(ValueError):
    """A setting that can't be used. The message names the variable and says what it takes."""


PROJECT = Path(__file__).parent.parent
_MEMORY = re.compile(r"(\d+(?:\.\d+)?) ?[KMGT]i?B", re.IGNORECASE)
_WORDS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a build, from the environment (`GONGKAI_…`).

    `data` are files and folders of disclosures; `landing` keeps the landed rows as Parquet;
    `warehouse` is the published file, `build_file` the one that is built before it is published.
    `time_limit` is in seconds, `memory_limit` in MiB, each for one file or one scanned page in its
    worker; `size_limit` in MiB of a file; `workers` are processes. `solve_limit` is how many
    seconds finding lost columns may take for one document. `allow_empty` says that data folders
    may be missing or without documents.
    """

    data: tuple[Path, ...]
    landing: Path
    warehouse: Path
    build_file: Path
    time_limit: float
    memory_limit: int
    size_limit: int
    workers: int
    solve_limit: float
    allow_empty: bool

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings.

        Raises:
            SettingError: one can't be used, or two contradict each other.
        """
        env = os.environ if environment is None else environment
        given = env.get("GONGKAI_DATA", str(default_path("data")))
        data = tuple(Path(part) for part in given.split(os.pathsep) if part)
        if not data:
            raise SettingError("GONGKAI_DATA names nothing: give files or folders of disclosures.")
        # DuckDB reads this one (profiles.yml).
        memory = _MEMORY.fullmatch(env.get("GONGKAI_BUILD_MEMORY", "700MB").strip())
        if memory is None or float(memory[1]) == 0:
            raise _unusable(env, "GONGKAI_BUILD_MEMORY", "a size such as 700MB or 2GB")
        settings = cls(
            data=data,
            landing=_path(env, "GONGKAI_LANDING", "warehouse/landing"),
            warehouse=_path(env, "GONGKAI_WAREHOUSE", "warehouse/gongkai.duckdb"),
            build_file=_path(env, "GONGKAI_BUILD", "target/gongkai_build.duckdb"),
            time_limit=_positive(env, "GONGKAI_TIME_LIMIT", 120),
            memory_limit=_count(env, "GONGKAI_MEMORY_LIMIT", 2048),
            size_limit=_count(env, "GONGKAI_SIZE_LIMIT", 500),
            workers=_count(env, "GONGKAI_WORKERS", os.cpu_count() or 1),
            solve_limit=_positive(env, "GONGKAI_SOLVE_LIMIT", 60),
            allow_empty=_yes_or_no(env, "GONGKAI_ALLOW_EMPTY"),
        )
        settings._check_places()
        return settings

    def _check_places(self) -> None:
        places = [("GONGKAI_DATA", path) for path in self.data] + [
            ("GONGKAI_LANDING", self.landing),
            ("GONGKAI_WAREHOUSE", self.warehouse),
            ("GONGKAI_BUILD", self.build_file),
        ]
        for (name, path), (other_name, other) in itertools.combinations(places, 2):
            if name != other_name and os.path.realpath(path) == os.path.realpath(other):
                raise SettingError(f"{name} and {other_name} are both {path}: give each its own.")


def default_path(below: str) -> Path:
    """A path below the project's folder, relative where that is the working directory."""
    return Path(below) if PROJECT.samefile(Path.cwd()) else PROJECT / below


def _path(env: Mapping[str, str], name: str, default: str) -> Path:
    given = env.get(name)
    if given is None:
        return default_path(default)
    if not given.strip():
        raise _unusable(env, name, "a path, or leave it unset")
    return Path(given)


def _positive(env: Mapping[str, str], name: str, default: float) -> float:
    try:
        value = float(env.get(name, default))
    except ValueError:
        value = -1
    if not 0 < value < math.inf:
        raise _unusable(env, name, "a number greater than 0")
    return value


def _count(env: Mapping[str, str], name: str, default: int) -> int:
    value = _positive(env, name, default)
    if value != int(value):
        raise _unusable(env, name, "a whole number greater than 0")
    return int(value)


def _yes_or_no(env: Mapping[str, str], name: str) -> bool:
    value = _WORDS.get(env.get(name, "no").strip().lower())
    if value is None:
        raise _unusable(env, name, "yes or no")
    return value


def _unusable(env: Mapping[str, str], name: str, takes: str) -> SettingError:
    return SettingError(f"{name} is {env[name]!r}: give {takes}.")
