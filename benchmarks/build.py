"""Where the time of a first demo build goes: by stage, and between dbt, SQL and training.

Run ``python benchmarks/build.py``. The build runs in a fresh folder. CPU seconds and peak memory are the operating
system's own account of the finished process. The SQL alone is then executed again, statement by statement and without
dbt, against the finished warehouse, so that dbt's own share is measured and not guessed.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb

from report import write_section

REPOSITORY = Path(__file__).resolve().parents[1]


def run_measured(arguments: list[str], folder: Path) -> tuple[float, float, int]:
    """Run dbt and return (CPU seconds, wall seconds, peak bytes) of the process and its children."""
    variables = {
        **os.environ,
        "ASSAY_DUCKDB_PATH": str(folder / "warehouse.duckdb"),
        "DBT_PROFILES_DIR": str(REPOSITORY),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    dbt = Path(sys.executable).parent / "dbt"
    subprocess.run([dbt, "--quiet", *arguments], cwd=REPOSITORY, env=variables, check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, after.ru_maxrss * 1024


def stage_of(node: dict[str, Any]) -> str:
    """Name the part of the build a node belongs to."""
    if node["resource_type"] in {"test", "unit_test"}:
        return f"{node['resource_type']}s"
    if node["resource_type"] in {"seed", "operation", "exposure"}:
        return f"{node['resource_type']}s"
    return str(Path(node["original_file_path"]).parts[1])


def measure_sql(folder: Path, nodes: dict[str, Any]) -> dict[str, float]:
    """Execute every SQL model's rendered text without dbt; CPU seconds by stage."""
    seconds: dict[str, float] = defaultdict(float)
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for node in nodes.values():
            path = folder / "target" / "compiled" / "assay" / node["original_file_path"]
            if node["resource_type"] != "model" or node["language"] != "sql":
                continue
            before = time.process_time()
            connection.execute(f"create or replace temp table measured as {path.read_text()}")
            seconds[stage_of(node)] += time.process_time() - before
    return seconds


def main() -> None:
    """Build the demo once from nothing and once more unchanged, and write what was measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first_cpu, first_wall, peak = run_measured(["build"], folder)
        manifest = json.loads((folder / "target" / "manifest.json").read_text())
        nodes = {**manifest["nodes"], **manifest["unit_tests"], **manifest["exposures"]}
        results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
        sql = measure_sql(folder, manifest["nodes"])
        with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
            query = "select sum(training_seconds) from assay_work.assay_training__fits"
            training = float(connection.execute(query).fetchall()[0][0])
        parse_cpu, _, _ = run_measured(["parse"], folder)
        second_cpu, second_wall, _ = run_measured(["build"], folder)
    stages: dict[str, list[float]] = defaultdict(list)
    for result in results:
        stages[stage_of(nodes[result["unique_id"]])].append(result["execution_time"])
    overhead = (first_cpu - parse_cpu - sum(sql.values()) - training) / len(results)
    lines = [
        f"First build: {first_cpu:.1f} CPU s, {first_wall:.1f} s wall, peak {peak / 2**20:.0f} MiB, "
        f"{len(results)} nodes.",
        f"Second build, nothing changed: {second_cpu:.1f} CPU s, {second_wall:.1f} s wall.",
        f"dbt start and parse {parse_cpu:.1f} CPU s; SQL alone {sum(sql.values()):.1f}; training {training:.1f} s; "
        f"the rest is dbt's own work, {overhead * 1000:.0f} CPU ms for each node.",
        "",
        "| part | nodes | wall seconds in dbt | CPU seconds of the SQL alone |",
        "|---|---|---|---|",
        *[
            f"| {stage} | {len(times)} | {sum(times):.1f} | {sql[stage]:.2f} |"
            if stage in sql
            else f"| {stage} | {len(times)} | {sum(times):.1f} | |"
            for stage, times in sorted(stages.items())
        ],
    ]
    write_section("build", "The whole demo build", "python benchmarks/build.py", lines)


if __name__ == "__main__":
    main()
