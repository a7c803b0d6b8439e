"""One row a file of the data folders: lands what is new, by content (ingest.landing)."""

import pyarrow as pa

from ingest.landing import land, landed_files
from ingest.settings import Settings


def model(dbt, session):
    dbt.config(materialized="table", alias="document")
    settings = Settings.from_environment()
    report = land(settings)
    files = pa.table(
        {
            "source_path": pa.array([file.source_path for file in report], pa.string()),
            "sha256": pa.array([file.sha256 for file in report], pa.string()),
            "status": pa.array([file.status for file in report], pa.string()),
            "problem": pa.array([file.problem for file in report], pa.string()),
            "is_new": pa.array([file.new for file in report], pa.bool_()),
        }
    )
    records = session.read_parquet(
        landed_files(settings, "document", (file.sha256 for file in report))
    )
    session.register("landed_file", files)
    records.create_view("landed_record", replace=True)
    result = session.sql(
        """
        select
            left(file.sha256, 16) as document_id, file.sha256, file.source_path, record.format,
            record.producer, record.bytes, record.pages, record.tables, record.rows,
            record.ingest_version, record.seconds, file.status, file.problem, file.is_new
        from landed_file as file
        left join landed_record as record on file.sha256 = record.sha256
        order by file.source_path
        """
    ).to_arrow_table()
    session.sql("drop view landed_record")
    return result
