"""Fitted models against the libraries that fitted them, on small planted data in memory."""

from __future__ import annotations

import json
from typing import Any

import catboost
import duckdb
import numpy as np
import pytest
import threadpoolctl
from numpy.typing import NDArray
from sklearn.impute import SimpleImputer
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assay.training.certificate import certify
from assay.training.examples import read_training_set
from assay.training.fits import fit_missing
from assay.training.oblivious_trees import read_form, score_trees
from assay.training.threads import one_thread

ROWS, FEATURES = 3000, 6
PARAMETERS = {
    "constant": {},
    "logistic": {"C": 0.1},
    "boosted_trees": {
        "iterations": 20,
        "depth": 4,
        "learning_rate": 0.1,
        "l2_leaf_reg": 3.0,
        "border_count": 64,
        "threads": 1,
    },
}


def _connection(threads: int = 1) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    connection.execute(f"""
        create table examples as
        with drawn as (
            select range as i, [hash(range, k) % 10007 / 10007.0 for k in range({FEATURES})] as u
            from range({ROWS})
        )
        select
            'shop' as use_case, 'train' as split, i as example_number, cast(1 + i % 5 as integer) as fold,
            null as learned_from_fold,
            cast(u[1] + u[2] * u[3] + 0.3 * u[6] > 0.9 as double) as label,
            [case when hash(i, 'gap') % 10 > 0 then u[1] end, u[2], u[3] * 1000 - 500, u[4], round(u[5]), null]
                ::float[] as features
        from drawn
        order by i
    """)
    connection.execute(f"""
        create table feature_space as
        select 'shop' as use_case, range as position, 'f' || range as feature_name, 0.0 as centre,
            1.0 as scale
        from range(1, {FEATURES + 1})
    """)
    connection.execute(
        "create table plans (use_case text, learner text, model_version text, task text, calibration text,"
        " parameters text, feature_space_version text, fingerprint text, status text, seed int, feature_count int,"
        " training_rows bigint, sampled_rows bigint)"
    )
    for learner, parameters in PARAMETERS.items():
        connection.execute(
            "insert into plans values ('shop', ?, ? || '-1', 'binary', 'isotonic', ?, 'a', 'b', 'fit', 1, ?, ?, null)",
            [learner, learner, json.dumps(parameters), FEATURES, ROWS],
        )
    return connection


@pytest.fixture(scope="module")
def rows() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int8]]:
    training = read_training_set(_connection(), "examples", "shop", ROWS, FEATURES)
    return training.features, training.labels, training.folds


@pytest.fixture(scope="module")
def fits() -> dict[tuple[str, int], dict[str, Any]]:
    table = fit_missing(_connection(), "examples", "feature_space", "plans", None)
    return {(fit["learner"], fit["fold"]): fit for fit in table.to_pylist()}


def _linear_scores(fit: dict[str, Any], features: NDArray[np.float32]) -> NDArray[np.float64]:
    means, scales = np.array(fit["feature_means"]), np.array(fit["feature_scales"])
    filled = np.where(np.isnan(features), means, features.astype(np.float64))
    return np.asarray(((filled - means) / scales) @ np.array(fit["coefficients"]) + fit["intercept"])


def test_reading_keeps_values_order_and_missing(rows: tuple[NDArray[np.float32], ...]) -> None:
    features, labels, folds = rows
    stored = _connection().execute("select features, label, fold from examples order by example_number").fetchall()
    expected = np.array([[np.nan if x is None else x for x in row[0]] for row in stored], dtype=np.float32)
    np.testing.assert_array_equal(features, expected)
    np.testing.assert_array_equal(labels, [row[1] for row in stored])
    np.testing.assert_array_equal(folds, [row[2] for row in stored])
    assert features.flags.f_contiguous


@pytest.mark.parametrize(
    ("row_count", "feature_count"), [(ROWS - 1, FEATURES), (ROWS + 1, FEATURES), (ROWS, FEATURES - 1)]
)
def test_reading_refuses_what_the_plan_does_not_say(row_count: int, feature_count: int) -> None:
    with pytest.raises(ValueError, match="shop"):
        read_training_set(_connection(), "examples", "shop", row_count, feature_count)


def test_every_learner_has_a_model_and_one_per_fold(fits: dict[tuple[str, int], dict[str, Any]]) -> None:
    assert set(fits) == {(learner, fold) for learner in PARAMETERS for fold in range(6)}


def test_constant_is_the_base_rate_outside_the_fold(
    fits: dict[tuple[str, int], dict[str, Any]], rows: tuple[NDArray[np.float32], ...]
) -> None:
    _, labels, folds = rows
    for fold in range(6):
        outside = labels[folds != fold].astype(np.float64)
        assert fits["constant", fold]["intercept"] == pytest.approx(outside.mean(), abs=1e-12)


@pytest.mark.parametrize("fold", [0, 3])
def test_logistic_equals_a_scikit_learn_pipeline(
    fits: dict[tuple[str, int], dict[str, Any]], rows: tuple[NDArray[np.float32], ...], fold: int
) -> None:
    features, labels, folds = rows
    prepare = make_pipeline(SimpleImputer(keep_empty_features=True), StandardScaler())
    prepared = prepare.fit_transform(features.astype(np.float64))
    # The pipeline scales by the spread with gaps filled; the package by the spread of the values that are there.
    present = np.nanstd(features[:, :-1].astype(np.float64), axis=0)
    prepared[:, :-1] *= prepare[1].scale_[:-1] / present
    outside = folds != fold
    model = LogisticRegression(C=0.1, solver="newton-cholesky", tol=1e-12).fit(prepared[outside], labels[outside])
    scores = _linear_scores(fits["logistic", fold], features)
    np.testing.assert_allclose(scores, model.decision_function(prepared), rtol=0, atol=1e-9)


@pytest.mark.parametrize("fold", [0, 3])
def test_trees_equal_catboost(
    fits: dict[tuple[str, int], dict[str, Any]], rows: tuple[NDArray[np.float32], ...], fold: int
) -> None:
    features, labels, folds = rows
    pool = catboost.Pool(features, label=labels)
    pool.quantize(border_count=64, nan_mode="Min", task_type="CPU")
    model = catboost.CatBoostClassifier(
        iterations=20, depth=4, learning_rate=0.1, l2_leaf_reg=3.0, boosting_type="Plain", random_seed=1,
        thread_count=1, allow_writing_files=False, verbose=False,
    )  # fmt: skip
    model.fit(pool.slice(np.flatnonzero(folds != fold)) if fold else pool)
    form = read_form(model, 4)
    stored = fits["boosted_trees", fold]
    assert [list(map(int, tree)) for tree in form.tree_features] == stored["tree_features"]
    expected = model.predict(features, prediction_type="RawFormulaVal")
    np.testing.assert_allclose(score_trees(form, features), expected, rtol=1e-6, atol=1e-6)
    assert [list(tree) for tree in form.tree_leaf_values] == stored["tree_leaf_values"]


def test_leaf_sums_do_not_depend_on_order(fits: dict[tuple[str, int], dict[str, Any]]) -> None:
    leaves = [values[k % len(values)] for k, values in enumerate(fits["boosted_trees", 0]["tree_leaf_values"])]
    generator = np.random.default_rng(0)
    sums = {float(np.cumsum(generator.permutation(leaves))[-1]) for _ in range(200)}
    assert len(sums) == 1


def test_a_false_certificate_is_refused(rows: tuple[NDArray[np.float32], ...]) -> None:
    features, labels, _ = rows
    model = catboost.CatBoostClassifier(iterations=3, depth=2, verbose=False, allow_writing_files=False)
    model.fit(features, labels)
    form = read_form(model, 2)
    form.tree_leaf_values[0][0] += 0.01
    form.tree_leaf_values[0][3] += 0.01
    with pytest.raises(ValueError, match="differ from CatBoost"):
        certify([form], model, features)


def test_shallow_trees_are_padded_with_borders_nothing_exceeds(rows: tuple[NDArray[np.float32], ...]) -> None:
    features, labels, _ = rows
    model = catboost.CatBoostClassifier(iterations=3, depth=2, verbose=False, allow_writing_files=False)
    model.fit(features, labels)
    form = read_form(model, 5)
    assert all(np.isinf(borders[2:]).all() and len(borders) == 5 for borders in form.tree_borders)
    certify([form], model, features)


def test_calibration_equals_isotonic_regression(
    fits: dict[tuple[str, int], dict[str, Any]], rows: tuple[NDArray[np.float32], ...]
) -> None:
    features, labels, folds = rows
    scores = np.empty(ROWS)
    for fold in range(1, 6):
        inside = folds == fold
        scores[inside] = _linear_scores(fits["logistic", fold], features[inside])
    isotonic = IsotonicRegression(y_min=0.5 / ROWS, y_max=1 - 0.5 / ROWS, out_of_bounds="clip").fit(scores, labels)
    model = fits["logistic", 0]
    asked = np.linspace(scores.min() - 1, scores.max() + 1, 5001)
    mapped = np.interp(asked, model["calibration_scores"], model["calibration_probabilities"])
    np.testing.assert_allclose(mapped, isotonic.predict(asked), rtol=0, atol=1e-6)
    assert 0.5 / ROWS <= mapped.min() < mapped.max() <= 1 - 0.5 / ROWS
    assert (np.diff(model["calibration_scores"]) > 0).all()


def test_what_is_stored_is_not_trained_again() -> None:
    connection = _connection()
    first = fit_missing(connection, "examples", "feature_space", "plans", None)
    connection.execute("create table fits as select * from first")
    again = fit_missing(connection, "examples", "feature_space", "plans", "fits")
    assert first.num_rows == 18
    assert again.num_rows == 0
    assert again.schema == first.schema
    connection.execute("update plans set model_version = 'logistic-2' where learner = 'logistic'")
    third = fit_missing(connection, "examples", "feature_space", "plans", "fits")
    assert set(third["model_version"].to_pylist()) == {"logistic-2"}


def test_refused_plans_train_nothing() -> None:
    connection = _connection()
    connection.execute("update plans set status = 'refused'")
    assert fit_missing(connection, "examples", "feature_space", "plans", None).num_rows == 0


def test_threads_of_the_warehouse_do_not_change_a_model(fits: dict[tuple[str, int], dict[str, Any]]) -> None:
    run_metadata = {"training_seconds", "run_busy_seconds", "peak_memory_bytes", "trained_at"}
    for fit in fit_missing(_connection(threads=2), "examples", "feature_space", "plans", None).to_pylist():
        other = fits[fit["learner"], fit["fold"]]
        assert {k: v for k, v in fit.items() if k not in run_metadata} == {
            k: v for k, v in other.items() if k not in run_metadata
        }


def test_overlapping_fits_keep_one_thread_until_the_last_is_done() -> None:
    """dbt runs Python models side by side in one process; the pools of linear algebra belong to that process."""

    def pools() -> list[int]:
        return [pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]

    with threadpoolctl.threadpool_limits(limits=2):
        assert set(pools()) == {2}
        first, second = one_thread(), one_thread()
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert set(pools()) == {1}
        second.__exit__(None, None, None)
        assert set(pools()) == {2}
