"""The randomised pilot: its exact effect, what an honest estimate finds, and what a naive one claims."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

PILOT_START = "2025-07-01"


@pytest.fixture
def truth(warehouse: duckdb.DuckDBPyConnection) -> float:
    """Exact effect in percentage points of yield."""
    return float(warehouse.execute("select effect_pp from fab_truth.fab_truth_pilot").fetchall()[0][0])


@pytest.fixture
def wafers(warehouse: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Yield in percent, whether known yet or not, with what was expected without treatment."""
    query = """
        select decisions.lot_id, decisions.product, decisions.lot_started_at, decisions.pilot_treated,
            100 * truth.true_sort_yield as yield_pct,
            100 * products.y_sys * pow(1 + products.area_cm2 * truth.expected_density
                * case when decisions.pilot_treated then exp(0.15) else 1 end / 2, -2) as untreated_pct,
            100 * products.y_sys * pow(1 + products.area_cm2 * truth.expected_density
                * case when decisions.pilot_treated then 1 else exp(-0.15) end / 2, -2) as treated_pct
        from fab.fab_wafer_decisions as decisions
        inner join fab_truth.fab_truth_wafers as truth on decisions.wafer_id = truth.wafer_id
        inner join fab.fab_products as products on decisions.product = products.product
        order by decisions.wafer_id
    """
    return warehouse.execute(query).df()


def _difference(rows: pd.DataFrame, outcome: pd.Series, clustered: bool) -> tuple[float, float]:
    """Treated less untreated within products, with its standard error."""
    design = pd.get_dummies(rows["product"]).astype(float)
    design["treated"] = rows.pilot_treated.astype(float)
    model = sm.OLS(outcome, design)
    lots = rows.lot_id.astype("category").cat.codes
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": lots}) if clustered else model.fit()
    return float(fit.params["treated"]), float(fit.bse["treated"])


def test_truth_is_the_mean_of_closed_forms(wafers: pd.DataFrame, truth: float) -> None:
    eligible = wafers[wafers.lot_started_at >= PILOT_START]
    assert truth == pytest.approx((eligible.treated_pct - eligible.untreated_pct).mean(), abs=1e-9)
    assert 0.5 < truth < 1.5


def test_half_of_the_eligible_lots_are_treated_and_no_other(wafers: pd.DataFrame) -> None:
    lots = wafers.groupby("lot_id").agg(treated=("pilot_treated", "mean"), started=("lot_started_at", "min"))
    assert set(lots.treated) == {0.0, 1.0}
    eligible = lots[lots.started >= PILOT_START]
    assert lots[lots.started < PILOT_START].treated.sum() == 0
    assert abs(eligible.treated.mean() - 0.5) < 3 * np.sqrt(0.25 / len(eligible))


def test_comparison_of_lots_covers_the_truth_and_needs_clustered_errors(wafers: pd.DataFrame, truth: float) -> None:
    eligible = wafers[wafers.lot_started_at >= PILOT_START]
    effect, error = _difference(eligible, eligible.yield_pct, clustered=True)
    naive_error = _difference(eligible, eligible.yield_pct, clustered=False)[1]
    assert abs(effect - truth) < 3 * error
    assert error > 1.3 * naive_error


def test_adjusting_for_the_expected_yield_is_sharper(wafers: pd.DataFrame, truth: float) -> None:
    eligible = wafers[wafers.lot_started_at >= PILOT_START]
    effect, error = _difference(eligible, eligible.yield_pct - eligible.untreated_pct, clustered=True)
    raw_error = _difference(eligible, eligible.yield_pct, clustered=True)[1]
    assert abs(effect - truth) < 3 * error
    assert error < 0.6 * raw_error


def test_before_and_after_overstates_because_the_fab_learns_anyway(wafers: pd.DataFrame, truth: float) -> None:
    before = wafers[wafers.lot_started_at < PILOT_START].groupby("product").yield_pct.mean()
    treated = wafers[wafers.pilot_treated]
    after = treated.groupby("product").yield_pct.mean()
    share = treated["product"].value_counts(normalize=True)
    assert ((after - before) * share).sum() > 1.5 * truth
