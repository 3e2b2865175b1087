"""Tasks other than binary, from a declared relation to the marts, against the libraries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import catboost
import duckdb
import numpy as np
import pandas as pd
import pytest
from sklearn import metrics as oracle
from sklearn.datasets import load_diabetes
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression, PoissonRegressor
from sklearn.tree import DecisionTreeRegressor

from tests.conftest import run_dbt
from tests.integration.conftest import write_project

# A quantity far from 0, which single precision would blur to steps of 8.
OFFSET = 100_000_000.0
OPEN_ROWS = 12
FEE, QUANTILE = 0.75, 0.7
FEES = """use_case,name,distribution,low,mode,high
counts,fee,triangular,0.5,0.75,1
counts,rate,uniform,0.03,,0.07
"""
COUNTERS = ["poisson", "gamma", "tweedie", "decision_tree", "random_forest"]
MARTS = [
    "metrics",
    "predictions",
    "models",
    "scores",
    "fit_diagnoses",
    "policy_values",
    "trials",
    "feature_importances",
    "feature_effects",
    "individual_effects",
    "interactions",
    "rules",
    "explanations",
]
TUNING = {
    "method": "tpe",
    "trials": 4,
    "space": {
        "ridge": {"alpha": {"low": 0.1, "high": 1000, "log": True}},
        "boosted_trees": {"depth": {"low": 1, "high": 3}, "learning_rate": {"choices": [0.1, 0.2]}},
    },
}


def _use_case(label: str) -> dict[str, Any]:
    return {
        "task": "regression",
        "entity": {"relation": "patients", "key": "patient_id", "time": "seen_at", "cluster": "ward"},
        "label": {"sql": label},
        "features": {"exclude": ["progression", "ward"]},
        "policies": [{"name": "nothing", "sql": "false", "current": True}],
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One build of four use cases on scikit-learn's diabetes data, whose last patients have no label yet."""
    frame = load_diabetes(as_frame=True, scaled=False).frame.rename(columns={"target": "progression"})
    frame["progression"] = frame["progression"].astype(object)
    frame.loc[frame.index[-OPEN_ROWS:], "progression"] = None
    frame.insert(0, "patient_id", [f"p{row:03d}" for row in range(len(frame))])
    frame.insert(1, "seen_at", pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(len(frame)), unit="h"))
    frame.insert(2, "ward", [f"w{row % 97:02d}" for row in range(len(frame))])
    folder = write_project(
        tmp_path_factory.mktemp("tasks"),
        models={},
        seeds={"patients": frame.to_csv(index=False), "fees": FEES},
        variables={
            "assay_use_cases": {
                "progression": _use_case("progression"),
                "tuned": {
                    **_use_case("progression"),
                    "learners": ["ridge", "boosted_trees"],
                    "tuning": TUNING,
                    "policies": [
                        {"name": "by weight", "sql": "bmi > 25", "prediction": "6 * bmi", "current": True},
                        {"name": "nothing", "sql": "false"},
                    ],
                },
                "shifted": {**_use_case(f"progression + {OFFSET}"), "learners": ["boosted_trees"]},
                "counts": {
                    **_use_case("round(progression / 100)"),
                    "learners": COUNTERS,
                    "policies": [
                        {"name": "nothing", "sql": "false"},
                        {"name": "by weight", "sql": "bmi > 25", "prediction": "bmi / 15", "current": True},
                    ],
                    "outcomes": {"value": "fee - rate * abs(prediction - actual) * bmi"},
                },
            },
            "assay_inputs": {"assumptions": "fees"},
            "assay_learner_parameters": {
                "constant": {"loss": "quantile", "alpha": QUANTILE},
                "boosted_trees": {"iterations": 30, "depth": 3, "threads": 1},
            },
        },
    )
    database = folder / "warehouse.duckdb"
    selected = [
        "+assay_operations__served_models",
        "+assay_value__effect_slopes",
        *(f"+assay__{mart}" for mart in MARTS),
    ]
    run_dbt("build", "--select", *selected, directory=folder, database=database)
    return folder


@pytest.fixture(scope="module")
def trained(project: Path) -> tuple[list[Any], list[Any]]:
    """Trials and models, with when they were made, after the first build and after another one of stage 6."""
    query = """
        select model_version, trial, finished_at from assay_work.assay_training__trials
        union all
        select model_version, fold, trained_at from assay_work.assay_training__fits
        order by all
    """
    database, stored = project / "warehouse.duckdb", []
    for again in (False, True):
        if again:
            run_dbt("run", "--select", "assay_training__plans+1", directory=project, database=database)
        with duckdb.connect(str(database), read_only=True) as opened:
            stored.append(opened.execute(query).fetchall())
    return stored[0], stored[1]


@pytest.fixture(scope="module")
def connection(project: Path, trained: object) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse after both builds."""
    with duckdb.connect(str(project / "warehouse.duckdb"), read_only=True) as opened:
        yield opened


def _examples(connection: duckdb.DuckDBPyConnection, use_case: str, split: str) -> tuple[Any, Any]:
    rows = connection.execute(
        "select features, label from assay_work.assay_features__examples where use_case = ? and split = ?"
        " order by example_number",
        [use_case, split],
    ).fetchnumpy()
    return np.array([list(row) for row in rows["features"]], dtype=np.float32), rows["label"].astype(float)


def _predicted(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str) -> Any:
    return connection.execute(
        "select predicted_value, predicted_low, predicted_high, label, cluster_id from assay.predictions"
        " where use_case = ? and learner = ? and split = ? and output = 'value' order by entity_id, decided_at",
        [use_case, learner, split],
    ).fetchnumpy()


def test_every_learner_that_serves_a_quantity_is_trained(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute("select use_case, learner from assay.models order by all").fetchall()
    assert found == [
        *(("counts", learner) for learner in sorted([*COUNTERS, "constant"]) if learner != "gamma"),
        ("progression", "boosted_trees"),
        ("progression", "constant"),
        ("progression", "linear"),
        ("shifted", "boosted_trees"),
        ("shifted", "constant"),
        ("tuned", "boosted_trees"),
        ("tuned", "constant"),
        ("tuned", "ridge"),
    ]


def test_amounts_that_can_be_zero_refuse_a_gamma_regression(connection: duckdb.DuckDBPyConnection) -> None:
    refused = connection.execute(
        "select use_case, learner, reason from assay_work.assay_training__plans where status = 'refused'"
    ).fetchall()
    assert refused == [("counts", "gamma", "a label is not above 0")]


@pytest.mark.parametrize(
    ("learner", "model"),
    [
        ("poisson", PoissonRegressor(alpha=1.0, tol=1e-9, max_iter=2000)),
        ("decision_tree", DecisionTreeRegressor(max_depth=6, min_samples_leaf=20, random_state=1)),
        (
            "random_forest",
            RandomForestRegressor(100, max_depth=10, min_samples_leaf=5, max_features=0.3, random_state=1),
        ),
    ],
)
def test_predicted_counts_equal_scikit_learn(connection: duckdb.DuckDBPyConnection, learner: str, model: Any) -> None:
    features, labels = _examples(connection, "counts", "train")
    rows = _examples(connection, "counts", "test")[0]
    if learner == "poisson":
        means, scales = features.astype(float).mean(axis=0), features.astype(float).std(axis=0)
        features, rows = (features - means) / scales, (rows - means) / scales
    expected = model.fit(features, labels).predict(rows)
    actual = _predicted(connection, "counts", learner, "test")["predicted_value"]
    np.testing.assert_allclose(actual, expected, rtol=1e-6)


def test_intervals_of_an_exponential_end_at_zero(connection: duckdb.DuckDBPyConnection) -> None:
    seen = _predicted(connection, "counts", "poisson", "cv")
    residuals = np.sort(seen["label"] - seen["predicted_value"])
    place = int(np.floor((len(residuals) + 1) * 0.05))
    rows = _predicted(connection, "counts", "poisson", "test")
    uncut = rows["predicted_value"] + residuals[place - 1]
    assert uncut.min() < 0 < uncut.max()
    np.testing.assert_allclose(rows["predicted_low"], np.maximum(uncut, 0), rtol=1e-9, atol=1e-12)


def test_linear_predictions_equal_scikit_learn(connection: duckdb.DuckDBPyConnection) -> None:
    features, labels = _examples(connection, "progression", "train")
    model = LinearRegression().fit(features.astype(float), labels)
    expected = model.predict(_examples(connection, "progression", "test")[0].astype(float))
    actual = _predicted(connection, "progression", "linear", "test")["predicted_value"]
    np.testing.assert_allclose(actual, expected, rtol=1e-9)


def test_trees_equal_catboost_even_far_from_zero(connection: duckdb.DuckDBPyConnection) -> None:
    features, labels = _examples(connection, "progression", "train")
    model = catboost.CatBoostRegressor(
        iterations=30, depth=3, learning_rate=0.1, l2_leaf_reg=3.0, border_count=64, nan_mode="Min", random_seed=1,
        boosting_type="Plain", thread_count=1, verbose=False, allow_writing_files=False,
    )  # fmt: skip
    model.fit(features, labels - labels.mean())
    expected = model.predict(_examples(connection, "progression", "test")[0]) + labels.mean()
    actual = _predicted(connection, "progression", "boosted_trees", "test")["predicted_value"]
    np.testing.assert_allclose(actual, expected, rtol=1e-6)
    shifted = _predicted(connection, "shifted", "boosted_trees", "test")["predicted_value"]
    np.testing.assert_allclose(shifted - OFFSET, actual, atol=1e-3)


@pytest.mark.parametrize("learner", ["constant", "linear", "boosted_trees"])
@pytest.mark.parametrize("split", ["train", "cv", "valid", "test"])
def test_metrics_of_a_quantity_equal_scikit_learn(
    connection: duckdb.DuckDBPyConnection, learner: str, split: str
) -> None:
    rows = _predicted(connection, "progression", learner, split)
    actual, predicted = rows["label"], rows["predicted_value"]
    expected = {
        "rmse": oracle.root_mean_squared_error(actual, predicted),
        "mae": oracle.mean_absolute_error(actual, predicted),
        "median_ae": oracle.median_absolute_error(actual, predicted),
        "mape": oracle.mean_absolute_percentage_error(actual, predicted),
        "smape": np.mean(2 * np.abs(actual - predicted) / (np.abs(actual) + np.abs(predicted))),
        "poisson_deviance": oracle.mean_poisson_deviance(actual, predicted) if predicted.min() > 0 else None,
        **(
            {"pinball_loss": oracle.mean_pinball_loss(actual, predicted, alpha=QUANTILE)}
            if learner == "constant"
            else {}
        ),
        "msle": oracle.mean_squared_log_error(actual, predicted) if predicted.min() >= 0 else None,
        "r2": oracle.r2_score(actual, predicted),
        "explained_variance": oracle.explained_variance_score(actual, predicted),
        "bias": np.mean(predicted - actual),
        "interval_coverage": np.mean((actual >= rows["predicted_low"]) & (actual <= rows["predicted_high"])),
        "interval_width": np.mean(rows["predicted_high"] - rows["predicted_low"]),
    }
    found = dict(
        connection.execute(
            "select metric, value from assay.metrics where use_case = 'progression' and learner = ? and split = ?",
            [learner, split],
        ).fetchall()
    )
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_errors_of_metrics_equal_a_jackknife_over_clusters(connection: duckdb.DuckDBPyConnection) -> None:
    rows = _predicted(connection, "progression", "linear", "valid")
    clusters = np.unique(rows["cluster_id"])
    functions = {
        "smape": lambda labels, predicted: np.mean(
            2 * np.abs(labels - predicted) / (np.abs(labels) + np.abs(predicted))
        ),
        "poisson_deviance": oracle.mean_poisson_deviance,
        "rmse": oracle.root_mean_squared_error,
        "mae": oracle.mean_absolute_error,
        "r2": oracle.r2_score,
        "explained_variance": oracle.explained_variance_score,
    }
    for metric, function in functions.items():
        left_out = np.array(
            [
                function(rows["label"][kept], rows["predicted_value"][kept])
                for kept in (rows["cluster_id"] != cluster for cluster in clusters)
            ]
        )
        count = len(clusters)
        expected = np.sqrt((count - 1) / count * np.sum((left_out - left_out.mean()) ** 2))
        (error,) = connection.execute(
            "select standard_error from assay.metrics where use_case = 'progression' and learner = 'linear'"
            " and split = 'valid' and metric = ?",
            [metric],
        ).fetchone() or (None,)
        assert error == pytest.approx(expected, rel=0.1)


def test_intervals_are_split_conformal_on_out_of_fold_residuals(connection: duckdb.DuckDBPyConnection) -> None:
    rows = _predicted(connection, "progression", "boosted_trees", "cv")
    residuals = np.sort(rows["label"] - rows["predicted_value"])
    place = int(np.floor((len(residuals) + 1) * 0.05))
    test = _predicted(connection, "progression", "boosted_trees", "test")
    np.testing.assert_allclose(test["predicted_low"] - test["predicted_value"], residuals[place - 1], rtol=1e-9)
    np.testing.assert_allclose(test["predicted_high"] - test["predicted_value"], residuals[-place], rtol=1e-9)
    covered = (test["label"] >= test["predicted_low"]) & (test["label"] <= test["predicted_high"])
    assert 0.8 < covered.mean() <= 1


def test_open_rows_get_the_champions_quantity(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select count(*), count(predicted_value), count(probability), count(decision) from assay.scores"
        " where use_case = 'progression'"
    ).fetchall()
    assert found == [(OPEN_ROWS, OPEN_ROWS, 0, 0)]
    best = connection.execute(
        "select learner from assay.metrics where use_case = 'progression' and split = 'valid' and metric = 'r2'"
        " order by value desc limit 1"
    ).fetchone()
    champion = connection.execute(
        "select learner from assay.models where use_case = 'progression' and is_champion"
    ).fetchone()
    assert champion == best


def test_a_constant_quantity_is_no_fit_and_has_no_probability_metrics(connection: duckdb.DuckDBPyConnection) -> None:
    names = {name for (name,) in connection.execute("select distinct metric from assay.metrics").fetchall()}
    assert names.isdisjoint({"roc_auc", "log_loss", "brier"})
    diagnoses = dict(
        connection.execute(
            "select learner, diagnosis from assay.fit_diagnoses where use_case = 'progression'"
        ).fetchall()
    )
    assert set(diagnoses) == {"boosted_trees", "constant", "linear"}
    assert diagnoses["boosted_trees"] in ("overfit", "shift", "ok")
    valued = connection.execute("select distinct use_case from assay.policy_values").fetchall()
    assert valued == [("counts",)]


@pytest.mark.parametrize("use_case", ["progression", "shifted"])
def test_a_champion_of_a_quantity_scores_any_relation(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    (schema,) = connection.execute(
        "select schema_name from duckdb_functions() where function_name = ?", [f"predict_{use_case}"]
    ).fetchall()[0]
    rows = connection.execute(
        "select published.predicted_value, served.predicted_value as served_value, served.probability"
        f" from assay.predictions as published inner join {schema}.predict_{use_case}('patients') as served"
        " on published.entity_id = served.patient_id and published.model_version = served.model_version"
        " where published.use_case = ? and published.split in ('test', 'live')",
        [use_case],
    ).fetchnumpy()
    assert len(rows["predicted_value"]) > OPEN_ROWS
    np.testing.assert_array_equal(rows["served_value"], rows["predicted_value"])
    assert np.ma.getmaskarray(rows["probability"]).all()


def test_a_second_build_searches_and_trains_nothing(trained: tuple[list[Any], list[Any]]) -> None:
    first, second = trained
    assert len(first) >= 2 * 4 + 6
    assert second == first


def test_models_are_trained_with_the_chosen_parameters(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select trials.learner, count(*), count(*) filter (where is_chosen),"
        " bool_and(models.parameters = trials.parameters) filter (where is_chosen), any_value(models.parameters)"
        " from assay.trials as trials inner join assay.models as models using (use_case, model_version)"
        " where use_case = 'tuned' group by all order by all"
    ).fetchall()
    assert [row[:4] for row in found] == [("boosted_trees", 4, 1, True), ("ridge", 4, 1, True)]
    trees = json.loads(found[0][4])
    assert trees["depth"] in (1, 2, 3)
    assert trees["learning_rate"] in (0.1, 0.2)
    assert (trees["iterations"], trees["loss"]) == (30, "squared")
    assert connection.execute("select count(*) from assay.trials where use_case != 'tuned'").fetchone() == (0,)


@pytest.mark.parametrize("learner", ["ridge", "boosted_trees"])
def test_the_value_of_the_chosen_trial_is_that_of_the_stored_folds(
    connection: duckdb.DuckDBPyConnection, learner: str
) -> None:
    folds = connection.execute(
        "select list(label order by number), list(predicted_value order by number) from ("
        " select examples.label, predictions.predicted_value, examples.fold, examples.example_number as number"
        " from assay.predictions as predictions inner join assay_work.assay_features__examples as examples"
        " using (use_case, entity_id, decided_at)"
        " where use_case = 'tuned' and learner = ? and predictions.split = 'cv') group by fold",
        [learner],
    ).fetchall()
    losses = [oracle.root_mean_squared_error(labels, predicted) for labels, predicted in folds]
    found = connection.execute(
        "select value, standard_error from assay.trials where learner = ? and is_chosen", [learner]
    ).fetchone()
    assert len(losses) == 5
    assert found == pytest.approx((np.mean(losses), np.std(losses, ddof=1) / np.sqrt(5)), rel=1e-6)


def _counted(connection: duckdb.DuckDBPyConnection, split: str) -> pd.DataFrame:
    return connection.execute(
        "select learner, predicted_value, label, bmi from assay.predictions inner join main.patients"
        " on entity_id = patient_id where use_case = 'counts' and split = ?",
        [split],
    ).df()


def _ladder(connection: duckdb.DuckDBPyConnection, split: str) -> dict[str, float]:
    """Money per decision of every way of deciding, by pandas."""
    rows = _counted(connection, split)

    def earn(prediction: Any, frame: pd.DataFrame) -> Any:
        return FEE - (prediction - frame["label"]).abs() * frame["bmi"] / 20

    ladder = {
        f"{learner}@prediction": float(earn(frame["predicted_value"], frame).mean())
        for learner, frame in rows.groupby("learner")
    }
    once = rows[rows["learner"] == "constant"]
    ladder["by weight"] = float(earn(once["bmi"] / 15, once).where(once["bmi"] > 25, 0).mean())
    return {**ladder, "never": 0.0, "nothing": 0.0, "perfect": FEE}


@pytest.mark.parametrize("split", ["train", "valid", "test"])
def test_a_policy_is_judged_by_what_it_predicts_without_money(
    connection: duckdb.DuckDBPyConnection, split: str
) -> None:
    rows = connection.execute(
        "select label, bmi from (select distinct use_case, entity_id, split, label from assay.predictions) as known"
        " inner join patients on entity_id = patient_id"
        " where use_case = 'tuned' and split = ? and label is not null and bmi > 25",
        [split],
    ).df()
    found = connection.execute(
        "select metric, value, ci_low < value and value < ci_high, n from assay.metrics"
        " where use_case = 'tuned' and learner = 'policy' and model_version = 'by weight' and split = ?",
        [split],
    ).fetchall()
    values = {metric: value for metric, value, *_ in found}
    guess = 6 * rows["bmi"]
    assert values["rmse"] == pytest.approx(oracle.root_mean_squared_error(rows["label"], guess), rel=1e-9)
    assert values["mae"] == pytest.approx(oracle.mean_absolute_error(rows["label"], guess), rel=1e-9)
    assert values["r2"] == pytest.approx(oracle.r2_score(rows["label"], guess), rel=1e-9)
    assert all(is_inside for metric, _, is_inside, _ in found if metric in ("rmse", "mae"))
    assert {n for *_, n in found} == {len(rows)}
    assert not {"interval_coverage", "value_per_decision"} & set(values)


def test_a_policy_is_no_model(connection: duckdb.DuckDBPyConnection) -> None:
    judged = connection.execute("select distinct model_version from assay.metrics where learner = 'policy'").fetchall()
    assert judged == [("by weight",)]
    assert connection.execute("select count(*) from assay.fit_diagnoses where learner = 'policy'").fetchall() == [(0,)]


@pytest.mark.parametrize("split", ["valid", "test"])
def test_money_of_a_predicted_quantity_is_earned_row_by_row(connection: duckdb.DuckDBPyConnection, split: str) -> None:
    found = connection.execute(
        "select policy, value_per_decision, difference_to_current, evidence_status from assay.policy_values"
        " where use_case = 'counts' and split = ?",
        [split],
    ).fetchall()
    assert {policy: value for policy, value, _, _ in found} == pytest.approx(_ladder(connection, split), rel=1e-9)
    current = next(value for policy, value, _, _ in found if policy == "by weight")
    assert all(difference == pytest.approx(value - current) for _, value, difference, _ in found)
    assert {status for *_, status in found} == {"ok"}
    metrics = connection.execute(
        "select learner || '@prediction', value from assay.metrics"
        " where use_case = 'counts' and split = ? and metric = 'value_per_decision'",
        [split],
    ).fetchall()
    assert dict(metrics) == pytest.approx({name: value for name, value, *_ in found if "@" in name}, rel=1e-9)


def test_today_is_priced_on_every_row_with_a_label(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "select label, bmi, value_current, value_perfect from assay_work.assay_inputs__decisions"
        " inner join main.patients on entity_id = patient_id where use_case = 'counts'"
    ).df()
    assert rows[rows["label"].isna()][["value_current", "value_perfect"]].isna().all(axis=None)
    rows = rows.dropna(subset="label")
    expected = (FEE - (rows["bmi"] / 15 - rows["label"]).abs() * rows["bmi"] / 20).where(rows["bmi"] > 25, 0)
    np.testing.assert_allclose(rows["value_current"], expected, atol=1e-12)
    np.testing.assert_allclose(rows["value_perfect"], FEE)


def test_assumptions_move_the_effect_of_a_quantity(connection: duckdb.DuckDBPyConnection) -> None:
    """The value is linear in both, so a slope is what one unit more adds to the champion over today."""
    effect, learner = connection.execute(
        "select effect_amount, split_part(policy, '@', 1) from assay_work.assay_value__effects"
        " where use_case = 'counts'"
    ).fetchone() or (None, None)
    rows = _counted(connection, "test")
    rows = rows[rows["learner"] == learner]
    acts = rows["bmi"] > 25
    lost = (rows["predicted_value"] - rows["label"]).abs() * rows["bmi"]
    lost_today = ((rows["bmi"] / 15 - rows["label"]).abs() * rows["bmi"]).where(acts, 0)
    expected = {"fee": 1 - acts.mean(), "rate": float((lost_today - lost).mean())}
    slopes = dict(
        connection.execute(
            "select assumption, effect_slope from assay_work.assay_value__effect_slopes where use_case = 'counts'"
        ).fetchall()
    )
    assert slopes == pytest.approx(expected, rel=1e-9)
    assert effect == pytest.approx(FEE * expected["fee"] + 0.05 * expected["rate"])


def test_the_champion_of_a_quantity_pays_most_and_carries_the_business_case(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    ladder = {name: value for name, value in _ladder(connection, "valid").items() if "@" in name}
    best = max(ladder, key=lambda name: ladder[name])
    champion = connection.execute(
        "select learner || '@prediction', criterion, value_per_decision from assay_work.assay_evaluation__champions"
        " where use_case = 'counts'"
    ).fetchone()
    assert champion == (best, "value_per_decision", pytest.approx(ladder[best]))
    ladder = _ladder(connection, "test")
    effect = connection.execute(
        "select policy, evidence_status, effect_amount, effect_amount between effect_ci_low and effect_ci_high"
        " from assay_work.assay_value__effects where use_case = 'counts'"
    ).fetchone()
    assert effect == (best, "ok", pytest.approx(ladder[best] - ladder["by weight"]), True)


@pytest.mark.parametrize("use_case", ["progression", "counts"])
def test_a_permuted_column_costs_r2_and_money(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    """Whatever the champion's form: what r2 loses is the squared error in units of the label's variance."""
    columns = connection.execute(
        "select source_column, metric_loss, value_loss, permuted_rows from assay.feature_importances"
        " where use_case = ? and metric = 'r2' order by importance_rank",
        [use_case],
    ).fetchall()
    assert len(columns) == 10
    for column, loss, value, rows in columns:
        label, before, after, weight = connection.execute(
            """
            select
                list(examples.label order by receiver), list(predicted_value order by receiver),
                list(prediction order by receiver), list(patients.bmi order by receiver)
            from assay_work.assay_evaluation__exchange_scores as scores
            inner join assay_work.assay_features__examples as examples on receiver = example_number
            inner join assay.predictions as predictions using (model_version, entity_id, decided_at, split)
            inner join main.patients as patients on examples.entity_id = patients.patient_id
            where scores.use_case = ? and first_column = ? and purpose = 'permutation'
            """,
            [use_case, column],
        ).fetchone() or ([], [], [], [])
        assert rows == len(label)
        assert loss == pytest.approx(oracle.r2_score(label, before) - oracle.r2_score(label, after), abs=1e-9)
        if use_case == "progression":
            assert value is None
            continue
        worse = np.abs(np.subtract(after, label)) - np.abs(np.subtract(before, label))
        assert value == pytest.approx(0.05 * (worse * np.array(weight)).mean(), abs=1e-9)


def test_effects_of_a_logarithm_are_quantities(connection: duckdb.DuckDBPyConnection) -> None:
    """The mean of exponentials is not the exponential of the mean."""
    (gap,) = connection.execute("""
        select max(abs(mean_prediction / prediction - 1)) from assay.feature_effects
        inner join (
            select use_case, source_column, point,
                avg(case learner when 'poisson' then exp(raw_score) else raw_score end) as prediction
            from assay.individual_effects inner join assay.models using (use_case, model_version)
            group by all
        ) using (use_case, source_column, point)
    """).fetchone() or (None,)
    assert gap < 1e-9
    found = connection.execute("select use_case, count(*) from assay.interactions group by 1 order by 1").fetchall()
    assert found == [(use_case, 10) for use_case in ("counts", "progression", "shifted", "tuned")]


def test_rules_of_a_tree_are_its_predictions(connection: duckdb.DuckDBPyConnection) -> None:
    """Every test decision falls into the leaf whose value it is given, and every use case has a tree to read."""
    (rows, gap, rules) = connection.execute("""
        select count(*), max(abs(predicted_value - value)), count(distinct leaf)
        from assay_work.assay_evaluation__rule_decisions as decisions
        inner join assay_work.assay_evaluation__rules as rules using (use_case, model_version, leaf)
        inner join assay_work.assay_features__examples using (use_case, example_number)
        inner join assay.predictions using (use_case, model_version, entity_id, decided_at, split)
        where kind = 'tree'
    """).fetchone() or (0, None, 0)
    assert rows > 50
    assert rules > 3
    assert gap < 1e-9
    found = connection.execute("select use_case, kind, sum(support_rate) from assay.rules group by all order by all")
    expected = [
        ("counts", "surrogate"),
        ("counts", "tree"),
        *((name, "surrogate") for name in ("progression", "shifted", "tuned")),
    ]
    assert found.fetchall() == [(*names, pytest.approx(1)) for names in expected]


def test_a_predicted_quantity_is_explained_in_its_own_unit(connection: duckdb.DuckDBPyConnection) -> None:
    """Contributions add up, or a reason says that the champion's form has none."""
    rows = connection.execute("""
        select explanations.use_case, learner, evidence_status, sentence, reason, predicted_value,
            raw_score - expected_raw_score - contribution as gap, first_column
        from assay.explanations as explanations
        left join (
            select use_case, entity_id, decided_at, sum(contribution) as contribution
            from assay_work.assay_evaluation__column_contributions group by all
        ) as sums using (use_case, entity_id, decided_at)
    """).fetchall()
    explained = {use_case for use_case, *_ in rows}
    assert explained == {"counts", "progression", "shifted", "tuned"}
    for use_case, learner, status, sentence, reason, predicted, gap, column in rows:
        if learner == "constant":
            assert (status, sentence) == ("no_contributions", None)
            assert reason == "What constant scores is not divided among columns: a constant reads no column."
            continue
        assert (status, reason) == ("ok", None)
        assert abs(gap) <= (1e-6 if use_case == "shifted" else 1e-9)
        assert sentence.startswith("Predicted ")
        assert float(sentence.split()[1]) == pytest.approx(predicted, abs=1e-4)
        assert f"by {column} = " in sentence
