"""What the tests of value share: compiled models and a warehouse that holds nothing but their inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from tests.conftest import rendering, run_dbt


def compile_models(models: Sequence[str]) -> dict[str, str]:
    """Render models to SQL in one run of dbt.

    Parameters
    ----------
    models : sequence of str
        Names of models.

    Returns
    -------
    dict of str
        Model to SQL, in the order of ``models``; relations stand in the catalog ``assay``.
    """
    with rendering() as database:
        run_dbt("--quiet", "compile", "--select", *models, database=database)
        found = {path.stem: path.read_text() for path in (database.parent / "target" / "compiled").rglob("assay_*.sql")}
    return {model: found[model] for model in models}


def solve(path: Path, tables: Mapping[str, pd.DataFrame | str], models: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """Build models on given inputs.

    Parameters
    ----------
    path : Path
        An empty folder.
    tables : mapping
        Internal model to its rows, or to a query.
    models : mapping
        Model to SQL, in the order to build them in.

    Returns
    -------
    duckdb.DuckDBPyConnection
        A connection that sees every table by its bare name.
    """
    connection = duckdb.connect(str(path / "assay.duckdb"))
    connection.execute("create schema assay_work; use assay_work")
    for name, rows in tables.items():
        if isinstance(rows, pd.DataFrame):
            connection.register("given_rows", rows)
        query = rows if isinstance(rows, str) else "select * from given_rows"
        connection.execute(f"create table assay_work.{name} as {query}")
    for name, sql in models.items():
        connection.execute(f"create table assay_work.{name} as {sql}")
    return connection
