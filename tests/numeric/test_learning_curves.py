"""Learning curves against the libraries on the same rows, planted laws, and brute force over thresholds."""

from __future__ import annotations

import json
from typing import Any

import catboost
import duckdb
import jinja2
import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.preprocessing import StandardScaler

from assay.training.held_out_values import HeldOutValues, best_value
from assay.training.learning_curves import fit_missing_shares, share_positions
from assay.training.schema import LEARNING_CURVES
from tests.conftest import REPOSITORY
from tests.integration.conftest import is_run_metadata

ROWS, FEATURES, CLUSTER_ROWS = 3000, 4, 10
SHARES = [0.125, 0.25, 0.5, 1.0]
PARAMETERS: dict[str, dict[str, Any]] = {
    "logistic": {"C": 0.1},
    "naive_bayes": {"var_smoothing": 1e-9},
    "random_forest": {
        "n_estimators": 5, "max_depth": 4, "min_samples_leaf": 5, "max_features": 0.5, "threads": 1,
    },
    "boosted_trees": {
        "iterations": 20, "depth": 3, "learning_rate": 0.1, "l2_leaf_reg": 3.0, "border_count": 32, "threads": 1,
    },
}  # fmt: skip


def _store(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("arriving", rows)
    connection.execute(f"create table {name} as select * from arriving")
    connection.unregister("arriving")


def _connection(threads: int = 1) -> duckdb.DuckDBPyConnection:
    """A shop whose buyers are planted: log-odds 2 a - b, four features, clusters of ten rows."""
    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    generator = np.random.default_rng(5)
    features = generator.normal(size=(ROWS, FEATURES)).astype(np.float32)
    labels = generator.random(ROWS) < 1 / (1 + np.exp(features[:, 1] - 2 * features[:, 0]))
    _store(
        connection,
        "examples",
        pa.table(
            {
                "use_case": ["shop"] * ROWS,
                "entity_id": [f"e{number}" for number in range(ROWS)],
                "decided_at": np.full(ROWS, "2025-01-01", dtype="datetime64[us]"),
                "cluster_id": [f"c{number // CLUSTER_ROWS}" for number in range(ROWS)],
                "split": ["train"] * ROWS,
                "example_number": np.arange(ROWS),
                "fold": (1 + np.arange(ROWS) // CLUSTER_ROWS % 5).astype(np.int32),
                "learned_from_fold": pa.nulls(ROWS, pa.int32()),
                "label": labels.astype(np.float64),
                "features": list(features),
            }
        ),
    )
    connection.execute("""
        create table decisions as
        select use_case, entity_id, decided_at, label, 3.0 + example_number % 7 as value_tp, -2.0 as value_fp,
            case when example_number % 11 > 0 then 0.0 end as value_fn, 0.0 as value_tn
        from examples
    """)
    plans = [
        {
            "use_case": "shop", "learner": learner, "model_version": f"{learner}-1", "seed": 1, "task": "binary",
            "parameters": json.dumps(parameters), "feature_count": FEATURES, "training_rows": ROWS,
            "is_kept": False,
            "learning_curve_shares": json.dumps(SHARES),
        }
        for learner, parameters in PARAMETERS.items()
    ]  # fmt: skip
    _store(connection, "plans", pa.Table.from_pylist(plans))
    return connection


def _curves(connection: duckdb.DuckDBPyConnection, stored: str | None = None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = fit_missing_shares(connection, "examples", "decisions", "plans", stored).to_pylist()
    return rows


@pytest.fixture(scope="module")
def curves() -> list[dict[str, Any]]:
    return _curves(_connection())


@pytest.fixture(scope="module")
def rows() -> dict[str, NDArray[Any]]:
    columns = ("cluster_id", "fold", "label", "features")
    stored = _connection().execute(f"select {', '.join(columns)} from examples order by example_number").fetchall()
    return {name: np.array(values) for name, values in zip(columns, zip(*stored, strict=True), strict=True)}


def _oracle(learner: str, features: NDArray[Any], labels: NDArray[Any], asked: NDArray[Any]) -> NDArray[np.float64]:
    """Probabilities of the library itself, trained on the given rows."""
    if learner == "logistic":
        scaler = StandardScaler().fit(features)
        model = LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-12).fit(scaler.transform(features), labels)
        return np.asarray(model.predict_proba(scaler.transform(asked))[:, 1])
    pool = catboost.Pool(features.astype(np.float32), label=labels)
    pool.quantize(border_count=32, nan_mode="Min", task_type="CPU")
    model = catboost.CatBoostClassifier(
        iterations=20, depth=3, learning_rate=0.1, l2_leaf_reg=3.0, boosting_type="Plain", random_seed=1,
        thread_count=1, allow_writing_files=False, verbose=False,
    )  # fmt: skip
    model.fit(pool)
    return np.asarray(model.predict_proba(asked.astype(np.float32))[:, 1])


@pytest.mark.parametrize("learner", ["logistic", "boosted_trees"])
@pytest.mark.parametrize("share", [0.125, 1.0])
def test_metrics_equal_the_library_on_the_same_rows(
    curves: list[dict[str, Any]], rows: dict[str, NDArray[Any]], learner: str, share: float
) -> None:
    inside = np.flatnonzero(rows["fold"] != 1)
    drawn = inside[share_positions(list(rows["cluster_id"][inside]), 1) <= share]
    held_out = np.flatnonzero(rows["fold"] == 1)
    expected = _oracle(learner, rows["features"][drawn], rows["label"][drawn], rows["features"][held_out])
    labels = rows["label"][held_out]
    (row,) = (row for row in curves if row["learner"] == learner and row["training_share"] == share)
    pairs = mannwhitneyu(expected[labels == 1], expected[labels == 0]).statistic
    assert row["training_rows"] == len(drawn)
    assert row["held_out_rows"] == len(held_out)
    assert row["roc_auc"] == pytest.approx(pairs / (labels.sum() * (1 - labels).sum()), abs=1e-6)
    assert row["log_loss"] == pytest.approx(log_loss(labels, expected), abs=1e-6)


def test_every_learner_is_judged_and_learns(curves: list[dict[str, Any]]) -> None:
    found = {(row["learner"], row["training_share"]): row["roc_auc"] for row in curves}
    assert set(found) == {(learner, share) for learner in PARAMETERS for share in SHARES}
    assert all(0.75 < area < 0.95 for area in found.values())


def test_every_share_is_measured(curves: list[dict[str, Any]]) -> None:
    assert all(row["run_busy_seconds"] > 0 for row in curves)
    assert all(0 <= row["run_memory_bytes"] < row["run_machine_bytes"] for row in curves)


def test_shares_hold_whole_clusters_and_are_nested() -> None:
    generator = np.random.default_rng(1)
    clusters = [f"lot {number}" for number in generator.integers(0, 200, 5000)]
    positions = share_positions(clusters, 1)
    assert all(len(set(positions[np.array(clusters) == name])) == 1 for name in set(clusters))
    largest = max(clusters.count(name) for name in set(clusters))
    for share in SHARES:
        assert share * 5000 - largest < (positions <= share).sum() <= share * 5000
    moved = share_positions(clusters[::-1], 1)[::-1]
    np.testing.assert_array_equal(moved, positions)
    assert (share_positions(clusters, 2) != positions).any()


def test_threads_do_not_matter_and_nothing_is_judged_twice(curves: list[dict[str, Any]]) -> None:
    connection = _connection(threads=2)
    again = [{name: row[name] for name in row if not is_run_metadata(name)} for row in _curves(connection)]
    assert again == [{name: row[name] for name in row if not is_run_metadata(name)} for row in curves]
    _store(connection, "curves", pa.Table.from_pylist(curves, schema=LEARNING_CURVES))
    assert _curves(connection, "curves") == []
    connection.execute("update decisions set value_tp = value_tp + 1")
    again = _curves(connection, "curves")
    assert [row["roc_auc"] for row in again] == [row["roc_auc"] for row in curves]
    assert all(new["value_per_decision"] > old["value_per_decision"] for new, old in zip(again, curves, strict=True))


def test_a_share_with_a_rare_class_says_so_and_a_wrong_share_is_refused() -> None:
    connection = _connection()
    connection.execute("update plans set learning_curve_shares = '[0.004, 1.0]'")
    small = [row for row in _curves(connection) if row["training_share"] < 1]
    assert {row["reason"] for row in small} == {"fewer than 10 rows of one class in the share"}
    assert {row["roc_auc"] for row in small} == {None}
    connection.execute("update plans set learning_curve_shares = '[2]'")
    with pytest.raises(ValueError, match=r"assay_learning_curve_shares: 2\.0"):
        _curves(connection)


def test_the_best_value_is_that_of_the_best_threshold() -> None:
    generator = np.random.default_rng(2)
    probabilities = generator.integers(0, 20, 400) / 20
    values = HeldOutValues(generator.normal(probabilities - 0.4, 1), generator.normal(0, 0.1, 400))
    values.acting[::9] = np.nan
    known = np.isfinite(values.acting)
    tried = [
        np.where(probabilities >= threshold, values.acting, values.not_acting)[known].mean()
        for threshold in (*np.unique(probabilities), 2.0)
    ]
    assert best_value(probabilities, values) == pytest.approx(max(tried), abs=1e-12)
    assert best_value(probabilities, HeldOutValues(values.acting * np.nan, values.not_acting)) is None


@pytest.mark.parametrize("exponent", [0.3, 0.5, 1.0, 1.7])
def test_a_planted_law_is_recovered(exponent: float) -> None:
    """An area of 0.9 - 2 n^-c, and a loss that mirrors it: the SQL finds c and what 1,000 rows add."""

    def area(row_count: float) -> float:
        return float(0.9 - 2 * row_count**-exponent)

    connection = duckdb.connect()
    connection.execute("create table assay_training__plans as select 'a' as use_case, 'm' as model_version,"
                       " '[1]' as learning_curve_shares")  # fmt: skip
    connection.execute(
        "create table assay_inputs__use_cases as select 'a' as use_case, 'binary' as task, true as has_outcomes"
    )
    _store(connection, "assay_training__learning_curves", pa.Table.from_pylist(
        [
            {
                "use_case": "a", "model_version": "m", "learner": "l", "training_share": share, "held_out_rows": 9,
                "training_rows": int(8000 * share), "roc_auc": area(8000 * share), "log_loss": -area(8000 * share),
                "value_per_decision": 100 * area(8000 * share), "reason": None,
                "macro_roc_auc": None, "rmse": None, "mae": None,
            }
            for share in SHARES
        ]
    ))  # fmt: skip
    source = (REPOSITORY / "models" / "7_evaluation" / "assay_evaluation__learning_curves.sql").read_text()
    query = jinja2.Environment(autoescape=False).from_string(source).render(ref=lambda name: name)  # noqa: S701
    found = connection.execute(
        f"select metric, curve_exponent, gain_per_1000_rows from ({query}) as curves where training_share = 1"
    ).fetchall()
    assert len(found) == 3
    for metric, found_exponent, gain in found:
        scale = 100 if metric == "value_per_decision" else 1
        assert found_exponent == pytest.approx(exponent, rel=1e-9)
        assert gain == pytest.approx(scale * (area(9000) - area(8000)), rel=1e-9)
