"""Gaussian naive Bayes on standardised features (scikit-learn), stored as a quadratic form."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.naive_bayes import GaussianNB

from assay.training.examples import TrainingSet
from assay.training.folds import Mask, fit_folds
from assay.training.logistic import standardise
from assay.training.schema import Fit, Form


def fit_naive_bayes(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit one normal distribution per class and feature.

    Missing values take the feature's mean, in training and in scoring. scikit-learn itself refuses them; leaving
    them out would ask SQL for a term that depends on which features are there.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from.
    parameters : dict
        ``var_smoothing``, the share of the largest variance that is added to every variance.
    seed : int
        Seed of the comparison of calibrations.

    Returns
    -------
    Fit
        Forms ``quadratic`` of the log-odds, or of each class's log-likelihood, and the calibration or temperature
        fitted on out-of-fold raw scores.
    """
    standardised, means, scales = standardise(training.features)
    model = GaussianNB(var_smoothing=parameters["var_smoothing"])

    def fit_rows(outside: Mask, inside: Mask) -> tuple[list[Form], NDArray[np.float64]]:
        model.fit(standardised[outside], training.labels[outside])
        forms = log_likelihoods(model, means, scales) if training.classes else [log_odds(model, means, scales)]
        z = standardised[inside]
        scores = np.column_stack(
            [(form.intercept or 0.0) + z @ form.coefficients + (z * z) @ form.square_coefficients for form in forms]
        )
        return forms, scores if training.classes else scores[:, 0]

    return fit_folds(training, "softmax" if training.classes else "logit", fit_rows, seed)


def log_odds(model: GaussianNB, means: NDArray[np.float64], scales: NDArray[np.float64]) -> Form:
    """Write the log-odds of the second class of a fitted model as a quadratic form.

    Parameters
    ----------
    model : GaussianNB
        Fitted on standardised features of two classes.
    means, scales : array of float64, shape (p,)
        How features were standardised.

    Returns
    -------
    Form
        The difference of the logarithms of two products of normal densities.
    """
    other, event = log_likelihoods(model, means, scales)
    return Form(
        form="quadratic",
        intercept=(event.intercept or 0.0) - (other.intercept or 0.0),
        coefficients=event.coefficients - other.coefficients,
        feature_means=means,
        feature_scales=scales,
        square_coefficients=event.square_coefficients - other.square_coefficients,
    )


def log_likelihoods(model: GaussianNB, means: NDArray[np.float64], scales: NDArray[np.float64]) -> list[Form]:
    """Write the log-likelihood of every class of a fitted model, with its prior, as quadratic forms.

    Parameters
    ----------
    model : GaussianNB
        Fitted on standardised features.
    means, scales : array of float64, shape (p,)
        How features were standardised.

    Returns
    -------
    list of Form
        In the order of the model's classes, up to a number that they share.
    """
    centres, variances = model.theta_, model.var_
    constants = np.log(model.class_prior_) - 0.5 * (np.log(variances) + centres**2 / variances).sum(axis=1)
    return [
        Form("quadratic", float(constant), centre / variance, means, scales, -0.5 / variance)
        for constant, centre, variance in zip(constants, centres, variances, strict=True)
    ]
