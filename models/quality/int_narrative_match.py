"""What the explanations claim, sentence by sentence (narrative.claims)."""

import pyarrow as pa

from narrative.claims import SCHEMA, claims


def model(dbt, session):
    dbt.config(materialized="table", schema="intermediate")
    sentences = dbt.ref("int_narrative_sentence")  # noqa: F841
    documents = dbt.ref("dim_document")  # noqa: F841
    staged = session.sql(
        """
        select s.sentence_id, s.sentence, d.stage
        from sentences as s
        inner join documents as d on s.document_id = d.document_id
        order by s.sentence_id
        """
    ).to_arrow_table()
    patterns = dbt.ref("narrative_claims").to_arrow_table()
    rows = list(claims(staged.to_pylist(), patterns.to_pylist()))
    return pa.Table.from_pylist(rows, schema=SCHEMA)
