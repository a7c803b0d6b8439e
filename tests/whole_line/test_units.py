"""The unit tests of the models, which a build leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from tests.support.warehouses import ROOT, SAMPLES, Warehouse


def test_the_models_unit_tests_pass(samples: Warehouse, tmp_path: Path) -> None:
    warehouse = samples.copy(tmp_path / "units")
    warehouse.build(
        [SAMPLES], "--select", "test_type:unit", command="test", GONGKAI_UNIT_TESTS="yes"
    )
    results = json.loads((warehouse.folder / "target" / "run_results.json").read_text())["results"]
    passed = [
        node["unique_id"].split(".")[-1]
        for node in results
        if node["unique_id"].startswith("unit_test.") and node["status"] == "pass"
    ]
    declared = [
        test["name"]
        for file in (ROOT / "models").rglob("*.yml")
        for test in yaml.safe_load(file.read_text(encoding="utf-8")).get("unit_tests", [])
    ]
    assert len(declared) > 10
    assert sorted(passed) == sorted(declared)
