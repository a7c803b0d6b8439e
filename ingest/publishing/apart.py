"""Which document makes a Python model raise? It costs that document only (int_set_aside)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

Record = Mapping[str, Any]
_SCHEMA = pa.schema({"document_id": pa.string(), "problem": pa.string()})


def read_apart(
    session: Any, model: str, read: Callable[..., Iterable[Record]], *tables: Sequence[Record]
) -> list[Record]:
    """What `read` makes of the rows of `tables`; of each document alone where one makes it raise.

    Those that do are kept beside the checks that documents break, by the model's name.
    """
    try:
        return list(read(*tables))
    except Exception:
        records, raised = _of_each(read, tables)
    session.register("raised", pa.Table.from_pylist(raised, schema=_SCHEMA))
    session.execute("create schema if not exists checks")
    session.execute(f"create or replace table checks.{model} as select * from raised")
    session.unregister("raised")
    return records


def _of_each(
    read: Callable[..., Iterable[Record]], tables: Sequence[Sequence[Record]]
) -> tuple[list[Record], list[dict[str, str]]]:
    documents: dict[str, list[list[Record]]] = defaultdict(lambda: [[] for _ in tables])
    for number, table in enumerate(tables):
        for row in table:
            documents[row["document_id"]][number].append(row)
    records: list[Record] = []
    raised: list[dict[str, str]] = []
    for document_id, own in documents.items():
        try:
            records += read(*own)
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
            raised.append({"document_id": document_id, "problem": problem})
    return records, raised
