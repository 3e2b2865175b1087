"""The tasks, what each asks of a declaration, and mistakes between the two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from assay.inputs.sentences import Problem


class Task(NamedTuple):
    """What a task is about.

    Attributes
    ----------
    label : str
        ``event``, ``class``, ``quantity``, or ``none`` where it has no use for a label.
    learns_from_label : bool
        Whether learners learn from the label; otherwise it only judges them, and can be missing.
    decides : bool
        Whether its rows are decisions that policies could take.
    keys : tuple of str
        Keys of a declaration that no other kind of task has.
    learners : tuple of str
        Fitted beside the constant where none are declared.
    """

    label: str
    learns_from_label: bool
    decides: bool
    keys: tuple[str, ...]
    learners: tuple[str, ...]


# macros/training/tasks.sql says the same to SQL; a test compares the two.
TASKS = {
    "binary": Task("event", True, True, (), ("logistic", "boosted_trees")),
    "multiclass": Task("class", True, True, (), ("logistic", "boosted_trees")),
    "regression": Task("quantity", True, True, (), ("linear", "boosted_trees")),
    "clustering": Task("class", False, False, ("clusters",), ("kmeans",)),
    "reduction": Task("none", False, False, ("components",), ("pca",)),
    "anomaly": Task("event", False, True, ("components", "contamination"), ("isolation_forest",)),
}


def find_task_problems(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    """Name every key that the task needs and lacks, or has and cannot use.

    Parameters
    ----------
    declaration : dict
        The declaration with its defaults, sound by the schema.
    place : str
        ``assay_use_cases.<name>``.

    Yields
    ------
    Problem
        Nothing where the keys fit the task.
    """
    task, has_label = TASKS[declaration["task"]], declaration["label"]["sql"] is not None
    declared = {
        "label": has_label,
        "policies": bool(declaration["policies"]),
        "calibration": declaration["calibration"] != "isotonic",
        "clusters": any(value is not None for value in declaration["clusters"].values()),
        "components": any(value is not None for value in declaration["components"].values()),
        "contamination": declaration["contamination"] is not None,
    }
    usable = {key: key in task.keys for key in ("clusters", "components", "contamination")}
    usable |= {"label": task.label != "none", "policies": task.decides, "calibration": task.learns_from_label}
    needed = {
        "label": task.learns_from_label,
        "policies": task.decides and (task.learns_from_label or has_label),
        "contamination": usable["contamination"],
    }
    for key, is_declared in declared.items():
        if is_declared and not usable[key]:
            yield Problem(f"{place}.{key}", f"the task {declaration['task']} has no use for it")
        elif needed.get(key) and not is_declared:
            yield Problem(f"{place}.{key}", "missing; it is required")
    yield from _check_choices(declaration, place)


def write_label(declaration: dict[str, Any], cast: str = "cast") -> str:
    """Write the declared label as SQL: 1 or 0 of an event, a class as text, else a number; NULL where there is none.

    Parameters
    ----------
    declaration : dict
        The declaration with its defaults.
    cast : str
        ``try_cast`` makes NULL of what cannot be read so, too, in place of an error.

    Returns
    -------
    str
        An SQL expression.
    """
    sql, kind = declaration["label"]["sql"], name_label_type(declaration["task"])
    if sql is None:
        return "cast(null as double)"
    label = f"{cast}(({sql}) as {kind})"
    return f"cast({label} as integer)" if kind == "boolean" else label


def name_label_type(task: str) -> str:
    """Name the type that the declared label, and what policies predict, is cast to."""
    if task == "multiclass":
        return "varchar"
    return "boolean" if TASKS[task].label == "event" else "double"


def _check_choices(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    """Refuse a number of clusters or components beside a way to choose it."""
    clusters, components = declaration["clusters"], declaration["components"]
    if clusters["count"] is not None and any(clusters[key] is not None for key in ("least", "most", "criterion")):
        yield Problem(f"{place}.clusters", "count leaves nothing to choose by least, most and criterion")
    elif None not in (clusters["least"], clusters["most"]) and clusters["least"] > clusters["most"]:
        yield Problem(f"{place}.clusters", "least must not be more than most")
    if None not in (components["count"], components["explained"]):
        yield Problem(f"{place}.components", "count and explained cannot both be declared")
