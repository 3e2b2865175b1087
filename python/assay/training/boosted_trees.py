"""Gradient-boosted symmetric trees (CatBoost), stored as borders and leaf values."""

from __future__ import annotations

from typing import Any

from assay.training.boosting import SYMMETRIC, Growth, fit_boosting
from assay.training.examples import TrainingSet
from assay.training.oblivious_trees import read_forms
from assay.training.schema import Fit


def fit_boosted_trees(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Boost symmetric trees: every level of a tree asks one question, so that a leaf's index is all the answers.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from. Its ``features`` are consumed: the attribute is empty afterwards.
    parameters : dict
        As for :func:`assay.training.boosting.fit_boosting`.
    seed : int
        Seed of CatBoost's draws.

    Returns
    -------
    Fit
        Forms ``oblivious_trees``, see :func:`assay.training.boosting.fit_boosting`, which also says what is refused.

    Notes
    -----
    Prokhorenkova et al. (2018), CatBoost: unbiased boosting with categorical features.
    """
    return fit_boosting(
        training, parameters, seed, Growth(SYMMETRIC, lambda model: read_forms(model, parameters["depth"]))
    )
