"""Do the built tables hold what their suites expect? Runs Great Expectations over small results.

The suites are YAML in `tests/expectations`: a query over the build, expectations on its columns.
`severity` says whose fault a failure is: ``critical`` the warehouse's own (the build fails),
``warning`` a finding about the disclosures, ``info`` something to know.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from ingest.kept import read_json, write_json
from ingest.publishing.swap import data_docs, tell
from ingest.settings import PROJECT, Settings

SUITES = PROJECT / "tests" / "expectations"
_EXAMPLES = 5
_OF = "rows_and_suites"  # a file in the Data Docs: what they are of


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite as declared: a query and the expectations on its result."""

    name: str
    description: str
    query: str
    address: tuple[str, ...]
    expectations: tuple[dict[str, Any], ...]


def load_suites(folder: Path = SUITES) -> Iterator[Suite]:
    """Read the suites, in order of file name; a file with `each` gives one suite a value."""
    for file in sorted(folder.glob("*.yml")):
        declared = yaml.safe_load(file.read_text(encoding="utf-8"))
        each: dict[str, list[str]] = declared.get("each", {})
        for values in itertools.product(*each.values()):
            filled = dict(zip(each, values, strict=True))
            yield Suite(
                name=declared["suite"].format(**filled),
                description=declared["description"].format(**filled),
                query=declared["query"].format(**filled),
                address=tuple(declared["address"]),
                expectations=tuple(declared["expectations"]),
            )


def results(
    run: Callable[[str], Any], settings: Settings, new_docs: Callable[[], Path]
) -> list[dict[str, Any]]:
    """One record an expectation: from the last run of the same suites on the same rows, or anew.

    `run` executes a query and gives a DuckDB relation. Importing Great Expectations and running it
    takes a third of a build with nothing new, and the same rows give the same results. What is
    kept counts only where the Data Docs beside the published warehouse are of that run too.
    """
    fingerprint = _fingerprint(run)
    kept = settings.landing / "expectations" / f"{fingerprint}.json"
    of_docs = data_docs(settings.warehouse) / _OF
    if of_docs.exists() and of_docs.read_bytes() == fingerprint.encode():
        records: list[dict[str, Any]] | None = read_json(kept)
        if records is not None:
            return records
        if kept.exists():
            tell(f"{kept} was damaged: the suites are run anew.")
    docs = new_docs()
    # In one order: the examples are the first rows.
    records = run_suites(lambda query: run(f"from ({query}) order by all").df(), docs)
    (docs / _OF).write_text(fingerprint)
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.iterdir():
        old.unlink()
    write_json(kept, records)
    return records


def _fingerprint(run: Callable[[str], Any]) -> str:
    digest = hashlib.sha256(version("great-expectations").encode())
    for suite in load_suites():
        digest.update(repr(suite).encode())
        rows = run(
            "select md5(string_agg(cast(q as varchar), chr(10) order by cast(q as varchar)))"
            f" from ({suite.query}) as q"
        )
        digest.update(str(rows.fetchone()[0]).encode())
    return digest.hexdigest()


def run_suites(fetch: Callable[[str], Any], docs: Path) -> list[dict[str, Any]]:
    """Run every suite; return one record an expectation, and write the Data Docs to `docs`.

    `fetch` gives a query's result as a pandas DataFrame.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx  # takes seconds: only where it is needed
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # It tells of a folder that it never makes.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    context.add_data_docs_site("data_docs", _site(docs))
    source = context.data_sources.add_pandas("warehouse")
    records: list[dict[str, Any]] = []
    for suite in load_suites():
        asset = source.add_dataframe_asset(suite.name)
        declared = gx.ExpectationSuite(
            name=suite.name,
            notes=suite.description,
            expectations=[_configuration(expectation) for expectation in suite.expectations],
        )
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(
                name=suite.name,
                data=asset.add_batch_definition_whole_dataframe("whole"),
                suite=context.suites.add(declared),
            )
        )
        checkpoint = context.checkpoints.add(
            gx.Checkpoint(
                name=suite.name,
                validation_definitions=[definition],
                result_format={
                    "result_format": "COMPLETE",
                    "unexpected_index_column_names": list(suite.address),
                },
            )
        )
        outcome = checkpoint.run(batch_parameters={"dataframe": fetch(suite.query)})
        for run in outcome.run_results.values():
            records += [_record(suite, result) for result in run.results]
    context.build_data_docs(site_names=["data_docs"])
    return records


def _configuration(expectation: dict[str, Any]) -> dict[str, Any]:
    about = {key: expectation[key] for key in ("type", "severity", "description")}
    return about | {"kwargs": {k: v for k, v in expectation.items() if k not in about}}


def _record(suite: Suite, result: Any) -> dict[str, Any]:
    config, outcome = result.expectation_config, result.result
    examples = outcome.get("unexpected_index_list") or []
    return {
        "suite": suite.name,
        "expectation": config.type,
        "column_name": config.kwargs.get("column"),
        "description": config.description,
        "severity": str(config.severity.value),
        "success": bool(result.success),
        "element_count": int(outcome.get("element_count", 0)),
        "unexpected_count": int(outcome.get("unexpected_count", 0)),
        "examples": [
            " · ".join(str(example[column]) for column in suite.address)
            for example in examples[:_EXAMPLES]
        ],
    }


def _site(folder: Path) -> Any:
    return {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
        "store_backend": {
            "class_name": "TupleFilesystemStoreBackend",
            "base_directory": str(folder.absolute()),
        },
    }
