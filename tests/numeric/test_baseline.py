"""Baselines, gaps, trends and the cost of inaction equal statsmodels and hand calculation."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from tests.numeric.review_cases import decisions
from tests.numeric.value_cases import compile_models, solve

CASES = {"clustered": True, "independent": False}
_BOUNDS = ("gap_low", "gap_high")


def _rows(connection: duckdb.DuckDBPyConnection, mart: str, use_case: str, metric: str) -> pd.DataFrame:
    return connection.execute(
        f"select * from assay.{mart} where use_case = $1 and metric = $2",
        [use_case, metric],
    ).df()


def _gap(connection: duckdb.DuckDBPyConnection, use_case: str, metric: str, value: str = "all") -> pd.Series:
    gaps = _rows(connection, "gaps", use_case, metric)
    return gaps[gaps["segment_value"] == value].iloc[0]


def _months(use_case: str, column: str) -> pd.DataFrame:
    frame = decisions(CASES[use_case])
    months = frame.groupby(frame["at"])[column].agg(["mean", "size"]).reset_index(drop=True)
    return months.astype(float)


@pytest.mark.parametrize("column", ["loss", "is_lost"])
@pytest.mark.parametrize("use_case", CASES)
def test_standard_errors_equal_statsmodels(reviewed: duckdb.DuckDBPyConnection, use_case: str, column: str) -> None:
    frame = decisions(CASES[use_case])
    metric = {"loss": "loss", "is_lost": "lost_rate"}[column]
    values = frame[column].astype(float)
    fit = sm.OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": frame["lot"]})
    gap = _gap(reviewed, use_case, metric)
    assert gap["value"] == pytest.approx(values.mean(), rel=1e-10)
    assert gap["standard_error"] == pytest.approx(fit.bse.iloc[0], rel=1e-8)


def test_shares_have_wilson_intervals(reviewed: duckdb.DuckDBPyConnection) -> None:
    metrics = _rows(reviewed, "baseline_metrics", "independent", "lost_rate")
    months = metrics[metrics["segment"] == "all"]
    assert len(months) == 24
    for month in months.itertuples():
        low, high = proportion_confint(round(month.value * month.n), month.n, method="wilson")
        assert (month.ci_low, month.ci_high) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))
    assert set(metrics["interval_method"]) == {"wilson"}


def test_clustered_shares_know_as_much_as_fewer_independent_ones(reviewed: duckdb.DuckDBPyConnection) -> None:
    metrics = _rows(reviewed, "baseline_metrics", "clustered", "lost_rate")
    assert set(metrics["interval_method"]) == {"wilson_cluster"}
    for month in metrics[metrics["segment"] == "all"].itertuples():
        effective = min(month.n, month.value * (1 - month.value) / month.standard_error**2)
        low, high = proportion_confint(month.value * effective, effective, method="wilson")
        assert (month.ci_low, month.ci_high) == (pytest.approx(low, rel=1e-9), pytest.approx(high, rel=1e-9))


@pytest.mark.parametrize("use_case", CASES)
def test_means_have_student_intervals(reviewed: duckdb.DuckDBPyConnection, use_case: str) -> None:
    for month in _rows(reviewed, "baseline_metrics", use_case, "loss").itertuples():
        width = stats.t.ppf(0.975, month.cluster_count - 1) * month.standard_error
        assert month.ci_high - month.value == pytest.approx(width, rel=1e-6)


def test_control_limits_are_those_of_an_xmr_chart(reviewed: duckdb.DuckDBPyConnection) -> None:
    months = _rows(reviewed, "baseline_metrics", "clustered", "loss").query("segment == 'all'")
    values = months.sort_values("period_start")["value"].to_numpy()
    width = 2.66 * np.abs(np.diff(values)).mean()
    assert months["control_low"].iloc[0] == pytest.approx(values.mean() - width, rel=1e-12)
    assert months["control_high"].iloc[0] == pytest.approx(values.mean() + width, rel=1e-12)
    assert (months["is_in_control"] == (np.abs(months["value"] - values.mean()) <= width)).all()


@pytest.mark.parametrize("use_case", CASES)
def test_trends_equal_weighted_least_squares(reviewed: duckdb.DuckDBPyConnection, use_case: str) -> None:
    months = _months(use_case, "loss")
    fit = sm.WLS(months["mean"], sm.add_constant(months.index.to_numpy()), weights=months["size"]).fit()
    gap = _gap(reviewed, use_case, "loss")
    assert gap["gap_trend_per_month"] == pytest.approx(fit.params.iloc[1], rel=1e-9)
    assert gap["gap_trend_standard_error"] == pytest.approx(fit.bse.iloc[1], rel=1e-9)
    assert gap["current_gap"] == pytest.approx(fit.fittedvalues.iloc[-1] - 90, rel=1e-9)
    assert abs(gap["gap_trend_per_month"] - 3) < 4 * gap["gap_trend_standard_error"]


def test_planted_widening_is_recovered(reviewed: duckdb.DuckDBPyConnection) -> None:
    gap = _gap(reviewed, "independent", "lost_rate")
    assert abs(gap["gap_trend_per_month"] - 0.004) < 3 * gap["gap_trend_standard_error"]


def test_the_best_segment_stands_in_for_a_target(reviewed: duckdb.DuckDBPyConnection) -> None:
    rates = decisions(has_clusters=True).groupby("site")["is_lost"].mean()
    gap = _gap(reviewed, "clustered", "lost_rate")
    best = _gap(reviewed, "clustered", "lost_rate", str(rates.idxmin()))
    assert (gap["reference_kind"], gap["reference_segment_value"]) == ("best_segment", rates.idxmin())
    assert gap["gap"] == pytest.approx(decisions(has_clusters=True)["is_lost"].mean() - rates.min(), abs=1e-12)
    assert (best["gap"], best["gap_standard_error"]) == (0, 0)
    assert gap["gap_standard_error"] == pytest.approx(
        np.hypot(gap["standard_error"], best["standard_error"]), rel=1e-12
    )
    assert _gap(reviewed, "clustered", "loss")["reference_kind"] == "target"


def test_what_is_not_declared_has_no_gap(reviewed: duckdb.DuckDBPyConnection) -> None:
    gap = _gap(reviewed, "shapes", "label_rate")
    assert gap["evidence_status"] == "not_declared"
    assert pd.isna(gap["gap"])
    costs = _rows(reviewed, "inaction_costs", "shapes", "label_rate")
    assert set(costs["evidence_status"]) == {"not_declared"}
    assert costs["cost_amount"].isna().all()


def test_inaction_costs_equal_hand_calculation(reviewed: duckdb.DuckDBPyConnection) -> None:
    gap = _gap(reviewed, "clustered", "loss")
    costs = _rows(reviewed, "inaction_costs", "clustered", "loss").sort_values("month")
    months = np.arange(1, 13)
    for scenario, slope in (("flat", 0.0), ("widening", gap["gap_trend_per_month"])):
        amounts = (gap["current_gap"] + slope * months) * 1000 * 2
        shown = costs[costs["scenario"] == scenario]
        np.testing.assert_allclose(shown["cost_amount"], amounts, rtol=1e-12)
        discounted = amounts / 1.12 ** (months / 12)
        np.testing.assert_allclose(shown["discounted_cost_amount"], discounted, rtol=1e-12)
        np.testing.assert_allclose(shown["cumulative_discounted_cost_amount"], discounted.cumsum(), rtol=1e-9)
    assert set(costs["evidence_status"]) == {"ok"}


@pytest.mark.parametrize("use_case", CASES)
def test_forecasts_have_the_prediction_interval_of_least_squares(
    reviewed: duckdb.DuckDBPyConnection, use_case: str
) -> None:
    months = _months(use_case, "loss")
    fit = sm.WLS(months["mean"], sm.add_constant(months.index.to_numpy()), weights=months["size"]).fit()
    costs = _rows(reviewed, "inaction_costs", use_case, "loss").sort_values("month")
    horizon = np.arange(1, 13)
    last = months.index[-1]
    for scenario, steps in (("flat", 0 * horizon), ("widening", horizon)):
        future = np.column_stack([np.ones(12), last + steps])
        expected = fit.get_prediction(future, weights=months["size"].mean()).summary_frame(alpha=0.05)
        shown = costs[costs["scenario"] == scenario]
        np.testing.assert_allclose(shown["expected_gap"], expected["mean"] - 90, rtol=1e-9)
        np.testing.assert_allclose(shown["gap_low"], expected["obs_ci_lower"] - 90, rtol=1e-6)
        np.testing.assert_allclose(shown["gap_high"], expected["obs_ci_upper"] - 90, rtol=1e-6)
        np.testing.assert_allclose(shown["cost_low_amount"], 2000 * np.maximum(shown["gap_low"], 0), rtol=1e-12)
        np.testing.assert_allclose(shown["cost_high_amount"], 2000 * np.maximum(shown["gap_high"], 0), rtol=1e-12)
    assert (costs["cost_low_amount"] <= costs["cost_amount"]).all()


def test_a_gap_shows_every_reference_and_uses_the_first(reviewed: duckdb.DuckDBPyConnection) -> None:
    loss = _gap(reviewed, "clustered", "loss")
    assert (loss["reference_kind"], loss["reference_value"], loss["target_value"]) == ("target", 90, 90)
    assert (loss["benchmark_value"], loss["benchmark_source"]) == (95, "Survey of ten sites")
    frame = decisions(has_clusters=True)
    assert loss["ceiling_value"] == pytest.approx((frame["loss"] - frame["is_lost"]).mean(), rel=1e-9)
    assert loss["ceiling_gap"] == pytest.approx(frame["is_lost"].mean(), rel=1e-9)
    peers = _gap(reviewed, "clustered", "peer_rate")
    assert (peers["reference_kind"], peers["gap"]) == ("benchmark", pytest.approx(peers["value"] - 0.05))


def test_limits_come_from_the_baseline_window_alone(reviewed: duckdb.DuckDBPyConnection) -> None:
    months = _rows(reviewed, "baseline_metrics", "independent", "loss").query("segment == 'all'")
    values = months.sort_values("period_start")["value"].to_numpy()[:6]
    width = 2.66 * np.abs(np.diff(values)).mean()
    assert months["control_high"].iloc[0] == pytest.approx(values.mean() + width, rel=1e-12)
    assert not months.sort_values("period_start")["is_in_control"].iloc[-1]


def test_intervals_of_the_trend_cover_the_planted_slope(reviewed: duckdb.DuckDBPyConnection) -> None:
    trends = _rows(reviewed, "gaps", "seeds", "loss").query("segment == 'seed'")
    assert len(trends) == 50
    width = stats.t.ppf(0.975, trends["month_count"] - 2) * trends["gap_trend_standard_error"]
    is_covered = (trends["gap_trend_per_month"] - 0.4).abs() < width
    assert 0.88 <= is_covered.mean() <= 1
    costs = _rows(reviewed, "inaction_costs", "seeds", "loss").query("scenario == 'widening' and month == 1")
    assert costs["gap_low"].iloc[0] < 0.4 * 24 < costs["gap_high"].iloc[0]


def test_forecasts_cover_the_months_to_come_as_often_as_they_say(tmp_path: Path) -> None:
    random = np.random.default_rng(29)
    seeds, past, horizon, size = 50, 24, 12, 10
    months = 3 + 0.4 * np.arange(past + horizon) + random.normal(0, 5, (seeds, past + horizon, size)).mean(axis=2)
    names = [f"u{seed:02d}" for seed in range(seeds)]
    known = pd.DataFrame(
        {
            **{"use_case": np.repeat(names, past), "metric": "loss", "segment": "all", "segment_value": "all"},
            **{"n": size, "value": months[:, :past].ravel()},
            "period_start": np.tile(pd.date_range("2023-03-01", periods=past, freq="MS"), seeds),
        }
    )
    use_cases = pd.DataFrame({"use_case": names}).assign(
        currency="EUR", units_per_month=1.0, horizon_months=horizon, discount_rate_annual=0.1
    )
    compiled = compile_models(["assay_baseline__trends", "assay_baseline__inaction_costs"])
    gaps = """
        select *, 1.0 as unit_amount, 'ok' as evidence_status, null as reason, last_value as gap,
            last_value as current_gap, slope_per_month as gap_trend_per_month
        from assay_baseline__trends"""
    (tmp_path / "solved").mkdir()
    connection = solve(
        tmp_path / "solved",
        {"assay_baseline__metrics": known, "assay_inputs__use_cases": use_cases},
        {
            "assay_baseline__trends": compiled["assay_baseline__trends"],
            "assay_baseline__gaps": gaps,
            "assay_baseline__inaction_costs": compiled["assay_baseline__inaction_costs"],
        },
    )
    rows = connection.sql("select * from assay_baseline__inaction_costs where scenario = 'widening'").df()
    low, high = (rows.pivot(index="use_case", columns="month", values=bound).to_numpy() for bound in _BOUNDS)
    is_covered = (low <= months[:, past:]) & (months[:, past:] <= high)
    assert is_covered.shape == (seeds, horizon)
    for month in (1, 6, 12):
        assert 0.88 <= is_covered[:, month - 1].mean() <= 1
    assert 0.92 <= is_covered.mean() <= 0.98


@pytest.mark.parametrize("metric", ["loss", "label_rate"])
def test_intervals_of_baseline_metrics_cover_the_planted_levels(
    reviewed: duckdb.DuckDBPyConnection, metric: str
) -> None:
    months = _rows(reviewed, "baseline_metrics", "seeds", metric).query("segment == 'seed'")
    assert len(months) == 50 * 24
    level = 0.4 * months["period_start"].rank(method="dense").sub(1)
    truth = level if metric == "loss" else stats.norm.cdf(level / 5)
    assert 0.88 <= (months["ci_low"].le(truth) & months["ci_high"].ge(truth)).mean() <= 1


def test_the_embedded_gap_widens_as_planted(warehouse: duckdb.DuckDBPyConnection) -> None:
    metric, start, slope, days = warehouse.execute(
        "select metric, gap_start, gap_per_month, month_days from fab_truth.fab_truth_gaps"
    ).fetchone()
    months = _rows(warehouse, "baseline_metrics", "wafer_yield", metric).query("segment == 'all'")
    gap = _gap(warehouse, "wafer_yield", metric)
    width = stats.t.ppf(0.975, len(months) - 2) * gap["gap_trend_standard_error"]
    assert abs(gap["gap_trend_per_month"] - slope * 365.25 / 12 / days) < width
    assert gap["current_gap"] > start
    costs = _rows(warehouse, "inaction_costs", "wafer_yield", metric)
    last = costs[costs["month"] == costs["month"].max()].set_index("scenario")
    assert last["cumulative_cost_amount"]["widening"] > last["cumulative_cost_amount"]["flat"] > 0


def test_losses_are_traced_to_drivers(reviewed: duckdb.DuckDBPyConnection) -> None:
    frame = decisions(has_clusters=True)
    frame["amount"] = 2 * (frame["loss"] - 90)
    drivers = _rows(reviewed, "loss_drivers", "clustered", "loss").set_index("driver_value")
    for site, rows in frame.groupby("site"):
        fit = sm.OLS(rows["amount"], np.ones(len(rows))).fit(cov_type="cluster", cov_kwds={"groups": rows["lot"]})
        adjustment = np.sqrt(len(rows) / (len(rows) - 1))
        assert drivers["mean_loss_amount"][site] == pytest.approx(rows["amount"].mean(), rel=1e-10)
        assert drivers["standard_error"][site] == pytest.approx(fit.bse.iloc[0], rel=2 * (adjustment - 1))
        rest = frame[frame["site"] != site]["amount"].mean()
        assert drivers["difference_amount"][site] == pytest.approx(rows["amount"].mean() - rest, rel=1e-8)
        assert drivers["loss_amount"][site] == pytest.approx(1000 * rows["amount"].sum() / len(frame), rel=1e-10)
    assert drivers["loss_amount"].sum() == pytest.approx(1000 * frame["amount"].mean(), rel=1e-10)
    assert drivers["share_rate"].sum() == pytest.approx(1, abs=1e-12)
    assert sorted(drivers["loss_rank"]) == [1, 2]


def test_losses_without_a_reference_say_so(reviewed: duckdb.DuckDBPyConnection) -> None:
    drivers = _rows(reviewed, "loss_drivers", "clustered", "peer_rate")
    assert set(drivers["evidence_status"]) == {"not_declared"}
    assert drivers["loss_amount"].isna().all()
    assert drivers["share_rate"].isna().all()


def test_planted_causes_of_loss_are_first(warehouse: duckdb.DuckDBPyConnection) -> None:
    drivers = _rows(warehouse, "loss_drivers", "wafer_yield", "yield_loss_pp")
    first = drivers[drivers["loss_rank"] == 1].set_index("driver")
    [(chamber,)] = warehouse.execute(
        "select regexp_extract(form, 'chamber ([^ ]+) against', 1) from fab_truth.fab_truth_effects"
        " where driver = 'polishing_chamber'"
    ).fetchall()
    assert (first["driver_value"]["product"], first["driver_value"]["polishing_chamber"]) == ("SOC-F", chamber)
    assert first["is_worse_than_rest"][["product", "polishing_chamber"]].all()
    assert not first["is_worse_than_rest"]["shift"]
    np.testing.assert_allclose(drivers.groupby("driver")["share_rate"].sum(), 1, atol=1e-9)
    ordered = drivers.sort_values(["driver", "loss_rank"])
    sums = ordered.groupby("driver")["share_rate"].cumsum()
    np.testing.assert_allclose(ordered["cumulative_share_rate"], sums, atol=1e-9)
    totals = drivers.groupby("driver")["loss_amount"].sum()
    np.testing.assert_allclose(totals, totals.iloc[0], rtol=1e-9)


def test_the_embedded_use_case_says_how_long_its_labels_take(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select label, decided_at, label_known_at from assay_work.assay_inputs__decisions"
        " where use_case = 'wafer_yield'"
    ).df()
    published = warehouse.execute(
        "select decisions_per_month, label_delay_p50_days, label_delay_p95_days, label_coverage_rate"
        " from assay.use_cases where use_case = 'wafer_yield'"
    ).fetchall()[0]
    delays = (rows["label_known_at"] - rows["decided_at"]) / pd.Timedelta(days=1)
    ages = (rows["decided_at"].max() - rows["decided_at"]) / pd.Timedelta(days=1)
    waited = rows["label"][ages >= 45]
    expected = (len(rows) / ages.max() * 30.4375, *delays.quantile([0.5, 0.95]), waited.notna().mean())
    assert 0.9 < expected[-1] <= 1
    assert published == pytest.approx(expected, rel=1e-9)
