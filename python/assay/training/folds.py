"""One model on every row and one outside each fold, whatever the learner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assay.training.calibration import fit_calibration
from assay.training.examples import TrainingSet
from assay.training.schema import Calibration, Fit, Form

Mask = NDArray[np.bool_]
FitRows = Callable[[Mask, Mask], tuple[Form, NDArray[np.float64]]]


def fit_folds(training: TrainingSet, link: str, fit_rows: FitRows, seed: int = 1) -> Fit:
    """Fit a learner with one output on every row, and again without each fold.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from.
    link : str
        What a raw score is, see :class:`assay.training.schema.Fit`. A score that is a quantity (``identity``,
        ``log``) needs no calibration and is output ``value``; any other is calibrated and is output ``1``.
    fit_rows : callable
        From the rows to learn from and the rows to score, both masks of shape (n,), to the form and the raw
        scores of the latter.
    seed : int
        Seed of the comparison of calibrations.

    Returns
    -------
    Fit
        A form per fold, and the calibration fitted on out-of-fold raw scores where there are any. Where the training
        set asks for one fold only, its form and out-of-fold raw scores alone.
    """
    is_quantity = link in ("identity", "log")
    output = "value" if is_quantity else "1"
    forms: dict[int, dict[str, Form]] = {}
    out_of_fold = np.full(len(training.labels), np.nan)
    for fold in training.models:
        inside = training.inside(fold)
        form, scores = fit_rows(training.outside(fold), inside)
        forms[fold] = {output: form}
        out_of_fold[inside] = scores
    if training.only_fold is not None:
        return Fit(forms, link, out_of_fold=out_of_fold)
    return complete(training, Fit(forms, link, out_of_fold=out_of_fold), seed)


def complete(training: TrainingSet, fit: Fit, seed: int) -> Fit:
    """Calibrate a model that lacks its calibration, where it needs one.

    Parameters
    ----------
    training : TrainingSet
        Rows that were learned from.
    fit : Fit
        With one output and out-of-fold raw scores.
    seed : int
        Seed of the comparison of calibrations.

    Returns
    -------
    Fit
        The same with its map; a quantity, and a model without folds, has none.
    """
    if fit.link in ("identity", "log") or len(fit.forms) == 1:
        return fit
    return replace(fit, calibrations={"1": _calibration(training, fit.link, fit.out_of_fold, seed)})


def _calibration(training: TrainingSet, link: str, scores: NDArray[np.float64], seed: int) -> Calibration:
    """Fit the declared map on rows that a model has not seen; a share left as it is only keeps off 0 and 1."""
    known = ~np.isnan(scores)
    scores, labels = scores[known], training.labels[known]
    if link == "share" and training.calibration == "none":
        margin = 0.5 / len(scores)
        return Calibration(np.array([0.0, 1.0]), np.array([margin, 1 - margin]))
    return fit_calibration(scores, labels, training.calibration, seed)
