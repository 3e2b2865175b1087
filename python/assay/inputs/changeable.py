"""Mistakes between the keys of the columns that could be changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assay.inputs.sentences import Problem, show_value


def find_changeable_problems(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    """Name every mistake between the keys of ``decision.changeable``.

    Parameters
    ----------
    declaration : dict
        The declaration with its defaults, sound by the schema.
    place : str
        ``assay_use_cases.<name>``.

    Yields
    ------
    Problem
        Nothing where no column is declared, or sound ones are.
    """
    items, where = declaration["decision"]["changeable"], f"{place}.decision.changeable"
    if items and declaration["task"] != "binary":
        text = f"only a binary task has a decision that could be turned; the task is {declaration['task']}"
        yield Problem(where, text)
    seen: set[str] = set()
    for index, item in enumerate(items):
        own = f"{where}[{index}]"
        if item["column"].lower() in seen:
            yield Problem(f"{own}.column", f"{show_value(item['column'])} is named twice")
        if item["low"] is not None and item["high"] is not None and item["low"] >= item["high"]:
            yield Problem(own, "low must be less than high")
        seen.add(item["column"].lower())
