"""Small training sets with gaps, ties and a constant column, and each learner's model beside the library's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import catboost
import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import (
    ElasticNet,
    GammaRegressor,
    Lasso,
    LinearRegression,
    LogisticRegression,
    PoissonRegressor,
    Ridge,
    TweedieRegressor,
)
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from assay.training.boosted_trees import fit_boosted_trees
from assay.training.examples import TrainingSet
from assay.training.explainable_boosting import fit_explainable_boosting
from assay.training.forests import fit_decision_tree, fit_random_forest
from assay.training.generalised_linear import fit_gamma, fit_poisson, fit_tweedie
from assay.training.isolation_forest import fit_isolation_forest
from assay.training.k_means import fit_k_means
from assay.training.linear import fit_linear
from assay.training.logistic import fit_logistic
from assay.training.naive_bayes import fit_naive_bayes
from assay.training.penalised import fit_elastic_net, fit_lasso, fit_ridge
from assay.training.principal_components import fit_pca
from assay.training.schema import Fit
from tests.numeric.scoring_cases import ScoringCase

ROWS, FEATURES, HELD_OUT = 400, 5, 3
TREE = {"max_depth": 6, "min_samples_leaf": 5, "ccp_alpha": 0.0}
BOOSTED = {
    "iterations": 25, "depth": 3, "learning_rate": 0.1, "l2_leaf_reg": 3.0, "border_count": 16, "threads": 1,
}  # fmt: skip
FOREST = {"n_estimators": 15, "max_depth": 6, "min_samples_leaf": 3, "max_features": 0.5}
Learner = Callable[[TrainingSet, dict[str, Any], int], Fit]


def training_set(task: str) -> TrainingSet:
    """Draw planted rows.

    Parameters
    ----------
    task : str
        ``binary``, ``classes`` (three), ``quantity`` (of either sign) or ``amount`` (above zero).

    Returns
    -------
    TrainingSet
        Five features with a fifth of the values missing in all but the last, which is constant, and five folds.
    """
    generator = np.random.default_rng(11)
    features = np.round(generator.normal(size=(ROWS, FEATURES)), 1).astype(np.float32)
    signal = 1 + features[:, 0] - 0.5 * features[:, 1] * (features[:, 2] > 0) + 0.2 * generator.normal(size=ROWS)
    features[:, :-1][generator.random((ROWS, FEATURES - 1)) < 0.2] = np.nan
    features[:, -1] = 3.5
    classes = np.digitize(signal, [0.4, 1.6])
    labels = {"binary": signal > 1, "classes": classes, "quantity": 100 * signal, "amount": np.exp(signal)}[task]
    folds = (1 + np.arange(ROWS) % 5).astype(np.int8)
    kind = {"binary": "binary", "classes": "multiclass"}.get(task, "regression")
    names = ("high", "it's", "low") if task == "classes" else ()
    return TrainingSet(np.asfortranarray(features), labels.astype(np.float64), folds, task=kind, classes=names)


def prepared(features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Standardise with numpy: by the values that are there, gaps at the mean, a constant column at zero.

    Parameters
    ----------
    features : array of float32, shape (n, p)
        As :func:`training_set` draws them.

    Returns
    -------
    array of float64, shape (n, p)
        Standardised features.
    """
    values = features.astype(np.float64)
    spread = np.nanstd(values, axis=0)
    return np.nan_to_num((values - np.nanmean(values, axis=0)) / np.where(spread > 0, spread, 1.0))


def regression_cases(held_out: int) -> dict[str, ScoringCase]:
    """Fit every linear and every tree learner, and the library's own model on the same rows.

    Parameters
    ----------
    held_out : int
        Fold whose rows the model does not see; 0 for none.

    Returns
    -------
    dict of str to ScoringCase
        Stored models, the rows of the training set, and the library's raw scores.
    """
    tolerances = {"exact": 1e-9, "iterated": 1e-5, "trees": 1e-6}
    solved = {"alpha": 0.01, "tol": 1e-9, "max_iter": 2000}
    learners: list[tuple[str, Learner, dict[str, Any], Any, str, str]] = [
        ("linear", fit_linear, {}, LinearRegression(), "quantity", "exact"),
        ("ridge", fit_ridge, {"alpha": 2.0}, Ridge(2.0, solver="svd"), "quantity", "exact"),
        ("lasso", fit_lasso, {"alpha": 5.0}, Lasso(5.0, tol=1e-12, max_iter=100_000), "quantity", "iterated"),
        (
            "elastic net", fit_elastic_net, {"alpha": 3.0, "l1_ratio": 0.5},
            ElasticNet(alpha=3.0, l1_ratio=0.5, tol=1e-12, max_iter=100_000), "quantity", "iterated",
        ),
        ("poisson", fit_poisson, {"alpha": 0.01}, PoissonRegressor(**solved), "amount", "iterated"),
        ("gamma", fit_gamma, {"alpha": 0.01}, GammaRegressor(**solved), "amount", "iterated"),
        (
            "tweedie", fit_tweedie, {"alpha": 0.01, "power": 1.5},
            TweedieRegressor(power=1.5, **solved), "amount", "iterated",
        ),
        (
            "regression tree", fit_decision_tree, TREE,
            DecisionTreeRegressor(random_state=1, **TREE), "quantity", "trees",
        ),
        (
            "regression forest", fit_random_forest, {**FOREST, "threads": 1},
            RandomForestRegressor(random_state=1, **FOREST), "quantity", "trees",
        ),
    ]  # fmt: skip
    cases = {}
    for name, learner, parameters, library, task, kind in learners:
        training = training_set(task)
        outside = training.folds != held_out
        rows = training.features if kind == "trees" else prepared(training.features)
        library.fit(rows[outside], training.labels[outside].astype(np.float64))
        expected = np.log(library.predict(rows)) if task == "amount" else library.predict(rows)
        forms = learner(training, parameters, 1).forms[held_out]
        cases[name] = ScoringCase(forms, training.features, expected[:, None], tolerances[kind])
    return cases


def binary_cases(held_out: int) -> dict[str, ScoringCase]:
    """Fit the learners of events; arguments and result as for :func:`regression_cases`."""
    training = training_set("binary")
    outside = training.folds != held_out
    z, features, labels = prepared(training.features), training.features, training.labels
    bayes = GaussianNB(var_smoothing=1e-3).fit(z[outside], labels[outside]).predict_joint_log_proba(z)
    tree = DecisionTreeClassifier(random_state=1, **TREE).fit(features[outside], labels[outside])
    trees = RandomForestClassifier(random_state=1, **FOREST).fit(features[outside], labels[outside])
    return {
        "naive bayes": ScoringCase(
            fit_naive_bayes(training, {"var_smoothing": 1e-3}, 1).forms[held_out],
            features, (bayes[:, 1] - bayes[:, 0])[:, None], 1e-9,
        ),
        "decision tree": ScoringCase(
            fit_decision_tree(training, TREE, 1).forms[held_out], features, tree.predict_proba(features)[:, 1:], 1e-6
        ),
        "random forest": ScoringCase(
            fit_random_forest(training, {**FOREST, "threads": 1}, 1).forms[held_out],
            features, trees.predict_proba(features)[:, 1:], 1e-6,
        ),
    }  # fmt: skip


def class_cases(held_out: int) -> dict[str, ScoringCase]:
    """Fit the learners of several classes; arguments and result as for :func:`regression_cases`."""
    training = training_set("classes")
    outside = training.folds != held_out
    z, features, labels = prepared(training.features), np.array(training.features), training.labels
    margin = 0.5 / ROWS
    softmax = LogisticRegression(C=0.5, solver="newton-cholesky", tol=1e-12).fit(z[outside], labels[outside])
    bayes = GaussianNB(var_smoothing=1e-3).fit(z[outside], labels[outside]).predict_joint_log_proba(z)
    tree = DecisionTreeClassifier(random_state=1, **TREE).fit(features[outside], labels[outside])
    trees = RandomForestClassifier(random_state=1, **FOREST).fit(features[outside], labels[outside])
    learners: list[tuple[str, Learner, dict[str, Any], NDArray[np.float64], float]] = [
        ("softmax", fit_logistic, {"C": 0.5}, softmax.decision_function(z), 1e-9),
        (
            "classes by naive bayes", fit_naive_bayes, {"var_smoothing": 1e-3},
            bayes + 0.5 * FEATURES * np.log(2 * np.pi), 1e-9,
        ),
        ("class tree", fit_decision_tree, TREE, margin + (1 - 3 * margin) * tree.predict_proba(features), 1e-6),
        (
            "class forest", fit_random_forest, {**FOREST, "threads": 1},
            margin + (1 - 3 * margin) * trees.predict_proba(features), 1e-6,
        ),
        ("boosted classes", fit_boosted_trees, BOOSTED, _boosted_classes(training, outside, 3), 1e-6),
        ("additive classes", fit_explainable_boosting, BOOSTED, _boosted_classes(training, outside, 1), 1e-6),
    ]  # fmt: skip
    return {
        name: ScoringCase(
            learner(training_set("classes"), parameters, 1).forms[held_out], features, expected, tolerance
        )
        for name, learner, parameters, expected, tolerance in learners
    }


def _boosted_classes(training: TrainingSet, outside: NDArray[np.bool_], depth: int) -> NDArray[np.float64]:
    """Raw scores of CatBoost, whose borders know all rows."""
    pool = catboost.Pool(np.array(training.features), label=training.labels)
    pool.quantize(border_count=16, nan_mode="Min", task_type="CPU")
    model = catboost.CatBoostClassifier(
        iterations=25, depth=depth, learning_rate=0.1, l2_leaf_reg=3.0, boosting_type="Plain", random_seed=1,
        thread_count=1, allow_writing_files=False, verbose=False, loss_function="MultiClass",
    )  # fmt: skip
    model.fit(pool if outside.all() else pool.slice(np.flatnonzero(outside)))
    return np.asarray(model.predict(training.features, prediction_type="RawFormulaVal"))


def unsupervised_cases() -> dict[str, ScoringCase]:
    """Fit the learners without labels; result as for :func:`regression_cases`."""
    training = training_set("binary")
    z, features = prepared(training.features), training.features
    means = KMeans(3, n_init=2, max_iter=50, random_state=1).fit(z)
    order = np.argsort(-np.bincount(means.labels_), kind="stable")
    components = PCA(2, svd_solver="full").fit(z)
    length = ((z - components.mean_) ** 2).sum(axis=1)
    isolation = IsolationForest(n_estimators=12, max_samples=64, max_features=0.6, random_state=1).fit(features)
    return {
        "k-means": ScoringCase(
            fit_k_means(training, {"clusters": 3, "starts": 2, "iterations": 50}, 1).forms[0],
            features, means.transform(z)[:, order] ** 2, 1e-9,
        ),
        "principal components": ScoringCase(
            fit_pca(training, {"components": 2}, 1).forms[0],
            features, np.c_[components.transform(z), length], 1e-9,
        ),
        "isolation forest": ScoringCase(
            fit_isolation_forest(training, {"n_estimators": 12, "max_samples": 64, "max_features": 0.6}, 1).forms[0],
            features, -np.log2(-isolation.score_samples(features))[:, None], 1e-6,
        ),
    }  # fmt: skip
