"""From raw scores to probabilities: isotonic regression kept as the corners of a piecewise-linear map."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from assay.training.schema import Calibration


def fit_calibration(scores: NDArray[np.float64], labels: NDArray[np.float32]) -> Calibration:
    """Fit the monotone map from out-of-fold raw scores to probabilities.

    Parameters
    ----------
    scores : array of float64, shape (n,)
        Raw scores of rows by models that did not see them.
    labels : array of float32, shape (n,)
        0 or 1.

    Returns
    -------
    Calibration
        Strictly increasing scores and their probabilities, which stay within ``[0.5 / n, 1 - 0.5 / n]``, so
        that no log loss is infinite.

    Notes
    -----
    Zadrozny and Elkan (2002), Transforming classifier scores into accurate multiclass probability estimates.
    """
    margin = 0.5 / len(scores)
    isotonic = IsotonicRegression(y_min=margin, y_max=1 - margin, out_of_bounds="clip")
    isotonic.fit(scores, labels.astype(np.float64))
    corner_scores = np.asarray(isotonic.X_thresholds_, dtype=np.float64)
    corner_probabilities = np.asarray(isotonic.y_thresholds_, dtype=np.float64)
    if len(corner_scores) == 1:
        corner_scores = np.repeat(corner_scores, 2) + np.array([0.0, 1.0])
        corner_probabilities = np.repeat(corner_probabilities, 2)
    return Calibration(corner_scores, corner_probabilities)
