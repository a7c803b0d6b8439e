"""Where are the documents, the landing and the warehouse, and what may one file cost?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingError(ValueError):
    """A setting that can't be used. The message names the variable and says what it takes."""


PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a build, from the environment (`GONGKAI_…`).

    `data` are files and folders of disclosures; `landing` keeps the landed rows as Parquet;
    `warehouse` is the published file. `time_limit` is in seconds, `memory_limit` in MiB, each for
    one file or one scanned page in its worker; `size_limit` in MiB of a file; `workers` are
    processes. `solve_limit` is how many
    seconds finding lost columns may take for one document.
    """

    data: tuple[Path, ...]
    landing: Path
    warehouse: Path
    time_limit: float
    memory_limit: int
    size_limit: int
    workers: int
    solve_limit: float

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings.

        Raises:
            SettingError: a limit is no positive number, or a data folder doesn't exist.
        """
        env = os.environ if environment is None else environment
        given = env.get("GONGKAI_DATA", str(default_path("data")))
        data = tuple(Path(part) for part in given.split(os.pathsep) if part)
        for path in data:
            if not path.exists():
                raise SettingError(
                    f"GONGKAI_DATA names {path}, which doesn't exist: "
                    "give files or folders of disclosures."
                )
        return cls(
            data=data,
            landing=Path(env.get("GONGKAI_LANDING", default_path("warehouse/landing"))),
            warehouse=Path(env.get("GONGKAI_WAREHOUSE", default_path("warehouse/gongkai.duckdb"))),
            time_limit=_positive(env, "GONGKAI_TIME_LIMIT", 120),
            memory_limit=int(_positive(env, "GONGKAI_MEMORY_LIMIT", 2048)),
            size_limit=int(_positive(env, "GONGKAI_SIZE_LIMIT", 500)),
            workers=int(_positive(env, "GONGKAI_WORKERS", os.cpu_count() or 1)),
            solve_limit=_positive(env, "GONGKAI_SOLVE_LIMIT", 60),
        )


def default_path(below: str) -> Path:
    """A path below the project's folder, relative where that is the working directory."""
    return Path(below) if PROJECT.samefile(Path.cwd()) else PROJECT / below


def _positive(env: Mapping[str, str], name: str, default: float) -> float:
    try:
        value = float(env.get(name, default))
    except ValueError:
        value = -1
    if value <= 0:
        raise SettingError(f"{name} is {env[name]!r}: give a number greater than 0.")
    return value
