"""The commands `assay publish` and `assay summary`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assay.marts.artifacts import ArtifactError, locate_warehouse, read_build
from assay.marts.publish import PublishError, publish
from assay.marts.summary import SummaryError, print_summary

Project = Annotated[Path, typer.Option("--project-dir", help="Folder of your dbt_project.yml.")]
Target = Annotated[Path | None, typer.Option("--target-path", help="Folder of dbt's artifacts.", show_default="target")]
Database = Annotated[
    Path | None, typer.Option("--database", help="The DuckDB file to read.", show_default="what the dbt profile says")
]


def publish_marts(
    project: Project = Path(),
    target: Target = None,
    database: Database = None,
    output: Annotated[Path, typer.Option(help="Folder that holds the publications.")] = Path("published"),
    keep: Annotated[int, typer.Option(help="How many publications stay.")] = 3,
    allow_partial: Annotated[bool, typer.Option("--allow-partial", help="Publish marts the build left out.")] = False,
) -> None:
    """Copy the public marts into a read-only file that a BI tool can query while the next build runs."""
    try:
        build = read_build(target or project / os.environ.get("DBT_TARGET_PATH", "target"))
        version = publish(build, database or locate_warehouse(project), project / output, keep, allow_partial)
    except (ArtifactError, PublishError) as error:
        _stop(error)
    typer.echo(f"Published {len(build.marts)} marts: {version.parent / 'current' / 'marts.duckdb'} ({version.name})")


def summarise(project: Project = Path(), database: Database = None) -> None:
    """Say in money what the last build found, and where to look next."""
    try:
        console = Console()
        if not console.is_terminal:
            console.width = 110
        print_summary(database or locate_warehouse(project), console)
    except (ArtifactError, SummaryError) as error:
        _stop(error)


def _stop(error: Exception) -> None:
    typer.echo(str(error), err=True)
    raise typer.Exit(1) from error
