"""Small disclosures in the layouts of many places, as printed, with what each cell means by hand.

One file a layout (`layouts/*.tsv`). A line without a tab is a paragraph, one with tabs a row of a
table, as printed. What is added by hand begins with `@` or, in front of a row, with `=`:

- `@document bureau division_code fiscal_year stage scope`, `@presence statement=status …`
- `@form statement unit [fund]`: what the rows below belong to; `-` is no known statement
- `@columns …`: each cell's measure, `measure/fund/value_basis` where they differ from the form's;
  `.` no amount, `|` no amount and the next lane begins, `#` an amount whose row says the measure,
  `!reason` an amount that can't be a fact, and why
- `=key cells…`: the row's line, lanes parted by `|`: `f:` function, `e:` economic code, `u:` unit,
  `p:` project, `i:` item (`i:opening_balance:fund`), `m:` measure, joined by `+`; `-` no line,
  `!reason` a line whose amounts can't be facts
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from tests.support.documents.disclosures import KEY, Fact
from tests.support.warehouses import ROOT, Warehouse

FOLDER = ROOT / "tests" / "documents" / "layouts"
YUAN = {"元": 1, "百元": 100, "千元": 1000, "万元": 10000}
_FIGURE = re.compile(r"-?[\d,]*\d(\.\d+)?")
_KEYS = {"f": "function_code", "e": "economic_code", "u": "unit_code", "p": "project_code"}


@dataclass(slots=True)
class Layout:
    """One disclosure: what is printed, the facts in it, the amounts that can't be facts."""

    name: str
    bureau: str = ""
    division_code: str | None = None
    fiscal_year: int = 0
    stage: str = ""
    scope: str = ""
    presence: dict[str, str] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    facts: Counter[Fact] = field(default_factory=Counter)
    unplaced: Counter[tuple[str | None, str, str]] = field(default_factory=Counter)

    def found_facts(self, warehouse: Warehouse, document_id: str) -> Counter[Fact]:
        return Counter(
            warehouse.query(
                f"select {', '.join((*KEY, 'amount'))} from fct_budget_line where document_id = ?",
                [document_id],
            )
        )

    def found_unplaced(
        self, warehouse: Warehouse, document_id: str
    ) -> Counter[tuple[str | None, str, str]]:
        return Counter(
            warehouse.query(
                # A share of a column is no amount; that it is listed is shown elsewhere.
                "select statement, reason_code, amount_text from dq_unplaced_amount"
                " where document_id = ? and reason_code != 'rate_out_of_scope'",
                [document_id],
            )
        )


def read(file: Path) -> Layout:
    layout = Layout(file.stem)
    statement, unit, fund, columns = "-", "元", "all", [""]
    for line in file.read_text(encoding="utf-8").splitlines():
        mark, *cells = line.split("\t")
        if mark == "@document":
            layout.bureau, division, year, layout.stage, layout.scope = cells
            layout.division_code, layout.fiscal_year = division or None, int(year)
        elif mark == "@presence":
            layout.presence = dict(cell.split("=") for cell in cells)
        elif mark == "@form":
            statement, unit, fund = (*cells, "all")[:3]
        elif mark == "@columns":
            columns = cells
        elif mark.startswith("="):
            layout.printed.append("\t".join(cells))
            _read_row(layout, mark[1:], cells, columns, (statement, unit, fund))
        else:
            layout.printed.append(line)
    return layout


def _read_row(
    layout: Layout, keys: str, cells: list[str], columns: list[str], form: tuple[str, str, str]
) -> None:
    statement, unit, form_fund = form
    lanes = keys.split("|")
    lane = 0
    for cell, column in zip(cells, columns, strict=False):
        lane += column == "|"
        if column in (".", "|") or not _FIGURE.fullmatch(cell):
            continue
        key = lanes[lane]
        reason = next((text[1:] for text in (column, key) if text.startswith("!")), None)
        if reason:
            layout.unplaced[statement if statement != "-" else None, reason, cell] += 1
            continue
        fact: dict[str, str | None] = dict.fromkeys(KEY)
        measure, *rest = column.split("/")
        fact["fund"] = rest[0] if rest and rest[0] else form_fund
        fact["value_basis"] = rest[1] if len(rest) > 1 else layout.stage
        for part in key.split("+"):
            kind, _, value = part.partition(":")
            if kind == "i":
                fact["item"], _, fund = value.partition(":")
                fact["fund"] = fund or fact["fund"]
            elif kind == "m":
                fact["item"] = value if value == "agency_operation" else "total"
                measure = value
            else:
                fact[_KEYS[kind]] = value
        fact |= {"statement": statement, "measure": measure, "amount_text": cell}
        quantity = measure.startswith("quantity")
        amount = Decimal(cell.replace(",", "")) * (1 if quantity else YUAN[unit])
        layout.facts[(*(fact[column] for column in KEY), amount)] += 1


LAYOUTS = [read(file) for file in sorted(FOLDER.glob("*.tsv"))]
