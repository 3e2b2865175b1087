"""Pipelines of scikit-learn, from a skops file or, where the user says so, from a pickle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.columns import Column, Step
from assay.exchange.foreign import PROBABILITIES, Answers, ForeignModel, find_event, for_event
from assay.exchange.refused import RefusedModelError
from assay.exchange.sklearn_estimators import read_estimator

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


def sklearn_model(path: Path, event: str | None = None, allow_pickle: bool = False) -> ForeignModel:
    """Read a fitted pipeline or estimator.

    Parameters
    ----------
    path : Path
        ``model.skops``, or a pickle or joblib file.
    event : str or None
        The class that is the event; see :func:`assay.exchange.foreign.find_event`.
    allow_pickle : bool
        Whether the file may be unpickled, which runs what is in it.

    Returns
    -------
    ForeignModel
        Scalers, fillers and choices of columns are folded into its coefficients or borders.

    Raises
    ------
    RefusedModelError
        For a pickle that was not allowed, types that skops does not trust, and steps or estimators that cannot be read.
    """
    fitted = _unpickled(path, allow_pickle) if path.suffix in PICKLES else _from_skops(path)
    *steps, (_, estimator) = getattr(fitted, "steps", [("", fitted)])
    names = [str(name) for name in getattr(fitted, "feature_names_in_", [])]
    count = int(fitted.n_features_in_)
    columns: list[Column] = [Column(feature) for feature in range(count)]
    for _, step in steps:
        columns = _transformed(step, columns, names)
    form, link = read_estimator(estimator, columns, count)
    position = find_event(estimator.classes_, event) if link in PROBABILITIES else 1

    def predict(rows: NDArray[np.float64]) -> Answers:
        given = _as_fitted(rows, names)
        if link not in PROBABILITIES:
            return Answers(np.asarray(fitted.predict(given), dtype=np.float64))
        values = np.asarray(fitted.predict_proba(given), dtype=np.float64)[:, position]
        return Answers(values, np.asarray(fitted.predict(given)) == estimator.classes_[position])

    import sklearn

    return ForeignModel(f"scikit-learn {sklearn.__version__}", for_event(form, link, position), link, names, predict)


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


def _as_fitted(rows: NDArray[np.float64], names: list[str]) -> Any:
    """Give a frame to what was fitted on one."""
    if not names:
        return rows
    import pandas

    return pandas.DataFrame(rows, columns=names)


def _transformed(step: Any, columns: Sequence[Column], names: Sequence[str]) -> list[Column]:
    name = type(step).__name__
    if isinstance(step, str):
        name = step
    if name not in TRANSFORMERS:
        known = ", ".join(key for key in TRANSFORMERS if key[0].isupper())
        raise RefusedModelError(f"the step {name} cannot be read, only {known}")
    return TRANSFORMERS[name](step, columns, names)


def _pipeline(step: Any, columns: Sequence[Column], names: Sequence[str]) -> list[Column]:
    for _, inner in step.steps:
        columns = _transformed(inner, columns, names)
    return list(columns)


def _column_transformer(step: Any, columns: Sequence[Column], names: Sequence[str]) -> list[Column]:
    places = list(getattr(step, "feature_names_in_", names))
    chosen: list[Column] = []
    for _, inner, wanted in step.transformers_:
        keys = [wanted] if isinstance(wanted, str | int) else wanted
        if isinstance(keys, slice) or any(isinstance(key, bool | np.bool_) for key in keys):
            keys = np.arange(len(columns))[np.asarray(keys) if isinstance(keys, list) else keys].tolist()
        own = [columns[places.index(key) if isinstance(key, str) else int(key)] for key in keys]
        chosen += _transformed(inner, own, [])
    return chosen


def _imputer(step: Any, columns: Sequence[Column], names: Sequence[str]) -> list[Column]:
    if step.add_indicator or not (isinstance(step.missing_values, float) and np.isnan(step.missing_values)):
        raise RefusedModelError("a SimpleImputer that adds indicators, or fills anything but NaN, cannot be read")
    values = np.asarray(step.statistics_, dtype=np.float64)
    kept = [
        pair for pair in zip(columns, values.tolist(), strict=True) if step.keep_empty_features or pair[1] == pair[1]
    ]
    return [column.fill(value) for column, value in kept]


def _scaler(subtract: str, divide: str) -> Callable[[Any, Sequence[Column], Sequence[str]], list[Column]]:
    def read(step: Any, columns: Sequence[Column], names: Sequence[str]) -> list[Column]:
        centres, scales = getattr(step, subtract, None), getattr(step, divide, None)
        return [
            column.then(
                Step(
                    subtract=0.0 if centres is None else float(centres[place]),
                    divide=1.0 if scales is None else float(scales[place]),
                )
            )
            for place, column in enumerate(columns)
        ]

    return read


def _min_max_scaler(step: Any, columns: Sequence[Column], names: Sequence[str]) -> list[Column]:
    if step.clip:
        raise RefusedModelError("a MinMaxScaler that clips cannot be read")
    pairs = zip(columns, step.scale_.tolist(), step.min_.tolist(), strict=True)
    return [column.then(Step(multiply=scale, add=low)) for column, scale, low in pairs]


TRANSFORMERS: dict[str, Callable[[Any, Sequence[Column], Sequence[str]], list[Column]]] = {
    "Pipeline": _pipeline,
    "ColumnTransformer": _column_transformer,
    "SimpleImputer": _imputer,
    "StandardScaler": _scaler("mean_", "scale_"),
    "RobustScaler": _scaler("center_", "scale_"),
    "MaxAbsScaler": _scaler("no_centre", "scale_"),
    "MinMaxScaler": _min_max_scaler,
    "passthrough": lambda step, columns, names: list(columns),
    "FunctionTransformer": lambda step, columns, names: _identity(step, columns),
    "drop": lambda step, columns, names: [],
}


def _identity(step: Any, columns: Sequence[Column]) -> list[Column]:
    """Stand for what a column transformer writes for columns that pass through."""
    if step.func is not None:
        raise RefusedModelError("a FunctionTransformer with a function cannot be read")
    return list(columns)
