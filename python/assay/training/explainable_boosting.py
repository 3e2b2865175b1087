"""Additive boosting: a sum of step functions of one feature each, grown from stumps (CatBoost)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.training.boosting import LINKS, bin_features, boost
from assay.training.branching_trees import forest, step_tree
from assay.training.certificate import certify, draw_sample
from assay.training.examples import TrainingSet
from assay.training.folds import Mask, fit_folds
from assay.training.oblivious_trees import read_forms
from assay.training.schema import Fit, Form


def fit_explainable_boosting(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Boost stumps in small steps and add up those of each feature: its whole effect is one table.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from. Its ``features`` are consumed: the attribute is empty afterwards.
    parameters : dict
        ``iterations``, ``learning_rate``, ``l2_leaf_reg``, ``border_count``, ``threads``.
    seed : int
        Seed of CatBoost's draws.

    Returns
    -------
    Fit
        Forms ``branching_trees`` of the log-odds, or of each class's logit, with one tree per feature, whose leaves
        are the steps, and the calibration or temperature fitted on out-of-fold raw scores.

    Raises
    ------
    ValueError
        If the step functions do not reproduce CatBoost's own scores to 1e-6 relative.

    Notes
    -----
    Lou, Caruana and Gehrke (2012), Intelligible models for classification and regression.
    """
    sample = draw_sample(training)
    pool = bin_features(training, parameters)

    def fit_rows(outside: Mask, inside: Mask) -> tuple[list[Form], NDArray[np.float64]]:
        rows = pool if outside.all() else pool.slice(np.flatnonzero(outside))
        model = boost(rows, {**parameters, "depth": 1}, seed, training.task)
        forms = [step_functions(stumps) for stumps in read_forms(model, 1)]
        certify(forms, model, sample)
        if not inside.any():
            return forms, np.empty(0)
        scores = model.predict(pool.slice(np.flatnonzero(inside)), prediction_type="RawFormulaVal")
        return forms, np.asarray(scores, dtype=np.float64)

    return fit_folds(training, LINKS[training.task], fit_rows, seed)


def step_functions(stumps: Form) -> Form:
    """Add up stumps of the same feature.

    Parameters
    ----------
    stumps : Form
        An ``oblivious_trees`` form of depth 1.

    Returns
    -------
    Form
        ``branching_trees`` with one tree per feature in use, which finds the feature's step by bisection.
        There are no covers where the stumps have no leaf weights.
    """
    steps: dict[int, dict[float, float]] = {}
    below: dict[int, dict[float, float]] = {}
    whole = 0.0
    bias = stumps.tree_bias or 0.0
    scale = stumps.tree_scale or 0.0
    weights = stumps.tree_leaf_weights or [np.full(2, np.nan)] * len(stumps.tree_features)
    for positions, borders, values, cover in zip(
        stumps.tree_features, stumps.tree_borders, stumps.tree_leaf_values, weights, strict=True
    ):
        bias += scale * values[0]
        if np.isfinite(borders[0]):
            position, border, jump = int(positions[0]), float(borders[0]), values[1] - values[0]
            jumps = steps.setdefault(position, {})
            jumps[border] = jumps.get(border, 0.0) + jump
            below.setdefault(position, {})[border] = float(cover[0])
            whole = float(cover.sum())
    trees = []
    for position, jumps in sorted(steps.items()):
        step_borders = np.array(sorted(jumps))
        step_values = np.cumsum([0.0, *(jumps[border] for border in sorted(jumps))])
        up_to = [0.0, *(below[position][border] for border in sorted(jumps)), whole]
        trees.append(step_tree(position, step_borders, step_values, np.diff(up_to) if whole > 0 else np.empty(0)))
    if not trees:
        return Form("constant", bias)
    return forest(trees, "le_float", scale, bias)
