"""One SQL file, one model: trained by `dbt build`, scored on any relation, and equal to the libraries at the edges."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from sklearn import metrics
from sklearn.linear_model import LogisticRegression

from assay.training.oblivious_trees import score_trees
from assay.training.schema import Form
from tests.conftest import run_dbt
from tests.integration.conftest import write_project

ORDERS = """
select
    i as order_id,
    9007199254740993 + i * 1000 as big_id,
    sin(i * 1.7) * 10 as margin,
    case when i % 11 = 0 then null when i % 97 = 0 then cast('infinity' as double) else cos(i * 0.37) end as delay,
    case i % 4 when 0 then 'O''Neil' when 1 then 'büro' when 2 then null else 'plain' end as customer,
    'shop ' || (i * 7919 % 40) as shop,
    i % 3 = 0 as is_gift,
    7 as always,
    timestamp '2025-01-01' + to_hours(cast(i * 5 as int)) as ordered_at,
    case
        when sin(i * 1.7) * 10 + 3 * (i % 4) - 4 * cos(i * 0.37) + 2 * cos(i * 12.9898) > 4 then 'late' else 'on time'
    end as outcome
from range(1200) as t(i)
"""
AWKWARD = """
select * from (values
    (1, null, null, null, null, null, null, 7, null, null),
    (2, 9007199254740993, cast('nan' as double), cast('-infinity' as double),
        'it''s new', 'shop 1', true, 7, timestamp '2025-03-01 23:00', null),
    (3, 9223372036854775807, 1e300, 0, '', 'shop ''99', false, 8, timestamp '2031-12-31 00:00:00', 'late'),
    (4, -1, 1e-300, 1, '(missing)', '', null, null, timestamp '1969-01-01 05:00:00', 'on time')
) as rows (order_id, big_id, margin, delay, customer, shop, is_gift, always, ordered_at, outcome)
"""
TREES = """
{{ config(
    materialized='ml_model', label='outcome', learner='boosted_trees', leave_out=['order_id'],
    max_iterations=var('iterations', 30)
) }}
select * from {{ ref('orders') }}
"""
LINEAR = """
{{ config(
    materialized='ml_model', input_label_cols=['outcome'], model_type='logistic_reg', l2_reg=2,
    leave_out=['order_id', 'shop'], data_split_method='no_split'
) }}
select * from {{ ref('orders') }}
"""
CALLS = {
    "scored": "select * from {{ assay.predict(ref('late'), ref('orders')) }}",
    "scored_awkward": "select * from {{ assay.predict(ref('late'), ref('awkward')) }}",
    "scored_linear": "select * from {{ assay.predict(ref('late_linear'), '(select * from ' ~ ref('awkward') ~ ')') }}",
    "transformed": "select * from {{ assay.transform(ref('late'), ref('orders')) }}",
    "transformed_awkward": "select * from {{ assay.transform(ref('late'), ref('awkward')) }}",
    "transformed_linear": "select * from {{ assay.transform(ref('late_linear'), ref('orders')) }}",
    "transformed_linear_awkward": "select * from {{ assay.transform(ref('late_linear'), ref('awkward')) }}",
    "judged": "select * from {{ assay.evaluate(ref('late'), ref('orders'), 0.4) }}",
    "curve": "select * from {{ assay.roc_curve(ref('late'), ref('orders')) }}",
    "matrix": "select * from {{ assay.confusion_matrix(ref('late'), ref('orders'), 0.4) }}",
    "described": "select * from {{ assay.describe_data(ref('orders')) }}",
    "weighed": "select * from {{ assay.weights(ref('late_linear')) }}",
    "informed": "select * from {{ assay.feature_info(ref('late')) }}",
    "trained": "select * from {{ assay.training_info(ref('late')) }}",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project with two models, and one that names a label its query does not return."""
    models = {"orders": ORDERS, "awkward": AWKWARD, "late": TREES, "late_linear": LINEAR, **CALLS}
    models["broken"] = TREES.replace("label='outcome'", "label='outcom'")
    folder = write_project(tmp_path_factory.mktemp("ml"), models=models, variables={})
    arguments = ["build", "--select", "orders+", "awkward+", "--exclude", "broken"]
    run_dbt(*arguments, directory=folder, database=folder / "warehouse.duckdb")
    return folder


def _read(project: Path, query: str) -> pd.DataFrame:
    with duckdb.connect(str(project / "warehouse.duckdb"), read_only=True) as connection:
        return connection.sql(query).df()


def _model(project: Path, name: str) -> pd.Series:
    return _read(project, f"select * from {name} where is_current and fold = 0").iloc[0]


def _matrix(features: pd.Series) -> NDArray[np.float32]:
    return np.array([np.ma.filled(np.ma.asarray(row, dtype=np.float32), np.nan) for row in features])


def _encoded(rows: pd.DataFrame, model: pd.Series) -> NDArray[np.float32]:
    """The feature arrays of a model's rows, by pandas."""
    columns = []
    for position, (source, encoding) in enumerate(zip(model.feature_sources, model.feature_encodings, strict=True)):
        column = rows[source]
        level = model.feature_levels[position]
        text = column.astype(object).where(column.notna(), "(missing)")
        if encoding == "numeric":
            number = column.astype(float)
            number = number.where(number.abs() <= 1e30)
            values = (number - model.feature_centres[position]) / model.feature_spreads[position]
        elif encoding == "boolean":
            values = column.astype("boolean").astype("Float64").astype(float)
        elif encoding == "time_part":
            parts = {"hour": column.dt.hour, "day_of_week": column.dt.dayofweek + 1, "month": column.dt.month}
            values = parts[level].astype(float)
        elif encoding == "one_hot":
            values = (text == level).astype(float)
        else:
            known = dict(zip(model.feature_level_names[position], model.feature_level_values[position], strict=True))
            values = text.map(known).fillna(model.feature_priors[position])
        columns.append(values.to_numpy(dtype=float, na_value=np.nan).astype(np.float32))
    return np.column_stack(columns)


@pytest.mark.parametrize(("table", "rows"), [("transformed", "orders"), ("transformed_awkward", "awkward")])
def test_rows_are_encoded_as_pandas_encodes_them(project: Path, table: str, rows: str) -> None:
    model = _model(project, "late")
    found = _matrix(_read(project, f"select features from {table} order by order_id").features)
    np.testing.assert_array_equal(found, _encoded(_read(project, f"select * from {rows} order by order_id"), model))
    assert {"numeric", "boolean", "time_part", "one_hot", "target"} == set(model.feature_encodings)
    assert "always" not in set(model.feature_sources)


@pytest.mark.parametrize(("table", "rows"), [("scored", "orders"), ("scored_awkward", "awkward")])
def test_tree_predictions_equal_the_stored_trees(project: Path, table: str, rows: str) -> None:
    model = _model(project, "late")
    form = Form(
        form="oblivious_trees",
        tree_features=list(model.tree_features),
        tree_borders=list(model.tree_borders),
        tree_leaf_values=list(model.tree_leaf_values),
        tree_scale=model.tree_scale,
        tree_bias=model.tree_bias,
    )
    found = _read(project, f"select * from {table} order by order_id")
    features = _encoded(_read(project, f"select * from {rows} order by order_id"), model)
    expected = score_trees(form, features)
    np.testing.assert_array_equal(found.raw_score, expected)
    probabilities = np.interp(expected, model.calibration_scores, model.calibration_probabilities)
    np.testing.assert_allclose(found.predicted_outcome_probability, probabilities, rtol=0, atol=1e-12)
    labels = np.where(found.predicted_outcome_probability >= 0.5, "on time", "late")
    np.testing.assert_array_equal(found.predicted_outcome, labels)


def test_linear_predictions_equal_scikit_learn(project: Path) -> None:
    model = _model(project, "late_linear")
    rows = _read(project, "select * from transformed_linear order by order_id")
    features = _matrix(rows.features).astype(np.float64)
    filled = np.where(np.isnan(features), np.nanmean(features, axis=0), features)
    centre, spread = np.nanmean(features, axis=0), np.nanstd(features, axis=0)
    learner = LogisticRegression(C=0.5, solver="newton-cholesky", tol=1e-12)
    learner.fit((filled - centre) / spread, rows.outcome == "on time")
    awkward = _matrix(_read(project, "select features from transformed_linear_awkward order by order_id").features)
    asked = (np.where(np.isnan(awkward), centre, awkward.astype(np.float64)) - centre) / spread
    found = _read(project, "select raw_score from scored_linear order by order_id").raw_score
    np.testing.assert_allclose(found, learner.decision_function(asked), rtol=1e-9, atol=1e-9)
    weighed = _read(project, "select * from weighed").set_index("feature_name").weight
    np.testing.assert_allclose(weighed[list(model.feature_names)], learner.coef_[0] / spread, rtol=1e-7, atol=1e-9)
    intercept = learner.intercept_[0] - (learner.coef_[0] * centre / spread).sum()
    assert weighed["__INTERCEPT__"] == pytest.approx(intercept, abs=1e-7)


def test_evaluation_equals_scikit_learn(project: Path) -> None:
    scored = _read(project, "select * from scored")
    truth, probability = scored.outcome == "on time", scored.predicted_outcome_probability
    called = probability >= 0.4
    (judged,) = _read(project, "select * from judged").to_dict("records")
    expected = {
        "precision": metrics.precision_score(truth, called),
        "recall": metrics.recall_score(truth, called),
        "accuracy": metrics.accuracy_score(truth, called),
        "f1_score": metrics.f1_score(truth, called),
        "log_loss": metrics.log_loss(truth, probability),
        "roc_auc": metrics.roc_auc_score(truth, probability),
        "brier": metrics.brier_score_loss(truth, probability),
        "n": len(scored),
    }
    assert judged == pytest.approx(expected, rel=1e-9)
    curve = _read(project, "select * from curve order by threshold desc")
    false_positive_rate, recall, thresholds = metrics.roc_curve(truth, probability, drop_intermediate=False)
    np.testing.assert_allclose(curve.threshold, thresholds[1:])
    np.testing.assert_allclose(curve.recall, recall[1:])
    np.testing.assert_allclose(curve.false_positive_rate, false_positive_rate[1:])
    matrix = _read(project, "select * from matrix").pivot(
        index="expected_label", columns="predicted_label", values="row_count"
    )
    np.testing.assert_array_equal(matrix.to_numpy(), metrics.confusion_matrix(truth, called))


def test_described_data_equals_pandas(project: Path) -> None:
    orders = _read(project, "select * from orders")
    described = _read(project, "select * from described").set_index("name")
    for name in ["order_id", "margin", "delay"]:
        column = orders[name].astype(float).where(np.isfinite(orders[name].astype(float)))
        found = described.loc[name]
        assert (found.num_rows, found.num_nulls) == (len(column), column.isna().sum())
        assert found.num_zeros == (column == 0).sum()
        expected = [column.min(), column.max(), column.mean(), column.std(), column.median()]
        assert [found["min"], found["max"], found["mean"], found["stddev"], found["median"]] == pytest.approx(expected)
        np.testing.assert_allclose(found["quantiles"], column.quantile([0, 0.25, 0.5, 0.75, 1]), atol=1e-9)
    assert described.loc["customer", "num_nulls"] == orders.customer.isna().sum()
    assert described.loc["customer", "unique_values"] == orders.customer.nunique()


def test_features_are_listed_in_the_order_of_the_array(project: Path) -> None:
    informed = _read(project, "select * from informed order by position")
    model = _model(project, "late")
    assert list(informed.feature_name) == list(model.feature_names)
    assert list(informed.position) == list(range(1, len(model.feature_names) + 1))
    assert set(informed.category.dropna()) == {"O'Neil", "büro", "(missing)", "plain"}


def test_a_model_is_trained_again_only_when_something_changed(project: Path) -> None:
    database = project / "warehouse.duckdb"
    before = _read(project, "select * from trained")
    assert list(before.is_current) == [True]
    assert before.training_rows[0] + before.evaluation_rows[0] == 1200
    run_dbt("build", "--full-refresh", "--select", "late", directory=project, database=database)
    pd.testing.assert_frame_equal(_read(project, "select * from trained"), before)
    arguments = ["--vars", "{iterations: 5}"]
    failed = run_dbt(
        "build", "--full-refresh", "--select", "late", "broken", *arguments,
        directory=project, database=database, check=False,
    )  # fmt: skip
    after = _read(project, "select * from trained order by trained_at")
    assert list(after.is_current) == [False, True]
    assert after.model_version[0] == before.model_version[0]
    assert "The ml_model broken has the label 'outcom', which its query does not return" in failed.stdout
