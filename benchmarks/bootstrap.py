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
from numpy.typing import NDArray

from measure import ratio, report, run, typical
from report import write_section

Floats = NDArray[np.float64]
REPOSITORY = Path(__file__).resolve().parents[1]
CONTENDERS = (
    "SQL",
    "numpy, 1,000 groups",
    "numpy, 1,000 groups, nothing stored",
    "numpy, every cluster, nothing stored",
)
PEER = CONTENDERS[1]
REPETITIONS = 5
REPLICATES, UNITS, ROWS_PER_CLUSTER = 500, 1000, 10
MODELS = {"unit_values": "table", "bootstrap_weights": "view", "policy_replicates": "table"}


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
        for model, kind in MODELS.items():
            (path,) = (directory / "compiled").rglob(f"assay_evaluation__{model}.sql")
            connection.execute(f"create or replace {kind} assay_work.assay_evaluation__{model} as {path.read_text()}")
        found = connection.execute("""
            select stddev_samp(difference) from assay_work.assay_evaluation__policy_replicates
            where policy = 'model'""").fetchone()
        return {"cpu_seconds": time.process_time() - started, "error": float(found[0] if found else "nan")}


def deal(cluster_ids: Any, grouped: bool) -> NDArray[np.int64]:
    """Give every row the number of its cluster, or of the group that its cluster is dealt into."""
    _, cluster = np.unique(np.asarray(cluster_ids, dtype="U"), return_inverse=True)
    return (np.random.default_rng(1).permutation(cluster.max() + 1) % UNITS)[cluster] if grouped else cluster


def resample(rows: Floats, *totals: Floats) -> list[Floats]:
    """Weigh totals replicate by replicate; return a mean per replicate for each of them."""
    generator = np.random.default_rng(2)
    means = np.empty((len(totals), REPLICATES))
    for replicate in range(REPLICATES):
        weights = generator.poisson(1.0, len(rows))
        row_count = weights @ rows
        for place, total in enumerate(totals):
            means[place, replicate] = weights @ total / row_count
    return list(means)


def resample_in_numpy(directory: Path, grouped: bool) -> dict[str, Any]:
    """Resample the difference of the policies alone, given on one row, and store nothing."""
    with duckdb.connect(str(directory / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute("set threads = 1")
        started = time.process_time()
        rows = connection.execute("select cluster_id, current_value, model_value from earned").fetchnumpy()
    cluster = deal(rows["cluster_id"], grouped)
    totals = np.bincount(cluster, rows["model_value"] - rows["current_value"])
    (differences,) = resample(np.bincount(cluster).astype(float), totals)
    return {"cpu_seconds": time.process_time() - started, "error": float(differences.std(ddof=1))}


def store_from_numpy(directory: Path) -> dict[str, Any]:
    """Do what the package does: read the same table, resample both policies, store totals and replicates."""
    with duckdb.connect(str(directory / "warehouse.duckdb")) as connection:
        connection.execute("set threads = 1")
        started = time.process_time()
        query = (
            "select cluster_id, policy = 'model' as is_model, value from assay_work.assay_evaluation__policy_outcomes"
        )
        read = connection.execute(query).fetchnumpy()
        unit, value, is_model = deal(read["cluster_id"], grouped=True), read["value"], read["is_model"].astype(float)
        weights = {"row_count": is_model, "model": is_model * value, "current": (1 - is_model) * value}
        totals = {name: np.bincount(unit, weight).astype(float) for name, weight in weights.items()}
        current, model = resample(totals["row_count"], totals["current"], totals["model"])
        replicates = {"current": current, "model": model, "difference": model - current}
        for name, columns in (("totals", totals), ("replicates", replicates)):
            connection.register("columns_of_numpy", columns)
            connection.execute(f"create or replace table {name} as select * from columns_of_numpy")
        return {"cpu_seconds": time.process_time() - started, "error": float((model - current).std(ddof=1))}


def contend(contender: str, directory: Path) -> dict[str, Any]:
    """Do one contender's work."""
    if contender == "SQL":
        return resample_in_sql(directory)
    if contender == PEER:
        return store_from_numpy(directory)
    return resample_in_numpy(directory, grouped=contender == CONTENDERS[2])


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
        f"| {ratio(runs, contender, PEER, 'cpu_seconds'):.2f} "
        f"| {typical(runs, contender, 'peak_bytes') / 2**20:,.0f} | {ratio(runs, contender, PEER, 'peak_bytes'):.2f} "
        f"| {runs[0][contender]['error']:.5f} |"
        for contender in CONTENDERS
    ]


def main() -> None:
    """Run the benchmark, or one contender of it."""
    if len(sys.argv) > 1 and sys.argv[1] in CONTENDERS:
        contender, directory = sys.argv[1:]
        report(lambda: contend(contender, Path(directory)))
        return
    lines = [
        f"| rows | by | CPU s | ratio to {PEER} | peak memory MiB | ratio | standard error of the difference |",
        "|---|---|---|---|---|---|---|",
    ]
    for size in [int(size) for size in sys.argv[1:]] or [1_000_000]:
        lines += compare(size)
    lines += [
        "",
        f"One thread; {REPLICATES} replicates, two policies, clusters of {ROWS_PER_CLUSTER} rows. SQL and numpy read",
        f"one table, a row per policy and decision, deal clusters at random into {UNITS:,} groups, and store totals",
        "and replicates of both policies; SQL sums exactly. Where nothing is stored, numpy is given a row per decision",
        "with both values, which the package does not have, and resamples their difference alone. Memory is the peak",
        "of the whole process.",
    ]
    write_section("bootstrap", "Errors of money", "python benchmarks/bootstrap.py", lines, ("duckdb", "numpy"))


if __name__ == "__main__":
    main()
