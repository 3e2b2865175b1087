"""What a regression minimises, and the best constant under it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LOSSES = ("squared", "absolute", "quantile", "poisson")


def read_loss(parameters: dict[str, Any]) -> str:
    """Read the loss of a regression from a learner's parameters.

    Parameters
    ----------
    parameters : dict
        ``loss``, one of :data:`LOSSES`; ``quantile`` reads ``alpha`` between 0 and 1 too.

    Returns
    -------
    str
        The loss.

    Raises
    ------
    ValueError
        If it is not known, or ``alpha`` is not a share.
    """
    loss = str(parameters["loss"])
    if loss not in LOSSES:
        raise ValueError(f"assay_learner_parameters: loss '{loss}' is not one of {', '.join(LOSSES)}")
    if loss == "quantile" and not 0 < parameters["alpha"] < 1:
        raise ValueError(f"assay_learner_parameters: alpha must lie between 0 and 1, not {parameters['alpha']}")
    return loss


def best_constant(labels: NDArray[np.float64], parameters: dict[str, Any]) -> float:
    """Find the raw score that minimises the loss when every row gets the same.

    Parameters
    ----------
    labels : array of float64, shape (n,)
        The quantities.
    parameters : dict
        As for :func:`read_loss`.

    Returns
    -------
    float
        Mean, median or quantile; for ``poisson`` the logarithm of the mean.

    Raises
    ------
    ValueError
        If ``poisson`` meets a negative quantity, or none above 0.
    """
    loss = read_loss(parameters)
    if loss == "absolute":
        return float(np.median(labels))
    if loss == "quantile":
        return float(np.quantile(labels, parameters["alpha"]))
    if loss == "squared":
        return float(labels.mean())
    check_labels(labels, loss)
    return float(np.log(labels.mean()))


def check_labels(labels: NDArray[np.float64], loss: str) -> None:
    """Refuse labels that a loss does not know.

    Parameters
    ----------
    labels : array of float64, shape (n,)
        The quantities.
    loss : str
        One of :data:`LOSSES`.

    Raises
    ------
    ValueError
        If ``poisson`` meets a negative quantity, or none above 0.
    """
    if loss == "poisson" and (labels.min() < 0 or labels.max() <= 0):
        raise ValueError("loss poisson needs quantities of at least 0, and one above 0")
