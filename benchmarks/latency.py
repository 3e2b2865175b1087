"""Latency: one row scored by a champion's table function over an open connection, and by CatBoost in Python.

``python benchmarks/latency.py`` writes a section of results.md. One row of 30 numeric features, 100 symmetric trees of
depth 5, one thread; every call is parsed and planned anew, as a client's calls are.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import catboost
import duckdb
import pyarrow as pa

from assay.training.schema import FITS, Form
from report import write_section
from scoring import FEATURES, compile_inline, create_rows, read, train

TRAINING_ROWS = 20_000
CALLS = 300
SPACE = (
    "(select 'benchmark' as use_case, concat('f', place) as source_columns, 'numeric' as encoding,"
    " cast(null as string) as level, place as position, 0.0 as centre, 1.0 as scale, cast(null as string) as parameters"
    f" from range(1, {FEATURES + 1}) as places (place))"
)
FUNCTION = f"""assay._select_champion_predictions(
    'benchmark', {{'entity': {{'time': 'decided_at'}}, 'features': {{'last_label': false}}}},
    {{
        'link': 'logit', 'forms': [{{'form': 'oblivious_trees', 'comparison': none}}], 'layout': {{'symmetric': 5}}
    }},
    api.Relation.create(schema='main', identifier='served_models'), "{SPACE}",
    api.Relation.create(schema='main', identifier='level_codes'), none
)"""


def serve(path: Path, form: Form) -> None:
    """Store a model as ``assay_operations__served_models`` has it, make its function, and one row to ask about."""
    items = compile_inline("assay.tree_items('tree_features', 'tree_borders', 'tree_leaf_values')")
    body = compile_inline(FUNCTION)
    with duckdb.connect(str(path)) as connection:
        connection.register("stored", pa.Table.from_pylist([{**vars(form), "tree_contributions": []}], schema=FITS))
        connection.execute(f"""
            create table served_models as
            select * replace ('benchmark' as use_case, 'trees' as model_version),
                {items} as tree_items, 0.5 as threshold,
                [-4.0, -2.0, 0.0, 2.0, 4.0] as corners, [0.02, 0.1, 0.5, 0.9, 0.98] as heights
            from stored
        """)
        connection.execute("update served_models set calibration_scores = corners, calibration_probabilities = heights")
        connection.execute(f"create macro predict_benchmark(relation) as table {body}")
        connection.execute(
            "create table one_row as select *, timestamp '2025-01-01' as decided_at from examples limit 1"
        )


def milliseconds(call: Callable[[], object]) -> tuple[float, float, float]:
    """Time calls one after the other: the median and the least wall time, and the mean CPU time."""
    times = []
    cpu = time.process_time()
    for _ in range(CALLS):
        started = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - started))
    return median(times), min(times), 1000 * (time.process_time() - cpu) / CALLS


def main() -> None:
    """Run the benchmark."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "rows.duckdb"
        create_rows(path, TRAINING_ROWS)
        serve(path, train(path, TRAINING_ROWS, path.parent))
        row = read(path, TRAINING_ROWS).features[:1]
        trees = catboost.CatBoostClassifier().load_model(str(path.parent / "catboost.cbm"))
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute("set threads = 1")
            asked = "from predict_benchmark('one_row')"
            (served,) = connection.execute(f"select raw_score {asked}").fetchall()[0]
            expected = trees.predict(row, prediction_type="RawFormulaVal")[0]
            if abs(served - expected) > 1e-6:
                raise AssertionError(f"the function says {served}, CatBoost {expected}")
            connection.execute(f"prepare scored as select probability {asked}")
            calls: dict[str, Callable[[], object]] = {
                "table function": lambda: connection.execute(f"select probability {asked}").fetchall(),
                "table function, prepared": lambda: connection.execute("execute scored").fetchall(),
                "the row alone, not scored": lambda: connection.execute("select * from one_row").fetchall(),
                "CatBoost in Python": lambda: trees.predict_proba(row, thread_count=1),
            }
            figures = {name: milliseconds(call) for name, call in calls.items()}
    lines = ["| one row by | p50, ms | least, ms | CPU, ms |", "|---|---|---|---|"]
    lines += [f"| {name} | {middle:.2f} | {least:.2f} | {cpu:.2f} |" for name, (middle, least, cpu) in figures.items()]
    lines += [
        "",
        f"{CALLS} calls each, one thread, wall time; {FEATURES} numeric features, 100 trees of depth 5, five corners",
        "of calibration. The score agrees with CatBoost's to 1e-6. Nearly all of it is planning: it grows with the",
        "number of features, and a feature that looks up levels adds two joins. Another process on the cores lengthens",
        "wall time, not CPU time.",
    ]
    write_section("latency", "Latency", "python benchmarks/latency.py", lines, ("duckdb", "catboost"))


if __name__ == "__main__":
    main()
