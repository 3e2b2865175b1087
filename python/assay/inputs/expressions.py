"""Expressions of a declaration: each must be one scalar expression over columns and assumptions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

import duckdb
import sqlglot
from sqlglot import exp

from assay.inputs.sentences import Problem, suggest

# What outcomes.value sees beside columns and assumptions.
QUANTITIES = ("prediction", "actual")
NOT_SCALAR: dict[type[exp.Expr], str] = {
    exp.Select: "a subquery",
    exp.Subquery: "a subquery",
    exp.Window: "a window function",
    exp.Lambda: "a lambda",
    exp.Columns: "*",
    exp.Star: "*",
    exp.Tuple: "a list of expressions",
}
CLOCKS: dict[type[exp.Expr], str] = {
    exp.CurrentDate: "current_date",
    exp.CurrentTimestamp: "current_timestamp",
    exp.CurrentTime: "current_time",
}


@cache
def load_function_kinds() -> dict[str, str]:
    """Kind of every DuckDB function: scalar, aggregate, or volatile where a call may give another value each time."""
    query = """
        select function_name,
            case when bool_or(function_type = 'aggregate') then 'aggregate'
                when bool_or(stability <> 'CONSISTENT') then 'volatile' else 'scalar' end
        from duckdb_functions() where function_type in ('scalar', 'aggregate', 'macro')
        group by function_name order by function_name
    """
    return dict(_open_parser().execute(query).fetchall())


def list_expressions(declaration: dict[str, Any]) -> dict[str, str]:
    """Every SQL expression of a use case with defaults, by its place in the declaration."""
    found = {"label.sql": declaration["label"]["sql"], "label.known_at": declaration["label"]["known_at"]}
    for index, policy in enumerate(declaration["policies"]):
        found |= {f"policies[{index}].{key}": policy[key] for key in ("sql", "prediction")}
    found |= {f"outcomes.{outcome}": sql for outcome, sql in declaration["outcomes"].items()}
    for index, metric in enumerate(declaration["metrics"]):
        found[f"metrics[{index}].sql"] = metric["sql"]
        found |= {f"metrics[{index}].{key}": metric[key] for key in ("unit_amount", "ceiling")}
    for key in ("assignment", "assigned_at", "strata", "adjust_for"):
        found[f"realisation.{key}"] = declaration["realisation"][key]
    return {place: str(sql) for place, sql in found.items() if sql is not None}


def parse_expression(sql: str) -> exp.Expr | None:
    """Parse one SQL expression, or give None where it is not one expression."""
    try:
        statements = sqlglot.parse(f"select ({sql})", dialect="duckdb")
    except sqlglot.errors.SqlglotError:
        return None
    statement = statements[0] if len(statements) == 1 else None
    if not isinstance(statement, exp.Select) or len(statement.expressions) != 1:
        return None
    if any(value for key, value in statement.args.items() if key not in ("expressions", "kind")):
        return None
    return statement.expressions[0] if _duckdb_parses(sql) else None


@cache
def _open_parser() -> duckdb.DuckDBPyConnection:
    """Open an empty database, of which only the parser is used."""
    return duckdb.connect()


def _duckdb_parses(sql: str) -> bool:
    """Whether DuckDB's own parser accepts the expression too; sqlglot is more lenient."""
    query = "select json_extract(json_serialize_sql($1), '$.error')"
    return str(_open_parser().execute(query, [f"select ({sql})"]).fetchall()[0][0]) == "false"


def _unwrap(tree: exp.Expr) -> Iterator[exp.Expr]:
    """Walk a tree without entering what a scalar expression may not have."""
    yield from tree.walk(prune=lambda node: type(node) in NOT_SCALAR and not isinstance(node, exp.Tuple))


def find_expression_problems(
    expressions: Mapping[str, str],
    columns: Collection[str],
    assumptions: Collection[str],
    relation: str,
    place: str,
) -> list[Problem]:
    """Name every expression that is not one scalar expression over the columns and assumptions.

    Parameters
    ----------
    expressions : mapping
        Place in the use case to SQL.
    columns, assumptions : collection of str
        Names that an expression may use, in lower case; empty ``columns`` leaves names unchecked.
    relation : str
        Relation as the sentences name it.
    place : str
        ``assay_use_cases.<name>``.

    Returns
    -------
    list of Problem
        Empty where all expressions are sound.
    """
    problems: dict[Problem, None] = {}
    for key, sql in expressions.items():
        where = f"{place}.{key}"
        known = [*columns, *assumptions, *(QUANTITIES if key == "outcomes.value" else ())]
        tree = parse_expression(sql)
        if tree is None:
            problems[Problem(where, f"not an SQL expression: {sql}")] = None
            continue
        for text in _describe_parts(tree):
            problems[Problem(where, text)] = None
        for name in _list_columns(tree):
            if columns and name.lower() not in known:
                text = f"'{name}' is neither a column of {relation} nor a declared assumption{suggest(name, known)}"
                problems[Problem(where, text)] = None
    return list(problems)


def _describe_parts(tree: exp.Expr) -> Iterator[str]:
    """Say what a tree has that a scalar expression may not have."""
    kinds = load_function_kinds()
    for node in _unwrap(tree):
        is_count_star = isinstance(node, exp.Star) and isinstance(node.parent, exp.Count)
        if type(node) in NOT_SCALAR and not is_count_star:
            yield f"must be one scalar expression; {NOT_SCALAR[type(node)]} is not allowed"
        elif isinstance(node, exp.Func) and type(node) not in CLOCKS:
            names = [node.name] if isinstance(node, exp.Anonymous) else [name.lower() for name in node.sql_names()]
            kind = next((kinds[name] for name in names if name in kinds), None)
            if kind in ("aggregate", "volatile"):
                name = next(name for name in names if name in kinds)
                yield f"must be one scalar expression; the {kind} function {name} is not allowed"
            elif kind is None and isinstance(node, exp.Anonymous):
                yield f"'{node.name}' is not a function{suggest(node.name, kinds)}"


def _list_columns(tree: exp.Expr) -> Iterator[str]:
    """Name the columns of a tree, a qualified one by its first part as DuckDB does."""
    for node in _unwrap(tree):
        if isinstance(node, exp.Column):
            yield node.parts[0].name
        elif type(node) in CLOCKS:
            yield CLOCKS[type(node)]
