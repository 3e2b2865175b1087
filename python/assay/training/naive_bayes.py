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
        Rows to learn from, labels 0 or 1.
    parameters : dict
        ``var_smoothing``, the share of the largest variance that is added to every variance.
    seed : int
        Seed of the comparison of calibrations.

    Returns
    -------
    Fit
        Forms ``quadratic`` of the log-odds, and the calibration fitted on out-of-fold raw scores.
    """
    standardised, means, scales = standardise(training.features)
    model = GaussianNB(var_smoothing=parameters["var_smoothing"])

    def fit_rows(outside: Mask, inside: Mask) -> tuple[Form, NDArray[np.float64]]:
        model.fit(standardised[outside], training.labels[outside])
        form = log_odds(model, means, scales)
        z = standardised[inside]
        return form, (form.intercept or 0.0) + z @ form.coefficients + (z * z) @ form.square_coefficients

    return fit_folds(training, "logit", fit_rows, seed)


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
    centres, variances = model.theta_, model.var_
    constants = np.log(model.class_prior_) - 0.5 * (np.log(variances) + centres**2 / variances).sum(axis=1)
    return Form(
        form="quadratic",
        intercept=float(constants[1] - constants[0]),
        coefficients=centres[1] / variances[1] - centres[0] / variances[0],
        feature_means=means,
        feature_scales=scales,
        square_coefficients=0.5 / variances[0] - 0.5 / variances[1],
    )
