"""From what a reader found to a model with the warehouse's names of outputs and features."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.document import used_positions
from assay.exchange.reading.foreign import (
    PROBABILITIES,
    Answers,
    Feature,
    ForeignModel,
    Predict,
    Reading,
    find_event,
    for_event,
    placed_form,
)
from assay.exchange.reading.inputs import Inputs
from assay.exchange.refused import RefusedModelError
from assay.training.schema import Form

# Where a share of 0 of k classes is moved to, times k: it has no logarithm (decision 0165).
LEAST_SHARES = 1e-7


def named_model(
    reading: Reading, event: str | None = None, classes: Sequence[str] | None = None, names: Sequence[str] | None = None
) -> ForeignModel:
    """Give outputs and features of a model the names that they have in the warehouse.

    Parameters
    ----------
    reading : Reading
        What a reader found.
    event : str or None
        See :func:`find_event`.
    classes : sequence of str, optional
        Names of several classes in the library's order, for a file without names or with others.
    names : sequence of str, optional
        Names of the columns in the library's order, the same.

    Returns
    -------
    ForeignModel
        Features are columns of numbers, and the levels that a form asks about.

    Raises
    ------
    RefusedModelError
        If a name is missing, is there twice, or is one too many, or a number of the model is none.
    """
    columns = _column_names(reading, names)
    for form in reading.forms:
        _refuse_no_numbers(form)
    outputs, predict = _outputs(reading, event, classes)
    outputs, features = _used_features(outputs, reading.inputs, columns)
    is_text = {name: place in reading.inputs.texts for place, name in enumerate(columns)}
    return ForeignModel(
        reading.answered_by, outputs, reading.link, features, is_text, predict, reading.inputs.missing_text
    )


def _refuse_no_numbers(form: Form) -> None:
    parts = [form.intercept or 0.0, form.tree_scale or 0.0, form.tree_bias or 0.0]
    arrays = [np.array(parts), form.coefficients, form.feature_means, *form.node_values, *form.tree_leaf_values]
    if not all(np.isfinite(array).all() for array in arrays) or any(np.isnan(x).any() for x in form.tree_borders):
        raise RefusedModelError("a coefficient, border or leaf is no finite number: the file is damaged")


def _column_names(reading: Reading, names: Sequence[str] | None) -> list[str]:
    chosen = list(names or reading.inputs.names)
    if not chosen:
        raise RefusedModelError("the file names no features: name them in order with --features a,b,c")
    if len(chosen) != reading.inputs.count:
        raise RefusedModelError(f"the model has {reading.inputs.count} features, --features names {len(chosen)}")
    if len(set(chosen)) < len(chosen):
        raise RefusedModelError("two features have one name")
    return chosen


def _outputs(reading: Reading, event: str | None, classes: Sequence[str] | None) -> tuple[dict[str, Form], Predict]:
    if reading.link not in PROBABILITIES:
        return {"value": reading.forms[0]}, reading.predict
    if len(reading.classes) < 2:
        raise RefusedModelError(f"the model has {len(reading.classes)} class, two or more can be read")
    if len(reading.classes) == 2:
        place = find_event(reading.classes, event)

        def predict(rows: NDArray[Any]) -> Answers:
            given = reading.predict(rows)
            return Answers(
                given.values[:, place], None if given.labels is None else (given.labels == place).astype(int)
            )

        return {"1": for_event(reading.forms[0], reading.link, place)}, predict
    return _class_outputs(reading, event, classes)


def _class_outputs(
    reading: Reading, event: str | None, classes: Sequence[str] | None
) -> tuple[dict[str, Form], Predict]:
    """Put classes in the order of their names, which ties go by in the warehouse."""
    named = [str(name) for name in classes or reading.classes]
    if event is not None:
        raise RefusedModelError(f"--event is for two classes, the model has {len(reading.classes)}")
    if len(named) != len(reading.classes) or len(set(named)) < len(named):
        order_given = ", ".join(map(str, reading.classes))
        raise RefusedModelError(f"--classes must name {len(reading.classes)} different classes, for {order_given}")
    order = sorted(range(len(named)), key=lambda place: named[place])
    forms = [_kept_off_zero(form, len(named)) if reading.link == "share" else form for form in reading.forms]

    def predict(rows: NDArray[Any]) -> Answers:
        given = reading.predict(rows)
        return Answers(given.values[:, order], None if given.labels is None else np.argsort(order)[given.labels])

    return {named[place]: forms[place] for place in order}, predict


def _kept_off_zero(form: Form, count: int) -> Form:
    """Move shares of several classes away from 0, so that they still add up to 1 and keep their order."""
    least = LEAST_SHARES / count
    scale, bias = (1 - LEAST_SHARES) * (form.tree_scale or 0.0), (1 - LEAST_SHARES) * (form.tree_bias or 0.0) + least
    return dataclasses.replace(form, tree_scale=scale, tree_bias=bias)


def _used_features(
    outputs: dict[str, Form], inputs: Inputs, columns: Sequence[str]
) -> tuple[dict[str, Form], list[Feature]]:
    """Leave columns of texts and the levels that no form asks about out."""
    used = set().union(*(used_positions(form) for form in outputs.values()))
    features = {place: Feature(name) for place, name in enumerate(columns) if place not in inputs.texts}
    features |= {
        place: Feature(columns[column], level)
        for (column, level), place in inputs.indicators.items()
        if place + 1 in used
    }
    targets = np.zeros(inputs.feature_count, dtype=np.int32)
    targets[list(features)] = np.arange(1, len(features) + 1)
    return {name: placed_form(form, targets, len(features)) for name, form in outputs.items()}, list(features.values())
