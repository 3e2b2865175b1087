"""The command `assay model export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assay.exchange.document import write_document
from assay.exchange.portable_sql import DIALECTS, score_sql
from assay.exchange.refused import RefusedModelError
from assay.exchange.warehouse import find_model, read_model
from assay.operations.commands import Database, Project, opened_registry


class Target(StrEnum):
    """What a model can be written as."""

    JSON = "json"
    SQL = "sql"


Name = Annotated[str, typer.Argument(help="A use case (its champion) or a version of `assay model list`.")]
To = Annotated[Target, typer.Option("--to", help="What to write.")]
Dialect = Annotated[str, typer.Option("--dialect", help=f"Of SQL: {', '.join(DIALECTS)}.")]
Relation = Annotated[str, typer.Option("--relation", help="What the SQL reads: a numeric column per encoded feature.")]
Keys = Annotated[list[str] | None, typer.Option("--key", help="A column that the SQL keeps; repeat for more.")]
Out = Annotated[Path | None, typer.Option("--output", help="The file to write.", show_default="standard output")]


def export_model(
    name: Name,
    to: To = Target.JSON,
    dialect: Dialect = "duckdb",
    relation: Relation = "features",
    key: Keys = None,
    output: Out = None,
    project: Project = Path(),
    database: Database = None,
) -> None:
    """Write a stored model as JSON, or as SQL that another warehouse runs."""
    with opened_registry(project, database) as connection:
        model = read_model(connection, find_model(connection, name))
    try:
        text = write_document(model) if to is Target.JSON else score_sql(model, dialect, relation, key or [])
    except RefusedModelError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    _write(text, output)
    if model.feature_space is None and output:
        typer.echo(f"{model.name} belongs to an earlier feature space: how its features are encoded is not known.")


def _write(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        typer.echo(f"Wrote {output}.")
