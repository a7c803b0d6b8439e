"""The disclosures whose every printed amount people have placed by hand (expected.csv)."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.support.warehouses import ROOT, SAMPLES, WHOLE_DOCUMENTS, Warehouse

KEY = (
    "statement", "function_code", "economic_code", "unit_code", "project_code", "item",
    "measure", "fund", "value_basis", "amount_text",
)  # fmt: skip
Fact = tuple[str | Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure: its sample, the whole document, and who it is."""

    name: str
    sample: str
    number: str
    bureau: str
    division_code: str
    fiscal_year: int
    stage: str

    def source(self, whole: bool) -> Path:
        if whole:
            [file] = WHOLE_DOCUMENTS.glob(f"{self.number}_*.txt")
            return file
        return SAMPLES / self.sample

    def expected(self) -> list[dict[str, str]]:
        """The rows of the key: one a printed amount; an empty cell stands for NULL."""
        file = ROOT / "tests" / "documents" / self.name / "expected.csv"
        with file.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    def expected_facts(self) -> Counter[Fact]:
        """One fact a key, however often a form prints it."""
        printed = self._printed()
        return printed - self._printed_again(printed)

    def expected_again(self) -> Counter[tuple[str, str]]:
        """The statement and text of each amount that a form prints again: a total's, mostly."""
        again = self._printed_again(self._printed())
        return Counter((str(fact[0]), str(fact[9])) for fact in again.elements())

    def _printed(self) -> Counter[Fact]:
        return Counter(
            (*(row[column] or None for column in KEY), Decimal(row["amount_yuan"]))
            for row in self.expected()
        )

    @staticmethod
    def _printed_again(printed: Counter[Fact]) -> Counter[Fact]:
        # What a project is spent on is told by its name; so is a thing that is bought, by its row.
        return Counter(
            {
                fact: count - 1
                for fact, count in printed.items()
                if count > 1
                and fact[6] != "spending_item"
                and fact[0] not in ("procurement", "service_purchases", "assets")
            }
        )

    def facts(self, warehouse: Warehouse, whole: bool, *columns: str) -> Counter[Fact]:
        """The facts of the money forms, with further columns if named."""
        rows = warehouse.query(
            f"select {', '.join((*KEY, 'amount', *columns))} from fct_budget_line"
            " where document_id = ?",
            [warehouse.document_id(self.source(whole))],
        )
        return Counter(rows)


JIANGHAN = Disclosure(
    name="jianghan_2022_final",
    sample="武汉市江汉区医疗保障局2022年度部门决算.txt",
    number="000",
    bureau="武汉市江汉区医疗保障局",
    division_code="420103",
    fiscal_year=2022,
    stage="final",
)
DONGXIHU = Disclosure(
    name="dongxihu_2024_final",
    sample="武汉市东西湖区医疗保障局2024年度部门决算.md",
    number="001",
    bureau="武汉市东西湖区医疗保障局",
    division_code="420112",
    fiscal_year=2024,
    stage="final",
)
HANYANG = Disclosure(
    name="hanyang_2020_budget",
    sample="武汉市汉阳区医疗保障局2020年部门预算.txt",
    number="002",
    bureau="武汉市汉阳区医疗保障局",
    division_code="420105",
    fiscal_year=2020,
    stage="budget",
)
EZHOU = Disclosure(
    name="ezhou_2022_final",
    sample="鄂州市医疗保障服务中心2022年度部门决算.md",
    number="003",
    bureau="鄂州市医疗保障服务中心",
    division_code="420700",
    fiscal_year=2022,
    stage="final",
)
QINGSHAN = Disclosure(
    name="qingshan_2026_budget",
    sample="武汉市青山区医疗保障局（汇总）2026年部门预算.md",
    number="004",
    bureau="武汉市青山区医疗保障局",
    division_code="420107",
    fiscal_year=2026,
    stage="budget",
)
DISCLOSURES = (JIANGHAN, DONGXIHU, HANYANG, EZHOU, QINGSHAN)
