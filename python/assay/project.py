"""Where the dbt project lies that belongs to this Python layer."""

from __future__ import annotations

from pathlib import Path

import typer


def find_dbt_project() -> Path:
    """Find the folder to name in ``packages.yml``: inside the installed wheel, or the checkout.

    Returns
    -------
    Path
        A folder that holds ``dbt_project.yml``.

    Raises
    ------
    FileNotFoundError
        Where the package was copied without its dbt project.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "dbt", package.parents[1]):
        if (folder / "dbt_project.yml").is_file():
            return folder
    raise FileNotFoundError(f"no dbt project beside {package}; install dbt-assay as a wheel or from a checkout")


def print_dbt_project() -> None:
    """Print the folder to name under `local:` in packages.yml."""
    typer.echo(find_dbt_project())
