"""Penalised linear regression on standardised features (scikit-learn), stored as coefficients."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import ElasticNet, Ridge

from assay.training.examples import TrainingSet
from assay.training.folds import Mask, fit_folds
from assay.training.logistic import standardise
from assay.training.schema import Fit, Form
from assay.training.streaming import stream_least_squares


def fit_ridge(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit least squares with a penalty on squared coefficients (Hoerl and Kennard 1970).

    Parameters
    ----------
    training : TrainingSet
        Rows with a quantity as label.
    parameters : dict
        ``alpha``, the strength of the penalty; a penalty of n is as strong as one more observation of each feature.
    seed : int
        Not used.

    Returns
    -------
    Fit
        Forms ``linear``.
    """
    if training.batches is not None:
        return stream_least_squares(training, parameters["alpha"])
    return _fit(training, Ridge(alpha=parameters["alpha"], solver="cholesky"))


def fit_lasso(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit least squares with a penalty on absolute coefficients (Tibshirani 1996).

    Parameters
    ----------
    training : TrainingSet
        Rows with a quantity as label.
    parameters : dict
        ``alpha``, the strength of the penalty in units of the label.
    seed : int
        Not used.

    Returns
    -------
    Fit
        Forms ``linear``; what the penalty sets to zero is stored as zero.
    """
    return fit_elastic_net(training, {**parameters, "l1_ratio": 1.0}, seed)


def fit_elastic_net(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit least squares with both penalties (Zou and Hastie 2005).

    Missing values take the feature's mean. Means and scales come from all training rows, as for
    :func:`assay.training.logistic.fit_logistic`.

    Parameters
    ----------
    training : TrainingSet
        Rows with a quantity as label.
    parameters : dict
        ``alpha``, the strength of the penalties in units of the label; ``l1_ratio``, the share of the absolute one.
    seed : int
        Not used: features are visited in their order.

    Returns
    -------
    Fit
        Forms ``linear``.
    """
    model = ElasticNet(alpha=parameters["alpha"], l1_ratio=parameters["l1_ratio"], tol=1e-10, max_iter=100_000)
    return _fit(training, model)


def _fit(training: TrainingSet, model: Any) -> Fit:
    standardised, means, scales = standardise(training.features)
    labels = training.labels.astype(np.float64)

    def fit_rows(outside: Mask, inside: Mask) -> tuple[Form, NDArray[np.float64]]:
        model.fit(standardised[outside], labels[outside])
        form = Form("linear", float(model.intercept_), np.array(model.coef_), means, scales)
        return form, model.predict(standardised[inside]) if inside.any() else np.empty(0)

    return fit_folds(training, "identity", fit_rows)
