"""What does a sentence compare an amount with? The patterns of `narrative_changes`, in sentences.

A change (比上年增加5万元，增长3%), a completion rate (完成预算的98%) or a comparison
(决算数小于预算数) doesn't say itself which amounts of the sentence it is about. All that may be
meant are candidates, the likeliest first; who compares them takes the first that agrees. Where a
list or several budgets leave it open what is meant (`is_clear`), nothing is wrong if none does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import pyarrow as pa

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NUMBER = r"-?\d[\d,]*(?:\.\d+)?(?!\d)"
_UNIT = "万元|元"
# Behind a number without a unit: what ends a clause, not a comma within a number.
_END = r"(?=[,、;。()的](?!\d)|$)"
# What may stand between an amount and what it is compared with: a note, shares, the figure's kind.
_ASIDE = re.compile(
    rf"(?:\([^()]*\))?(?:[,;]?(?:占|完成|为)[^,;%]{{0,24}}?{_NUMBER}%)*[,;]?(?P<own>[{_HAN}]*)"
)
_AMOUNT = re.compile(rf"(?<![\d.,亿])(?P<number>{_NUMBER})(?P<unit>{_UNIT})")
_NAME = re.compile(rf"[{_HAN}、()]*$")

SCHEMA = pa.schema(
    {
        "sentence_id": pa.string(),
        "claim": pa.string(),
        "claim_start": pa.int64(),
        "claim_end": pa.int64(),
        "preference": pa.int64(),
        "is_clear": pa.bool_(),
        "line_text": pa.string(),
        "number_text": pa.string(),
        "unit_text": pa.string(),
        "amount_end": pa.int64(),
        "base_text": pa.string(),
        "base_unit": pa.string(),
        "change_text": pa.string(),
        "change_unit": pa.string(),
        "rate_text": pa.string(),
        "rate_unit": pa.string(),
        "direction": pa.string(),
        "rate_direction": pa.string(),
        "compared_with": pa.string(),
        "other_stage": pa.string(),
        "other_year": pa.int64(),
    }
)


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount of a sentence and the words before it."""

    name: str
    number: str
    unit: str
    start: int
    end: int


class Reader:
    """Finds changes in sentences, with the words and patterns of the seeds."""

    def __init__(
        self, words: Iterable[Mapping[str, Any]], patterns: Iterable[Mapping[str, Any]]
    ) -> None:
        by_role: dict[str, list[str]] = defaultdict(list)
        for word in words:
            by_role[word["role"]].append(word["words"])
        said = {role: "|".join(alternatives) for role, alternatives in by_role.items()}
        self._up, self._down = re.compile(said["up"]), re.compile(said["down"])
        self._nearly = re.compile(f"(?:{said['nearly']})$")
        self._own = re.compile(f"(?:{said['own']})?")
        self._budget = re.compile(f"(?:{said['budget_name']})$")
        self._spent = re.compile(f"(?:{said['spent_name']})$")
        self._around = re.compile(said["around"])
        self._parts = re.compile(said["parts"])
        self._both = said["both"]
        self._initial = re.compile(said["initial"])
        self._stages = {
            "budget": re.compile(said["says_budget"]), "final": re.compile(said["says_final"]),
        }  # fmt: skip
        parts = _parts(said)
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        for row in patterns:
            expression = row["pattern"]
            for part, meaning in parts.items():
                expression = expression.replace(part, meaning)
            self._patterns.append((row["claim"], re.compile(expression)))

    def changes(self, sentences: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """The changes of sentences (sentence_id, sentence), as rows of SCHEMA.

        Starts and ends count characters, the end the last one's.
        """
        for row in sentences:
            sentence = row["sentence"]
            amounts = list(_amounts(sentence))
            # By how much something changed, or from what, is nothing that changes.
            told: list[tuple[int, int]] = []
            done = [0]
            for claim, found in self._found(sentence):
                said = found.groupdict()
                base = None
                if number := said.get("base"):
                    base = _Amount("", number, said["base_unit"], *found.span("base"))
                before = [
                    one
                    for one in amounts
                    if one.end <= found.start() and not any(a <= one.start < b for a, b in told)
                ]
                if claim == "change":
                    told.append(found.span())
                pairs: list[tuple[_Amount, _Amount | None]]
                is_clear = True
                if claim == "share":
                    pairs = self._shared(sentence, found, before)
                elif claim == "change":
                    pairs = self._changed(sentence, found, before, base)
                    is_clear = bool(said.get("subject")) or self._stands_alone(sentence, before)
                else:
                    pairs = self._budgeted(said.get("budget") or "", before, base)
                    last = before[-1].start if before else 0
                    start = max(end for end in done if end <= last)
                    is_clear = self._is_one_of_one(
                        said.get("budget") or "",
                        [one for one in before if one.start >= start],
                        base,
                    )
                if claim == "completion":
                    done.append(found.end())
                for preference, (amount, other) in enumerate(pairs, start=1):
                    yield {
                        "sentence_id": row["sentence_id"],
                        "claim": claim,
                        "claim_start": found.start() + 1,
                        "claim_end": found.end(),
                        "preference": preference,
                        "is_clear": is_clear,
                        "line_text": self._around.sub("", amount.name) or None,
                        "number_text": amount.number,
                        "unit_text": amount.unit,
                        "amount_end": amount.end,
                        "base_text": other.number if other else None,
                        "base_unit": other.unit if other else None,
                        "change_text": said.get("change"),
                        "change_unit": said.get("change_unit") or amount.unit,
                        "rate_text": said.get("rate"),
                        "rate_unit": said.get("rate_unit"),
                        "direction": self._direction(said),
                        "rate_direction": self._towards(said.get("rate_direction")),
                        **self._other(claim, said, other.name if other else ""),
                    }

    def _found(self, sentence: str) -> list[tuple[str, re.Match[str]]]:
        """Matches in the order of the text; of those that begin alike, the longest."""
        found: dict[tuple[str, int], re.Match[str]] = {}
        for claim, expression in self._patterns:
            for match in expression.finditer(sentence):
                place = (claim, match.start())
                if place not in found or match.end() > found[place].end():
                    found[place] = match
        return sorted(
            ((claim, match) for (claim, _), match in found.items()), key=lambda m: m[1].start()
        )

    def _changed(
        self, sentence: str, found: re.Match[str], before: Sequence[_Amount], base: _Amount | None
    ) -> list[tuple[_Amount, _Amount | None]]:
        """What has changed: the amount before it, or the one of the name that is said again."""
        said = found.groupdict()
        if said.get("level") and self._nearly.search(sentence[: found.start("level")]):
            return []
        # Decreased by -5: by 5, or not?
        if (said.get("change") or "").startswith("-"):
            return []
        nearest_first = list(reversed(before))
        end = nearest_first[0].end if nearest_first else 0
        aside = _ASIDE.fullmatch(sentence[end : found.start()])
        name = _plain(said.get("subject") or "")
        if self._own.fullmatch(name):
            if not aside:
                return []
            name = _plain(aside["own"])
        # 收、支总计各: each of the two.
        names = {name, *(name.replace(self._both, one) for one in self._both)}
        return [
            (amount, base)
            for amount in nearest_first
            if self._own.fullmatch(name) or any(one in _plain(amount.name) for one in names)
        ]

    def _budgeted(
        self, reference: str, before: Sequence[_Amount], base: _Amount | None
    ) -> list[tuple[_Amount, _Amount | None]]:
        """What was spent of what: of the last amounts that are said to be one or the other."""
        spent = [one for one in reversed(before) if self._spent.search(one.name)]
        budgets = [one for one in reversed(before) if self._budget.search(one.name)]
        budgets.sort(key=lambda one: reference not in one.name)
        given: list[_Amount | None] = [base] if base else [*budgets[:4]] or [None]
        return list(product(spent[:3], given))

    def _stands_alone(self, sentence: str, before: Sequence[_Amount]) -> bool:
        """Is the last amount none of a list, of whose total something may be said?"""
        others = [one for one in before[:-1] if not self._budget.search(one.name)]
        return not others or bool(self._parts.search(sentence[others[-1].end : before[-1].start]))

    def _is_one_of_one(self, budget: str, clause: Sequence[_Amount], base: _Amount | None) -> bool:
        """Does a clause name one amount that was spent, one budget, and nothing that adds to it?"""
        spent = [one for one in clause if self._spent.search(one.name)]
        budgets = [one for one in clause if self._budget.search(one.name)]
        named = [one for one in budgets if budget and budget in one.name]
        one_budget = base is not None or len(budgets) == 1 or len(named) == 1
        return one_budget and len(spent) == 1 and len(spent) + len(budgets) == len(clause)

    def _shared(
        self, sentence: str, found: re.Match[str], before: Sequence[_Amount]
    ) -> list[tuple[_Amount, _Amount | None]]:
        """What is a share of what: of an amount of that name."""
        whole = _plain(found["subject"])
        if not before or len(sentence[before[-1].end : found.start()]) > 1:
            return []
        return [
            (before[-1], one)
            for one in reversed(before[:-1])
            if len(whole) > 1 and _plain(one.name).endswith(whole)
        ]

    def _other(self, claim: str, said: Mapping[str, str | None], name: str) -> dict[str, Any]:
        """What it is compared with: which figure, of which stage and year if the text says so."""
        reference = said.get("year") or said.get("budget") or ""
        year = re.search(r"20\d\d", reference)
        stages = [stage for stage, words in self._stages.items() if words.search(reference)]
        if claim == "share":
            kind = "whole"
        elif said.get("year"):
            kind = "year_before"
        else:
            kind = "initial_budget" if self._initial.search(name or reference) else "budget"
        return {
            "compared_with": kind,
            "other_stage": stages[0] if stages else None,
            "other_year": int(year[0]) if year else None,
        }

    def _direction(self, said: Mapping[str, str | None]) -> str | None:
        for word, direction in (("level", "level"), ("above", "up"), ("below", "down")):
            if said.get(word):
                return direction
        return self._towards(said.get("direction"))

    def _towards(self, word: str | None) -> str | None:
        if not word:
            return None
        return "up" if self._up.fullmatch(word) else "down"


def _parts(said: Mapping[str, str]) -> dict[str, str]:
    """What the placeholders of patterns stand for."""
    directions = f"(?:{said['up']}|{said['down']})"
    base = rf"(?:的?(?P<base>{_NUMBER})(?P<base_unit>{_UNIT}))?"
    percent = rf"(?P<rate>{_NUMBER})(?P<rate_unit>%|倍)"
    return {
        "{than}": rf"(?:{said['than']})(?:(?P<year>{said['year_before']})|"
        rf"(?P<budget>{said['budget']})){base}(?:{said['compared']})?",
        "{as_before}": f"(?P<year>{said['as_before']})",
        "{subject}": f"(?P<subject>[{_HAN}、]{{0,24}}?)",
        "{change}": rf"(?P<direction>{directions})(?:了|额|金额|数额|数)?(?:为|共)?"
        rf"(?P<change>{_NUMBER})(?:(?P<change_unit>{_UNIT})|{_END})",
        "{rate}": rf"(?P<rate_direction>{directions})(?:率|幅度|比例|比率|幅)?(?:了|为|达|是|:)?"
        + percent,
        "{percent}": percent,
        "{level}": f"(?P<level>{said['level']})",
        "{above}": f"(?P<above>{said['above']})",
        "{below}": f"(?P<below>{said['below']})",
        "{budget}": rf"(?P<budget>{said['budget']}){base}",
    }


def _amounts(sentence: str) -> Iterator[_Amount]:
    end = 0
    for found in _AMOUNT.finditer(sentence):
        name = _NAME.search(sentence[end : found.start()])
        end = found.end()
        yield _Amount(name[0] if name else "", found["number"], found["unit"], found.start(), end)


def _plain(name: str) -> str:
    """A name as it is said again: 收、支总计均为, 收入支出总计各."""
    return re.sub(r"(各|均|都|共|分别|为|是)+$", "", re.sub("[、入出]", "", name))
