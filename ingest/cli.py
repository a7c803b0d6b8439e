"""The command line: `gongkai build`, `land`, `check`, `status`."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from ingest.findings import extent_of, findings_of
from ingest.landing import land as land_files
from ingest.progress import bars
from ingest.report import NoWarehouse, Summary, connect, results_of, summarise
from ingest.settings import SettingError, Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="The warehouse of budget and final-account disclosures (预决算公开).",
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Files or folders of disclosures; without any, GONGKAI_DATA or data/."),
]
_MOST_LISTED = 20


@app.command()
def build(paths: Paths = None) -> None:
    """Land what is new, build, test, check the identities and publish the warehouse."""
    settings = _settings(paths)
    from ingest.build import build as run_build

    with bars() as bar:
        task = bar.add_task("Starting", total=None)
        said: set[str] = set()

        def progress(stage: str, index: int, total: int) -> None:
            bar.update(task, description=stage, completed=index, total=total)
            if not err.is_terminal and stage not in said:
                said.add(stage)
                err.print(f"{stage} …")

        outcome = run_build(progress)
    if not outcome.succeeded:
        err.print("[bold red]The build failed; the published warehouse is as it was.[/]")
        for name, message in outcome.failures:
            err.print(f"  {name}: {message}", markup=False)
        raise typer.Exit(1)
    _print_summary(summarise(settings.warehouse), settings.warehouse)


@app.command()
def land(paths: Paths = None) -> None:
    """Read the files that are new into the landing, without building."""
    table = Table("file", "status", "problem", box=None, header_style="bold")
    for file in land_files(_settings(paths)):
        status = f"{file.status} (new)" if file.new else file.status
        table.add_row(file.source_path, status, file.problem or "")
    out.print(table)


@app.command()
def check(
    document: Annotated[str, typer.Argument(help="Part of a path, a bureau's name or an id.")] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Also every identity and how it came out.")
    ] = False,
    page: Annotated[
        Path | None, typer.Option("--html", help="Write the findings, with pictures, to this file.")
    ] = None,
) -> None:
    """Print what was found in a document: figures that disagree, forms that are missing."""
    try:
        warehouse = _settings(None).warehouse
        findings = findings_of(warehouse, document)
        results = results_of(warehouse, document)
        documents, unplaced = extent_of(warehouse, document)
    except NoWarehouse as missing:
        raise _stop(str(missing)) from missing
    if not documents:
        raise _stop(f"No document's path, bureau or id holds {document!r}: see `gongkai status`.")
    source = None
    for finding in findings:
        if finding.source_path != source:
            source = finding.source_path
            out.print(source, markup=False, style="bold", soft_wrap=True)
        where = f"page {finding.page}, " if finding.page else ""
        out.print(f"{finding.severity:<8}{finding.finding_zh}", markup=False, soft_wrap=True)
        out.print(f"        {finding.finding_en}", markup=False, soft_wrap=True)
        out.print(f"        {where}{finding.finding_id}", markup=False, style="dim")
    if every:
        for status, message in results:
            out.print(f"{status:<14}{message}", markup=False, soft_wrap=True)
    counts = Counter(status for status, _ in results)
    out.print(
        f"{len(findings)} finding(s) in {documents} document(s); identities: "
        f"{counts['pass']} pass, {counts['rounding']} rounding, {counts['break']} break, "
        f"{counts['not_evaluable']} not evaluable; {unplaced} amount(s) unplaced."
    )
    if page is not None:
        from ingest.finding_page import page_of

        page.write_text(page_of(findings), encoding="utf-8")
        out.print(f"Written to {page}", markup=False)


@app.command()
def status() -> None:
    """Print what the published warehouse holds and what was found."""
    settings = _settings(None)
    try:
        _print_summary(summarise(settings.warehouse), settings.warehouse)
    except NoWarehouse as missing:
        raise _stop(str(missing)) from missing


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="A query, or a file with one (analyses/*.sql).")],
) -> None:
    """Run a query on the published warehouse and print what it gives."""
    file = Path(sql)
    text = file.read_text(encoding="utf-8") if sql.endswith(".sql") and file.exists() else sql
    try:
        with connect(_settings(None).warehouse) as db:
            result = db.execute(text)
            table = Table(*[column[0] for column in result.description or []], box=None)
            for row in result.fetchall():
                table.add_row(*["" if value is None else str(value) for value in row])
    except (NoWarehouse, duckdb.Error) as error:
        raise _stop(str(error)) from error
    out.print(table)


def _settings(paths: list[Path] | None) -> Settings:
    if paths:
        os.environ["GONGKAI_DATA"] = os.pathsep.join(str(path) for path in paths)
    try:
        return Settings.from_environment()
    except SettingError as error:
        raise _stop(str(error)) from error


def _stop(message: str) -> typer.Exit:
    err.print(message, style="bold red", markup=False)
    return typer.Exit(2)


def _print_summary(summary: Summary, warehouse: Path) -> None:
    out.print(f"\n[bold]{warehouse}[/], built {summary.built_at} UTC\n")
    for d in summary.documents:
        year, stage, scope = d.fiscal_year or "year ?", d.stage or "stage ?", d.scope or "scope ?"
        out.print(f"[bold]{d.bureau}[/] · {year} · {stage} · {scope}")
        out.print(f"  {d.source_path}", markup=False, style="dim", soft_wrap=True)
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
        out.print(f"  forms       {forms}\n  amounts     {amounts}\n  identities  {identities}")
    docs = summary.documents
    placed = sum(d.read + d.inferred + d.repaired for d in docs)
    out.print(
        f"\n{len(docs)} documents · {placed} amounts in the fact "
        f"({sum(d.inferred for d in docs)} inferred, {sum(d.repaired for d in docs)} repaired) · "
        f"{sum(d.unplaced for d in docs)} unplaced · identities: "
        f"{sum(d.passed for d in docs)} pass, {sum(d.rounding for d in docs)} rounding, "
        f"{sum(d.broken for d in docs)} break, {sum(d.not_evaluable for d in docs)} not evaluable"
    )
    _print_list(
        "Findings in the disclosures (fct_finding, gongkai check)",
        [f"{severity}: {Path(path).name}: {text}" for path, severity, text in summary.findings],
    )
    _print_list(
        "Amounts listed as unplaced (dq_unplaced_amount)",
        [f"{count} × {code}, e.g. {example}" for code, count, example in summary.unplaced_reasons],
    )
    _print_list(
        "Problems of files (dq_document_problem)",
        [f"{Path(path).name}: {code}: {text}" for path, code, text in summary.problems],
    )
    failed = [
        f"{suite}: {count} of {total} {severity} expectations don't hold"
        for suite, severity, total, count in summary.expectations
        if count and severity != "info"
    ]
    _print_list("Expectation suites (dq_expectation_result)", failed)


def _counts(*counts: tuple[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts if count) or "none"


def _print_list(title: str, items: list[str]) -> None:
    if items:
        out.print(f"\n[bold]{title}[/]")
        for item in items[:_MOST_LISTED]:
            out.print(f"  {item}", markup=False, soft_wrap=True)
        if len(items) > _MOST_LISTED:
            out.print(f"  … and {len(items) - _MOST_LISTED} more")


if __name__ == "__main__":
    app()
