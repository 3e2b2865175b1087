"""ml_models of every learner with a label: scored, explained and judged as by libraries, or refused in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from sklearn import metrics

from assay.training.schema import Form
from assay.training.scoring import score_form
from tests.conftest import run_dbt
from tests.integration.conftest import write_project

ORDERS = """
select
    i as order_id,
    sin(i * 1.7) * 10 as margin,
    case when i % 11 = 0 then null else cos(i * 0.37) end as delay,
    case i % 4 when 0 then 'O''Neil' when 1 then 'büro' when 2 then null else 'plain' end as customer,
    'shop ' || (i * 7919 % 40) as shop,
    i % 3 = 0 as is_gift,
    case when sin(i * 1.7) * 5 + 3 * (i % 4) + 4 * cos(i * 12.9898) > 4 then 'late' else 'on time' end as outcome,
    sin(i * 1.7) * 10 + 3 * (i % 4) + 2 * cos(i * 12.9898) as amount,
    cast(greatest(0, floor(sin(i * 1.7) * 3 + 2 * cos(i * 12.9898) + 3)) as int) as visits
from range(900) as t(i)
"""
LEARNERS = {
    "bayes": "learner='naive_bayes'",
    "tree": "learner='decision_tree', calibration='none'",
    "forest": "model_type='random_forest_classifier', num_parallel_tree=20, event='late'",
    "boosting": "learner='explainable_boosting', max_iterations=50",
    "always": "learner='constant'",
    "logit": "model_type='logistic_reg', l2_reg=0, calculate_p_values=true",
    "trees": "model_type='boosted_tree_classifier', max_iterations=20, max_tree_depth=3",
    "leaves": "learner='boosted_leafwise', max_iterations=20",
    "early": "model_type='boosted_tree_classifier', max_iterations=400, max_tree_depth=3, early_stop=true",
    "least_squares": "model_type='linear_reg', calculate_p_values=true",
    "ridge": "model_type='linear_reg', l2_reg=2",
    "lasso": "model_type='linear_reg', l1_reg=0.1",
    "net": "model_type='linear_reg', l1_reg=0.1, l2_reg=0.3",
    "regressor": "model_type='boosted_tree_regressor', max_iterations=20, parameters={'loss': 'absolute'}",
    "searched": "learner='ridge', l2_reg=assay.hparam_candidates([1, 10, 9999]), hparam_tuning_algorithm='grid_search',"
    " max_amount=1, compute_hour_amount=1",
    "counts": "learner='poisson', l2_reg=0, calculate_p_values=true",
}
LABELS = {
    **dict.fromkeys(LEARNERS, "outcome"),
    **dict.fromkeys(["least_squares", "ridge", "lasso", "net", "regressor", "searched"], "amount"),
    "counts": "visits",
}
LEFT_OUT = {"outcome": ["amount", "visits"], "amount": ["outcome", "visits"], "visits": ["outcome", "amount"]}
REFUSED = {
    "misspelt": (
        "max_iteratons=5",
        "sets 'max_iteratons', which is no option of an ml_model; did you mean 'max_iterations'?",
    ),
    "foreign": (
        "model_type='logistic_reg', max_tree_depth=3",
        "sets max_tree_depth, which logistic does not have; it has C.",
    ),
    "untyped": ("model_type='linear_regr'", "asks for model_type 'linear_regr'; did you mean 'linear_reg'?"),
    "unlearnt": ("learner='boosted_tres'", "asks for the learner 'boosted_tres'; did you mean 'boosted_trees'?"),
    "mistasked": ("learner='logistic', task='regression'", "asks for the task 'regression' and the learner logistic"),
    "weighted": ("auto_class_weights=true", "sets auto_class_weights: probabilities are calibrated"),
    "eventless": ("event='early'", "names the event 'early', and its label is 'late' or 'on time'."),
    "unsearched": ("num_trials=5", "has num_trials and nothing to search"),
    "unpriced": ("max_tree_depth=assay.hparam_range(1, 9), max_amount=5", "has only one of max_amount,"),
    "penalised": ("model_type='logistic_reg', calculate_p_values=true", "has calculate_p_values and a penalty"),
}


def _config(label: str, options: str) -> str:
    outside = ["order_id", "shop", *LEFT_OUT[label]]
    return (
        f"{{{{ config(materialized='ml_model', label='{label}', data_split_method='no_split', leave_out={outside}, "
        f"category_encoding_method='dummy_encoding', {options}) }}}}\nselect * from {{{{ ref('orders') }}}}"
    )


def _call(macro: str, *arguments: str) -> str:
    return f"select * from {{{{ assay.{macro}({', '.join(arguments)}) }}}}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A built project with a model per learner and what macros say of it, and dbt's words about the refused ones."""
    models = {"orders": ORDERS}
    for name, options in LEARNERS.items():
        model = f"ref('{name}')"
        models[name] = _config(LABELS[name], options)
        models[f"{name}_explained"] = _call("explain_predict", model, "ref('orders')", "99")
        models[f"{name}_encoded"] = _call("transform", model, "ref('orders')")
        models[f"{name}_judged"] = _call("evaluate", model, "ref('orders')")
        models[f"{name}_global"] = _call("global_explain", model, "ref('orders')")
    for name in ("logit", "least_squares", "counts"):
        models[f"{name}_weights"] = _call("advanced_weights", f"ref('{name}')")
    models["searched_trials"] = _call("trial_info", "ref('searched')")
    models |= {name: _config("outcome", options) for name, (options, _) in REFUSED.items()}
    folder = write_project(tmp_path_factory.mktemp("learners"), models=models, variables={})
    run = run_dbt("build", "--select", "orders+", directory=folder, database=folder / "warehouse.duckdb", check=False)
    return folder, run.stdout


@pytest.fixture
def connection(project: tuple[Path, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built warehouse."""
    with duckdb.connect(str(project[0] / "warehouse.duckdb"), read_only=True) as opened:
        yield opened


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    return connection.sql(f"select * from {name}").df()


def _form(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[dict[str, Any], Form]:
    """A stored model, and the form in it."""
    rows = connection.sql(f"select * from {name} where is_current and fold = 0").to_arrow_table().to_pylist()
    row = rows[0]
    names = Form.__dataclass_fields__
    arrays = {
        key: [np.array(item) for item in row[key]]
        for key in names
        if key.startswith(("tree_", "node_")) and isinstance(row[key], list)
    }
    vectors = {
        key: np.array(row[key], dtype=np.float64) for key in names if key.startswith(("coeff", "feature_", "square"))
    }
    scalars = {key: row[key] for key in names if key not in arrays and key not in vectors}
    return row, Form(**{**scalars, **vectors, **arrays})


def _features(connection: duckdb.DuckDBPyConnection, name: str) -> NDArray[np.float32]:
    rows = _table(connection, f"(select features from {name}_encoded order by order_id)").features
    return np.array([np.ma.filled(np.ma.asarray(row, dtype=np.float32), np.nan) for row in rows])


@pytest.mark.parametrize("name", LEARNERS)
def test_raw_scores_equal_the_stored_form(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    row, form = _form(connection, name)
    found = _table(connection, f"(select * from {name}_explained order by order_id)")
    expected = score_form(form, _features(connection, name))
    np.testing.assert_allclose(found.raw_score, expected, rtol=1e-12, atol=1e-12)
    assert len(set(expected)) > 3 or name == "always"
    if row["task"] == "regression":
        inverse = np.exp if row["link"] == "log" else np.asarray
        np.testing.assert_allclose(found[f"predicted_{LABELS[name]}"], inverse(expected), rtol=1e-12)


@pytest.mark.parametrize("name", LEARNERS)
def test_attributions_add_up(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    found = _table(connection, f"{name}_explained")
    sizes = [[item["attribution"] for item in items] for items in found.top_feature_attributions]
    assert all(list(np.abs(row)) == sorted(np.abs(row), reverse=True) for row in sizes)
    totals = found.baseline_prediction_value + [sum(row) for row in sizes]
    np.testing.assert_allclose(totals, found.raw_score, rtol=1e-9, atol=1e-9)
    assert set(found.explanation_status) == {"exact"}
    by_column: dict[str, list[float]] = {}
    for items in found.top_feature_attributions:
        for item in items:
            by_column.setdefault(item["feature"], []).append(abs(item["attribution"]))
    explained = _table(connection, f"{name}_global").set_index("feature").attribution
    assert set(explained.index) == set(by_column)
    for column, values in by_column.items():
        assert explained[column] == pytest.approx(np.mean(values), rel=1e-6, abs=1e-9)


def test_linear_attributions_are_the_terms_and_their_baseline_the_mean(connection: duckdb.DuckDBPyConnection) -> None:
    _, form = _form(connection, "ridge")
    features = _features(connection, "ridge").astype(np.float64)
    terms = np.nan_to_num(form.coefficients * (features - form.feature_means) / form.feature_scales)
    found = _table(connection, "(select * from ridge_explained order by order_id)")
    row = {item["feature"]: item["attribution"] for item in found.top_feature_attributions[5]}
    assert row["margin"] == pytest.approx(terms[5, 0], rel=1e-12)
    assert row["customer"] == pytest.approx(terms[5, 2:5].sum(), rel=1e-12)
    assert found.baseline_prediction_value[0] == pytest.approx(found.raw_score.mean(), rel=1e-9)


@pytest.mark.parametrize("name", ["least_squares", "logit", "counts"])
def test_errors_of_weights_equal_statsmodels(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    features = _features(connection, name).astype(np.float64)
    filled = np.where(np.isnan(features), np.nanmean(features, axis=0), features)
    labels = _table(connection, "(select * from orders order by order_id)")[LABELS[name]]
    design = sm.add_constant(filled)
    if name == "logit":
        model = sm.Logit(labels == "on time", design).fit(disp=False, tol=1e-12)
    else:
        model = (sm.OLS if name == "least_squares" else sm.Poisson)(labels.astype(float), design)
        model = model.fit() if name == "least_squares" else model.fit(disp=False)
    found = _table(connection, f"{name}_weights")
    stored, _ = _form(connection, name)
    found = found.set_index("feature_name").loc[["__INTERCEPT__", *stored["feature_names"]]]
    np.testing.assert_allclose(found.weight, model.params, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found.standard_error, model.bse, rtol=1e-4)
    np.testing.assert_allclose(found.p_value, model.pvalues, rtol=1e-2, atol=1e-9)


def test_a_quantity_is_judged_as_by_scikit_learn(connection: duckdb.DuckDBPyConnection) -> None:
    for name in ("ridge", "counts"):
        scored = _table(connection, f"{name}_explained")
        truth, predicted = scored[LABELS[name]].astype(float), scored[f"predicted_{LABELS[name]}"]
        (judged,) = _table(connection, f"{name}_judged").to_dict("records")
        expected = {
            "mean_absolute_error": metrics.mean_absolute_error(truth, predicted),
            "mean_squared_error": metrics.mean_squared_error(truth, predicted),
            "median_absolute_error": metrics.median_absolute_error(truth, predicted),
            "r2_score": metrics.r2_score(truth, predicted),
            "explained_variance": metrics.explained_variance_score(truth, predicted),
            "n": len(scored),
        }
        logs = judged.pop("mean_squared_log_error")
        assert judged == pytest.approx(expected, rel=1e-9)
        if name == "counts":
            assert logs == pytest.approx(metrics.mean_squared_log_error(truth, predicted), rel=1e-9)
        else:
            assert pd.isna(logs)


def test_boosting_ends_early(connection: duckdb.DuckDBPyConnection) -> None:
    assert 0 < len(_form(connection, "early")[1].tree_borders) < 400


def test_an_event_can_be_named(connection: duckdb.DuckDBPyConnection) -> None:
    scored = _table(connection, "forest_explained")
    assert metrics.roc_auc_score(scored.outcome == "late", scored.predicted_outcome_probability) > 0.8
    (judged,) = _table(connection, "forest_judged").to_dict("records")
    assert judged["recall"] == pytest.approx(
        metrics.recall_score(scored.outcome, scored.predicted_outcome, pos_label="late"), rel=1e-12
    )


def test_a_search_is_listed_and_its_choice_is_what_was_trained(connection: duckdb.DuckDBPyConnection) -> None:
    trials = _table(connection, "searched_trials")
    stored, _ = _form(connection, "searched")
    assert len(trials) == 3
    assert list(trials.trial_id) == [1, 2, 3]
    assert list(trials.hyperparameters[trials.is_optimal]) == [stored["parameters"]]
    assert set(trials.metric) == {"rmse"}
    assert _form(connection, "net")[0]["parameters"] == '{"alpha": 0.4, "l1_ratio": 0.25}'


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_trained_is_refused_in_a_sentence(project: tuple[Path, str], name: str) -> None:
    sentence = f"The ml_model {name} {REFUSED[name][1]}"
    assert sentence in " ".join(project[1].split())
