"""Where the identities put the amounts whose columns were lost (inference.columns.solve)."""

import pyarrow as pa

from inference.columns.records import CANDIDATES, SCHEMA, TERMS, placements
from ingest.publishing.apart import read_apart
from ingest.settings import Settings


def model(dbt, session):
    dbt.config(materialized="table")
    # The queries name these.
    amounts = dbt.ref("int_printed_amount")  # noqa: F841
    candidates = dbt.ref("int_amount_candidate")  # noqa: F841
    operands = dbt.ref("int_candidate_operand")  # noqa: F841
    terms = dbt.ref("int_placement_term")  # noqa: F841
    settings = Settings.from_environment()
    kept = settings.landing / "placement"
    records = read_apart(
        session,
        "int_placement",
        lambda candidates, terms: placements(candidates, terms, kept, settings.solve_limit),
        session.sql(CANDIDATES).to_arrow_table().to_pylist(),
        session.sql(TERMS).to_arrow_table().to_pylist(),
    )
    return pa.Table.from_pylist(records, schema=SCHEMA)
