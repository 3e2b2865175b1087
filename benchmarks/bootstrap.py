"""Errors of money: a clustered Poisson bootstrap in SQL against numpy, CPU and peak memory.

``python benchmarks/bootstrap.py [rows ...]`` writes a section of results.md. Two policies, clusters of ten rows, 500
replicates; every contender runs in its own process on one thread and ends with the standard error of the difference.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from measure import ratio, report, run, typical
from report import write_section

REPOSITORY = Path(__file__).resolve().parents[1]
CONTENDERS = ("SQL", "numpy, 1,000 groups of clusters", "numpy, every cluster")
REPETITIONS = 3
REPLICATES, UNITS, ROWS_PER_CLUSTER = 500, 1000, 10
MODELS = ("bootstrap_units", "bootstrap_weights", "unit_values", "policy_replicates")


def compile_models(directory: Path) -> None:
    """Let dbt write the SQL of the bootstrap."""
    dbt = str(Path(sys.executable).parent / "dbt")
    words = ["--quiet", "compile", "--profiles-dir", str(REPOSITORY), "--target-path", str(directory)]
    variables = f"{{assay_bootstrap_replicates: {REPLICATES}, assay_bootstrap_units: {UNITS}}}"
    models = [f"assay_evaluation__{model}" for model in MODELS]
    command = [dbt, *words, "--vars", variables, "--select", *models]
    subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)


def create_rows(path: Path, row_count: int) -> None:
    """Write what two policies earn: a value per row that its cluster moves, as the stage before would."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema assay_work")
        connection.execute(f"""
            create table earned as
            select
                'shop' as use_case, 'test' as split, 'c' || range // {ROWS_PER_CLUSTER} as cluster_id,
                10 * (hash(range // {ROWS_PER_CLUSTER}, 1) % 1000) / 1000.0::double
                + (hash(range, 2) % 1000) / 100.0::double as current_value,
                current_value + 2 * (hash(range, 3) % 1000) / 1000.0::double
                + (hash(range // {ROWS_PER_CLUSTER}, 4) % 1000) / 1000.0::double - 1 as model_value
            from range({row_count})""")
        connection.execute("""
            create table assay_work.assay_evaluation__policy_outcomes as
            select use_case, 'never' as policy, split, null::varchar as model_version, cluster_id,
                current_value as value, false as acts
            from earned
            union all
            select use_case, 'model' as policy, split, 'v' as model_version, cluster_id,
                model_value as value, true as acts
            from earned""")
        connection.execute("""
            create table assay_work.assay_inputs__policies as
            select 'shop' as use_case, 'never' as policy, true as is_current""")


def resample_in_sql(directory: Path) -> dict[str, Any]:
    """Build the models of the bootstrap."""
    with duckdb.connect(str(directory / "warehouse.duckdb")) as connection:
        connection.execute("set threads = 1")
        started = time.process_time()
        for model in MODELS:
            (path,) = (directory / "compiled").rglob(f"assay_evaluation__{model}.sql")
            connection.execute(f"create or replace table assay_work.assay_evaluation__{model} as {path.read_text()}")
        found = connection.execute("""
            select stddev_samp(difference) from assay_work.assay_evaluation__policy_replicates
            where policy = 'model'""").fetchone()
        return {"cpu_seconds": time.process_time() - started, "error": float(found[0] if found else "nan")}


def resample_in_numpy(directory: Path, grouped: bool) -> dict[str, Any]:
    """Read values and clusters from the warehouse, then weigh cluster totals, replicate by replicate."""
    with duckdb.connect(str(directory / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute("set threads = 1")
        started = time.process_time()
        rows = connection.execute("select cluster_id, current_value, model_value from earned").fetchnumpy()
    _, cluster = np.unique(np.asarray(rows["cluster_id"], dtype="U"), return_inverse=True)
    generator = np.random.default_rng(1)
    if grouped:
        cluster = (generator.permutation(cluster.max() + 1) % UNITS)[cluster]
    rows_of = np.bincount(cluster)
    totals = np.bincount(cluster, rows["model_value"] - rows["current_value"])
    differences = np.empty(REPLICATES)
    for replicate in range(REPLICATES):
        weights = generator.poisson(1.0, len(totals))
        differences[replicate] = weights @ totals / (weights @ rows_of)
    return {"cpu_seconds": time.process_time() - started, "error": float(differences.std(ddof=1))}


def contend(contender: str, directory: Path) -> dict[str, Any]:
    """Do one contender's work."""
    if contender == "SQL":
        return resample_in_sql(directory)
    return resample_in_numpy(directory, grouped=contender == CONTENDERS[1])


def compare(row_count: int) -> list[str]:
    """Measure all contenders with one number of rows; return rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        compile_models(directory)
        create_rows(directory / "warehouse.duckdb", row_count)
        runs = [{contender: run(__file__, contender, name) for contender in CONTENDERS} for _ in range(REPETITIONS)]
    errors = [runs[0][contender]["error"] for contender in CONTENDERS]
    # An error from 500 replicates has an error of 3 % of itself, one from 1,000 groups 2 % more.
    if max(errors) > 1.25 * min(errors):
        raise AssertionError(f"standard errors differ: {errors}")
    return [
        f"| {row_count:,} | {contender} | {typical(runs, contender, 'cpu_seconds'):.2f} "
        f"| {ratio(runs, contender, CONTENDERS[1], 'cpu_seconds'):.2f} "
        f"| {typical(runs, contender, 'peak_bytes') / 2**20:,.0f} | {runs[0][contender]['error']:.5f} |"
        for contender in CONTENDERS
    ]


def main() -> None:
    """Run the benchmark, or one contender of it."""
    if len(sys.argv) > 1 and sys.argv[1] in CONTENDERS:
        contender, directory = sys.argv[1:]
        report(lambda: contend(contender, Path(directory)))
        return
    lines = [
        "| rows | by | CPU s | ratio to numpy with groups | peak memory MiB | standard error of the difference |",
        "|---|---|---|---|---|---|",
    ]
    for size in [int(size) for size in sys.argv[1:]] or [1_000_000]:
        lines += compare(size)
    lines += [
        "",
        f"One thread; {REPLICATES} replicates, two policies, clusters of {ROWS_PER_CLUSTER} rows. SQL deals clusters",
        f"at random into {UNITS:,} groups and stores groups, weights, totals and replicates of both policies,",
        "summed exactly; numpy reads the columns from the same warehouse, resamples the difference alone",
        "and stores nothing.",
    ]
    write_section("bootstrap", "Errors of money", "python benchmarks/bootstrap.py", lines, ("duckdb", "numpy"))


if __name__ == "__main__":
    main()
