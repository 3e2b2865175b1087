"""Decision trees and random forests (scikit-learn), stored as arrays of nodes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from assay.training.branching_trees import forest, read_tree
from assay.training.examples import TrainingSet
from assay.training.folds import Mask, fit_folds
from assay.training.schema import Fit, Form


def fit_decision_tree(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Grow one tree of the share of events; a missing feature goes where the training rows say.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from, labels 0 or 1.
    parameters : dict
        ``max_depth``, ``min_samples_leaf``, ``ccp_alpha`` (the least gain in impurity that keeps a branch).
    seed : int
        Decides between splits of equal gain.

    Returns
    -------
    Fit
        Forms ``branching_trees`` of the raw share of events, and its calibration.

    Notes
    -----
    Breiman, Friedman, Olshen and Stone (1984), Classification and regression trees.
    """
    return _fit(training, "share", DecisionTreeClassifier(random_state=seed, **parameters), seed)


def fit_regression_tree(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Grow one tree of the mean of a quantity; parameters as for :func:`fit_decision_tree`.

    Parameters
    ----------
    training : TrainingSet
        Rows with a quantity as label.
    parameters : dict
        ``max_depth``, ``min_samples_leaf``, ``ccp_alpha``.
    seed : int
        Decides between splits of equal gain.

    Returns
    -------
    Fit
        Forms ``branching_trees``.
    """
    return _fit(training, "identity", DecisionTreeRegressor(random_state=seed, **parameters), seed)


def fit_random_forest(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Grow trees on bootstrap samples of rows, with a draw of features at every node, and average their shares.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from, labels 0 or 1.
    parameters : dict
        ``n_estimators``, ``max_depth``, ``min_samples_leaf``, ``max_features`` (share of the features that a
        node draws), ``threads`` (does not change the model).
    seed : int
        Seed of the draws.

    Returns
    -------
    Fit
        Forms ``branching_trees`` of the mean share of events, and its calibration.

    Notes
    -----
    Breiman (2001), Random forests.
    """
    return _fit(training, "share", RandomForestClassifier(random_state=seed, **_threads(parameters)), seed)


def fit_regression_forest(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Average regression trees; parameters as for :func:`fit_random_forest`.

    Parameters
    ----------
    training : TrainingSet
        Rows with a quantity as label.
    parameters : dict
        ``n_estimators``, ``max_depth``, ``min_samples_leaf``, ``max_features``, ``threads``.
    seed : int
        Seed of the draws.

    Returns
    -------
    Fit
        Forms ``branching_trees``.
    """
    return _fit(training, "identity", RandomForestRegressor(random_state=seed, **_threads(parameters)), seed)


def read_forest(model: Any) -> Form:
    """Read a fitted tree or forest of scikit-learn.

    Parameters
    ----------
    model : DecisionTreeClassifier, DecisionTreeRegressor, RandomForestClassifier or RandomForestRegressor
        With one output; a classifier has two classes.

    Returns
    -------
    Form
        The raw score is the prediction, or the share of the second class.
    """
    estimators = getattr(model, "estimators_", [model])
    trees = [read_tree(grown.tree_, grown.tree_.value[:, 0, -1]) for grown in estimators]
    return forest(trees, "le_double", 1 / len(trees))


def _threads(parameters: dict[str, Any]) -> dict[str, Any]:
    return {"n_jobs" if name == "threads" else name: value for name, value in parameters.items()}


def _fit(training: TrainingSet, link: str, model: Any, seed: int) -> Fit:
    def fit_rows(outside: Mask, inside: Mask) -> tuple[Form, NDArray[np.float64]]:
        model.fit(training.features[outside], training.labels[outside])
        if not inside.any():
            return read_forest(model), np.empty(0)
        rows = training.features[inside]
        scores = model.predict(rows) if link == "identity" else model.predict_proba(rows)[:, 1]
        return read_forest(model), np.asarray(scores, dtype=np.float64)

    return fit_folds(training, link, fit_rows, seed)
