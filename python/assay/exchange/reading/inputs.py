"""The columns that a foreign model reads, and the features of the warehouse that stand for their texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assay.exchange.reading.columns import AnyColumn, Column, Levels, Text
from assay.exchange.refused import RefusedModelError
from assay.exchange.writing.portable_encoding import MISSING


@dataclass
class Inputs:
    """The columns of the user's rows that a model reads, and the features of them that its form reads.

    The first features are the columns themselves. Indicators, of a column's text being a certain level, follow as they
    are asked for.

    Attributes
    ----------
    count : int
        Number of columns.
    names : list of str
        Of the columns, in the library's order; empty where the file has none.
    indicators : dict of (int, str) to int
        The 0-based feature by column and level.
    texts : set of int
        Columns that hold texts: they are features by their levels only.
    missing_text : object
        What the library takes for a missing text.
    """

    count: int
    names: list[str] = field(default_factory=list)
    indicators: dict[tuple[int, str], int] = field(default_factory=dict)
    texts: set[int] = field(default_factory=set)
    missing_text: Any = np.nan

    @property
    def feature_count(self) -> int:
        """Columns and indicators together."""
        return self.count + len(self.indicators)

    def name(self, column: int) -> str:
        """Name a column in a sentence."""
        return repr(self.names[column]) if self.names else f"number {column + 1}"

    def indicator(self, column: int, level: str) -> int:
        """Give the feature that is 1 where a column's text is a level, else 0."""
        self.texts.add(column)
        return self.indicators.setdefault((column, level), self.feature_count)


def coded(inputs: Inputs, column: AnyColumn, codes: Mapping[Any, float], other: float) -> Levels:
    """Encode a column of texts, or of booleans.

    Parameters
    ----------
    inputs : Inputs
        Gets the indicators that are needed.
    column : Column or Text
        What is encoded.
    codes : mapping of str, bool or None to float
        The value by level; None is the level of what is missing.
    other : float
        The value of every other level, and of what is missing where that is no level.

    Returns
    -------
    Levels
        With the levels that do not share the value of others.

    Raises
    ------
    RefusedModelError
        If the column is no column of texts or booleans as they are in the rows.
    """
    if isinstance(column, Levels) or (isinstance(column, Column) and (column.steps or column.filled is not None)):
        raise RefusedModelError("an encoder reads a column that a step before it has changed")
    known = [level for level in codes if level is not None]
    if known and all(isinstance(level, bool | np.bool_) for level in known):
        shares = {bool(level): code for level, code in codes.items() if level is not None}
        return Levels({column.feature: shares.get(True, other)}, shares.get(False, other))
    if not all(isinstance(level, str) for level in known):
        raise RefusedModelError(
            f"an encoder reads column {inputs.name(column.feature)} as {type(known[0]).__name__}, only texts and"
            " booleans can be read"
        )
    filled = column.filled if isinstance(column, Text) else None
    given = {MISSING: codes.get(filled, other), **{level: codes[level] for level in known}}
    unlike = [level for level, code in given.items() if code != other and not np.isnan([code, other]).all()]
    # A column without a difference keeps one level, so that a tree has something to ask about.
    return Levels({inputs.indicator(column.feature, level): given[level] for level in unlike or known[:1]}, other)


def numbered(columns: Sequence[AnyColumn], inputs: Inputs) -> list[Column | Levels]:
    """Give columns as an estimator reads them.

    Raises
    ------
    RefusedModelError
        If one of them is still a column of texts.
    """
    plain = [column for column in columns if not isinstance(column, Text)]
    if len(plain) < len(columns):
        texts = [inputs.name(column.feature) for column in columns if isinstance(column, Text)]
        raise RefusedModelError(f"column {texts[0]} holds texts that no step encodes")
    return plain
