"""The documents that broke a check of this code's last build (ingest.publishing.set_aside)."""

import pyarrow as pa

from ingest.publishing.set_aside import remembered
from ingest.settings import Settings

SCHEMA = pa.schema(
    {"document_id": pa.string(), "check_name": pa.string(), "broken_row": pa.string()}
)


def model(dbt, session):
    dbt.config(materialized="table", alias="set_aside")
    return pa.Table.from_pylist(remembered(Settings.from_environment()), schema=SCHEMA)
