"""How sure the coefficients of an unpenalised linear model are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr, stdtr

from assay.training.examples import BATCH_VALUES, TrainingSet
from assay.training.schema import Form

Floats = NDArray[np.float64]
LARGEST_CONDITION = 1e10
WEAKEST_PENALTY = 1e8


def weight_errors(learner: str, parameters: dict[str, Any], form: Form, training: TrainingSet) -> dict[str, Floats]:
    """Give the errors of a fitted form that are stored with it.

    Parameters
    ----------
    learner, parameters
        What fitted the form.
    form : Form
        The form of fold 0.
    training : TrainingSet
        The rows it was fitted on.

    Returns
    -------
    dict
        ``weight_standard_errors`` and ``weight_p_values`` of :func:`standard_errors`; empty where the form has none: a
        penalty moves coefficients by more than chance does, and those of several classes hang on each other.
    """
    links = {"linear": "identity", "logistic": "logit", "poisson": "log"}
    is_penalised = parameters.get("C", np.inf) < WEAKEST_PENALTY or parameters.get("alpha", 0) > 0
    if learner not in links or form.form != "linear" or training.classes or is_penalised:
        return {}
    errors, p_values = standard_errors(form, links[learner], training)
    return {"weight_standard_errors": errors, "weight_p_values": p_values}


def standard_errors(form: Form, link: str, training: TrainingSet) -> tuple[Floats, Floats]:
    """Derive errors and p-values of the coefficients, in the units of the features, from the expected information.

    Parameters
    ----------
    form : Form
        ``linear``, fitted on these rows without a penalty.
    link : str
        ``identity`` (least squares), ``logit`` or ``log`` (Poisson).
    training : TrainingSet
        The rows it was fitted on, in memory or in batches; a missing feature stands at its mean.

    Returns
    -------
    errors, p_values : array of float64, shape (p + 1,)
        The intercept first. Both are empty where a feature is a combination of others, or rows are too few.

    Notes
    -----
    Two-sided; by Student's t for ``identity``, with n - p - 1 degrees of freedom, otherwise by the normal
    distribution, as statsmodels' OLS, Logit and Poisson do.
    """
    degrees = len(training.labels) - len(form.coefficients) - 1
    coefficients = np.append(form.intercept or 0.0, form.coefficients)
    information = np.zeros((len(coefficients), len(coefficients)))
    squares = 0.0
    for labels, features in _parts(training):
        scaled = (features.astype(np.float64) - form.feature_means) / form.feature_scales
        design = np.column_stack([np.ones(len(features)), np.nan_to_num(scaled)])
        scores = design @ coefficients
        information += design.T @ (_weights(link, scores)[:, None] * design)
        squares += float(((labels - scores) ** 2).sum())
    if degrees < 1 or np.linalg.cond(information) > LARGEST_CONDITION:
        return np.empty(0), np.empty(0)
    unscaled = np.diag(np.append(1.0, 1 / form.feature_scales))
    unscaled[0, 1:] = -form.feature_means / form.feature_scales
    dispersion = squares / degrees if link == "identity" else 1.0
    covariance = dispersion * unscaled @ np.linalg.inv(information) @ unscaled.T
    errors = np.sqrt(np.diag(covariance))
    statistics = -np.abs(unscaled @ coefficients / errors)
    tail = stdtr(degrees, statistics) if link == "identity" else ndtr(statistics)
    return errors, 2 * tail


def _parts(training: TrainingSet) -> Iterator[tuple[Floats, NDArray[np.float32]]]:
    """Labels and features of the rows, about a million values at a time."""
    for rows, features in training.read_batches():
        labels = training.labels[rows]
        step = max(2048, BATCH_VALUES // max(features.shape[1], 1))
        for start in range(0, len(labels), step):
            yield labels[start : start + step], features[start : start + step]


def _weights(link: str, scores: Floats) -> Floats:
    """Weight of each row in the information."""
    if link == "identity":
        return np.ones(len(scores))
    if link == "log":
        return np.exp(scores)
    probabilities = expit(scores)
    return np.asarray(probabilities * (1 - probabilities))
