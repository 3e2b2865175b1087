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
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.inspection import partial_dependence
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


class _Champion(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """The stored model as scikit-learn calls it."""

    def __init__(self, function: Scored) -> None:
        self.function = function
        self.fitted_ = True

    def fit(self, *_: object) -> _Champion:
        return self

    def predict(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        return self.function(features)


def _curves(warehouse: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return warehouse.execute("""
        select source_column, point, value, first_position, receiver, raw_score
        from assay_work.assay_evaluation__exchange_scores as scores
        inner join assay_work.assay_evaluation__exchanges using (use_case, purpose, first_column, receiver, donor)
        inner join assay_work.assay_evaluation__effect_points as points
            on first_column = source_column and scores.donor = points.donor
        where purpose = 'effect'
        order by source_column, receiver, point
    """).df()


def test_partial_dependence_equals_scikit_learn(
    warehouse: duckdb.DuckDBPyConnection, score: Scored, features: NDArray[np.float32]
) -> None:
    curves = _curves(warehouse)
    published = warehouse.execute("select * from assay.feature_effects order by source_column, point").df()
    assert curves["source_column"].nunique() == 8
    for column, own in curves.groupby("source_column"):
        rows, points = features[own["receiver"].unique()], own["value"].unique()
        position = own["first_position"].iloc[0] - 1
        found = partial_dependence(
            _Champion(score), rows, [position], custom_values={position: points}, kind="both", method="brute"
        )
        individual = own["raw_score"].to_numpy().reshape(len(rows), len(points))
        np.testing.assert_allclose(individual, found["individual"][0], rtol=0, atol=1e-12)
        mart = published[published["source_column"] == column]
        np.testing.assert_allclose(mart["mean_raw_score"], found["average"][0], rtol=0, atol=1e-11)
        np.testing.assert_array_equal(mart["value"], points)


def _accumulate(rows: NDArray[np.float32], points: NDArray[np.float64], individual: NDArray[np.float64]) -> Any:
    """Apley and Zhu (2020), equations 15 and 16, bin by bin."""
    heights, total, weight = [0.0], 0.0, 0
    for k in range(1, len(points)):
        inside = (rows > points[k - 1]) & (rows <= points[k]) | (k == 1) & (rows == points[0])
        rises = individual[:, k] - individual[:, k - 1]
        heights.append(heights[-1] + (rises[inside] if inside.any() else rises).mean())
        total += inside.sum() * (heights[-1] + heights[-2]) / 2
        weight += int(inside.sum())
    return np.array(heights) - total / weight


def test_accumulated_effects_equal_the_definition(
    warehouse: duckdb.DuckDBPyConnection, features: NDArray[np.float32]
) -> None:
    published = warehouse.execute("select * from assay.feature_effects order by source_column, point").df()
    for column, own in _curves(warehouse).groupby("source_column"):
        receivers, points = own["receiver"].unique(), own["value"].unique()
        individual = own["raw_score"].to_numpy().reshape(len(receivers), len(points))
        expected = _accumulate(features[receivers, own["first_position"].iloc[0] - 1], points, individual)
        mart = published[published["source_column"] == column]
        np.testing.assert_allclose(mart["accumulated_effect"], expected, rtol=0, atol=1e-10)


def test_interactions_equal_friedmans_h(
    warehouse: duckdb.DuckDBPyConnection, score: Scored, features: NDArray[np.float32]
) -> None:
    """The definition (Friedman and Popescu 2008, equation 44) with every donor's values in every row."""
    pairs = warehouse.execute("select * from assay.interactions order by first_column, second_column").df()
    exchanges = _exchanges(warehouse, "purpose = 'interaction'")
    sample = features[np.sort(exchanges["receiver"].unique())]
    position = exchanges.set_index("first_column")["first_position"].to_dict()
    assert len(pairs) == 10

    def dependence(columns: list[str]) -> NDArray[np.float64]:
        rows = np.tile(sample, (len(sample), 1))
        for place in (position[column] - 1 for column in columns):
            rows[:, place] = np.repeat(sample[:, place], len(sample))
        heights = score(rows).reshape(len(sample), -1).mean(axis=1)
        return np.asarray(heights - heights.mean())

    for pair in pairs.itertuples():
        together = dependence([pair.first_column, pair.second_column])
        surplus = together - dependence([pair.first_column]) - dependence([pair.second_column])
        assert pair.interaction_rate == pytest.approx((surplus**2).sum() / (together**2).sum(), abs=1e-8)
        assert pair.interaction_size == pytest.approx(np.sqrt((surplus**2).mean()), abs=1e-8)
    assert (np.diff(pairs.sort_values("interaction_rank")["interaction_size"]) <= 0).all()
