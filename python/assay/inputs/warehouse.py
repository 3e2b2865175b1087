"""Finding a project's DuckDB file and the tables behind the names that a declaration uses."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import yaml

from assay.lock import explain_lock

# macros/engine/column_kind.sql says the same to SQL.
KINDS = {
    "numeric": "tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint uhugeint float double"
    " decimal",
    "boolean": "boolean",
    "time": "timestamp timestamp_s timestamp_ms timestamp_ns",
    "date": "date",
    "text": "varchar enum uuid",
}


class WarehouseError(Exception):
    """The warehouse cannot be read; the message says why in one sentence."""


@dataclass(frozen=True)
class Warehouse:
    """A read-only connection and what dbt knows of names.

    Attributes
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the project's database.
    places : dict
        Model, seed or ``source.table`` to (schema, table), from dbt's manifest where there is one.
    """

    connection: duckdb.DuckDBPyConnection
    places: dict[str, tuple[str, str]]

    def find_table(self, name: str) -> str | None:
        """Quoted table behind a declared relation name, or None where it has not been built."""
        schema, table = self.places.get(name, (None, name.rsplit(".", maxsplit=1)[-1]))
        rows = self.connection.execute(
            "select table_schema, table_name from information_schema.tables"
            " where lower(table_name) = lower($1) and ($2 is null or lower(table_schema) = lower($2))"
            " order by table_schema",
            [table, schema],
        ).fetchall()
        return '"{}"."{}"'.format(*rows[0]) if rows else None

    def list_columns(self, table: str) -> dict[str, str]:
        """Columns of a quoted table in their order, name as written to DuckDB type."""
        rows = self.connection.execute(f"describe select * from {table}").fetchall()
        return {str(row[0]): str(row[1]) for row in rows}


def name_kind(data_type: str) -> str:
    """Name what a column of a DuckDB type can be used as: numeric, boolean, time, date, text or other."""
    base = data_type.lower().split("(")[0].removesuffix(" with time zone")
    found = [kind for kind, names in KINDS.items() if base in names.split() and not data_type.endswith("]")]
    return found[0] if found else "other"


def _read_env_var(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise WarehouseError(f"profiles.yml needs the environment variable {name}")
    return value


def _render(text: str) -> str:
    """Fill in the environment variables of one value, as dbt does after reading the YAML."""
    environment = jinja2.Environment(autoescape=False)  # noqa: S701 (no HTML here)
    return environment.from_string(text).render(env_var=_read_env_var)


def find_database(project: Path, target: str | None = None) -> Path:
    """Path of the DuckDB file that dbt would build into.

    Parameters
    ----------
    project : Path
        Folder of the dbt project.
    target : str, optional
        Target of the profile; the profile's default where not given.

    Returns
    -------
    Path
        The database, which need not exist.

    Raises
    ------
    WarehouseError
        Where no profile is found or it is not one of DuckDB.
    """
    folders = [Path(os.environ["DBT_PROFILES_DIR"])] if "DBT_PROFILES_DIR" in os.environ else []
    folders = [project / folder for folder in folders] + [project, Path.home() / ".dbt"]
    path = next((folder / "profiles.yml" for folder in folders if (folder / "profiles.yml").is_file()), None)
    name = yaml.safe_load((project / "dbt_project.yml").read_text()).get("profile")
    if path is None or name is None:
        raise WarehouseError("no profiles.yml was found")
    profile: dict[str, Any] = yaml.safe_load(path.read_text()).get(name) or {}
    chosen = target or _render(str(profile.get("target", "default")))
    output = profile.get("outputs", {}).get(chosen, {})
    if output.get("type") != "duckdb":
        raise WarehouseError(f"the profile {name} in {path} has no DuckDB target")
    return project / _render(str(output.get("path", ":memory:")))


def _read_places(project: Path) -> dict[str, tuple[str, str]]:
    """Read schema and table of every node in dbt's manifest, as far as one was written."""
    path = project / os.environ.get("DBT_TARGET_PATH", "target") / "manifest.json"
    if not path.is_file():
        return {}
    manifest = json.loads(path.read_text())
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed", "snapshot")]
    places = {node["name"]: (node["schema"], node.get("alias") or node["name"]) for node in nodes}
    for source in manifest["sources"].values():
        places[f"{source['source_name']}.{source['name']}"] = (source["schema"], source["identifier"])
    return places


@contextmanager
def open_warehouse(project: Path, target: str | None = None) -> Iterator[Warehouse]:
    """Open the project's database for reading only.

    Raises
    ------
    WarehouseError
        Where there is none yet, or another process is writing to it.
    """
    database = find_database(project, target)
    if not database.is_file():
        raise WarehouseError(f"{database} has not been built yet")
    try:
        connection = duckdb.connect(str(database), read_only=True)
    except duckdb.Error as error:
        said = explain_lock(error, database) or f"{database} cannot be read: {str(error).splitlines()[0]}"
        raise WarehouseError(said) from error
    with connection:
        yield Warehouse(connection, _read_places(project))


def list_relation_names(project: Path) -> list[str]:
    """Names that a declaration may use: models, seeds and snapshots by their files, sources by their YAML."""
    settings = yaml.safe_load((project / "dbt_project.yml").read_text())
    folders = {"model-paths": "models", "seed-paths": "seeds", "snapshot-paths": "snapshots"}
    names: set[str] = set(_read_places(project))
    for key, default in folders.items():
        for folder in settings.get(key, [default]):
            files = sorted((project / folder).rglob("*"))
            names |= {file.stem for file in files if file.suffix in (".sql", ".py", ".csv")}
            for file in files:
                if file.suffix in (".yml", ".yaml"):
                    for source in (yaml.safe_load(file.read_text()) or {}).get("sources") or []:
                        names |= {f"{source['name']}.{table['name']}" for table in source.get("tables") or []}
    return sorted(names)
