"""What the champion says of decisions that take a column from others: permutation importance, effects, interactions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from sklearn.metrics import log_loss

from assay.exchange.document import stored_form
from assay.training.scoring import score_form

Scored = Callable[[NDArray[np.float32]], NDArray[np.float64]]


@pytest.fixture
def model(warehouse: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The demo's champion as it is stored."""
    query = """
        select models.* from assay_work.assay_training__models as models
        inner join assay_work.assay_evaluation__champions using (use_case, model_version)
        where fold = 0
    """
    return dict(warehouse.sql(query).to_arrow_table().to_pylist()[0])


@pytest.fixture
def score(model: dict[str, Any]) -> Scored:
    """The champion's raw score in Python."""
    form = stored_form(model)
    return lambda features: score_form(form, features)


@pytest.fixture(scope="module")
def features(demo_database: Path) -> NDArray[np.float32]:
    """Feature arrays, in the row that the decision's number names; row 0 is empty."""
    with duckdb.connect(str(demo_database), read_only=True) as connection:
        arrays = connection.sql("select features from assay_work.assay_features__examples order by example_number")
        values = arrays.to_arrow_table()["features"].combine_chunks()
    rows = values.flatten().to_numpy(zero_copy_only=False).reshape(len(values), -1).astype(np.float32)
    return np.vstack([np.full(rows.shape[1], np.nan, dtype=np.float32), rows])


def _mixed(features: NDArray[np.float32], exchanges: pd.DataFrame) -> NDArray[np.float32]:
    """Receivers with the donors' values, by the definition."""
    rows = features[exchanges["receiver"]]
    positions = np.arange(1, features.shape[1] + 1)
    taken = np.zeros(rows.shape, dtype=bool)
    for prefix in ("", "second_"):
        first, last = (exchanges[f"{prefix}{end}_position"].to_numpy()[:, None] for end in ("first", "last"))
        taken |= (first <= positions) & (positions <= last)
    return np.where(taken, features[exchanges["donor"]], rows)


def _exchanges(warehouse: duckdb.DuckDBPyConnection, condition: str) -> pd.DataFrame:
    return warehouse.execute(f"""
        select * from assay_work.assay_evaluation__exchanges
        inner join assay_work.assay_evaluation__exchange_scores
            using (use_case, purpose, first_column, second_column, receiver, donor)
        where {condition}
        order by first_column, second_column, receiver, donor
    """).df()


@pytest.mark.parametrize("purpose", ["permutation", "effect", "interaction"])
def test_a_mixed_decision_is_scored_as_by_the_model(
    warehouse: duckdb.DuckDBPyConnection,
    model: dict[str, Any],
    score: Scored,
    features: NDArray[np.float32],
    purpose: str,
) -> None:
    exchanges = _exchanges(warehouse, f"purpose = '{purpose}' and hash(receiver, donor) % 16 = 0")
    assert len(exchanges) > 1000
    raw = score(_mixed(features, exchanges))
    np.testing.assert_array_equal(exchanges["raw_score"], raw)
    probability = np.interp(raw, model["calibration_scores"], model["calibration_probabilities"])
    np.testing.assert_allclose(exchanges["prediction"], probability, rtol=0, atol=1e-12)


def test_donors_are_the_receivers_in_another_order(warehouse: duckdb.DuckDBPyConnection) -> None:
    exchanges = _exchanges(warehouse, "purpose = 'permutation'")
    for _, column in exchanges.groupby("first_column"):
        assert sorted(column["donor"]) == sorted(column["receiver"])
        assert (column["donor"] == column["receiver"]).mean() < 0.01


def test_a_permutation_loses_what_the_decisions_lose(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute("""
        with permuted as (
            select examples.*, first_column, model_version, prediction
            from assay_work.assay_evaluation__exchange_scores as scores
            inner join assay_work.assay_features__examples as examples on receiver = example_number
            where purpose = 'permutation'
        )
        select permuted.*, probability, decision, threshold, value_if_acting, value_if_not_acting
        from permuted
        inner join assay_work.assay_evaluation__predictions
            using (use_case, model_version, entity_id, decided_at, split)
        inner join assay_work.assay_evaluation__outcomes using (use_case, entity_id, decided_at, split)
        inner join assay_work.assay_evaluation__champions using (use_case, model_version)
        order by first_column, example_number
    """).df()
    published = warehouse.execute("select * from assay.feature_importances").df().set_index("source_column")
    assert published["metric"].notna().sum() == 15
    for column, own in rows.groupby("first_column"):
        acts = own["prediction"] >= own["threshold"]
        values = [np.where(act, own["value_if_acting"], own["value_if_not_acting"]) for act in (own["decision"], acts)]
        lost = values[0] - values[1]
        found = published.loc[column]
        assert found["value_loss"] == pytest.approx(lost.mean(), abs=1e-9)
        low, high = _clustered_interval(lost, own["cluster_id"])
        assert (found["value_loss_ci_low"], found["value_loss_ci_high"]) == pytest.approx((low, high), abs=1e-6)
        worse = log_loss(own["label"], own["prediction"]) - log_loss(own["label"], own["probability"])
        assert found["metric_loss"] == pytest.approx(worse, abs=1e-9)
        assert found["permuted_rows"] == len(own)


def _clustered_interval(values: NDArray[np.float64], clusters: pd.Series) -> tuple[float, float]:
    """Mean less and plus 1.96 errors, clusters kept together; statsmodels corrects by n - 1 as well."""
    codes = clusters.astype("category").cat.codes
    fit = sm.OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": codes})
    margin = 1.959963984540054 * float(fit.bse[0])
    return float(values.mean() - margin), float(values.mean() + margin)


def test_the_interval_of_a_mean_contribution_keeps_clusters_together(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute("""
        select source_column, abs(contribution) as size, cluster_id
        from assay_work.assay_evaluation__column_contributions where split = 'test' order by entity_id
    """).df()
    published = warehouse.execute("select * from assay.feature_importances").df().set_index("source_column")
    for column in published.query("importance_rank <= 5").index:
        own = rows[rows["source_column"] == column]
        interval = _clustered_interval(own["size"].to_numpy(), own["cluster_id"])
        found = published.loc[column]
        assert (
            found["mean_absolute_contribution_ci_low"],
            found["mean_absolute_contribution_ci_high"],
        ) == pytest.approx(interval, abs=1e-9)


def test_planted_causes_are_worth_money(warehouse: duckdb.DuckDBPyConnection) -> None:
    causes = warehouse.execute("""
        select count(*) from assay.feature_importances
        where source_column in ('anneal_peak_temperature_c', 'etch_pressure_deviation_mtorr')
            and value_loss_ci_low > 0 and metric_loss_ci_low > 0
    """).fetchone()
    assert causes == (2,)
