"""Linear regression on standardised features (scikit-learn), stored as coefficients."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LinearRegression

from assay.training.examples import TrainingSet
from assay.training.folds import Mask, fit_folds
from assay.training.logistic import standardise
from assay.training.schema import Fit, Form
from assay.training.streaming import stream_least_squares


def fit_linear(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit least squares: one regression on every row, one outside each fold.

    Missing values take the feature's mean. Means and scales come from all training rows (they know no label).
    Where features depend on each other, the solution of least norm is taken.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from.
    parameters : dict
        None known.
    seed : int
        Not used: the solution is unique.

    Returns
    -------
    Fit
        Forms ``linear`` with link ``identity``.
    """
    if training.batches is not None:
        return stream_least_squares(training, alpha=0.0)
    standardised, means, scales = standardise(training.features)

    def fit_rows(outside: Mask, inside: Mask) -> tuple[Form, NDArray[np.float64]]:
        model = LinearRegression().fit(standardised[outside], training.labels[outside])
        form = Form("linear", float(model.intercept_), model.coef_, means, scales)
        return form, standardised[inside] @ model.coef_ + model.intercept_

    return fit_folds(training, "identity", fit_rows)
