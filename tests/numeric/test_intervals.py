"""Macros for any table equal scipy, statsmodels, empulse and a hand-drawn chart."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest
from dcurves import dca
from empulse.metrics import max_profit_score
from sklearn.metrics import roc_curve
from statsmodels.stats.proportion import proportion_confint

from tests.conftest import rendering, run_dbt

MACROS = {
    "wilson": "{{ assay.wilson_interval('rows_read', ['grp'], 'is_hit') }}",
    "limits": "{{ assay.control_limits('months', ['grp'], 'month', 'level') }}",
    "curve": "{{ assay.profit_curve('rows_read', ['grp'], 'score', 'gain_of_acting', 'loss_of_waiting') }}",
    "labelled_curve": (
        "{{ assay.profit_curve('rows_read', ['grp'], 'score', 'gain_of_acting', 'loss_of_waiting', label='is_hit') }}"
    ),
    "bootstrap": "{{ assay.bootstrap_interval('rows_read', ['grp'], 'cluster_name', 'level', 1000) }}",
}


@pytest.fixture(scope="module")
def queries() -> dict[str, str]:
    """Name to SQL of every macro under test."""
    with rendering() as database:
        text = run_dbt("--quiet", "compile", "--inline", "\n;;\n".join(MACROS.values()), database=database).stdout
    return dict(zip(MACROS, text.split(";;"), strict=True))


def _rows_read() -> pd.DataFrame:
    random = np.random.default_rng(3)
    cluster = np.repeat(np.arange(200), 10)
    return pd.DataFrame(
        {
            "grp": np.where(cluster % 2 == 0, "even", "odd"),
            "cluster_name": [f"c{number}" for number in cluster],
            "level": 5 + random.normal(size=200)[cluster] + random.normal(size=2000),
            "is_hit": random.random(2000) < 0.07,
        }
    )


def _run(query: str, **frames: pd.DataFrame) -> pd.DataFrame:
    with duckdb.connect() as connection:
        for name, frame in frames.items():
            connection.register(name, frame)
        return connection.execute(f"select * from ({query}) as found").df().set_index("grp")


def test_wilson_intervals_equal_statsmodels(queries: dict[str, str]) -> None:
    frame = _rows_read().astype({"is_hit": "boolean"})
    frame.loc[:4, "is_hit"] = None
    found = _run(queries["wilson"], rows_read=frame)
    for group, rows in frame.groupby("grp"):
        known = rows["is_hit"].dropna()
        low, high = proportion_confint(known.sum(), len(known), method="wilson")
        assert found["n"][group] == len(known)
        assert (found["ci_low"][group], found["ci_high"][group]) == (
            pytest.approx(low, abs=1e-12),
            pytest.approx(high, abs=1e-12),
        )


def test_nothing_known_has_no_interval(queries: dict[str, str]) -> None:
    frame = pd.DataFrame({"grp": ["none"], "is_hit": pd.array([None], dtype="boolean")})
    assert _run(queries["wilson"], rows_read=frame)[["share_rate", "ci_low", "ci_high"]].isna().all(axis=None)


def test_control_limits_equal_a_chart_by_hand(queries: dict[str, str]) -> None:
    months = pd.DataFrame({"grp": ["a"] * 6 + ["b"], "month": [3, 1, 2, 6, 5, 4, 1], "level": [4, 2, 9, 7, 1, 3, 5]})
    found = _run(queries["limits"], months=months)
    levels = np.array([2, 9, 4, 3, 1, 7])
    width = 2.66 * np.abs(np.diff(levels)).mean()
    assert found["control_low"]["a"] == pytest.approx(levels.mean() - width)
    assert found["control_high"]["a"] == pytest.approx(levels.mean() + width)
    assert found["centre_line"]["b"] == 5
    assert np.isnan(found["control_low"]["b"])


def _scored_rows() -> pd.DataFrame:
    frame = _rows_read().drop(columns="level")
    score = np.random.default_rng(4).normal(frame["is_hit"], 1)
    return frame.assign(
        score=(1 / (1 + np.exp(-score))).round(2),
        gain_of_acting=np.where(frame["is_hit"], 70.0, -25.0),
        loss_of_waiting=np.where(frame["is_hit"], -12.0, 3.0),
    )


def test_the_best_point_of_a_profit_curve_equals_empulse(queries: dict[str, str]) -> None:
    frame = _scored_rows()
    curves = _run(queries["curve"], rows_read=frame)
    costs = {"tp_cost": -70.0, "fp_cost": 25.0, "fn_cost": 12.0, "tn_cost": -3.0}
    for group, rows in frame.groupby("grp"):
        curve = curves.loc[group].sort_values("threshold", ascending=False)
        best = max_profit_score(rows["is_hit"].astype(float), rows["score"], **costs)
        assert curve["value_per_decision"].max() == pytest.approx(best, abs=1e-9)
        assert curve["total_value"].iloc[0] == pytest.approx(rows["loss_of_waiting"].sum())
        assert curve["total_value"].iloc[-1] == pytest.approx(rows["gain_of_acting"].sum())
        assert curve["threshold"].tolist()[1:] == sorted(rows["score"].unique(), reverse=True)


def test_a_profit_curve_in_the_money_of_a_threshold_is_the_net_benefit_of_dcurves(queries: dict[str, str]) -> None:
    frame = _scored_rows()
    for threshold in (0.05, 0.2, 0.45, 0.7):
        # A true alarm is the unit of money; at this threshold a false one is worth the odds.
        gain = np.where(frame["is_hit"], 1.0, -threshold / (1 - threshold))
        curves = _run(queries["curve"], rows_read=frame.assign(gain_of_acting=gain, loss_of_waiting=0.0))
        for group, rows in frame.groupby("grp"):
            data = rows.assign(hit=rows["is_hit"].astype(int))[["hit", "score"]].reset_index(drop=True)
            expected = dca(data=data, outcome="hit", modelnames=["score"], thresholds=[threshold])
            benefits = expected.set_index("model")["net_benefit"]
            curve = curves.loc[group].sort_values("threshold")
            reached = curve[curve["threshold"] >= threshold].iloc[0]
            assert reached["value_per_decision"] == pytest.approx(benefits["score"], abs=1e-12)
            assert curve["value_per_decision"].iloc[0] == pytest.approx(benefits["all"], abs=1e-12)
            assert curve["value_per_decision"].iloc[-1] == benefits["none"] == 0


def test_a_labelled_profit_curve_has_the_rates_of_the_roc_curve(queries: dict[str, str]) -> None:
    frame = _scored_rows()
    curves = _run(queries["labelled_curve"], rows_read=frame)
    for group, rows in frame.groupby("grp"):
        curve = curves.loc[group].sort_values("threshold", ascending=False)
        false_rate, true_rate, _ = roc_curve(rows["is_hit"], rows["score"], drop_intermediate=False)
        assert curve["false_positive_rate"].to_numpy() == pytest.approx(false_rate, abs=1e-12)
        assert curve["true_positive_rate"].to_numpy() == pytest.approx(true_rate, abs=1e-12)


def test_bootstraps_of_clusters_have_the_clustered_standard_error(queries: dict[str, str]) -> None:
    frame = _rows_read()
    found = _run(queries["bootstrap"], rows_read=frame)
    for group, rows in frame.groupby("grp"):
        means = rows.groupby("cluster_name")["level"].mean()
        error = means.std() / np.sqrt(len(means))
        assert found["mean_value"][group] == pytest.approx(rows["level"].mean(), rel=1e-10)
        assert found["standard_error"][group] == pytest.approx(error, rel=0.1)
        assert found["ci_low"][group] == pytest.approx(means.mean() - 1.96 * error, abs=0.3 * error)
        assert found["ci_high"][group] == pytest.approx(means.mean() + 1.96 * error, abs=0.3 * error)
        assert found["unit_count"][group] == 100


def test_bootstraps_do_not_depend_on_the_order_of_rows(queries: dict[str, str]) -> None:
    frame = _rows_read()
    once = _run(queries["bootstrap"], rows_read=frame)
    again = _run(queries["bootstrap"], rows_read=frame.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(once.sort_index(), again.sort_index(), check_exact=True)


def test_few_units_have_no_bootstrap_interval(queries: dict[str, str]) -> None:
    frame = _rows_read().query("cluster_name in ['c0', 'c1', 'c2']")
    assert _run(queries["bootstrap"], rows_read=frame)["ci_low"].isna().all()
