"""Scoring: a model as data in SQL against CatBoost, LightGBM and nested CASE, CPU per row and peak memory.

``python benchmarks/scoring.py [rows ...]`` writes a section of results.md. Every contender runs in its own
process on one thread; rows have 30 features, models 100 trees (symmetric of depth 5 with 32 leaves, or 31 leaves).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import catboost
import duckdb
import lightgbm
import numpy as np
import pyarrow as pa

from assay.training.examples import TrainingSet, read_training_set
from assay.training.oblivious_trees import read_form
from assay.training.schema import Form
from measure import ratio, report, run, typical
from report import write_section

REPOSITORY = Path(__file__).resolve().parents[1]
FEATURES = 30
TREES = 100
CONTENDERS = ("model as data", "CatBoost", "LightGBM", "nested CASE", "nested CASE, missing as LightGBM")
REPETITIONS = {100_000: 5, 1_000_000: 3, 10_000_000: 1}


def create_rows(path: Path, row_count: int) -> None:
    """Write uniform features by hash, once as columns and once as the array of the examples waist."""
    with duckdb.connect(str(path)) as connection:
        columns = ", ".join(
            f"cast(cast(hash(range, {k}) % 1000003 / 1000003.0 as float) as double) as f{k}"
            for k in range(1, FEATURES + 1)
        )
        names = ", ".join(f"f{k}" for k in range(1, FEATURES + 1))
        connection.execute(f"""
            create table examples as
            select
                'benchmark' as use_case, 'train' as split, range as example_number, 1 as fold,
                null as learned_from_fold,
                cast(hash(range, 99) % 1000 < 1000 * (0.5 * f1 + 0.4 * f2 * f3) as integer) as label,
                cast([{names}] as float[]) as features, {names}
            from (select range, {columns} from range({row_count}))
        """)


def read(path: Path, row_count: int) -> TrainingSet:
    """Read the rows as learners do."""
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("set threads = 1")
        return read_training_set(connection, "examples", "benchmark", row_count, FEATURES)


def train(path: Path, row_count: int, directory: Path) -> Form:
    """Train the peers' models on at most 50,000 rows and store them; return CatBoost's trees as data."""
    training = read(path, row_count)
    features, labels = training.features[:50_000], training.labels[:50_000]
    trees = catboost.CatBoostClassifier(
        iterations=TREES, depth=5, learning_rate=0.1, nan_mode="Min", verbose=False, allow_writing_files=False
    ).fit(features, labels)
    trees.save_model(str(directory / "catboost.cbm"))
    parameters = {"objective": "binary", "num_leaves": 31, "verbose": -1}
    leaves = lightgbm.train(parameters, lightgbm.Dataset(features, labels), TREES)
    leaves.save_model(str(directory / "lightgbm.txt"))
    (directory / "nested CASE.sql").write_text(nested_case(leaves, "{}"))
    # Trained without a missing value, LightGBM takes one for 0.
    (directory / "nested CASE, missing as LightGBM.sql").write_text(nested_case(leaves, "coalesce({}, 0)"))
    return read_form(trees, 5)


def nested_case(model: lightgbm.Booster, value: str) -> str:
    """Write a LightGBM model as code generators do: one nested CASE per tree, compared in double as LightGBM does.

    ``value`` says how a column is read; a column as it is gives a missing value the last branch of every CASE.
    """

    def branch(node: dict[str, Any]) -> str:
        if "leaf_value" in node:
            return f"{node['leaf_value']:.17e}"
        left, right = branch(node["left_child"]), branch(node["right_child"])
        column = value.format(f"f{node['split_feature'] + 1}")
        condition = f"{column} <= {node['threshold']:.17e}"
        return f"case when {condition} then {left} else {right} end"

    return " + ".join(branch(tree["tree_structure"]) for tree in model.dump_model()["tree_info"])


def store_trees(path: Path, form: Form) -> None:
    """Store trees in the form of ``assay_training__trees``."""
    table = pa.table(
        {
            "tree": range(1, TREES + 1),
            "features": [list(tree) for tree in form.tree_features],
            "borders": pa.array([list(tree) for tree in form.tree_borders], pa.list_(pa.float32())),
            "leaf_values": [list(tree) for tree in form.tree_leaf_values],
        }
    )
    with duckdb.connect(str(path)) as connection:
        connection.register("trees_table", table)
        connection.execute("create table trees as select * from trees_table")


def compile_inline(inline: str) -> str:
    """Let dbt write the SQL of a macro call."""
    dbt = str(Path(sys.executable).parent / "dbt")
    command = [dbt, "--quiet", "compile", "--profiles-dir", str(REPOSITORY), "--inline", "{{ " + inline + " }}"]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout


def compile_scoring(path: Path, form: Form) -> str:
    """Write the SQL that scores ``examples`` with ``trees``."""
    distinct = {
        (int(feature), float(border))
        for features, borders in zip(form.tree_features, form.tree_borders, strict=True)
        for feature, border in zip(features, borders, strict=True)
        if np.isfinite(border)
    }
    borders = dict(sorted(Counter(feature for feature, _ in distinct).items()))
    tables = "'(select * from examples)', '(select * from trees)'"
    return compile_inline(f"assay.score_oblivious_trees({tables}, {borders}, 5, {len(form.tree_features)})")


def query(path: Path, sql: str) -> dict[str, Any]:
    """Score in the warehouse; time covers reading the table and storing the result."""
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("set threads = 1")
        started = time.process_time()
        connection.execute(f"create temp table scored as {sql}")
        seconds = time.process_time() - started
        (checksum,) = connection.execute("select avg(score) from scored").fetchone() or (None,)
    return {"cpu_seconds": seconds, "checksum": checksum}


def predict(contender: str, path: Path, row_count: int) -> dict[str, Any]:
    """Score with a library; time covers its own predictor alone, memory also the array it reads."""
    features = read(path, row_count).features
    if contender == "CatBoost":
        trees = catboost.CatBoostClassifier().load_model(str(path.parent / "catboost.cbm"))
        started = time.process_time()
        scores = trees.predict(features, prediction_type="RawFormulaVal", thread_count=1)
    else:
        leaves = lightgbm.Booster(model_file=str(path.parent / "lightgbm.txt"))
        rows = np.ascontiguousarray(features)
        del features
        started = time.process_time()
        scores = leaves.predict(rows, raw_score=True, num_threads=1)
    return {"cpu_seconds": time.process_time() - started, "checksum": float(np.mean(scores))}


def contend(contender: str, path: Path, row_count: int) -> dict[str, Any]:
    """Do one contender's work."""
    if contender == "model as data":
        sql = (path.parent / "model_as_data.sql").read_text()
        return query(path, f"select example_number, leaf_sum as score from ({sql})")
    if contender.startswith("nested CASE"):
        expression = (path.parent / f"{contender}.sql").read_text()
        return query(path, f"select example_number, {expression} as score from examples")
    return predict(contender, path, row_count)


def compare(row_count: int) -> list[str]:
    """Measure all contenders at one size; return rows of the table."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "rows.duckdb"
        create_rows(path, row_count)
        form = train(path, row_count, path.parent)
        store_trees(path, form)
        (path.parent / "model_as_data.sql").write_text(compile_scoring(path, form))
        runs = [
            {name: run(__file__, name, str(path), str(row_count)) for name in CONTENDERS}
            for _ in range(REPETITIONS.get(row_count, 1))
        ]
    for one, other in (("model as data", "CatBoost"), *((name, "LightGBM") for name in CONTENDERS[3:])):
        difference = abs(runs[0][one]["checksum"] - runs[0][other]["checksum"])
        if difference > 1e-6:
            raise AssertionError(f"{one} and {other} score differently: {difference}")
    return [
        f"| {row_count:,} | {name} | {typical(runs, name, 'cpu_seconds') / row_count * 1e6:.2f} "
        f"| {ratio(runs, name, 'LightGBM', 'cpu_seconds'):.2f} "
        f"| {ratio(runs, name, 'model as data', 'cpu_seconds'):.2f} "
        f"| {typical(runs, name, 'peak_bytes') / 2**20:,.0f} |"
        for name in CONTENDERS
    ]


def main() -> None:
    """Run the benchmark, or one contender of it."""
    if len(sys.argv) > 1 and sys.argv[1] in CONTENDERS:
        contender, path, row_count = sys.argv[1:]
        report(lambda: contend(contender, Path(path), int(row_count)))
        return
    sizes = [int(size) for size in sys.argv[1:]] or list(REPETITIONS)
    lines = [
        "| rows | scored by | CPU µs per row | ratio to LightGBM | ratio to model as data | peak memory MiB |",
        "|---|---|---|---|---|---|",
    ]
    for size in sizes:
        lines += compare(size)
    lines += [
        "",
        "One thread; 30 features, 100 trees of 32 leaves (CatBoost) or 31 (LightGBM). SQL: reading the table and",
        "storing the scores included. Libraries: the predictor alone. Ratios are medians of pairwise ratios within",
        "a repetition. Scores agree between model as data and CatBoost, and between nested CASE and LightGBM.",
        "Model as data takes missing values as CatBoost does. Nested CASE as code generators write it does not take",
        "them as LightGBM does; the last contender does.",
    ]
    command = "python benchmarks/scoring.py"
    write_section("scoring", "Scoring", command, lines, ("duckdb", "catboost", "lightgbm"))


if __name__ == "__main__":
    main()
