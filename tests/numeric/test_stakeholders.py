"""What people feel of the demo's randomised pilot, against statsmodels and the planted truth."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm


def _fit(rows: pd.DataFrame) -> tuple[float, float, float, float, float]:
    """Effect, standard error and interval of the treated against the others, errors clustered by lot."""
    treated = rows["is_assigned"].to_numpy(dtype=float)
    design = np.column_stack([np.ones(len(rows)), treated])
    groups = rows["cluster_id"].astype("category").cat.codes
    fit = sm.OLS(rows["outcome"].to_numpy(), design).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    low, high = fit.conf_int()[1]
    return float(fit.params[1]), float(fit.bse[1]), float(low), float(high), float(fit.nobs)


def _read_pilot(connection: duckdb.DuckDBPyConnection, metric: str) -> pd.DataFrame:
    return connection.execute(
        "select cluster_id, metrics[$1] as outcome, segments['product'] as product, is_assigned, is_after"
        " from assay_work.assay_inputs__decisions"
        " inner join assay_work.assay_inputs__assignments using (use_case, entity_id, decided_at)"
        " where metrics[$1] is not null",
        [metric],
    ).df()


@pytest.mark.parametrize("metric", ["yield_loss_pp", "handling_damage_rate"])
def test_effects_equal_clustered_least_squares(warehouse: duckdb.DuckDBPyConnection, metric: str) -> None:
    pilot = _read_pilot(warehouse, metric)
    impacts = warehouse.execute(
        "select distinct segment, segment_value, before_value, after_value, control_value, effect, standard_error,"
        " ci_low, ci_high, n from assay.stakeholder_impacts where metric = $1 and segment in ('all', 'product')",
        [metric],
    ).df()
    assert len(impacts) == (7 if metric == "yield_loss_pp" else 1)
    for row in impacts.itertuples():
        rows = pilot if row.segment == "all" else pilot[pilot["product"] == row.segment_value]
        after = rows[rows["is_after"]]
        means = after.groupby("is_assigned")["outcome"].mean()
        assert (row.after_value, row.control_value) == pytest.approx((means[True], means[False]), rel=1e-9)
        assert row.before_value == pytest.approx(rows.loc[~rows["is_after"], "outcome"].mean(), rel=1e-9)
        published = (row.effect, row.standard_error, row.ci_low, row.ci_high, row.n)
        assert published == pytest.approx(_fit(after), rel=1e-6)


def test_the_planted_effect_is_inside_the_interval_that_customers_see(warehouse: duckdb.DuckDBPyConnection) -> None:
    truth = warehouse.execute("select effect_pp from fab_truth.fab_truth_pilot").fetchall()[0][0]
    low, high, before, after = warehouse.execute(
        "select ci_low, ci_high, before_value, after_value from assay.stakeholder_impacts"
        " where stakeholder = 'plant management' and segment = 'all'"
    ).fetchall()[0]
    assert low <= -truth <= high
    assert before - after > truth, "the yield rises anyway, so before and after alone would claim too much"


def test_whoever_has_no_metric_has_a_reason(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select metric, evidence_status, reason, effect from assay.stakeholder_impacts"
        " where stakeholder = 'works council'"
    ).fetchall()
    assert rows == [("none", "not_declared", "no metric is declared", None)]


def test_the_footprint_is_measured_compute_times_declared_rates(warehouse: duckdb.DuckDBPyConnection) -> None:
    seconds, trainings = warehouse.execute(
        "select sum(run_seconds), count(run_seconds) from assay.costs where cost_type = 'compute'"
    ).fetchall()[0]
    published = warehouse.execute(
        "select metric, run_value, n from assay.stakeholder_impacts where stakeholder = 'society' order by metric"
    ).fetchall()
    energy = seconds / 3600 * 65 / 1000
    assert [row[0] for row in published] == ["training_co2e", "training_energy"]
    assert [row[1] for row in published] == pytest.approx([0.35 * energy, energy], rel=1e-9)
    assert {row[2] for row in published} == {trainings}
