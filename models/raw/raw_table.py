"""The tables of the documents of this build, as landed."""

from ingest.landing.kept_rows import landed_files
from ingest.settings import Settings


def model(dbt, session):
    dbt.config(materialized="table", alias="table")
    documents = dbt.ref("raw_document").filter("status = 'landed'")
    shas = [sha for (sha,) in documents.project("sha256").fetchall()]
    files = landed_files(Settings.from_environment(), "table", shas)
    return session.read_parquet(files).project(
        "left(sha256, 16) as document_id, * exclude (sha256)"
    )
