"""How long do the checks take, and what do they find, in made-up disclosures with known defects?

Run: ``python benchmarks/checking.py DOCUMENTS [SHARE_OF_DEFECTS]``, after a `make build`, whose
tables say what the columns are. What the forms print is written where reading them would have put
it; dbt then runs the models of the checks, in a process of its own whose time and memory count.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingest.settings import PROJECT, Settings
from tests.support.documents.disclosures import DEFECTS, Disclosure, disclosures

_CHECKS = (
    "int_operand", "int_identity_operand", "int_document_pair", "int_identity_documents",
    "int_narrative_sentence", "int_narrative_match", "int_narrative_change",
    "int_narrative_comparison", "fct_narrative_claim", "int_narrative_operand",
    "int_narrative_comparison_operand", "dim_identity", "dq_identity_result", "int_break_operand",
    "int_blame", "int_presence_finding", "int_amount_finding", "int_text_finding",
    "int_code_finding", "int_column_finding", "fct_finding",
)  # fmt: skip
_GIVEN = (
    "main.fct_budget_line", "main.dim_document", "main.dim_statement_presence",
    "intermediate.int_amount", "intermediate.int_document_profile", "intermediate.int_bureau",
    "intermediate.int_form", "intermediate.int_form_column", "intermediate.int_form_row",
    "intermediate.int_title", "staging.stg_row", "raw.document",
)  # fmt: skip
_BATCH = 500
_FORMS = (
    "summary", "income", "expenditure", "appropriation_summary", "gpb_expenditure",
    "gpb_basic_expenditure", "government_fund", "three_public",
)  # fmt: skip


def key(*parts: object) -> str:
    """A key of 16 digits."""
    return hashlib.md5("|".join(map(str, parts)).encode()).hexdigest()[:16]


def amounts(made: Disclosure) -> Iterator[dict[str, Any]]:
    """The fact rows of a disclosure, with what int_amount says of them."""
    factor = 1 if made.is_in_yuan else 10_000
    for number, line in enumerate(made.lines):
        yuan = line.printed / 100
        yield {
            "line_id": key(made.number, line.cell), "document_id": made.document_id,
            "bureau_id": made.bureau, "fiscal_year": made.year, "stage": "final",
            "scope": "department", "statement": line.statement, "function_code": line.function,
            "economic_code": line.economic, "item": line.item, "line_level": line.level,
            "measure": line.measure, "fund": line.fund, "value_basis": line.basis,
            "amount_text": f"{yuan:,.2f}", "printed": line.printed, "factor": factor,
            "unit_text": "元" if made.is_in_yuan else "万元",
            "name_text": line.item or line.function or line.economic, "method": "read",
            "confidence": 1.0, "source_row_id": key(made.number, line.statement, line.row),
            "page": 1, "table_number": 1, "row_number": number + 1, "column_number": 1,
            "form_id": key(made.number, line.statement), "side": line.side, "position": number,
        }  # fmt: skip


def sentences(made: Disclosure) -> Iterator[dict[str, Any]]:
    """What the explanations say of the expenditure, row by row, beside rows of no figure."""
    said = {
        line.measure: f"{line.printed / 100 / (10_000 if made.is_in_yuan else 1):.2f}万元"
        for line in made.lines
        if line.statement == "expenditure" and line.item == "total"
    }
    texts = ["本部门认真贯彻落实中央决策部署,厉行节约,严格控制支出。"] * 40
    if {"total_expenditure", "basic_expenditure"} <= said.keys():
        texts.append(
            f"{made.year}年度支出合计{said['total_expenditure']}。其中:"
            f"基本支出{said['basic_expenditure']},主要用于人员经费。"
        )
    texts.append(_rates(random.Random(made.number)))
    for number, text in enumerate(texts):
        yield {
            "row_id": key(made.number, "text", number), "document_id": made.document_id,
            "position": 10_000 + number, "page": 1, "text": text, "compact_text": text,
            "filled_count": 1,
        }  # fmt: skip


def _rates(rng: random.Random) -> str:
    """A change and a completion as bureaus print them: rounded or cut, of exact figures or printed
    ones, with trailing zeros or without."""
    figure, before, budget = (rng.randrange(1_000, 5_000_000) for _ in range(3))  # in yuan
    printed, printed_before = round(figure / 10_000, 2), round(before / 10_000, 2)
    exact = rng.random() < 0.5
    change = abs((figure - before) / 10_000 if exact else printed - printed_before)
    rate = 100 * (change * 10_000 / before if exact else change / printed_before)
    done = 100 * figure / budget
    words = ("增加", "增长") if figure >= before else ("减少", "下降")

    def said(number: float, digits: int) -> str:
        text = f"{number:.{digits}f}"
        return text.rstrip("0").rstrip(".") if digits and rng.random() < 0.5 else text

    def share(number: float) -> str:
        digits = rng.randrange(3)
        cut = int(number * 10**digits) / 10**digits
        return said(cut if rng.random() < 0.3 else number, digits)

    return (
        f"机关运行经费支出{said(figure / 10_000, 2)}万元,比上年{words[0]}{said(change, 2)}万元,"
        f"{words[1]}{share(rate)}%。培训费年初预算为{said(budget / 10_000, 2)}万元,"
        f"支出决算为{said(figure / 10_000, 2)}万元,完成年初预算的{share(done)}%。"
    )


def write(db: duckdb.DuckDBPyConnection, some: list[Disclosure]) -> None:
    """Put disclosures where reading them would have put them."""
    lines = pa.Table.from_pylist([row for made in some for row in amounts(made)])
    documents = pa.Table.from_pylist(
        [
            {
                "document_id": made.document_id, "bureau_id": made.bureau,
                "bureau_name": made.bureau, "fiscal_year": made.year, "stage": "final",
                "scope": "department", "source_path": f"{made.number}.md", "status": "built",
                "sha256": made.document_id, "format": "text", "forms": 8, "pages": 1,
                "scanned_pages": 0, "bytes": 1, "ingest_version": "0",
            }
            for made in some
        ]
    )  # fmt: skip
    presence = pa.Table.from_pylist(
        [
            {
                "document_id": made.document_id, "statement": form, "stage": "final",
                "status": "missing" if form == made.removed else "filled",
                "amounts_printed": 1, "amounts_placed": 1, "amounts_unplaced": 0,
            }
            for made in some
            for form in _FORMS
        ]
    )  # fmt: skip
    db.register("texts", pa.Table.from_pylist([row for made in some for row in sentences(made)]))
    db.register("lines", lines)
    db.register("documents", documents)
    db.register("presence", presence)
    given = {
        "main.fct_budget_line": "select * exclude (printed, factor, form_id, side, position),"
        " printed * factor / 100 as amount from lines",
        "intermediate.int_amount": "select line_id as amount_id, form_id, document_id, statement,"
        " source_row_id as row_id, source_row_id as printed_line, position, 1 as lane, side,"
        " 'money' as measure_kind, factor, 0.005 as printed_half_digit from lines",
        "main.dim_document": "select * exclude (bureau_name) from documents",
        "intermediate.int_document_profile": "select document_id, bureau_name, fiscal_year, stage,"
        " scope from documents",
        "intermediate.int_bureau": "select distinct bureau_name, bureau_id from documents where"
        " bureau_id not in (select bureau_id from intermediate.int_bureau)",
        "main.dim_statement_presence": "from presence",
        "staging.stg_row": "from texts",
    }
    for table, query in given.items():
        db.execute(f"insert into {table} by name {query}")


def prepare(file: Path, template: Path, count: int, share: float) -> list[Disclosure]:
    """Write a build file with `count` disclosures; return those with a defect."""
    planted: list[Disclosure] = []
    with duckdb.connect(str(file)) as db:
        db.execute(f"attach '{template}' as template (read_only)")
        for schema in ("main", "intermediate", "staging", "raw"):
            db.execute(f"create schema if not exists {schema}")
        for table in _GIVEN:
            db.execute(f"create table {table} as from template.{table} limit 0")
        db.execute("detach template")
        batch: list[Disclosure] = []
        for made in disclosures(count, share):
            batch.append(made)
            if made.defect:
                planted.append(made)
            if len(batch) == _BATCH:
                write(db, batch)
                batch = []
        if batch:
            write(db, batch)
    return planted


def dbt(file: Path, folder: Path, *arguments: str) -> float:
    """Run dbt on the build file; return the seconds that it took."""
    started = time.perf_counter()
    environment = os.environ | {
        "GONGKAI_BUILD": str(file), "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"), "GONGKAI_WAREHOUSE": str(folder / "none.duckdb"),
    }  # fmt: skip
    subprocess.run(
        [str(Path(sys.executable).with_name("dbt")), *arguments, "--quiet"],
        cwd=PROJECT, env=environment, check=True,
    )  # fmt: skip
    return time.perf_counter() - started


def outcome(file: Path, planted: list[Disclosure], count: int) -> str:
    """What was found of what was planted, as lines of text."""
    with duckdb.connect(str(file), read_only=True) as db:
        found = db.execute(
            "select document_id, kind, statement, cause, line_ids, other_line_ids, is_certain"
            " from fct_finding"
        ).fetchall()
        statuses = db.execute(
            "select status, count(*) from dq_identity_result group by all order by all"
        ).fetchall()
        fact = db.execute("select count(*) from fct_budget_line").fetchall()[0][0]
    by_document: dict[str, list[Any]] = {}
    for row in found:
        by_document.setdefault(row[0], []).append(row)
    total, seen, right, certain = Counter(), Counter(), Counter(), Counter()
    for made in planted:
        rows = by_document.pop(made.document_id, [])
        total[made.defect] += 1
        seen[made.defect] += bool(rows)
        right[made.defect] += any(_is_right(made, row) for row in rows)
        certain[made.defect] += any(_is_right(made, row) and row[6] for row in rows)
    lines = [
        f"{count} documents, {fact} amounts, identities {dict(statuses)}",
        f"{len(by_document)} findings in documents without a defect",
        "defect              planted  found  blame right  and certain",
    ]
    for defect in DEFECTS:
        lines.append(
            f"{defect:<20}{total[defect]:>7}{seen[defect]:>7}{right[defect]:>13}{certain[defect]:>13}"
        )
    return "\n".join(lines)


def _is_right(made: Disclosure, row: tuple[Any, ...]) -> bool:
    _, kind, statement, cause, line_ids, _, _ = row
    if made.defect == "form_removed":
        return bool(kind == "form_missing" and statement == made.removed)
    if made.defect == "line_dropped":
        return bool((cause == "line" or kind == "line_missing") and statement == made.place)
    return bool({key(made.number, cell) for cell in made.planted} & set(line_ids))


def main() -> None:
    """Print what was found, and what it took."""
    count = int(sys.argv[1])
    share = float(sys.argv[2]) if len(sys.argv) > 2 else 0.05
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "build.duckdb"
        planted = prepare(file, Settings.from_environment().warehouse, count, share)
        dbt(file, folder, "seed")
        idle = dbt(file, folder, "run", "--select", "dim_identity")
        seconds = dbt(file, folder, "run", "--select", *_CHECKS)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        sys.stdout.write(outcome(file, planted, count) + "\n")
        for result in json.loads((folder / "target" / "run_results.json").read_text())["results"]:
            name = result["unique_id"].rpartition(".")[2]
            sys.stdout.write(f"{result['execution_time']:>8.1f} s  {name}\n")
        sys.stdout.write(
            f"{seconds:.1f} s ({idle:.1f} s of it dbt's own start), peak memory"
            f" {memory // 1024} MiB\n"
        )


if __name__ == "__main__":
    main()
