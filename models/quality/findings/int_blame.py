"""The figures to blame for each group of breaks (inference.blame), the likeliest first."""

from decimal import Decimal

import pyarrow as pa

from inference.blame.problem import groups_of
from inference.blame.repair import blame

SCHEMA = pa.schema(
    {
        "group_number": pa.int64(),
        "rank": pa.int64(),
        "explanations": pa.int64(),
        "is_moved": pa.bool_(),
        "line_id": pa.string(),
        "result_id": pa.string(),
        "suggested_amount": pa.decimal128(20, 2),
        "result_ids": pa.list_(pa.string()),
    }
)


def model(dbt, session):
    dbt.config(materialized="table", schema="intermediate")
    records = dbt.ref("int_break_operand").order("all nulls first").to_arrow_table().to_pylist()
    rows = []
    for number, group in enumerate(groups_of(records), start=1):
        found = blame(group)
        shared = {
            "group_number": number,
            "explanations": len(found.repairs),
            "is_moved": found.is_moved,
            "result_ids": [identity.result_id for identity in group.broken],
        }
        for rank, repair in enumerate(found.repairs, start=1):
            rows += [
                shared | {"rank": rank, "line_id": line, "suggested_amount": _yuan(amount)}
                for line, amount in repair.amounts.items()
            ]
            rows += [
                shared | {"rank": rank, "result_id": result, "suggested_amount": _yuan(amount)}
                for result, amount in repair.missing.items()
            ]
        if not found.repairs:
            rows.append(shared | {"rank": 1})
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _yuan(fen):
    return Decimal(fen).scaleb(-2)
