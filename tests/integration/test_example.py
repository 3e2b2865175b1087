"""The churn project in examples/ installs the package and gets its answers, without a warning."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.conftest import REPOSITORY, run_dbt

EXAMPLE = REPOSITORY / "examples" / "churn"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built copy of the example, which finds the package at its absolute path."""
    folder = tmp_path_factory.mktemp("example") / "churn"
    shutil.copytree(
        EXAMPLE, folder, ignore=shutil.ignore_patterns("dbt_packages", "target", "logs", "*.duckdb", "package-lock.yml")
    )
    packages = (folder / "packages.yml").read_text()
    assert "local: ../.." in packages
    (folder / "packages.yml").write_text(packages.replace("../..", str(REPOSITORY)))
    run_dbt("deps", directory=folder, database=folder / "warehouse.duckdb")
    build = run_dbt("build", directory=folder, database=folder / "warehouse.duckdb")
    assert "WARNING" not in build.stdout.upper()
    return folder


@pytest.fixture
def shop(project: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(str(project / "warehouse.duckdb"), read_only=True)
    yield connection
    connection.close()


def test_a_model_chooses_better_than_the_policy_of_today(shop: duckdb.DuckDBPyConnection) -> None:
    ladder = dict(
        shop.execute("select policy, value_per_decision from assay.policy_values where split = 'test'").fetchall()
    )
    [(champion,)] = shop.execute("select learner from assay.models where is_champion").fetchall()
    assert ladder["perfect"] > ladder[f"{champion}@threshold"] > ladder["top_revenue_calls"]
    assert ladder["never"] == 0


def test_the_business_case_is_complete(shop: duckdb.DuckDBPyConnection) -> None:
    cases = shop.execute("select scenario, evidence_status, npv_amount, is_within_capacity from assay.business_cases")
    found = {scenario: (status, npv, within) for scenario, status, npv, within in cases.fetchall()}
    assert {status for status, _, _ in found.values()} == {"ok"}
    assert found["low"][1] < found["base"][1] < found["high"][1]
    assert {within for _, _, within in found.values()} == {None}


def test_the_latest_decisions_are_scored(shop: duckdb.DuckDBPyConnection) -> None:
    [(scored, open_rows)] = shop.execute(
        "select (select count(*) from assay.scores),"
        " (select count(*) from main_shop.account_months where orders_next_90d is null)"
    ).fetchall()
    assert scored == open_rows > 0


def test_nothing_of_the_demo_is_there(project: Path) -> None:
    manifest = json.loads((project / "target" / "manifest.json").read_text())
    nodes = {
        key: node
        for key, node in manifest["nodes"].items()
        if node["package_name"] == "assay" and node["config"]["enabled"]
    }
    assert len(nodes) > 50
    assert [key for key, node in nodes.items() if "fab" in node["schema"] or "fab_" in key] == []
    assert [key for key in manifest["unit_tests"] if ".assay." in key] == []
