"""One row a file of the data folders: lands what is new, by content (ingest.landing.files)."""

import pyarrow as pa

from ingest.landing.files import land
from ingest.landing.kept_rows import DOCUMENT
from ingest.publishing.readiness import check_data
from ingest.settings import Settings

_TEXT = pa.string()
SCHEMA = pa.schema(
    {
        "document_id": _TEXT, "sha256": _TEXT, "source_path": _TEXT,
        **{name: DOCUMENT.field(name).type for name in DOCUMENT.names if name != "sha256"},
        "name_problem": _TEXT, "is_new": pa.bool_(),
    }
)  # fmt: skip


def model(dbt, session):
    dbt.config(materialized="table", alias="document")
    settings = Settings.from_environment()
    rows = [
        file.record
        | {
            "document_id": file.sha256[:16],
            "sha256": file.sha256,
            "source_path": file.source_path,
            "status": file.status,
            "problem": file.problem,
            "name_problem": file.name_problem,
            "is_new": file.new,
        }
        for file in land(settings)
    ]
    check_data(settings)  # what was there when the build began may be gone
    return pa.Table.from_pylist(rows, schema=SCHEMA)
