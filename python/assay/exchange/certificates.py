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
from assay.exchange.reading.foreign import Answers, Feature, ForeignModel
from assay.exchange.refused import RefusedModelError
from assay.exchange.tree_walk import score_walked
from assay.exchange.writing.portable_encoding import encoded_feature
from assay.exchange.writing.portable_sql import score_sql
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
    means : array of float64, shape (features,)
        Mean of each feature on these rows.
    equal_labels : int or None
        Rows to which both give one label: all but those whose first two classes are within 2e-6 of each other, where
        rounding decides. None for a quantity.
    """

    answered_by: str
    rows: int
    rows_digest: str
    largest_difference: float
    equal_labels: int | None
    means: NDArray[np.float64]


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
    given, features = _read_rows(connection, relation, model)
    answers = _ask(model, given)
    found = _score(connection, model)
    if found.shape != answers.values.shape:
        raise RefusedModelError(f"{model.answered_by} gives {answers.values.shape} values, SQL {found.shape}")
    difference = np.abs(found - answers.values) / np.maximum(1.0, np.abs(answers.values))
    difference = np.where(np.isnan(difference), np.inf, difference)
    worst = np.unravel_index(np.argmax(difference), difference.shape)
    if not difference[worst] <= TOLERANCE:
        said = f"{answers.values[worst]:.9g}{_of_class(model, worst)}, SQL says {found[worst]:.9g}"
        raise RefusedModelError(
            f"SQL would not repeat the model: of row {worst[0] + 1} of {relation} the library says {said}"
            f"{_why(features[worst[0]])}"
        )
    equal = _equal_labels(found, answers, relation)
    digest = _digest(features, model.feature_names)
    means = np.nan_to_num(features).mean(axis=0)
    return Certificate(model.answered_by, len(features), digest, float(difference[worst]), equal, means)


def _ask(model: ForeignModel, rows: NDArray[Any]) -> Answers:
    try:
        return model.predict(rows)
    except Exception as error:  # each library has its own kind
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise RefusedModelError(f"{model.answered_by} cannot score the rows: {reason}") from error


def _of_class(model: ForeignModel, place: tuple[np.intp, ...]) -> str:
    return f" of class {list(model.outputs)[place[1]]!r}" if len(place) > 1 else ""


def _equal_labels(found: NDArray[np.float64], answers: Answers, relation: str) -> int | None:
    """Count rows with one label by both, but those where the first two classes are level and rounding decides."""
    if answers.labels is None:
        return None
    shares = [
        values if values.ndim == 2 else np.column_stack([1 - values, values]) for values in (found, answers.values)
    ]
    last_two = np.sort(shares[1], axis=1)[:, -2:]
    is_decided = last_two[:, 1] - last_two[:, 0] > 2 * TOLERANCE
    differs = is_decided & (shares[0].argmax(axis=1) != answers.labels)
    if differs.any():
        first = int(np.argmax(differs))
        raise RefusedModelError(
            f"SQL would not repeat the model: the label of row {first + 1} of {relation} differs,"
            f" at a probability of {shares[0][first].max():.9g}"
        )
    return int(is_decided.sum())


def _why(row: NDArray[np.float64]) -> str:
    if np.isinf(row).any():
        return "; the row holds an infinite value, which counts as missing in the warehouse"
    return ""


def _read_rows(
    connection: duckdb.DuckDBPyConnection, relation: str, model: ForeignModel
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Copy the features into a table of this connection; give what the library reads, and the features, as arrays."""
    source = _source(connection, relation)
    types = {str(row[0]): str(row[1]) for row in connection.execute(f"describe select * from {source}").fetchall()}
    for name, is_text in model.columns.items():
        if name not in types:
            raise RefusedModelError(f"{relation} has no column {name!r} for the model{suggest(name, types)}")
        if not is_text and types[name].split("(")[0] not in NUMBERS:
            raise RefusedModelError(f"{relation}: the column {name!r} is {types[name]}, only numbers can be read")
    given = [f"cast({_quoted(name)} as {'text' if is_text else 'double'})" for name, is_text in model.columns.items()]
    features = [_feature_sql(feature) for feature in model.features]
    numbered = _numbered("given", given) + _numbered("feature", features)
    connection.execute(
        f"create or replace temp table {ROWS} as"
        f" select row_number() over () as row_number, {', '.join(numbered)} from {source}"
    )
    found = connection.execute(f"select * from {ROWS} order by row_number").fetchnumpy()
    if not len(found["row_number"]):
        raise RefusedModelError(f"{relation} has no rows to compare the model on")
    numbers = [_filled(found[name]) for name in _names(len(features))]
    read = [
        _texts(found[f"given_{place}"], model.missing_text) if is_text else _filled(found[f"given_{place}"])
        for place, is_text in enumerate(model.columns.values(), start=1)
    ]
    kind = object if any(model.columns.values()) else np.float64
    return np.column_stack([np.asarray(column, dtype=kind) for column in read]), np.column_stack(numbers)


def _names(count: int) -> list[str]:
    """Name features by number: names that differ in case only are one to the warehouse."""
    return [f"feature_{place}" for place in range(1, count + 1)]


def _numbered(word: str, expressions: list[str]) -> list[str]:
    return [f"{expression} as {word}_{place}" for place, expression in enumerate(expressions, start=1)]


def _feature_sql(feature: Feature) -> str:
    """Read a feature as the warehouse's own feature space does."""
    if feature.level is None:
        return f"cast({_quoted(feature.column)} as double)"
    own = {
        "encoding": "one_hot",
        "source_columns": feature.column,
        "feature_name": feature.name,
        "level": feature.level,
    }
    return encoded_feature(own).sql(dialect="duckdb")


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
    """Score the rows in SQL: one value per row, or a probability per class."""
    outputs = {name: Output(form) for name, form in model.outputs.items()}
    stored = Model("imported", "imported", model.task, model.link, _names(len(model.features)), outputs)
    if model.form.form == "branching_trees":
        query = score_walked(connection, stored, ROWS)
    else:
        query = score_sql(stored, "duckdb", ROWS, ["row_number"])
    found = connection.execute(f"select * from ({query}) as scored order by row_number").fetchnumpy()
    if model.task == "multiclass":
        return np.column_stack([_filled(found[f"probability_{place}"]) for place in range(1, len(outputs) + 1)])
    return _filled(found["probability" if model.task == "binary" else "value"])


def _filled(values: Any) -> NDArray[np.float64]:
    """Put NaN where a fetched column is masked."""
    return np.asarray(np.ma.filled(values, np.nan), dtype=np.float64)


def _texts(values: Any, missing: Any) -> NDArray[np.object_]:
    """Put what the library takes for missing where a fetched column is masked."""
    is_missing, texts = np.ma.getmaskarray(values), np.ma.getdata(values)
    return np.where(is_missing, np.array([missing], dtype=object), texts.astype(object))


def _digest(rows: NDArray[np.float64], names: list[str]) -> str:
    filled = np.where(np.isnan(rows), np.nan, rows + 0.0)  # one kind of NaN, one kind of zero
    digest = hashlib.sha256("\n".join(names).encode())
    digest.update(filled[np.lexsort(filled.T[::-1])].tobytes())
    return digest.hexdigest()


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
