"""Explanations of champions that are no symmetric trees, from a declared relation to the marts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from sklearn.datasets import load_diabetes

from assay.exchange.document import stored_form
from assay.training.schema import Form
from assay.training.scoring import score_form
from tests.conftest import run_dbt
from tests.integration.conftest import write_project

LEARNERS = {
    "steps": "explainable_boosting",
    "bells": "naive_bayes",
    "lines": "logistic",
    "branches": "decision_tree",
    "woods": "random_forest",
    "boughs": "boosted_leafwise",
}
MARTS = ["explanations", "counterfactuals", "feature_importances", "rules"]
CHANGEABLE = [
    {"column": "bmi", "amount_per_unit": 2},
    {"column": "bp", "amount_per_unit": 1, "direction": "any", "step": 1},
    {"column": "ward", "amount_per_unit": 1},
]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """One build of a use case per learner on scikit-learn's diabetes data, of whether the disease progresses."""
    frame = load_diabetes(as_frame=True, scaled=False).frame.rename(columns={"target": "progression"})
    frame.insert(0, "patient_id", [f"p{row:03d}" for row in range(len(frame))])
    frame.insert(1, "seen_at", pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(len(frame)), unit="h"))
    frame.insert(2, "ward", [row % 97 for row in range(len(frame))])
    use_case = {
        "entity": {"relation": "patients", "key": "patient_id", "time": "seen_at", "cluster": "ward"},
        "label": {"sql": "progression > 150"},
        "features": {"exclude": ["progression", "ward"]},
        "policies": [{"name": "nothing", "sql": "false", "current": True}],
        "decision": {"changeable": CHANGEABLE},
    }
    folder = write_project(
        tmp_path_factory.mktemp("forms"),
        models={"line_weights": "select * from {{ assay.advanced_weights(assay.champion('lines')) }}"},
        seeds={"patients": frame.to_csv(index=False)},
        variables={
            "assay_use_cases": {name: {**use_case, "learners": [learner]} for name, learner in LEARNERS.items()},
            "assay_learner_parameters": {
                "explainable_boosting": {"iterations": 60, "threads": 1},
                "random_forest": {"n_estimators": 10, "threads": 1},
                "boosted_leafwise": {"iterations": 20, "threads": 1},
                "logistic": {"C": 1e10},
            },
            "assay_learning_curve_shares": [],
        },
    )
    database = folder / "warehouse.duckdb"
    selected = ["+assay_operations__served_models", "line_weights", *(f"+assay__{mart}" for mart in MARTS)]
    run_dbt("build", "--select", *selected, directory=folder, database=database)
    with duckdb.connect(str(database), read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("use_case", LEARNERS)
def test_contributions_add_up(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    rows = connection.execute(
        """
        select learner, sentence, raw_score - expected_raw_score - contribution as gap
        from assay.explanations
        inner join (
            select use_case, entity_id, decided_at, sum(contribution) as contribution
            from assay_work.assay_evaluation__column_contributions group by all
        ) using (use_case, entity_id, decided_at)
        where use_case = ?
        """,
        [use_case],
    ).fetchall()
    assert len(rows) > 80
    assert {learner for learner, *_ in rows} == {LEARNERS[use_case]}
    assert max(abs(gap) for *_, gap in rows) < 1e-9
    assert all("ed by " in sentence for _, sentence, _ in rows)


@pytest.mark.parametrize("use_case", LEARNERS)
def test_a_champion_of_any_form_scores_any_relation(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    query = "select schema_name from duckdb_functions() where function_name = ?"
    [(schema,)] = connection.execute(query, [f"predict_{use_case}"]).fetchall()
    rows = connection.execute(
        f"""
        select
            published.raw_score, served.raw_score, published.probability, served.probability, published.decision,
            served.decision
        from assay_work.assay_evaluation__predictions as published
        inner join {schema}.predict_{use_case}('patients') as served
            on published.entity_id = served.patient_id and published.model_version = served.model_version
        where published.use_case = ? and published.split = 'test'
        """,
        [use_case],
    ).fetchall()
    assert len({row[0] for row in rows}) > 3
    assert all(row[::2] == row[1::2] for row in rows)


def test_errors_of_an_unpenalised_champion_equal_statsmodels(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "select features, label from assay_work.assay_features__examples"
        " where use_case = 'lines' and split = 'train' order by entity_id"
    ).fetchnumpy()
    design = sm.add_constant(np.array([list(row) for row in rows["features"]], dtype=np.float64))
    model = sm.Logit(rows["label"], design).fit(disp=False, tol=1e-12)
    _, stored = _champion(connection, "lines")
    found = connection.execute("select * from main.line_weights").df().set_index("feature_name")
    found = found.loc[["__INTERCEPT__", *stored["feature_names"]]]
    np.testing.assert_allclose(found["weight"], model.params, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found["standard_error"], model.bse, rtol=1e-4)
    np.testing.assert_allclose(found["p_value"], model.pvalues, rtol=1e-2, atol=1e-9)
    assert found["reason"].isna().all()


def test_columns_of_a_decision_tree_are_ranked_and_permuted(connection: duckdb.DuckDBPyConnection) -> None:
    columns = connection.execute(
        "select evidence_status, mean_absolute_contribution, metric_loss from assay.feature_importances"
        " where use_case = 'branches' order by importance_rank"
    ).fetchall()
    assert len(columns) == 10
    assert {status for status, *_ in columns} == {"no_value"}
    sizes = [size for _, size, _ in columns]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 0.05
    assert max(loss for *_, loss in columns[:3]) > 0.01


def test_rules_of_a_decision_tree_decide_as_it_does(connection: duckdb.DuckDBPyConnection) -> None:
    rules = connection.execute(
        "select kind, acted_rate, evidence_status from assay.rules where use_case = 'branches' and n > 0"
    ).fetchall()
    assert len(rules) > 3
    assert {(kind, status) for kind, _, status in rules} == {("tree", "no_value")}
    assert {rate for _, rate, _ in rules} == {0, 1}


def _champion(connection: duckdb.DuckDBPyConnection, use_case: str) -> tuple[Form, dict[str, Any]]:
    query = """
        select models.*, threshold from assay_work.assay_training__models as models
        inner join assay_work.assay_evaluation__champions using (use_case, model_version)
        where fold = 0 and use_case = ?
    """
    model = connection.sql(query, params=[use_case]).to_arrow_table().to_pylist()[0]
    return stored_form(model), model


@pytest.mark.parametrize("use_case", ["steps", "lines", "branches", "bells"])
def test_a_counterfactual_turns_and_a_smaller_change_does_not(
    connection: duckdb.DuckDBPyConnection, use_case: str
) -> None:
    form, model = _champion(connection, use_case)
    found = connection.execute(
        """
        select features, first_column, first_present_value, first_value, second_column, decision, changed_probability
        from assay.counterfactuals
        inner join assay_work.assay_features__examples using (use_case, entity_id, decided_at)
        where use_case = ? and evidence_status = 'ok'
        """,
        [use_case],
    ).fetchall()
    positions = dict(
        connection.execute(
            "select source_column, position from assay_work.assay_features__feature_space where use_case = ?",
            [use_case],
        ).fetchall()
    )

    def probability(features: NDArray[np.float32]) -> float:
        corners = model["calibration_scores"], model["calibration_probabilities"]
        return float(np.interp(score_form(form, features[None]), *corners)[0])

    alone = [row for row in found if row[4] is None]
    assert len(alone) > 10
    for values, column, present, value, _, decision, changed in alone:
        features = np.array(values, dtype=np.float32)
        features[positions[column] - 1] = value
        assert probability(features) == pytest.approx(changed, abs=1e-12)
        assert (changed >= model["threshold"]) != decision
        less = 1 if column == "bp" else 1e-4 * max(1, abs(value))
        if abs(value - present) > less:
            features[positions[column] - 1] = value - np.sign(value - present) * less
            assert (probability(features) >= model["threshold"]) == decision


def test_what_cannot_be_changed_is_named(connection: duckdb.DuckDBPyConnection) -> None:
    statuses = connection.execute(
        "select use_case, source_column, evidence_status from assay_work.assay_evaluation__changeable_columns"
        " where use_case in ('bells', 'lines') order by all"
    ).fetchall()
    assert statuses == [
        ("bells", "bmi", "ok"),
        ("bells", "bp", "ok"),
        ("bells", "ward", "no_feature"),
        ("lines", "bmi", "ok"),
        ("lines", "bp", "ok"),
        ("lines", "ward", "no_feature"),
    ]


def test_a_bell_is_turned_at_the_nearest_value_of_a_grid(connection: duckdb.DuckDBPyConnection) -> None:
    form, model = _champion(connection, "bells")
    found = connection.execute(
        """
        select features, decisions.decision, position, low, high,
            min(amount) filter (is_turned and changes.source_column = 'bmi') as amount
        from assay_work.assay_evaluation__turnable_decisions as decisions
        inner join assay_work.assay_features__examples using (use_case, example_number)
        inner join assay_work.assay_evaluation__changeable_columns as columns using (use_case)
        left join assay_work.assay_evaluation__single_changes as changes using (use_case, example_number)
        where use_case = 'bells' and columns.source_column = 'bmi'
        group by all
        """
    ).fetchall()
    turned_rows = 0
    for values, decision, position, low, high, amount in found:
        grid = np.repeat(np.array(values, dtype=np.float32)[None], 2001, axis=0)
        grid[:, position - 1] = np.linspace(low, high, len(grid))
        corners = model["calibration_scores"], model["calibration_probabilities"]
        turned = (np.interp(score_form(form, grid), *corners) >= model["threshold"]) != decision
        if turned.any():
            cost = 2 * np.abs(grid[turned, position - 1] - np.float32(values[position - 1])).min()
            assert cost - 2 * (high - low) / 2000 <= amount <= cost + 1e-3
            turned_rows += 1
    assert turned_rows > 20
