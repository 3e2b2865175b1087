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
    """Grow one tree of the share of events or the mean quantity; a missing feature goes where the training rows say.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from.
    parameters : dict
        ``max_depth``, ``min_samples_leaf``, ``ccp_alpha`` (the least gain in impurity that keeps a branch).
    seed : int
        Decides between splits of equal gain.

    Returns
    -------
    Fit
        Forms ``branching_trees``; of a binary task also the calibration of the share.

    Notes
    -----
    Breiman, Friedman, Olshen and Stone (1984), Classification and regression trees.
    """
    tree = DecisionTreeClassifier if training.task == "binary" else DecisionTreeRegressor
    return _fit(training, tree(random_state=seed, **parameters), seed)


def fit_random_forest(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Grow trees on bootstrap samples of rows, with a draw of features at every node, and average their answers.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from.
    parameters : dict
        ``n_estimators``, ``max_depth``, ``min_samples_leaf``, ``max_features`` (share of the features that a
        node draws), ``threads`` (does not change the model).
    seed : int
        Seed of the draws.

    Returns
    -------
    Fit
        Forms ``branching_trees``; of a binary task also the calibration of the mean share.

    Notes
    -----
    Breiman (2001), Random forests.
    """
    trees = RandomForestClassifier if training.task == "binary" else RandomForestRegressor
    return _fit(training, trees(random_state=seed, **_threads(parameters)), seed)


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


def _fit(training: TrainingSet, model: Any, seed: int) -> Fit:
    is_binary = training.task == "binary"

    def fit_rows(outside: Mask, inside: Mask) -> tuple[Form, NDArray[np.float64]]:
        model.fit(training.features[outside], training.labels[outside])
        if not inside.any():
            return read_forest(model), np.empty(0)
        rows = training.features[inside]
        scores = model.predict_proba(rows)[:, 1] if is_binary else model.predict(rows)
        return read_forest(model), np.asarray(scores, dtype=np.float64)

    return fit_folds(training, "share" if is_binary else "identity", fit_rows, seed)
