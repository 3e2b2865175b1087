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
    """Grow one tree of shares of events or classes, or of the mean quantity; a missing feature goes its node's way.

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
        Forms ``branching_trees``, one per class where there are several, and the calibration or temperature of
        shares.

    Notes
    -----
    Breiman, Friedman, Olshen and Stone (1984), Classification and regression trees.
    """
    tree = DecisionTreeRegressor if training.task == "regression" else DecisionTreeClassifier
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
        Forms ``branching_trees``, one per class where there are several, and the calibration or temperature of
        mean shares.

    Notes
    -----
    Breiman (2001), Random forests.
    """
    trees = RandomForestRegressor if training.task == "regression" else RandomForestClassifier
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


def read_class_forests(model: Any, margin: float) -> list[Form]:
    """Read a fitted tree or forest of scikit-learn, one form per class.

    Parameters
    ----------
    model : DecisionTreeClassifier or RandomForestClassifier
        With one output.
    margin : float
        Where a share of 0 is moved to; the others make room in proportion, so that shares still add up to 1 and
        keep their order.

    Returns
    -------
    list of Form
        In the order of the model's classes; the raw score is the share of the class.
    """
    estimators = getattr(model, "estimators_", [model])
    room = 1 - margin * len(model.classes_)
    return [
        forest(
            [read_tree(grown.tree_, grown.tree_.value[:, 0, place]) for grown in estimators],
            "le_double",
            room / len(estimators),
            margin,
        )
        for place in range(len(model.classes_))
    ]


def _threads(parameters: dict[str, Any]) -> dict[str, Any]:
    return {"n_jobs" if name == "threads" else name: value for name, value in parameters.items()}


def _fit(training: TrainingSet, model: Any, seed: int) -> Fit:
    classes, margin = len(training.classes), 0.5 / max(1, len(training.labels))

    def read() -> Form | list[Form]:
        return read_class_forests(model, margin) if classes else read_forest(model)

    def fit_rows(outside: Mask, inside: Mask) -> tuple[Form | list[Form], NDArray[np.float64]]:
        model.fit(training.features[outside], training.labels[outside])
        rows = training.features[inside]
        if not len(rows):
            return read(), np.empty(0)
        if training.task == "regression":
            return read(), np.asarray(model.predict(rows), dtype=np.float64)
        shares = np.asarray(model.predict_proba(rows), dtype=np.float64)
        return read(), (1 - margin * classes) * shares + margin if classes else shares[:, 1]

    return fit_folds(training, "identity" if training.task == "regression" else "share", fit_rows, seed)
