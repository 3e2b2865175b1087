"""Explaining: exact SHAP values in SQL against shap.TreeExplainer and CatBoost on the same trees, CPU per row.

``python benchmarks/explanations.py [rows]`` writes a section of results.md. Every contender runs in its own
process on one thread; rows have 30 features, the model 100 symmetric trees of depth 5.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import catboost
import duckdb
import numpy as np
import pyarrow as pa
import shap
from numpy.typing import NDArray

from assay.training.oblivious_trees import read_form
from assay.training.schema import FITS, Form
from assay.training.tree_contributions import explained
from measure import ratio, report, run, typical
from report import write_section
from scoring import FEATURES, compile_inline, create_rows, read, train

CONTENDERS = ("model as data", "CatBoost", "shap.TreeExplainer")
DEPTH = 5
TRACE = 1e-6


def compile_explaining(path: Path, form: Form) -> str:
    """Store a model, and write the SQL that explains ``examples`` with it."""
    stored = {**vars(form), "tree_contributions": [list(table) for table in form.tree_contributions]}
    calls = ("assay.select_tree_slots('trees', [])", "assay.select_tree_contributions('models', [])")
    with duckdb.connect(str(path)) as connection:
        connection.register("stored_model", pa.Table.from_pylist([stored], schema=FITS))
        connection.execute("create table models as select * from stored_model")
        connection.execute("""
            create table trees as
            select unnest(range(1, len(tree_features) + 1)) as tree, unnest(tree_features) as features,
                unnest(cast(tree_borders as float[][])) as borders
            from models
        """)
        layouts = []
        for name, call in zip(("slots", "contributions"), calls, strict=True):
            connection.execute(f"create table {name} as {compile_inline(call)}")
            layouts.append(
                dict(connection.execute(f"select feature, max(slot) from {name} group by 1 order by 1").fetchall())
            )
    return compile_inline(
        f"assay.shap_oblivious_trees('examples', 'slots', 'contributions', {layouts[0]}, {layouts[1]}, "
        f"{FEATURES}, {DEPTH})"
    )


def branching(form: Form) -> dict[str, Any]:
    """Write symmetric trees as shap's own trees: the root is the last level, yes goes left."""
    trees = []
    for positions, borders, values, weights in zip(
        form.tree_features, form.tree_borders, form.tree_leaf_values, form.tree_leaf_weights, strict=True
    ):
        inner = 2**DEPTH - 1
        nodes = np.arange(2 * inner + 1)
        levels = DEPTH - 1 - np.floor(np.log2(nodes[:inner] + 1)).astype(int)
        # shap refuses a leaf without rows; a trace of one changes nothing that shows.
        covers = np.concatenate([np.zeros(inner), np.maximum(weights, TRACE)])
        for node in reversed(range(inner)):
            covers[node] = covers[2 * node + 1] + covers[2 * node + 2]
        trees.append(
            {
                "children_left": np.where(nodes < inner, 2 * nodes + 1, -1),
                "children_right": np.where(nodes < inner, 2 * nodes + 2, -1),
                "children_default": np.where(nodes < inner, 2 * nodes + 1, -1),
                "features": np.concatenate([positions[levels] - 1, np.full(inner + 1, -2)]),
                "thresholds": np.concatenate([borders[levels], np.zeros(inner + 1)]),
                "values": np.concatenate([np.zeros(inner), values]).reshape(-1, 1),
                "node_sample_weight": covers,
            }
        )
    return {"trees": trees}


def explain(contender: str, path: Path, row_count: int) -> dict[str, Any]:
    """Do one contender's work; for libraries the explanation alone is timed, for SQL also reading and storing."""
    if contender == "model as data":
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute("set threads = 1")
            started = time.process_time()
            connection.execute(f"create temp table explained as {(path.parent / 'explaining.sql').read_text()}")
            seconds = time.process_time() - started
            rows = connection.execute("select contributions from explained order by example_number").fetchnumpy()
            values = np.vstack(rows["contributions"][:1000])
    else:
        features = read(path, row_count).features
        model = catboost.CatBoostClassifier().load_model(str(path.parent / "catboost.cbm"))
        seconds, values = _explain_by_library(contender, model, np.ascontiguousarray(features))
    return {"cpu_seconds": seconds, "values": values.tolist()}


def _explain_by_library(
    contender: str, model: catboost.CatBoostClassifier, features: NDArray[np.float32]
) -> tuple[float, NDArray[np.float64]]:
    if contender == "CatBoost":
        pool = catboost.Pool(features)
        started = time.process_time()
        values = model.get_feature_importance(pool, type="ShapValues", thread_count=1)[:, :-1]
    else:
        explainer = shap.TreeExplainer(branching(read_form(model, DEPTH)), feature_perturbation="tree_path_dependent")
        explainer.model.fully_defined_weighting = True
        rows = features.astype(np.float64)
        started = time.process_time()
        values = explainer.shap_values(rows, check_additivity=False)
    return time.process_time() - started, np.asarray(values)[:1000].reshape(-1, FEATURES)


def main() -> None:
    """Run the benchmark, or one contender of it."""
    if len(sys.argv) > 1 and sys.argv[1] in CONTENDERS:
        contender, path, rows = sys.argv[1:]
        report(lambda: explain(contender, Path(path), int(rows)))
        return
    row_count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "rows.duckdb"
        create_rows(path, row_count)
        form = explained(train(path, row_count, path.parent))
        (path.parent / "explaining.sql").write_text(compile_explaining(path, form))
        runs = [{name: run(__file__, name, str(path), str(row_count)) for name in CONTENDERS}]
    for other in CONTENDERS[1:]:
        gap = np.abs(np.array(runs[0]["model as data"]["values"]) - np.array(runs[0][other]["values"])).max()
        if gap > 1e-6:
            raise AssertionError(f"model as data and {other} explain differently: {gap}")
    lines = ["| rows | explained by | CPU µs per row | ratio to model as data |", "|---|---|---|---|"]
    lines += [
        f"| {row_count:,} | {name} | {typical(runs, name, 'cpu_seconds') / row_count * 1e6:.2f} "
        f"| {ratio(runs, name, 'model as data', 'cpu_seconds'):.1f} |"
        for name in CONTENDERS
    ]
    lines += [
        "",
        "One thread, one repetition; 30 features, 100 symmetric trees of depth 5. SQL: reading and storing arrays",
        "included. Libraries: the explanation alone. The first 1,000 rows agree to 1e-6. TreeExplainer runs its own",
        "algorithm on the same trees; given a CatBoost model it calls CatBoost, which is the row above it.",
    ]
    command = "python benchmarks/explanations.py"
    write_section("explanations", "Explanations", command, lines, ("duckdb", "catboost", "shap"))


if __name__ == "__main__":
    main()
