"""Isolation forest (scikit-learn), stored as arrays of nodes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import IsolationForest

from assay.training.branching_trees import forest, read_tree
from assay.training.examples import TrainingSet
from assay.training.schema import Fit, Form

EULER = float(np.euler_gamma)


def fit_isolation_forest(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Split samples at random until rows stand alone; what stands alone early is unusual.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; labels are not read.
    parameters : dict
        ``n_estimators``, ``max_samples`` (rows per tree), ``max_features`` (share of the features a tree sees).
    seed : int
        Seed of the draws.

    Returns
    -------
    Fit
        The mean depth as a share of what a sample of that size takes on average, ``branching_trees``. The anomaly
        score is ``2 ** -raw_score``.

    Raises
    ------
    ValueError
        If a tree would see fewer than two rows.

    Notes
    -----
    Liu, Ting and Zhou (2008), Isolation forest.
    """
    forms = {}
    for fold in training.models:
        features = training.features[training.outside(fold)]
        sample = min(len(features), parameters["max_samples"])
        if sample < 2:
            raise ValueError(f"an isolation forest needs two rows per tree; there are {sample}")
        model = IsolationForest(random_state=seed, **{**parameters, "max_samples": sample})
        forms[fold] = {"1": read_isolation_forest(model.fit(features))}
    return Fit(forms, "path")


def read_isolation_forest(model: IsolationForest) -> Form:
    """Read the path lengths of a fitted isolation forest.

    Parameters
    ----------
    model : IsolationForest
        Fitted.

    Returns
    -------
    Form
        The raw score is the mean depth divided by the expected depth of a sample.
    """
    trees = []
    for grown, positions in zip(model.estimators_, model.estimators_features_, strict=True):
        depths = _depths(grown.tree_) + expected_depth(grown.tree_.n_node_samples)
        trees.append(read_tree(grown.tree_, depths, np.asarray(positions)))
    whole = float(expected_depth(np.array([model.max_samples_]))[0])
    return forest(trees, "le_double", 1 / (len(trees) * whole))


def expected_depth(sizes: NDArray[Any]) -> NDArray[np.float64]:
    """Average depth at which random splits isolate one of a number of rows.

    Parameters
    ----------
    sizes : array, shape (m,)
        Numbers of rows.

    Returns
    -------
    array of float64, shape (m,)
        0 for one row, 1 for two, else ``2 (ln(n - 1) + 0.5772) - 2 (n - 1) / n``.
    """
    sizes = np.asarray(sizes, dtype=np.float64)
    many = np.maximum(sizes, 3)
    depths = 2 * (np.log(many - 1) + EULER) - 2 * (many - 1) / many
    return np.where(sizes <= 1, 0.0, np.where(sizes == 2, 1.0, depths))


def _depths(tree: Any) -> NDArray[np.float64]:
    """Count the splits above every node; children come after their parents."""
    depths = np.zeros(tree.node_count)
    for node in range(tree.node_count):
        for child in (tree.children_left[node], tree.children_right[node]):
            if child >= 0:
                depths[child] = depths[node] + 1
    return depths
