"""The champion of a use case, read by the macros that read an ml_model, says what the published tables say."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tests.numeric.demo import render_expressions

MODEL = "assay.champion('wafer_yield')"
ROWS = "ref('fab_wafer_decisions')"
CALLS = {
    "predicted": f"assay.predict({MODEL}, {ROWS})",
    "explained": f"assay.explain_predict({MODEL}, {ROWS}, 99)",
    "judged": f"assay.evaluate({MODEL}, {ROWS})",
    "matrix": f"assay.confusion_matrix({MODEL}, {ROWS})",
    "curve": f"assay.roc_curve({MODEL}, {ROWS})",
    "encoded": f"assay.transform({MODEL}, {ROWS})",
    "global": f"assay.global_explain({MODEL}, {ROWS})",
    "importance": f"assay.feature_importance({MODEL})",
    "features": f"assay.feature_info({MODEL})",
    "weights": f"assay.weights({MODEL})",
    "versions": f"assay.training_info({MODEL})",
    "trials": f"assay.trial_info({MODEL})",
}
PUBLISHED = """
    from (
        select distinct on (entity_id, decided_at) published.*
        from assay.predictions as published
        inner join assay_work.assay_evaluation__champions as champions
            on published.use_case = champions.use_case and published.model_version = champions.model_version
        where published.split in ('test', 'live')
    ) as published
"""


@pytest.fixture(scope="module")
def connection(
    demo_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, str]]]:
    """A copy of the demo's warehouse, which dbt may open, and the SQL of every call."""
    folder = tmp_path_factory.mktemp("champions")
    shutil.copy(demo_database, folder / "warehouse.duckdb")
    queries = dict(zip(CALLS, render_expressions(list(CALLS.values()), folder), strict=True))
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as opened:
        yield opened, queries


def test_predictions_are_the_published_ones(connection: tuple[duckdb.DuckDBPyConnection, dict[str, str]]) -> None:
    opened, queries = connection
    rows = opened.sql(f"""
        select published.raw_score, predicted.raw_score as own_score, published.probability,
            predicted.predicted_label_probability as own_probability, published.decision,
            predicted.predicted_label = 1 as own_decision
        {PUBLISHED}
        inner join {queries["predicted"]} as predicted
            on published.entity_id = predicted.wafer_id and published.decided_at = predicted.decided_at
    """).fetchnumpy()
    assert len(rows["raw_score"]) > 1000
    np.testing.assert_array_equal(rows["raw_score"], rows["own_score"])
    np.testing.assert_array_equal(rows["probability"], rows["own_probability"])
    np.testing.assert_array_equal(rows["decision"], rows["own_decision"])


def test_attributions_are_the_published_ones(connection: tuple[duckdb.DuckDBPyConnection, dict[str, str]]) -> None:
    opened, queries = connection
    gap, count = opened.sql(f"""
        select max(abs(published.contribution - own.item.attribution)), count(*)
        from assay.contributions as published
        inner join (
            select wafer_id, decided_at, unnest(top_feature_attributions) as item from {queries["explained"]}
        ) as own
            on
                published.entity_id = own.wafer_id and published.decided_at = own.decided_at
                and published.source_column = own.item.feature
    """).fetchall()[0]
    assert count > 1000
    assert gap < 1e-9
    gap, statuses = opened.sql(f"""
        select max(abs(prediction_value - baseline_prediction_value
            - list_sum([item.attribution for item in top_feature_attributions]))), list(distinct explanation_status)
        from {queries["explained"]}
    """).fetchall()[0]
    assert gap < 1e-9
    assert statuses == ["exact"]


def test_rows_with_a_label_are_judged(connection: tuple[duckdb.DuckDBPyConnection, dict[str, str]]) -> None:
    opened, queries = connection
    judged = opened.sql(f"select * from {queries['judged']}").fetchnumpy()
    [(labelled,)] = opened.sql(
        "select count(*) from fab.fab_wafer_decisions where sort_yield < yield_limit is not null"
    ).fetchall()
    assert judged["n"][0] == labelled > 1000
    assert 0.6 < judged["roc_auc"][0] < 1
    [(counted,)] = opened.sql(f"select sum(row_count) from {queries['matrix']}").fetchall()
    assert counted == labelled
    ends = opened.sql(f"select max(recall), max(false_positive_rate) from {queries['curve']}").fetchall()
    assert ends == [(1.0, 1.0)]


def test_what_describes_a_model_describes_the_champion(
    connection: tuple[duckdb.DuckDBPyConnection, dict[str, str]],
) -> None:
    opened, queries = connection
    names = opened.sql("select feature_name from assay_work.assay_features__feature_space order by position").fetchall()
    assert opened.sql(f"select feature_name from {queries['features']} order by position").fetchall() == names
    arrays = opened.sql(f"select distinct len(features) from {queries['encoded']}").fetchall()
    assert arrays == [(len(names),)]
    [(form,)] = opened.sql("select form from assay_work.assay_operations__served_models").fetchall()
    weighed = opened.sql(f"select count(*) from {queries['weights']}").fetchall()
    important = opened.sql(f"select count(*) from {queries['importance']}").fetchall()
    described = {"linear": (len(names) + 1, 0), "oblivious_trees": (0, len(names))}
    assert (weighed[0][0], important[0][0]) == described[form]
    columns = opened.sql(f"select count(*), min(attribution) from {queries['global']}").fetchall()
    assert columns[0][0] > 5
    assert columns[0][1] >= 0
    versions = opened.sql(f"select model_version from {queries['versions']} where is_current").fetchall()
    assert opened.sql("select model_version from assay_work.assay_evaluation__champions").fetchall()[0] in versions
    assert opened.sql(f"select * from {queries['trials']}").fetchall() == []
