"""Folds in the order of time, nested searches and metrics of folds, from a declared relation to the marts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import get_scorer, log_loss
from sklearn.model_selection import PredefinedSplit, TimeSeriesSplit, cross_validate
from sklearn.preprocessing import StandardScaler

from tests.conftest import run_dbt
from tests.integration.conftest import write_project

ROWS, FOLDS, EMBARGO_DAYS = 700, 4, 3
CHOICES = [0.001, 0.01, 0.1, 1.0]
# Each gives the label of a use case away: a quantity in another unit, a class and a code for it.
COPIES = ["delay_hours", "kind", "kind_code"]
MARTS = ["fold_metrics", "metrics", "trials", "models"]
# One decision a day: an embargo of three days leaves out the two days before a fold.
TIMED = {"method": "time", "folds": FOLDS, "embargo_days": EMBARGO_DAYS}


def _use_case(**declared: Any) -> dict[str, Any]:
    return {
        "entity": {"relation": "orders", "key": "order_id", "time": "placed_at"},
        "label": {"sql": "is_late"},
        "features": {"exclude": ["is_late", "delay", *COPIES]},
        "policies": [{"name": "nothing", "sql": "false", "current": True}],
        "calibration": "none",
        "learners": ["logistic"],
        **declared,
    }


def _orders() -> pd.DataFrame:
    draws = np.random.default_rng(5)
    distance, weight = draws.normal(size=(2, ROWS))
    shop = draws.integers(0, 60, ROWS)
    signal = distance - 0.5 * weight + 0.02 * shop + draws.normal(size=ROWS)
    kind = np.select([signal < -0.5, signal < 1.0], ["b", "c"], "a")
    return pd.DataFrame(
        {
            "order_id": [f"o{row:04d}" for row in range(ROWS)],
            "placed_at": pd.Timestamp("2022-01-01") + pd.to_timedelta(np.arange(ROWS), unit="D"),
            "distance": distance,
            "weight": weight,
            "shop": [f"shop {number}" for number in shop],
            "is_late": signal > 0.6,
            "delay": 10 * signal,
            "delay_hours": np.round(240 * signal, 1),
            "kind": kind,
            "kind_code": pd.Series(kind).map({"a": 3, "b": 7, "c": 1}),
        }
    )


@pytest.fixture(scope="module")
def warehouse_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One build of a time-ordered, a nested and a random cross-validation of the same orders."""
    tuning = {"method": "grid", "nested": True, "space": {"logistic": {"C": {"choices": CHOICES}}}}
    folder = write_project(
        tmp_path_factory.mktemp("validation"),
        models={},
        seeds={"orders": _orders().to_csv(index=False)},
        variables={
            "assay_learning_curve_shares": [0.5, 1.0],
            "assay_use_cases": {
                "timed": _use_case(validation=TIMED),
                "nested": _use_case(validation={"method": "random", "folds": 3}, tuning=tuning),
                "nested_timed": _use_case(validation=TIMED, tuning=tuning),
                "quantity": _use_case(
                    task="regression", label={"sql": "delay"}, learners=["ridge"], validation={"method": "random"},
                    features={"exclude": ["is_late", "delay", "kind", "kind_code"]},
                ),
                "kinds": _use_case(
                    task="multiclass", label={"sql": "kind"}, validation={"method": "random"},
                    features={"exclude": ["is_late", "delay", "delay_hours", "shop"]},
                ),
            },
        },
    )  # fmt: skip
    database = folder / "warehouse.duckdb"
    selected = ["+assay__learning_curves", "assay_features__columns", *(f"+assay__{mart}" for mart in MARTS)]
    run_dbt("build", "--select", *selected, directory=folder, database=database)
    return database


@pytest.fixture(scope="module")
def connection(warehouse_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(warehouse_file), read_only=True) as opened:
        yield opened


def _training(connection: duckdb.DuckDBPyConnection, use_case: str) -> dict[str, NDArray[Any]]:
    """Standardised features, labels and folds of the training rows in the order of time; -1 is before all folds."""
    rows = connection.execute(
        "select features, label, coalesce(fold, -1) as fold, learned_from_fold, entity_id"
        " from assay_work.assay_features__examples where use_case = ? and split = 'train' order by decided_at",
        [use_case],
    ).fetchall()
    features, *columns = zip(*rows, strict=True)
    values = np.array(features, dtype=float)
    scaled = np.nan_to_num((values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0))
    names = ("label", "fold", "learned_from_fold", "entity_id")
    return {"x": scaled, **{name: np.array(column) for name, column in zip(names, columns, strict=True)}}


def _published(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str) -> dict[str, list[float]]:
    rows = connection.execute(
        "select metric, list(value order by fold) from assay.fold_metrics"
        " where use_case = ? and learner = ? group by all",
        [use_case, learner],
    ).fetchall()
    return dict(rows)


def test_time_ordered_folds_equal_scikit_learn(connection: duckdb.DuckDBPyConnection) -> None:
    rows = _training(connection, "timed")
    scores = cross_validate(
        LogisticRegression(C=0.1, tol=1e-10, max_iter=1000), rows["x"], rows["label"],
        cv=TimeSeriesSplit(FOLDS, gap=EMBARGO_DAYS - 1), scoring=["roc_auc", "neg_log_loss", "neg_brier_score"],
    )  # fmt: skip
    published = _published(connection, "timed", "logistic")
    np.testing.assert_allclose(published["roc_auc"], scores["test_roc_auc"], atol=1e-6)
    np.testing.assert_allclose(published["log_loss"], -scores["test_neg_log_loss"], rtol=1e-5)
    np.testing.assert_allclose(published["brier"], -scores["test_neg_brier_score"], rtol=1e-5)


def test_metrics_of_a_quantity_equal_scikit_learn(connection: duckdb.DuckDBPyConnection) -> None:
    rows = _training(connection, "quantity")
    scores = cross_validate(
        Ridge(1.0), rows["x"], rows["label"], cv=PredefinedSplit(rows["fold"]),
        scoring=["neg_root_mean_squared_error", "neg_mean_absolute_error", "r2"],
    )  # fmt: skip
    published = _published(connection, "quantity", "ridge")
    np.testing.assert_allclose(published["rmse"], -scores["test_neg_root_mean_squared_error"], rtol=1e-6)
    np.testing.assert_allclose(published["mae"], -scores["test_neg_mean_absolute_error"], rtol=1e-6)
    np.testing.assert_allclose(published["r2"], scores["test_r2"], rtol=1e-6)


def test_metrics_of_classes_equal_scikit_learn(connection: duckdb.DuckDBPyConnection) -> None:
    rows = _training(connection, "kinds")
    scores = cross_validate(
        LogisticRegression(C=0.1, tol=1e-10, max_iter=1000), rows["x"], rows["label"], cv=PredefinedSplit(rows["fold"]),
        scoring=["neg_log_loss", "accuracy", "neg_brier_score"],
    )  # fmt: skip
    published = _published(connection, "kinds", "logistic")
    np.testing.assert_allclose(published["log_loss"], -scores["test_neg_log_loss"], rtol=1e-4)
    np.testing.assert_allclose(published["accuracy"], scores["test_accuracy"], rtol=1e-12)
    np.testing.assert_allclose(published["brier"], -scores["test_neg_brier_score"], rtol=1e-4)


@pytest.mark.parametrize(
    ("use_case", "model", "metrics"),
    [
        ("quantity", Ridge(1.0), {"rmse": "neg_root_mean_squared_error", "mae": "neg_mean_absolute_error"}),
        (
            "kinds",
            LogisticRegression(C=0.1, tol=1e-10, max_iter=1000),
            {"log_loss": "neg_log_loss", "macro_roc_auc": "roc_auc_ovr"},
        ),
    ],
)
def test_learning_curves_of_quantities_and_classes_equal_scikit_learn(
    connection: duckdb.DuckDBPyConnection, use_case: str, model: Any, metrics: dict[str, str]
) -> None:
    rows = _training(connection, use_case)
    outside, held_out = rows["fold"] != 1, rows["fold"] == 1
    scaler = StandardScaler().fit(rows["x"][outside])
    model.fit(scaler.transform(rows["x"][outside]), rows["label"][outside])
    for metric, name in metrics.items():
        published = connection.execute(
            "select training_share, value, gain_of_doubling from assay.learning_curves"
            " where use_case = ? and metric = ? order by training_share",
            [use_case, metric],
        ).fetchall()
        (_, of_half, no_gain), (share, value, gain) = published
        score = get_scorer(name)(model, scaler.transform(rows["x"][held_out]), rows["label"][held_out])
        assert (share, no_gain) == (1, None)
        assert value == pytest.approx(abs(score), rel=1e-4)
        assert gain == pytest.approx(value - of_half if metric == "macro_roc_auc" else of_half - value)


def test_columns_that_give_a_quantity_or_a_class_away_are_leaks(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select use_case, column_name from assay_work.assay_features__columns where reason = 'leak' order by all"
    ).fetchall()
    assert found == [("kinds", "kind_code"), ("quantity", "delay_hours")]


def test_associations_equal_scipy_and_pandas(connection: duckdb.DuckDBPyConnection) -> None:
    orders = _orders().set_index("order_id")
    for use_case in ("quantity", "kinds"):
        rows = orders.loc[_training(connection, use_case)["entity_id"]]
        for column in ("distance", "weight"):
            [(association,)] = connection.execute(
                "select association from assay_work.assay_features__columns where use_case = ? and column_name = ?",
                [use_case, column],
            ).fetchall()
            if use_case == "quantity":
                assert association == pytest.approx(abs(spearmanr(rows[column], rows["delay"]).statistic), abs=1e-12)
                continue
            groups = (rows[column].rank(method="min") - 1) // 10
            shares = pd.crosstab(groups, rows["kind"], normalize="all").to_numpy()
            by_group = (shares**2 / shares.sum(axis=1, keepdims=True)).sum()
            by_all = (shares.sum(axis=0) ** 2).sum()
            assert association == pytest.approx((by_group - by_all) / (1 - by_all), abs=1e-9)


def test_codes_of_levels_come_from_the_past(connection: duckdb.DuckDBPyConnection) -> None:
    """A row's label rate of its shop is that of the rows that the model of its fold learns from; none before them."""
    rows = _training(connection, "timed")
    shops = _orders().set_index("order_id")["shop"]
    frame = pd.DataFrame(
        {name: rows[name] for name in ("label", "fold", "learned_from_fold", "entity_id")}
    ).assign(shop=lambda frame: frame["entity_id"].map(shops))  # fmt: skip
    stored = connection.execute(
        "select fold, level, encoding from assay_work.assay_features__target_encodings"
        " where use_case = 'timed' and source_column = 'shop' and method = 'target'"
    ).df()
    assert sorted(stored["fold"].unique()) == [-1, *range(FOLDS + 1)]
    assert stored.loc[stored["fold"] == -1, "encoding"].isna().all()
    for fold in range(1, FOLDS + 1):
        past = frame[frame["learned_from_fold"] <= fold]
        sums = past.groupby("shop")["label"].agg(["sum", "count"])
        expected = (sums["sum"] + 20 * past["label"].mean()) / (sums["count"] + 20)
        found = stored[stored["fold"] == fold].set_index("level")["encoding"]
        np.testing.assert_allclose(found[expected.index], expected, rtol=1e-9)


def test_only_rows_with_a_model_of_the_past_are_cross_validated(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select count(*), count(distinct fold), min(fold) from assay_work.assay_evaluation__predictions"
        " where use_case = 'timed' and learner = 'logistic' and split = 'cv'"
    ).fetchone()
    training = len(_training(connection, "timed")["label"])
    assert found == (FOLDS * (training // (FOLDS + 1)), FOLDS, 1)


def test_learning_curves_are_judged_on_the_last_fold(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select distinct training_rows, held_out_rows from assay.learning_curves"
        " where use_case = 'timed' and training_share = 1"
    ).fetchall()
    rows = _training(connection, "timed")
    assert found == [(int((rows["learned_from_fold"] <= FOLDS).sum()), int((rows["fold"] == FOLDS).sum()))]


def _chosen_by_one_error(losses: NDArray[np.float64]) -> float:
    """The smallest C within one standard error of the best, from losses by choice and fold."""
    means = losses.mean(axis=1)
    best = means.argmin()
    error = losses[best].std(ddof=1) / np.sqrt(losses.shape[1])
    return min(value for value, mean in zip(CHOICES, means, strict=True) if mean <= means[best] + error)


@pytest.mark.parametrize("use_case", ["nested", "nested_timed"])
def test_every_fold_is_judged_with_parameters_searched_without_it(
    connection: duckdb.DuckDBPyConnection, use_case: str
) -> None:
    rows = _training(connection, use_case)
    is_ordered = use_case == "nested_timed"
    published, expected, chosen = _published(connection, use_case, "logistic")["log_loss"], [], {}
    for outer in range(3, FOLDS + 1) if is_ordered else range(1, 4):

        def learned(fold: int) -> NDArray[np.bool_]:
            return rows["learned_from_fold"] <= fold if is_ordered else rows["fold"] != fold

        # Scales come from the rows of the search, and from all training rows for the model that is judged.
        outside = learned(outer)
        x = StandardScaler().fit_transform(rows["x"][outside])
        inner = rows["fold"][outside]
        losses = []
        for value in CHOICES:
            of_folds = []
            for fold in sorted({*inner} - {-1}):
                kept, held = learned(fold)[outside], inner == fold
                model = LogisticRegression(C=value, tol=1e-10, max_iter=1000).fit(x[kept], rows["label"][outside][kept])
                of_folds.append(log_loss(rows["label"][outside][held], model.predict_proba(x[held])))
            losses.append(of_folds)
        chosen[outer] = _chosen_by_one_error(np.array(losses))
        model = LogisticRegression(C=chosen[outer], tol=1e-10, max_iter=1000)
        model.fit(rows["x"][outside], rows["label"][outside])
        held = rows["fold"] == outer
        expected.append(log_loss(rows["label"][held], model.predict_proba(rows["x"][held])))
    np.testing.assert_allclose(published, expected, rtol=1e-4)
    stored = connection.execute(
        "select fold, parameters from assay_work.assay_training__fits"
        " where use_case = ? and learner = 'logistic' and fold > 0",
        [use_case],
    ).fetchall()
    assert {fold: json.loads(text)["C"] for fold, text in stored} == chosen
    trials = connection.execute(
        "select outer_fold, count(*) from assay.trials where use_case = ? group by all order by all", [use_case]
    ).fetchall()
    assert trials == [(fold, len(CHOICES)) for fold in (0, *chosen)]
