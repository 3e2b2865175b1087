"""What dbt leaves behind: the public marts, whether their last build was green, and where the warehouse is."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PACKAGE = "assay"
BUILDING_COMMANDS = frozenset({"build", "run", "retry"})
GREEN = frozenset({"success", "pass", "warn", "no-op"})


class ArtifactError(Exception):
    """A sentence for the user about artifacts or a warehouse that cannot be used."""


@dataclass(frozen=True)
class Mart:
    """A table that people may read.

    Attributes
    ----------
    unique_id : str
        The model's key in dbt's manifest.
    schema, name : str
        Where the table lies in the warehouse.
    description : str
        What the table holds, first its grain.
    columns : mapping of str to str
        Column name to description.
    """

    unique_id: str
    schema: str
    name: str
    description: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Build:
    """The last dbt run as its artifacts tell it.

    Attributes
    ----------
    invocation_id : str
        dbt's name for the run.
    built_at : str
        When the run ended, ISO 8601 in UTC.
    marts : tuple of Mart
        Public marts in name order.
    failures : tuple of str
        Marts' ancestors, marts and their tests that did not end well.
    left_out : tuple of str
        Names of marts that the run did not build.
    """

    invocation_id: str
    built_at: str
    marts: tuple[Mart, ...]
    failures: tuple[str, ...]
    left_out: tuple[str, ...]


def read_build(target: Path) -> Build:
    """Read ``manifest.json`` and ``run_results.json``.

    Parameters
    ----------
    target : Path
        The folder dbt writes its artifacts to.

    Returns
    -------
    Build
        The public marts, and what went wrong with them.

    Raises
    ------
    ArtifactError
        When an artifact is missing or unreadable, or the last command built nothing.
    """
    manifest = _read_artifact(target / "manifest.json")
    results = _read_artifact(target / "run_results.json")
    command = results.get("args", {}).get("which", "build")
    if command not in BUILDING_COMMANDS:
        raise ArtifactError(f"The last dbt command was `dbt {command}`, which builds no table: run `dbt build` first.")
    marts = find_marts(manifest)
    if not marts:
        raise ArtifactError(
            f"{target / 'manifest.json'} names no public mart of the package {PACKAGE}: is it installed?"
        )
    statuses = {result["unique_id"]: str(result["status"]) for result in results["results"]}
    relevant = _ancestors(manifest, (mart.unique_id for mart in marts))
    guarded = {*relevant, *_tests_on(manifest, relevant)}
    return Build(
        invocation_id=results["metadata"]["invocation_id"],
        built_at=results["metadata"]["generated_at"],
        marts=marts,
        failures=tuple(sorted(key for key in guarded if statuses.get(key, "success") not in GREEN)),
        left_out=tuple(mart.name for mart in marts if mart.unique_id not in statuses),
    )


def find_marts(manifest: Mapping[str, Any]) -> tuple[Mart, ...]:
    """Public models of the package, and any model a project marks with ``meta: {assay: {publish: true}}``.

    Parameters
    ----------
    manifest : mapping
        dbt's manifest.

    Returns
    -------
    tuple of Mart
        In name order.
    """
    marts = [
        Mart(
            unique_id=key,
            schema=node["schema"],
            name=node["alias"],
            description=" ".join(node["description"].split()),
            columns={name: " ".join(column["description"].split()) for name, column in node["columns"].items()},
        )
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and _is_public(node)
    ]
    return tuple(sorted(marts, key=lambda mart: (mart.schema, mart.name)))


def locate_warehouse(project: Path) -> Path:
    """Find the DuckDB file that the project's dbt profile names.

    Parameters
    ----------
    project : Path
        The folder of ``dbt_project.yml``.

    Returns
    -------
    Path
        The file, which may not exist yet.

    Raises
    ------
    ArtifactError
        When there is no project or profile, or the profile is not a DuckDB file.
    """
    from dbt.config.runtime import load_profile
    from dbt.flags import set_from_args
    from dbt_common.context import set_invocation_context
    from dbt_common.exceptions import DbtBaseException

    if not (project / "dbt_project.yml").is_file():
        raise ArtifactError(
            f"{project.resolve()} holds no dbt_project.yml: run the command in the folder of your dbt project."
        )
    profiles = os.environ.get("DBT_PROFILES_DIR") or (
        project if (project / "profiles.yml").is_file() else Path.home() / ".dbt"
    )
    try:
        set_invocation_context(os.environ)
        set_from_args(Namespace(PROFILES_DIR=str(profiles), PROJECT_DIR=str(project)), None)
        credentials = load_profile(str(project), {}).credentials
    except DbtBaseException as error:
        raise ArtifactError(f"The dbt profile cannot be read: {' '.join(str(error).split())}") from error
    path = getattr(credentials, "path", None)
    if credentials.type != "duckdb" or not path or ":" in str(path):
        raise ArtifactError(
            f"The dbt profile names no DuckDB file but {credentials.type} {path or ''}: nothing to read."
        )
    return project / str(path)


def _read_artifact(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text()))
    except FileNotFoundError:
        raise ArtifactError(f"{path} does not exist: run `dbt build` first.") from None
    except (OSError, ValueError) as error:
        raise ArtifactError(f"{path} cannot be read ({error}): run `dbt build` again.") from error


def _is_public(node: Mapping[str, Any]) -> bool:
    marked = (node["config"].get("meta") or {}).get(PACKAGE) or {}
    return bool((node["package_name"] == PACKAGE and node["access"] == "public") or marked.get("publish"))


def _ancestors(manifest: Mapping[str, Any], keys: Iterable[str]) -> set[str]:
    """Return the models and everything they are built from."""
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(manifest["parent_map"].get(key, ()))
    return found


def _tests_on(manifest: Mapping[str, Any], keys: set[str]) -> set[str]:
    """Return the data tests and unit tests that look at one of the models."""
    candidates = {**manifest["nodes"], **manifest.get("unit_tests", {})}
    return {
        key
        for key, node in candidates.items()
        if node["resource_type"] in ("test", "unit_test") and keys.intersection(node["depends_on"]["nodes"])
    }
