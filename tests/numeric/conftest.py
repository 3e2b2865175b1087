"""What the numeric tests share: one run of the evaluation stage on simulated tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.numeric.evaluation_cases import build_evaluation, write_upstream


@pytest.fixture(scope="session")
def evaluated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Path of a DuckDB file with the evaluation stage built on simulated tables."""
    database = tmp_path_factory.mktemp("evaluation") / "assay.duckdb"
    write_upstream(database)
    build_evaluation(database)
    return database


@pytest.fixture
def evaluated(evaluated_database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the evaluation stage built on simulated tables."""
    with duckdb.connect(str(evaluated_database), read_only=True) as connection:
        connection.execute("use assay_work")
        yield connection
