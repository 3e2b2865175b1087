"""ml_models of several classes: scored and judged as the stored forms and scikit-learn say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from sklearn import metrics

from assay.exchange.document import stored_form
from assay.training.scoring import score_form
from assay.training.temperature import log_probabilities
from tests.conftest import run_dbt
from tests.integration.conftest import write_project

ROWS = """
select
    i as row_id,
    sin(i * 1.7) * 10 as width,
    case when i % 11 = 0 then null else cos(i * 0.37) * 5 end as height,
    case i % 3 when 0 then 'p' when 1 then 'q' else 'r' end as colour,
    cast(i % 4 as int) as code,
    case
        when sin(i * 1.7) * 10 + (i % 3) > 4 then 'high'
        when cos(i * 0.37) * 5 + 0.5 * cos(i * 12.9898) > 1 then 'it''s mid'
        else 'low'
    end as level
from range(800) as t(i)
"""
LEARNERS = {
    "soft": "model_type='logistic_reg'",
    "trees": "model_type='boosted_tree_classifier', max_iterations=20, max_tree_depth=3",
    "forest": "model_type='random_forest_classifier', num_parallel_tree=20",
    "bayes": "learner='naive_bayes'",
    "always": "learner='constant'",
    "numbers": "model_type='logistic_reg', label='code'",
}


CLASSES = ["high", "it's mid", "low"]


def _explained(name: str, place: int) -> str:
    """SQL of why a model gives rows the score of one class, the ``place``-th in order."""
    asked = str(place) if name == "numbers" else f'"{CLASSES[place]}"'
    call = f"assay.explain_predict(ref('{name}'), ref('rows'), 99, class={asked})"
    return f"select *, {place} as asked_place from {{{{ {call} }}}}"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project with a model per learner and what macros say of it."""
    models = {"rows": ROWS}
    for name, options in LEARNERS.items():
        label = "" if "label=" in options else "label='level', "
        config = f"materialized='ml_model', {label}leave_out=['row_id'], data_split_method='no_split', {options}"
        models[name] = f"{{{{ config({config}) }}}}\nselect * from {{{{ ref('rows') }}}}"
        for macro in ("predict", "explain_predict", "evaluate", "confusion_matrix", "transform"):
            models[f"{name}_{macro}"] = f"select * from {{{{ assay.{macro}(ref('{name}'), ref('rows')) }}}}"
        models[f"{name}_explained"] = "\nunion all\n".join(_explained(name, place) for place in range(3))
        models[f"{name}_global"] = f"select * from {{{{ assay.global_explain(ref('{name}'), ref('rows'), true) }}}}"
    models["soft_global_mean"] = "select * from {{ assay.global_explain(ref('soft'), ref('rows')) }}"
    models["soft_weights"] = "select * from {{ assay.weights(ref('soft')) }}"
    folder = write_project(tmp_path_factory.mktemp("classes"), models=models, variables={})
    run_dbt("build", "--select", "rows+", directory=folder, database=folder / "warehouse.duckdb")
    return folder


@pytest.fixture
def connection(project: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built warehouse."""
    with duckdb.connect(str(project / "warehouse.duckdb"), read_only=True) as opened:
        yield opened


def _read(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    found = connection.sql(f"select * from {name}").df()
    return found.sort_values("row_id", ignore_index=True) if "row_id" in found else found


def _stored(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    query = f"select * from {name} where is_current and fold = 0 order by output"
    return connection.sql(query).to_arrow_table().to_pylist()


def _features(connection: duckdb.DuckDBPyConnection, name: str) -> NDArray[np.float32]:
    rows = _read(connection, f"{name}_transform").features
    return np.array([np.ma.filled(np.ma.asarray(row, dtype=np.float32), np.nan) for row in rows])


def _scores(connection: duckdb.DuckDBPyConnection, name: str) -> NDArray[np.float64]:
    """Raw scores that the stored forms give, by numpy."""
    features = _features(connection, name)
    return np.column_stack([score_form(stored_form(row), features) for row in _stored(connection, name)])


def _expected(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[list[str], NDArray[np.float64]]:
    """Classes in order and the probabilities that the stored forms give, by numpy."""
    stored, scores = _stored(connection, name), _scores(connection, name)
    classes = [row["output"] for row in stored]
    if stored[0]["link"] == "probability":
        return classes, scores
    return classes, np.exp(log_probabilities(scores, stored[0]["link"], stored[0]["temperature"]))


@pytest.mark.parametrize("name", LEARNERS)
def test_probabilities_equal_the_stored_forms(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    classes, expected = _expected(connection, name)
    label = "code" if name == "numbers" else "level"
    found = _read(connection, f"{name}_predict")
    shares = np.array([[row[key] for key in classes] for row in found[f"predicted_{label}_probs"]])
    np.testing.assert_allclose(shares, expected, rtol=0, atol=1e-9)
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=0, atol=1e-9)
    labels = [classes[place] for place in shares.argmax(axis=1)]
    assert list(found[f"predicted_{label}"].astype(str)) == labels
    assert set(classes) == set(found[label].astype(str))
    assert found[f"predicted_{label}"].dtype == found[label].dtype


@pytest.mark.parametrize("name", LEARNERS)
def test_judgements_equal_scikit_learn(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    classes, probabilities = _expected(connection, name)
    label = "code" if name == "numbers" else "level"
    predicted = _read(connection, f"{name}_predict")
    truth, called = predicted[label].astype(str), predicted[f"predicted_{label}"].astype(str)
    (judged,) = _read(connection, f"{name}_evaluate").to_dict("records")
    options = {"average": "macro", "zero_division": 0}
    expected = {
        "precision": metrics.precision_score(truth, called, **options),
        "recall": metrics.recall_score(truth, called, **options),
        "f1_score": metrics.f1_score(truth, called, **options),
        "accuracy": metrics.accuracy_score(truth, called),
        "log_loss": metrics.log_loss(truth, probabilities, labels=classes),
        "roc_auc": metrics.roc_auc_score(truth, probabilities, multi_class="ovr", labels=classes),
        "n": 800,
    }
    assert judged == pytest.approx(expected, rel=1e-6)
    matrix = _read(connection, f"{name}_confusion_matrix").pivot(
        index="expected_label", columns="predicted_label", values="row_count"
    )
    whole = matrix.reindex(index=classes, columns=classes).fillna(0).to_numpy()
    np.testing.assert_array_equal(whole, metrics.confusion_matrix(truth, called, labels=classes))


def test_weights_belong_to_a_class(connection: duckdb.DuckDBPyConnection) -> None:
    weights = _read(connection, "soft_weights")
    assert set(weights["class"]) == {"high", "it's mid", "low"}
    assert (weights.groupby("class").size() == len(weights) / 3).all()
    assert weights[weights["class"] == "high"].set_index("feature_name").weight["width"] > 0


@pytest.mark.parametrize("name", LEARNERS)
def test_attributions_of_each_class_add_up_to_its_score(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    scores, explained = _scores(connection, name), _read(connection, f"{name}_explained")
    assert set(explained.explanation_status) == {"exact"}
    for place in range(3):
        found = explained[explained.asked_place == place]
        sums = [sum(item["attribution"] for item in items) for items in found.top_feature_attributions]
        np.testing.assert_allclose(found.prediction_value, scores[:, place], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(found.baseline_prediction_value + sums, scores[:, place], rtol=1e-9, atol=1e-9)
    assert max(map(len, explained.top_feature_attributions)) == (
        0 if name == "always" else len(set(_stored(connection, name)[0]["feature_sources"]))
    )


@pytest.mark.parametrize("name", ["soft", "numbers"])
def test_the_predicted_class_is_explained_unasked(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    found, scores = _read(connection, f"{name}_explain_predict"), _scores(connection, name)
    np.testing.assert_allclose(found.prediction_value, scores.max(axis=1), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", ["soft", "trees", "forest", "bayes"])
def test_the_mean_size_of_attributions_is_that_of_all_rows(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    explained = _read(connection, f"{name}_explained")
    overall = _read(connection, f"{name}_global").set_index(["class", "feature"]).attribution
    assert len(overall) == 12
    for place, level in enumerate(CLASSES):
        rows = explained[explained.asked_place == place].top_feature_attributions
        sizes = pd.DataFrame([{item["feature"]: abs(item["attribution"]) for item in items} for items in rows])
        pd.testing.assert_series_equal(overall[level].sort_index(), sizes.mean().sort_index(), check_names=False)


def test_the_mean_over_classes_is_explained_unasked(connection: duckdb.DuckDBPyConnection) -> None:
    by_class = _read(connection, "soft_global").groupby("feature").attribution.mean()
    whole = _read(connection, "soft_global_mean").set_index("feature").attribution
    pd.testing.assert_series_equal(whole.sort_index(), by_class.sort_index(), rtol=1e-12)


def test_a_class_that_is_none_is_named(project: Path) -> None:
    asked = "{{ assay.explain_predict(ref('soft'), ref('rows'), class='hgh') }}"
    run = run_dbt("compile", "--inline", asked, directory=project, database=project / "warehouse.duckdb", check=False)
    assert "the model has no class 'hgh'; did you mean 'high'?" in run.stdout
