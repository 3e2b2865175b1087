"""What the numeric tests share: one run of the evaluation stage on simulated tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.conftest import build_once
from tests.numeric.evaluation_cases import build_evaluation, write_upstream
from tests.numeric.review_cases import (
    build_review,
    decisions,
    declarations,
    defects,
    seeds,
    shapes,
    write_review_project,
)


@pytest.fixture(scope="session")
def evaluated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Path of a DuckDB file with the evaluation stage built on simulated tables."""

    def build(folder: Path) -> None:
        write_upstream(folder / "assay.duckdb")
        build_evaluation(folder / "assay.duckdb")

    return build_once(tmp_path_factory, "evaluation", build) / "assay.duckdb"


@pytest.fixture
def evaluated(evaluated_database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the evaluation stage built on simulated tables."""
    with duckdb.connect(str(evaluated_database), read_only=True) as connection:
        connection.execute("use assay_work")
        yield connection


@pytest.fixture(scope="session")
def reviewed_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Path of a DuckDB file with the review, quality and baseline of planted data."""
    frames = {
        "shapes": shapes(),
        "single": shapes().iloc[[0, -1]].assign(is_open=[True, False]),
        "defects": defects(),
        "seeds": seeds(),
        "clustered": decisions(has_clusters=True),
        "independent": decisions(has_clusters=False),
    }

    def build(folder: Path) -> None:
        write_review_project(folder, frames, declarations())
        build_review(folder, folder / "warehouse.duckdb")

    return build_once(tmp_path_factory, "review", build) / "warehouse.duckdb"


@pytest.fixture
def reviewed(reviewed_database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the review, quality and baseline of planted data."""
    with duckdb.connect(str(reviewed_database), read_only=True) as connection:
        yield connection
