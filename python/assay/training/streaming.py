"""Linear models from batches of rows, so that memory holds one batch and a matrix of features by features."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from assay.training.examples import TrainingSet
from assay.training.folds import complete
from assay.training.schema import Fit, Form

Floats = NDArray[np.float64]
MOST_PASSES = 100
SMALLEST_STEP = 1e-11


def stream_logistic(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit what :func:`assay.training.logistic.fit_logistic` fits, by Newton's steps over batches of rows.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from, in batches.
    parameters : dict
        ``C``, the inverse strength of the penalty on standardised coefficients.
    seed : int
        Seed of the comparison of calibrations; the optimum is unique.

    Returns
    -------
    Fit
        Forms ``linear`` and the calibration fitted on out-of-fold raw scores.

    Notes
    -----
    Iteratively reweighted least squares; the models of all folds take their steps in the same pass. A step that
    raises the loss is halved.
    """
    scaling = _scales(training)
    width = training.features.shape[1] + 1
    models = training.models
    penalty = np.full(width, 1 / parameters["C"])
    penalty[-1] = 0.0
    weights, steps = np.zeros((len(models), width)), np.zeros((len(models), width))
    losses = np.full(len(models), np.inf)
    for _ in range(MOST_PASSES):
        found, gradients, hessians = _derivatives(training, scaling, models, weights, penalty)
        for place in range(len(models)):
            if found[place] > losses[place] * (1 + 1e-12):
                steps[place] /= 2
                weights[place] -= steps[place]
                continue
            losses[place] = found[place]
            steps[place] = -_solve(hessians[place], gradients[place])
            weights[place] += steps[place]
        if np.abs(steps).max() < SMALLEST_STEP * (1 + np.abs(weights).max()):
            break
    return _fit(training, scaling, models, weights, "logit", seed)


def stream_least_squares(training: TrainingSet, alpha: float) -> Fit:
    """Fit least squares, with a penalty on squared standardised coefficients, by one pass over batches of rows.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from, in batches.
    alpha : float
        Strength of the penalty; at 0 features that depend on each other share the solution of least norm.

    Returns
    -------
    Fit
        Forms ``linear`` with link ``identity``.
    """
    scaling = _scales(training)
    width, models = training.features.shape[1] + 1, training.models
    products = np.zeros((len(models), width, width))
    targets = np.zeros((len(models), width))
    # Labels far from 0 would lose their differences in a sum of products.
    centre = float(training.labels.mean())
    for rows, values in _standardised(training, scaling):
        for place, fold in enumerate(models):
            kept = training.outside(fold)[rows]
            products[place] += values[kept].T @ values[kept]
            targets[place] += values[kept].T @ (training.labels[rows][kept] - centre)
    weights = np.zeros((len(models), width))
    for place in range(len(models)):
        count, sums = products[place, -1, -1], products[place, -1, :-1]
        spread = products[place, :-1, :-1] - np.outer(sums, sums) / count + alpha * np.eye(width - 1)
        moment = targets[place, :-1] - sums * targets[place, -1] / count
        weights[place, :-1] = np.linalg.pinv(spread, rcond=1e-13, hermitian=True) @ moment
        weights[place, -1] = centre + (targets[place, -1] - sums @ weights[place, :-1]) / count
    return _fit(training, scaling, models, weights, "identity", 1)


def _scales(training: TrainingSet) -> tuple[Floats, Floats]:
    """Means and standard deviations of the values that are there, as :func:`assay.training.logistic.standardise`."""
    count, total = np.zeros(training.features.shape[1]), np.zeros(training.features.shape[1])
    for _, features in training.read_batches():
        present = ~np.isnan(features)
        count += present.sum(axis=0)
        total += np.where(present, features, 0.0).sum(axis=0, dtype=np.float64)
    means = total / np.maximum(count, 1)
    squares = np.zeros(training.features.shape[1])
    for _, features in training.read_batches():
        deviations = features - means
        squares += np.where(np.isnan(deviations), 0.0, deviations * deviations).sum(axis=0)
    deviation = np.sqrt(squares / np.maximum(count, 1))
    return means, np.where(deviation > 1e-12 * (1 + np.abs(means)), deviation, 1.0)


def _standardised(training: TrainingSet, scaling: tuple[Floats, Floats]) -> Iterator[tuple[slice, Floats]]:
    """Batches of standardised features, missing ones at the mean, with a column of ones at the end."""
    means, scales = scaling
    for rows, features in training.read_batches():
        values = np.ones((len(features), len(means) + 1))
        values[:, :-1] = (features - means) / scales
        np.nan_to_num(values, copy=False, nan=0.0)
        yield rows, values


def _derivatives(
    training: TrainingSet, scaling: tuple[Floats, Floats], models: tuple[int, ...], weights: Floats, penalty: Floats
) -> tuple[Floats, Floats, Floats]:
    """Penalised negative log-likelihood of every model with its first and second derivatives."""
    losses = 0.5 * (penalty * weights * weights).sum(axis=1)
    gradients = penalty * weights
    hessians = np.tile(np.diag(penalty), (len(models), 1, 1))
    for rows, values in _standardised(training, scaling):
        for place, fold in enumerate(models):
            kept = training.outside(fold)[rows]
            part, labels = values[kept], training.labels[rows][kept]
            scores = part @ weights[place]
            probabilities = np.exp(-np.logaddexp(0.0, -scores))
            losses[place] += (np.logaddexp(0.0, scores) - labels * scores).sum()
            gradients[place] += part.T @ (probabilities - labels)
            hessians[place] += part.T @ (part * (probabilities * (1 - probabilities))[:, None])
    return losses, gradients, hessians


def _solve(hessian: Floats, gradient: Floats) -> Floats:
    return np.asarray(cho_solve(cho_factor(hessian), gradient), dtype=np.float64)


def _fit(
    training: TrainingSet,
    scaling: tuple[Floats, Floats],
    models: tuple[int, ...],
    weights: Floats,
    link: str,
    seed: int,
) -> Fit:
    """Score out-of-fold rows in one more pass and calibrate."""
    output = "value" if link == "identity" else "1"
    forms = {
        fold: {output: Form("linear", float(weights[place, -1]), weights[place, :-1], *scaling)}
        for place, fold in enumerate(models)
    }
    out_of_fold = np.full(len(training.labels), np.nan)
    for rows, values in _standardised(training, scaling):
        for place, fold in enumerate(models):
            inside = training.inside(fold)[rows]
            out_of_fold[rows][inside] = values[inside] @ weights[place]
    fit = Fit(forms, link, out_of_fold=out_of_fold)
    return fit if training.only_fold is not None else complete(training, fit, seed)
