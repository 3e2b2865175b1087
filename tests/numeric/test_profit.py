"""The profit curve, the threshold and what follows from them equal empulse and brute force."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from empulse.metrics import cost_loss, max_profit_score, savings_score
from sklearn.metrics import balanced_accuracy_score

from tests.numeric.evaluation_cases import build_evaluation, write_upstream

LEARNERS = ["constant", "logistic", "boosted_trees"]
COSTS = {"tp_cost": -70.0, "fp_cost": 25.0, "fn_cost": 12.0, "tn_cost": -3.0}


def read_priced_rows(
    connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str = "valid"
) -> pd.DataFrame:
    return connection.execute(
        """select predictions.probability, predictions.label, predictions.decision, predictions.expected_value,
            decisions.value_tp, decisions.value_fp, decisions.value_fn, decisions.value_tn
        from assay_evaluation__predictions as predictions
        inner join assay_inputs__decisions as decisions using (use_case, entity_id, decided_at)
        where use_case = ? and learner = ? and predictions.split = ?""",
        [use_case, learner, split],
    ).df()


def read_threshold(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str) -> pd.Series:
    found = connection.execute(
        "select * from assay_evaluation__thresholds where use_case = ? and learner = ?", [use_case, learner]
    )
    return found.df().iloc[0]


def value_of_acting(rows: pd.DataFrame, acts: np.ndarray) -> float:
    positive = rows["label"] == 1
    acting = np.where(positive, rows["value_tp"], rows["value_fp"])
    waiting = np.where(positive, rows["value_fn"], rows["value_tn"])
    return float(np.where(acts, acting, waiting).mean())


@pytest.mark.parametrize("learner", LEARNERS)
@pytest.mark.parametrize("use_case", ["plain", "one_class"])
def test_best_profit_equals_empulse(evaluated: duckdb.DuckDBPyConnection, use_case: str, learner: str) -> None:
    rows = read_priced_rows(evaluated, use_case, learner)
    best = read_threshold(evaluated, use_case, learner)
    label, probability = rows["label"].to_numpy(), rows["probability"].to_numpy()
    assert best["value_per_decision"] == pytest.approx(max_profit_score(label, probability, **COSTS), rel=0, abs=1e-9)
    rate = max_profit_score.optimal_rate(label, probability, **COSTS)
    assert best["acted_rate"] == pytest.approx(rate, rel=0, abs=1e-9)


@pytest.mark.parametrize("learner", LEARNERS)
@pytest.mark.parametrize("use_case", ["clustered", "plain"])
def test_curve_and_threshold_equal_brute_force(
    evaluated: duckdb.DuckDBPyConnection, use_case: str, learner: str
) -> None:
    rows = read_priced_rows(evaluated, use_case, learner)
    curve = evaluated.execute(
        """select threshold, value_per_decision, acted_rate from assay_evaluation__profit_curves
        where use_case = ? and learner = ? order by threshold desc""",
        [use_case, learner],
    ).df()
    thresholds = [np.nextafter(1, 2), *sorted(rows["probability"].unique(), reverse=True)]
    values = [value_of_acting(rows, rows["probability"].to_numpy() >= threshold) for threshold in thresholds]
    assert curve["threshold"].tolist() == thresholds
    np.testing.assert_allclose(curve["value_per_decision"], values, rtol=0, atol=1e-9)
    best = read_threshold(evaluated, use_case, learner)
    assert best["value_per_decision"] == pytest.approx(max(values), rel=0, abs=1e-9)
    assert best["threshold"] == thresholds[int(np.argmax(np.round(values, 9)))]


@pytest.mark.parametrize("learner", ["logistic", "boosted_trees"])
def test_value_on_test_rows_equals_empulses_cost_and_savings(
    evaluated: duckdb.DuckDBPyConnection, learner: str
) -> None:
    rows = read_priced_rows(evaluated, "clustered", learner, "test")
    costs = {f"{name}_cost": -rows[f"value_{name}"].to_numpy() for name in ("tp", "fp", "fn", "tn")}
    label, decision = rows["label"].to_numpy(), rows["decision"].to_numpy(dtype=float)
    values = dict(
        evaluated.execute(
            """select policy, value_per_decision from assay_evaluation__policy_values
            where use_case = 'clustered' and split = 'test'"""
        ).fetchall()
    )
    model = values[f"{learner}@threshold"]
    assert model == pytest.approx(-cost_loss(label, decision, normalize=True, **costs), rel=0, abs=1e-9)
    cheapest = min(-values["never"], -values["always"])
    assert 1 + model / cheapest == pytest.approx(savings_score(label, decision, **costs), rel=1e-9)


def test_the_drawn_curve_keeps_never_always_and_the_best_point(evaluated: duckdb.DuckDBPyConnection) -> None:
    points = evaluated.sql(
        """select x, y, threshold from assay_evaluation__curves
        where use_case = 'clustered' and learner = 'logistic' and curve = 'profit' order by point"""
    ).df()
    best = read_threshold(evaluated, "clustered", "logistic")
    assert len(points) <= 200
    assert (points["x"].min(), points["x"].max()) == (0, 1)
    assert points.loc[points["y"].idxmax(), "threshold"] == best["threshold"]
    assert points["y"].max() == best["value_per_decision"]


def test_without_outcomes_the_threshold_maximises_balanced_accuracy(evaluated: duckdb.DuckDBPyConnection) -> None:
    rows = read_priced_rows(evaluated, "without_outcomes", "logistic")
    best = read_threshold(evaluated, "without_outcomes", "logistic")
    scores = {
        threshold: balanced_accuracy_score(rows["label"], rows["probability"] >= threshold)
        for threshold in rows["probability"]
    }
    assert best["balanced_accuracy"] == pytest.approx(max(scores.values()), rel=0, abs=1e-12)
    assert best["threshold"] == max(t for t, score in scores.items() if score > max(scores.values()) - 1e-12)
    assert (best["criterion"], best["evidence_status"]) == ("balanced_accuracy", "not_declared")
    assert np.isnan(best["value_per_decision"])


def test_expected_value_weighs_average_outcomes_of_training_rows(evaluated: duckdb.DuckDBPyConnection) -> None:
    trained = read_priced_rows(evaluated, "clustered", "logistic", "train")
    positive = trained[trained["label"] == 1]
    negative = trained[trained["label"] == 0]
    gain = (positive["value_tp"] - positive["value_fn"]).mean()
    loss = (negative["value_fp"] - negative["value_tn"]).mean()
    rows = read_priced_rows(evaluated, "clustered", "logistic", "test")
    expected = rows["probability"] * gain + (1 - rows["probability"]) * loss
    np.testing.assert_allclose(rows["expected_value"], expected, rtol=0, atol=1e-9)


def test_bins_try_fewer_thresholds_and_stay_on_the_curve(tmp_path: Path, evaluated: duckdb.DuckDBPyConnection) -> None:
    database = tmp_path / "assay.duckdb"
    write_upstream(database, coverage_sets=0)
    build_evaluation(database, assay_exact_curve_rows=100, assay_curve_bins=50)
    query = """select threshold, value_per_decision from assay_evaluation__profit_curves
        where use_case = 'clustered' and learner = 'logistic'"""
    exact = dict(evaluated.execute(query).fetchall())
    with duckdb.connect(str(database), read_only=True) as connection:
        binned = dict(connection.execute(query.replace("assay_eval", "assay_work.assay_eval")).fetchall())
    assert len(binned) <= 52 < len(exact)
    assert binned == {threshold: exact[threshold] for threshold in binned}
