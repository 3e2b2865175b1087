"""From raw scores to probabilities: a monotone map kept as the corners of a piecewise-linear one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from assay.training.schema import Calibration

Map = Callable[[NDArray[np.float64]], NDArray[np.float64]]

METHODS = ("isotonic", "sigmoid", "beta", "none")
# Greatest distance between a smooth map and its corners.
CORNER_TOLERANCE = 1e-6
FIRST_CORNERS = 65
MOST_HALVINGS = 12
NO_PENALTY = 1e9
# Nearest to 0 and 1 that a probability without rows of its own may come, so that no log loss is infinite.
CERTAINTY = 1e-7


def fit_calibration(
    scores: NDArray[np.float64], labels: NDArray[np.float64], method: str = "isotonic", seed: int = 1
) -> Calibration:
    """Fit the monotone map from out-of-fold raw scores to probabilities.

    Parameters
    ----------
    scores : array of float64, shape (n,)
        Raw scores (log-odds) of rows by models that did not see them.
    labels : array of float64, shape (n,)
        0 or 1.
    method : str
        ``isotonic``, ``sigmoid``, ``beta``, ``none`` (the log-odds as they are), or ``best``: the one of these
        with the smallest log loss on rows that it was not fitted on.
    seed : int
        Seed of the halves that ``best`` compares on.

    Returns
    -------
    Calibration
        Strictly increasing scores and their probabilities, which stay within ``[0.5 / n, 1 - 0.5 / n]``, so
        that no log loss is infinite. A smooth map is met to 1e-6 between its corners; it goes on for
        a tenth of the range of the observed scores on either side and is flat from there.

    Raises
    ------
    ValueError
        If the method is not one of these.

    Notes
    -----
    Isotonic: Zadrozny and Elkan (2002), Transforming classifier scores into accurate multiclass probability
    estimates. Sigmoid: Platt (1999), with his targets (positives + 1) / (positives + 2) and
    1 / (negatives + 2). Beta: Kull, Silva Filho and Flach (2017), Beta calibration: a coefficient below
    0 is left out and the other fitted again, so that the map rises.
    """
    if method == "best":
        method = choose_method(scores, labels, seed)
    margin = 0.5 / len(scores)
    if method == "isotonic":
        return _isotonic(scores, labels, margin)
    return _corners(_fit_smooth(scores, labels, method), scores, margin)


def log_odds_map() -> Calibration:
    """Take log-odds as they are: the logistic function to 1e-6, flat beyond 1e-7 and 1 - 1e-7."""
    bound = np.log((1 - CERTAINTY) / CERTAINTY)
    return _corners(logistic, np.array([-bound, bound]), CERTAINTY)


def share_map() -> Calibration:
    """Take shares as they are, within 1e-7 and 1 - 1e-7."""
    ends = np.array([CERTAINTY, 1 - CERTAINTY])
    return Calibration(ends, ends)


def choose_method(scores: NDArray[np.float64], labels: NDArray[np.float64], seed: int) -> str:
    """Choose the map with the smallest log loss on rows that it was not fitted on; ties go to the earlier one.

    Parameters
    ----------
    scores : array of float64, shape (n,)
        Out-of-fold raw scores.
    labels : array of float64, shape (n,)
        0 or 1.
    seed : int
        Seed of the two halves; each half judges the maps fitted on the other.

    Returns
    -------
    str
        One of :data:`METHODS`, tried from the simplest up: none, sigmoid, beta, isotonic.
    """
    half = np.zeros(len(scores), dtype=bool)
    for value in (0, 1):
        members = np.random.default_rng(seed + value).permutation(np.flatnonzero(labels == value))
        half[members[::2]] = True
    losses = {}
    for method in reversed(METHODS):
        total = 0.0
        for fitted in (half, ~half):
            calibration = fit_calibration(scores[fitted], labels[fitted], method)
            total += log_loss(apply_calibration(calibration, scores[~fitted]), labels[~fitted]) * (~fitted).sum()
        losses[method] = total
    return min(losses, key=lambda method: losses[method])


def apply_calibration(calibration: Calibration, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read probabilities off the map: linear between corners, flat outside them.

    Parameters
    ----------
    calibration : Calibration
        A map with corners.
    scores : array of float64, shape (n,)
        Raw scores.

    Returns
    -------
    array of float64, shape (n,)
        Probabilities.
    """
    return np.asarray(np.interp(scores, calibration.scores, calibration.probabilities), dtype=np.float64)


def log_loss(probabilities: NDArray[np.float64], labels: NDArray[np.float64]) -> float:
    """Mean negative log-likelihood of labels 0 and 1, in nats."""
    return float(-np.log(np.where(labels == 1, probabilities, 1 - probabilities)).mean())


def logistic(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of log-odds of any size."""
    return np.asarray(np.exp(-np.logaddexp(0, -log_odds)), dtype=np.float64)


def _isotonic(scores: NDArray[np.float64], labels: NDArray[np.float64], margin: float) -> Calibration:
    isotonic = IsotonicRegression(y_min=margin, y_max=1 - margin, out_of_bounds="clip")
    isotonic.fit(scores, labels.astype(np.float64))
    corner_scores = np.asarray(isotonic.X_thresholds_, dtype=np.float64)
    corner_probabilities = np.asarray(isotonic.y_thresholds_, dtype=np.float64)
    if len(corner_scores) == 1:
        corner_scores = np.repeat(corner_scores, 2) + np.array([0.0, 1.0])
        corner_probabilities = np.repeat(corner_probabilities, 2)
    return Calibration(corner_scores, corner_probabilities)


def _fit_smooth(scores: NDArray[np.float64], labels: NDArray[np.float64], method: str) -> Map:
    """Fit a parametric map; a score that falls as the label rises gets a flat map, which is monotone too."""
    if method == "none":
        return lambda at: logistic(at)
    if method == "sigmoid":
        positives = float(labels.sum(dtype=np.float64))
        negatives = len(labels) - positives
        targets = np.where(labels == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
        slopes, intercept = _logit(scores[:, None], targets)
        return lambda at: logistic(slopes[0] * at + intercept)
    if method == "beta":
        slopes, intercept = _logit(_log_parts(scores), labels.astype(np.float64))
        return lambda at: logistic(_log_parts(at) @ slopes + intercept)
    raise ValueError(f"calibration: '{method}' is not one of {', '.join(METHODS)} or best")


def _log_parts(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Columns log p and -log(1 - p) of the probability that a raw score stands for."""
    return np.column_stack([-np.logaddexp(0, -scores), np.logaddexp(0, scores)])


def _logit(columns: NDArray[np.float64], targets: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Maximum likelihood of a logit on targets in 0..1, with no slope below 0."""
    kept = np.ones(columns.shape[1], dtype=bool)
    slopes = np.zeros(columns.shape[1])
    while kept.any():
        # A target of t is t of a positive and 1 - t of a negative row.
        model = LogisticRegression(C=NO_PENALTY, solver="newton-cholesky", tol=1e-10, max_iter=200)
        twice = np.vstack([columns[:, kept], columns[:, kept]])
        model.fit(twice, np.repeat([1, 0], len(targets)), sample_weight=np.concatenate([targets, 1 - targets]))
        slopes[:] = 0.0
        slopes[kept] = model.coef_[0]
        if (slopes >= 0).all():
            return slopes, float(model.intercept_[0])
        kept &= slopes > slopes.min()
    slopes[:] = 0.0
    return slopes, float(np.log(targets.mean() / (1 - targets.mean())))


def _corners(smooth: Map, scores: NDArray[np.float64], margin: float) -> Calibration:
    """Halve the pieces of a smooth map until it is met a quarter of the way from each end, bends included."""

    def bounded(at: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.clip(smooth(at), margin, 1 - margin))

    reach = max(0.1 * float(np.ptp(scores)), 1.0)
    at = np.linspace(float(scores.min()) - reach, float(scores.max()) + reach, FIRST_CORNERS)
    for _ in range(MOST_HALVINGS):
        distances = np.zeros(len(at) - 1)
        for share in (0.25, 0.75):
            between = (1 - share) * at[:-1] + share * at[1:]
            straight = (1 - share) * bounded(at[:-1]) + share * bounded(at[1:])
            distances = np.maximum(distances, np.abs(bounded(between) - straight))
        coarse = distances > 0.75 * CORNER_TOLERANCE
        if not coarse.any():
            break
        at = np.sort(np.concatenate([at, ((at[1:] + at[:-1]) / 2)[coarse]]))
    return Calibration(at, bounded(at))
