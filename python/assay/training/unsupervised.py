"""Learners that need no label: k-means, principal components, isolation forest (scikit-learn)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest

from assay.training.branching_trees import forest, read_tree
from assay.training.examples import TrainingSet
from assay.training.logistic import standardise
from assay.training.schema import Fit, Form
from assay.training.threads import one_thread

EULER = float(np.euler_gamma)


def fit_k_means(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Find the centres of clusters of standardised features; a missing feature stands at its mean.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; labels and folds are not read.
    parameters : dict
        ``clusters``, ``starts`` (the best of so many), ``iterations``.
    seed : int
        Seed of the starts.

    Returns
    -------
    Fit
        Output k is the squared distance to centre k, a ``quadratic`` form. Clusters are numbered from 1, the
        largest first.

    Raises
    ------
    ValueError
        If there are fewer rows than clusters.
    """
    clusters = parameters["clusters"]
    if len(training.features) < clusters:
        raise ValueError(f"{clusters} clusters need as many rows; there are {len(training.features)}")
    standardised, means, scales = standardise(training.features)
    with one_thread():
        model = KMeans(clusters, n_init=parameters["starts"], max_iter=parameters["iterations"], random_state=seed)
        model.fit(standardised)
    sizes = np.bincount(model.labels_, minlength=clusters)
    forms = {}
    for number, cluster in enumerate(np.argsort(-sizes, kind="stable"), start=1):
        centre = model.cluster_centers_[cluster]
        squares = np.ones(len(centre))
        forms[str(number)] = Form("quadratic", float(centre @ centre), -2 * centre, means, scales, squares)
    return Fit({0: forms}, "distance")


def fit_pca(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Find the directions in which standardised features vary most; a missing feature stands at its mean.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; labels and folds are not read.
    parameters : dict
        ``components``, at most the number of features and rows.
    seed : int
        Not used: the full decomposition is computed.

    Returns
    -------
    Fit
        Output k is the row's coordinate on component k, a ``linear`` form. Output ``squared_length`` is the row's
        squared distance from the centre, a ``quadratic`` form: less the squared coordinates it is the
        reconstruction error.
    """
    standardised, means, scales = standardise(training.features)
    with one_thread():
        model = PCA(parameters["components"], svd_solver="full").fit(standardised)
    forms = {
        str(number): Form("linear", -float(model.mean_ @ direction), direction, means, scales)
        for number, direction in enumerate(model.components_, start=1)
    }
    centre = model.mean_
    forms["squared_length"] = Form(
        "quadratic", float(centre @ centre), -2 * centre, means, scales, np.ones(len(centre))
    )
    return Fit({0: forms}, "component")


def fit_isolation_forest(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Split samples at random until rows stand alone; what stands alone early is unusual.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; labels and folds are not read.
    parameters : dict
        ``n_estimators``, ``max_samples`` (rows per tree), ``max_features`` (share of the features a tree sees).
    seed : int
        Seed of the draws.

    Returns
    -------
    Fit
        Output ``anomaly``: the mean depth as a share of what a sample of that size takes on average,
        ``branching_trees``. The anomaly score is ``2 ** -raw_score``.

    Raises
    ------
    ValueError
        If a tree would see fewer than two rows.

    Notes
    -----
    Liu, Ting and Zhou (2008), Isolation forest.
    """
    rows = len(training.features)
    if min(rows, parameters["max_samples"]) < 2:
        raise ValueError(f"an isolation forest needs two rows per tree; there are {rows}")
    model = IsolationForest(random_state=seed, **{**parameters, "max_samples": min(rows, parameters["max_samples"])})
    model.fit(training.features)
    return Fit({0: {"anomaly": read_isolation_forest(model)}}, "path")


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
