"""Imported models score in SQL as the library that trained them: NULLs, ties on borders, float32 neighbours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
import xgboost
from numpy.typing import NDArray

from assay.exchange.xgboost_trees import RefusedModelError, read_xgboost
from assay.training.branching_trees import score_forest
from tests.numeric.demo import render_expressions

OBJECTIVES = ["binary:logistic", "reg:squarederror", "reg:absoluteerror", "count:poisson", "reg:gamma"]


def _rows() -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    draw = np.random.default_rng(3)
    features = draw.normal(size=(1500, 5)).astype(np.float32)
    features[:, 1] = np.round(features[:, 1], 1)
    features[:, 4] += 1_000_000
    score = features[:, 0] + np.sin(3 * features[:, 1]) + draw.normal(size=1500) * 0.3
    features[draw.random(features.shape) < 0.15] = np.nan
    return features, score


def _label(objective: str, score: NDArray[np.float64]) -> NDArray[Any]:
    if "logistic" in objective:
        return (score > 0.3).astype(int)
    return np.round(np.exp(score)) if "poisson" in objective else np.exp(score) if "gamma" in objective else score


def _train(objective: str, **parameters: Any) -> xgboost.Booster:
    features, score = _rows()
    matrix = xgboost.DMatrix(features, _label(objective, score))
    return xgboost.train({"objective": objective, "max_depth": 4, "nthread": 1, **parameters}, matrix, 25)


def _hard_rows(borders: list[NDArray[np.float64]], positions: list[NDArray[np.int32]]) -> NDArray[np.float32]:
    """The training rows, and for every border a row on it, one just below and one just above, in float32."""
    features, _ = _rows()
    rows = [features]
    for tree_borders, tree_positions in zip(borders, positions, strict=True):
        for border, position in zip(tree_borders.astype(np.float32), tree_positions, strict=True):
            if position > 0:
                near = features[:3].copy()
                near[:, position - 1] = [border, np.nextafter(border, -np.inf), np.nextafter(border, np.inf)]
                rows.append(near)
    return np.concatenate(rows).astype(np.float32)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_xgboost_scores_are_repeated(objective: str, tmp_path: Path) -> None:
    booster = _train(objective)
    booster.save_model(tmp_path / "model.json")
    form, _, _ = read_xgboost(tmp_path / "model.json")
    rows = _hard_rows(form.node_borders, form.node_features)
    expected = booster.predict(xgboost.DMatrix(rows), output_margin=True)
    np.testing.assert_allclose(score_forest(form, rows), expected, rtol=1e-6, atol=2e-6)


def test_a_declared_base_score_is_kept(tmp_path: Path) -> None:
    booster = _train("binary:logistic", base_score=0.2)
    booster.save_model(tmp_path / "model.json")
    form, link, _ = read_xgboost(tmp_path / "model.json")
    rows, _ = _rows()
    probabilities = 1 / (1 + np.exp(-score_forest(form, rows)))
    assert link == "logit"
    np.testing.assert_allclose(probabilities, booster.predict(xgboost.DMatrix(rows)), rtol=0, atol=1e-6)


def test_sql_scores_an_imported_model_to_the_last_bit(tmp_path: Path) -> None:
    booster = _train("binary:logistic")
    booster.save_model(tmp_path / "model.json")
    form, _, _ = read_xgboost(tmp_path / "model.json")
    rows = _hard_rows(form.node_borders, form.node_features)
    arrays = {
        name: pa.array([[item.tolist() for item in getattr(form, name)]])
        for name in ("node_features", "node_borders", "node_yes", "node_no", "node_missing_yes", "node_values")
    }
    lists = [[None if np.isnan(value) else float(value) for value in row] for row in rows]
    warehouse = duckdb.connect()
    warehouse.register("models_table", pa.table({"model_number": [1], **arrays}))
    warehouse.register("rows_table", pa.table({"example_number": range(len(rows)), "features": lists}))
    call = "assay.score_branching_trees('(select * from rows_table)', '(select * from models_table)', 'lt_float', 4)"
    (query,) = render_expressions([call], tmp_path)
    found = warehouse.execute(f"select leaf_sum from ({query}) as scored order by example_number").fetchnumpy()
    np.testing.assert_array_equal(found["leaf_sum"] + form.tree_bias, score_forest(form, rows))


@pytest.mark.parametrize(
    ("parameters", "word"),
    [
        ({"objective": "multi:softprob", "num_class": 3}, "multi:softprob"),
        ({"objective": "reg:squarederror", "booster": "gblinear"}, "gblinear"),
        ({"objective": "reg:squarederror", "booster": "dart"}, "dart"),
        ({"objective": "rank:pairwise"}, "rank:pairwise"),
    ],
)
def test_what_would_be_guessed_is_refused(parameters: dict[str, Any], word: str, tmp_path: Path) -> None:
    features, score = _rows()
    label = np.digitize(score, [-0.5, 0.5])
    xgboost.train(parameters, xgboost.DMatrix(features, label), 2).save_model(tmp_path / "model.json")
    with pytest.raises(RefusedModelError, match=word):
        read_xgboost(tmp_path / "model.json")


def test_early_stopping_is_refused_with_what_to_do(tmp_path: Path) -> None:
    features, score = _rows()
    matrix = xgboost.DMatrix(features, score)
    booster = xgboost.train(
        {"objective": "reg:squarederror"}, matrix, 5, evals=[(matrix, "a")], early_stopping_rounds=2, verbose_eval=False
    )
    booster.save_model(tmp_path / "model.json")
    with pytest.raises(RefusedModelError, match="best_iteration"):
        read_xgboost(tmp_path / "model.json")


def test_categorical_splits_are_refused(tmp_path: Path) -> None:
    codes = np.random.default_rng(1).integers(0, 9, size=(400, 1))
    matrix = xgboost.DMatrix(codes, (codes[:, 0] % 2).astype(float), feature_types=["c"], enable_categorical=True)
    xgboost.train({"objective": "reg:squarederror"}, matrix, 2).save_model(tmp_path / "model.json")
    with pytest.raises(RefusedModelError, match="categorical"):
        read_xgboost(tmp_path / "model.json")
