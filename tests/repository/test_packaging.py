"""One wheel carries the Python layer and the dbt project, under one version."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY, run_dbt
from tests.integration.conftest import write_project


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_carries_the_whole_dbt_project(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    for folder in ("macros", "models", "seeds", "tests/generic"):
        files = [path for path in (REPOSITORY / folder).rglob("*") if path.suffix in {".sql", ".py", ".yml", ".csv"}]
        assert files
        assert {f"assay/dbt/{path.relative_to(REPOSITORY)}" for path in files} <= names


def test_an_installed_wheel_is_a_dbt_package(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """What `pip install` unpacks can be named under `local:` in packages.yml, and dbt parses it."""
    wheel.extractall(tmp_path / "site")
    printed = subprocess.run(
        [sys.executable, "-m", "assay", "dbt-project"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    project = Path(printed.stdout.strip())
    assert project == tmp_path / "site" / "assay" / "dbt"
    team = write_project(tmp_path / "team", models={}, variables={}, package=project)
    run_dbt("parse", directory=team, database=team / "warehouse.duckdb")


def test_the_wheel_and_the_dbt_package_have_one_version(wheel: zipfile.ZipFile) -> None:
    version = yaml.safe_load((REPOSITORY / "dbt_project.yml").read_text())["version"]
    assert Path(str(wheel.filename)).name.startswith(f"dbt_assay-{version}-")


def test_the_changelog_names_the_version() -> None:
    version = yaml.safe_load((REPOSITORY / "dbt_project.yml").read_text())["version"]
    assert f"## [{version}]" in (REPOSITORY / "CHANGELOG.md").read_text()
