"""The commands `assay model list`, `show`, `promote`, `rollback` and `diff`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from assay.marts.artifacts import ArtifactError, locate_warehouse
from assay.operations import registry, versions

app = typer.Typer(no_args_is_help=True, help="The models that are stored, and which one scores.")

Project = Annotated[Path, typer.Option("--project-dir", help="Folder of your dbt_project.yml.")]
Database = Annotated[
    Path | None, typer.Option("--database", help="The DuckDB file.", show_default="what the dbt profile says")
]
UseCase = Annotated[str, typer.Argument(help="Name of the use case.")]
ModelVersion = Annotated[str, typer.Argument(help="A version from `assay model list`.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with the promotion.")]
NEXT = "Run `dbt build`: scores and money follow."


@app.command("list")
def list_models(
    use_case: Annotated[str | None, typer.Argument(help="All use cases where not given.")] = None,
    project: Project = Path(),
    database: Database = None,
) -> None:
    """List stored models: champion, challengers, archived ones."""
    with opened_registry(project, database) as connection:
        listed = versions.list_versions(connection, use_case)
        promoted = registry.promoted_versions(connection)
    rows = [
        (
            v.use_case,
            v.model_version,
            f"{v.status}, promoted" if promoted.get(v.use_case) == v.model_version else v.status,
            _shown(v.training_rows),
            _shown(v.value_per_decision),
            f"{v.trained_at:%F %H:%M}",
        )
        for v in listed
    ]
    _print(("use case", "version", "status", "rows", "value per decision", "trained (UTC)"), rows)


@app.command("show")
def show_model(use_case: UseCase, version: ModelVersion, project: Project = Path(), database: Database = None) -> None:
    """Show one model: how it was trained and how good it is."""
    with opened_registry(project, database) as connection:
        found = versions.find_version(connection, use_case, version)
        metrics = versions.read_metrics(connection, found)
    shown = {
        "use case": found.use_case,
        "version": found.model_version,
        "status": found.status,
        "learner": found.learner,
        "parameters": found.parameters,
        "feature space": f"{found.feature_space_version} ({len(found.feature_names)} features)",
        "training rows": _shown(found.training_rows),
        "trained (UTC)": f"{found.trained_at:%F %H:%M}",
        "value per decision": _shown(found.value_per_decision),
    }
    _print(("", ""), list(shown.items()))
    if metrics:
        _print(("split", "metric", "value"), [(*key, _shown(value)) for key, value in metrics.items()])


@app.command("promote")
def promote_model(
    use_case: UseCase,
    version: ModelVersion,
    reason: Reason = "",
    project: Project = Path(),
    database: Database = None,
) -> None:
    """Name a model champion, whatever the automatic rule says, as long as it is current."""
    with opened_registry(project, database, write=True) as connection:
        registry.promote(connection, use_case, version, reason)
    typer.echo(f"{version} is the promoted champion of {use_case}. {NEXT}")


@app.command("rollback")
def take_back(use_case: UseCase, reason: Reason = "", project: Project = Path(), database: Database = None) -> None:
    """Take back the last promotion."""
    with opened_registry(project, database, write=True) as connection:
        before = registry.rollback(connection, use_case, reason)
    stands = f"{before} is the promoted champion" if before else "The automatic rule names the champion"
    typer.echo(f"{stands} of {use_case} again. {NEXT}")


@app.command("diff")
def compare_models(
    use_case: UseCase,
    first: ModelVersion,
    second: ModelVersion,
    project: Project = Path(),
    database: Database = None,
) -> None:
    """Compare two models: what they were trained with and, where both are current, how good they are."""
    with opened_registry(project, database) as connection:
        pair = [versions.find_version(connection, use_case, name) for name in (first, second)]
        left, right = (versions.read_metrics(connection, version) for version in pair)
    rows: list[tuple[Any, ...]] = [
        (name, *map(_shown, values)) for name, values in versions.compare_versions(*pair).items()
    ]
    rows += [
        (f"{key[0]} {key[1]}", _shown(left[key]), _shown(right[key]))
        for key in left
        if key in right and left[key] != right[key]
    ]
    _print(("", first, second), rows)


@contextmanager
def opened_registry(project: Path, database: Path | None, write: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the registry; a mistake is a sentence and exit code 1."""
    try:
        with registry.open_registry(database or locate_warehouse(project), write) as connection:
            yield connection
    except (ArtifactError, versions.RegistryError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _print(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = 160
    table = Table(*columns, show_header=any(columns), box=None)
    for row in rows:
        table.add_row(*map(str, row))
    console.print(table)


def _shown(value: Any) -> str:
    """Write six digits of a number, nothing for None."""
    render: Callable[[Any], str] = (lambda v: f"{v:.6g}") if isinstance(value, float) else str
    return "" if value is None else render(value)
