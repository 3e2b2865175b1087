"""Copy the table functions that score with a champion beside the marts, with the tables that they read."""

from __future__ import annotations

import duckdb

PREFIX = "predict_"
# The champions as data and the codes of their levels: what a function may take along. One that also reads the
# decisions of the team, for the last known label, stays in the warehouse, since these are nobody else's.
TABLES = ("assay_operations__served_models", "assay_features__target_encodings")


def copy_functions(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """Copy every function ``<schema>.predict_<use_case>`` from one attached database into another.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the databases ``warehouse`` and ``published`` attached. The functions name tables without a database,
        so that they read those of the file that holds them.
    schema : str
        Schema of the marts and of the functions.

    Returns
    -------
    list of str
        Names of the functions that were copied.
    """
    functions = connection.execute(
        "select function_name, macro_definition from duckdb_functions() where database_name = 'warehouse'"
        " and schema_name = ? and function_type = 'table_macro' and starts_with(function_name, ?) order by all",
        [schema, PREFIX],
    ).fetchall()
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'warehouse' order by all"
    ).fetchall()
    copied = []
    for name, definition in functions:
        read = [(place, table) for place, table in tables if _reads(definition, place, table)]
        if all(table in TABLES for _, table in read):
            for place, table in read:
                _copy_table(connection, f"{_name(place)}.{_name(table)}", place)
            connection.execute(f"create macro published.{_name(schema)}.{_name(name)}(relation) as table {definition}")
            copied.append(name)
    return copied


def _reads(definition: str, schema: str, table: str) -> bool:
    """Whether the text of a function names a table, in quotes or without."""
    return f"{schema}.{table} " in f"{definition} ".replace('"', "").replace(")", " ")


def _copy_table(connection: duckdb.DuckDBPyConnection, table: str, schema: str) -> None:
    connection.execute(f"create schema if not exists published.{_name(schema)}")
    connection.execute(f"create table if not exists published.{table} as select * from warehouse.{table}")


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
