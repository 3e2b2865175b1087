"""Generalised linear models with a log link (scikit-learn), stored as coefficients."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import TweedieRegressor

from assay.training.examples import TrainingSet
from assay.training.folds import Mask, fit_folds
from assay.training.logistic import standardise
from assay.training.schema import Fit, Form

POISSON, GAMMA = 1.0, 2.0


def fit_poisson(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit a Poisson regression: counts, whose variance equals their mean.

    Parameters
    ----------
    training : TrainingSet
        Rows with a quantity of at least 0 as label.
    parameters : dict
        ``alpha``, as for :func:`fit_tweedie`.
    seed : int
        Not used.

    Returns
    -------
    Fit
        Forms ``linear`` of the logarithm of the mean.
    """
    return fit_tweedie(training, {**parameters, "power": POISSON}, seed)


def fit_gamma(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit a gamma regression: positive amounts, whose spread is proportional to their mean.

    Parameters
    ----------
    training : TrainingSet
        Rows with a quantity above 0 as label.
    parameters : dict
        ``alpha``, as for :func:`fit_tweedie`.
    seed : int
        Not used.

    Returns
    -------
    Fit
        Forms ``linear`` of the logarithm of the mean.
    """
    return fit_tweedie(training, {**parameters, "power": GAMMA}, seed)


def fit_tweedie(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit a regression whose variance is a power of the mean; between 1 and 2, amounts that are often zero.

    Missing values take the feature's mean, as for :func:`assay.training.logistic.fit_logistic`.

    Parameters
    ----------
    training : TrainingSet
        Rows with a quantity as label.
    parameters : dict
        ``alpha``, the strength of the penalty on squared standardised coefficients; ``power``, at least 1.
    seed : int
        Not used: the optimum is unique.

    Returns
    -------
    Fit
        Forms ``linear`` of the logarithm of the mean.

    Raises
    ------
    ValueError
        If a label lies outside the distribution's range.

    Notes
    -----
    Jorgensen (1987), Exponential dispersion models.
    """
    power = parameters["power"]
    lowest = float(training.labels.min(initial=np.inf))
    if lowest < 0 or (power >= GAMMA and lowest == 0):
        raise ValueError(f"the label has the value {lowest:g}; power {power:g} needs labels {_range(power)}")
    standardised, means, scales = standardise(training.features)
    labels = training.labels.astype(np.float64)
    model = TweedieRegressor(
        power=power, alpha=parameters["alpha"], link="log", solver="newton-cholesky", tol=1e-10, max_iter=200
    )

    def fit_rows(outside: Mask, inside: Mask) -> tuple[Form, NDArray[np.float64]]:
        model.fit(standardised[outside], labels[outside])
        form = Form("linear", float(model.intercept_), np.array(model.coef_), means, scales)
        return form, standardised[inside] @ model.coef_ + model.intercept_

    return fit_folds(training, "log", fit_rows)


def _range(power: float) -> str:
    return "above 0" if power >= GAMMA else "of at least 0"
