"""Every metric equals scikit-learn's; every standard error equals its definition; intervals equal statsmodels."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd
import pytest
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve
from statsmodels.stats.proportion import proportion_confint

CASES = [
    ("clustered", "boosted_trees", "test"),
    ("clustered", "logistic", "cv"),
    ("plain", "logistic", "test"),
    ("plain", "constant", "valid"),
    ("without_outcomes", "boosted_trees", "valid"),
]
LOW_CLIP = np.finfo(float).eps


def read_rows(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str) -> pd.DataFrame:
    return connection.execute(
        """select * from assay_evaluation__predictions
        where use_case = ? and learner = ? and split = ? order by entity_id""",
        [use_case, learner, split],
    ).df()


def read_metrics(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str) -> pd.DataFrame:
    return (
        connection.execute(
            "select * from assay_evaluation__metrics where use_case = ? and learner = ? and split = ?",
            [use_case, learner, split],
        )
        .df()
        .set_index("metric")
    )


def weighted_metrics(rows: pd.DataFrame) -> dict[str, Callable[[np.ndarray], float]]:
    """Metrics as functions of row weights, from scikit-learn."""
    label, probability = rows["label"].to_numpy(), rows["probability"].to_numpy()
    decision = rows["decision"].to_numpy(dtype=float)

    def ks(weight: np.ndarray) -> float:
        false_rate, true_rate, _ = sk.roc_curve(label, probability, sample_weight=weight, drop_intermediate=False)
        return float(np.max(true_rate - false_rate))

    return {
        "roc_auc": lambda w: sk.roc_auc_score(label, probability, sample_weight=w),
        "average_precision": lambda w: sk.average_precision_score(label, probability, sample_weight=w),
        "log_loss": lambda w: sk.log_loss(label, probability, sample_weight=w),
        "brier": lambda w: sk.brier_score_loss(label, probability, sample_weight=w),
        "accuracy": lambda w: sk.accuracy_score(label, decision, sample_weight=w),
        "balanced_accuracy": lambda w: sk.balanced_accuracy_score(label, decision, sample_weight=w),
        "precision": lambda w: sk.precision_score(label, decision, sample_weight=w, zero_division=np.nan),
        "recall": lambda w: sk.recall_score(label, decision, sample_weight=w),
        "specificity": lambda w: sk.recall_score(1 - label, 1 - decision, sample_weight=w),
        "f1": lambda w: sk.f1_score(label, decision, sample_weight=w),
        "mcc": lambda w: sk.matthews_corrcoef(label, decision, sample_weight=w),
        "ks": ks,
        "prevalence": lambda w: float(np.average(label, weights=w)),
        "acted_rate": lambda w: float(np.average(decision, weights=w)),
        "calibration_bias": lambda w: float(np.average(probability - label, weights=w)),
    }


@pytest.mark.parametrize(("use_case", "learner", "split"), CASES)
def test_metrics_equal_scikit_learn(
    evaluated: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str
) -> None:
    rows = read_rows(evaluated, use_case, learner, split)
    published = read_metrics(evaluated, use_case, learner, split)
    for metric, oracle in weighted_metrics(rows).items():
        if metric == "mcc" and rows["decision"].nunique() == 1:
            assert np.isnan(published.loc[metric, "value"])
            continue
        expected = oracle(np.ones(len(rows)))
        assert published.loc[metric, "value"] == pytest.approx(expected, rel=0, abs=1e-12, nan_ok=True), metric


@pytest.mark.parametrize(("use_case", "learner", "split"), CASES)
def test_calibration_error_is_that_of_scikit_learns_quantile_bins(
    evaluated: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str
) -> None:
    rows = read_rows(evaluated, use_case, learner, split)
    observed, mean = calibration_curve(rows["label"], rows["probability"], n_bins=10, strategy="quantile")
    points = evaluated.execute(
        """select x, y, n from assay_evaluation__curves
        where use_case = ? and learner = ? and split = ? and curve = 'calibration' order by point""",
        [use_case, learner, split],
    ).df()
    np.testing.assert_allclose(points["x"], mean, rtol=0, atol=1e-12)
    np.testing.assert_allclose(points["y"], observed, rtol=0, atol=1e-12)
    expected = np.average(np.abs(observed - mean), weights=points["n"])
    published = read_metrics(evaluated, use_case, learner, split).loc["calibration_error", "value"]
    assert published == pytest.approx(expected, rel=0, abs=1e-12)


def test_lift_counts_the_tenth_with_the_highest_probability(evaluated: duckdb.DuckDBPyConnection) -> None:
    for use_case, learner, split in CASES:
        rows = read_rows(evaluated, use_case, learner, split).sort_values("probability", ascending=False)
        # Tied rows are interchangeable: each carries the mean label of its ties.
        shared = rows.groupby("probability")["label"].transform("mean").to_numpy()
        room = 0.1 * len(rows) - np.arange(len(rows))
        expected = np.sum(shared * np.clip(room, 0, 1)) / (0.1 * len(rows)) / rows["label"].mean()
        published = read_metrics(evaluated, use_case, learner, split).loc["lift_at_10", "value"]
        assert published == pytest.approx(expected, rel=0, abs=1e-12)


@pytest.mark.parametrize(("use_case", "learner", "split"), [CASES[0], CASES[2]])
def test_standard_errors_equal_the_numeric_derivative_in_the_clusters_weights(
    evaluated: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str
) -> None:
    rows = read_rows(evaluated, use_case, learner, split)
    published = read_metrics(evaluated, use_case, learner, split)
    cluster = rows["cluster_id"].astype("category").cat.codes.to_numpy()
    count = cluster.max() + 1
    step = 1e-4
    for metric, oracle in weighted_metrics(rows).items():
        if metric == "roc_auc":
            continue  # its own denominators: see test_delong.py
        derivative = np.array(
            [
                (oracle(1.0 + step * (cluster == one)) - oracle(1.0 - step * (cluster == one))) / (2 * step)
                for one in range(count)
            ]
        )
        expected = np.sqrt(count / (count - 1) * np.sum(derivative**2))
        assert published.loc[metric, "standard_error"] == pytest.approx(expected, rel=1e-5), metric


def test_proportions_of_independent_rows_have_wilsons_interval(evaluated: duckdb.DuckDBPyConnection) -> None:
    published = read_metrics(evaluated, "plain", "logistic", "test")
    for metric in ("accuracy", "precision", "recall", "specificity", "prevalence", "acted_rate"):
        row = published.loc[metric]
        low, high = proportion_confint(round(row["value"] * row["n"]), row["n"], method="wilson")
        assert row["interval_method"] == "wilson"
        assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high), rel=0, abs=1e-12)


def test_clustered_proportions_have_wilsons_interval_at_the_effective_number_of_rows(
    evaluated: duckdb.DuckDBPyConnection,
) -> None:
    row = read_metrics(evaluated, "clustered", "logistic", "test").loc["prevalence"]
    effective = row["value"] * (1 - row["value"]) / row["standard_error"] ** 2
    low, high = proportion_confint(row["value"] * effective, effective, method="wilson")
    assert effective < row["n"]
    assert row["interval_method"] == "wilson_clustered"
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low, high), rel=0, abs=1e-12)


def test_a_split_with_one_class_says_so(evaluated: duckdb.DuckDBPyConnection) -> None:
    published = read_metrics(evaluated, "one_class", "logistic", "test")
    undefined = published.loc[["roc_auc", "average_precision", "ks", "lift_at_10", "mcc", "recall"]]
    assert undefined[["value", "ci_low", "ci_high"]].isna().all(axis=None)
    assert set(undefined["evidence_status"]) == {"one_class"}
    assert published.loc["brier", "evidence_status"] == "ok"


def test_without_outcomes_money_is_not_declared(evaluated: duckdb.DuckDBPyConnection) -> None:
    row = read_metrics(evaluated, "without_outcomes", "logistic", "test").loc["value_per_decision"]
    assert np.isnan(row["value"])
    assert row["evidence_status"] == "not_declared"


def test_no_number_is_nan_or_infinite(evaluated: duckdb.DuckDBPyConnection) -> None:
    bad = evaluated.sql(
        """select * from assay_evaluation__metrics
        where not isfinite(value) or not isfinite(ci_low) or not isfinite(ci_high)"""
    )
    assert bad.fetchall() == []


def test_confusion_matrix_equals_scikit_learn(evaluated: duckdb.DuckDBPyConnection) -> None:
    rows = read_rows(evaluated, "clustered", "boosted_trees", "test")
    cells = dict(
        evaluated.sql(
            """select cell, row_count from assay_evaluation__confusion_matrices
            where use_case = 'clustered' and learner = 'boosted_trees' and split = 'test'"""
        ).fetchall()
    )
    tn, fp, fn, tp = sk.confusion_matrix(rows["label"], rows["decision"].astype(float)).ravel()
    assert cells == {"tp": tp, "fp": fp, "fn": fn, "tn": tn}


@pytest.mark.parametrize(("use_case", "learner", "split"), CASES)
def test_curve_points_lie_exactly_on_the_curves(
    evaluated: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str
) -> None:
    rows = read_rows(evaluated, use_case, learner, split)
    points = evaluated.execute(
        """select curve, x, y, threshold from assay_evaluation__curves
        where use_case = ? and learner = ? and split = ? and curve in ('roc', 'precision_recall')""",
        [use_case, learner, split],
    ).df()
    assert points.groupby("curve").size().max() <= 200
    label, probability = rows["label"].to_numpy(), rows["probability"].to_numpy()
    for point in points.itertuples():
        acted = probability >= point.threshold
        true_rate = acted[label == 1].mean()
        false_rate, precision = acted[label == 0].mean(), label[acted].mean() if acted.any() else 0
        expected = (false_rate, true_rate) if point.curve == "roc" else (true_rate, precision)
        assert (point.x, point.y) == pytest.approx(expected, rel=0, abs=1e-12)
    ends = points[points["curve"] == "roc"].sort_values(["x", "y"])
    assert ends[["x", "y"]].iloc[[0, -1]].to_numpy().tolist() == [[0, 0], [1, 1]]
