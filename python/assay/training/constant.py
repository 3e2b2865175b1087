"""The constant learner: everyone gets the same number. What it cannot beat is not worth keeping."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.training.examples import TrainingSet
from assay.training.losses import best_constant, read_loss
from assay.training.schema import Fit, Form


def fit_constant(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit the base rate or the best constant quantity, over all rows and outside every fold.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; features are not read.
    parameters : dict
        Of a regression, ``loss`` and ``alpha``.
    seed : int
        Not used.

    Returns
    -------
    Fit
        Forms ``constant``; a fold that holds every row has no model of its own.
    """
    is_binary = training.task == "binary"

    def fit(labels: NDArray[np.float64]) -> dict[str, Form]:
        value = float(labels.mean()) if is_binary else best_constant(labels, parameters)
        return {"1" if is_binary else "value": Form(form="constant", intercept=value)}

    forms = {0: fit(training.labels)}
    for fold in training.held_out_folds:
        outside = training.labels[training.outside(fold)]
        if len(outside):
            forms[fold] = fit(outside)
    if is_binary:
        return Fit(forms, "probability")
    return Fit(forms, "log" if read_loss(parameters) == "poisson" else "identity")
