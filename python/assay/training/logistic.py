"""Logistic regression on standardised features (scikit-learn), stored as coefficients."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assay.training.examples import TrainingSet
from assay.training.folds import Mask, fit_folds
from assay.training.schema import Fit, Form
from assay.training.streaming import stream_logistic

NEWTON_COEFFICIENTS = 200


def fit_logistic(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit L2-penalised logistic regressions of an event or of several classes: one on every row, one outside each fold.

    Missing values take the feature's mean. Means and scales come from all training rows (they know no
    label), so that the folds share one standardised matrix and differ in row weights alone.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from.
    parameters : dict
        ``C``, the inverse strength of the penalty on standardised coefficients.
    seed : int
        Seed of the comparison of calibrations; the optimum is unique.

    Returns
    -------
    Fit
        Forms ``linear``, one per class where there are several, and the calibration or temperature fitted on
        out-of-fold raw scores.
    """
    if training.batches is not None:
        return stream_logistic(training, parameters, seed)
    standardised, means, scales = standardise(training.features)

    def fit_rows(outside: Mask, inside: Mask) -> tuple[list[Form], NDArray[np.float64]]:
        model = _regression(standardised, training, outside, parameters)
        intercepts, coefficients = model.intercept_.astype(float), np.array(model.coef_)
        forms = [Form("linear", float(a), b, means, scales) for a, b in zip(intercepts, coefficients, strict=True)]
        scores = np.column_stack(
            [standardised[inside] @ form.coefficients + a for a, form in zip(intercepts, forms, strict=True)]
        )
        return forms, scores if training.classes else scores[:, 0]

    return fit_folds(training, "softmax" if training.classes else "logit", fit_rows, seed)


def standardise(
    features: NDArray[np.float32],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Centre and scale every feature in double, missing values at the centre.

    Parameters
    ----------
    features : array of float32, shape (n, p)
        NaN is missing.

    Returns
    -------
    standardised : array of float64, shape (n, p)
        Mean 0 and, where a feature varies, standard deviation 1 over the rows that have it.
    means, scales : array of float64, shape (p,)
        What was subtracted and divided by; 0 and 1 for a feature without any value.
    """
    row_count, feature_count = features.shape
    standardised = np.empty((row_count, feature_count))
    means, scales = np.zeros(feature_count), np.ones(feature_count)
    for position in range(feature_count):
        column = features[:, position].astype(np.float64)
        missing = np.isnan(column)
        present = column[~missing] if missing.any() else column
        if len(present):
            means[position] = present.mean()
            deviation = present.std()
            scales[position] = deviation if deviation > 1e-12 * (1 + abs(means[position])) else 1.0
        column -= means[position]
        column /= scales[position]
        column[missing] = 0.0
        standardised[:, position] = column
    return standardised, means, scales


def _regression(
    standardised: NDArray[np.float64],
    training: TrainingSet,
    kept: Mask,
    parameters: dict[str, Any],
) -> LogisticRegression:
    """Fit on the rows that are kept; few coefficients allow the exact Newton steps."""
    newton = standardised.shape[1] * max(1, len(training.classes)) <= NEWTON_COEFFICIENTS
    model = LogisticRegression(
        C=parameters["C"],
        solver="newton-cholesky" if newton else "lbfgs",
        tol=1e-12 if newton else 1e-8,
        max_iter=100 if newton else 2000,
    )
    model.fit(standardised, training.labels, sample_weight=kept.astype(np.float64))
    return model
