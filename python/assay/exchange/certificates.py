"""The certificate of an import: what SQL and the library say of the user's rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from assay.exchange.document import Model, Output
from assay.exchange.foreign import Answers, ForeignModel
from assay.exchange.portable_sql import result_of, score_sql
from assay.exchange.refused import RefusedModelError
from assay.exchange.tree_walk import walk_trees
from assay.inputs.sentences import suggest

TOLERANCE = 1e-6
ROWS = "certificate_rows"
FILES = {".parquet": "read_parquet", ".csv": "read_csv"}
NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "BOOLEAN", "UTINYINT")


@dataclass(frozen=True)
class Certificate:
    """On which rows a model was compared, and what came out.

    Attributes
    ----------
    answered_by : str
        Name and version of the library that answered.
    rows : int
        Number of rows compared.
    rows_digest : str
        SHA-256 of the rows' features and their names, in any order of rows.
    largest_difference : float
        Of probabilities or quantities, relative to the larger of 1 and the library's.
    equal_labels : int or None
        Rows to which both give one label: all but those within 1e-6 of one half, where rounding decides. None for a
        quantity.
    """

    answered_by: str
    rows: int
    rows_digest: str
    largest_difference: float
    equal_labels: int | None


def certify(connection: duckdb.DuckDBPyConnection, model: ForeignModel, relation: str) -> Certificate:
    """Score the user's rows in SQL and by the library, and compare.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Where the relation is, and where SQL scores.
    model : ForeignModel
        What to compare.
    relation : str
        A table or view, or a parquet or CSV file, with a column per feature of the model.

    Returns
    -------
    Certificate
        SQL reads features as 32-bit floats, as the warehouse stores them; the library gets them as they are.

    Raises
    ------
    RefusedModelError
        If a column is missing or no number, there are no rows, the library cannot score them, a value differs by more
        than 1e-6 of the larger of 1 and its size, or a label differs.
    """
    rows = _read_rows(connection, relation, model.feature_names)
    answers = _ask(model, rows)
    found = _score(connection, model)
    difference = np.abs(found - answers.values) / np.maximum(1.0, np.abs(answers.values))
    worst = int(np.argmax(np.where(np.isnan(difference), np.inf, difference)))
    if not difference[worst] <= TOLERANCE:
        raise RefusedModelError(
            f"SQL would not repeat the model: of row {worst + 1} of {relation} the library says"
            f" {answers.values[worst]:.9g}, SQL says {found[worst]:.9g}{_why(rows[worst])}"
        )
    equal = _equal_labels(found, answers, relation)
    return Certificate(
        model.answered_by, len(rows), _digest(rows, model.feature_names), float(difference[worst]), equal
    )


def _ask(model: ForeignModel, rows: NDArray[np.float64]) -> Answers:
    try:
        return model.predict(rows)
    except Exception as error:  # each library has its own kind
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise RefusedModelError(f"{model.answered_by} cannot score the rows: {reason}") from error


def _equal_labels(found: NDArray[np.float64], answers: Answers, relation: str) -> int | None:
    if answers.is_event is None:
        return None
    is_decided = np.abs(answers.values - 0.5) > TOLERANCE
    differs = is_decided & ((found > 0.5) != answers.is_event)
    if differs.any():
        first = int(np.argmax(differs))
        raise RefusedModelError(
            f"SQL would not repeat the model: the label of row {first + 1} of {relation} differs,"
            f" at a probability of {found[first]:.9g}"
        )
    return int(is_decided.sum())


def _why(row: NDArray[np.float64]) -> str:
    if np.isinf(row).any():
        return "; the row holds an infinite value, which counts as missing in the warehouse"
    return ""


def _read_rows(connection: duckdb.DuckDBPyConnection, relation: str, names: list[str]) -> NDArray[np.float64]:
    """Copy the features into a table of this connection, and into an array of float64, shape (n, p)."""
    source = _source(connection, relation)
    types = {str(row[0]): str(row[1]) for row in connection.execute(f"describe select * from {source}").fetchall()}
    for name in names:
        if name not in types:
            raise RefusedModelError(f"{relation} has no column {name!r} for the model{suggest(name, types)}")
        if types[name].split("(")[0] not in NUMBERS:
            raise RefusedModelError(f"{relation}: the column {name!r} is {types[name]}, only numbers can be read")
    columns = ", ".join(f"cast({_quoted(name)} as double) as {_quoted(name)}" for name in names)
    connection.execute(
        f"create or replace temp table {ROWS} as select row_number() over () as row_number, {columns} from {source}"
    )
    found = connection.execute(f"select * exclude (row_number) from {ROWS} order by row_number").fetchnumpy()
    rows = np.column_stack([_filled(found[name]) for name in names])
    if not len(rows):
        raise RefusedModelError(f"{relation} has no rows to compare the model on")
    return rows


def _source(connection: duckdb.DuckDBPyConnection, relation: str) -> str:
    suffix = Path(relation).suffix
    if suffix in FILES:
        if not Path(relation).is_file():
            raise RefusedModelError(f"--rows {relation}: there is no such file")
        escaped = relation.replace("'", "''")
        return f"{FILES[suffix]}('{escaped}')"
    *schema, name = relation.split(".")
    found: list[tuple[Any, ...]] = connection.execute(
        "select table_schema from information_schema.tables"
        " where table_name = ? and table_schema = coalesce(?, table_schema)",
        [name, schema[-1] if schema else None],
    ).fetchall()
    if len(found) != 1:
        known = f"in several schemas: {', '.join(sorted(x for (x,) in found))}" if found else "not in the warehouse"
        raise RefusedModelError(f"--rows {relation} is {known}: name a table as schema.table, or a parquet file")
    return f"{_quoted(found[0][0])}.{_quoted(name)}"


def _score(connection: duckdb.DuckDBPyConnection, model: ForeignModel) -> NDArray[np.float64]:
    output = "1" if model.task == "binary" else "value"
    stored = Model("imported", "imported", model.task, model.link, model.feature_names, {output: Output(model.form)})
    if model.form.form == "branching_trees":
        raw_scores = walk_trees(connection, model.form, ROWS, model.feature_names)
        name, expression = result_of(stored, stored.outputs[output])
        query = f"select *, {expression.sql(dialect='duckdb')} as {name} from ({raw_scores}) as raw_scores"
    else:
        query = score_sql(stored, "duckdb", ROWS, ["row_number"])
    result = "probability" if model.task == "binary" else "value"
    found = connection.execute(f"select {result} from ({query}) as scored order by row_number").fetchnumpy()
    return _filled(found[result])


def _filled(values: Any) -> NDArray[np.float64]:
    """Put NaN where a fetched column is masked."""
    return np.asarray(np.ma.filled(values, np.nan), dtype=np.float64)


def _digest(rows: NDArray[np.float64], names: list[str]) -> str:
    filled = np.where(np.isnan(rows), np.nan, rows + 0.0)  # one kind of NaN, one kind of zero
    digest = hashlib.sha256("\n".join(names).encode())
    digest.update(filled[np.lexsort(filled.T[::-1])].tobytes())
    return digest.hexdigest()


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
