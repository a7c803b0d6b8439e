"""What the suites gave in earlier builds, as the published warehouse remembers it."""

import duckdb
import pyarrow as pa

from ingest.publishing.database_file import Kind, kind_of
from ingest.publishing.swap import tell
from ingest.settings import Settings

KEPT = "from duckdb_tables() where table_name = 'dq_expectation_result'"
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
    if kind_of(published) is Kind.ABSENT:
        return SCHEMA.empty_table()
    try:
        with duckdb.connect(str(published), read_only=True) as earlier:
            if not earlier.execute(KEPT).fetchall():
                return SCHEMA.empty_table()
            columns = ", ".join(SCHEMA.names)
            return earlier.sql(f"select {columns} from dq_expectation_result").to_arrow_table()
    except duckdb.Error as error:
        if kind_of(published) is Kind.IN_USE:
            raise
        reason = str(error).splitlines()[0]
        tell(f"The suites' earlier results are lost, {published} can't be read: {reason}")
        return SCHEMA.empty_table()
