"""The best threshold in money: the exact profit curve in SQL against empulse, CPU seconds and peak memory.

``python benchmarks/profit_curve.py [rows ...]`` writes a section of results.md. The SQL is the package's own model as
dbt renders it; every contender runs in its own process on one thread and returns the same best value per decision.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from measure import ratio, report, run, typical
from report import write_section

REPOSITORY = Path(__file__).resolve().parents[1]
COSTS = {"tp_cost": -70.0, "fp_cost": 25.0, "fn_cost": 12.0, "tn_cost": -3.0}
CONTENDERS = ("exact curve in SQL", "10,000 bins in SQL", "empulse")
REPETITIONS = {1_000_000: 3, 10_000_000: 2}
EXACT_ROWS = 1_000_000


def create_rows(path: Path, row_count: int) -> None:
    """Write scored validation rows with constant outcomes, as the stage before the curve would."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema assay_work")
        connection.execute(f"""
            create table assay_work.assay_evaluation__probabilities as
            select
                'shop' as use_case, 'logistic-1' as model_version, 'logistic' as learner, 'valid' as split,
                cast(range as varchar) as entity_id, timestamp '2025-01-01' as decided_at,
                hash(range, 1) % 1000003 / 1000003.0 as probability
            from range({row_count})
        """)
        connection.execute("""
            create table assay_work.assay_evaluation__outcomes as
            select
                use_case, entity_id, decided_at, split,
                cast(hash(entity_id, 2) % 1000 < 1000 * probability * probability as double) as label,
                case when label = 1 then 70.0::double else -25.0 end as value_if_acting,
                case when label = 1 then -12.0::double else 3.0 end as value_if_not_acting
            from assay_work.assay_evaluation__probabilities
        """)


def render(path: Path, **variables: int) -> str:
    """Let dbt render the model of the profit curve for a database."""
    target = path.parent / f"target_{variables['assay_exact_curve_rows']}"
    environment = {
        **os.environ,
        "ASSAY_DUCKDB_PATH": str(path),
        "DBT_PROFILES_DIR": str(REPOSITORY),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(path.parent / "logs"),
    }
    dbt = Path(sys.executable).parent / "dbt"
    words = ["compile", "--quiet", "--select", "assay_evaluation__profit_curves", "--vars", str(variables)]
    subprocess.run([dbt, *words], cwd=REPOSITORY, env=environment, check=True, stdout=subprocess.DEVNULL)
    (found,) = target.glob("compiled/**/assay_evaluation__profit_curves.sql")
    return found.read_text()


def search(path: Path, contender: str) -> dict[str, Any]:
    """Find the best value per decision."""
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("set threads = 1")
        if contender == "empulse":
            # Only here: what is imported is memory, and SQL does without it.
            max_profit_score = importlib.import_module("empulse.metrics").max_profit_score
            started = time.process_time()
            rows = connection.sql("""
                select label, probability from assay_work.assay_evaluation__probabilities
                inner join assay_work.assay_evaluation__outcomes using (use_case, entity_id, decided_at)
            """).fetchnumpy()
            best = float(max_profit_score(rows["label"], rows["probability"], **COSTS))
            return {"best": best, "cpu_seconds": time.process_time() - started}
        sql = path.with_name(f"{contender}.sql").read_text()
        row = connection.execute(f"select max(value_per_decision) from ({sql})").fetchone()
        return {"best": float(row[0] if row else "nan")}


def compare(row_count: int) -> list[str]:
    """Measure all contenders on one number of rows; table lines."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        create_rows(path, row_count)
        path.with_name("exact curve in SQL.sql").write_text(render(path, assay_exact_curve_rows=EXACT_ROWS))
        path.with_name("10,000 bins in SQL.sql").write_text(render(path, assay_exact_curve_rows=0))
        contenders = CONTENDERS if row_count <= EXACT_ROWS else CONTENDERS[1:]
        runs = [{name: run(__file__, str(path), name) for name in contenders} for _ in range(REPETITIONS[row_count])]
    allowed = {"exact curve in SQL": 1e-9, "10,000 bins in SQL": 1e-3, "empulse": 0}
    for name in contenders:
        if abs(runs[0][name]["best"] - runs[0]["empulse"]["best"]) > allowed[name]:
            raise AssertionError(f"{name} disagrees with empulse")
    return [
        f"| {row_count:,} | {name} | {typical(runs, name, 'cpu_seconds'):.2f} | "
        f"{ratio(runs, name, 'empulse', 'cpu_seconds'):.2f} | {typical(runs, name, 'peak_bytes') / 2**20:.0f} | "
        f"{ratio(runs, name, 'empulse', 'peak_bytes'):.2f} | {runs[0][name]['best']:.9f} |"
        for name in contenders
    ]


def main() -> None:
    """Measure every size and write the section."""
    sizes = [int(word) for word in sys.argv[1:]] or list(REPETITIONS)
    lines = [
        "| rows | searched by | CPU seconds | ratio to empulse | peak memory MiB | ratio | best value per decision |",
        "|---|---|---|---|---|---|---|",
        *(line for size in sizes for line in compare(size)),
        "",
        "One thread; constant outcomes, most probabilities different up to a million rows; with the join of scores and",
        "outcomes, most of the work of both at ten million rows. Above a million rows bins are the default. Memory is",
        "that of the whole process, in which only empulse imports empulse.",
    ]
    command = "python benchmarks/profit_curve.py"
    write_section("profit_curve", "Best threshold", command, lines, ("duckdb", "dbt-core", "empulse"))


if __name__ == "__main__":
    if len(sys.argv) == 3 and not sys.argv[1].isdigit():
        report(lambda: search(Path(sys.argv[1]), sys.argv[2]))
    else:
        main()
