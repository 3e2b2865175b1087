"""Mistakes in the declared tables: columns that lack, values that no rule knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assay.inputs.assumptions import NEEDS
from assay.inputs.readings import find_unread_columns
from assay.inputs.schema import load_tables
from assay.inputs.sentences import NAME, NAME_RULE, Problem, suggest
from assay.inputs.warehouse import Warehouse


def find_table_problems(
    warehouse: Warehouse, inputs: dict[str, str], use_cases: list[str], relations: dict[str, list[str]]
) -> list[Problem]:
    """Name every mistake in the relations mapped under ``assay_inputs``.

    Parameters
    ----------
    warehouse : Warehouse
        Where the relations are.
    inputs : dict
        Declared table to relation name.
    use_cases : list of str
        Declared use cases.
    relations : dict
        Relations that each sound use case names, which its quality rules may read.

    Returns
    -------
    list of Problem
        Values are read only where every required column is there.
    """
    problems: list[Problem] = []
    for name, relation in inputs.items():
        place, rules = f"assay_inputs.{name}", load_tables()[name]
        table = warehouse.find_table(relation)
        if table is None:
            problems.append(Problem(place, f"{relation} is not in the warehouse; build it first"))
            continue
        columns = [column.lower() for column in warehouse.list_columns(table)]
        absent = [column for column in rules["required"] if column not in columns]
        problems += [Problem(place, f"{relation} has no column {column}") for column in absent]
        unread = list(find_unread_columns(warehouse, table, name, place))
        problems += unread
        if not absent and not unread:
            problems += _check_words(warehouse, table, columns, rules.get("values", {}), use_cases, place)
            if {"low", "mode", "high"} <= set(columns):
                problems += _check_order(warehouse, table, place)
            if name == "quality_rules":
                problems += _check_datasets(warehouse, table, relations, place)
            if name == "assumptions":
                problems += _check_assumptions(warehouse, table, columns, place)
    return problems


def _check_words(
    warehouse: Warehouse, table: str, columns: list[str], words: dict[str, list[str]], use_cases: list[str], place: str
) -> Iterator[Problem]:
    """Refuse a use case that is not declared, and a word outside its list."""
    for column, allowed in {"use_case": use_cases, **words}.items():
        if column not in columns:
            continue
        query = f"select distinct cast({column} as string) as value from {table} order by value"
        for (value,) in warehouse.connection.execute(query).fetchall():
            if value is not None and value not in allowed:
                text = f"'{value}' is not one of {', '.join(allowed)}{suggest(value, allowed)}"
                yield Problem(f"{place}.{column}", text)


def _check_datasets(warehouse: Warehouse, table: str, relations: dict[str, list[str]], place: str) -> Iterator[Problem]:
    """Refuse quality rules on relations that their use case does not name, so that dbt knows what to build first."""
    query = f"select distinct use_case, rule, dataset from {table} order by use_case, rule, dataset"
    for use_case, rule, dataset in warehouse.connection.execute(query).fetchall():
        if use_case in relations and dataset not in relations[use_case]:
            text = (
                f"dataset '{dataset}' is neither the decision relation nor listed in "
                f"assay_use_cases.{use_case}.datasets{suggest(dataset, relations[use_case])}"
            )
            yield Problem(f"{place}.{use_case}.{rule}", text)


def _check_order(warehouse: Warehouse, table: str, place: str) -> Iterator[Problem]:
    """Refuse ranges in which low, mode and high are not in order."""
    query = f"""
        select concat_ws('.', use_case, name) as place,
            concat_ws(', ', cast(low as string), cast(mode as string), cast(high as string))
        from {table} where low > high or low > mode or mode > high order by place
    """
    for where, numbers in warehouse.connection.execute(query).fetchall():
        yield Problem(f"{place}.{where}", f"low, mode and high are not in order: {numbers}")


def _check_assumptions(warehouse: Warehouse, table: str, columns: list[str], place: str) -> Iterator[Problem]:
    """Refuse names that SQL cannot use, names declared twice, and distributions that lack a number."""
    parts = [column if column in columns else f"null as {column}" for column in ("distribution", "low", "mode", "high")]
    query = f"""
        select use_case, name, {", ".join(parts)},
            row_number() over (partition by use_case, lower(name) order by name) as occurrence
        from {table} order by use_case, name, occurrence
    """
    for use_case, name, distribution, *numbers, occurrence in warehouse.connection.execute(query).fetchall():
        yield from _check_assumption(
            f"{place}.{use_case}.{name}",
            name or "",
            distribution or "fixed",
            dict(zip(("low", "mode", "high"), numbers, strict=True)),
            occurrence,
        )


def _check_assumption(
    place: str, name: str, distribution: str, numbers: dict[str, Any], occurrence: int
) -> Iterator[Problem]:
    if not NAME.fullmatch(name):
        yield Problem(place, NAME_RULE)
    elif occurrence == 2:
        yield Problem(place, "declared more than once")
    for number in NEEDS.get(distribution, ()):
        if numbers[number] is None:
            yield Problem(f"{place}.{number}", f"missing; distribution {distribution} needs it")
    if distribution == "lognormal" and numbers["low"] is not None and numbers["low"] <= 0:
        yield Problem(f"{place}.low", "must be more than 0; distribution lognormal needs it")
