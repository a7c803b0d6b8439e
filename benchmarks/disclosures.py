"""Made-up final accounts whose forms obey every identity, and what goes wrong in them when planted.

Amounts are drawn in fen and printed in 万元 with two decimals, or in yuan with two: each figure is
rounded on its own, as in real accounts, so that sums are off by rounding everywhere.
"""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

DEFECTS = (
    "amount_changed", "total_off_by_one", "columns_swapped", "line_dropped", "code_changed",
    "form_removed",
)  # fmt: skip
_GPB, _GOV = "general_public_budget", "government_fund"
_BASIC_ITEMS = ("2010301", "2010350", "2080501", "2080505", "2101101", "2210201")
_PROJECT_ITEMS = ("2010301", "2010302", "2080505", "2010399", "2089999", "2101199")
_GOV_ITEM = "2296003"
_ECONOMIC = {
    "301": ("30101", "30102", "30103", "30108", "30113"),
    "302": ("30201", "30202", "30211", "30217", "30231", "30299"),
    "303": ("30301", "30305"),
}
_TYPES = ("total_expenditure", "basic_expenditure", "project_expenditure")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed amount; `fen` is exact, `row` names its printed row within the form."""

    statement: str
    row: str
    measure: str
    fen: int
    level: str
    fund: str = "all"
    basis: str = "final"
    item: str | None = None
    function: str | None = None
    economic: str | None = None
    side: str | None = None
    printed: int = 0  # in the last printed digit

    @property
    def cell(self) -> str:
        return f"{self.statement}/{self.row}/{self.measure}/{self.fund}/{self.basis}"


@dataclass(slots=True)
class Disclosure:
    """`planted` are the cells that were made wrong, `place` the form and column they are in."""

    number: int
    year: int
    is_in_yuan: bool
    lines: list[Line]
    defect: str | None = None
    planted: list[str] = field(default_factory=list)
    place: str | None = None
    removed: str | None = None

    @property
    def document_id(self) -> str:
        return hashlib.md5(f"disclosure {self.number}".encode()).hexdigest()[:16]

    @property
    def bureau(self) -> str:
        return f"第{self.number // 2}局"


def disclosures(count: int, share_of_defects: float, seed: int = 1) -> Iterator[Disclosure]:
    """`count` final accounts, two years of each bureau, the given share of them with one defect."""
    for number in range(count):
        rng = random.Random(f"{seed} {number}")
        carried = random.Random(f"{seed} carried {number // 2}").randrange(10_000_00, 90_000_00)
        is_in_yuan = rng.random() < 0.3
        lines = _lines(rng, 0 if number % 2 == 0 else carried, carried if number % 2 == 0 else 0)
        digit = 1 if is_in_yuan else 10_000
        lines = [replace(line, printed=(line.fen + digit // 2) // digit) for line in lines]
        made = Disclosure(number, 2023 + number % 2, is_in_yuan, lines)
        if rng.random() < share_of_defects:
            _plant(made, rng, DEFECTS[rng.randrange(len(DEFECTS))])
        yield made


def _lines(rng: random.Random, opening: int, closing: int) -> list[Line]:
    def draw(low: int, high: int) -> int:
        return rng.randrange(low * 100, high * 100)

    economic = {code: draw(30_000, 900_000) for codes in _ECONOMIC.values() for code in codes}
    basic = _split(rng, sum(economic.values()), _BASIC_ITEMS)
    projects = {code: draw(100_000, 9_000_000) for code in _PROJECT_ITEMS}
    other = {"2010302": draw(50_000, 500_000)} if rng.random() < 0.5 else {}
    gov = {_GOV_ITEM: draw(100_000, 2_000_000) + closing}
    gpb = {code: (basic.get(code, 0), projects.get(code, 0)) for code in {*basic, *projects}}
    everything = {
        code: (
            gpb.get(code, (0, 0))[0],
            gpb.get(code, (0, 0))[1] + other.get(code, 0) + gov.get(code, 0),
        )
        for code in {*gpb, *gov}
    }
    lines = [
        *_types("expenditure", "all", everything),
        *_types("gpb_expenditure", _GPB, gpb),
        *_types("government_fund", _GOV, {code: (0, fen) for code, fen in gov.items()}),
        *_by_code("government_fund", _GOV, "opening_balance", dict.fromkeys(gov, opening)),
        *_by_code("government_fund", _GOV, "closing_balance", dict.fromkeys(gov, closing)),
        *_by_code(
            "government_fund",
            _GOV,
            "income",
            {c: fen + closing - opening for c, fen in gov.items()},
        ),
    ]
    income = {code: sum(pair) for code, pair in everything.items()}
    income[_GOV_ITEM] += closing - opening
    lines += _by_code("income", "all", "total_income", income)
    lines += _by_code("income", "all", "other_income", other)
    appropriated = {code: fen - other.get(code, 0) for code, fen in income.items()}
    lines += _by_code("income", "all", "appropriation_income", appropriated)
    lines += _summary(everything, gpb, gov, other, opening, closing)
    lines += _appropriations(gpb, gov, opening, closing)
    return [line for line in lines + _economic(economic) + _three_public(rng, economic) if line.fen]


def _split(rng: random.Random, total: int, keys: tuple[str, ...]) -> dict[str, int]:
    weights = [rng.random() + 0.2 for _ in keys]
    parts = [int(total * weight / sum(weights)) for weight in weights]
    parts[0] += total - sum(parts)
    return dict(zip(keys, parts, strict=True))


def _by_code(statement: str, fund: str, measure: str, items: dict[str, int]) -> list[Line]:
    sums: dict[str, int] = defaultdict(int)
    for code, fen in items.items():
        for length in (3, 5, 7):
            sums[code[:length]] += fen
    levels = {3: "class", 5: "group", 7: "item"}
    total = sum(items.values())
    return [
        Line(statement, "total", measure, total, "total", fund, item="total"),
        *(
            Line(statement, code, measure, fen, levels[len(code)], fund, function=code)
            for code, fen in sorted(sums.items())
        ),
    ]


def _types(statement: str, fund: str, items: dict[str, tuple[int, int]]) -> list[Line]:
    values = (
        {code: sum(pair) for code, pair in items.items()},
        {code: pair[0] for code, pair in items.items()},
        {code: pair[1] for code, pair in items.items()},
    )
    return [
        line
        for measure, amounts in zip(_TYPES, values, strict=True)
        for line in _by_code(statement, fund, measure, amounts)
    ]


def _classes(items: dict[str, int]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for code, fen in items.items():
        sums[code[:3]] += fen
    return sums


def _item(statement: str, item: str, fen: int, side: str, level: str, fund: str = "all") -> Line:
    row = f"{item} {fund}" if side == "income" else item
    return Line(statement, row, "amount", fen, level, fund, item=item, side=side)


def _summary(
    everything: dict[str, tuple[int, int]], gpb: dict[str, tuple[int, int]], gov: dict[str, int],
    other: dict[str, int], opening: int, closing: int,
) -> list[Line]:  # fmt: skip
    spent = {code: sum(pair) for code, pair in everything.items()}
    income_gpb = sum(sum(pair) for pair in gpb.values())
    income_gov = sum(gov.values()) + closing - opening
    income = income_gpb + income_gov + sum(other.values())
    total = sum(spent.values())
    return [
        _item("summary", "income_general_public_budget", income_gpb, "income", "class"),
        _item("summary", "income_government_fund", income_gov, "income", "class"),
        _item("summary", "income_other", sum(other.values()), "income", "class"),
        _item("summary", "income_current_total", income, "income", "total"),
        _item("summary", "opening_balance", opening, "income", "class"),
        _item("summary", "income_total", income + opening, "income", "total"),
        *(
            Line("summary", code, "amount", fen, "class", function=code, side="expenditure")
            for code, fen in _classes(spent).items()
        ),
        _item("summary", "expenditure_current_total", total, "expenditure", "total"),
        _item("summary", "closing_balance", closing, "expenditure", "class"),
        _item("summary", "expenditure_total", total + closing, "expenditure", "total"),
    ]


def _appropriations(
    gpb: dict[str, tuple[int, int]], gov: dict[str, int], opening: int, closing: int
) -> list[Line]:
    form = "appropriation_summary"
    spent = {_GPB: {code: sum(pair) for code, pair in gpb.items()}, _GOV: gov}
    spent["all"] = {
        code: spent[_GPB].get(code, 0) + gov.get(code, 0) for code in {*spent[_GPB], *gov}
    }
    income_gov = sum(gov.values()) + closing - opening
    income = sum(spent[_GPB].values()) + income_gov
    lines = [
        _item(form, "income_general_public_budget", income - income_gov, "income", "class"),
        _item(form, "income_government_fund", income_gov, "income", "class"),
        _item(form, "income_current_total", income, "income", "total"),
        _item(form, "opening_balance", opening, "income", "class"),
        _item(form, "opening_balance", opening, "income", "group", _GOV),
        _item(form, "income_total", income + opening, "income", "total"),
    ]
    for fund, items in spent.items():
        total, left = sum(items.values()), closing if fund != _GPB else 0
        lines += [
            *(
                Line(form, code, "amount", fen, "class", fund, function=code, side="expenditure")
                for code, fen in _classes(items).items()
            ),
            _item(form, "expenditure_current_total", total, "expenditure", "total", fund),
            _item(form, "closing_balance", left, "expenditure", "class", fund),
            _item(form, "expenditure_total", total + left, "expenditure", "total", fund),
        ]
    return lines


def _economic(economic: dict[str, int]) -> list[Line]:
    form, measure = "gpb_basic_expenditure", "total_expenditure"
    sums = {group: sum(economic[code] for code in codes) for group, codes in _ECONOMIC.items()}
    return [
        *(
            Line(form, code, measure, fen, "class", _GPB, economic=code)
            for code, fen in sums.items()
        ),
        *(
            Line(form, code, measure, fen, "group", _GPB, economic=code)
            for code, fen in economic.items()
        ),
        Line(
            form, "personnel_total", measure, sums["301"] + sums["303"], "total", _GPB,
            item="personnel_total",
        ),
        Line(form, "public_total", measure, sums["302"], "total", _GPB, item="public_total"),
    ]  # fmt: skip


def _three_public(rng: random.Random, economic: dict[str, int]) -> list[Line]:
    lines = []
    for basis in ("final", "budget"):
        more = rng.randrange(0, 50_000_00)
        reception = economic["30217"] + (more if basis == "budget" else 0)
        operation = economic["30231"] + more // 2
        purchase = rng.choice((0, 180_000_00))
        amounts = {
            "total": reception + operation + purchase,
            "vehicle_total": operation + purchase,
            "vehicle_purchase": purchase,
            "vehicle_operation": operation,
            "official_reception": reception,
        }
        lines += [
            Line("three_public", "total", measure, fen, "total", _GPB, basis, item="total")
            for measure, fen in amounts.items()
        ]
    return lines


def _plant(made: Disclosure, rng: random.Random, defect: str) -> None:
    """Make one thing wrong that is beyond rounding."""
    by_code = ("expenditure", "gpb_expenditure", "income")
    made.defect = defect
    if defect == "form_removed":
        made.removed = made.place = rng.choice(
            (*by_code, "appropriation_summary", "government_fund")
        )
        made.lines = [line for line in made.lines if line.statement != made.removed]
        return
    large = 300_000_00 if made.is_in_yuan else 3_000
    types = defaultdict(dict[str, Line])
    for line in made.lines:
        types[line.statement, line.row][line.measure] = line
    candidates = [
        line
        for line in made.lines
        if line.printed > large
        and (
            defect == "amount_changed"
            or (defect == "total_off_by_one" and line.level == "total")
            or (
                line.statement in by_code
                and line.level == "item"
                and (
                    defect != "columns_swapped"
                    or {*_TYPES[1:]} <= types[line.statement, line.row].keys()
                )
            )
        )
    ]
    chosen = rng.choice(candidates)
    row = types[chosen.statement, chosen.row]
    changes: dict[Line, Line | None]
    if defect == "amount_changed":
        changes = {chosen: replace(chosen, printed=chosen.printed + chosen.printed // 10)}
    elif defect == "total_off_by_one":
        # One 万元: off by one in the last digit is what rounding does.
        one = 1_000_000 if made.is_in_yuan else 100
        changes = {chosen: replace(chosen, printed=chosen.printed + one)}
    elif defect == "columns_swapped":
        basic, project = (row[measure] for measure in _TYPES[1:])
        changes = {
            basic: replace(basic, printed=project.printed),
            project: replace(project, printed=basic.printed),
        }
    elif defect == "line_dropped":
        changes = dict.fromkeys(row.values())
    else:
        changes = {line: replace(line, function="2130199") for line in row.values()}
    made.planted = [line.cell for line in changes]
    made.place = chosen.statement
    made.lines = [new for line in made.lines if (new := changes.get(line, line)) is not None]
