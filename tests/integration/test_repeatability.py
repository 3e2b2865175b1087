"""Same inputs, same bytes: for any number of threads, on a second build, and after a build that was killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY, run_dbt
from tests.integration.conftest import digest_tables


@pytest.fixture(scope="module")
def digests(demo_database: Path) -> dict[str, tuple[int, int]]:
    """The undisturbed build's tables, the demo's own included."""
    return digest_tables(demo_database, schemas=("assay", "assay_work", "fab", "fab_truth"))


def _profile_with_threads(folder: Path, threads: int) -> Path:
    """A profile like the repository's with a fixed number of threads for dbt and for DuckDB."""
    profile = yaml.safe_load((REPOSITORY / "profiles.yml").read_text())
    output = profile["assay"]["outputs"]["duckdb"]
    output["threads"] = threads
    output["settings"]["threads"] = threads
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile))
    return folder


def test_one_thread_gives_the_same_bytes_as_two(tmp_path: Path, digests: dict[str, tuple[int, int]]) -> None:
    database = tmp_path / "warehouse.duckdb"
    profiles = _profile_with_threads(tmp_path, threads=1)
    run_dbt("build", database=database, environment={"DBT_PROFILES_DIR": str(profiles)})
    again = digest_tables(database, schemas=("assay", "assay_work", "fab", "fab_truth"))
    assert {name for name in digests if again.get(name) != digests[name]} == set()
    assert len(again) == len(digests) > 50


def test_a_second_build_changes_nothing_and_trains_nothing(demo_database: Path, tmp_path: Path) -> None:
    database = tmp_path / "warehouse.duckdb"
    shutil.copy(demo_database, database)
    # Nothing is left out here: a model trained again would carry another time.
    before = digest_tables(database, schemas=("assay", "assay_work", "fab", "fab_truth"), ignored=())
    run_dbt("build", database=database)
    after = digest_tables(database, schemas=("assay", "assay_work", "fab", "fab_truth"), ignored=())
    assert {name for name in before if after.get(name) != before[name]} == set()


def test_a_killed_build_is_made_good_by_the_next(tmp_path: Path, digests: dict[str, tuple[int, int]]) -> None:
    database = tmp_path / "warehouse.duckdb"
    seed = int(os.environ.get("ASSAY_TEST_SEED", time.time_ns() % 10**6))
    print(f"ASSAY_TEST_SEED={seed}")
    moments = random.Random(seed)  # noqa: S311
    for latest in (25.0, 60.0):
        _kill_a_build(database, after_seconds=moments.uniform(8.0, latest))
    run_dbt("build", database=database)
    again = digest_tables(database, schemas=("assay", "assay_work", "fab", "fab_truth"))
    assert {name for name in digests if again.get(name) != digests[name]} == set()
    assert set(again) == set(digests)


def _kill_a_build(database: Path, after_seconds: float) -> None:
    """Start a build and end it the hard way: SIGKILL to the whole process group."""
    variables = {
        **os.environ,
        "ASSAY_DUCKDB_PATH": str(database),
        "DBT_PROFILES_DIR": str(REPOSITORY),
        "DBT_TARGET_PATH": str(database.parent / "target"),
        "DBT_LOG_PATH": str(database.parent / "logs"),
    }
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / "dbt"), "build"],
        cwd=REPOSITORY,
        env=variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=after_seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
