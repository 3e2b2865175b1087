"""A model that another library trained: its stored forms, and the library's own answers to compare with."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.reading.inputs import Inputs
from assay.exchange.refused import RefusedModelError
from assay.training.schema import Form

PROBABILITIES = ("logit", "share", "softmax")
NEGATIVE_NAMES = ("0", "0.0", "False")
POSITIVE_NAMES = ("1", "1.0", "True")


@dataclass(frozen=True)
class Answers:
    """What a library says of rows.

    Attributes
    ----------
    values : array of float64, shape (n,) or (n, k)
        Probability of the event, or the quantity; of several classes the probability of each.
    labels : array of int, shape (n,), or None
        The library's own label: 1 for the event, or the place of a class; None for a quantity.
    """

    values: NDArray[np.float64]
    labels: NDArray[np.int64] | None = None


Predict = Callable[[NDArray[Any]], Answers]


@dataclass(frozen=True)
class Reading:
    """What the reader of a library found in a file: the same for every library.

    Attributes
    ----------
    answered_by : str
        Name and version of the library that answers.
    forms : list of Form
        One, or one per class where there are more than two, in the library's order. Positions are features of
        ``inputs``, from 1.
    link : str
        ``logit`` or ``share`` of the second of two classes, ``softmax`` or ``share`` of several; ``identity`` or
        ``log`` of a quantity.
    inputs : Inputs
        Columns and indicators.
    predict : callable
        The library's answers for an array of shape (n, columns): float64 with NaN where missing, or objects where
        there are texts. Of two and more classes, values have a column per class, and labels are places of classes.
    classes : sequence
        The library's classes, in its order; empty for a quantity.
    """

    answered_by: str
    forms: list[Form]
    link: str
    inputs: Inputs
    predict: Predict
    classes: Sequence[Any] = ()


@dataclass(frozen=True)
class Feature:
    """What a position of a foreign model's forms reads.

    Attributes
    ----------
    column : str
        A column of the user's rows.
    level : str or None
        None where it is the column's number; else the feature is 1 where the column's text is this level, or 0.
    """

    column: str
    level: str | None = None

    @property
    def name(self) -> str:
        """The feature's name, as the warehouse's own feature space gives it."""
        return self.column if self.level is None else f"{self.column}={self.level}"


@dataclass(frozen=True)
class ForeignModel:
    """A model read from a file, by names.

    Attributes
    ----------
    answered_by : str
        Name and version of the library that answers.
    outputs : dict of str to Form
        As in the waist of models: ``"1"``, ``"value"``, or a form per class in the order of their names. Positions are
        those of ``features``.
    link : str
        See :class:`Reading`.
    features : list of Feature
        By position.
    columns : dict of str to bool
        What the library reads, in its order, and whether it reads it as text.
    predict : callable
        The library's answers for an array of shape (n, columns), in the order of ``outputs``.
    missing_text : object
        What the library takes for a missing text.
    """

    answered_by: str
    outputs: dict[str, Form]
    link: str
    features: list[Feature]
    columns: dict[str, bool]
    predict: Predict
    missing_text: Any = field(default=np.nan)

    @property
    def task(self) -> str:
        """``binary``, ``multiclass`` or ``regression``."""
        if self.link not in PROBABILITIES:
            return "regression"
        return "binary" if len(self.outputs) == 1 else "multiclass"

    @property
    def form(self) -> Form:
        """The first output's form."""
        return next(iter(self.outputs.values()))

    @property
    def feature_names(self) -> list[str]:
        """Names by position."""
        return [feature.name for feature in self.features]


def placed_form(form: Form, targets: NDArray[np.int32], count: int) -> Form:
    """Let a form read its features at other positions.

    Parameters
    ----------
    form : Form
        A ``linear``, ``oblivious_trees`` or ``branching_trees`` form of p features.
    targets : array of int32, shape (p,)
        The new position of each feature, from 1; 0 where the form does not read it.
    count : int
        Number of features there.

    Returns
    -------
    Form
        Of ``count`` features.
    """
    if form.form == "linear":
        factors, centres = np.zeros(count), np.zeros(count)
        kept = targets > 0
        factors[targets[kept] - 1], centres[targets[kept] - 1] = form.coefficients[kept], form.feature_means[kept]
        return dataclasses.replace(form, coefficients=factors, feature_means=centres, feature_scales=np.ones(count))
    turned = np.concatenate([np.zeros(1, dtype=np.int32), targets])
    return dataclasses.replace(
        form,
        tree_features=[turned[tree] for tree in form.tree_features],
        node_features=[turned[tree] for tree in form.node_features],
    )


def find_event(classes: Sequence[Any], event: str | None) -> int:
    """Find which of two classes is the event, without guessing.

    Parameters
    ----------
    classes : sequence
        The library's two classes, in its order.
    event : str or None
        What the user calls the event; needed unless the classes are 0 and 1 or false and true.

    Returns
    -------
    int
        0 or 1.

    Raises
    ------
    RefusedModelError
        If the event is not one of them or not known.
    """
    names = [str(name) for name in classes]
    if event is not None:
        if event not in names:
            raise RefusedModelError(f"--event {event!r} is no class of the model: choose {names[0]!r} or {names[1]!r}")
        return names.index(event)
    if names[0] in NEGATIVE_NAMES and names[1] in POSITIVE_NAMES:
        return 1
    raise RefusedModelError(f"say which class is the event: --event {names[0]!r} or --event {names[1]!r}")


def for_event(form: Form, link: str, position: int) -> Form:
    """Turn the form of the second class's probability into that of the class at a position."""
    if position == 1:
        return form
    whole = 1.0 if link == "share" else 0.0
    if form.form == "linear":
        return dataclasses.replace(form, intercept=whole - (form.intercept or 0.0), coefficients=-form.coefficients)
    return dataclasses.replace(form, tree_scale=-(form.tree_scale or 0.0), tree_bias=whole - (form.tree_bias or 0.0))
