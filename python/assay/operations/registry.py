"""The registry of models: what is stored, and the promotions that name a champion by hand.

Models are never changed. A promotion is a row at the end of ``assay_training__promotions``; the last row of a use case
counts. The next build lets scores and money follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from assay.lock import explain_lock
from assay.operations.versions import RegistryError, Version, find_version, list_versions

PROMOTIONS = "assay_training__promotions"


@contextmanager
def open_registry(warehouse: Path, write: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse, for one process at a time where rows are written.

    Parameters
    ----------
    warehouse : Path
        The DuckDB file.
    write : bool
        Whether a promotion is to be written.

    Yields
    ------
    duckdb.DuckDBPyConnection
        With the schema of the registry as the default one.

    Raises
    ------
    RegistryError
        If the file is missing, another process is writing it, or a build never got as far as the models.
    """
    if not warehouse.is_file():
        raise RegistryError(f"The warehouse {warehouse} does not exist: run `dbt build` first.")
    try:
        connection = duckdb.connect(str(warehouse), read_only=not write)
    except duckdb.IOException as error:
        said = explain_lock(error, warehouse) or f"{warehouse} cannot be read: {str(error).splitlines()[0]}"
        raise RegistryError(said) from error
    with connection:
        found = connection.execute(
            "select table_schema from information_schema.tables where table_name = ?", [PROMOTIONS]
        ).fetchall()
        if len(found) != 1:
            raise RegistryError(f"{warehouse} holds no registry of models: run `dbt build` first.")
        connection.execute(f'use "{found[0][0]}"')
        yield connection


def promote(connection: duckdb.DuckDBPyConnection, use_case: str, model_version: str, reason: str) -> Version:
    """Name a version champion from the next build on, whatever the automatic rule says.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Opened to write.
    use_case, model_version : str
        What to promote.
    reason : str
        Why, for those who read the promotions later.

    Returns
    -------
    Version
        What was promoted.

    Raises
    ------
    RegistryError
        If the version is not stored, is archived, is promoted already, or no reason is given.
    """
    version = find_version(connection, use_case, model_version)
    if version.status == "archived":
        raise RegistryError(
            f"{model_version} is archived: it belongs to earlier training rows and scores no decision any more. "
            "Promote a champion or challenger of `assay model list`."
        )
    promoted = _promotions(connection, use_case)
    if promoted and promoted[-1]["model_version"] == model_version:
        raise RegistryError(f"{model_version} is promoted already.")
    _append(connection, use_case, len(promoted) + 1, model_version, "promote", reason)
    return version


def promoted_versions(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Name the version of each use case whose promotion stands, whether a build has followed it yet or not.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        From :func:`open_registry`.

    Returns
    -------
    dict of str to str
        Use case to model version; a use case whose champion the automatic rule names is not there.
    """
    last = f"select use_case, max(promotion_number) from {PROMOTIONS} group by use_case"
    rows = connection.execute(
        f"select use_case, model_version from {PROMOTIONS} where (use_case, promotion_number) in ({last})"
    )
    return {use_case: version for use_case, version in rows.fetchall() if version is not None}


def rollback(connection: duckdb.DuckDBPyConnection, use_case: str, reason: str) -> str | None:
    """Take back the last promotion that stands.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Opened to write.
    use_case : str
        Whose promotion to take back.
    reason : str
        Why.

    Returns
    -------
    str or None
        The version that was promoted before it; None where the automatic rule stands again.

    Raises
    ------
    RegistryError
        If the use case has no model, no promotion stands, or no reason is given.
    """
    list_versions(connection, use_case)
    rows = _promotions(connection, use_case)
    standing: list[str] = []
    for row in rows:
        if row["action"] == "promote":
            standing.append(row["model_version"])
        else:
            standing.pop()
    if not standing:
        raise RegistryError(f"{use_case} has no promotion to take back: the automatic rule stands.")
    before = standing[-2] if len(standing) > 1 else None
    _append(connection, use_case, len(rows) + 1, before, "rollback", reason)
    return before


def _promotions(connection: duckdb.DuckDBPyConnection, use_case: str) -> list[dict[str, Any]]:
    rows = connection.execute(
        f"select model_version, action from {PROMOTIONS} where use_case = ? order by promotion_number", [use_case]
    ).fetchall()
    return [{"model_version": version, "action": action} for version, action in rows]


def _append(
    connection: duckdb.DuckDBPyConnection, use_case: str, number: int, version: str | None, action: str, reason: str
) -> None:
    if not reason.strip():
        raise RegistryError("Say why with --reason: whoever reads the promotions later will ask.")
    connection.execute(
        f"insert into {PROMOTIONS} (use_case, promotion_number, model_version, action, reason, promoted_at)"
        " values (?, ?, ?, ?, ?, ?)",
        [use_case, number, version, action, reason.strip(), datetime.now(UTC).replace(tzinfo=None)],
    )
