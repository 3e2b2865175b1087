"""The table function of a champion gives any relation the scores that a build gives its own rows."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

JOINED = """
    from assay.predictions as published
    inner join {function} as served
        on published.entity_id = served.wafer_id and published.decided_at = served.decided_at
    inner join assay_work.assay_evaluation__champions as champions
        on published.use_case = champions.use_case and published.model_version = champions.model_version
    where published.split in ('test', 'live')
"""


def test_a_champion_scores_raw_columns_as_the_build_did(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select published.raw_score, served.raw_score as served_score, published.probability,"
        " served.probability as served_probability, published.decision, served.decision as served_decision,"
        " published.model_version = served.model_version as is_same_model"
        + JOINED.format(function="assay.predict_wafer_yield('fab.fab_wafer_decisions')")
    ).fetchnumpy()
    assert len(rows["raw_score"]) > 3000
    assert len(set(rows["raw_score"])) > 100
    assert rows["is_same_model"].all()
    for name in ("score", "probability", "decision"):
        published = rows["raw_score" if name == "score" else name]
        np.testing.assert_array_equal(published, rows[f"served_{name}"])


def test_rows_that_no_build_has_seen_are_scored_too(warehouse: duckdb.DuckDBPyConnection) -> None:
    """A row scores alone as in any company; an unknown product and a missing recipe have a place too."""
    warehouse.execute("create temp table known as select * from fab.fab_wafer_decisions order by wafer_id limit 50")
    warehouse.execute("create temp table single as select * from known limit 1")
    warehouse.execute("create temp table strange as select * replace ('new' as product, null as recipe) from known")
    together = warehouse.execute(
        "select known.raw_score = single.raw_score from assay.predict_wafer_yield('known') as known"
        " inner join assay.predict_wafer_yield('single') as single using (wafer_id)"
    ).fetchall()
    assert together == [(True,)]
    scores = warehouse.execute("select probability from assay.predict_wafer_yield('strange')").fetchnumpy()
    assert len(scores["probability"]) == 50
    assert ((scores["probability"] >= 0) & (scores["probability"] <= 1)).all()


def test_a_relation_without_a_column_of_the_model_is_refused(warehouse: duckdb.DuckDBPyConnection) -> None:
    warehouse.execute("create temp table bare as select wafer_id, decided_at from fab.fab_wafer_decisions limit 1")
    with pytest.raises(duckdb.BinderException, match="entities"):
        warehouse.execute("select * from assay.predict_wafer_yield('bare')")
