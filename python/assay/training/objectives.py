"""What a search makes small: the loss of rows that a model has not seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

from assay.training.losses import read_loss
from assay.training.temperature import log_probabilities, mean_log_loss

Floats = NDArray[np.float64]
QUANTITY_METRICS = {"squared": "rmse", "absolute": "mae", "quantile": "pinball_loss", "poisson": "poisson_deviance"}


def name_metric(task: str, parameters: dict[str, Any]) -> str:
    """Name the metric of a search: log loss of events and classes, or what belongs to the loss of a regression.

    Parameters
    ----------
    task : str
        ``binary``, ``multiclass`` or ``regression``.
    parameters : dict
        Parameters of the learner; where there is no ``loss`` it is the squared one.

    Returns
    -------
    str
        ``log_loss``, ``rmse``, ``mae``, ``pinball_loss`` or ``poisson_deviance``.
    """
    if task != "regression":
        return "log_loss"
    return QUANTITY_METRICS[read_loss(parameters) if "loss" in parameters else "squared"]


def measure(metric: str, link: str, labels: Floats, scores: Floats, parameters: dict[str, Any]) -> float:
    """Measure raw scores against labels.

    Parameters
    ----------
    metric : str
        As :func:`name_metric` names it.
    link : str
        What the raw scores are: ``logit`` or ``share`` of a binary task, ``softmax`` or ``share`` of classes,
        ``identity`` or ``log`` of a quantity.
    labels : array of float64, shape (n,)
        Labels of rows.
    scores : array of float64, shape (n,) or (n, classes)
        Raw scores of the same rows, before any calibration.
    parameters : dict
        Parameters of the learner; the pinball loss reads ``alpha``.

    Returns
    -------
    float
        Smaller is better; shares of events keep 0.5/n off 0 and 1, which would cost infinitely much.
    """
    if scores.ndim == 2:
        return mean_log_loss(log_probabilities(scores, link), labels)
    inverse: dict[str, Callable[[Floats], Floats]] = {"logit": _logistic, "log": np.exp}
    predicted = inverse.get(link, np.asarray)(scores)
    if metric == "log_loss":
        margin = 0.5 / len(labels) if link == "share" else 0.0
        return float(metrics.log_loss(labels, np.clip(predicted, margin, 1 - margin), labels=[0, 1]))
    if metric == "rmse":
        return float(metrics.root_mean_squared_error(labels, predicted))
    if metric == "mae":
        return float(metrics.mean_absolute_error(labels, predicted))
    if metric == "pinball_loss":
        return float(metrics.mean_pinball_loss(labels, predicted, alpha=parameters["alpha"]))
    return float(metrics.mean_poisson_deviance(labels, predicted))


def _logistic(scores: Floats) -> Floats:
    result: Floats = np.exp(-np.logaddexp(0.0, -scores))
    return result
