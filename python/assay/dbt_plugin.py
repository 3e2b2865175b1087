"""What a dbt profile names under ``plugins``: a build that meets another one says so in a sentence of its own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin

from assay.lock import explain_lock


class Plugin(BasePlugin):
    """Looks whether the file is free just before dbt-duckdb opens it, and waits where the profile says so."""

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:
        """Refuse a file that another process holds.

        Parameters
        ----------
        creds : DuckDBCredentials
            The output of the profile; ``retries.connect_attempts`` is how often to look, after 1, 2, 4 … seconds.
        config : dict
            Options that dbt-duckdb opens the file with.

        Raises
        ------
        RuntimeError
            If the file is held, with the sentence of :func:`assay.lock.explain_lock`.
        """
        attempts = creds.retries.connect_attempts if creds.retries else 1
        for attempt in range(attempts):
            refusal = _look(Path(creds.path), config)
            if refusal is None:
                return
            if attempt + 1 < attempts:
                time.sleep(2**attempt)
        raise RuntimeError(refusal)


def _look(warehouse: Path, config: dict[str, Any]) -> str | None:
    """Open and close the file; whatever fails for another reason is dbt-duckdb's to say."""
    if not warehouse.is_file():
        return None
    try:
        duckdb.connect(str(warehouse), config=config).close()
    except duckdb.Error as error:
        return explain_lock(error, warehouse)
    return None
