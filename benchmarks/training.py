"""Training from the warehouse to the stored model, against pandas with the same learner and with two other libraries'.

``python benchmarks/training.py [rows ...]`` writes a section of results.md. The package and pandas train the same
boosted symmetric trees on 30 features with the same parameters, scikit-learn and LightGBM their trees of as many
leaves, which grow leaf by leaf; up to a million rows also five cross-validation models and the calibration. Every
contender runs in its own process and includes reading and, for the package, turning the model into data. joinboost,
where it is installed, grows one model of as many trees and leaves in SQL, once, up to 100,000 rows.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import catboost
import duckdb
import lightgbm
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression

from assay.training.boosted_trees import fit_boosted_trees
from assay.training.boosting import bin_features, boost
from assay.training.examples import read_training_set
from assay.training.oblivious_trees import read_form
from measure import ratio, report, run, typical
from report import write_section

FEATURES = 30
CONTENDERS = ("assay", "pandas", "scikit-learn", "LightGBM")
OPTIONAL = "joinboost"
OPTIONAL_ROWS = 100_000
REPETITIONS = {100_000: 3, 1_000_000: 3, 10_000_000: 1}
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
                range as example_number, cast(1 + hash(range, 98) % 5 as integer) as fold,
                cast(hash(range, 99) % 1000 < 1000 * (0.5 * f1 + 0.4 * f2 * f3) as double) as label, {names}
            from (select range, {columns} from range({row_count}))
        """)
        connection.execute(f"""
            create table examples as
            select
                'benchmark' as use_case, 'train' as split, example_number, fold,
                cast(null as integer) as learned_from_fold, label,
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


def catboost_trees() -> catboost.CatBoostClassifier:
    """Give the learner that the package uses, with the same parameters."""
    options = {key: value for key, value in PARAMETERS.items() if key != "threads"}
    return catboost.CatBoostClassifier(
        **options,
        thread_count=PARAMETERS["threads"],
        boosting_type="Plain",
        nan_mode="Min",
        random_seed=1,
        allow_writing_files=False,
        verbose=False,
    )


def histogram_trees() -> HistGradientBoostingClassifier:
    """Give scikit-learn's trees of as many leaves."""
    return HistGradientBoostingClassifier(
        max_iter=PARAMETERS["iterations"],
        max_leaf_nodes=2 ** PARAMETERS["depth"],
        learning_rate=PARAMETERS["learning_rate"],
        l2_regularization=PARAMETERS["l2_leaf_reg"],
        max_bins=PARAMETERS["border_count"],
        early_stopping=False,
        random_state=1,
    )


def leafwise_trees() -> lightgbm.LGBMClassifier:
    """Give LightGBM's trees of as many leaves."""
    return lightgbm.LGBMClassifier(
        n_estimators=PARAMETERS["iterations"],
        num_leaves=2 ** PARAMETERS["depth"],
        learning_rate=PARAMETERS["learning_rate"],
        reg_lambda=PARAMETERS["l2_leaf_reg"],
        max_bin=PARAMETERS["border_count"],
        n_jobs=PARAMETERS["threads"],
        random_state=1,
        verbosity=-1,
    )


LEARNERS: dict[str, Callable[[], Any]] = {
    "pandas": catboost_trees,
    "scikit-learn": histogram_trees,
    "LightGBM": leafwise_trees,
}


def train_pandas(path: Path, row_count: int, learner: Callable[[], Any]) -> dict[str, Any]:
    """Train as a notebook does: a data frame, the learner, out-of-fold scores, isotonic regression."""
    with duckdb.connect(str(path), read_only=True) as connection:
        frame = connection.execute("select * from wide").df()
    features = frame[[f"f{k}" for k in range(1, FEATURES + 1)]]
    learner().fit(features, frame["label"])
    if row_count <= CROSS_VALIDATED_ROWS:
        scores = np.empty(row_count)
        for fold in range(1, 6):
            inside = (frame["fold"] == fold).to_numpy()
            model = learner().fit(features[~inside], frame["label"][~inside])
            scores[inside] = model.predict_proba(features[inside])[:, 1]
        IsotonicRegression(out_of_bounds="clip").fit(scores, frame["label"])
    return {"trees": PARAMETERS["iterations"]}


def train_joinboost(path: Path) -> dict[str, Any]:
    """Grow one model in SQL, on a copy of the table in memory, because joinboost writes its residuals into it."""
    graph = importlib.import_module("joinboost.joingraph").JoinGraph
    boosting = importlib.import_module("joinboost.app").GradientBoosting
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {PARAMETERS['threads']}")
        connection.execute(f"attach '{path}' as stored (read_only)")
        connection.execute("create table rows as select * exclude (example_number, fold) from stored.wide")
        data = graph(connection)
        data.add_relation("rows", [f"f{k}" for k in range(1, FEATURES + 1)], y="label")
        model = boosting(
            learning_rate=PARAMETERS["learning_rate"],
            max_leaves=2 ** PARAMETERS["depth"],
            max_depth=PARAMETERS["depth"],
            iteration=PARAMETERS["iterations"],
        )
        model.fit(data)
        return {"trees": len(model.model_def)}


def compare_optional(path: Path, row_count: int) -> list[str]:
    """Measure joinboost once, where it is installed and the size is one that it ends with."""
    if row_count > OPTIONAL_ROWS or importlib.util.find_spec(OPTIONAL) is None:
        return []
    found = run(__file__, OPTIONAL, str(path), str(row_count))
    return [
        f"| {row_count:,} | 1 model | {OPTIONAL} {version(OPTIONAL)} | {found['cpu_seconds']:.1f} |  "
        f"| {found['peak_bytes'] / 2**20:,.0f} |  |"
    ]


def compare(row_count: int) -> list[str]:
    """Measure both at one size; return rows of the table."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "rows.duckdb"
        create_rows(path, row_count)
        runs = [
            {name: run(__file__, name, str(path), str(row_count)) for name in CONTENDERS}
            for _ in range(REPETITIONS.get(row_count, 1))
        ]
        optional = compare_optional(path, row_count)
    models = "6 models, calibration" if row_count <= CROSS_VALIDATED_ROWS else "1 model"
    return [
        f"| {row_count:,} | {models} | {name} | {typical(runs, name, 'cpu_seconds'):.1f} "
        f"| {ratio(runs, name, 'pandas', 'cpu_seconds'):.2f} | {typical(runs, name, 'peak_bytes') / 2**20:,.0f} "
        f"| {ratio(runs, name, 'pandas', 'peak_bytes'):.2f} |"
        for name in CONTENDERS
    ] + optional


def main() -> None:
    """Run the benchmark, or one contender of it."""
    if len(sys.argv) > 1 and sys.argv[1] in (*CONTENDERS, OPTIONAL):
        contender, path, row_count = sys.argv[1:]
        if contender == OPTIONAL:
            report(lambda: train_joinboost(Path(path)))
            return
        if contender == "assay":
            report(lambda: train_assay(Path(path), int(row_count)))
            return
        report(lambda: train_pandas(Path(path), int(row_count), LEARNERS[contender]))
        return
    sizes = [int(size) for size in sys.argv[1:]] or list(REPETITIONS)
    lines = [
        "| rows | trained | by | CPU s | ratio to pandas | peak memory MiB | ratio to pandas |",
        "|---|---|---|---|---|---|---|",
    ]
    for size in sizes:
        lines += compare(size)
    lines += [
        "",
        f"30 features, {PARAMETERS['iterations']} trees of depth {PARAMETERS['depth']}. pandas: a data frame, the same",
        "learner; scikit-learn and LightGBM: the same frame, trees of as many leaves. CPU is that of all threads.",
        "Ratios are medians of pairwise ratios within a repetition. On a busy machine threads of OpenMP",
        "(scikit-learn, LightGBM) burn CPU while they wait for each other. joinboost, where it is installed, grows one",
        "model by squared error in SQL: at 100,000 rows it took ten CPU seconds a tree, so it has no larger row.",
    ]
    packages = ("duckdb", "catboost", "pandas", "scikit-learn", "lightgbm")
    write_section("training", "Training", "python benchmarks/training.py", lines, packages)


if __name__ == "__main__":
    main()
