"""Linear regression in SQL against numpy on data already in memory: CPU, planning and agreement.

``python benchmarks/gram.py [features ...]`` writes a section of results.md. One thread each, in one process: both read
the same million rows from memory.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from report import write_section

REPOSITORY = Path(__file__).resolve().parents[1]
ROWS = 1_000_000


def render(features: list[str]) -> str:
    """Let dbt write the statement."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).parent / "dbt"), "--quiet", "compile", "--profiles-dir", str(REPOSITORY)]
        command += ["--target-path", folder, "--log-path", folder, "--inline"]
        command += [f"{{{{ assay.linear_regression('rows', 'y', {features}) }}}}"]
        return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout


def solve(matrix: NDArray[np.float64], label: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centre, multiply and solve, as the statement does."""
    means = matrix.mean(axis=0)
    centred = matrix - means
    slopes = np.linalg.solve(centred.T @ centred, centred.T @ (label - label.mean()))
    return np.asarray([label.mean() - means @ slopes, *slopes])


def compare(count: int) -> str:
    """Measure both with `count` features; return a row of the table."""
    features = [f"x{place}" for place in range(1, count + 1)]
    columns = [
        f"cast(hash(row * 128 + {place}) / 18446744073709551615 as double) as x{place}" for place in range(1, count + 1)
    ]
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(
        f"create table rows as select {', '.join(columns)}, x1 + hash(row * 128) / 18446744073709551615 as y "
        f"from range({ROWS}) as numbers(row)"
    )
    query = render(features)
    started = time.process_time()
    connection.execute(f"explain {query}").fetchall()
    planned = time.process_time()
    found = np.asarray([row[1] for row in connection.execute(query).fetchall()])
    in_sql = time.process_time() - planned  # plans again, as every run does
    arrays = connection.execute("select * from rows").fetchnumpy()
    matrix = np.column_stack([arrays[name] for name in features])
    started_numpy = time.process_time()
    expected = solve(matrix, arrays["y"])
    in_numpy = time.process_time() - started_numpy
    difference = float(np.abs(found - expected).max())
    cells = (count + 2) * (count + 3) // 2
    planning = planned - started
    return (
        f"| {count} | {cells:,} | {in_sql:.2f} | {in_numpy:.2f} | {in_sql / in_numpy:.1f} | {planning:.2f} "
        f"| {planning / cells * 1e3:.2f} | {difference:.0e} |"
    )


def main() -> None:
    """Run the benchmark."""
    counts = [int(count) for count in sys.argv[1:]] or [10, 30, 100]
    lines = [
        "| features | cells | SQL, CPU s | numpy, CPU s | ratio | planning, s | ms per cell | difference |",
        "|---|---|---|---|---|---|---|---|",
        *[compare(count) for count in counts],
        "",
        f"{ROWS:,} rows. SQL gives errors, p-values and intervals too, and the same bytes for any number of threads;",
        "numpy centres, multiplies and solves. CPU is that of the whole process, so numpy's own threads count.",
    ]
    write_section("gram", "Linear regression", "python benchmarks/gram.py", lines, ("duckdb", "numpy"))


if __name__ == "__main__":
    main()
