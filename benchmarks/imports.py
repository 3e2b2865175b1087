"""Scoring an imported model: as data, as exported SQL, by orbital, and by scikit-learn, CPU per row.

``python benchmarks/imports.py [rows ...]`` writes a section of results.md. scikit-learn trains 100 histogram trees of
at most 31 leaves on 30 features; the package reads the file as ``assay model import`` does. Every contender runs in
its own process on one thread. orbital is measured where it is installed.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import joblib
import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline

from assay.exchange.document import Model, Output
from assay.exchange.reading.files import read_foreign
from assay.exchange.writing.portable_sql import score_sql
from assay.training.schema import FITS, Form
from measure import ratio, report, run, typical
from report import write_section
from scoring import FEATURES, TREES, compile_inline, create_rows, query

NAMES = [f"f{place}" for place in range(1, FEATURES + 1)]
TRAINED_ROWS = 50_000
REPETITIONS = {100_000: 3, 1_000_000: 1}
ALWAYS = ("model as data", "exported SQL", "scikit-learn")
CONTENDERS = (*ALWAYS, "orbital") if importlib.util.find_spec("orbital") else ALWAYS


def read_frame(path: Path, row_count: int) -> pd.DataFrame:
    """Read the features as a notebook does."""
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("set threads = 1")
        return connection.execute(f"select {', '.join(NAMES)} from examples limit {row_count}").df()


def depth_of(form: Form) -> int:
    """Find the depth of the deepest tree."""

    def below(tree: int, node: int) -> int:
        if form.node_features[tree][node] == 0:
            return 0
        turns = (int(way[tree][node]) - 1 for way in (form.node_yes, form.node_no))
        return 1 + max(below(tree, turn) for turn in turns)

    return max(below(tree, 0) for tree in range(len(form.node_features)))


def prepare(path: Path, row_count: int) -> None:
    """Train, import, and write the SQL of every contender beside the rows."""
    create_rows(path, row_count)
    with duckdb.connect(str(path), read_only=True) as connection:
        labels = connection.execute(f"select label from examples limit {TRAINED_ROWS}").fetchnumpy()["label"]
    trees = HistGradientBoostingClassifier(max_iter=TREES, max_leaf_nodes=31, early_stopping=False, random_state=1)
    pipeline = Pipeline([("trees", trees)]).fit(read_frame(path, TRAINED_ROWS), labels)
    joblib.dump(pipeline, path.parent / "model.joblib")
    form = read_foreign(path.parent / "model.joblib", allow_pickle=True).form
    row = {"learner": "a", "model_version": "a-1", "fold": 0, "output": "1", **vars(form)}
    with duckdb.connect(str(path)) as connection:
        connection.register("stored", pa.Table.from_pylist([{name: row.get(name) for name in FITS.names}], schema=FITS))
        connection.execute("create table models as select * from stored")
    layout = {"le_double": depth_of(form)}
    scored = compile_inline(f"assay.score_models('(select * from examples)', '(select * from models)', {layout})")
    texts = {"model as data": f"select example_number, raw_score as score from ({scored})"}
    model = Model("imported", "imported", "binary", "logit", NAMES, {"1": Output(form)})
    exported = score_sql(model, "duckdb", "examples", ["example_number"])
    texts["exported SQL"] = f"select example_number, raw_score as score from ({exported})"
    if "orbital" in CONTENDERS:
        import orbital
        from orbital.types import DoubleColumnType

        parsed = orbital.parse_pipeline(pipeline, features={name: DoubleColumnType() for name in NAMES})
        sql = orbital.export_sql("examples", parsed, dialect="duckdb")
        texts["orbital"] = f'select ln(p / (1 - p)) as score from (select "output_probability.1" as p from ({sql}))'
    for name, text in texts.items():
        (path.parent / f"{name}.sql").write_text(text)


def contend(contender: str, path: Path, row_count: int) -> dict[str, Any]:
    """Do one contender's work."""
    if contender != "scikit-learn":
        return query(path, (path.parent / f"{contender}.sql").read_text())
    from threadpoolctl import threadpool_limits

    pipeline, frame = joblib.load(path.parent / "model.joblib"), read_frame(path, row_count)
    with threadpool_limits(1):
        started = time.process_time()
        scores = pipeline.decision_function(frame)
    return {"cpu_seconds": time.process_time() - started, "checksum": float(np.mean(scores))}


def compare(row_count: int) -> list[str]:
    """Measure all contenders at one size; return rows of the table."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "rows.duckdb"
        prepare(path, row_count)
        runs = [
            {name: run(__file__, name, str(path), str(row_count)) for name in CONTENDERS}
            for _ in range(REPETITIONS.get(row_count, 1))
        ]
    for name in CONTENDERS:
        difference = abs(runs[0][name]["checksum"] - runs[0]["scikit-learn"]["checksum"])
        if difference > 1e-5:
            raise AssertionError(f"{name} scores differently: {difference}")
    return [
        f"| {row_count:,} | {name} | {typical(runs, name, 'cpu_seconds') / row_count * 1e6:.2f} "
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
    lines = [
        "| rows | scored by | CPU µs per row | ratio to model as data | peak memory MiB |",
        "|---|---|---|---|---|",
    ]
    for size in [int(size) for size in sys.argv[1:]] or list(REPETITIONS):
        lines += compare(size)
    orbital = f"orbital {version('orbital')}" if "orbital" in CONTENDERS else "orbital is not installed"
    lines += [
        "",
        f"One thread; {TREES} histogram trees of scikit-learn of at most 31 leaves, {FEATURES} features; {orbital}.",
        "SQL: reading the table, planning and storing the scores included. scikit-learn: the predictor alone. The",
        "means of the scores agree.",
    ]
    write_section(
        "imports", "Imported models", "python benchmarks/imports.py", lines, ("duckdb", "scikit-learn", "sqlglot")
    )


if __name__ == "__main__":
    main()
