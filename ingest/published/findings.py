"""What was found in a published warehouse's documents? Findings as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.published.report import FITS, connect

_FINDINGS = f"""
select
    f.finding_id, f.severity, k.name_zh as kind_zh, k.name_en as kind_en, f.finding_zh,
    f.finding_en, d.source_path, d.format, f.page, f.bbox, f.table_number, f.row_number,
    r.text as printed
from fct_finding as f
join dim_document as d on f.document_id = d.document_id
join seeds.finding_kinds as k on f.kind = k.kind
left join dim_bureau as b on f.bureau_id = b.bureau_id
left join staging.stg_row as r on f.source_row_id = r.row_id
where {FITS}
order by d.source_path, array_position(['high', 'medium', 'low'], f.severity), f.page, f.finding_id
"""


_EXTENT = f"""
select
    count(*),
    coalesce(sum((
        select count(*) from dq_unplaced_amount as u where u.document_id = d.document_id
    )), 0)
from dim_document as d
left join dim_bureau as b on d.bureau_id = b.bureau_id
where {FITS}
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `bbox` is left, top, right, bottom in points, None where nothing says where."""

    finding_id: str
    severity: str
    kind_zh: str
    kind_en: str
    finding_zh: str
    finding_en: str
    source_path: str
    format: str | None
    page: int | None
    bbox: tuple[float, float, float, float] | None
    table_number: int | None
    row_number: int | None
    printed: str | None


def findings_of(warehouse: Path, document: str) -> list[Finding]:
    """The findings of the documents whose path, id or bureau fits, the gravest first.

    Raises:
        NoWarehouse: there is none.
    """
    with connect(warehouse) as db:
        rows = db.execute(_FINDINGS, [document]).to_arrow_table().to_pylist()
    return [
        Finding(**(row | {"bbox": tuple(row["bbox"]) if row["bbox"] else None})) for row in rows
    ]


def extent_of(warehouse: Path, document: str) -> tuple[int, int]:
    """How many documents' path, id or bureau fits, and how many of their amounts have no place.

    Raises:
        NoWarehouse: there is none.
    """
    with connect(warehouse) as db:
        [(documents, unplaced)] = db.execute(_EXTENT, [document]).fetchall()
    return documents, int(unplaced)
