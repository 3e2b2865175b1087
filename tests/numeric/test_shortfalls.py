"""How far a version falls short of the best: errors of the difference on the same rows, in money and in area."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.numeric.test_delong import place
from tests.numeric.test_metrics import read_rows


def _read(connection: duckdb.DuckDBPyConnection, use_case: str) -> pd.DataFrame:
    """The shortfalls of one use case by learner."""
    frame = connection.execute(
        "select * from assay_evaluation__shortfalls inner join (from assay_evaluation__merits select use_case,"
        " model_version, learner, merit) using (use_case, model_version) where use_case = ?",
        [use_case],
    ).df()
    return frame.set_index("learner")


@pytest.mark.parametrize("use_case", ["clustered", "plain"])
def test_money_falls_short_by_a_paired_error(evaluated: duckdb.DuckDBPyConnection, use_case: str) -> None:
    found = _read(evaluated, use_case)
    best = found["merit"].idxmax()
    rows = evaluated.execute(
        "select policy, entity_id, decided_at, cluster_id, value from assay_evaluation__policy_outcomes"
        " where use_case = ? and split = 'valid' and policy like '%@threshold'",
        [use_case],
    ).df()
    wide = rows.pivot(index=["cluster_id", "entity_id", "decided_at"], columns="policy", values="value").dropna()
    for learner in found.index.drop(best):
        difference = wide[f"{best}@threshold"] - wide[f"{learner}@threshold"]
        by_cluster = (difference - difference.mean()).groupby(level="cluster_id").sum()
        count = len(by_cluster)
        error = np.sqrt((by_cluster**2).sum() * count / (count - 1)) / len(difference)
        assert found.loc[learner, "shortfall"] == pytest.approx(difference.mean(), rel=1e-9)
        assert found.loc[learner, "standard_error"] == pytest.approx(error, rel=1e-6)


def test_area_falls_short_by_delongs_paired_error(evaluated: duckdb.DuckDBPyConnection) -> None:
    found = _read(evaluated, "without_outcomes")
    assert set(found["criterion"]) == {"roc_auc"}
    best = found["merit"].idxmax()
    influences = {}
    for learner in found.index:
        rows = read_rows(evaluated, "without_outcomes", learner, "valid")
        positives, negatives = rows[rows["label"] == 1], rows[rows["label"] == 0]
        over, under = place(positives["probability"].to_numpy(), negatives["probability"].to_numpy())
        area = over.mean()
        parts = pd.concat(
            [positives.assign(d=(over - area) / len(over)), negatives.assign(d=(under - area) / len(under))]
        )
        influences[learner] = parts.groupby("cluster_id")["d"].sum()
    for learner in found.index.drop(best):
        difference = influences[best] - influences[learner]
        error = np.sqrt((difference**2).sum() * len(difference) / (len(difference) - 1))
        assert found.loc[learner, "standard_error"] == pytest.approx(error, rel=1e-6)


@pytest.mark.parametrize("use_case", ["clustered", "plain", "without_outcomes"])
def test_the_champion_is_the_simplest_within_an_error_of_the_best(
    evaluated: duckdb.DuckDBPyConnection, use_case: str
) -> None:
    found = _read(evaluated, use_case)
    near = found[found["shortfall"] <= found["standard_error"].fillna(0)]
    simplest = min(near.index, key=["constant", "logistic", "boosted_trees"].index)
    (champion,) = evaluated.execute(
        "select learner from assay_evaluation__champions where use_case = ?", [use_case]
    ).fetchone() or (None,)
    assert champion == simplest
