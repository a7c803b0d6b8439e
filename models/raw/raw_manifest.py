"""What manifests beside the documents say of them (ingest.landing.manifest)."""

from dataclasses import asdict

import pyarrow as pa

from ingest.landing.manifest import entries
from ingest.settings import Settings

SCHEMA = pa.schema(
    {
        "manifest_path": pa.string(),
        "line_number": pa.int32(),
        "source_path": pa.string(),
        "source_url": pa.string(),
        "published_on": pa.date32(),
        "bureau": pa.string(),
        "fiscal_year": pa.int32(),
        "stage": pa.string(),
        "scope": pa.string(),
        "problem": pa.string(),
    }
)


def model(dbt, session):
    dbt.config(materialized="table", alias="manifest")
    settings = Settings.from_environment()
    rows = [asdict(entry) for entry in entries(settings.data, settings.size_limit)]
    return pa.Table.from_pylist(rows, schema=SCHEMA)
