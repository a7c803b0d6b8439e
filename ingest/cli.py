"""The command line: `gongkai build`, `land`, `check`, `status`, `query`."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer
from typer.core import TyperGroup

from ingest.landing.files import land as land_files
from ingest.landing.progress import bars
from ingest.published.findings import extent_of, findings_of
from ingest.published.printing import (
    Column,
    on_terminal,
    say,
    say_table,
    survive_any_encoding,
    warn,
)
from ingest.published.query import Format, QueryError, text_of
from ingest.published.query import run as run_query
from ingest.published.report import NoWarehouse, results_of, summarise
from ingest.published.summary import print_summary
from ingest.publishing.readiness import check_data, check_ready
from ingest.settings import SettingError, Settings


class _Explained(TyperGroup):
    """Says what stood in the way where it isn't a fault of ours."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        survive_any_encoding()
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise _stop(f"{where}{error.strerror or error}.") from error
        except (SettingError, NoWarehouse, QueryError, duckdb.Error) as error:
            raise _stop(str(error)) from error


app = typer.Typer(
    cls=_Explained,
    no_args_is_help=True,
    add_completion=False,
    help="The warehouse of budget and final-account disclosures (预决算公开).",
)

_INTERRUPTED = 130  # as shells say it

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="Files or folders of disclosures; without any, GONGKAI_DATA or data/."),
]


@app.command()
def build(
    paths: Paths = None,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Also if a folder is missing or holds nothing.")
    ] = False,
) -> None:
    """Land what is new, build, test, check the identities and publish the warehouse."""
    if allow_empty:
        os.environ["GONGKAI_ALLOW_EMPTY"] = "yes"
    settings = _settings(paths)
    check_ready(settings)
    from ingest.publishing.build import build as run_build

    with bars() as bar:
        task = bar.add_task("Starting", total=None)
        said: set[str] = set()
        told: list[str] = []

        def progress(stage: str, index: int, total: int) -> None:
            bar.update(task, description=stage, completed=index, total=total)
            if not on_terminal() and stage not in said:
                said.add(stage)
                warn(f"{stage} …")

        outcome = run_build(progress, told.append)
    for message in told:
        warn(message, style="bold yellow")
    if outcome.interrupted:
        warn("The build was interrupted; it published nothing more.", style="bold red")
        raise typer.Exit(_INTERRUPTED)
    if not outcome.succeeded:
        warn("The build failed; the published warehouse is as it was.", style="bold red")
        for name, message in outcome.failures:
            warn(f"  {name}: {message}")
        raise typer.Exit(1)
    print_summary(summarise(settings.warehouse), settings.warehouse)


@app.command()
def land(paths: Paths = None) -> None:
    """Read the files that are new into the landing, without building."""
    settings = _settings(paths)
    check_data(settings)
    say_table(
        [Column("file"), Column("status"), Column("problem")],
        [
            (
                file.source_path,
                f"{file.status} (new)" if file.new else file.status,
                " ".join(filter(None, (file.problem, file.name_problem))),
            )
            for file in land_files(settings)
        ],
    )


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
    warehouse = _settings(None).warehouse
    findings = findings_of(warehouse, document)
    results = results_of(warehouse, document)
    documents, unplaced = extent_of(warehouse, document)
    if not documents:
        raise _stop(f"No document's path, bureau or id holds {document!r}: see `gongkai status`.")
    source = None
    for finding in findings:
        if finding.source_path != source:
            source = finding.source_path
            say(source, style="bold")
        where = f"page {finding.page}, " if finding.page else ""
        say(f"{finding.severity:<8}{finding.finding_zh}")
        say(f"        {finding.finding_en}")
        say(f"        {where}{finding.finding_id}", style="dim")
    if every:
        for status, message in results:
            say(f"{status:<14}{message}")
    counts = Counter(status for status, _ in results)
    say(
        f"{len(findings)} finding(s) in {documents} document(s); identities: "
        f"{counts['pass']} pass, {counts['rounding']} rounding, {counts['break']} break, "
        f"{counts['not_evaluable']} not evaluable; {unplaced} amount(s) unplaced."
    )
    if page is not None:
        from ingest.published.finding_page import page_of

        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(page_of(findings), encoding="utf-8", errors="backslashreplace")
        say(f"Written to {page}")


@app.command()
def status() -> None:
    """Print what the published warehouse holds and what was found."""
    warehouse = _settings(None).warehouse
    print_summary(summarise(warehouse), warehouse)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="A query, or a file with one (analyses/*.sql).")],
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Without it a table on a terminal, CSV in a pipe."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this .csv, .json or .parquet.")
    ] = None,
) -> None:
    """Run a query on the published warehouse and print or write all that it gives."""
    run_query(_settings(None).warehouse, text_of(sql), form, file)


def _settings(paths: list[Path] | None) -> Settings:
    for path in paths or []:
        if os.pathsep in str(path):
            raise SettingError(f"A path with {os.pathsep} in its name can't be given: {path}")
    if paths:
        os.environ["GONGKAI_DATA"] = os.pathsep.join(str(path) for path in paths)
    return Settings.from_environment()


def _stop(message: str) -> typer.Exit:
    warn(message, style="bold red")
    return typer.Exit(2)


if __name__ == "__main__":
    app()
