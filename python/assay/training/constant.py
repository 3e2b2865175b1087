"""The constant learner: everyone gets the base rate. What it cannot beat is not worth keeping."""

from __future__ import annotations

from typing import Any

import numpy as np

from assay.training.examples import TrainingSet
from assay.training.schema import Fit, Form


def fit_constant(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit the base rate, over all rows and outside every fold.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; features are not read.
    parameters : dict
        None known.
    seed : int
        Not used.

    Returns
    -------
    Fit
        Forms ``constant``; a fold that holds every row has no model of its own.
    """
    forms = {0: {"1": Form(form="constant", intercept=float(training.labels.mean(dtype=np.float64)))}}
    for fold in np.unique(training.folds):
        outside = training.labels[training.folds != fold]
        if len(outside):
            forms[int(fold)] = {"1": Form(form="constant", intercept=float(outside.mean(dtype=np.float64)))}
    return Fit(forms, "probability")
