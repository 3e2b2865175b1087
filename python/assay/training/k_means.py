"""k-means on standardised features (scikit-learn), stored as squared distances to centres."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.metrics import davies_bouldin_score, silhouette_score

from assay.training.examples import TrainingSet
from assay.training.logistic import standardise
from assay.training.schema import Fit, Form
from assay.training.threads import one_thread

SILHOUETTE_ROWS = 2000


def fit_k_means(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Find the centres of clusters of standardised features; a missing feature stands at its mean.

    Means and scales come from all training rows, so that the models of all folds measure distance alike.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; labels are not read.
    parameters : dict
        ``clusters``, or None to choose from ``least`` to ``most`` by ``criterion`` (:func:`choose_clusters`);
        ``starts`` (the best of so many by k-means++), ``iterations``.
    seed : int
        Seed of the starts.

    Returns
    -------
    Fit
        Output k is the squared distance to centre k, a ``quadratic`` form. Clusters are numbered from 1, the
        largest first; a fold's clusters take the numbers of the nearest ones of all rows.

    Raises
    ------
    ValueError
        If there are fewer rows than clusters.
    """
    standardised, means, scales = standardise(training.features)
    with one_thread():
        clusters = parameters["clusters"] or choose_clusters(standardised, parameters, seed)
        centres = {
            fold: _find_centres(standardised[training.outside(fold)], clusters, parameters, seed)
            for fold in training.models
        }
    forms = {fold: _write_forms(_renumber(found, centres[0]), means, scales) for fold, found in centres.items()}
    return Fit(forms, "distance")


def choose_clusters(standardised: NDArray[np.float64], parameters: dict[str, Any], seed: int) -> int:
    """Choose how many clusters rows fall into.

    Parameters
    ----------
    standardised : array of float64, shape (n, p)
        Standardised features.
    parameters : dict
        ``least`` and ``most`` clusters, ``criterion``: ``silhouette`` (Rousseeuw 1987; the largest mean over up to
        2,000 drawn rows) or ``davies_bouldin`` (Davies and Bouldin 1979; the smallest), and those of the fit.
    seed : int
        Seed of the starts and of the drawn rows.

    Returns
    -------
    int
        The best number, at most n - 1; of equals the smallest.
    """
    drawn = np.random.default_rng(seed).permutation(len(standardised))[:SILHOUETTE_ROWS]
    merits = {}
    for clusters in range(parameters["least"], min(parameters["most"], len(standardised) - 1) + 1):
        centres = _find_centres(standardised, clusters, parameters, seed)
        labels = cdist(standardised, centres, "sqeuclidean").argmin(axis=1)
        if parameters["criterion"] == "davies_bouldin":
            merits[clusters] = -davies_bouldin_score(standardised, labels)
        elif len(np.unique(labels[drawn])) > 1:
            merits[clusters] = silhouette_score(standardised[drawn], labels[drawn])
    return max(merits, key=lambda clusters: merits[clusters], default=1)


def _find_centres(
    standardised: NDArray[np.float64], clusters: int, parameters: dict[str, Any], seed: int
) -> NDArray[np.float64]:
    """Centres of the best start, those of the largest cluster first."""
    if len(standardised) < clusters:
        raise ValueError(f"{clusters} clusters need as many rows; there are {len(standardised)}")
    model = KMeans(clusters, n_init=parameters["starts"], max_iter=parameters["iterations"], random_state=seed)
    model.fit(standardised)
    sizes = np.bincount(model.labels_, minlength=clusters)
    return np.asarray(model.cluster_centers_[np.argsort(-sizes, kind="stable")])


def _renumber(centres: NDArray[np.float64], reference: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put centres in the order of the reference's that they are nearest to, each to one, in total."""
    places, chosen = linear_sum_assignment(cdist(reference, centres, "sqeuclidean"))
    return np.asarray(centres[chosen[np.argsort(places)]])


def _write_forms(
    centres: NDArray[np.float64], means: NDArray[np.float64], scales: NDArray[np.float64]
) -> dict[str, Form]:
    """Squared distance to each centre: z z - 2 c z + c c."""
    squares = np.ones(centres.shape[1])
    return {
        str(number): Form("quadratic", float(centre @ centre), -2 * centre, means, scales, squares)
        for number, centre in enumerate(centres, start=1)
    }
