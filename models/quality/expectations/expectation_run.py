"""Runs the expectation suites (ingest.publishing.expectations) over the built tables."""

import pyarrow as pa

from ingest.publishing.expectations import results
from ingest.publishing.swap import new_data_docs
from ingest.settings import Settings

SCHEMA = pa.schema(
    {
        "suite": pa.string(),
        "expectation": pa.string(),
        "column_name": pa.string(),
        "description": pa.string(),
        "severity": pa.string(),
        "success": pa.bool_(),
        "element_count": pa.int64(),
        "unexpected_count": pa.int64(),
        "examples": pa.list_(pa.string()),
    }
)


def model(dbt, session):
    dbt.config(materialized="table", schema="intermediate")
    # The suites query these by name: the references are what makes dbt build them first.
    dbt.ref("dq_identity_result")
    dbt.ref("fct_finding")
    dbt.ref("dim_document")
    dbt.ref("dim_statement_presence")
    dbt.ref("fct_budget_line")
    records = results(session.sql, Settings.from_environment(), new_data_docs)
    return pa.Table.from_pylist(records, schema=SCHEMA)
