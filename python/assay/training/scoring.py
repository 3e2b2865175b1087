"""Raw scores of any stored form, as the SQL gives them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.training.branching_trees import score_forest
from assay.training.oblivious_trees import score_trees
from assay.training.schema import Form


def score_form(form: Form, features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Score rows with a fitted function.

    Parameters
    ----------
    form : Form
        Any form that :class:`assay.training.schema.Form` names.
    features : array of float32, shape (n, p)
        NaN is missing.

    Returns
    -------
    array of float64, shape (n,)
        Raw scores, in the units of the fit's link.
    """
    if form.form == "oblivious_trees":
        return score_trees(form, features)
    if form.form == "branching_trees":
        return score_forest(form, features)
    scores = np.full(len(features), form.intercept or 0.0)
    if form.form == "constant":
        return scores
    standardised = (features.astype(np.float64) - form.feature_means) / form.feature_scales
    standardised[np.isnan(standardised)] = 0.0
    scores += standardised @ form.coefficients
    if form.form == "quadratic":
        scores += (standardised * standardised) @ form.square_coefficients
    return scores
