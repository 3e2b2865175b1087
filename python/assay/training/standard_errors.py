"""How sure the coefficients of an unpenalised linear model are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr, stdtr

from assay.training.examples import TrainingSet
from assay.training.schema import Form

Floats = NDArray[np.float64]
LARGEST_CONDITION = 1e10


def standard_errors(form: Form, link: str, training: TrainingSet) -> tuple[Floats, Floats]:
    """Derive errors and p-values of the coefficients, in the units of the features, from the expected information.

    Parameters
    ----------
    form : Form
        ``linear``, fitted on these rows without a penalty.
    link : str
        ``identity`` (least squares), ``logit`` or ``log`` (Poisson).
    training : TrainingSet
        The rows it was fitted on; a missing feature stands at its mean.

    Returns
    -------
    errors, p_values : array of float64, shape (p + 1,)
        The intercept first. Both are empty where a feature is a combination of others, or rows are too few.

    Notes
    -----
    Two-sided; by Student's t for ``identity``, with n - p - 1 degrees of freedom, otherwise by the normal
    distribution, as statsmodels' OLS, Logit and Poisson do.
    """
    row_count, feature_count = training.features.shape
    degrees = row_count - feature_count - 1
    scaled = (training.features.astype(np.float64) - form.feature_means) / form.feature_scales
    design = np.column_stack([np.ones(row_count), np.nan_to_num(scaled)])
    coefficients = np.append(form.intercept or 0.0, form.coefficients)
    weights, scale = _weights(link, design @ coefficients, training.labels, degrees)
    information = design.T @ (weights[:, None] * design)
    if degrees < 1 or np.linalg.cond(information) > LARGEST_CONDITION:
        return np.empty(0), np.empty(0)
    unscaled = np.diag(np.append(1.0, 1 / form.feature_scales))
    unscaled[0, 1:] = -form.feature_means / form.feature_scales
    covariance = scale * unscaled @ np.linalg.inv(information) @ unscaled.T
    errors = np.sqrt(np.diag(covariance))
    statistics = -np.abs(unscaled @ coefficients / errors)
    tail = stdtr(degrees, statistics) if link == "identity" else ndtr(statistics)
    return errors, 2 * tail


def _weights(link: str, scores: Floats, labels: Floats, degrees: int) -> tuple[Floats, float]:
    """Weight of each row in the information, and the dispersion that its inverse is multiplied by."""
    if link == "identity":
        return np.ones(len(scores)), float(((labels - scores) ** 2).sum() / max(degrees, 1))
    if link == "log":
        return np.exp(scores), 1.0
    probabilities = expit(scores)
    return probabilities * (1 - probabilities), 1.0
