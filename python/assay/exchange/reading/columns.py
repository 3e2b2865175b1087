"""Columns that an estimator reads, numbers and encoded texts, and how they fold into its coefficients."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.refused import RefusedModelError
from assay.training.schema import Form


@dataclass(frozen=True)
class Step:
    """``(x - subtract) / divide * multiply + add``, in double or single precision; increasing.

    Attributes
    ----------
    subtract, divide, multiply, add : float
        Parts that a step does not have are 0 and 1, which change no bit.
    is_double : bool
        Whether the step computes, and hands on, doubles.
    """

    subtract: float = 0.0
    divide: float = 1.0
    multiply: float = 1.0
    add: float = 0.0
    is_double: bool = True

    def __call__(self, values: NDArray[Any]) -> NDArray[Any]:
        """Apply the step as the library does, to the last bit."""
        kind: type[np.floating[Any]] = np.float64 if self.is_double else np.float32
        subtract, divide, multiply, add = (kind(x) for x in (self.subtract, self.divide, self.multiply, self.add))
        with np.errstate(over="ignore"):
            given: NDArray[Any] = np.asarray(values, dtype=kind)
            return np.asarray((given - subtract) / divide * multiply + add, dtype=kind)


@dataclass(frozen=True)
class Column:
    """One column: a feature, and what is done to it in order.

    Attributes
    ----------
    feature : int
        0-based position of the feature.
    steps : tuple of Step
        Applied from left to right.
    filled : float or None
        What the column holds where the feature is missing; None where it is missing, too.
    """

    feature: int
    steps: tuple[Step, ...] = ()
    filled: float | None = None

    def then(self, step: Step) -> Column:
        """Add a step.

        Raises
        ------
        RefusedModelError
            If larger features would not give larger values.
        """
        if not step.multiply / step.divide > 0:
            raise RefusedModelError("a scale that is not above 0 cannot be read")
        filled = None if self.filled is None else float(step(np.array([self.filled]))[0])
        return Column(self.feature, (*self.steps, step), filled)

    def fill(self, value: Any) -> Column | Text:
        """Put a value where the column is missing; a text makes it a column of texts."""
        return Text(self.feature).fill(value) if isinstance(value, str) else self.filled_with(float(value))

    def filled_with(self, value: float) -> Column:
        """Put a number where the column is missing."""
        return self if self.filled is not None else dataclasses.replace(self, filled=value)

    def value(self, features: NDArray[Any]) -> NDArray[Any]:
        """Give the column's values for values of its feature."""
        for step in self.steps:
            features = step(features)
        return features

    def line(self) -> tuple[float, float]:
        """Give slope and intercept of the steps taken together."""
        slope, intercept = 1.0, 0.0
        for step in self.steps:
            factor = step.multiply / step.divide
            slope, intercept = slope * factor, (intercept - step.subtract) * factor + step.add
        return slope, intercept


@dataclass(frozen=True)
class Text:
    """One column of texts that no step has turned into numbers yet.

    Attributes
    ----------
    feature : int
        0-based position of the column.
    filled : str or None
        What it holds where it is missing.
    """

    feature: int
    filled: str | None = None

    def then(self, step: Step) -> Text:
        """Refuse to scale texts."""
        raise RefusedModelError("a step scales a column of texts")

    def fill(self, value: Any) -> Text:
        """Put a text where the column is missing."""
        return self if self.filled is not None else dataclasses.replace(self, filled=str(value))


@dataclass(frozen=True)
class Levels:
    """One column of numbers that stand for the levels of a text.

    Attributes
    ----------
    values : dict of int to float
        The column's value where an indicator, given by its 0-based feature, is 1; at most one is.
    other : float
        Its value where none is.
    """

    values: Mapping[int, float]
    other: float

    def then(self, step: Step) -> Levels:
        """Add a step."""
        return self._mapped(lambda value: float(step(np.array([value]))[0]))

    def fill(self, value: Any) -> Levels:
        """Put a value where the column is not a number."""
        return self._mapped(lambda own: float(value) if np.isnan(own) else own)

    def _mapped(self, change: Callable[[float], float]) -> Levels:
        return Levels({feature: change(value) for feature, value in self.values.items()}, change(self.other))


AnyColumn = Column | Text | Levels


def linear_form(
    columns: Sequence[Column | Levels], coefficients: NDArray[np.float64], intercept: float, feature_count: int
) -> Form:
    """Fold the columns of a linear model into one coefficient per feature.

    Parameters
    ----------
    columns : sequence of Column or Levels, length k
        What the coefficients belong to.
    coefficients : array of float64, shape (k,)
        In the columns' own units.
    intercept : float
        Of the columns.
    feature_count : int
        p.

    Returns
    -------
    Form
        A ``linear`` form of p features. A missing feature adds what its filled column adds; without one, nothing.

    Raises
    ------
    RefusedModelError
        If two columns of one feature are filled differently, or a level has no number.
    """
    factors, centres = np.zeros(feature_count), np.zeros(feature_count)
    seen: dict[int, float] = {}
    for column, coefficient in zip(columns, coefficients.tolist(), strict=True):
        if isinstance(column, Levels):
            if not np.isfinite([column.other, *column.values.values()]).all():
                raise RefusedModelError("an encoder gives a level no number, which a linear model cannot read")
            intercept += coefficient * column.other
            for feature, value in column.values.items():
                factors[feature] += coefficient * (value - column.other)
            continue
        slope, offset = column.line()
        centre = -offset / slope if column.filled is None else (column.filled - offset) / slope
        if not np.isclose(seen.setdefault(column.feature, centre), centre, rtol=1e-12, atol=0.0):
            raise RefusedModelError(
                f"feature {column.feature + 1} enters twice, with different values where it is missing"
            )
        centres[column.feature] = seen[column.feature]
        factors[column.feature] += coefficient * slope
        intercept += coefficient * (slope * centres[column.feature] + offset)
    return Form("linear", float(intercept), factors, centres, np.ones(feature_count))
