"""The unit tests of models: the build for development runs all of them, the build for production none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY


def _in_property_files() -> set[str]:
    """Name of every unit test that is written beside a model."""
    return {
        f"unit_test.assay.{test['model']}.{test['name']}"
        for path in (REPOSITORY / "models").rglob("*.yml")
        for test in yaml.safe_load(path.read_text()).get("unit_tests", [])
    }


@pytest.fixture(scope="module")
def build(demo_database: Path) -> dict[str, str]:
    """The status of every node in the build of the embedded use case."""
    recorded = json.loads((demo_database.parent / "target" / "run_results.json").read_text())
    if recorded["args"].get("selector") != "development":
        pytest.skip("ASSAY_TEST_DATABASE is no result of `dbt build --selector development`")
    return {result["unique_id"]: result["status"] for result in recorded["results"]}


def test_every_unit_test_runs_and_passes(build: dict[str, str]) -> None:
    run = {name for name, status in build.items() if name.startswith("unit_test.") and status == "pass"}
    written = _in_property_files()
    assert run == written
    assert len(written) > 50


def test_no_other_node_is_left_out(build: dict[str, str], demo_database: Path) -> None:
    """A selector names kinds of nodes, and a kind that it forgets would not be built."""
    manifest = json.loads((demo_database.parent / "target" / "manifest.json").read_text())
    known = {
        key
        for key, node in {**manifest["nodes"], **manifest["exposures"]}.items()
        if node["resource_type"] not in {"analysis", "operation"} and node["config"].get("materialized") != "ephemeral"
    }
    assert sorted(known - build.keys()) == []


def test_a_build_for_production_leaves_out_unit_tests_alone() -> None:
    selectors = yaml.safe_load((REPOSITORY / "selectors.yml").read_text())["selectors"]
    definitions = {selector["name"]: selector["definition"]["union"] for selector in selectors}
    [default] = [selector["name"] for selector in selectors if selector.get("default")]
    assert default == "production"
    without = {"exclude": [{"method": "resource_type", "value": "unit_test"}]}
    assert definitions["production"] == [*definitions["development"], without]
