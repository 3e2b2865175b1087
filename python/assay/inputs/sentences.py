"""The sentences that name a mistake in a declaration; the macros of the dbt package say the same ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

NAME = re.compile(r"[a-z][a-z0-9_]*")
NAME_RULE = "a name is lower-case letters, digits and underscores and starts with a letter"


@dataclass(frozen=True)
class Problem:
    """One mistake: the place in the declaration and what is wrong there."""

    place: str
    text: str

    @property
    def sentence(self) -> str:
        """Place and text, as dbt prints them."""
        return f"{self.place}: {self.text}"


def show_value(value: object) -> str:
    """Give a declared value the form it has in a sentence: text quoted, lists and mappings by their kind."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"'{value}'"


def count_rows(count: int) -> str:
    """Write ``1 row`` or ``2 rows``."""
    return f"{count} row" if count == 1 else f"{count} rows"


def measure_distance(word: str, other: str) -> int:
    """Count the letters to insert, remove or replace that lead from one word to another (Levenshtein)."""
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(word, start=1):
        current = [row]
        for column, candidate in enumerate(other):
            replaced = previous[column] + (letter != candidate)
            current.append(min(previous[column + 1] + 1, current[-1] + 1, replaced))
        previous = current
    return previous[-1]


def suggest(word: object, candidates: Iterable[str]) -> str:
    """Write ``; did you mean 'x'?`` with the nearest candidate, or nothing where all are too far.

    Parameters
    ----------
    word : object
        What was written.
    candidates : iterable of str
        What could have been meant; of equally near ones the first is taken.

    Returns
    -------
    str
        The hint, empty where more than a third of the letters would have to change.
    """
    text = str(word)
    best, distance = None, (len(text) + 2) // 3 + 1
    for candidate in candidates:
        changes = measure_distance(text.lower(), candidate.lower())
        if changes < distance:
            best, distance = candidate, changes
    return "" if best is None else f"; did you mean '{best}'?"
