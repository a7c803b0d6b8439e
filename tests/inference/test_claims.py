"""Are the claims of a sentence found, and those only? Sentences as bureaus published them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from inference.sentences.claims import claims

_SEED = Path(__file__).parents[2] / "seeds" / "narrative" / "narrative_claims.csv"


@pytest.fixture(scope="module")
def patterns() -> list[dict[str, str]]:
    with _SEED.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("stage", "sentence", "expected"),
    [
        (
            "final",
            "2022年度支出合计1067.01万元,与2021年度相比,支出合计增加139.08万元,增长14.99%,其中:"
            "基本支出816.42万元,占本年支出76.51%;项目支出250.59万元,占本年支出23.49%;"
            "上缴上级支出0万元,占本年支出0%",
            {
                ("expenditure", None, "1067.01"), ("basic_expenditure", None, "816.42"),
                ("project_expenditure", None, "250.59"), ("remitted_to_superior", None, "0"),
            },
        ),
        # The appropriations' grand total is another form's than the grand total.
        (
            "final",
            "2024年度财政拨款收、支总计均为2179.16万元",
            {("appropriation_total", None, "2179.16")},
        ),
        (
            "final",
            "6.卫生健康支出(类)医疗保障管理事务(款)行政运行(项),年初预算为429.07万元,"
            "支出决算为690.14万元,完成年初预算的161%",
            {("gpb_item", "行政运行", "690.14")},
        ),
        (
            "final",
            "3.公务接待费预算为0.7万元,支出决算为0.15万元,完成预算的21.43%",
            {
                ("three_public_official_reception", None, "0.15"),
                ("three_public_budget_official_reception", None, "0.7"),
            },
        ),
        (
            "budget",
            "2026年支出预算1,442.99万元,其中:基本支出261.83万元,占18.14%;"
            "项目支出1,181.16万元,占81.86%",
            {
                ("expenditure", None, "1,442.99"), ("basic_expenditure", None, "261.83"),
                ("project_expenditure", None, "1,181.16"),
            },
        ),
        # Of the funds' forms, of projects and of changes nothing is claimed of all expenditure.
        ("budget", "2026年一般公共预算安排三公经费支出预算较上年减少3万元", set()),
        ("final", "与2023年度相比,收、支总计增加17.68万元,增长6.4%", set()),
        ("final", "(9)党员活动经费年初预算1.06万元,执行数0.37万元,执行率19.81%", set()),
    ],
)  # fmt: skip
def test_what_a_sentence_claims(
    patterns: list[dict[str, str]], stage: str, sentence: str, expected: set[tuple[str, str, str]]
) -> None:
    sentences = [{"sentence_id": "s", "stage": stage, "sentence": sentence}]
    found = list(claims(sentences, patterns))
    assert {(row["claim"], row["line_text"], row["number_text"]) for row in found} == expected
    for row in found:
        words = sentence[row["claim_start"] - 1 : row["claim_end"]]
        assert row["number_text"] + row["unit_text"] in words


def test_every_pattern_has_its_keyword(patterns: list[dict[str, str]]) -> None:
    """A keyword that isn't part of what the pattern matches would hide every claim of it."""
    assert len(patterns) > 50
    for row in patterns:
        bare = row["pattern"].replace("\\", "")
        assert row["keyword"] in bare, row["pattern"]
        assert row["pattern"].count("{amount}") == 1
