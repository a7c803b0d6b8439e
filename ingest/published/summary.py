"""How is a published warehouse summed up for a person? Lines of text, the documents first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.published.printing import say
from ingest.published.report import DocumentSummary, Summary

_MOST_LISTED = 20
_ASIDE = "set_aside"


def print_summary(summary: Summary, warehouse: Path) -> None:
    """Print what the warehouse holds and what was found."""
    say(f"\n{warehouse}, built {summary.built_at} UTC\n", style="bold")
    _print_list(
        "Set aside, for they break a check of the warehouse's own: a fault of ours, please report",
        [f"{Path(path).name}: {text}" for path, code, text in summary.problems if code == _ASIDE],
    )
    for document in summary.documents:
        _print_document(document)
    docs = summary.documents
    placed = sum(d.read + d.inferred + d.repaired for d in docs)
    say(
        f"\n{len(docs)} documents · {placed} amounts in the fact "
        f"({sum(d.inferred for d in docs)} inferred, {sum(d.repaired for d in docs)} repaired) · "
        f"{sum(d.unplaced for d in docs)} unplaced · identities: "
        f"{sum(d.passed for d in docs)} pass, {sum(d.rounding for d in docs)} rounding, "
        f"{sum(d.broken for d in docs)} break, {sum(d.not_evaluable for d in docs)} not evaluable"
    )
    for title, items in _lists(summary):
        _print_list(title, items)


def _print_document(d: DocumentSummary) -> None:
    year, stage, scope = d.fiscal_year or "year ?", d.stage or "stage ?", d.scope or "scope ?"
    forms = _counts(
        ("filled", d.forms_filled),
        ("declared empty", d.forms_declared_empty),
        ("absent", d.forms_absent),
    )
    amounts = _counts(
        ("read", d.read),
        ("inferred", d.inferred),
        ("repaired", d.repaired),
        ("unplaced", d.unplaced),
    )
    identities = _counts(
        ("pass", d.passed),
        ("rounding", d.rounding),
        ("break", d.broken),
        ("not evaluable", d.not_evaluable),
    )
    figures = _counts(
        ("printed", d.printed),
        ("in the fact", d.read + d.inferred + d.repaired),
        ("unplaced", d.unplaced),
        ("claimed by the text", d.claimed),
        ("of the text unclaimed", d.unclaimed_text),
        ("of performance forms", d.performance),
        ("no figures (codes, dates, …)", d.no_figures),
        ("LOST", d.lost),
    )
    say(f"{d.bureau} · {year} · {stage} · {scope}", style="bold")
    say(f"  {d.source_path}", style="dim")
    say(f"  forms       {forms}\n  amounts     {amounts}\n  figures     {figures}")
    say(f"  identities  {identities}")


def _lists(summary: Summary) -> Iterator[tuple[str, list[str]]]:
    yield (
        "Findings in the disclosures (fct_finding, gongkai check)",
        [f"{severity}: {Path(path).name}: {text}" for path, severity, text in summary.findings],
    )
    yield (
        "Amounts listed as unplaced (dq_unplaced_amount)",
        [f"{count} × {code}, e.g. {example}" for code, count, example in summary.unplaced_reasons],
    )
    yield (
        "Problems of files (dq_document_problem)",
        [
            f"{Path(path).name}: {code}: {text}"
            for path, code, text in summary.problems
            if code != _ASIDE
        ],
    )
    yield (
        "Expectation suites (dq_expectation_result)",
        [
            f"{suite}: {count} of {total} {severity} expectations don't hold"
            for suite, severity, total, count in summary.expectations
            if count and severity != "info"
        ],
    )


def _counts(*counts: tuple[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts if count) or "none"


def _print_list(title: str, items: list[str]) -> None:
    if items:
        say(f"\n{title}", style="bold")
        for item in items[:_MOST_LISTED]:
            say(f"  {item}")
        if len(items) > _MOST_LISTED:
            say(f"  … and {len(items) - _MOST_LISTED} more")
