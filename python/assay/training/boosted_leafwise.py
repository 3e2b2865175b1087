"""Gradient-boosted trees that grow leaf by leaf (CatBoost), stored as arrays of nodes."""

from __future__ import annotations

from typing import Any

from assay.training.boosting import Growth, fit_boosting
from assay.training.examples import TrainingSet
from assay.training.leafwise_trees import read_leafwise
from assay.training.schema import Fit


def fit_boosted_leafwise(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Boost trees that always split the leaf which gains most, so that they go deep where there is something to learn.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from. Its ``features`` are consumed: the attribute is empty afterwards.
    parameters : dict
        As for :func:`assay.training.boosting.fit_boosting`, and ``max_leaves`` of a tree and ``min_data_in_leaf``, the
        rows that a leaf needs to be split; ``depth`` is the greatest.
    seed : int
        Seed of CatBoost's draws.

    Returns
    -------
    Fit
        Forms ``branching_trees``, see :func:`assay.training.boosting.fit_boosting`, which also says what is refused.

    Notes
    -----
    Shi (2007), Best-first decision tree learning; Ke et al. (2017), LightGBM.
    """
    options = {
        "grow_policy": "Lossguide",
        "max_leaves": parameters["max_leaves"],
        "min_data_in_leaf": parameters["min_data_in_leaf"],
    }
    return fit_boosting(training, parameters, seed, Growth(options, read_leafwise))
