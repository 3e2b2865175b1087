"""Scoring an imported model: as data, as exported SQL, by orbital, and by the library, CPU per row.

``python benchmarks/imports.py [rows ...]`` writes a section of results.md. scikit-learn trains 100 histogram trees of
at most 31 leaves on 30 features, and a random forest as this package's own; LightGBM trains 100 trees of at most 31
leaves. The package reads the files as ``assay model import`` does. Every contender runs in its own process on one
thread. orbital is measured where it is installed.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import joblib
import lightgbm
import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
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
FOREST_ROWS = 20_000
REPETITIONS = {100_000: 3, 1_000_000: 1}
ALWAYS = (
    "model as data",
    "walked",
    "exported SQL",
    "scikit-learn",
    "LightGBM's as data",
    "LightGBM",
    "forest as data",
    "forest",
)
CONTENDERS = (*ALWAYS, "orbital") if importlib.util.find_spec("orbital") else ALWAYS
LIBRARIES = {"scikit-learn": "model.joblib", "LightGBM": "model.txt", "forest": "forest.joblib"}
# Whose scores a contender must repeat.
MODELS = {"LightGBM's as data": "LightGBM", "LightGBM": "LightGBM", "forest as data": "forest", "forest": "forest"}


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


def words_of(form: Form) -> dict[str, Any]:
    """Count what ``assay.leaf_word_layout`` reads from a stored model."""
    asked = {
        (int(feature), float(border))
        for features, borders in zip(form.node_features, form.node_borders, strict=True)
        for feature, border in zip(features, borders, strict=True)
        if feature > 0
    }
    leaves = max(int((features == 0).sum()) for features in form.node_features)
    counts = Counter(feature for feature, _ in asked)
    borders = {feature: count + 1 for feature, count in sorted(counts.items())}
    shape = {"versions": ["a-1"], "is_all": True, "leaves": leaves, "trees": TREES, "borders": borders}
    return {"le_double": shape}


def store(path: Path, table: str, form: Form, words: dict[str, Any]) -> str:
    """Store a model and write the SQL that scores with it, by words where there are any."""
    row = {"learner": "a", "model_version": "a-1", "fold": 0, "output": "1", **vars(form)}
    with duckdb.connect(str(path)) as connection:
        connection.register("stored", pa.Table.from_pylist([{name: row.get(name) for name in FITS.names}], schema=FITS))
        connection.execute(f"create or replace table {table} as select * from stored")
    layout = {"le_double": depth_of(form)}
    tables = f"'(select * from examples)', '(select * from {table})'"
    return compile_inline(f"assay.score_models({tables}, {layout}, {words})")


def train(path: Path) -> dict[str, Form]:
    """Train the libraries' models, save them, and read them as imports."""
    with duckdb.connect(str(path), read_only=True) as connection:
        labels = connection.execute(f"select label from examples limit {TRAINED_ROWS}").fetchnumpy()["label"]
    frame = read_frame(path, TRAINED_ROWS)
    trees = HistGradientBoostingClassifier(max_iter=TREES, max_leaf_nodes=31, early_stopping=False, random_state=1)
    joblib.dump(Pipeline([("trees", trees)]).fit(frame, labels), path.parent / LIBRARIES["scikit-learn"])
    forest = RandomForestClassifier(TREES, max_depth=10, min_samples_leaf=5, max_features=0.3, random_state=1)
    forest.fit(frame[:FOREST_ROWS], labels[:FOREST_ROWS])
    joblib.dump(forest, path.parent / LIBRARIES["forest"])
    parameters = {"objective": "binary", "num_leaves": 31, "verbose": -1}
    leaves = lightgbm.train(parameters, lightgbm.Dataset(frame, labels), TREES)
    leaves.save_model(str(path.parent / LIBRARIES["LightGBM"]))
    return {name: read_foreign(path.parent / file, allow_pickle=True).form for name, file in LIBRARIES.items()}


def prepare(path: Path, row_count: int) -> None:
    """Train, import, and write the SQL of every contender beside the rows."""
    create_rows(path, row_count)
    forms = train(path)
    trees, leaves, forest = (forms[name] for name in LIBRARIES)
    texts = {
        "model as data": store(path, "models", trees, words_of(trees)),
        "walked": store(path, "models", trees, {}),
        "LightGBM's as data": store(path, "leaves", leaves, words_of(leaves)),
        "forest as data": store(path, "forests", forest, {}),
    }
    model = Model("imported", "imported", "binary", "logit", NAMES, {"1": Output(trees)})
    texts["exported SQL"] = score_sql(model, "duckdb", "examples", ["example_number"])
    texts = {name: f"select example_number, raw_score as score from ({text})" for name, text in texts.items()}
    if "orbital" in CONTENDERS:
        import orbital
        from orbital.types import DoubleColumnType

        pipeline = joblib.load(path.parent / LIBRARIES["scikit-learn"])
        parsed = orbital.parse_pipeline(pipeline, features={name: DoubleColumnType() for name in NAMES})
        sql = orbital.export_sql("examples", parsed, dialect="duckdb")
        texts["orbital"] = f'select ln(p / (1 - p)) as score from (select "output_probability.1" as p from ({sql}))'
    for name, text in texts.items():
        (path.parent / f"{name}.sql").write_text(text)


def contend(contender: str, path: Path, row_count: int) -> dict[str, Any]:
    """Do one contender's work."""
    if contender not in LIBRARIES:
        return query(path, (path.parent / f"{contender}.sql").read_text())
    from threadpoolctl import threadpool_limits

    file, frame = path.parent / LIBRARIES[contender], read_frame(path, row_count)
    model = lightgbm.Booster(model_file=str(file)) if contender == "LightGBM" else joblib.load(file)
    with threadpool_limits(1):
        started = time.process_time()
        if contender == "LightGBM":
            scores = np.asarray(model.predict(frame, raw_score=True, num_threads=1))
        elif contender == "forest":
            scores = model.predict_proba(frame)[:, 1]
        else:
            scores = model.decision_function(frame)
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
        difference = abs(runs[0][name]["checksum"] - runs[0][MODELS.get(name, "scikit-learn")]["checksum"])
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
        "Walked: the same trees as data without words (decision 0104). LightGBM: as many trees of as many leaves.",
        f"Forest: scikit-learn's random forest, {TREES} trees of up to ten levels, walked. SQL: reading the table,",
        "planning and storing the scores included. Libraries: the predictor alone. The means of the scores agree.",
    ]
    write_section(
        "imports",
        "Imported models",
        "python benchmarks/imports.py",
        lines,
        ("duckdb", "scikit-learn", "lightgbm", "sqlglot"),
    )


if __name__ == "__main__":
    main()
