"""What a project that installs the package gets: the marts, no demo, and no way to the private models."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.conftest import run_dbt
from tests.integration.conftest import write_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that installs the package and declares nothing."""
    return write_project(
        tmp_path_factory.mktemp("installed"),
        models={"team_scores": "select * from {{ ref('assay__scores') }}"},
        variables={},
    )


def test_without_a_declaration_the_build_is_empty_and_says_so(project: Path) -> None:
    run = run_dbt("build", directory=project, database=project / "warehouse.duckdb")
    assert "assay_use_cases" in run.stdout
    with duckdb.connect(str(project / "warehouse.duckdb"), read_only=True) as connection:
        marts = connection.execute("select table_name from information_schema.tables where table_schema = 'assay'")
        names = [name for (name,) in marts.fetchall()]
        assert len(names) > 15
        assert {name: connection.table(f"assay.{name}").count("*").fetchall()[0][0] for name in names} == dict.fromkeys(
            names, 0
        )


def test_nothing_of_the_demo_is_built(project: Path) -> None:
    run_dbt("parse", directory=project, database=project / "warehouse.duckdb")
    manifest = json.loads((project / "target" / "manifest.json").read_text())
    assert [name for name, node in manifest["nodes"].items() if "fab" in node["schema"]] == []
    assert [name for name in manifest["unit_tests"] if ".assay." in name] == []


def test_a_private_model_cannot_be_referenced(project: Path, tmp_path: Path) -> None:
    reader = write_project(
        tmp_path,
        models={"peek": "select * from {{ ref('assay_features__examples') }}"},
        variables={},
    )
    run = run_dbt("parse", directory=reader, database=reader / "warehouse.duckdb", check=False)
    assert run.returncode != 0
    assert "not allowed" in run.stdout
    assert "assay_features__examples" in run.stdout
