"""Values that their key cannot use: a text where a number is needed, and what cannot be computed at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assay.inputs.expressions import QUANTITIES, list_expressions
from assay.inputs.schema import load_tables
from assay.inputs.sentences import Problem, count_rows
from assay.inputs.tasks import name_label_type, write_label
from assay.inputs.warehouse import Warehouse

NOUNS = {
    "boolean": "true or false",
    "double": "a number",
    "integer": "a whole number",
    "timestamp": "a time",
    "date": "a date",
}


def name_types(declaration: dict[str, Any]) -> dict[str, str]:
    """Name the type that the value of every SQL expression is read as, by its place in the declaration."""
    label_type = name_label_type(declaration["task"])
    known = {
        "label.sql": label_type,
        "label.known_at": "timestamp",
        "realisation.assignment": "boolean",
        "realisation.assigned_at": "timestamp",
        "realisation.strata": "varchar",
    }
    types = {}
    for place in list_expressions(declaration):
        kind = "boolean" if place.startswith("policies") else "double"
        types[place] = known.get(place, label_type if place.endswith(".prediction") else kind)
    return types


def find_reading_problems(
    warehouse: Warehouse, table: str, declaration: dict[str, Any], numbers: str, place: str
) -> list[Problem]:
    """Name every expression with a value that its key cannot use, or that cannot be computed for some row.

    Parameters
    ----------
    warehouse : Warehouse
        Where the relation is.
    table : str
        The quoted relation.
    declaration : dict
        The declaration with its defaults; columns and types of its expressions are sound.
    numbers : str
        Select list with the expected value of each assumption.
    place : str
        ``assay_use_cases.<name>``.

    Returns
    -------
    list of Problem
        Empty where every value can be read.
    """
    types, key = name_types(declaration), declaration["entity"]["key"]
    label = f"try({write_label(declaration, cast='try_cast')})"
    problems = []
    for where, sql in list_expressions(declaration).items():
        predicted = [f"{label} as {name}" for name in QUANTITIES if where == "outcomes.value"]
        seen = f"(select {', '.join([*predicted, '*', numbers])} from {table} as entities) as seen"
        [(count, stated, entity_id)] = warehouse.connection.execute(
            f'select count(*), min(try(cast(({sql}) as string))), min(cast("{key}" as string)) from {seen}'
            f" where {_write_unread(sql, types[where])}"
        ).fetchall()
        if count:
            what = "cannot be computed" if stated is None else f"not {NOUNS[types[where]]}"
            example = f"{key} '{entity_id}'" if stated is None else f"'{stated}'"
            problems.append(Problem(f"{place}.{where}", f"{what} in {count_rows(count)}, such as {example}"))
    return problems


def find_unread_columns(warehouse: Warehouse, table: str, name: str, place: str) -> Iterator[Problem]:
    """Name every column of a declared table with a text that cannot be read as its type."""
    columns = [column.lower() for column in warehouse.list_columns(table)]
    for column, kind in load_tables()[name]["columns"].items():
        if column in columns and kind != "string":
            unread = f"from {table} where {_write_unread(column, kind)}"
            [(count, example)] = warehouse.connection.execute(
                f"select count(*), min(cast({column} as string)) {unread}"
            ).fetchall()
            if count:
                text = f"not {NOUNS[kind]} in {count_rows(count)}, such as '{example}'"
                yield Problem(f"{place}.{column}", text)


def _write_unread(sql: str, kind: str) -> str:
    """Write whether an expression has a value that cannot be read as the type, or cannot be computed at all.

    It stands there once, and one query may ask it of one expression only: DuckDB would compute what two have in common
    outside `try`.
    """
    known = "1970-01-01" if kind in ("timestamp", "date") else "0"
    return f"try(coalesce(cast(({sql}) as {kind}), cast('{known}' as {kind}))) is null"
