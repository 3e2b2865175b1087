"""What a project costs, brings and uses up: identities on the demo, and the growth of training against numpy."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.numeric.value_cases import compile_models

SIZES = np.array([2_000, 5_000, 5_000, 20_000, 80_000], dtype=float)
NOISE = np.array([1.02, 0.97, 1.01, 0.99, 1.0])
MODELS = ("assay_operations__usage_fits", "assay_operations__capacity_forecasts")


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


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Five trainings of four sizes: seconds grow by a power of the rows, memory by a line, both with noise."""
    compiled = compile_models(MODELS)
    runs = pd.DataFrame(
        {
            "use_case": "a",
            "learner": "boosted_trees",
            "model_version": [f"boosted_trees-{number}" for number in range(len(SIZES))],
            "output": "1",
            "fold": 0,
            "training_rows": SIZES.astype(int),
            "training_seconds": 0.0005 * SIZES**1.2 * NOISE,
            "peak_memory_bytes": ((4e8 + 900 * SIZES) * NOISE).astype(int),
            "is_current": SIZES.max() <= SIZES,
        }
    )
    few = runs.iloc[:3].assign(use_case="few", is_current=[False, False, True])
    trained = pd.concat([runs, few])
    with duckdb.connect(str(tmp_path_factory.mktemp("resources") / "assay.duckdb")) as run:
        run.execute("create schema if not exists assay_work")
        run.register("trained", trained)
        run.execute("create table assay_work.assay_training__models as select * from trained")
        run.execute(
            "create table assay_work.assay_inputs__use_cases as select use_case, 'EUR' as currency,"
            " 10000::double as units_per_month, 0.5::double as sample_fraction, 0.2::double as valid_rate,"
            " 0.2::double as test_rate from (values ('a'), ('few')) as names (use_case)"
        )
        run.execute(
            "create table assay_work.assay_inputs__assumptions as select * from (values"
            " ('a', 'memory_limit_bytes', 16e9::double), ('a', 'training_limit_seconds', 3600),"
            " ('a', 'compute_hour_amount', 2)) as assumed (use_case, name, expected_value)"
        )
        for model in MODELS:
            run.execute(f"create table assay_work.{model} as {compiled[model]}")
        yield run


def test_growth_equals_least_squares(grown: duckdb.DuckDBPyConnection) -> None:
    runs = grown.execute("select * from assay_work.assay_training__models where use_case = 'a'").df()
    usages = {"seconds": runs["training_seconds"], "memory_bytes": runs["peak_memory_bytes"].astype(float)}
    for resource, usage in usages.items():
        for form, change in (("linear", np.asarray), ("power", np.log)):
            slope, intercept = np.polyfit(change(SIZES), change(usage), 1)
            fitted = intercept + slope * change(SIZES)
            miss = usage - (np.exp(fitted) if form == "power" else fitted)
            published = grown.execute(
                "select run_intercept, run_slope, run_relative_error from assay_work.assay_operations__usage_fits"
                " where use_case = 'a' and resource = $1 and form = $2",
                [resource, form],
            ).fetchall()[0]
            expected = (intercept, slope, np.sqrt(np.mean((miss / usage.max()) ** 2)))
            assert published == pytest.approx(expected, rel=1e-6)


def test_the_form_that_grew_is_found_and_carried_on(grown: duckdb.DuckDBPyConnection) -> None:
    rows = grown.execute(
        "select resource, data_scale, run_form, run_slope, run_intercept, run_forecast, run_cost_amount,"
        " run_rows_at_limit, run_months_until_limit, usage_limit, rows_per_month"
        " from assay_work.assay_operations__capacity_forecasts as forecasts"
        " inner join assay_work.assay_operations__usage_fits as fits using (use_case, resource, run_slope)"
        " where use_case = 'a'"
    ).df()
    assert len(rows) == 6
    for row in rows.itertuples():
        power = row.resource == "seconds"
        assert row.run_form == ("power" if power else "linear")
        assert row.run_slope == pytest.approx(1.2 if power else 900, rel=0.1)
        forecast = (
            np.exp(row.run_intercept) * (80_000 * row.data_scale) ** row.run_slope
            if power
            else row.run_intercept + row.run_slope * 80_000 * row.data_scale
        )
        assert row.run_forecast == pytest.approx(forecast, rel=1e-9)
        at_limit = (
            np.exp(row.run_intercept) * row.run_rows_at_limit**row.run_slope
            if power
            else row.run_intercept + row.run_slope * row.run_rows_at_limit
        )
        assert at_limit == pytest.approx(row.usage_limit, rel=1e-9)
        assert row.rows_per_month == pytest.approx(10_000 * 0.5 * 0.6)
        assert row.run_months_until_limit == pytest.approx((row.run_rows_at_limit - 80_000) / row.rows_per_month)
    seconds = rows[rows["resource"] == "seconds"]
    assert seconds["run_cost_amount"].tolist() == pytest.approx((seconds["run_forecast"] / 3600 * 2).tolist())
    assert rows.loc[rows["resource"] == "memory_bytes", "run_cost_amount"].isna().all()


def test_two_sizes_forecast_nothing(grown: duckdb.DuckDBPyConnection) -> None:
    rows = grown.execute(
        "select evidence_status, reason, run_forecast, run_rows_at_limit, run_months_until_limit, run_is_within_limit"
        " from assay_work.assay_operations__capacity_forecasts where use_case = 'few'"
    ).fetchall()
    assert len(rows) == 6
    assert {row[0] for row in rows} == {"insufficient_data"}
    assert all(row[1].startswith("training was measured at 2 different sizes, 3 are needed") for row in rows)
    assert {row[2:] for row in rows} == {(None, None, None, None)}


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
