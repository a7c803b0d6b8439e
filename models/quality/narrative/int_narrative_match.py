"""What the explanations claim, sentence by sentence (inference.sentences.claims)."""

import pyarrow as pa

from inference.sentences.claims import SCHEMA, claims


def model(dbt, session):
    dbt.config(materialized="table", schema="intermediate")
    sentences = dbt.ref("int_narrative_sentence")  # noqa: F841
    documents = dbt.ref("dim_document")  # noqa: F841
    patterns = dbt.ref("narrative_claims").order("all nulls first").to_arrow_table().to_pylist()
    # Batch by batch: there may be a million sentences.
    batches = session.sql(
        """
        select s.sentence_id, s.sentence, d.stage
        from sentences as s
        inner join documents as d on s.document_id = d.document_id
        order by s.sentence_id
        """
    ).to_arrow_reader(10_000)
    found = [
        pa.Table.from_pylist(list(claims(batch.to_pylist(), patterns)), schema=SCHEMA)
        for batch in batches
    ]
    return pa.concat_tables([SCHEMA.empty_table(), *found])
