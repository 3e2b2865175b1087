"""A model whose folds have parameters of their own, so that its cross-validation judges the search as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from assay.training.examples import TrainingSet
from assay.training.folds import complete
from assay.training.schema import Fit, Form


def fit_chosen(
    fit: Callable[[TrainingSet, dict[str, Any], int], Fit],
    training: TrainingSet,
    chosen: dict[int, dict[str, Any]],
    seed: int,
) -> Fit:
    """Fit a learner with the parameters that were chosen for each of its models.

    Parameters
    ----------
    fit : callable
        ``(training set, parameters, seed) -> Fit``.
    training : TrainingSet
        Rows to learn from; consumed where the learner does so and no fold has parameters of its own.
    chosen : dict of int to dict
        Parameters by fold, 0 for the model on every row. With 0 alone every model has these; otherwise a fold that
        is not named has no model.
    seed : int
        Seed of the learner's draws.

    Returns
    -------
    Fit
        With out-of-fold raw scores of models that knew neither the labels of their fold nor parameters that did.

    Notes
    -----
    Varma and Simon (2006), Bias in error estimation when using cross-validation for model selection.
    """
    if list(chosen) == [0]:
        return fit(training, chosen[0], seed)
    forms: dict[int, dict[str, Form]] = {}
    out_of_fold = np.full(training.score_shape, np.nan)
    for fold, parameters in chosen.items():
        single = fit(replace(training, only_fold=fold), parameters, seed)
        forms[fold] = single.forms[fold]
        out_of_fold[training.inside(fold)] = single.out_of_fold[training.inside(fold)]
    return complete(training, Fit(forms, single.link, out_of_fold=out_of_fold), seed)
