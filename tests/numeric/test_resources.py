"""What a project costs, brings and uses up: identities on the demo, and the growth of training against numpy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from statsmodels.api import OLS

from tests.numeric.value_cases import compile_models, solve

SIZES = np.array([2_000, 5_000, 5_000, 20_000, 80_000], dtype=float)
NOISE = np.array([1.02, 0.97, 1.01, 0.99, 1.0])
SHARES = np.array([0.125, 0.25, 0.5, 1.0])
MODELS = (
    "assay_operations__usages",
    "assay_operations__usage_fits",
    "assay_operations__usage_limits",
    "assay_operations__capacity_forecasts",
)


def _only(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[float, ...]:
    rows = connection.execute(query).fetchall()
    assert len(rows) == 1
    return tuple(rows[0])


def test_planned_costs_are_those_of_the_cash_flows(warehouse: duckdb.DuckDBPyConnection) -> None:
    planned = warehouse.execute(
        "select month, cost_type, planned_amount from assay.costs where planned_amount is not null order by all"
    ).fetchall()
    flows = warehouse.execute(
        "select month, cost_type, -sum(amount) from assay.cash_flows"
        " where scenario = 'base' and amount < 0 group by all order by all"
    ).fetchall()
    assert [row[:2] for row in planned] == [row[:2] for row in flows]
    assert [row[2] for row in planned] == pytest.approx([row[2] for row in flows], rel=1e-12)


def test_work_and_data_add_up_over_the_months(warehouse: duckdb.DuckDBPyConnection) -> None:
    people, data = _only(
        warehouse,
        "select sum(resourced_amount) filter (where cost_type = 'people'),"
        " sum(resourced_amount) filter (where cost_type = 'data') from assay.costs",
    )
    assert people == pytest.approx(_only(warehouse, "select sum(cost_amount) from assay.team")[0], rel=1e-12)
    monthly = _only(warehouse, "select sum(cost_monthly_amount) from assay.sources where cost_monthly_amount > 0")[0]
    assert data == pytest.approx(36 * monthly, rel=1e-12)


def test_booked_costs_are_compared_with_the_plan(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select planned_amount, actual_amount, variance_amount from assay.costs where actual_amount is not null"
    ).fetchall()
    booked = _only(warehouse, "select sum(amount) from assay_work.assay_inputs__actual_costs")[0]
    assert sum(row[1] for row in rows) == pytest.approx(booked, rel=1e-12)
    assert [row[2] for row in rows] == [None if row[0] is None else row[1] - row[0] for row in rows]


def test_compute_is_priced_by_measured_seconds(warehouse: duckdb.DuckDBPyConnection) -> None:
    seconds, amount = _only(
        warehouse, "select run_seconds, run_cost_amount from assay.costs where month = 0 and cost_type = 'compute'"
    )
    trained = _only(warehouse, "select sum(training_seconds) from assay.models where is_current")[0]
    assert seconds == pytest.approx(trained, abs=1e-9)
    assert amount == pytest.approx(seconds / 3600 * 0.45, rel=1e-12)


def test_measured_compute_is_beside_the_plan_and_in_no_sum_of_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    measured = warehouse.execute(
        "select month, amount, run_cost_amount from assay.cash_flows where source = 'measured' order by month"
    ).fetchall()
    assert [month for month, *_ in measured] == [0, 9, 15, 21, 27, 33]
    assert {amount for _, amount, _ in measured} == {None}
    declared = _only(warehouse, "select count(run_cost_amount) from assay.cash_flows where source <> 'measured'")
    assert declared == (0,)
    npv, with_runs = _only(
        warehouse, "select npv_amount, run_npv_amount from assay.business_cases where scenario = 'base'"
    )
    assert with_runs < npv
    present = sum(amount * 1.1 ** (-month / 12) for month, _, amount in measured)
    assert with_runs - npv == pytest.approx(present, rel=1e-5)


def test_a_decision_earns_its_cost_at_break_even(warehouse: duckdb.DuckDBPyConnection) -> None:
    volume, cost, benefit = _only(
        warehouse,
        "select units_per_month, cost_unit_amount, benefit_unit_amount from assay.unit_costs"
        " where volume_step = 'break_even'",
    )
    assert cost == pytest.approx(benefit, rel=1e-9)
    published = _only(warehouse, "select break_even_units_per_month from assay.business_cases where scenario = 'base'")
    assert volume == published[0]


def test_monthly_margins_add_up_to_the_net_present_value(warehouse: duckdb.DuckDBPyConnection) -> None:
    margin = _only(warehouse, "select margin_monthly_amount from assay.unit_costs where volume_step = '1x'")[0]
    discounted_months = sum(1.1 ** (-month / 12) for month in range(1, 37))
    npv = _only(warehouse, "select npv_amount from assay.business_cases where scenario = 'base'")[0]
    assert margin * discounted_months == pytest.approx(npv, rel=1e-9)


def test_share_of_the_ceiling_comes_from_the_ladder(warehouse: duckdb.DuckDBPyConnection) -> None:
    ladder = dict(
        warehouse.execute("select policy, value_per_decision from assay.policy_values where split = 'test'").fetchall()
    )
    champion = _only(warehouse, "select policy from assay_work.assay_value__effects")[0]
    expected = (ladder[champion] - ladder["random_10pct"]) / (ladder["perfect"] - ladder["random_10pct"])
    published = _only(warehouse, "select value from assay.benefits where benefit = 'share_of_ceiling'")[0]
    assert 0 < published < 1
    assert published == pytest.approx(expected, rel=1e-12)


def test_a_figure_without_source_is_refused(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select reference_value, difference, is_improvement, evidence_status from assay.benefits"
        " where category = 'competitiveness' and (reference_source is null or reference_date is null)"
    ).fetchall()
    assert rows == [(None, None, None, "not_verified")]


def _planted(use_case: str, rows: NDArray[Any], noise: NDArray[Any], current: int) -> pd.DataFrame:
    """Whole trainings: five fits of the rows, seconds by a power of them, memory by a line on top of the process."""
    return pd.DataFrame(
        {
            "use_case": use_case,
            "learner": "boosted_trees",
            "model_version": [f"boosted_trees-{number}" for number in range(len(rows))],
            "output": "1",
            "fold": 0,
            "training_rows": rows.astype(int),
            "fitted_rows": (5 * rows).astype(int),
            "training_seconds": 9.0 * 0.0005 * rows**1.2 * noise,
            "run_busy_seconds": 5 * 0.0005 * rows**1.2 * noise,
            "peak_memory_bytes": ((4e8 + 900 * rows) * noise).astype(int),
            "is_current": np.arange(len(rows)) == current,
        }
    )


def _shares(use_case: str, noise: NDArray[Any]) -> pd.DataFrame:
    """Single fits on nested shares: a fifth of the seconds of a training, and memory without the process."""
    rows = 64_000 * SHARES
    return pd.DataFrame(
        {
            "use_case": use_case,
            "learner": "boosted_trees",
            "model_version": "boosted_trees-0",
            "training_share": SHARES,
            "training_rows": rows.astype(int),
            "run_busy_seconds": 0.0005 * rows**1.2 * noise,
            "run_memory_bytes": (900 * rows * noise).astype(int),
            "run_machine_bytes": 25_000_000_000,
        }
    )


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A first build with shares, five trainings of four sizes, both together, and what says too little."""
    first = np.array([80_000.0])
    exact, noisy = np.ones(4), np.array([1.03, 0.98, 0.97, 1.01])
    trainings = [
        _planted("first", first, np.ones(1), 0),
        _planted("law", first, np.ones(1), 0),
        _planted("history", SIZES, NOISE, 4),
        _planted("both", SIZES, NOISE, 4),
        _planted("few", SIZES[:3], NOISE[:3], 2),
        _planted("flat", first, np.ones(1), 0),
    ]
    shares = [_shares("law", exact), _shares("first", noisy), _shares("both", noisy)]
    flat = _shares("flat", exact).assign(run_busy_seconds=[4.0, 3, 2, 1], run_memory_bytes=[4, 3, 2, 1])
    names = ("first", "law", "history", "both", "few", "flat")
    tables: dict[str, pd.DataFrame | str] = {
        "assay_training__models": pd.concat(trainings),
        "assay_training__learning_curves": pd.concat([*shares, flat]),
        "assay_inputs__use_cases": "select use_case, 'EUR' as currency, 10000::double as units_per_month,"
        " 0.5::double as sample_fraction, 0.2::double as valid_rate, 0.2::double as test_rate"
        f" from (select unnest({list(names)}) as use_case)",
        "assay_inputs__assumptions": "select use_case, name, expected_value from (values"
        " ('memory_limit_bytes', 16e9::double), ('training_limit_seconds', 3600), ('compute_hour_amount', 2))"
        f" as assumed (name, expected_value), (select unnest({list(names[1:])}) as use_case)",
    }
    with solve(tmp_path_factory.mktemp("resources"), tables, compile_models(MODELS)) as run:
        yield run


def _forecasts(run: duckdb.DuckDBPyConnection, use_case: str, resource: str) -> pd.DataFrame:
    return run.execute(
        "select * from assay_operations__capacity_forecasts where use_case = $1 and resource = $2 order by data_scale",
        [use_case, resource],
    ).df()


@pytest.mark.parametrize("resource", ["seconds", "memory_bytes"])
@pytest.mark.parametrize("use_case", ["first", "history", "both"])
def test_growth_and_interval_equal_least_squares(
    grown: duckdb.DuckDBPyConnection, use_case: str, resource: str
) -> None:
    """A slope common to trainings and shares, a level of each kind: statsmodels' prediction of another training."""
    measured = grown.execute(
        "select kind, used_rows, run_usage from assay_operations__usages where use_case = $1 and resource = $2",
        [use_case, resource],
    ).df()
    is_power = resource == "seconds"
    change, back = (np.log, np.exp) if is_power else (np.asarray, np.asarray)
    unit = 1.0 if is_power else 1e9
    kinds = pd.get_dummies(measured["kind"], dtype=float)
    design = kinds.assign(rows=change(measured["used_rows"]))
    line = OLS(change(measured["run_usage"] / unit), design).fit()
    forecasts = _forecasts(grown, use_case, resource)
    used = 80_000 * forecasts["data_scale"] * (5 if is_power else 1)
    asked = pd.DataFrame({**{kind: float(kind == "training") for kind in kinds}, "rows": change(used)})
    expected = line.get_prediction(asked).summary_frame()
    # Student's quantile is exact for one and two degrees of freedom, and a short expansion from three on.
    tolerance = 1e-6 if line.df_resid < 3 else 0.02
    assert set(forecasts["run_form"]) == {"power" if is_power else "linear"}
    assert set(forecasts["n"]) == {len(measured)}
    assert forecasts["run_slope"].to_numpy() == pytest.approx(line.params["rows"] * unit, rel=1e-6)
    assert forecasts["run_forecast"].to_numpy() == pytest.approx(back(expected["mean"]) * unit, rel=1e-6)
    for published, bound in (("run_forecast_low", "obs_ci_lower"), ("run_forecast_high", "obs_ci_upper")):
        oracle = np.maximum(0, back(expected[bound]) * unit)
        assert forecasts[published].to_numpy() == pytest.approx(oracle, rel=tolerance)


def test_a_planted_power_law_is_recovered_by_a_first_build(grown: duckdb.DuckDBPyConnection) -> None:
    seconds = _forecasts(grown, "law", "seconds")
    law = 5 * 0.0005 * (80_000 * seconds["data_scale"]) ** 1.2
    assert set(seconds["evidence_status"]) == {"ok"}
    assert seconds["run_slope"].to_numpy() == pytest.approx(1.2, rel=1e-9)
    for column in ("run_forecast", "run_forecast_low", "run_forecast_high"):
        assert seconds[column].to_numpy() == pytest.approx(law, rel=1e-6)
    assert seconds["run_cost_amount"].to_numpy() == pytest.approx(law / 3600 * 2, rel=1e-6)
    at_limit = (3600 / (5 * 0.0005)) ** (1 / 1.2)
    assert seconds["run_rows_at_limit"].to_numpy() == pytest.approx(at_limit, rel=1e-6)
    assert seconds["rows_per_month"].to_numpy() == pytest.approx(10_000 * 0.5 * 0.6)
    assert seconds["run_months_until_limit"].to_numpy() == pytest.approx((at_limit - 80_000) / 3_000, rel=1e-6)
    assert seconds["run_is_within_limit"].tolist() == [True, False, False]
    memory = _forecasts(grown, "law", "memory_bytes")
    assert memory["run_forecast"].to_numpy() == pytest.approx(4e8 + 900 * 80_000 * memory["data_scale"], rel=1e-6)
    assert memory["run_rows_at_limit"].to_numpy() == pytest.approx((16e9 - 4e8) / 900, rel=1e-6)
    assert memory["run_cost_amount"].isna().all()


def test_the_limit_is_declared_or_that_of_the_machine(grown: duckdb.DuckDBPyConnection) -> None:
    columns = ["limit_source", "evidence_status", "reason", "usage_limit", "run_usage_limit"]
    declared, measured = (_forecasts(grown, name, "memory_bytes")[columns].iloc[0] for name in ("law", "first"))
    assert declared.tolist() == ["declared", "ok", None, 16e9, 16e9]
    assert measured[["limit_source", "evidence_status", "reason", "run_usage_limit"]].tolist() == [
        "measured", "ok", None, 25e9,
    ]  # fmt: skip
    assert np.isnan(measured["usage_limit"])
    seconds = _forecasts(grown, "first", "seconds").iloc[0]
    assert seconds["evidence_status"] == "not_declared"
    assert seconds["reason"] == "the assumption training_limit_seconds is not declared"
    assert seconds[["usage_limit", "run_rows_at_limit", "run_cost_amount"]].isna().all()
    assert seconds["run_forecast"] > 0


def test_what_does_not_grow_is_not_carried_on(grown: duckdb.DuckDBPyConnection) -> None:
    for resource, words in (("seconds", "seconds do"), ("memory_bytes", "memory does")):
        rows = _forecasts(grown, "flat", resource)
        assert set(rows["run_reason"]) == {f"the measured {words} not grow with the rows"}
        assert rows[["run_forecast", "run_forecast_high", "run_rows_at_limit"]].isna().all(axis=None)


def test_two_sizes_forecast_nothing(grown: duckdb.DuckDBPyConnection) -> None:
    rows = grown.execute(
        "select evidence_status, reason, run_forecast, run_rows_at_limit, run_months_until_limit, run_is_within_limit"
        " from assay_operations__capacity_forecasts where use_case = 'few'"
    ).fetchall()
    assert len(rows) == 6
    assert {row[0] for row in rows} == {"insufficient_data"}
    assert all(row[1].startswith("training was measured at 2 of the 3 different sizes") for row in rows)
    assert {row[2:] for row in rows} == {(None, None, None, None)}


def test_a_first_build_says_when_the_machine_is_outgrown(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select learner, resource, evidence_status, n, size_count, run_forecast, run_forecast_high, run_reason"
        " from assay.capacity_forecasts where learner <> 'constant' and data_scale = 100"
    ).fetchall()
    assert {row[:5] for row in rows} == {
        (learner, resource, "ok", 5, 4)
        for learner in ("boosted_trees", "logistic")
        for resource in ("seconds", "memory_bytes")
    }
    assert all((row[5] is None) != (row[7] is None) for row in rows)
    assert all(row[5] is None or 0 < row[5] <= row[6] for row in rows)


def test_a_unit_cost_shows_what_training_and_scoring_took(warehouse: duckdb.DuckDBPyConnection) -> None:
    published = warehouse.execute(
        "select distinct run_training_seconds_per_1000_rows, run_training_bytes_per_1000_rows,"
        " run_scoring_seconds_per_1000_rows, run_scoring_bytes_per_1000_rows, run_scoring_unit_amount"
        " from assay.unit_costs"
    ).fetchall()
    trained = warehouse.execute(
        "select 1000 * training_seconds / training_rows, 1000 * peak_memory_bytes / training_rows"
        " from assay.models where is_champion"
    ).fetchall()[0]
    rate = _only(
        warehouse,
        "select expected_value from assay_work.assay_inputs__assumptions where name = 'compute_hour_amount'",
    )[0]
    rows = _only(warehouse, "select scored_rows from assay_work.assay_operations__champion_usages")[0]
    assert rows == min(10_000, _only(warehouse, "select count(*) from fab.fab_wafer_decisions")[0])
    assert len(published) == 1
    *training, seconds, size, amount = published[0]
    assert training == pytest.approx(trained, rel=1e-12)
    # Between a microsecond and a second a row, between a byte and a hundred megabytes a row.
    assert 1e-3 < seconds < 1e3
    assert 1e3 < size < 1e11
    assert amount == pytest.approx(seconds / 1000 / 3600 * rate, rel=1e-12)
