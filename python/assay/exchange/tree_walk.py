"""Branching trees walked in DuckDB level by level, with nodes as rows, so that no query grows with the forest."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import sqlglot
from numpy.typing import NDArray
from sqlglot import exp

from assay.exchange.document import Model
from assay.exchange.writing.portable_sql import result_steps, with_steps
from assay.training.schema import Form

LARGEST_FLOAT = float(np.finfo(np.float32).max)
TYPES = {"le_double": "double", "le_float": "float", "lt_float": "float"}
OPERATORS = {"le_double": "<=", "le_float": "<=", "lt_float": "<"}


def score_walked(connection: duckdb.DuckDBPyConnection, model: Model, rows: str) -> str:
    """Score a relation with a model of branching trees.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Temporary tables are made in it.
    model : Model
        With one output or several classes.
    rows : str
        A relation with ``row_number`` and a double per feature.

    Returns
    -------
    str
        A query that gives ``row_number`` and what :func:`assay.exchange.writing.portable_sql.score_sql` gives.
    """
    for place, output in enumerate(model.outputs.values(), start=1):
        query = walk_trees(connection, output.form, rows, model.feature_names)
        connection.execute(f"create or replace temp table walked_{place} as {query}")
    places = range(1, len(model.outputs) + 1)
    scores = ", ".join(f"walked_{place}.raw_score as raw_{place}" for place in places)
    joined = "walked_1" + "".join(f" join walked_{place} using (row_number)" for place in places[1:])
    encoded = sqlglot.parse_one(f"select row_number, {scores} from {joined}", dialect="duckdb", into=exp.Select)
    raw_scores = [exp.column(f"raw_{place}") for place in places]
    return with_steps(encoded, result_steps(model, raw_scores, [exp.column("row_number")])).sql(dialect="duckdb")


def walk_trees(connection: duckdb.DuckDBPyConnection, form: Form, rows: str, names: list[str]) -> str:
    """Score a relation with branching trees as the warehouse does: features as 32-bit floats, leaves added exactly.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Temporary tables are made in it.
    form : Form
        A ``branching_trees`` form.
    rows : str
        A relation with ``row_number`` and a double per feature.
    names : list of str
        The features' columns, by position.

    Returns
    -------
    str
        A query that gives ``row_number`` and ``raw_score``.
    """
    columns = (f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names)
    finite = ", ".join(f"case when abs({column}) <= {LARGEST_FLOAT!r} then {column} end" for column in columns)
    connection.register("given_nodes", _nodes(form))
    connection.execute("create or replace temp table walked_nodes as select * from given_nodes")
    connection.execute(
        "create or replace temp table walked_rows as"
        f" select row_number, cast([{finite}] as float[]) as features from {rows}"
    )
    connection.execute("""
        create or replace temp table walk as
        select row_number, tree, 1 as node
        from walked_rows cross join (select distinct tree from walked_nodes)
    """)
    number_type, operator = TYPES[form.node_comparison or ""], OPERATORS[form.node_comparison or ""]
    for _ in range(_depth(form)):
        connection.execute(f"""
            create or replace temp table walk as
            select
                walk.row_number, walk.tree,
                case
                    when position = 0 then walk.node
                    when coalesce(
                        cast(features[position] as {number_type}) {operator} cast(border as {number_type}), missing_yes
                    ) then yes
                    else no
                end as node
            from walk
            inner join walked_nodes as nodes on walk.tree = nodes.tree and walk.node = nodes.node
            inner join walked_rows on walk.row_number = walked_rows.row_number
        """)
    return f"""
        select walk.row_number, {form.tree_scale!r}::double * sum(value) + {form.tree_bias!r}::double as raw_score
        from walk
        inner join walked_nodes as nodes on walk.tree = nodes.tree and walk.node = nodes.node
        group by walk.row_number
    """


def _nodes(form: Form) -> pa.Table:
    sizes = [len(tree) for tree in form.node_features]
    parts: dict[str, list[NDArray[Any]]] = {
        "position": [*form.node_features], "border": [*form.node_borders], "yes": [*form.node_yes],
        "no": [*form.node_no], "missing_yes": [*form.node_missing_yes], "value": [*form.node_values],
    }  # fmt: skip
    return pa.table(
        {
            "tree": np.repeat(np.arange(len(sizes)), sizes),
            "node": np.concatenate([np.arange(1, size + 1) for size in sizes]),
            **{name: np.concatenate(arrays) for name, arrays in parts.items()},
        }
    )


def _depth(form: Form) -> int:
    """Count the questions on the longest way down."""
    deepest = 0
    for positions, yes, no in zip(form.node_features, form.node_yes, form.node_no, strict=True):
        level: NDArray[np.int64] = np.array([0])
        depth = 0
        while len(level := level[positions[level] > 0]):
            level = np.unique(np.concatenate([yes[level], no[level]]) - 1)
            depth += 1
        deepest = max(deepest, depth)
    return deepest
