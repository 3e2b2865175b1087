"""Columns that an estimator reads: features after scaling and filling, folded into its coefficients and borders."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.refused import RefusedModelError
from assay.training.branching_trees import Tree
from assay.training.schema import Form

LARGEST = int(np.float32(np.finfo(np.float32).max).view(np.int32))


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

    def fill(self, value: float) -> Column:
        """Put a value where the column is missing."""
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


def linear_form(
    columns: Sequence[Column], coefficients: NDArray[np.float64], intercept: float, feature_count: int
) -> Form:
    """Fold the columns of a linear model into one coefficient per feature.

    Parameters
    ----------
    columns : sequence of Column, length k
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
        If two columns of one feature are filled differently.
    """
    factors, centres = np.zeros(feature_count), np.zeros(feature_count)
    seen: dict[int, float] = {}
    for column, coefficient in zip(columns, coefficients.tolist(), strict=True):
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


def plain_trees(columns: Sequence[Column], trees: Sequence[Tree], comparison: str) -> tuple[list[Tree], str]:
    """Let trees ask about features where they asked about columns.

    Parameters
    ----------
    columns : sequence of Column
        What the trees' positions mean.
    trees : sequence of Tree
        Their positions are those of columns, from 1.
    comparison : str
        How they compare; see :class:`assay.training.schema.Form`.

    Returns
    -------
    tuple of (list of Tree, str)
        The trees and their comparison. Where anything is done to a feature, each border becomes the largest 32-bit
        float of the feature that still gets the answer yes, found by bisection: the same answer for every row.
    """
    features = np.array([0, *(column.feature + 1 for column in columns)], dtype=np.int32)
    if not any(column.steps or column.filled is not None for column in columns):
        return [dataclasses.replace(tree, features=features[tree.features]) for tree in trees], comparison
    return [_on_features(tree, columns, features, comparison) for tree in trees], "le_float"


def _on_features(tree: Tree, columns: Sequence[Column], features: NDArray[np.int32], comparison: str) -> Tree:
    borders, missing_yes = np.zeros(len(tree.borders)), tree.missing_yes.copy()
    for position in np.unique(tree.features[tree.features > 0]).tolist():
        column, asked = columns[position - 1], tree.features == position
        borders[asked] = _last_yes(column, tree.borders[asked], comparison)
        if column.filled is not None:
            missing_yes[asked] = _says_yes(np.array([column.filled]), tree.borders[asked], comparison)
    return dataclasses.replace(tree, features=features[tree.features], borders=borders, missing_yes=missing_yes)


def _says_yes(values: NDArray[Any], borders: NDArray[np.float64], comparison: str) -> NDArray[np.bool_]:
    if comparison == "le_double":
        return np.asarray(values.astype(np.float64) <= borders)
    single, edges = values.astype(np.float32), borders.astype(np.float32)
    return np.asarray(single < edges if comparison == "lt_float" else single <= edges)


def _last_yes(column: Column, borders: NDArray[np.float64], comparison: str) -> NDArray[np.float64]:
    """Bisect over 32-bit floats in their order, all borders at once."""
    low, high = np.full(len(borders), -LARGEST - 1), np.full(len(borders), LARGEST)
    while (low < high).any():
        middle = (low + high + 1) // 2
        is_yes = _says_yes(column.value(_floats(middle)), borders, comparison)
        low, high = np.where(is_yes, middle, low), np.where(is_yes, high, middle - 1)
    return _floats(np.maximum(low, -LARGEST)).astype(np.float64)


def _floats(keys: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give the 32-bit floats whose places in the order are the keys; 0 is zero."""
    sizes = np.abs(np.clip(keys, -LARGEST, LARGEST)).astype(np.int32).view(np.float32)
    return np.where(keys < 0, -sizes, sizes).astype(np.float32)
