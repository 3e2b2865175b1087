"""The certificate that stored trees score like the CatBoost model that they were read from."""

from __future__ import annotations

from collections.abc import Sequence

import catboost
import numpy as np
from numpy.typing import NDArray

from assay.training.examples import TrainingSet
from assay.training.schema import Form
from assay.training.scoring import score_form

CERTIFICATE_ROWS = 10_000
TOLERANCE = 1e-6


def draw_sample(training: TrainingSet) -> NDArray[np.float32]:
    """Copy the rows that stored trees are compared with the library on: about ten thousand, evenly spread."""
    return np.ascontiguousarray(training.features[:: max(1, len(training.labels) // CERTIFICATE_ROWS)])


def certify(forms: Sequence[Form], model: catboost.CatBoost, features: NDArray[np.float32]) -> None:
    """Raise unless the stored trees give CatBoost's own raw scores on the given rows.

    Parameters
    ----------
    forms : sequence of Form
        What was read from the model, one per output.
    model : catboost.CatBoost
        What they were read from.
    features : array of float32, shape (n, p)
        Rows to compare on.

    Raises
    ------
    ValueError
        If a score differs by more than 1e-6 of the larger of 1 and its size.
    """
    expected = np.asarray(model.predict(features, prediction_type="RawFormulaVal"), dtype=np.float64)
    scores = np.column_stack([score_form(form, features) for form in forms])
    expected = expected.reshape(scores.shape)
    difference = np.abs(scores - expected) / np.maximum(1.0, np.abs(expected))
    if difference.max(initial=0.0) > TOLERANCE:
        raise ValueError(f"stored trees differ from CatBoost by {difference.max():.2e} relative")
