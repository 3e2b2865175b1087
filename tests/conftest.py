"""What every test folder shares: the repository's place, dbt as a process, and one build of the embedded use case."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
DBT = str(Path(sys.executable).parent / "dbt")


def dbt_variables(profiles: Path, database: Path) -> dict[str, str]:
    """Environment of a dbt process that builds into a file, with its artifacts beside it."""
    return {
        **os.environ,
        "DBT_PROFILES_DIR": str(profiles),
        "DBT_TARGET_PATH": str(database.parent / "target"),
        "DBT_LOG_PATH": str(database.parent / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "ASSAY_DUCKDB_PATH": str(database),
    }


def run_dbt(
    *arguments: str,
    directory: Path = REPOSITORY,
    database: Path,
    environment: Mapping[str, str] | None = None,
    check: bool = True,
) -> subprocess.CompletedProcess[str]:
    """Run dbt as a user would, in its own process, with the artifacts beside the database.

    Parameters
    ----------
    *arguments : str
        Words after ``dbt``, such as ``"build", "--select", "marts"``.
    directory : Path
        The dbt project to run.
    database : Path
        The DuckDB file to build into; ``target`` and ``logs`` are put beside it.
    environment : Mapping[str, str], optional
        Variables added to the process's environment.
    check : bool
        Whether a failing run fails the test, with dbt's output in the message.

    Returns
    -------
    subprocess.CompletedProcess
        Exit code and text of the run.
    """
    variables = dbt_variables(directory, database) | dict(environment or {})
    run = subprocess.run([DBT, *arguments], cwd=directory, env=variables, capture_output=True, text=True, check=False)
    if check and run.returncode != 0:
        pytest.fail(f"{' '.join(arguments)} ended with {run.returncode}\n{run.stdout[-6000:]}\n{run.stderr[-2000:]}")
    return run


def build_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """Build something once for all processes that run tests: the first that asks builds, the others wait.

    Parameters
    ----------
    factory : pytest.TempPathFactory
        Knows where this test run may write.
    name : str
        Name of the folder, the same in every process.
    build : callable
        Fills the folder that it is given.

    Returns
    -------
    Path
        The filled folder. A build that failed is tried again by the next that asks.
    """
    own = factory.getbasetemp()
    folder = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / f"shared-{name}"
    folder.mkdir(exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / ".done"
        if not done.exists():
            build(folder)
            done.touch()
    return folder


@contextmanager
def rendering() -> Iterator[Path]:
    """Path of an empty warehouse `assay` for ``dbt compile``, for one process at a time.

    dbt parses the project again for every warehouse that it has not seen, which takes longer than all it renders.
    Here it keeps what it has parsed, also from one test run to the next, and reads changed files alone.
    """
    folder = REPOSITORY / "target" / "rendering"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / "assay.duckdb"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a build, so that the hook before a commit can leave it out."""
    for item in items:
        if "demo_database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.build)


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Path of a DuckDB file that holds a finished build of the embedded use case, unit tests included.

    ``ASSAY_TEST_DATABASE`` names an existing build to use instead, which saves the build while tests are written.
    """
    existing = os.environ.get("ASSAY_TEST_DATABASE")
    if existing:
        return Path(existing)

    def build(folder: Path) -> None:
        run_dbt("build", "--selector", "development", database=folder / "warehouse.duckdb")

    folder = build_once(tmp_path_factory, "demo", build)
    return folder / "warehouse.duckdb"


@pytest.fixture
def warehouse(demo_database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the finished build of the embedded use case."""
    connection = duckdb.connect(str(demo_database), read_only=True)
    yield connection
    connection.close()
