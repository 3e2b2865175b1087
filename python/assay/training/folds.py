"""One model on every row and one outside each fold, whatever the learner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assay.training.calibration import fit_calibration
from assay.training.examples import TrainingSet
from assay.training.schema import Calibration, Fit, Form
from assay.training.temperature import fit_temperature

Mask = NDArray[np.bool_]
FitRows = Callable[[Mask, Mask], tuple[Form | Sequence[Form], NDArray[np.float64]]]


def fit_folds(training: TrainingSet, link: str, fit_rows: FitRows, seed: int = 1) -> Fit:
    """Fit a learner on every row, and again without each fold.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from.
    link : str
        What a raw score is, see :class:`assay.training.schema.Fit`. A score that is a quantity (``identity``,
        ``log``) needs no calibration and is output ``value``; any other is calibrated and is output ``1``, or
        one of the classes.
    fit_rows : callable
        From the rows to learn from and the rows to score, both masks of shape (n,), to the form and the raw
        scores of the latter; where there are classes, a form per class and scores of shape (m, classes).
    seed : int
        Seed of the comparison of calibrations.

    Returns
    -------
    Fit
        A form per fold and output, and the calibration or temperature fitted on out-of-fold raw scores where there
        are any. Where the training set asks for one fold only, its form and out-of-fold raw scores alone.
    """
    is_quantity = link in ("identity", "log")
    outputs = training.classes or ("value" if is_quantity else "1",)
    forms: dict[int, dict[str, Form]] = {}
    out_of_fold = np.full(training.score_shape, np.nan)
    for fold in training.models:
        inside = training.inside(fold)
        fitted, scores = fit_rows(training.outside(fold), inside)
        forms[fold] = dict(zip(outputs, [fitted] if isinstance(fitted, Form) else fitted, strict=True))
        if inside.any():
            out_of_fold[inside] = scores
    if training.only_fold is not None:
        return Fit(forms, link, out_of_fold=out_of_fold)
    return complete(training, Fit(forms, link, out_of_fold=out_of_fold), seed)


def complete(training: TrainingSet, fit: Fit, seed: int) -> Fit:
    """Calibrate a model that lacks its calibration or temperature, where it needs one.

    Parameters
    ----------
    training : TrainingSet
        Rows that were learned from.
    fit : Fit
        With out-of-fold raw scores.
    seed : int
        Seed of the comparison of calibrations.

    Returns
    -------
    Fit
        The same with its map or temperature; a quantity, and a model without folds, has none.
    """
    if fit.link in ("identity", "log") or len(fit.forms) == 1:
        return fit
    if training.classes:
        return replace(fit, temperature=_temperature(training, fit))
    return replace(fit, calibrations={"1": _calibration(training, fit.link, fit.out_of_fold, seed)})


def _temperature(training: TrainingSet, fit: Fit) -> float:
    if training.calibration == "none":
        return 1.0
    judged = ~np.isnan(fit.out_of_fold).any(axis=1)
    return fit_temperature(fit.out_of_fold[judged], training.labels[judged], fit.link)


def _calibration(training: TrainingSet, link: str, scores: NDArray[np.float64], seed: int) -> Calibration:
    """Fit the declared map on rows that a model has not seen; a share left as it is only keeps off 0 and 1."""
    known = ~np.isnan(scores)
    scores, labels = scores[known], training.labels[known]
    if link == "share" and training.calibration == "none":
        margin = 0.5 / len(scores)
        return Calibration(np.array([0.0, 1.0]), np.array([margin, 1 - margin]))
    return fit_calibration(scores, labels, training.calibration, seed)
