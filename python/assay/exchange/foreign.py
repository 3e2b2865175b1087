"""A model that another library trained: its stored form, and the library's own answers to compare with."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.refused import RefusedModelError
from assay.training.schema import Form

PROBABILITIES = ("logit", "share")
NEGATIVE_NAMES = ("0", "0.0", "False")
POSITIVE_NAMES = ("1", "1.0", "True")


@dataclass(frozen=True)
class Answers:
    """What a library says of rows.

    Attributes
    ----------
    values : array of float64, shape (n,)
        Probability of the event, or the quantity.
    is_event : array of bool, shape (n,), or None
        The library's own label; None for a quantity.
    """

    values: NDArray[np.float64]
    is_event: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class ForeignModel:
    """A model read from a file.

    Attributes
    ----------
    answered_by : str
        Name and version of the library that answers.
    form : Form
        Positions are those of ``feature_names``.
    link : str
        ``logit`` or ``share`` of the event's probability; ``identity`` or ``log`` of a quantity.
    feature_names : list of str
        By position; empty where the file has none.
    predict : callable
        The library's answers for an array of float64, shape (n, p), NaN where missing.
    """

    answered_by: str
    form: Form
    link: str
    feature_names: list[str]
    predict: Callable[[NDArray[np.float64]], Answers]

    @property
    def task(self) -> str:
        """``binary`` or ``regression``."""
        return "binary" if self.link in PROBABILITIES else "regression"


def find_event(classes: Sequence[Any], event: str | None) -> int:
    """Find which of two classes is the event, without guessing.

    Parameters
    ----------
    classes : sequence
        The library's classes, in its order.
    event : str or None
        What the user calls the event; needed unless the classes are 0 and 1 or false and true.

    Returns
    -------
    int
        0 or 1.

    Raises
    ------
    RefusedModelError
        If there are not two classes, or the event is not one of them or not known.
    """
    names = [str(name) for name in classes]
    if len(names) != 2:
        raise RefusedModelError(f"the model has {len(names)} classes: {', '.join(names)}; only two can be read")
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
