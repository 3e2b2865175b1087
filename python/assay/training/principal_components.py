"""Principal components of standardised features (scikit-learn), to describe rows and to tell unusual ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import PCA

from assay.training.examples import TrainingSet
from assay.training.logistic import standardise
from assay.training.schema import Fit, Form
from assay.training.threads import one_thread

LENGTH = "squared_length"


def fit_pca(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Find the directions in which standardised features vary most; a missing feature stands at its mean.

    Means and scales come from all training rows, so that the models of all folds measure length alike.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; labels are not read.
    parameters : dict
        ``components``, or None for as few as explain the share ``explained`` of the variance.
    seed : int
        Not used: the full decomposition is computed.

    Returns
    -------
    Fit
        Output k is the row's coordinate on component k, a ``linear`` form. Output ``squared_length`` is the row's
        squared distance from the centre, a ``quadratic`` form: less the squared coordinates it is the squared
        reconstruction error. Each form holds the variance it explains. Of the task ``anomaly`` the link is
        ``residual``: lengths are in units of the root mean square error of the training rows.

    Raises
    ------
    ValueError
        If more components are asked for than there are, or an anomaly's error is 0 in every training row.
    """
    standardised, means, scales = standardise(training.features)
    with one_thread():
        fitted = {fold: PCA(svd_solver="full").fit(standardised[training.outside(fold)]) for fold in training.models}
    whole = fitted[0]
    count = _count_components(whole, parameters, is_residual=training.task == "anomaly")
    reference = whole.components_[:count]
    forms = {fold: _write_forms(model, reference, means, scales) for fold, model in fitted.items()}
    if training.task != "anomaly":
        return Fit(forms, "component")
    error = float(whole.explained_variance_[count:].sum()) * (1 - 1 / len(standardised))
    if error <= 1e-9 * len(means):
        raise ValueError(f"{count} components reconstruct every training row; ask for fewer")
    return Fit({fold: _rescale(outputs, error) for fold, outputs in forms.items()}, "residual")


def _count_components(model: PCA, parameters: dict[str, Any], is_residual: bool) -> int:
    """How many components to keep; a residual needs at least one left over."""
    most = len(model.components_) - int(is_residual)
    count = parameters["components"]
    if count is None:
        reached = np.cumsum(model.explained_variance_ratio_) < parameters["explained"] - 1e-12
        return min(int(reached.sum()) + 1, most)
    if count > most:
        raise ValueError(f"{count} components are asked for; the training rows have {most}")
    return int(count)


def _write_forms(
    model: PCA, reference: NDArray[np.float64], means: NDArray[np.float64], scales: NDArray[np.float64]
) -> dict[str, Form]:
    """Coordinates on the components that lie nearest to the reference's, each to one, pointing the same way."""
    count = len(reference)
    likeness = reference @ model.components_[:count].T
    places, chosen = linear_sum_assignment(-np.abs(likeness))
    forms = {}
    for place, number in zip(places, chosen, strict=True):
        direction = model.components_[number] * np.sign(likeness[place, number] or 1.0)
        form = Form("linear", -float(model.mean_ @ direction), direction, means, scales)
        forms[str(place + 1)] = replace(form, explained_variance=float(model.explained_variance_[number]))
    centre = model.mean_
    forms[LENGTH] = Form(
        "quadratic",
        float(centre @ centre),
        -2 * centre,
        means,
        scales,
        np.ones(len(centre)),
        explained_variance=float(model.explained_variance_.sum()),
    )
    return forms


def _rescale(outputs: dict[str, Form], error: float) -> dict[str, Form]:
    """Measure squared lengths in units of the mean squared error."""
    rescaled = {}
    for output, form in outputs.items():
        unit = error if output == LENGTH else np.sqrt(error)
        rescaled[output] = replace(
            form,
            intercept=(form.intercept or 0.0) / unit,
            coefficients=form.coefficients / unit,
            square_coefficients=form.square_coefficients / unit,
        )
    return rescaled
