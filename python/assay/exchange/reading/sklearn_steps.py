"""Steps of scikit-learn's pipelines: what each does to the columns that come into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assay.exchange.reading.columns import AnyColumn, Step
from assay.exchange.reading.inputs import Inputs, coded
from assay.exchange.refused import RefusedModelError


def transformed(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
    """Follow one fitted step.

    Parameters
    ----------
    step : sklearn.base.BaseEstimator or str
        One of ``STEPS``, or ``passthrough`` or ``drop``.
    columns : sequence of Column, Text or Levels
        What it reads.
    inputs : Inputs
        Gets the levels that encoders know.

    Returns
    -------
    list of Column, Text or Levels
        What comes out of it.

    Raises
    ------
    RefusedModelError
        For any other step and what cannot be followed; the message names the step.
    """
    name = step if isinstance(step, str) else type(step).__name__
    if name not in STEPS:
        known = ", ".join(key for key in STEPS if key[0].isupper())
        raise RefusedModelError(f"the step {name} cannot be read, only {known}")
    try:
        return STEPS[name](step, columns, inputs)
    except RefusedModelError as error:
        message = str(error)
        raise RefusedModelError(message if "the step " in message else f"the step {name}: {message}") from error


def _pipeline(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
    for _, inner in step.steps:
        columns = transformed(inner, columns, inputs)
    return list(columns)


def _column_transformer(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
    places = list(getattr(step, "feature_names_in_", inputs.names))
    chosen: list[AnyColumn] = []
    for _, inner, wanted in step.transformers_:
        keys = [wanted] if isinstance(wanted, str | int) else wanted
        if isinstance(keys, slice) or any(isinstance(key, bool | np.bool_) for key in keys):
            keys = np.arange(len(columns))[np.asarray(keys) if isinstance(keys, list) else keys].tolist()
        own = [columns[places.index(key) if isinstance(key, str) else int(key)] for key in keys]
        chosen += transformed(inner, own, inputs) if own else []
    return chosen


def _imputer(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
    is_none, is_nan = step.missing_values is None, step.missing_values != step.missing_values
    if step.add_indicator or not (is_none or is_nan):
        raise RefusedModelError("a SimpleImputer that adds indicators, or fills anything but missing, cannot be read")
    filled: list[AnyColumn] = []
    for column, value in zip(columns, step.statistics_.tolist(), strict=True):
        if isinstance(value, str) and is_none:
            inputs.missing_text = None
        if value == value or step.keep_empty_features:  # a column without any value is left out
            filled.append(column.fill(value))
    return filled


def _scaler(subtract: str, divide: str) -> Callable[[Any, Sequence[AnyColumn], Inputs], list[AnyColumn]]:
    def read(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
        centres = getattr(step, subtract, None) if getattr(step, "with_mean", True) else None
        scales = getattr(step, divide, None)
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


def _min_max_scaler(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
    if step.clip:
        raise RefusedModelError("a MinMaxScaler that clips cannot be read")
    pairs = zip(columns, step.scale_.tolist(), step.min_.tolist(), strict=True)
    return [column.then(Step(multiply=scale, add=low)) for column, scale, low in pairs]


def _identity(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
    """Stand for what a column transformer writes for columns that pass through."""
    called = getattr(step.func, "func", step.func)
    if called is not None and called.__name__ != "check_array":
        raise RefusedModelError("a FunctionTransformer with a function cannot be read")
    return list(columns)


def _one_hot(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
    """Give a column per level, or per group of rare levels, that is 1 where the text is in it."""
    made: list[AnyColumn] = []
    for place, column in enumerate(columns):
        levels, groups = _levels(step, place, inputs)
        unknown = max(groups) if _takes_unknown_for_rare(step, place) else None
        dropped = None if step._drop_idx_after_grouping is None else step._drop_idx_after_grouping[place]
        for group in sorted(set(groups)):
            if group != dropped:
                shares = {level: float(own == group) for level, own in zip(levels, groups, strict=True)}
                made.append(coded(inputs, column, shares, float(group == unknown)))
    return made


def _ordinal(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
    made: list[AnyColumn] = []
    for place, column in enumerate(columns):
        levels, groups = _levels(step, place, inputs)
        known = [level for level in levels if level is not None]  # what is missing is last and in no group
        codes: dict[Any, float] = dict(zip(known, map(float, groups), strict=False))
        if len(known) < len(levels):
            codes[None] = float(step.encoded_missing_value)
        other = float(step.unknown_value) if step.unknown_value is not None else np.nan
        rare = max(groups) if _takes_unknown_for_rare(step, place) else other
        made.append(coded(inputs, column, codes, float(rare)))
    return made


def _target(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
    if len(step.encodings_) != len(columns):
        raise RefusedModelError("a TargetEncoder of several classes cannot be read")
    made: list[AnyColumn] = []
    for place, column in enumerate(columns):
        levels, _ = _levels(step, place, inputs)
        made.append(
            coded(inputs, column, dict(zip(levels, step.encodings_[place].tolist(), strict=True)), step.target_mean_)
        )
    return made


def _levels(step: Any, place: int, inputs: Inputs) -> tuple[list[Any], list[int]]:
    """Give an encoder's levels of a column, None for what is missing, and the group that each is in."""
    levels: list[Any] = []
    for level in step.categories_[place].tolist():
        is_missing = level is None or level != level
        if is_missing and level is None:
            inputs.missing_text = None
        levels.append(None if is_missing else level)
    groups = step._default_to_infrequent_mappings[place] if step._infrequent_enabled else None
    return levels, list(range(len(levels))) if groups is None else groups.tolist()


def _takes_unknown_for_rare(step: Any, place: int) -> bool:
    """Whether a level that training rows did not show counts as one of the rare ones."""
    has_rare = step._infrequent_enabled and step._infrequent_indices[place] is not None
    return has_rare and step.handle_unknown in ("infrequent_if_exist", "warn")


def _selected(step: Any, columns: Sequence[AnyColumn], inputs: Inputs) -> list[AnyColumn]:
    return [columns[place] for place in step.get_support(indices=True)]


STEPS: dict[str, Callable[[Any, Sequence[AnyColumn], Inputs], list[AnyColumn]]] = {
    "Pipeline": _pipeline,
    "ColumnTransformer": _column_transformer,
    "SimpleImputer": _imputer,
    "StandardScaler": _scaler("mean_", "scale_"),
    "RobustScaler": _scaler("center_", "scale_"),
    "MaxAbsScaler": _scaler("no_centre", "scale_"),
    "MinMaxScaler": _min_max_scaler,
    "OneHotEncoder": _one_hot,
    "OrdinalEncoder": _ordinal,
    "TargetEncoder": _target,
    **dict.fromkeys(("SelectKBest", "SelectPercentile", "SelectFromModel", "VarianceThreshold"), _selected),
    "passthrough": lambda step, columns, inputs: list(columns),
    "FunctionTransformer": _identity,
    "drop": lambda step, columns, inputs: [],
}
