"""What is made slice by slice is what would be made at once."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.support.warehouses import SAMPLES, Warehouse

_TABLES = ("intermediate.int_identity_operand", "main.dq_identity_result")


def test_slices_make_the_same_operands_and_results(samples: Warehouse, tmp_path: Path) -> None:
    sliced = samples.copy(tmp_path / "sliced")
    output = sliced.build(
        [SAMPLES], "--select", "int_identity_operand", "dq_identity_result",
        "--vars", "{amounts_a_slice: 300}",
    )  # fmt: skip
    assert "2 sliced models" in output
    with duckdb.connect(str(sliced.folder / "build.duckdb"), read_only=True) as db:
        db.execute(f"attach '{samples.published}' as whole (read_only)")
        for table in _TABLES:
            [(rows, documents)] = db.execute(
                f"select count(*), count(distinct document_id) from {table}"
            ).fetchall()
            assert rows > 1000
            assert documents > 5
            for one, other in ((f"whole.{table}", table), (table, f"whole.{table}")):
                assert db.execute(f"from {one} except all from {other}").fetchall() == []
