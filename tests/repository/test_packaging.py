"""One wheel carries the Python layer and the dbt project, under one version."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY, run_dbt
from tests.integration.conftest import write_project


def _run_module(*words: str) -> str:
    """Run a Python module as a command and return what it prints."""
    run = subprocess.run([sys.executable, "-m", *words], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    _run_module("hatchling", "build", "-t", "wheel", "-d", str(folder))
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_carries_the_whole_dbt_project(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    for folder in ("macros", "models", "seeds", "tests/generic"):
        files = [path for path in (REPOSITORY / folder).rglob("*") if path.suffix in {".sql", ".py", ".yml", ".csv"}]
        assert files
        assert {f"assay/dbt/{path.relative_to(REPOSITORY)}" for path in files} <= names


def test_an_installed_wheel_is_a_dbt_package(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """What `pip install` unpacks can be named under `local:` in packages.yml, and dbt parses it."""
    site = str(tmp_path / "site")
    _run_module("pip", "install", "--quiet", "--no-deps", "--no-index", "--target", site, str(wheel.filename))
    printed = subprocess.run(
        [str(tmp_path / "site" / "bin" / "assay"), "dbt-project"],
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


def test_the_hooks_before_a_commit_are_sound_and_need_no_build() -> None:
    _run_module("pre_commit", "validate-config", ".pre-commit-config.yaml")
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    [command] = [hook["entry"] for hook in hooks if hook["id"] == "house-rules"]
    program, *words = shlex.split(command)
    assert Path(program).name == "pytest"
    collected = _run_module("pytest", "--collect-only", *words)
    assert "test_style.py" in collected
    assert "test_flow.py" not in collected
