"""The persistence learner: what was last known of the entity is said again. A model of a series must beat it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.training.examples import TrainingSet
from assay.training.folds import Mask, fit_folds
from assay.training.schema import Fit, Form


def fit_persistence(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Repeat the last label; where none was known, say the mean of the rows learnt from.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from, with ``last_label``.
    parameters : dict
        None known.
    seed : int
        Of the comparison of calibrations.

    Returns
    -------
    Fit
        Forms ``linear`` that read one feature: a missing one stands at its mean, which is the mean label. Link
        ``identity``, or ``share`` of a binary task, whose raw score is the last label itself.

    Raises
    ------
    ValueError
        If the training set does not say which feature is the last label.
    """
    if training.last_label is None:
        raise ValueError("persistence needs the feature last_label; declare features.last_label: true")
    place, centre, scale = training.last_label
    last_labels = centre + scale * training.features[:, place - 1].astype(np.float64)
    feature_count = training.features.shape[1]

    def fit_rows(outside: Mask, inside: Mask) -> tuple[Form, NDArray[np.float64]]:
        mean = float(training.labels[outside].mean())
        coefficients, means = np.zeros(feature_count), np.zeros(feature_count)
        coefficients[place - 1], means[place - 1] = scale, (mean - centre) / scale
        form = Form("linear", mean, coefficients, means, np.ones(feature_count))
        return form, np.nan_to_num(last_labels[inside], nan=mean)

    return fit_folds(training, "share" if training.task == "binary" else "identity", fit_rows, seed)
