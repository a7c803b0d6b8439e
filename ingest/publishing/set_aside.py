"""Which documents broke a check of the last build with this code? The next one sets them aside.

Most checks are asked before any fact is made (int_set_aside). What only the facts or findings show
comes too late for that build: it isn't published, and the documents are kept here by the code.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.kept import read_json, write_json
from ingest.settings import PROJECT, Settings

_CODE = ("inference", "ingest", "macros", "models", "seeds", "tests/dbt")


def remembered(settings: Settings) -> list[dict[str, str]]:
    """Records of document_id, check_name and broken_row (one of its rows, as JSON)."""
    records: list[dict[str, str]] = read_json(_file(settings)) or []
    return records


def remember(document_id: str, check_name: str, broken_row: str) -> int:
    """Keep a document and the check that it breaks; return how many are kept."""
    settings = Settings.from_environment()
    known = remembered(settings)
    if any((r["document_id"], r["check_name"]) == (document_id, check_name) for r in known):
        return len(known)
    record = {"document_id": document_id, "check_name": check_name, "broken_row": broken_row}
    file = _file(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_json(file, [*known, record])
    return len(known) + 1


def _file(settings: Settings) -> Path:
    digest = hashlib.sha256()
    for folder in _CODE:
        for source in sorted((PROJECT / folder).rglob("*")):
            if source.is_file() and source.suffix in (".py", ".sql", ".yml", ".csv"):
                digest.update(f"\0{source.relative_to(PROJECT)}\0".encode())
                digest.update(source.read_bytes())
    return settings.landing / "set_aside" / f"{digest.hexdigest()[:16]}.json"
