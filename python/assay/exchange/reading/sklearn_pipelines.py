"""Pipelines of scikit-learn, from a skops file or, where the user says so, from a pickle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.reading.columns import AnyColumn, Column
from assay.exchange.reading.foreign import PROBABILITIES, Answers, Reading
from assay.exchange.reading.inputs import Inputs, numbered
from assay.exchange.reading.sklearn_estimators import read_estimator
from assay.exchange.reading.sklearn_steps import transformed
from assay.exchange.refused import RefusedModelError

PICKLES = (".pkl", ".pickle", ".joblib")
# What skops does not trust and every forest holds: arrays of numbers, whose indices are checked when they are read.
NUMBER_HOLDERS = (
    "numpy.dtype",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.tree._tree.Tree",
)
PICKLE_WARNING = (
    "Unpickling runs whatever code the file holds: --allow-pickle is safe only for a file that you or somebody you"
    " trust wrote."
)


def sklearn_model(path: Path, allow_pickle: bool = False) -> Reading:
    """Read a fitted pipeline or estimator.

    Parameters
    ----------
    path : Path
        ``model.skops``, or a pickle or joblib file.
    allow_pickle : bool
        Whether the file may be unpickled, which runs what is in it.

    Returns
    -------
    Reading
        Scalers, fillers, encoders and choices of columns are folded into its coefficients or borders.

    Raises
    ------
    RefusedModelError
        For a pickle that was not allowed, types that skops does not trust, and steps or estimators that cannot be read.
    """
    fitted = _unpickled(path, allow_pickle) if path.suffix in PICKLES else _from_skops(path)
    *steps, (_, estimator) = getattr(fitted, "steps", [("", fitted)])
    if not hasattr(fitted, "n_features_in_"):
        raise RefusedModelError(f"the file holds a {type(fitted).__name__}, no fitted estimator or pipeline")
    inputs = Inputs(int(fitted.n_features_in_), [str(name) for name in getattr(fitted, "feature_names_in_", [])])
    columns: list[AnyColumn] = [Column(feature) for feature in range(inputs.count)]
    own_step = getattr(estimator, "_preprocessor", None)  # of histograms that read categories
    for step in (*(step for _, step in steps), *([own_step] if own_step is not None else [])):
        columns = transformed(step, columns, inputs)
    forms, link = read_estimator(estimator, numbered(columns, inputs), inputs.feature_count)
    classes = list(getattr(estimator, "classes_", ()))

    def predict(rows: NDArray[Any]) -> Answers:
        given = _as_fitted(rows, inputs)
        if link not in PROBABILITIES:
            return Answers(np.asarray(fitted.predict(given), dtype=np.float64))
        chosen = np.searchsorted(estimator.classes_, fitted.predict(given))
        return Answers(np.asarray(fitted.predict_proba(given), dtype=np.float64), chosen)

    import sklearn

    return Reading(f"scikit-learn {sklearn.__version__}", forms, link, inputs, predict, classes)


def _unpickled(path: Path, allow_pickle: bool) -> Any:
    if not allow_pickle:
        raise RefusedModelError(f"save the model with skops or as ONNX. {PICKLE_WARNING}")
    import joblib

    return joblib.load(path)


def _from_skops(path: Path) -> Any:
    from skops.io import get_untrusted_types, load

    if unknown := sorted(set(get_untrusted_types(file=path)) - set(NUMBER_HOLDERS)):
        raise RefusedModelError(f"the file holds types that skops does not trust: {', '.join(unknown)}")
    return load(path, trusted=list(NUMBER_HOLDERS))


def _as_fitted(rows: NDArray[Any], inputs: Inputs) -> Any:
    """Give a frame to what was fitted on one; its columns of numbers are numbers."""
    if not inputs.names:
        return rows
    import pandas

    frame = pandas.DataFrame(rows, columns=pandas.Index(inputs.names))
    kinds = {name: "float64" for place, name in enumerate(inputs.names) if place not in inputs.texts}
    return frame.astype(kinds)
