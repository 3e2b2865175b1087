"""How unusual training rows are to a model without a label, so that a share of them can be called anomalies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PERMILLES = np.linspace(0, 1, 1001)


def cluster_sizes(distances: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Count the rows of each cluster and measure how far they lie from its centre.

    Parameters
    ----------
    distances : array of float64, shape (n, k)
        Squared distances to the centres.

    Returns
    -------
    counts : array of int64, shape (k,)
        Rows nearest to each centre.
    radii : array of float64, shape (k,)
        Root mean square distance of these rows; 0 for a cluster without rows.
    """
    nearest = distances.argmin(axis=1)
    counts = np.bincount(nearest, minlength=distances.shape[1])
    sums = np.bincount(nearest, weights=np.maximum(distances.min(axis=1), 0), minlength=distances.shape[1])
    return counts, np.sqrt(sums / np.maximum(counts, 1))


def unusualness(link: str, scores: Floats, feature_count: int) -> Floats:
    """Measure how unusual rows are, in the way of the model's link.

    Parameters
    ----------
    link : str
        ``distance``, ``component``, ``residual`` or ``path``.
    scores : array of float64, shape (n, outputs)
        Raw scores of all outputs; of components the squared length comes last.
    feature_count : int
        Over which a reconstruction error is averaged.

    Returns
    -------
    array of float64, shape (n,)
        The least distance in radii of the cluster; the mean squared reconstruction error of a standardised feature;
        or an anomaly score from 0 to 1: of an isolation forest 2 to the minus raw score, of a residual its share in
        the sum of it and the mean.
    """
    if link == "distance":
        radii = cluster_sizes(scores)[1]
        return np.asarray(
            np.min(np.sqrt(np.maximum(scores, 0))[:, radii > 0] / radii[radii > 0], axis=1, initial=np.inf)
        )
    if link == "path":
        return np.asarray(2.0 ** -scores[:, 0])
    errors = np.maximum(scores[:, -1] - (scores[:, :-1] ** 2).sum(axis=1), 0)
    return np.asarray(errors / (1 + errors) if link == "residual" else errors / feature_count)
