"""Rows of a published table, by the names of their columns."""

from __future__ import annotations

from typing import Any

import duckdb

Row = dict[str, Any]


def read_rows(connection: duckdb.DuckDBPyConnection, query: str, *values: str) -> list[Row]:
    """Run a query with its parameters and return its rows, each by column name."""
    found = connection.execute(query, list(values))
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
