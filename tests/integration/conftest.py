"""Comparing whole warehouses, and projects that use the package as a team would."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from tests.conftest import REPOSITORY, run_dbt


def is_run_metadata(column: str) -> bool:
    """Tell the only columns that may differ between two builds of the same inputs: when, how long, how much memory."""
    return column.startswith("run_") or column in {
        "trained_at",
        "training_seconds",
        "peak_memory_bytes",
        "seconds",
        "finished_at",
    }


def digest_tables(
    database: Path, schemas: Collection[str] = ("assay", "assay_work"), ignored: Callable[[str], bool] = is_run_metadata
) -> dict[str, tuple[int, int]]:
    """Row count and an order-free digest of every table, so that two warehouses can be compared.

    Parameters
    ----------
    database : Path
        A DuckDB file.
    schemas : collection of str
        Schemas whose tables and views are digested.
    ignored : callable
        Which columns are left out, by their names.

    Returns
    -------
    dict
        ``schema.table`` to (rows, sum of row hashes). Doubles enter by their shortest exact text.
    """
    digests: dict[str, tuple[int, int]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.execute(
            "select table_schema, table_name, list(column_name order by ordinal_position)"
            " from information_schema.columns where list_contains($1, table_schema) group by all order by all",
            [list(schemas)],
        ).fetchall()
        for schema, table, names in columns:
            kept = ", ".join(f'cast("{name}" as varchar)' for name in names if not ignored(name))
            query = f"select count(*), coalesce(sum(hash({kept})), 0) from {schema}.{table}"
            digests[f"{schema}.{table}"] = connection.execute(query).fetchall()[0]
    return digests


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of public data sets named by ``ASSAY_REAL_DATA``."""
    folder = os.environ.get("ASSAY_REAL_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("ASSAY_REAL_DATA does not name a folder with the public data sets")
    return Path(folder)


def write_project(
    folder: Path,
    models: Mapping[str, str],
    variables: Mapping[str, Any],
    seeds: Mapping[str, str] | None = None,
    package: Path = REPOSITORY,
) -> Path:
    """Write a small dbt project that installs this package, as a team would have it.

    Parameters
    ----------
    folder : Path
        Where to write it.
    models, seeds : mapping of str to str
        Name to SQL, and name to CSV text.
    variables : mapping
        The project's ``vars``.
    package : Path
        The dbt project to install.

    Returns
    -------
    Path
        The folder, after ``dbt deps``.
    """
    project = {
        "name": "team",
        "version": "1.0.0",
        "profile": "team",
        "flags": {"require_ref_searches_node_package_before_root": True},
        "vars": dict(variables),
    }
    output = {
        "type": "duckdb",
        "path": "{{ env_var('ASSAY_DUCKDB_PATH') }}",
        "threads": 2,
        "module_paths": [str(REPOSITORY / "python")],
        "plugins": [{"module": "assay.dbt_plugin"}],
        "settings": {"TimeZone": "UTC"},
    }
    files = {
        "dbt_project.yml": yaml.safe_dump(project),
        "packages.yml": yaml.safe_dump({"packages": [{"local": str(package)}]}),
        "profiles.yml": yaml.safe_dump({"team": {"target": "here", "outputs": {"here": output}}}),
        **{f"models/{name}.sql": sql for name, sql in models.items()},
        **{f"seeds/{name}.csv": text for name, text in (seeds or {}).items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    run_dbt("deps", directory=folder, database=folder / "warehouse.duckdb")
    return folder
