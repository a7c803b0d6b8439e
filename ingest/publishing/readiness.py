"""Would a build with these settings do harm, or come to nothing? Asked before anything is done."""

from __future__ import annotations

import os
from pathlib import Path

from ingest.landing.files import files_of
from ingest.landing.folders import printed
from ingest.publishing.database_file import Kind, kind_of
from ingest.settings import SettingError, Settings


def check_ready(settings: Settings) -> None:
    """Check that documents can be read, and that what is built can be kept.

    Raises:
        SettingError: which of the settings stands in the way, and what to do.
    """
    check_data(settings)
    for name, folder in (
        ("GONGKAI_LANDING", settings.landing),
        ("GONGKAI_WAREHOUSE", settings.warehouse.parent),
        ("GONGKAI_BUILD", settings.build_file.parent),
    ):
        _check_folder(name, folder)
    for name, file in (
        ("GONGKAI_WAREHOUSE", settings.warehouse),
        ("GONGKAI_BUILD", settings.build_file),
    ):
        if file.is_dir():
            raise SettingError(f"{name} is {file}, a folder: give a file.")
        if kind_of(file) is Kind.FOREIGN:
            raise SettingError(
                f"{name} is {file}, a database of something else: it would be overwritten; "
                "give another file."
            )


def check_data(settings: Settings) -> None:
    """Check that each of the files and folders of the data is there and has documents.

    A folder that isn't mounted is there and empty: what was published of it would be gone.

    Raises:
        SettingError: which one isn't, or hasn't any.
    """
    if settings.allow_empty:
        return
    remedy = "mount or fill it, name another, or say GONGKAI_ALLOW_EMPTY=yes (--allow-empty)."
    for path in settings.data:
        try:
            path.stat()
        except OSError as error:
            why = "doesn't exist" if isinstance(error, FileNotFoundError) else "can't be reached"
            problem = f"GONGKAI_DATA names {printed(path)}, which {why} ({error.strerror})"
            raise SettingError(f"{problem}: {remedy}") from error
        found = files_of([path])
        if not found:
            problem = f"GONGKAI_DATA names {printed(path)}, which holds no documents"
            raise SettingError(f"{problem}: {remedy}")
        if not any(one.problem is None and _opens(one.path) for one in found):
            problem = f"GONGKAI_DATA names {printed(path)}, of which nothing can be opened"
            raise SettingError(f"{problem}: {remedy}")


def _opens(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def _check_folder(name: str, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(f"{name}: {folder} can't be made ({error.strerror}).") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingError(f"{name}: nothing can be written to {folder}: check its permissions.")
