"""What the explanations compare amounts with, by sentence (inference.sentences.changes)."""

import pyarrow as pa

from inference.sentences.changes import SCHEMA, Reader


def model(dbt, session):
    dbt.config(materialized="table", schema="intermediate")
    sentences = dbt.ref("int_narrative_sentence")  # noqa: F841
    reader = Reader(
        dbt.ref("narrative_words").order("all nulls first").to_arrow_table().to_pylist(),
        dbt.ref("narrative_changes").order("all nulls first").to_arrow_table().to_pylist(),
    )
    # Batch by batch: there may be a million sentences.
    batches = session.sql(
        "select sentence_id, sentence from sentences order by sentence_id"
    ).to_arrow_reader(10_000)
    found = [
        pa.Table.from_pylist(list(reader.changes(batch.to_pylist())), schema=SCHEMA)
        for batch in batches
    ]
    return pa.concat_tables([SCHEMA.empty_table(), *found])
