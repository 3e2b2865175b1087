"""What is not declared is NULL with a reason in every mart of value: the smallest use case that there can be."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.conftest import REPOSITORY, run_dbt
from tests.integration.conftest import write_project

MARTS = sorted(
    path.stem.removeprefix("assay__") for path in (REPOSITORY / "models" / "marts" / "value").glob("assay__*.sql")
)
USE_CASE = {
    "entity": {"relation": "orders", "key": "order_id", "time": "ordered_at"},
    "label": {"sql": "is_returned"},
    "policies": [{"name": "never_call", "sql": "false", "current": True}],
}
ORDERS = """select range as order_id, timestamp '2025-01-01' + to_hours(range) as ordered_at,
    range % 11 as weight, range % 5 = 0 or range % 11 = 3 as is_returned from range(1200)"""


@pytest.fixture(scope="module")
def minimal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build of the smallest use case."""
    folder = tmp_path_factory.mktemp("minimal")
    project = write_project(folder, {"orders": ORDERS}, {"assay_use_cases": {"returns": USE_CASE}})
    run_dbt("run", directory=project, database=folder / "warehouse.duckdb")
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


# What is counted or measured without a declaration of worth: the rows themselves, their labels and their times.
MEASURED = {
    "baseline_metrics": {"value", "standard_error", "ci_low", "ci_high", "control_low", "control_high"},
    "expectations": {"false_alarm_rate", "miss_rate"},
    "feasibility": {"check_value", "threshold"},
    "gaps": {"value", "standard_error", "gap_standard_error"},
    "timeliness": {"every_days", "mean_delay_days", "runs_per_month"},
    "unit_costs": {
        f"run_{work}_{unit}_per_1000_rows" for work in ("training", "scoring") for unit in ("seconds", "bytes")
    },
    "use_cases": {"label_rate", "label_coverage_rate", "decisions_per_month"},
}
# Settings with a documented default, and numbers of rows.
GIVEN = {"month", "horizon_months", "sample_fraction", "unit_share", "wait_days"}
COUNTED = {"n", "cluster_count", "decision_count", "labelled_count", "training_rows"}


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_has_a_row_without_invented_numbers(minimal: duckdb.DuckDBPyConnection, mart: str) -> None:
    rows = minimal.table(f"assay.{mart}").df()
    assert set(rows.use_case) == {"returns"}
    numbers = {name for name in rows.select_dtypes("number") if rows[name].notna().any()}
    assert numbers - GIVEN - COUNTED - MEASURED.get(mart, set()) == set()


@pytest.mark.parametrize("mart", MARTS)
def test_whatever_is_not_ok_says_why(warehouse: duckdb.DuckDBPyConnection, mart: str) -> None:
    rows = warehouse.table(f"assay.{mart}").df()
    assert "evidence_status" not in rows or rows[rows.evidence_status.ne("ok") & rows.reason.isna()].empty


@pytest.mark.parametrize("mart", MARTS)
def test_a_missing_number_has_a_reason(minimal: duckdb.DuckDBPyConnection, mart: str) -> None:
    rows = minimal.table(f"assay.{mart}").df()
    numbers = [name for name in rows.select_dtypes("number") if name not in GIVEN | COUNTED]
    missing = rows[numbers].isna().any(axis=1) if numbers else rows.use_case.notna()
    assert rows[missing & rows.reason.isna()].empty
    assert "evidence_status" not in rows or rows[rows.evidence_status.ne("ok") & rows.reason.isna()].empty
    assert not rows.reason.isin(["", "ok"]).any()
