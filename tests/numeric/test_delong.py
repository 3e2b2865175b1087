"""The error of the area under the ROC curve equals DeLong's definition, with and without clusters."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from tests.numeric.test_metrics import read_metrics, read_rows


def place(positive: np.ndarray, negative: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compare every positive with every negative: mean win of each positive, and over each negative."""
    wins = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
    return wins.mean(axis=1), wins.mean(axis=0)


@pytest.mark.parametrize("learner", ["logistic", "boosted_trees"])
def test_independent_rows_have_delongs_variance(evaluated: duckdb.DuckDBPyConnection, learner: str) -> None:
    rows = read_rows(evaluated, "plain", learner, "test")
    published = read_metrics(evaluated, "plain", learner, "test").loc["roc_auc"]
    score, label = rows["probability"].to_numpy(), rows["label"].to_numpy()
    over, under = place(score[label == 1], score[label == 0])
    variance = over.var(ddof=1) / len(over) + under.var(ddof=1) / len(under)
    assert published["value"] == pytest.approx(over.mean(), rel=0, abs=1e-12)
    assert published["standard_error"] == pytest.approx(np.sqrt(variance), rel=1e-9)
    assert published["interval_method"] == "delong"
    assert published["ci_low"] == pytest.approx(published["value"] - 1.959963984540054 * np.sqrt(variance), rel=1e-9)


@pytest.mark.parametrize("learner", ["logistic", "boosted_trees"])
def test_clustered_rows_have_obuchowskis_variance(evaluated: duckdb.DuckDBPyConnection, learner: str) -> None:
    rows = read_rows(evaluated, "clustered", learner, "test")
    published = read_metrics(evaluated, "clustered", learner, "test").loc["roc_auc"]
    positives, negatives = rows[rows["label"] == 1], rows[rows["label"] == 0]
    over, under = place(positives["probability"].to_numpy(), negatives["probability"].to_numpy())
    area = over.mean()
    clusters = rows["cluster_id"].unique()
    first = (positives.assign(d=over - area).groupby("cluster_id")["d"].sum()).reindex(clusters)
    second = (negatives.assign(d=under - area).groupby("cluster_id")["d"].sum()).reindex(clusters)
    count, with_positive, with_negative = len(clusters), first.notna().sum(), second.notna().sum()
    m, n = len(positives), len(negatives)
    s10 = with_positive / ((with_positive - 1) * m) * np.nansum(first**2)
    s01 = with_negative / ((with_negative - 1) * n) * np.nansum(second**2)
    s11 = count / (count - 1) * np.nansum(first * second)
    variance = s10 / m + s01 / n + 2 * s11 / (m * n)
    assert published["standard_error"] == pytest.approx(np.sqrt(variance), rel=1e-9)
    assert published["interval_method"] == "delong_clustered"
