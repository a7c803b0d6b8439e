"""Is the smallest change found that mends all breaks, and is it said when another is as small?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from inference.blame.problem import Group, groups_of
from inference.blame.repair import Blame, blame

Term = tuple[str, int]


class Form:
    """Printed figures in yuan and the identities between them."""

    def __init__(self, **amounts: int) -> None:
        self.amounts = amounts
        self.methods: dict[str, str] = {}
        self.rows: dict[str, str] = {}
        self._records: list[dict[str, Any]] = []

    def identity(self, name: str, left: str, right: Sequence[str], relation: str = "=") -> None:
        difference = self.amounts[left] - sum(self.amounts[line] for line in right)
        tolerance = Decimal("0.5") * (1 + len(right))
        off = {"=": abs(difference), "≥": -difference, "≤": difference}[relation]
        terms: list[Term] = [(left, 1), *((line, -1) for line in right)]
        for line, weight in terms:
            self._records.append(
                {
                    "result_id": name,
                    "relation": relation,
                    "is_of_row": len({self.rows.get(line, line) for line, _ in terms}) == 1,
                    "status": "break" if off > tolerance else "pass",
                    "difference": Decimal(difference),
                    "tolerance": tolerance,
                    "left_row_id": self.rows.get(left, left),
                    "line_id": line,
                    "weight": weight,
                    "amount": Decimal(self.amounts[line]),
                    "half_digit": Decimal("0.5"),
                    "method": self.methods.get(line, "read"),
                    "source_row_id": self.rows.get(line, line),
                }
            )

    def suspect(self, *lines: str) -> None:
        self._records = [record for record in self._records if record["line_id"] in lines]

    def groups(self) -> list[Group]:
        return groups_of(self._records)

    def blame(self) -> Blame:
        [group] = self.groups()
        return blame(group)


def test_the_figure_in_which_all_breaks_meet_is_to_blame() -> None:
    form = Form(total=300, a=120, b=200, a_basic=70, a_project=30)
    form.identity("sum", "total", ["a", "b"])
    form.identity("row", "a", ["a_basic", "a_project"])
    found = form.blame()
    assert found.is_certain
    assert found.repairs[0].amounts == {"a": 10_000}


def test_a_change_may_not_break_what_holds() -> None:
    """The total is confirmed by another form, b by its row: only a can be wrong."""
    form = Form(total=300, a=120, b=200, other_total=300, b_basic=200)
    form.identity("sum", "total", ["a", "b"])
    form.identity("forms", "other_total", ["total"])
    form.identity("row", "b", ["b_basic"])
    found = form.blame()
    assert dict(found.repairs[0].amounts) == {"a": 10_000}


def test_what_nothing_else_confirms_is_not_certain() -> None:
    form = Form(total=300, a=120, b=200)
    form.identity("sum", "total", ["a", "b"])
    found = form.blame()
    assert not found.is_certain
    # What one wrong digit explains comes first: 120 for 100, 300 for 320, not 200 for 180.
    amounts = [dict(repair.amounts) for repair in found.repairs]
    assert amounts == [{"a": 10_000}, {"total": 32_000}, {"b": 18_000}]


def test_an_inferred_figure_is_suspected_first() -> None:
    form = Form(total=300, a=120, b=200)
    form.methods["b"] = "inferred"
    form.identity("sum", "total", ["a", "b"])
    found = form.blame()
    assert found.is_certain
    assert found.repairs[0].amounts == {"b": 18_000}


def test_figures_exchanged_in_a_row_are_found() -> None:
    """a's basic and project expenditure stand in each other's column; b's could be off as well."""
    form = Form(
        total=100,
        basic=60,
        project=40,
        a=50,
        a_basic=20,
        a_project=30,
        b=50,
        b_basic=30,
        b_project=20,
    )
    form.rows |= {
        line: line[0] for line in ("a", "a_basic", "a_project", "b", "b_basic", "b_project")
    }
    form.rows |= {line: "total" for line in ("total", "basic", "project")}
    for line in ("a", "b"):
        form.identity(f"row {line}", line, [f"{line}_basic", f"{line}_project"])
    form.identity("row total", "total", ["basic", "project"])
    form.identity("basic", "basic", ["a_basic", "b_basic"])
    form.identity("project", "project", ["a_project", "b_project"])
    form.identity("sum", "total", ["a", "b"])
    found = form.blame()
    assert found.repairs[0].amounts == {"a_basic": 3_000, "a_project": 2_000}


def test_a_line_that_was_left_out_is_said() -> None:
    """Sums of one row lack 40 and 10 in two columns, and every figure is confirmed elsewhere."""
    form = Form(
        total=100,
        basic=60,
        a=60,
        a_basic=50,
        other=100,
        other_basic=60,
        a_again=60,
        a_basic_again=50,
    )
    form.rows |= {"total": "r1", "basic": "r1"}
    form.identity("sum", "total", ["a"])
    form.identity("sum basic", "basic", ["a_basic"])
    for line, confirmed in (
        ("total", "other"),
        ("basic", "other_basic"),
        ("a", "a_again"),
        ("a_basic", "a_basic_again"),
    ):
        form.identity(f"forms {line}", confirmed, [line])
    missing = [dict(blame(group).repairs[0].missing) for group in form.groups()]
    assert missing == [{"sum": 4_000}, {"sum basic": 1_000}]


def test_breaks_that_share_nothing_are_findings_of_their_own() -> None:
    form = Form(total=10, a=20, other=30, b=50)
    form.identity("one", "total", ["a"])
    form.identity("two", "other", ["b"])
    assert [[i.result_id for i in group.broken] for group in form.groups()] == [["one"], ["two"]]


def test_a_bound_is_mended_by_what_respects_it() -> None:
    form = Form(limit=100, part=150, part_again=150)
    form.identity("bound", "limit", ["part"], relation="≥")
    form.identity("confirmed", "part_again", ["part"])
    found = form.blame()
    assert found.is_certain
    [(line, amount)] = found.repairs[0].amounts.items()
    assert line == "limit" and amount >= 14_900


def test_a_figure_in_the_next_column_belongs_elsewhere_in_its_row() -> None:
    form = Form(public=20, other=20, moved=100, row_total=100, of_form=20, children=20)
    form.rows = {"row_total": "row", "moved": "row"}
    form.identity("column", "public", ["other", "moved"])
    form.identity("row", "row_total", ["moved"])
    form.identity("other form", "public", ["of_form"])
    form.identity("hierarchy", "other", ["children"])
    # Figures that stand in no break aren't to blame.
    form.suspect("public", "other", "moved")
    found = form.blame()
    assert found.is_moved
    assert [repair.amounts for repair in found.repairs] == [{"moved": 0}]
