"""Does the project keep its own rules on layers, contracts, descriptions and words?

Read from dbt's manifest, and for place names from the code itself.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import tokenize
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
Node = dict[str, Any]

# What the models of a folder may read: arrows only point right, and marts see nothing that isn't
# under contract.
MAY_READ = {
    "raw": {"raw"},
    "staging": {"raw", "staging"},
    "intermediate": {"seeds", "staging", "intermediate"},
    "core": {"seeds", "raw", "staging", "intermediate", "core"},
    "quality": {"seeds", "raw", "staging", "intermediate", "core", "quality"},
    "marts": {"core", "quality", "marts"},
}
PUBLIC_FOLDERS = {"core", "quality", "marts"}
PREFIXES = {
    "raw": ("raw_",),
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "core": ("dim_", "fct_"),
    "quality": ("dim_", "fct_", "dq_", "int_", "expectation_"),
    "marts": ("mart_",),
}
# The columns that analysts were promised; a model may have more.
PROMISED = {
    "fct_budget_line": """
        line_id document_id bureau_id fiscal_year stage scope statement function_code economic_code
        unit_code project_code item line_level measure fund value_basis amount amount_text unit_text
        name_text method confidence repair_note source_row_id page row_number column_number bbox
    """,
    "dim_document": """
        document_id source_path sha256 format title bureau_id fiscal_year stage scope status
    """,
    "dim_bureau": "bureau_id name province city district division_code kind",
    "dim_function": "function_code fiscal_year name",
    "dim_economic": "economic_code fiscal_year name",
    "dim_statement": "statement",
    "dim_measure": "statement measure",
    "dim_statement_presence": "document_id statement status",
    "fct_project": "document_id project_code",
    "fct_procurement": "document_id",
    "fct_narrative_claim": "claim_id document_id amount sentence page",
    "dq_identity_result": """
        identity_id document_id statement line measure relation left_amount right_amount difference
        tolerance status left_line_ids right_line_ids message
    """,
    "dim_identity": "identity_id family name_zh name_en statements relation source",
    "fct_finding": "finding_id kind severity document_id page bbox line finding_zh finding_en",
    "dq_unplaced_amount": "document_id amount_text reason_code reason",
    "dq_document_problem": "document_id source_path problem_code problem",
    "dq_figure_coverage": "document_id page printed fact claim unplaced performance no_figure",
}
MONEY = ("decimal(20,2)", "decimal(20,4)")
# What depends on the order of rows, but arg_min and arg_max, which are given one.
ORDERED = re.compile(
    r"\b(any_value|max_by|min_by|row_number|lag|lead|first_value|last_value|first|last|mode"
    r"|list|array_agg|string_agg|group_concat|distinct on)\s*\("
)
FILTER = r"\s*(?:filter\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?"
OVER_NAMED_WINDOW = re.compile(r".?" + FILTER + r"\s*over\s+\w", re.DOTALL)
# Columns of these names mean something else in each model.
OWN_MEANING = {"claim", "documents", "kind", "level", "line_key", "name", "status"}


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The project as dbt parses it."""
    folder = tmp_path_factory.mktemp("manifest")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DBT_"))}
    environment |= {
        "GONGKAI_BUILD": str(folder / "build.duckdb"),
        "DBT_TARGET_PATH": str(folder),
        "DBT_LOG_PATH": str(folder),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "PYTHONPATH": str(ROOT),
    }
    run = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "parse", "--show-all-deprecations"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout
    parsed: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    parsed["output"] = run.stdout
    return parsed


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> dict[str, Node]:
    """The models by name."""
    return {n["name"]: n for n in manifest["nodes"].values() if n["resource_type"] == "model"}


@pytest.fixture(scope="session")
def public(models: dict[str, Node]) -> dict[str, Node]:
    """The models that analysts read: the published file's schema `main`."""
    return {name: node for name, node in models.items() if node["schema"] == "main"}


def folder_of(node: Node) -> str:
    """The folder below models/; seeds/ for a seed."""
    parts = Path(node["original_file_path"]).parts
    return "seeds" if node["resource_type"] == "seed" else parts[1]


def test_parsing_warns_of_nothing(manifest: dict[str, Any]) -> None:
    assert "WARN" not in manifest["output"].upper(), manifest["output"]


def test_arrows_only_point_right(manifest: dict[str, Any], models: dict[str, Node]) -> None:
    wrong = [
        f"{name} reads {manifest['nodes'][parent]['name']}"
        for name, node in models.items()
        for parent in node["depends_on"]["nodes"]
        if folder_of(manifest["nodes"][parent]) not in MAY_READ[folder_of(node)]
    ]
    assert not wrong


def test_documents_are_set_aside_between_reading_and_facts(
    manifest: dict[str, Any], models: dict[str, Node]
) -> None:
    """All that is read, and its checks, come before; all that is made of it comes after."""

    @cache
    def above(unique_id: str) -> frozenset[str]:
        parents = frozenset(manifest["parent_map"].get(unique_id, []))
        return parents.union(*map(above, parents))

    gate = models["int_set_aside"]["unique_id"]
    before = above(gate)
    reading = {
        n["unique_id"] for n in models.values() if folder_of(n) in ("staging", "intermediate")
    }
    assert reading - before == {gate}
    checked = {
        parent
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and node["config"]["severity"] == "warn"
        and node["fqn"][1] in ("raw", "staging", "intermediate", "reading")
        for parent in node["depends_on"]["nodes"]
    }
    assert checked <= before
    late = [
        name
        for name, node in models.items()
        if folder_of(node) in ("core", "quality", "marts")
        and reading & set(node["depends_on"]["nodes"])
        and gate not in above(node["unique_id"])
    ]
    assert not late


def test_what_checks_amounts_feeds_nothing_back(
    manifest: dict[str, Any], models: dict[str, Node]
) -> None:
    """A step of the identities is read by other steps and their results only."""
    steps = {
        node["unique_id"]
        for node in models.values()
        if folder_of(node) == "quality" and node["schema"] != "main"
    }
    wrong = [
        f"{name} reads {parent}"
        for name, node in models.items()
        for parent in node["depends_on"]["nodes"]
        if parent in steps and folder_of(node) != "quality"
    ]
    assert not wrong


def test_the_layer_is_in_the_name(models: dict[str, Node]) -> None:
    assert not [
        name for name, node in models.items() if not name.startswith(PREFIXES[folder_of(node)])
    ]


def test_only_the_right_folders_are_public(public: dict[str, Node]) -> None:
    wrong = [
        name
        for name, node in public.items()
        if folder_of(node) not in PUBLIC_FOLDERS or name.startswith("int_")
    ]
    assert not wrong


def test_public_columns_are_under_contract(public: dict[str, Node]) -> None:
    assert not [name for name, node in public.items() if not node["config"]["contract"]["enforced"]]
    untold = [
        f"{name}.{column['name']}"
        for name, node in public.items()
        for column in node["columns"].values()
        if not column["data_type"] or not column["description"].strip()
    ]
    assert not untold


def test_money_is_decimal(public: dict[str, Node]) -> None:
    """Yuan are DECIMAL(20,2), a tolerance has half of that; double is for places and scores."""
    wrong = [
        f"{name}.{column['name']} {column['data_type']}"
        for name, node in public.items()
        for column in node["columns"].values()
        if (is_money(column) and column["data_type"].removesuffix("[]") not in MONEY)
        or (is_float(column) and column["name"] not in ("bbox", "confidence"))
    ]
    assert not wrong


def is_money(column: Node) -> bool:
    return str(column["description"]).startswith("Yuan")


def is_float(column: Node) -> bool:
    return str(column["data_type"]).startswith(("double", "float", "real"))


def test_promised_columns_are_there(public: dict[str, Node]) -> None:
    missing = {
        name: sorted(set(columns.split()) - set(public[name]["columns"]))
        for name, columns in PROMISED.items()
    }
    assert not any(missing.values()), missing


def test_every_model_says_its_grain(models: dict[str, Node]) -> None:
    silent = [
        name
        for name, node in models.items()
        if not re.search(r"Grain: .+\.$", node["description"].strip(), re.DOTALL)
    ]
    assert not silent


def test_a_repeated_column_has_one_description(
    manifest: dict[str, Any], public: dict[str, Node]
) -> None:
    """At most one model describes a shared column in its own words: the others use a docs block."""
    blocks = tuple(
        doc["block_contents"].strip()
        for doc in manifest["docs"].values()
        if doc["package_name"] == "gongkai"
    )
    own_words = defaultdict(list)
    for name, node in public.items():
        for column in node["columns"].values():
            described = column["description"].strip()
            if not described.startswith((*blocks, "Yuan: ")):
                own_words[column["name"]].append(name)
    drifting = {c: m for c, m in own_words.items() if len(m) > 1 and c not in OWN_MEANING}
    assert not drifting


def test_every_docs_block_is_used(manifest: dict[str, Any]) -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "models").rglob("*.yml"))
    unused = [
        doc["name"]
        for doc in manifest["docs"].values()
        # The overview is the first page of dbt's own docs.
        if doc["package_name"] == "gongkai"
        and doc["name"] != "__overview__"
        and f"doc('{doc['name']}')" not in written
    ]
    assert not unused


def test_every_seed_is_described(manifest: dict[str, Any]) -> None:
    seeds = [n for n in manifest["nodes"].values() if n["resource_type"] == "seed"]
    assert seeds
    assert not [seed["name"] for seed in seeds if not seed["description"].strip()]


def test_codes_of_seeds_are_text(manifest: dict[str, Any]) -> None:
    """Without a column type dbt reads 0201 as 201."""
    wrong = []
    for seed in (n for n in manifest["nodes"].values() if n["resource_type"] == "seed"):
        with (ROOT / seed["original_file_path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        wrong += [f"{seed['name']}.{c}" for c in header if c not in seed["config"]["column_types"]]
    assert not wrong


def test_the_build_records_the_version_that_the_changelog_tells() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    recorded = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    assert recorded["gongkai_version"] == version
    assert f"\n## {version}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_macro_is_described(manifest: dict[str, Any]) -> None:
    untold = []
    for macro in manifest["macros"].values():
        if macro["package_name"] != "gongkai":
            continue
        signature = re.search(
            r"(?:macro|test)\s+\w+\((.*?)\)|materialization\s+\w+()", macro["macro_sql"]
        )
        assert signature, macro["name"]
        arguments = {a.split("=")[0].strip() for a in (signature[1] or "").split(",") if a.strip()}
        described = {a["name"] for a in macro["arguments"] if a["description"]}
        if not macro["description"] or arguments != described:
            untold.append(macro["name"])
    assert not untold


def test_no_place_has_code_of_its_own() -> None:
    """What is special about a place is a row of a seed: no division or bureau is named in code."""
    names = {name for name in bureau_names() | division_names() if len(name) >= 3}
    assert len(names) > 3000
    # Runs of Chinese are cut into all pieces as long as a name: quicker than thousands of searches.
    lengths = {len(name) for name in names}
    found = []
    for folder in ("models", "macros", "ingest", "inference"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix not in (".sql", ".py", ".yml", ".md"):
                continue
            for run in re.findall(r"[\u4e00-\u9fff]{3,}", without_comments(file)):
                pieces = {run[i : i + n] for n in lengths for i in range(len(run) - n + 1)}
                found += [f"{file.relative_to(ROOT)}: {name}" for name in pieces & names]
    assert not found


def test_no_result_depends_on_the_order_of_rows() -> None:
    """What takes one row of several, or keeps their order, says which: else two builds differ."""
    found = []
    queries = [
        *(ROOT / "models").rglob("*.sql"),
        *(ROOT / "macros").rglob("*.sql"),
        *(ROOT / "tests" / "expectations").rglob("*.yml"),
    ]
    for file in queries:
        text = without_comments(file)
        for call in ORDERED.finditer(text):
            said = _call_with_window(text, call.end())
            if "order by" not in said and not OVER_NAMED_WINDOW.match(text, call.end() + len(said)):
                found.append(f"{file.relative_to(ROOT)}: {call[1]}")
    assert not found


def _call_with_window(text: str, start: int) -> str:
    """What stands in a call's parentheses, and in those of its window."""
    end = _closed(text, start)
    window = re.compile(FILTER + r"\s*over\s*\(").match(text, end)
    return text[start : _closed(text, window.end()) if window else end]


def _closed(text: str, start: int) -> int:
    """Where the parenthesis ends that is open at a place."""
    depth, end = 1, start
    while depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return end


def division_names() -> set[str]:
    """Names of administrative divisions, long and short."""
    with (ROOT / "seeds/codes/divisions.csv").open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file) for column in ("name", "short_name")}


def bureau_names() -> set[str]:
    """Names of the bureaus whose disclosures are the samples, by the files' names."""
    names = (re.match(r"(.+?)(（.+?）)?\d{4}年", file.name) for file in (ROOT / "data").iterdir())
    return {name[1] for name in names if name}


def without_comments(file: Path) -> str:
    """The code of a file: a comment may give a place as an example."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".sql":
        return re.sub(r"\{#.*?#\}|--[^\n]*", "", text, flags=re.DOTALL)
    if file.suffix == ".py":
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        return "\n".join(token.string for token in tokens if token.type != tokenize.COMMENT)
    return text
