"""A task of several classes, from a declared relation to the marts, against the libraries."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import catboost
import duckdb
import joblib
import numpy as np
import pandas as pd
import pytest
import shap
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn import metrics as oracle
from sklearn.datasets import load_digits, load_iris, load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
from typer.testing import CliRunner

from assay.cli import app
from assay.exchange.document import stored_form
from assay.training.schema import Form
from assay.training.scoring import score_form
from assay.training.temperature import log_probabilities
from tests.conftest import run_dbt
from tests.integration.conftest import write_project

MARTS = [
    "metrics", "predictions", "models", "scores", "confusion_matrices", "curves", "fit_diagnoses", "policy_values",
    "explanations", "contributions", "feature_importances",
]  # fmt: skip
ALL = [
    "logistic", "naive_bayes", "decision_tree", "explainable_boosting", "random_forest", "boosted_trees",
    "boosted_leafwise",
]  # fmt: skip
# Names that SQL, CSV and sorting by bytes meet in different ways.
NAMES = ["L'été", "Zürich", 'naïve "quote"', "東京", "1"]
# Champions that are asked why, class by class, by the macro that reads an ml_model.
EXPLAINED = {"petal": "flowers", "grove": "flowers", "unusual": "unusual"}
ASKED = [
    (use_case, name)
    for use_case in EXPLAINED
    for name in (NAMES if use_case == "unusual" else ["setosa", "versicolor", "virginica"])
]
# Numbers from here on are neighbours that a double cannot tell apart.
WIDE_ID = 9007199254740992


def _frame(loader: Any, names: list[Any] | None = None, rows: int | None = None) -> pd.DataFrame:
    data = loader()
    order = np.random.default_rng(5).permutation(len(data.target))[:rows]
    frame = pd.DataFrame(data.data[order], columns=[f"x{place}" for place in range(data.data.shape[1])])
    frame.insert(0, "item_id", [f"i{row:04d}" for row in range(len(frame))])
    frame.insert(1, "seen_at", pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(len(frame)), unit="h"))
    frame.insert(2, "kind", [(names or list(data.target_names))[label] for label in data.target[order]])
    return frame


def _unusual() -> pd.DataFrame:
    """Five classes with unusual names; the last rows have no label, some before them a class seen nowhere else."""
    generator = np.random.default_rng(9)
    labels = generator.integers(0, len(NAMES), 400)
    frame = pd.DataFrame(generator.normal(size=(400, 3)) + np.eye(5, 3)[labels] * 3, columns=["x0", "x1", "x2"])
    frame.insert(0, "item_id", [f"i{row:04d}" for row in range(400)])
    frame.insert(1, "seen_at", pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(400), unit="h"))
    frame.insert(2, "kind", [NAMES[label] for label in labels])
    frame.insert(3, "batch", [f"b{row // 4:03d}" for row in range(400)])
    frame.loc[370:374, "kind"] = "ΩNew"
    frame.loc[390:, "kind"] = None
    return frame


def _use_case(relation: str, **more: Any) -> dict[str, Any]:
    return {
        "task": "multiclass",
        "entity": {"relation": relation, "key": "item_id", "time": "seen_at"},
        "label": {"sql": "kind"},
        "validation": {"method": "stratified"},
        "policies": [{"name": "nothing", "sql": "false", "current": True}],
        **more,
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One build of scikit-learn's flowers, wines and digits, and of classes with unusual names."""
    frames = {
        "flowers": _frame(load_iris),
        "wines": _frame(load_wine, [0, 1, 2]),
        "digits": _frame(load_digits, list(range(10)), 500),
        "unusual": _unusual(),
    }
    folder = write_project(
        tmp_path_factory.mktemp("classes"),
        models={},
        seeds={name: frame.to_csv(index=False) for name, frame in frames.items()},
        variables={
            "assay_use_cases": {
                "flower": _use_case("flowers", learners=ALL),
                "wine": _use_case("wines", label={"sql": f"{WIDE_ID} + kind"}, calibration="none"),
                "digit": _use_case("digits", learners=["logistic"]),
                "petal": _use_case("flowers", learners=["boosted_trees"]),
                "grove": _use_case("flowers", learners=["random_forest"]),
                "unusual": _use_case(
                    "unusual",
                    entity={"relation": "unusual", "key": "item_id", "time": "seen_at", "cluster": "batch"},
                    features={"exclude": ["batch"]},
                    policies=[
                        {"name": "nothing", "sql": "false", "current": True},
                        {"name": "by weight", "sql": "x0 > 1", "prediction": "'L''été'"},
                    ],
                    outcomes={"value": "case when prediction = actual then 10 - x0 else -5 end"},
                ),
            },
            "assay_learner_parameters": {
                "boosted_trees": {"iterations": 30, "depth": 3, "threads": 1},
                "boosted_leafwise": {"iterations": 30, "min_data_in_leaf": 5, "border_count": 64, "threads": 1},
                "explainable_boosting": {"iterations": 60, "threads": 1},
                "random_forest": {"n_estimators": 20, "threads": 1},
                "decision_tree": {"min_samples_leaf": 5},
            },
        },
    )
    selected = ["+assay_operations__served_models", *(f"+assay__{mart}" for mart in MARTS)]
    run_dbt("build", "--select", *selected, directory=folder, database=folder / "warehouse.duckdb")
    calls = [
        f"assay.explain_predict(assay.champion('{case}'), ref('{EXPLAINED[case]}'), 99, class={json.dumps(name)})"
        for case, name in ASKED
    ] + ["assay.feature_importance(assay.champion('petal'))", "assay.advanced_weights(assay.champion('digit'))"]
    text = "\n@@\n".join(f"{{{{ {call} }}}}" for call in calls)
    run = run_dbt("--quiet", "compile", "--inline", text, directory=folder, database=folder / "warehouse.duckdb")
    (folder / "asked.sql").write_text(run.stdout)
    return folder


@pytest.fixture(scope="module")
def connection(project: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse after the build."""
    with duckdb.connect(str(project / "warehouse.duckdb"), read_only=True) as opened:
        yield opened


def _examples(connection: duckdb.DuckDBPyConnection, use_case: str, split: str) -> tuple[Any, Any]:
    """Features and classes in the order of `_predicted`."""
    rows = connection.execute(
        "select features, label_class from assay_work.assay_features__examples where use_case = ? and split = ?"
        " order by entity_id",
        [use_case, split],
    ).fetchnumpy()
    return np.array([list(row) for row in rows["features"]], dtype=np.float32), rows["label_class"].astype(str)


def _predicted(
    connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str, column: str = "probability"
) -> pd.DataFrame:
    """One row per decision and one column per class, beside what turned out and what was predicted."""
    frame = connection.execute(
        f"select entity_id, cluster_id, label_class, predicted_class, output, {column} as value from assay.predictions"
        " where use_case = ? and learner = ? and split = ?",
        [use_case, learner, split],
    ).df()
    keys = ["entity_id", "cluster_id", "label_class", "predicted_class"]
    return frame.set_index([*keys, "output"])["value"].unstack("output").reset_index(keys[1:]).sort_index()


def _library(learner: str, features: Any, labels: Any) -> Any:
    """The library's own model with the parameters of the project, and whether it wants standardised features."""
    trees = {"iterations": 30, "depth": 3, "learning_rate": 0.1}
    leaves = {
        "iterations": 30, "depth": 10, "max_leaves": 31, "min_data_in_leaf": 5, "learning_rate": 0.1,
        "grow_policy": "Lossguide",
    }  # fmt: skip
    stumps = {"iterations": 60, "depth": 1, "learning_rate": 0.1}
    shared = {
        "l2_leaf_reg": 3.0, "border_count": 64, "nan_mode": "Min", "random_seed": 1, "boosting_type": "Plain",
        "thread_count": 1, "verbose": False, "allow_writing_files": False, "loss_function": "MultiClass",
    }  # fmt: skip
    models = {
        "logistic": make_pipeline(StandardScaler(), LogisticRegression(C=0.1, tol=1e-12, solver="newton-cholesky")),
        "naive_bayes": make_pipeline(StandardScaler(), GaussianNB()),
        "decision_tree": DecisionTreeClassifier(max_depth=6, min_samples_leaf=5, random_state=1),
        "random_forest": RandomForestClassifier(20, max_depth=10, min_samples_leaf=5, max_features=0.3, random_state=1),
        "boosted_trees": catboost.CatBoostClassifier(**trees, **shared),
        "boosted_leafwise": catboost.CatBoostClassifier(**leaves, **shared),
        "explainable_boosting": catboost.CatBoostClassifier(**stumps, **shared),
    }
    wide = features.astype(np.float64) if learner in ("logistic", "naive_bayes") else features
    return models[learner].fit(wide, labels)


def _temperature(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str) -> float:
    query = """
        select distinct temperature from assay_work.assay_training__models
        where use_case = ? and learner = ? and is_current
    """
    [(temperature,)] = connection.execute(query, [use_case, learner]).fetchall()
    return float(temperature)


def _metric(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str) -> dict[str, Any]:
    """Value and standard error of every metric of all classes together."""
    rows = connection.execute(
        "select metric, value, standard_error from assay.metrics"
        " where use_case = ? and learner = ? and split = ? and label_class is null",
        [use_case, learner, split],
    ).fetchall()
    return {metric: (value, error) for metric, value, error in rows}


def test_every_learner_that_serves_classes_is_trained(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute("select use_case, learner from assay.models order by all").fetchall()
    assert found == [
        ("digit", "constant"),
        ("digit", "logistic"),
        *(("flower", learner) for learner in sorted([*ALL, "constant"])),
        ("grove", "constant"),
        ("grove", "random_forest"),
        ("petal", "boosted_trees"),
        ("petal", "constant"),
        *((use_case, x) for use_case in ("unusual", "wine") for x in ("boosted_trees", "constant", "logistic")),
    ]


def test_classes_are_the_texts_of_the_label(connection: duckdb.DuckDBPyConnection) -> None:
    query = """
        select use_case, list(distinct output order by output) from assay.predictions
        where use_case in ('unusual', 'wine') group by use_case order by use_case
    """
    assert connection.execute(query).fetchall() == [
        ("unusual", sorted(NAMES)),
        ("wine", [str(WIDE_ID + number) for number in range(3)]),
    ]


@pytest.mark.parametrize(
    ("use_case", "learner"), [*(("flower", learner) for learner in ALL), ("wine", "logistic"), ("digit", "logistic")]
)
def test_predictions_equal_the_library(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str) -> None:
    features, labels = _examples(connection, use_case, "train")
    rows = _examples(connection, use_case, "test")[0]
    model = _library(learner, features, labels)
    expected = model.predict_proba(rows.astype(np.float64) if learner in ("logistic", "naive_bayes") else rows)
    frame = _predicted(connection, use_case, learner, "test")
    classes = list(frame.columns[3:])
    assert classes == [str(name) for name in model.classes_]
    np.testing.assert_array_equal(frame["predicted_class"], np.array(classes)[expected.argmax(axis=1)])
    if learner in ("decision_tree", "random_forest"):
        margin = 0.5 / len(labels)
        expected = (1 - len(classes) * margin) * expected + margin
    tempered = expected ** (1 / _temperature(connection, use_case, learner))
    tempered /= tempered.sum(axis=1, keepdims=True)
    # Many coefficients are found by steps that end earlier than Newton's.
    tolerance = 1e-5 if use_case == "digit" else 1e-9 if learner in ("logistic", "naive_bayes") else 1e-6
    np.testing.assert_allclose(frame[classes].to_numpy(), tempered, rtol=tolerance, atol=1e-9)


@pytest.mark.parametrize("learner", ["logistic", "boosted_trees", "random_forest"])
def test_the_temperature_has_the_smallest_log_loss_out_of_fold(
    connection: duckdb.DuckDBPyConnection, learner: str
) -> None:
    frame = _predicted(connection, "flower", learner, "cv", "raw_score")
    classes = list(frame.columns[3:])
    logits = frame[classes].to_numpy()
    logits = np.log(logits) if learner == "random_forest" else logits
    place = np.searchsorted(classes, frame["label_class"])

    def loss(log_temperature: float) -> float:
        return float(-log_softmax(logits / np.exp(log_temperature), axis=1)[np.arange(len(place)), place].mean())

    best = np.exp(minimize_scalar(loss, bounds=(-4, 4), method="bounded", options={"xatol": 1e-9}).x)
    assert _temperature(connection, "flower", learner) == pytest.approx(best, rel=1e-5)
    assert _temperature(connection, "wine", "logistic") == 1


@pytest.mark.parametrize(
    ("use_case", "learner"), [("flower", "logistic"), ("unusual", "logistic"), ("wine", "constant")]
)
@pytest.mark.parametrize("split", ["cv", "test"])
def test_metrics_equal_scikit_learn(
    connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str
) -> None:
    frame = _predicted(connection, use_case, learner, split)
    found = {name: value for name, (value, _) in _metric(connection, use_case, learner, split).items()}
    classes, actual, predicted = list(frame.columns[3:]), frame["label_class"], frame["predicted_class"]
    probabilities = frame[classes].to_numpy()
    shown = np.array(classes) == actual.to_numpy()[:, None]
    known = actual.isin(classes).to_numpy()
    true_probability = np.where(known, (probabilities * shown).sum(axis=1), np.finfo(float).eps)
    ranks = (probabilities > (probabilities * shown).sum(axis=1)[:, None]).sum(axis=1)
    expected = {
        "accuracy": oracle.accuracy_score(actual, predicted),
        "log_loss": -np.log(true_probability).mean(),
        "brier": ((probabilities - shown) ** 2).sum(axis=1).mean() + (~known).mean(),
        "kappa": oracle.cohen_kappa_score(actual, predicted),
        "mcc": oracle.matthews_corrcoef(actual, predicted),
    }
    for average in ("macro", "weighted"):
        scores = oracle.precision_recall_fscore_support(actual, predicted, average=average, zero_division=0)
        expected |= {f"{average}_{name}": x for name, x in zip(("precision", "recall", "f1"), scores[:3], strict=True)}
    # The weighted recall is the accuracy, which has a name already.
    assert expected.pop("weighted_recall") == pytest.approx(found["accuracy"])
    if learner != "constant":
        for k in (2, 3):
            expected[f"top_{k}_accuracy"] = (known & (ranks < k)).mean()
        areas = [oracle.roc_auc_score(shown[:, k], probabilities[:, k]) for k in range(len(classes))]
        expected["macro_roc_auc"] = np.mean(areas)
    if known.all():
        assert found["log_loss"] == pytest.approx(oracle.log_loss(actual, probabilities, labels=classes))
        if learner != "constant":
            area = oracle.roc_auc_score(actual, probabilities, multi_class="ovr", labels=classes)
            assert found["macro_roc_auc"] == pytest.approx(area, abs=1e-9)
    if np.isnan(expected["mcc"]) or learner == "constant":
        assert found["mcc"] is None
        del expected["mcc"]
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-9)


def test_each_class_is_judged_against_all_others(connection: duckdb.DuckDBPyConnection) -> None:
    frame = _predicted(connection, "flower", "logistic", "test")
    classes = list(frame.columns[3:])
    rows = connection.execute(
        "select metric, label_class, value from assay.metrics where use_case = 'flower' and learner = 'logistic'"
        " and split = 'test' and label_class is not null"
    ).fetchall()
    found = {(metric, name): value for metric, name, value in rows}
    scores = oracle.precision_recall_fscore_support(frame["label_class"], frame["predicted_class"], labels=classes)
    for metric, values in zip(("precision", "recall", "f1", "prevalence"), scores, strict=True):
        scale = len(frame) if metric == "prevalence" else 1
        assert [found[metric, name] * scale for name in classes] == pytest.approx(list(values))
    areas = [oracle.roc_auc_score(frame["label_class"] == name, frame[name]) for name in classes]
    assert [found["roc_auc", name] for name in classes] == pytest.approx(areas)


def test_errors_are_the_cluster_robust_ones_of_numerical_derivatives(connection: duckdb.DuckDBPyConnection) -> None:
    frame = _predicted(connection, "unusual", "logistic", "cv")
    actual, predicted, n = frame["label_class"].to_numpy(), frame["predicted_class"].to_numpy(), len(frame)
    classes = list(frame.columns[3:])
    probabilities = frame[classes].to_numpy()

    def average(score: Any, kind: str) -> Any:
        return lambda w: score(actual, predicted, average=kind, sample_weight=w, zero_division=0)

    metrics = {
        "accuracy": lambda w: oracle.accuracy_score(actual, predicted, sample_weight=w),
        "kappa": lambda w: oracle.cohen_kappa_score(actual, predicted, sample_weight=w),
        "mcc": lambda w: oracle.matthews_corrcoef(actual, predicted, sample_weight=w),
        "log_loss": lambda w: oracle.log_loss(actual, probabilities, labels=classes, sample_weight=w),
        "macro_roc_auc": lambda w: np.mean(
            [oracle.roc_auc_score(actual == x, probabilities[:, k], sample_weight=w) for k, x in enumerate(classes)]
        ),
        **{
            f"{kind}_{name}": average(score, kind)
            for kind in ("macro", "weighted")
            for name, score in (
                ("precision", oracle.precision_score), ("recall", oracle.recall_score), ("f1", oracle.f1_score),
            )
            if (kind, name) != ("weighted", "recall")
        },
    }  # fmt: skip
    found = _metric(connection, "unusual", "logistic", "cv")
    # Rows of one cluster, one actual and one predicted class move a count alike: one of them stands for all.
    cells = frame.groupby(["label_class", "predicted_class"]).indices
    for name, metric in metrics.items():
        is_count = name not in ("log_loss", "macro_roc_auc")
        influence = np.empty(n)
        for rows in cells.values() if is_count else [[row] for row in range(0, n)]:
            step = np.ones(n)
            step[rows[0]] += 1e-4
            influence[rows] = n * (metric(step) - metric(np.ones(n))) / 1e-4
        sums = pd.Series(influence).groupby(frame["cluster_id"].to_numpy()).sum()
        error = np.sqrt((sums**2).sum() * len(sums) / (len(sums) - 1)) / n
        assert found[name][1] == pytest.approx(error, rel=2e-3), name


def test_the_calibration_error_is_the_distance_of_confidence_and_accuracy(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    frame = _predicted(connection, "unusual", "logistic", "cv")
    confidence = frame[list(frame.columns[3:])].max(axis=1).to_numpy()
    correct = (frame["label_class"] == frame["predicted_class"]).to_numpy()
    below = np.searchsorted(np.sort(confidence), confidence, side="left")
    bins = np.minimum(10, np.ceil(10 * below / (len(frame) - 1)))
    bins[below == 0] = 1
    error = sum(abs((correct[bins == b] - confidence[bins == b]).sum()) for b in range(1, 11)) / len(frame)
    assert _metric(connection, "unusual", "logistic", "cv")["calibration_error"][0] == pytest.approx(error, abs=1e-9)


def test_the_confusion_matrix_equals_scikit_learn(connection: duckdb.DuckDBPyConnection) -> None:
    frame = _predicted(connection, "unusual", "boosted_trees", "test")
    cells = connection.execute(
        "select label_class, predicted_class, row_count, cell from assay.confusion_matrices"
        " where use_case = 'unusual' and learner = 'boosted_trees' and split = 'test' order by all"
    ).df()
    names = sorted({*frame["label_class"], *frame["predicted_class"]})
    expected = oracle.confusion_matrix(frame["label_class"], frame["predicted_class"], labels=names)
    np.testing.assert_array_equal(cells["row_count"].to_numpy().reshape(expected.shape), expected)
    np.testing.assert_array_equal(cells["cell"] == "hit", np.eye(len(names), dtype=bool).ravel())


def test_a_class_without_training_rows_is_an_error_not_a_crash(connection: duckdb.DuckDBPyConnection) -> None:
    frame = _predicted(connection, "unusual", "logistic", "test")
    new = frame[frame["label_class"] == "ΩNew"]
    assert len(new) == 5
    assert "ΩNew" not in set(frame["predicted_class"])
    np.testing.assert_allclose(frame[list(frame.columns[3:])].sum(axis=1), 1, rtol=1e-11)


def test_open_decisions_get_a_class_each(connection: duckdb.DuckDBPyConnection) -> None:
    scores = connection.execute(
        "select entity_id, predicted_class, probability from assay.scores where use_case = 'unusual' order by 1"
    ).df()
    frame = _predicted(connection, "unusual", _champion(connection, "unusual")[0], "live")
    assert list(scores["entity_id"]) == [f"i{row:04d}" for row in range(390, 400)]
    assert list(scores["predicted_class"]) == list(frame["predicted_class"])
    np.testing.assert_array_equal(scores["probability"], frame[list(frame.columns[3:])].max(axis=1))


def _contributions(connection: duckdb.DuckDBPyConnection, use_case: str) -> pd.Series:
    """Contributions of the test sample by class, decision and column."""
    query = "select output, entity_id, source_column, contribution from assay.contributions where use_case = ?"
    return connection.execute(f"{query} and split = 'test'", [use_case]).df().set_index(
        ["output", "entity_id", "source_column"]
    )["contribution"].sort_index()  # fmt: skip


@pytest.mark.parametrize("use_case", ["petal", "grove"])
def test_contributions_of_each_class_equal_the_library(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    learner = {"petal": "boosted_trees", "grove": "random_forest"}[use_case]
    features, labels = _examples(connection, use_case, "train")
    rows, _ = _examples(connection, use_case, "test")
    model = _library(learner, features, labels)
    if use_case == "petal":
        expected = model.get_feature_importance(catboost.Pool(rows), type="ShapValues")[:, :, :-1].transpose(0, 2, 1)
    else:
        expected = (1 - 3 * 0.5 / len(labels)) * shap.TreeExplainer(model).shap_values(rows)
    found = _contributions(connection, use_case)
    assert [len(level) for level in found.index.levels] == [3, len(rows), 4]
    assert np.abs(expected).max() > 0.1
    for place, name in enumerate(model.classes_):
        ours = found[str(name)].unstack("source_column").to_numpy()
        np.testing.assert_allclose(ours, expected[:, :, place], rtol=0, atol=1e-9)


@pytest.mark.parametrize("use_case", ["petal", "grove", "digit", "unusual", "wine"])
def test_contributions_of_the_predicted_class_add_up(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    explained = connection.execute(
        "select * from assay.explanations where use_case = ? and split = 'test'", [use_case]
    ).df()
    sums = _contributions(connection, use_case).groupby(["output", "entity_id"]).sum()
    gaps = [
        row.raw_score - row.expected_raw_score - sums[row.predicted_class, row.entity_id]
        for row in explained.itertuples()
    ]
    assert len(gaps) == len(set(explained.entity_id)) > 20
    np.testing.assert_allclose(gaps, 0, rtol=0, atol=1e-9)
    assert all(explained.decision)
    for row in explained.itertuples():
        assert row.sentence.startswith(f"Probability of {row.predicted_class} {row.probability:.2f} (")


@pytest.mark.parametrize("use_case", ["petal", "grove", "unusual"])
def test_a_champion_explains_any_relation_class_by_class(
    connection: duckdb.DuckDBPyConnection, project: Path, use_case: str
) -> None:
    published, asked = _contributions(connection, use_case), (project / "asked.sql").read_text().split("@@")
    for name in published.index.levels[0]:
        query = f"""
            select item_id, item.*, prediction_value, baseline_prediction_value from (
                select *, unnest(top_feature_attributions) as item from {asked[ASKED.index((use_case, name))]}
            ) order by item_id
        """
        found = connection.sql(query).df()
        ours = found.set_index(["item_id", "feature"]).attribution
        np.testing.assert_allclose(ours[published[name].index], published[name], rtol=0, atol=1e-9)
        sums = found.groupby("item_id").agg({"attribution": "sum", **dict.fromkeys(found.columns[-2:], "first")})
        np.testing.assert_allclose(
            sums.attribution, sums.prediction_value - sums.baseline_prediction_value, rtol=0, atol=1e-9
        )


def test_comparisons_of_trees_of_classes_are_as_important_as_in_the_library(
    connection: duckdb.DuckDBPyConnection, project: Path
) -> None:
    found = connection.sql(f"select * from {(project / 'asked.sql').read_text().split('@@')[-2]}").df()
    trees = _library("boosted_trees", *_examples(connection, "petal", "train"))
    gains = found.set_index("feature")["importance_gain"][["x0", "x1", "x2", "x3"]]
    np.testing.assert_allclose(gains, trees.get_feature_importance(type="PredictionValuesChange"), rtol=1e-6)
    assert found["importance_weight"].sum() == 30 * 3 - _unused(trees)


def _unused(trees: catboost.CatBoostClassifier) -> int:
    """How many levels trees of depth 3 lack."""
    return sum(3 - int(np.log2(leaves)) for leaves in trees.get_tree_leaf_counts())


def test_weights_of_classes_have_no_errors_and_say_why(connection: duckdb.DuckDBPyConnection, project: Path) -> None:
    found = connection.sql(f"select * from {(project / 'asked.sql').read_text().split('@@')[-1]}").df()
    assert found["class"].nunique() == 10
    assert found["weight"].notna().all()
    assert found["standard_error"].isna().all()
    assert set(found["reason"]) == {"weights of several classes have no errors"}


@pytest.mark.parametrize("use_case", ["unusual", "digit", "wine"])
def test_a_champion_of_classes_scores_any_relation(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    relation = {"unusual": "unusual", "digit": "digits", "wine": "wines"}[use_case]
    [(schema,)] = connection.execute(
        "select schema_name from duckdb_functions() where function_name = ?", [f"predict_{use_case}"]
    ).fetchall()
    served = connection.execute(f"select * from {schema}.predict_{use_case}('{relation}') order by item_id").df()
    assert list(served.columns[-4:]) == ["model_version", "probability", "predicted_class", "class_probabilities"]
    served = served.set_index("item_id")
    for split in ("test", "live") if use_case == "unusual" else ("test",):
        frame = _predicted(connection, use_case, _champion(connection, use_case)[0], split)
        rows = served.loc[frame.index]
        assert list(rows["predicted_class"]) == list(frame["predicted_class"])
        found = pd.DataFrame(list(rows["class_probabilities"]), index=frame.index)
        np.testing.assert_allclose(found[frame.columns[3:]], frame[frame.columns[3:]], rtol=1e-11)
        np.testing.assert_array_equal(rows["probability"], found.max(axis=1))


def _champion(connection: duckdb.DuckDBPyConnection, use_case: str) -> tuple[str, str, str]:
    query = "select learner, criterion, evidence_status from assay_work.assay_evaluation__champions where use_case = ?"
    [row] = connection.execute(query, [use_case]).fetchall()
    return row  # type: ignore[no-any-return]


@pytest.mark.parametrize("use_case", ["flower", "wine", "digit"])
def test_the_champion_has_the_smallest_log_loss(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    query = """
        select learner from assay.metrics
        where use_case = ? and split = 'valid' and metric = 'log_loss' and label_class is null order by value limit 1
    """
    [(best,)] = connection.execute(query, [use_case]).fetchall()
    assert _champion(connection, use_case) == (best, "log_loss", "not_declared")


def _forms(connection: duckdb.DuckDBPyConnection, use_case: str) -> tuple[list[str], list[Form], str, float]:
    """Classes, forms, link and temperature of the champion."""
    query = """
        select models.* from assay_work.assay_training__models as models
        inner join assay_work.assay_evaluation__champions using (use_case, model_version)
        where fold = 0 and use_case = ? order by output
    """
    rows = connection.sql(query, params=[use_case]).to_arrow_table().to_pylist()
    return [row["output"] for row in rows], [stored_form(row) for row in rows], rows[0]["link"], rows[0]["temperature"]


@pytest.mark.parametrize("use_case", ["petal", "grove", "unusual"])
def test_a_permuted_column_costs_log_loss_and_money(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    classes, forms, link, temperature = _forms(connection, use_case)
    rows = connection.execute(
        """
        select first_column, receivers.entity_id, receivers.label_class, receivers.features, donors.features as given,
            first_position, last_position
        from assay_work.assay_evaluation__exchanges as exchanges
        inner join assay_work.assay_features__examples as receivers on receiver = receivers.example_number
        inner join assay_work.assay_features__examples as donors on donor = donors.example_number
        where exchanges.use_case = ? and purpose = 'permutation'
        """,
        [use_case],
    ).df()
    published = connection.execute(
        "select source_column, metric, metric_loss, value_loss, permuted_rows, reason from assay.feature_importances"
        " where use_case = ?",
        [use_case],
    ).df()
    assert set(published["metric"]) == {"log_loss"}
    for column, own in rows.groupby("first_column"):
        features = np.array(own["features"].tolist(), dtype=np.float32)
        place = slice(own["first_position"].iloc[0] - 1, own["last_position"].iloc[0])
        mixed = features.copy()
        mixed[:, place] = np.array(own["given"].tolist(), dtype=np.float32)[:, place]
        losses, earned = [], []
        for asked in (features, mixed):
            scores = np.column_stack([score_form(form, asked) for form in forms])
            logs = log_probabilities(scores, link, temperature)
            shown = np.array(classes) == own["label_class"].to_numpy()[:, None]
            losses.append(-np.where(shown.any(axis=1), (logs * shown).sum(axis=1), np.log(np.finfo(float).eps)).mean())
            earned.append(_earned(connection, own, np.array(classes)[scores.argmax(axis=1)]))
        found = published.set_index("source_column").loc[column]
        assert found["metric_loss"] == pytest.approx(losses[1] - losses[0], abs=1e-9)
        assert found["permuted_rows"] == len(own) > 20
        if use_case == "unusual":
            assert found["value_loss"] == pytest.approx(earned[0] - earned[1], abs=1e-9)
        else:
            assert np.isnan(found["value_loss"])
    assert published["metric_loss"].max() > 0.01


def _earned(connection: duckdb.DuckDBPyConnection, rows: pd.DataFrame, predicted: Any) -> float:
    """Money per decision of acting on predicted classes, by pandas."""
    weights = connection.execute("select item_id, x0 from main.unusual").df().set_index("item_id")["x0"]
    actual = rows["label_class"].to_numpy()
    return float(np.where(predicted == actual, 10 - weights.reindex(rows["entity_id"]).to_numpy(), -5.0).mean())


def _ladder(connection: duckdb.DuckDBPyConnection, split: str) -> dict[str, float]:
    """Money per decision of every way of deciding, by pandas."""
    weights = connection.execute("select item_id, x0 from main.unusual").df().set_index("item_id")["x0"]

    def earn(prediction: Any, actual: Any) -> Any:
        return np.where(prediction == actual, 10 - weights[actual.index], -5.0)

    ladder = {}
    for learner in ("constant", "logistic", "boosted_trees"):
        frame = _predicted(connection, "unusual", learner, split)
        ladder[f"{learner}@prediction"] = earn(frame["predicted_class"], frame["label_class"]).mean()
    actual = frame["label_class"]
    ladder["by weight"] = np.where(weights[actual.index] > 1, earn("L'été", actual), 0).mean()
    return {**ladder, "never": 0.0, "nothing": 0.0, "perfect": earn(actual, actual).mean()}


@pytest.mark.parametrize("split", ["valid", "test"])
def test_money_of_a_predicted_class_is_earned_row_by_row(connection: duckdb.DuckDBPyConnection, split: str) -> None:
    found = connection.execute(
        "select policy, value_per_decision, evidence_status from assay.policy_values"
        " where use_case = 'unusual' and split = ?",
        [split],
    ).fetchall()
    assert {policy: value for policy, value, _ in found} == pytest.approx(_ladder(connection, split), rel=1e-9)
    assert {status for _, _, status in found} == {"ok"}


def test_the_champion_pays_most_where_money_is_declared(connection: duckdb.DuckDBPyConnection) -> None:
    ladder = {name: value for name, value in _ladder(connection, "valid").items() if "@" in name}
    best = max(ladder, key=lambda name: ladder[name]).split("@")[0]
    assert _champion(connection, "unusual") == (best, "value_per_decision", "ok")


def test_what_a_class_learns_is_diagnosed(connection: duckdb.DuckDBPyConnection) -> None:
    query = """
        select learner, diagnosis, cv_skill, 1 - cv_log_loss / max(case when learner = 'constant' then cv_log_loss end)
            over () from assay.fit_diagnoses where use_case = 'flower'
    """
    found = {learner: row for learner, *row in connection.execute(query).fetchall()}
    assert set(found) == {*ALL, "constant"}
    assert {row[0] for row in found.values()} <= {"ok", "overfit", "shift"}
    assert all(row[1] == pytest.approx(row[2]) for row in found.values())


def _assay(project: Path, *words: str) -> str:
    result = CliRunner().invoke(app, ["model", *words, "--database", str(project / "warehouse.duckdb")])
    assert result.exit_code == 0, result.output
    return result.output


def _run(project: Path, *selected: str) -> None:
    run_dbt("run", "--select", *selected, directory=project, database=project / "warehouse.duckdb")


@pytest.fixture(scope="module")
def promoted(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after a forest and trees of CatBoost were imported, built, promoted and built again."""
    own = tmp_path_factory.mktemp("imported") / "project"
    shutil.copytree(project, own, symlinks=True)
    with duckdb.connect(str(own / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute("select x0, x1, x2, kind from main.unusual where kind is not null limit 300").df()
    forest = RandomForestClassifier(8, max_depth=5, random_state=1)
    joblib.dump(make_pipeline(StandardScaler(), forest).fit(rows[["x0", "x1", "x2"]], rows["kind"]), own / "forest.pkl")
    words = ("--use-case", "unusual", "--rows", "main.unusual", "--name", "theirs", "--allow-pickle")
    said = _assay(own, "import", str(own / "forest.pkl"), *words)
    assert "every label is equal" in said
    with duckdb.connect(str(own / "warehouse.duckdb"), read_only=True) as connection:
        flowers = connection.execute("select x0, x1, x2, x3, kind from main.flowers").df()
    trees = catboost.CatBoostClassifier(iterations=15, depth=4, loss_function="MultiClass", verbose=False)
    trees.fit(flowers[["x0", "x1", "x2", "x3"]], flowers["kind"]).save_model(str(own / "trees.cbm"))
    given = ("--use-case", "petal", "--rows", "main.flowers", "--name", "symmetric")
    heard = _assay(own, "import", str(own / "trees.cbm"), *given)
    _run(own, "assay_training__models")
    _assay(own, "promote", "unusual", said[said.index("theirs-") :].split(":")[0], "--reason", "knows more")
    _assay(own, "promote", "petal", heard[heard.index("symmetric-") :].split(":")[0], "--reason", "knows more")
    wanted = (
        "assay_operations__served_models", "assay__predictions", "assay__policy_values", "assay__contributions",
    )  # fmt: skip
    _run(own, *(f"assay_training__models+,+{name}" for name in wanted))
    return own


def test_a_promoted_import_scores_is_served_and_leaves_again(promoted: Path, tmp_path: Path) -> None:
    pipeline = joblib.load(promoted / "forest.pkl")
    _assay(promoted, "export", "unusual", "--to", "onnx", "--output", str(tmp_path / "again.onnx"))
    _assay(
        promoted, "export", "unusual", "--to", "sql", "--relation", "main.unusual", "--key", "item_id",
        "--raw-columns", "--output", str(tmp_path / "again.sql"),
    )  # fmt: skip
    with duckdb.connect(str(promoted / "warehouse.duckdb"), read_only=True) as connection:
        assert _champion(connection, "unusual")[:2] == ("theirs", "promoted")
        rows = connection.execute("select * from main.unusual order by item_id").df()
        shares = pd.DataFrame(
            pipeline.predict_proba(rows[["x0", "x1", "x2"]]), index=rows["item_id"], columns=pipeline.classes_
        )
        for split in ("valid", "test"):
            found = _predicted(connection, "unusual", "theirs", split)
            np.testing.assert_allclose(found[list(shares)], shares.loc[found.index], atol=1e-6)
            assert (found["predicted_class"] == shares.loc[found.index].idxmax(axis=1)).all()
        served = connection.execute("select * from assay.predict_unusual('main.unusual') order by item_id").df()
        exported = connection.execute((tmp_path / "again.sql").read_text()).df().sort_values("item_id")
        paid = connection.execute(
            "select count(*) from assay.policy_values where policy = 'theirs@prediction' and value_per_decision > 0"
        ).fetchone()
    predicted = pipeline.predict(rows[["x0", "x1", "x2"]])
    np.testing.assert_array_equal(served["predicted_class"], predicted)
    np.testing.assert_array_equal(exported["predicted_class"], predicted)
    assert paid is not None
    assert paid[0] >= 2
    assert (tmp_path / "again.onnx").stat().st_size > 1000


def test_a_promoted_import_of_catboost_is_explained_as_by_the_library(promoted: Path) -> None:
    trees = catboost.CatBoostClassifier().load_model(str(promoted / "trees.cbm"))
    with duckdb.connect(str(promoted / "warehouse.duckdb"), read_only=True) as connection:
        found = _contributions(connection, "petal")
        rows, _ = _examples(connection, "petal", "test")
        assert _champion(connection, "petal")[:2] == ("symmetric", "promoted")
    expected = trees.get_feature_importance(catboost.Pool(rows), type="ShapValues")[:, :, :-1]
    for place, name in enumerate(trees.classes_):
        ours = found[str(name)].unstack("source_column").to_numpy()
        np.testing.assert_allclose(ours, expected[:, place], rtol=0, atol=1e-9)


def test_a_rollback_gives_the_trained_champion_back(promoted: Path, connection: duckdb.DuckDBPyConnection) -> None:
    assert "automatic rule" in _assay(promoted, "rollback", "unusual", "--reason", "complaints")
    _run(promoted, "assay_evaluation__champions")
    with duckdb.connect(str(promoted / "warehouse.duckdb"), read_only=True) as own:
        assert _champion(own, "unusual") == _champion(connection, "unusual")
