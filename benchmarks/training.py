"""Training from the warehouse to the stored model, against pandas and the same learner: CPU and peak memory.

``python benchmarks/training.py [rows ...]`` writes a section of results.md. Both train the same boosted
symmetric trees on 30 features with the same parameters; up to a million rows also five cross-validation
models and the calibration. Every contender runs in its own process and includes reading and, for the package,
turning the model into data.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import catboost
import duckdb
import numpy as np
from sklearn.isotonic import IsotonicRegression

from assay.training.boosted_trees import bin_features, boost, fit_boosted_trees
from assay.training.examples import read_training_set
from assay.training.oblivious_trees import read_form
from measure import ratio, report, run, typical
from report import write_section

FEATURES = 30
CONTENDERS = ("assay", "pandas")
REPETITIONS = {1_000_000: 3, 10_000_000: 1}
CROSS_VALIDATED_ROWS = 1_000_000
PARAMETERS: dict[str, Any] = {
    "iterations": 20,
    "depth": 5,
    "learning_rate": 0.1,
    "l2_leaf_reg": 3.0,
    "border_count": 128,
    "threads": 2,
}


def create_rows(path: Path, row_count: int) -> None:
    """Write the same rows as a table of doubles and as the examples waist."""
    with duckdb.connect(str(path)) as connection:
        columns = ", ".join(f"hash(range, {k}) % 1000003 / 1000003.0 as f{k}" for k in range(1, FEATURES + 1))
        names = ", ".join(f"f{k}" for k in range(1, FEATURES + 1))
        connection.execute(f"""
            create table wide as
            select
                range as example_number, cast(1 + hash(range, 98) % 5 as integer) as fold, null as learned_from_fold,
                cast(hash(range, 99) % 1000 < 1000 * (0.5 * f1 + 0.4 * f2 * f3) as double) as label, {names}
            from (select range, {columns} from range({row_count}))
        """)
        connection.execute(f"""
            create table examples as
            select
                'benchmark' as use_case, 'train' as split, example_number, fold, label,
                cast([{names}] as float[]) as features
            from wide
        """)


def train_assay(path: Path, row_count: int) -> dict[str, Any]:
    """Train as the package does."""
    with duckdb.connect(str(path), read_only=True) as connection:
        training = read_training_set(connection, "examples", "benchmark", row_count, FEATURES)
    if row_count <= CROSS_VALIDATED_ROWS:
        return {"trees": len(fit_boosted_trees(training, PARAMETERS, 1).forms[0]["1"].tree_features)}
    model = boost(bin_features(training, PARAMETERS), PARAMETERS, 1)
    return {"trees": len(read_form(model, PARAMETERS["depth"]).tree_features)}


def train_pandas(path: Path, row_count: int) -> dict[str, Any]:
    """Train as a notebook does: a data frame, the learner, out-of-fold scores, isotonic regression."""

    def fit(features: Any, labels: Any) -> catboost.CatBoostClassifier:
        options = {key: value for key, value in PARAMETERS.items() if key != "threads"}
        model = catboost.CatBoostClassifier(
            **options,
            thread_count=PARAMETERS["threads"],
            boosting_type="Plain",
            nan_mode="Min",
            random_seed=1,
            allow_writing_files=False,
            verbose=False,
        )
        return model.fit(features, labels)

    with duckdb.connect(str(path), read_only=True) as connection:
        frame = connection.execute("select * from wide").df()
    features = frame[[f"f{k}" for k in range(1, FEATURES + 1)]]
    model = fit(features, frame["label"])
    if row_count <= CROSS_VALIDATED_ROWS:
        scores = np.empty(row_count)
        for fold in range(1, 6):
            inside = (frame["fold"] == fold).to_numpy()
            outside_model = fit(features[~inside], frame["label"][~inside])
            scores[inside] = outside_model.predict(features[inside], prediction_type="RawFormulaVal")
        IsotonicRegression(out_of_bounds="clip").fit(scores, frame["label"])
    return {"trees": model.tree_count_}


def compare(row_count: int) -> list[str]:
    """Measure both at one size; return rows of the table."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "rows.duckdb"
        create_rows(path, row_count)
        runs = [
            {name: run(__file__, name, str(path), str(row_count)) for name in CONTENDERS}
            for _ in range(REPETITIONS.get(row_count, 1))
        ]
    models = "6 models, calibration" if row_count <= CROSS_VALIDATED_ROWS else "1 model"
    return [
        f"| {row_count:,} | {models} | {name} | {typical(runs, name, 'cpu_seconds'):.1f} "
        f"| {ratio(runs, name, 'pandas', 'cpu_seconds'):.2f} | {typical(runs, name, 'peak_bytes') / 2**20:,.0f} "
        f"| {ratio(runs, name, 'pandas', 'peak_bytes'):.2f} |"
        for name in CONTENDERS
    ]


def main() -> None:
    """Run the benchmark, or one contender of it."""
    if len(sys.argv) > 1 and sys.argv[1] in CONTENDERS:
        contender, path, row_count = sys.argv[1:]
        train = train_assay if contender == "assay" else train_pandas
        report(lambda: train(Path(path), int(row_count)))
        return
    sizes = [int(size) for size in sys.argv[1:]] or list(REPETITIONS)
    lines = [
        "| rows | trained | by | CPU s | ratio | peak memory MiB | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for size in sizes:
        lines += compare(size)
    lines += [
        "",
        f"30 features, {PARAMETERS['iterations']} trees of depth {PARAMETERS['depth']}. Ratios to pandas with the same",
        "learner are medians of pairwise ratios within a repetition.",
    ]
    write_section("training", "Training", "python benchmarks/training.py", lines, ("duckdb", "catboost", "pandas"))


if __name__ == "__main__":
    main()
