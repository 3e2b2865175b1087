"""Mistakes between the keys of a declared search for parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assay.inputs.sentences import Problem
from assay.inputs.tasks import TASKS


def find_tuning_problems(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    """Name every mistake between the keys of the declared search.

    Parameters
    ----------
    declaration : dict
        The declaration with its defaults, sound by the schema.
    place : str
        ``assay_use_cases.<name>``.

    Yields
    ------
    Problem
        Nothing where no search is declared, or a sound one.
    """
    tuning, where = declaration["tuning"], f"{place}.tuning"
    learners = declaration["learners"] or TASKS[declaration["task"]].learners
    searched = {learner: _declared(ranges) for learner, ranges in tuning["space"].items() if _declared(ranges)}
    for learner, ranges in searched.items():
        if learner not in learners:
            text = f"the learners of the use case are {', '.join(learners)}"
            yield Problem(f"{where}.space.{learner}", text)
        for name, values in ranges.items():
            yield from _check_values(values, tuning["method"], f"{where}.space.{learner}.{name}")
    if tuning["method"] is not None and not searched:
        yield Problem(f"{where}.space", "names no parameter to search")
    if tuning["method"] == "grid" and tuning["trials"] is not None:
        yield Problem(f"{where}.trials", "a grid has as many trials as points")
    if tuning["nested"] and declaration["validation"]["folds"] < 3:
        yield Problem(f"{where}.nested", "needs at least 3 folds, so that two are left inside")


def _declared(ranges: dict[str, Any]) -> dict[str, Any]:
    """Leave out the parameters that are not declared."""
    return {
        name: values
        for name, values in ranges.items()
        if values["low"] is not None or values["high"] is not None or values["log"] or values["choices"]
    }


def _check_values(values: dict[str, Any], method: str, where: str) -> Iterator[Problem]:
    bounds = [values[key] for key in ("low", "high") if values[key] is not None]
    choices = values["choices"]
    if (choices and (bounds or values["log"])) or (not choices and len(bounds) < 2):
        yield Problem(where, "needs either low and high, or choices")
    elif bounds and method == "grid":
        yield Problem(where, "a grid needs choices")
    elif bounds and values["low"] >= values["high"]:
        yield Problem(where, "low must be less than high")
    elif values["log"] and values["low"] <= 0:
        yield Problem(f"{where}.low", "must be more than 0 where log is true")
    elif len(choices) != len(set(choices)):
        yield Problem(f"{where}.choices", "names a value twice")
