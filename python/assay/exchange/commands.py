"""The commands `assay model export` and `assay model import`."""

from __future__ import annotations

import csv
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assay.exchange.certificates import certify
from assay.exchange.document import write_document
from assay.exchange.imports import check_use_case, store_import
from assay.exchange.reading.files import SUFFIXES, read_foreign
from assay.exchange.reading.sklearn_pipelines import PICKLE_WARNING
from assay.exchange.refused import RefusedModelError
from assay.exchange.warehouse import find_model, read_model
from assay.exchange.writing.onnx_document import write_onnx
from assay.exchange.writing.portable_sql import DIALECTS, score_sql
from assay.operations.commands import NEXT, Database, Project, opened_registry


class Target(StrEnum):
    """What a model can be written as."""

    JSON = "json"
    SQL = "sql"
    ONNX = "onnx"


Name = Annotated[str, typer.Argument(help="A use case (its champion) or a version of `assay model list`.")]
To = Annotated[Target, typer.Option("--to", help="What to write.")]
Dialect = Annotated[str, typer.Option("--dialect", help=f"Of SQL: {', '.join(DIALECTS)}.")]
Relation = Annotated[str, typer.Option("--relation", help="What the SQL reads: a numeric column per encoded feature.")]
Keys = Annotated[list[str] | None, typer.Option("--key", help="A column that the SQL keeps; repeat for more.")]
Raw = Annotated[bool, typer.Option("--raw-columns", help="SQL encodes the declared columns itself.")]
DecidedAt = Annotated[str | None, typer.Option("--decided-at", help="The column of decision times, for ages of times.")]
Out = Annotated[Path | None, typer.Option("--output", help="The file to write.", show_default="standard output")]

File = Annotated[Path, typer.Argument(help=f"What the library saved: {SUFFIXES}.")]
UseCase = Annotated[str, typer.Option("--use-case", help="The use case that the model takes part in.")]
Rows = Annotated[str, typer.Option("--rows", help="Rows to compare on: a table, or a parquet or CSV file.")]
Named = Annotated[str, typer.Option("--name", help="What the model is called among the learners.")]
Event = Annotated[str | None, typer.Option("--event", help="The class that is the event, where it is not 1 or true.")]
Features = Annotated[str | None, typer.Option("--features", help="Names of the features, in order: a,b,c.")]
Classes = Annotated[
    str | None, typer.Option("--classes", help="Names of several classes, in the model's order: a,b,c.")
]
Pickle = Annotated[bool, typer.Option("--allow-pickle", help=PICKLE_WARNING)]


def export_model(
    name: Name,
    to: To = Target.JSON,
    dialect: Dialect = "duckdb",
    relation: Relation = "features",
    key: Keys = None,
    raw_columns: Raw = False,
    decided_at: DecidedAt = None,
    output: Out = None,
    project: Project = Path(),
    database: Database = None,
) -> None:
    """Write a stored model as JSON, as SQL that another warehouse runs, or as ONNX."""
    with opened_registry(project, database) as connection:
        model = read_model(connection, find_model(connection, name))
    try:
        if to is Target.ONNX:
            content = write_onnx(model)
        else:
            as_sql = to is Target.SQL
            options = (dialect, relation, key or [], raw_columns, decided_at)
            content = (score_sql(model, *options) if as_sql else write_document(model)).encode()
    except RefusedModelError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    _write(content, output)
    if model.feature_space is None and output:
        typer.echo(f"{model.name} belongs to an earlier feature space: how its features are encoded is not known.")


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)
        typer.echo(f"Wrote {output}.")


def _listed(text: str | None) -> list[str] | None:
    """Split names at commas, but those in double quotes."""
    return next(csv.reader([text])) if text else None


def import_model(
    file: File,
    use_case: UseCase,
    rows: Rows,
    name: Named = "imported",
    event: Event = None,
    features: Features = None,
    classes: Classes = None,
    allow_pickle: Pickle = False,
    project: Project = Path(),
    database: Database = None,
) -> None:
    """Read a model that another library trained, once SQL is seen to repeat it on your rows."""
    if allow_pickle:
        typer.echo(PICKLE_WARNING, err=True)
    try:
        model = read_foreign(file, event, _listed(features), allow_pickle, _listed(classes))
        with opened_registry(project, database, write=True) as connection:
            check_use_case(connection, use_case, name, model)
            certificate = certify(connection, model, rows)
            version = store_import(connection, use_case, name, file, model, rows, certificate)
    except RefusedModelError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    labels = "" if certificate.equal_labels is None else ", every label is equal"
    typer.echo(
        f"{version}: on {certificate.rows} rows SQL and {certificate.answered_by} differ by at most"
        f" {certificate.largest_difference:.2g}{labels}. {NEXT}"
    )
