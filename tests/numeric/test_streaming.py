"""Models from batches of rows against the same models in memory, and the sample that memory holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray

from assay.training import row_stream
from assay.training.examples import TrainingSet, read_training_set
from assay.training.fits import fit_missing
from assay.training.learners import LEARNERS
from assay.training.row_stream import stream_training_set
from tests.numeric.learner_cases import training_set

ROWS, SAMPLE = 3000, 700
TREES = {"iterations": 5, "depth": 3, "learning_rate": 0.3, "l2_leaf_reg": 3.0, "border_count": 16, "threads": 1}


def _in_batches(training: TrainingSet, size: int) -> TrainingSet:
    features = training.features

    def read() -> Iterator[tuple[slice, NDArray[np.float32]]]:
        for start in range(0, len(features), size):
            rows = slice(start, min(start + size, len(features)))
            yield rows, np.ascontiguousarray(features[rows])

    return replace(training, features=features[:0], batches=read)


@pytest.mark.parametrize("is_ordered", [False, True])
@pytest.mark.parametrize(
    ("learner", "rows", "parameters"),
    [
        ("logistic", "binary", {"C": 0.1}),
        ("logistic", "binary", {"C": 1000.0}),
        ("linear", "quantity", {}),
        ("ridge", "quantity", {"alpha": 3.0}),
    ],
)
def test_batches_give_the_model_of_the_whole_matrix(
    learner: str, rows: str, parameters: dict[str, Any], is_ordered: bool
) -> None:
    training = training_set(rows)
    if is_ordered:
        training.learned_from = training.folds
        training.folds = np.where(training.folds == 1, -1, training.folds - 1).astype(np.int8)
    whole, batched = (LEARNERS[learner].fit(each, parameters, 1) for each in (training, _in_batches(training, 37)))
    assert set(whole.forms) == set(batched.forms)
    for fold, outputs in whole.forms.items():
        for output, form in outputs.items():
            found = batched.forms[fold][output]
            scale = np.abs(form.coefficients).max()
            np.testing.assert_allclose(found.coefficients, form.coefficients, atol=1e-9 * scale)
            np.testing.assert_allclose(found.feature_means, form.feature_means, rtol=1e-12, atol=1e-12)
            np.testing.assert_allclose(found.feature_scales, form.feature_scales, rtol=1e-12)
            assert found.intercept == pytest.approx(form.intercept, rel=1e-9, abs=1e-9 * scale)
    np.testing.assert_allclose(batched.out_of_fold, whole.out_of_fold, rtol=1e-7, atol=1e-7)
    assert set(batched.calibrations) == set(whole.calibrations)


def test_features_that_depend_on_each_other_share_the_solution_of_least_norm() -> None:
    training = training_set("quantity")
    training.features = np.asfortranarray(np.c_[training.features, training.features[:, 0]])
    whole, batched = (LEARNERS["linear"].fit(each, {}, 1) for each in (training, _in_batches(training, 64)))
    form, found = whole.forms[0]["value"], batched.forms[0]["value"]
    np.testing.assert_allclose(found.coefficients, form.coefficients, rtol=1e-6, atol=1e-9)
    assert found.coefficients[0] == pytest.approx(found.coefficients[-1])


def test_a_step_too_far_is_halved() -> None:
    """Two groups nearly told apart by one feature with a long tail: full steps from 0 would overshoot."""
    draws = np.random.default_rng(3)
    features = draws.standard_cauchy(size=(300, 2)).astype(np.float32)
    labels = (features[:, 0] + 0.01 * draws.normal(size=300) > 0).astype(float)
    training = TrainingSet(np.asfortranarray(features), labels, (1 + np.arange(300) % 3).astype(np.int8))
    whole, batched = (LEARNERS["logistic"].fit(each, {"C": 1e4}, 1) for each in (training, _in_batches(training, 50)))
    np.testing.assert_allclose(batched.forms[0]["1"].coefficients, whole.forms[0]["1"].coefficients, rtol=1e-6)


def _shop(threads: int = 1) -> duckdb.DuckDBPyConnection:
    """Examples of one use case in key order, and a plan for a learner that streams and one that does not."""
    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    connection.execute(f"""
        create table examples as
        select
            'shop' as use_case, 'train' as split, 'e' || i as entity_id, timestamp '2025-01-01' as decided_at,
            cast(1 + i % 5 as integer) as fold, null as learned_from_fold,
            cast(hash(i, 1) % 100 + hash(i, 9) % 60 > 80 as double) as label,
            [hash(i, 1) % 100, case when i % 7 > 0 then hash(i, 2) % 50 end, hash(i, 3) % 9]::float[] as features
        from range({ROWS}) as numbers (i)
    """)
    connection.execute("create table feature_space as select 'shop' as use_case, i as position,"
                       " 'f' || i as feature_name, 0.0 as centre, 1.0 as scale"
                       " from range(1, 4) as numbers (i)")  # fmt: skip
    connection.execute("create table plans (use_case text, learner text, model_version text, task text,"
                       " calibration text, parameters text, feature_space_version text, fingerprint text, status text,"
                       " seed int, feature_count int, training_rows bigint, sampled_rows bigint)")  # fmt: skip
    for learner, parameters in (("logistic", {"C": 0.1}), ("boosted_trees", TREES)):
        connection.execute(
            "insert into plans values ('shop', ?, ? || '-1', 'binary', 'isotonic', ?, 'a', 'b', 'fit', 1, 3, ?, ?)",
            [learner, learner, json.dumps(parameters), ROWS, SAMPLE],
        )
    return connection


def _sampled_by_hand() -> NDArray[np.int64]:
    places = [hashlib.md5(f"e{row}|2025-01-01 00:00:00".encode()).hexdigest() for row in range(ROWS)]  # noqa: S324
    return np.sort(np.argsort(places)[:SAMPLE])


@pytest.mark.parametrize("threads", [1, 2])
def test_the_sample_is_drawn_by_the_hash_of_the_decision(threads: int) -> None:
    connection = _shop(threads)
    whole = read_training_set(connection, "examples", "shop", ROWS, 3)
    sampled = read_training_set(connection, "examples", "shop", ROWS, 3, sampled_rows=SAMPLE)
    kept = _sampled_by_hand()
    np.testing.assert_array_equal(sampled.features, whole.features[kept])
    np.testing.assert_array_equal(sampled.labels, whole.labels[kept])
    np.testing.assert_array_equal(sampled.folds, whole.folds[kept])


def test_a_stream_reads_the_rows_as_often_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_stream, "BATCH_VALUES", 1)
    connection = _shop()
    whole = read_training_set(connection, "examples", "shop", ROWS, 3)
    stream = stream_training_set(connection, "examples", "shop", ROWS, 3)
    for _ in range(2):
        batches = list(stream.read_batches())
        assert len(batches) > 1
        np.testing.assert_array_equal(np.concatenate([features for _, features in batches]), whole.features)
        assert [rows.start for rows, _ in batches[1:]] == [rows.stop for rows, _ in batches[:-1]]
    np.testing.assert_array_equal(stream.labels, whole.labels)
    with pytest.raises(ValueError, match="shop: examples differ from the plan"):
        stream_training_set(connection, "examples", "shop", ROWS + 1, 3)


def test_linear_models_learn_from_every_row_and_trees_from_the_sample() -> None:
    connection = _shop()
    stored = {
        fit["learner"]: fit
        for fit in fit_missing(connection, "examples", "feature_space", "plans", None).to_pylist()
        if fit["fold"] == 0
    }
    assert {learner: fit["sampled_rows"] for learner, fit in stored.items()} == {
        "logistic": None,
        "boosted_trees": SAMPLE,
    }
    whole = LEARNERS["logistic"].fit(read_training_set(connection, "examples", "shop", ROWS, 3), {"C": 0.1}, 1)
    np.testing.assert_allclose(stored["logistic"]["coefficients"], whole.forms[0]["1"].coefficients, rtol=1e-8)
    sample = read_training_set(connection, "examples", "shop", ROWS, 3, sampled_rows=SAMPLE)
    trees = LEARNERS["boosted_trees"].fit(sample, TREES, 1).forms[0]["1"]
    np.testing.assert_array_equal(
        np.array(stored["boosted_trees"]["tree_leaf_values"]), np.array([list(leaf) for leaf in trees.tree_leaf_values])
    )
