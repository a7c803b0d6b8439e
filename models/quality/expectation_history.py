"""What the suites gave in earlier builds, as the published warehouse remembers it."""

import duckdb
import pyarrow as pa

from ingest.settings import Settings

SCHEMA = pa.schema(
    {
        "expectation_result_id": pa.string(),
        "run_at": pa.timestamp("us"),
        "suite": pa.string(),
        "expectation": pa.string(),
        "column_name": pa.string(),
        "description": pa.string(),
        "severity": pa.string(),
        "success": pa.bool_(),
        "element_count": pa.int32(),
        "unexpected_count": pa.int32(),
        "examples": pa.list_(pa.string()),
    }
)


def model(dbt, session):
    dbt.config(materialized="table", schema="intermediate")
    return _earlier(Settings.from_environment().warehouse)


def _earlier(published):
    """The results in the published warehouse, if there is one that has any."""
    if not published.exists():
        return SCHEMA.empty_table()
    with duckdb.connect(str(published), read_only=True) as earlier:
        kept = earlier.execute(
            "select 1 from duckdb_tables() where table_name = 'dq_expectation_result'"
        ).fetchone()
        if kept is None:
            return SCHEMA.empty_table()
        columns = ", ".join(SCHEMA.names)
        return earlier.sql(f"select {columns} from dq_expectation_result").to_arrow_table()
