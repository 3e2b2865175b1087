"""The commands ``assay init`` and ``assay check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assay.inputs.check import check_project
from assay.inputs.init import propose_declaration
from assay.inputs.warehouse import WarehouseError

ProjectDirectory = Annotated[Path, typer.Option("--project-dir", help="Folder with dbt_project.yml.")]
Target = Annotated[str | None, typer.Option("--target", help="Target of the dbt profile.")]


def check_declarations(
    project_dir: ProjectDirectory = Path(),
    no_data: Annotated[bool, typer.Option("--no-data", help="Look at the declarations alone.")] = False,
    target: Target = None,
) -> None:
    """Check the declarations of a dbt project; every mistake is one sentence with its line."""
    report = check_project(project_dir, with_data=not no_data, target=target)
    for line in report.format_problems():
        typer.echo(line)
    for note in report.notes:
        typer.echo(f"note: {note}")
    if report.problems:
        raise typer.Exit(1)
    typer.echo(f"{report.declarations.path.name}: the declarations are sound")


def write_declaration(
    relation: Annotated[str, typer.Argument(help="Model, seed or source.table with one row per decision.")],
    project_dir: ProjectDirectory = Path(),
    target: Target = None,
) -> None:
    """Print a first declaration for a relation, with columns proposed from the warehouse."""
    try:
        typer.echo(propose_declaration(project_dir, relation, target), nl=False)
    except WarehouseError as error:
        typer.echo(f"assay init: {error}", err=True)
        raise typer.Exit(1) from error
