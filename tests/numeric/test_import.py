"""Imported models score in SQL as the library that trained them: NULLs, ties on borders, float32 neighbours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import lightgbm
import numpy as np
import pyarrow as pa
import pytest
import xgboost
from numpy.typing import NDArray

from assay.exchange.reading.lightgbm_trees import read_lightgbm
from assay.exchange.reading.xgboost_trees import read_xgboost
from assay.exchange.refused import RefusedModelError
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
    (form,), _, _ = read_xgboost(tmp_path / "model.json")
    rows = _hard_rows(form.node_borders, form.node_features)
    expected = booster.predict(xgboost.DMatrix(rows), output_margin=True)
    np.testing.assert_allclose(score_forest(form, rows), expected, rtol=1e-6, atol=2e-6)


def test_a_declared_base_score_is_kept(tmp_path: Path) -> None:
    booster = _train("binary:logistic", base_score=0.2)
    booster.save_model(tmp_path / "model.json")
    (form,), link, _ = read_xgboost(tmp_path / "model.json")
    rows, _ = _rows()
    probabilities = 1 / (1 + np.exp(-score_forest(form, rows)))
    assert link == "logit"
    np.testing.assert_allclose(probabilities, booster.predict(xgboost.DMatrix(rows)), rtol=0, atol=1e-6)


def test_sql_scores_an_imported_model_to_the_last_bit(tmp_path: Path) -> None:
    booster = _train("binary:logistic")
    booster.save_model(tmp_path / "model.json")
    (form,), _, _ = read_xgboost(tmp_path / "model.json")
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


LIGHTGBM = ["binary", "regression", "regression_l1", "quantile", "poisson", "gamma", "tweedie"]


def _lightgbm(objective: str, **parameters: Any) -> lightgbm.Booster:
    features, score = _rows()
    label = _label("logistic" if objective == "binary" else "gamma", score)
    options = {"objective": objective, "num_leaves": 12, "num_threads": 1, "verbose": -1, **parameters}
    return lightgbm.train(options, lightgbm.Dataset(features, label), 20)


def _around_zero() -> NDArray[np.float32]:
    rows, _ = _rows()
    small = np.float32([0.0, -0.0, 1e-35, -1e-35, 2e-35, -2e-35, 1e-20, -1e-20, np.nan])
    rows = np.repeat(rows[:40], len(small), axis=0)
    rows[:, 0] = np.tile(small, 40)
    return rows


@pytest.mark.parametrize(
    ("objective", "parameters"),
    [(objective, {}) for objective in LIGHTGBM]
    + [
        ("binary", {"sigmoid": 2.5}),
        ("binary", {"zero_as_missing": True}),
        ("binary", {"use_missing": False}),
        ("regression", {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.5}),
        ("regression", {"boosting": "dart"}),
    ],
)
def test_lightgbm_scores_are_repeated(objective: str, parameters: dict[str, Any], tmp_path: Path) -> None:
    booster = _lightgbm(objective, **parameters)
    booster.save_model(tmp_path / "model.txt")
    (form,), link, inputs = read_lightgbm(tmp_path / "model.txt")
    rows = np.concatenate([_hard_rows(form.node_borders, form.node_features), _around_zero()])
    # LightGBM adds the trees of a random forest up and divides later.
    scale = 1 / 20 if parameters.get("boosting") == "rf" else parameters.get("sigmoid", 1.0)
    expected = booster.predict(rows, raw_score=True) * scale
    np.testing.assert_allclose(score_forest(form, rows), expected, rtol=1e-9, atol=1e-9)
    inverse = {"logit": lambda x: 1 / (1 + np.exp(-x)), "identity": lambda x: x, "log": np.exp}[link]
    np.testing.assert_allclose(inverse(score_forest(form, rows)), booster.predict(rows), rtol=1e-9)
    assert inputs.names == [f"Column_{number}" for number in range(5)]


@pytest.mark.parametrize("kind", [0, 2, 4, 6, 8, 10])
@pytest.mark.parametrize("border", [-0.5, -1.0000000180025095e-35, 0.0, 1.0000000180025095e-35, 0.5])
def test_every_decision_of_lightgbm_is_repeated(kind: int, border: float, tmp_path: Path) -> None:
    _lightgbm("regression", num_leaves=2).save_model(tmp_path / "trained.txt")
    text = (tmp_path / "trained.txt").read_text()
    text = re.sub(r"(?m)^decision_type=.*$", f"decision_type={kind}", text)
    text = re.sub(r"(?m)^threshold=.*$", f"threshold={border!r}", text)
    text = re.sub(r"(?m)^split_feature=.*$", "split_feature=0", text)
    text = re.sub(r"(?m)^tree_sizes=.*\n", "", text)
    (tmp_path / "model.txt").write_text(text)
    (form,), _, _ = read_lightgbm(tmp_path / "model.txt")
    rows = np.concatenate([_rows()[0][:50], _around_zero()])
    expected = lightgbm.Booster(model_file=tmp_path / "model.txt").predict(rows, raw_score=True)
    np.testing.assert_allclose(score_forest(form, rows), expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("parameters", "word"),
    [
        ({"objective": "multiclassova", "num_class": 3}, "multiclassova"),
        ({"objective": "regression", "reg_sqrt": True}, "sqrt"),
        ({"objective": "lambdarank"}, "lambdarank"),
        ({"objective": "regression", "linear_tree": True}, "linear"),
    ],
)
def test_what_lightgbm_would_leave_to_guess_is_refused(parameters: dict[str, Any], word: str, tmp_path: Path) -> None:
    features, score = _rows()
    rows = np.nan_to_num(np.abs(np.round(features)))
    label = np.digitize(score, [-0.5, 0.5])
    group = [1500] if "lambdarank" in parameters.values() else None
    options = {"verbose": -1, "num_threads": 1, **parameters}
    booster = lightgbm.train(options, lightgbm.Dataset(rows, label, group=group), 2)
    booster.save_model(tmp_path / "model.txt")
    with pytest.raises(RefusedModelError, match=word):
        read_lightgbm(tmp_path / "model.txt")


def test_another_file_is_no_lightgbm_model(tmp_path: Path) -> None:
    (tmp_path / "model.txt").write_text("hello")
    with pytest.raises(RefusedModelError, match="no text model"):
        read_lightgbm(tmp_path / "model.txt")
