"""From the raw scores of several classes to probabilities: shares of exponentials at one fitted temperature."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Between these the temperature is sought; beyond them probabilities are all but equal, or all but certain.
COLDEST, HOTTEST = 0.01, 100.0
HALVINGS = 40


def fit_temperature(scores: Floats, labels: Floats, link: str) -> float:
    """Find the temperature with the smallest log loss.

    It is one number for all classes, so that it cannot change which class is the most probable one, and little
    data fix it. One map per class would do neither.

    Parameters
    ----------
    scores : array of float64, shape (n, k)
        Out-of-fold raw scores.
    labels : array of float64, shape (n,)
        Position of the true class.
    link : str
        As for :func:`log_probabilities`.

    Returns
    -------
    float
        Above 1 where the scores are too sure of themselves; nine digits, which is more than the rows tell.

    Notes
    -----
    Guo, Pleiss, Sun and Weinberger (2017), On calibration of modern neural networks. The log loss is convex in the
    inverse of the temperature, so that its derivative changes sign once.
    """
    logits = np.log(scores) if link == "share" else scores
    observed = logits[np.arange(len(labels)), labels.astype(int)].mean()
    low, high = np.log(COLDEST), np.log(HOTTEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        shares = np.exp(log_probabilities(scores, link, float(np.exp(middle))))
        # The derivative of the log loss in the inverse temperature: expected less observed logits.
        is_too_sure = (shares * logits).sum(axis=1).mean() > observed
        low, high = (middle, high) if is_too_sure else (low, middle)
    return float(f"{np.exp((low + high) / 2):.9g}")


def log_probabilities(scores: Floats, link: str, temperature: float = 1.0) -> Floats:
    """Turn raw scores into logarithms of probabilities, as the SQL does.

    Parameters
    ----------
    scores : array of float64, shape (n, k)
        Raw scores.
    link : str
        ``softmax`` (logits up to a number that the classes of a row share) or ``share`` (above 0).
    temperature : float
        What logits, or logarithms of shares, are divided by.

    Returns
    -------
    array of float64, shape (n, k)
        Logarithms of probabilities, whose exponentials add up to 1 in each row.
    """
    logits = np.log(scores) if link == "share" else scores
    tempered = logits / temperature
    result: Floats = tempered - np.logaddexp.reduce(tempered, axis=1, keepdims=True)
    return result


def mean_log_loss(logarithms: Floats, labels: Floats) -> float:
    """Mean negative log-likelihood of the true classes, in nats."""
    return float(-logarithms[np.arange(len(labels)), labels.astype(int)].mean())
