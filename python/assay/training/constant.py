"""The constant learner: everyone gets the same number. What it cannot beat is not worth keeping."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.training.examples import TrainingSet
from assay.training.k_means import fit_k_means
from assay.training.losses import best_constant, read_loss
from assay.training.principal_components import fit_pca
from assay.training.schema import Fit, Form


def fit_constant(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit the base rate, the shares of classes, the best constant quantity or one centre, outside every fold too.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; features are read where there is nothing to predict.
    parameters : dict
        Of a regression, ``loss`` and ``alpha``.
    seed : int
        Not used.

    Returns
    -------
    Fit
        Forms ``constant``; a fold that holds every row has no model of its own. Of a clustering one cluster, of a
        reduction no component, of anomalies the average score for everyone.
    """
    if training.task == "clustering":
        return fit_k_means(training, {"clusters": 1, "starts": 1, "iterations": 1}, seed)
    if training.task == "reduction":
        return fit_pca(training, {"components": 0}, seed)
    if training.task == "anomaly":
        return Fit({fold: {"1": Form("constant", intercept=1.0)} for fold in training.models}, "path")

    def fit(labels: NDArray[np.float64]) -> dict[str, Form]:
        if training.task == "regression":
            values = {"value": best_constant(labels, parameters)}
        elif training.classes:
            values = {name: float((labels == place).mean()) for place, name in enumerate(training.classes)}
        else:
            values = {"1": float(labels.mean())}
        return {output: Form(form="constant", intercept=value) for output, value in values.items()}

    forms = {0: fit(training.labels)}
    for fold in training.held_out_folds:
        outside = training.labels[training.outside(fold)]
        if len(outside):
            forms[fold] = fit(outside)
    if training.task != "regression":
        return Fit(forms, "probability")
    return Fit(forms, "log" if read_loss(parameters) == "poisson" else "identity")
