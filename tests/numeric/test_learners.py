"""Every learner's stored model, scored in SQL, against the library's own model on the same rows."""

from __future__ import annotations

import catboost
import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from assay.training.branching_trees import score_forest
from assay.training.explainable_boosting import fit_explainable_boosting
from assay.training.forests import fit_decision_tree
from assay.training.generalised_linear import fit_gamma, fit_poisson
from assay.training.isolation_forest import expected_depth, fit_isolation_forest
from assay.training.k_means import fit_k_means
from tests.numeric.leafwise_cases import leafwise_cases
from tests.numeric.learner_cases import (
    HELD_OUT,
    TREE,
    binary_cases,
    class_cases,
    prepared,
    regression_cases,
    training_set,
    unsupervised_cases,
)
from tests.numeric.scoring_cases import ScoringCase, score_cases

ADDITIVE = {"iterations": 60, "learning_rate": 0.1, "l2_leaf_reg": 3.0, "border_count": 16, "threads": 1}


def _additive() -> ScoringCase:
    training = training_set("binary")
    features, labels = np.array(training.features), training.labels
    pool = catboost.Pool(features, label=labels)
    pool.quantize(border_count=16, nan_mode="Min", task_type="CPU")
    model = catboost.CatBoostClassifier(
        iterations=60, depth=1, learning_rate=0.1, l2_leaf_reg=3.0, boosting_type="Plain", random_seed=1,
        thread_count=1, allow_writing_files=False, verbose=False,
    )  # fmt: skip
    model.fit(pool)
    expected = np.asarray(model.predict(features, prediction_type="RawFormulaVal"))
    return ScoringCase(fit_explainable_boosting(training, ADDITIVE, 1).forms[0], features, expected[:, None], 1e-6)


@pytest.fixture(scope="module")
def cases() -> dict[str, ScoringCase]:
    held_out = {f"{name}, without a fold": case for name, case in regression_cases(HELD_OUT).items()}
    held_out |= {f"{name}, without a fold": case for name, case in binary_cases(HELD_OUT).items()}
    held_out |= {f"{name}, without a fold": case for name, case in class_cases(HELD_OUT).items()}
    held_out |= {f"{name}, without a fold": case for name, case in leafwise_cases(HELD_OUT).items()}
    return (
        regression_cases(0)
        | binary_cases(0)
        | class_cases(0)
        | leafwise_cases(0)
        | held_out
        | unsupervised_cases()
        | {"additive": _additive()}
    )


@pytest.fixture(scope="module")
def scores(cases: dict[str, ScoringCase], tmp_path_factory: pytest.TempPathFactory) -> dict[str, NDArray[np.float64]]:
    return score_cases(cases, tmp_path_factory.mktemp("learners"))


def test_sql_scores_as_the_library(cases: dict[str, ScoringCase], scores: dict[str, NDArray[np.float64]]) -> None:
    differences = {}
    for name, case in cases.items():
        assert scores[name].shape == case.expected.shape, name
        differences[name] = (np.abs(scores[name] - case.expected) / np.maximum(1, np.abs(case.expected))).max()
    assert {name: d for name, d in differences.items() if d > cases[name].tolerance} == {}
    assert len(cases) == 46


def test_nearest_cluster_and_reconstruction_error_follow_from_the_scores(
    scores: dict[str, NDArray[np.float64]],
) -> None:
    z = prepared(training_set("binary").features)
    distances = scores["k-means"]
    assert (np.diff(np.bincount(distances.argmin(axis=1), minlength=3)) <= 0).all()
    components = PCA(2, svd_solver="full").fit(z)
    lost = ((z - components.inverse_transform(components.transform(z))) ** 2).sum(axis=1)
    found = scores["principal components"]
    np.testing.assert_allclose(found[:, 2] - (found[:, :2] ** 2).sum(axis=1), lost, atol=1e-9)


def test_an_additive_model_has_one_tree_per_feature_and_no_interaction() -> None:
    form = fit_explainable_boosting(training_set("binary"), ADDITIVE, 1).forms[0]["1"]
    asked = [set(tree[tree > 0]) for tree in form.node_features]
    assert all(len(features) == 1 for features in asked)
    assert len(set().union(*asked)) == len(asked)
    corners = np.array([[x, y, 0, 0, 3.5] for x in (-1, 1) for y in (-1, 1)], dtype=np.float32)
    low, second, first, both = score_forest(form, corners)
    assert both - first == pytest.approx(second - low, abs=1e-12)


def test_a_share_that_is_not_calibrated_stays_within_the_open_interval() -> None:
    training = training_set("binary")
    training.calibration = "none"
    calibration = fit_decision_tree(training, TREE, 1).calibrations["1"]
    margin = 0.5 / len(training.labels)
    np.testing.assert_allclose(np.interp([0, 0.5, 1], calibration.scores, calibration.probabilities),
                               [margin, 0.5, 1 - margin])  # fmt: skip


def test_labels_outside_the_range_are_refused() -> None:
    training = training_set("quantity")
    with pytest.raises(ValueError, match="of at least 0"):
        fit_poisson(training, {"alpha": 0.0}, 1)
    training.labels = np.maximum(training.labels, 0)
    with pytest.raises(ValueError, match="above 0"):
        fit_gamma(training, {"alpha": 0.0}, 1)


def test_too_few_rows_are_refused() -> None:
    training = training_set("binary")
    training.features, training.folds = training.features[:1], training.folds[:1]
    with pytest.raises(ValueError, match="3 clusters need as many rows; there are 1"):
        fit_k_means(training, {"clusters": 3, "starts": 1, "iterations": 5}, 1)
    with pytest.raises(ValueError, match="two rows per tree; there are 1"):
        fit_isolation_forest(training, {"n_estimators": 2, "max_samples": 64, "max_features": 1.0}, 1)


def test_expected_depth_of_small_samples() -> None:
    # Two rows need one split; three rows two of three times 2 and once 1, which the formula approximates.
    np.testing.assert_allclose(expected_depth(np.array([1, 2])), [0, 1])
    assert expected_depth(np.array([256]))[0] == pytest.approx(10.244770920, abs=1e-8)
