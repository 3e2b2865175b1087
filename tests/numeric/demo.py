"""What the tests of the embedded fab share: its macros as SQL text, its checksum, and its builds."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import duckdb

from tests.conftest import rendering, run_dbt

# Rows, good dies, and good dies weighted by the wafer's place: the same on every machine for seed 1.
GOLDEN_CHECKSUM = (25000, 63605751, 31999482357)

PROFILE = """
assay:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: "{{{{ env_var('ASSAY_DUCKDB_PATH') }}}}"
      threads: {threads}
      settings: {{TimeZone: UTC, threads: {threads}}}
"""


def render_expressions(expressions: list[str], folder: Path) -> list[str]:
    """Render Jinja expressions by dbt, in one run.

    Parameters
    ----------
    expressions : list of str
        Jinja expressions without braces, such as ``assay.mix_integer('number')``.
    folder : Path
        Where a `warehouse.duckdb` lies that the expressions ask; if there is none, they ask an empty one.

    Returns
    -------
    list of str
        The SQL text of each expression.
    """
    text = "\n@@\n".join(f"{{{{ {expression} }}}}" for expression in expressions)
    asked = folder / "warehouse.duckdb"
    with nullcontext(asked) if asked.exists() else rendering() as database:
        run = run_dbt("--quiet", "compile", "--inline", text, database=database)
    return [part.strip() for part in run.stdout.split("@@")]


def build_generator(folder: Path, threads: int) -> Path:
    """Build the generator alone, with a number of threads for dbt and for the engine.

    Parameters
    ----------
    folder : Path
        Where the database and dbt's files go.
    threads : int
        Threads of dbt and of DuckDB.

    Returns
    -------
    Path
        The database.
    """
    (folder / "profiles.yml").write_text(PROFILE.format(threads=threads))
    database = folder / "warehouse.duckdb"
    run_dbt(
        "run",
        "--select",
        "+fab_generator_wafers",
        database=database,
        environment={"DBT_PROFILES_DIR": str(folder)},
    )
    return database


def checksum(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    """Integers that change when any wafer's count of good dies does.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        A connection to a build of the generator.

    Returns
    -------
    tuple of int
        Number of wafers, good dies, and good dies weighted by the wafer's number modulo 1009.
    """
    query = """
        select count(*), cast(sum(good_die) as bigint), cast(sum(good_die * (wafer_number % 1009)) as bigint)
        from fab.fab_generator_wafers
    """
    rows, good, weighted = connection.execute(query).fetchall()[0]
    return int(rows), int(good), int(weighted)
