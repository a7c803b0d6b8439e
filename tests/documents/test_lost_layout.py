"""What a text dump loses, the identities give back: complete forms with their layout blanked out.

Each document is printed as dumps do (tests/support/lost_layout.py), torn or not, also with one
figure changed. What is placed then must be what the complete form says; the rest is listed.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.documents.disclosures import EZHOU, KEY, QINGSHAN, Fact
from tests.support.documents.layouts import LAYOUTS, Layout
from tests.support.lost_layout import without_layout
from tests.support.warehouses import SAMPLES, BuildOnce, Share, Warehouse

SEEDS = (None, 1, 2)
CHANGES = range(6)


@dataclass(frozen=True, slots=True)
class Complete:
    """A complete sample, and the least share of its amounts that must be placed without layout.

    Most forms of 青山 are lists of units and projects with zeros in all columns: nothing tells
    where they stand.
    """

    file: str
    share: float


DOCUMENTS = (
    Complete(EZHOU.sample, 1.0),
    Complete(QINGSHAN.sample, 0.4),
    Complete("上海市普陀区人民政府办公室2025年单位预算.docx", 0.95),
    Complete("上海市普陀区人民政府办公室2025年部门预算.xlsx", 0.9),
)
CHANGED = EZHOU
# Some disclosures of other places, each torn in one way: excerpts, of which less is decidable.
OTHERS = [(layout, SEEDS[n % len(SEEDS)]) for n, layout in enumerate(LAYOUTS[::3])]
OTHERS_SHARE = 0.79


def rows_of(warehouse: Warehouse, file: str) -> list[list[str]]:
    found = warehouse.query(
        "select cells from raw.row where document_id = ?"
        " order by line_number, table_number, row_number",
        [warehouse.document_id(SAMPLES / file)],
    )
    return [list(cells) for (cells,) in found]


def facts_of(warehouse: Warehouse, document_id: str) -> Counter[Fact]:
    return Counter(
        warehouse.query(
            f"select {', '.join((*KEY, 'amount'))} from fct_budget_line where document_id = ?",
            [document_id],
        )
    )


def changed(rows: list[list[str]], seed: int) -> tuple[list[list[str]], str, str]:
    """The rows with one of their figures raised, and the figure before and after."""
    chance = random.Random(seed)
    places = [
        (r, c)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if re.fullmatch(r"[1-9][\d,]*\.\d\d", cell.strip())
    ]
    row, column = chance.choice(places)
    before = rows[row][column].strip()
    after = f"{Decimal(before.replace(',', '')) + chance.choice([1, 10, 100]):,.2f}"
    result = [list(cells) for cells in rows]
    result[row][column] = after
    return result, before, after


@pytest.fixture(scope="session")
def folder(samples: Warehouse, share: Share) -> Path:
    def fill(folder: Path) -> None:
        for document in DOCUMENTS:
            rows = rows_of(samples, document.file)
            for seed in SEEDS:
                text = without_layout(rows, seed)
                (folder / f"{Path(document.file).stem}-{seed}.txt").write_text(text, "utf-8")
        for layout, seed in OTHERS:
            text = without_layout([line.split("\t") for line in layout.printed], seed)
            (folder / f"{layout.name}.txt").write_text(text, "utf-8")
        for seed in CHANGES:
            rows, *_ = changed(rows_of(samples, CHANGED.sample), seed)
            (folder / f"changed-{seed}.txt").write_text(without_layout(rows), "utf-8")

    return share("lost_layout_folder", fill)


@pytest.fixture(scope="session")
def blanked(build_once: BuildOnce, folder: Path) -> Warehouse:
    return build_once("lost_layout", [folder])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: Path(d.file).suffix + d.file[:8])
def test_what_is_placed_without_layout_is_what_the_form_says(
    samples: Warehouse, blanked: Warehouse, folder: Path, document: Complete, seed: int | None
) -> None:
    complete = facts_of(samples, samples.document_id(SAMPLES / document.file))
    found_id = blanked.document_id(folder / f"{Path(document.file).stem}-{seed}.txt")
    found = facts_of(blanked, found_id)
    assert not found - complete, "amounts in a wrong place"
    assert found.total() >= document.share * complete.total()
    [(listed,)] = blanked.query(
        "select count(*) from dq_unplaced_amount where document_id = ?", [found_id]
    )
    assert found.total() + listed >= complete.total()


def test_in_disclosures_of_other_places_nothing_is_placed_wrong(
    blanked: Warehouse, folder: Path
) -> None:
    def found(layout: Layout) -> Counter[Fact]:
        return layout.found_facts(blanked, blanked.document_id(folder / f"{layout.name}.txt"))

    placed = {layout.name: found(layout) for layout, _ in OTHERS}
    wrong = {layout.name: placed[layout.name] - layout.facts for layout, _ in OTHERS}
    assert not any(wrong.values()), "amounts in a wrong place"
    printed = sum(layout.facts.total() for layout, _ in OTHERS)
    assert sum(facts.total() for facts in placed.values()) >= OTHERS_SHARE * printed


@pytest.mark.parametrize("seed", CHANGES)
def test_a_changed_figure_misplaces_nothing(
    samples: Warehouse, blanked: Warehouse, folder: Path, seed: int
) -> None:
    _, before, after = changed(rows_of(samples, CHANGED.sample), seed)
    complete = facts_of(samples, samples.document_id(SAMPLES / CHANGED.sample))
    found = facts_of(blanked, blanked.document_id(folder / f"changed-{seed}.txt"))
    wrong = found - complete
    as_printed = {fact[:-2] for fact in complete if fact[-2] == before}
    assert all(fact[-2] == after and fact[:-2] in as_printed for fact in wrong)
    assert wrong.total() <= 1
    assert found.total() >= 0.5 * complete.total()
