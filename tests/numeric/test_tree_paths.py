"""SHAP values of trees that branch against shap, XGBoost, LightGBM and the definition of the Shapley value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

import catboost
import duckdb
import lightgbm
import numpy as np
import pyarrow as pa
import pytest
import shap
import xgboost
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.tree import DecisionTreeRegressor

from assay.exchange.reading.columns import Column
from assay.exchange.reading.lightgbm_trees import read_lightgbm
from assay.exchange.reading.sklearn_estimators import read_estimator
from assay.exchange.reading.xgboost_trees import read_xgboost
from assay.training.branching_trees import Tree, forest
from assay.training.forests import read_forest
from assay.training.leafwise_trees import read_leafwise
from assay.training.schema import FITS, Form
from assay.training.scoring import score_form
from tests.numeric.demo import render_expressions

FEATURES = 7
EXPLAINED = 60


@dataclass
class Forest:
    """A stored form with its rows, and what a library says of them; none where only the definition is asked."""

    form: Form
    features: NDArray[np.float32]
    values: NDArray[np.float64] | None
    tolerance: float = 1e-9


@pytest.fixture(scope="module")
def forests(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Forest]:
    """Small forests of every library that can be read, on rows with ties, most of them with gaps."""
    folder = tmp_path_factory.mktemp("files")
    generator = np.random.default_rng(5)
    whole = np.round(generator.normal(size=(800, FEATURES)), 1).astype(np.float32)
    gaps = np.where(generator.random(whole.shape) < 0.2, np.float32("nan"), whole)
    labels = whole[:, 0] * whole[:, 1] + whole[:, 2] > 0.2
    asked, holed = whole[:EXPLAINED], gaps[:EXPLAINED]
    tree = DecisionTreeRegressor(min_samples_leaf=4, random_state=0).fit(whole, whole[:, 0] * whole[:, 3] + whole[:, 2])
    woods = RandomForestClassifier(12, max_depth=6, random_state=0).fit(whole, labels)
    holes = RandomForestClassifier(4, max_depth=6, random_state=0).fit(gaps, labels)
    bins = HistGradientBoostingClassifier(max_iter=15, max_leaf_nodes=12).fit(gaps, labels)
    rounds = xgboost.train({"objective": "binary:logistic", "max_depth": 4}, xgboost.DMatrix(gaps, labels), 20)
    rounds.save_model(folder / "model.json")
    leaves = lightgbm.train(
        {"objective": "binary", "num_leaves": 12, "verbose": -1}, lightgbm.Dataset(gaps, labels), 20
    )
    leaves.save_model(folder / "model.txt")
    guided = catboost.CatBoostClassifier(
        iterations=15, grow_policy="Lossguide", max_leaves=12, verbose=False, allow_writing_files=False, thread_count=1
    ).fit(gaps, labels)
    columns = [Column(place) for place in range(FEATURES)]
    return {
        "tree": Forest(read_forest(tree), asked, shap.TreeExplainer(tree).shap_values(asked)),
        "woods": Forest(read_forest(woods), asked, shap.TreeExplainer(woods).shap_values(asked)[:, :, 1]),
        "holes": Forest(read_forest(holes), holed, None),
        "bins": Forest(
            read_estimator(bins, columns, FEATURES)[0][0], holed, shap.TreeExplainer(bins).shap_values(holed)
        ),
        "xgboost": Forest(
            read_xgboost(folder / "model.json")[0][0],
            holed,
            rounds.predict(xgboost.DMatrix(holed), pred_contribs=True)[:, :-1],
            1e-5,
        ),
        "lightgbm": Forest(
            read_lightgbm(folder / "model.txt")[0][0], holed, leaves.predict(holed, pred_contrib=True)[:, :-1]
        ),
        # CatBoost's own values of trees that are not symmetric do not add up to its scores.
        "catboost": Forest(read_leafwise(guided)[0], holed, _shap_of_catboost(guided, folder, holed)),
    }


def _shap_of_catboost(model: catboost.CatBoost, folder: Path, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Let shap explain trees as they stand in CatBoost's file; it asks for a little weight in every leaf."""
    model.save_model(str(folder / "model.json"), format="json")
    trees = []
    for root in json.loads((folder / "model.json").read_text())["trees"]:
        nodes = [root]
        for node in nodes:
            if "split" in node:
                node["children"] = len(nodes), len(nodes) + 1
                nodes += [node["left"], node["right"]]
        for node in reversed(nodes):
            if "split" in node:
                node["weight"] = node["left"]["weight"] + node["right"]["weight"]
        left = np.array([node.get("children", (-1, -1))[0] for node in nodes])
        splits = [node.get("split", {}) for node in nodes]
        trees.append(
            {
                "children_left": left,
                "children_right": np.array([node.get("children", (-1, -1))[1] for node in nodes]),
                "children_default": left,
                "features": np.array([split.get("float_feature_index", -2) for split in splits]),
                "thresholds": np.array([split.get("border", -2.0) for split in splits]),
                "values": np.array([[node.get("value", 0.0)] for node in nodes], dtype=np.float64),
                "node_sample_weight": np.array([max(node["weight"], 1e-12) for node in nodes]),
            }
        )
    explainer = shap.TreeExplainer({"trees": trees}, feature_perturbation="tree_path_dependent")
    return np.asarray(explainer.shap_values(rows.astype(np.float64)))


def _chain() -> Form:
    """One path of 17 features, one more than is integrated exactly."""
    nodes = np.arange(1, 36)
    is_leaf = nodes % 2 == 0
    is_leaf[-1] = True
    return forest(
        [
            Tree(
                features=np.where(is_leaf, 0, (nodes + 1) // 2).astype(np.int32),
                borders=np.zeros(35),
                yes=np.where(is_leaf, nodes, nodes + 1).astype(np.int32),
                no=np.where(is_leaf, nodes, nodes + 2).astype(np.int32),
                missing_yes=np.full(35, True),
                values=np.where(is_leaf, nodes, 0.0),
                weights=np.arange(35.0, 0.0, -1.0),
            )
        ],
        "le_float",
        1.0,
    )


def _write(path: Path, forests: Mapping[str, Forest]) -> None:
    bare = forests["woods"].form
    refused = {"chain": _chain(), "bare": Form(**{**vars(bare), "node_weights": []})}
    with duckdb.connect(str(path)) as connection:
        for name, form in {**{name: item.form for name, item in forests.items()}, **refused}.items():
            connection.register("stored", pa.Table.from_pylist([{**vars(form), "tree_contributions": []}], schema=FITS))
            connection.execute(f"create table {name}_models as select 1 as model_number, * from stored")
        connection.execute("""
            create table wide_models as
            select * replace ([list_resize([1], 1000003, 0)] as node_features, [[1.0]] as node_weights)
            from woods_models
        """)
        for name, item in forests.items():
            rows = [[None if np.isnan(x) else float(x) for x in row] for row in item.features]
            table = pa.table({"example_number": range(len(rows)), "features": pa.array(rows, pa.list_(pa.float32()))})
            connection.register("rows_table", table)
            connection.execute(f"create table {name}_rows as select * from rows_table")


@pytest.fixture(scope="module")
def rendered(forests: dict[str, Forest], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """SHAP values of every forest by SQL, reasons of refusal, and places of integration, from one run of dbt."""
    folder = tmp_path_factory.mktemp("paths")
    _write(folder / "warehouse.duckdb", forests)
    calls = {
        **{
            name: f"assay.shap_branching_trees('(from {name}_rows)', '(from {name}_models)',"
            f" assay.path_layout('(from {name}_models)'))"
            for name in forests
        },
        **{name: f"assay.path_layout('(from {name}_models)').problem" for name in ("chain", "bare", "wide")},
        **{str(count): f"assay._gauss_legendre({count})" for count in range(1, 9)},
    }
    return dict(zip(calls, render_expressions(list(calls.values()), folder), strict=True)) | {"folder": folder}


def _explained(rendered: dict[str, Any], name: str) -> NDArray[np.float64]:
    with duckdb.connect(str(rendered["folder"] / "warehouse.duckdb"), read_only=True) as connection:
        rows = connection.execute(f"select contributions from ({rendered[name]}) order by example_number").fetchall()
    values = np.zeros((len(rows), FEATURES))
    for place, (contributions,) in enumerate(rows):
        values[place, : len(contributions)] = contributions
    return values


NAMES = ["tree", "woods", "bins", "xgboost", "lightgbm", "catboost"]


@pytest.mark.parametrize("name", NAMES)
def test_values_equal_the_library(forests: dict[str, Forest], rendered: dict[str, Any], name: str) -> None:
    item = forests[name]
    ours = (item.form.tree_scale or 0.0) * _explained(rendered, name)
    assert item.values is not None
    assert np.abs(item.values).max() > 0.1
    np.testing.assert_allclose(ours, item.values, rtol=0, atol=item.tolerance)


@pytest.mark.parametrize("name", [*NAMES, "holes"])
def test_values_and_mean_add_up(forests: dict[str, Forest], rendered: dict[str, Any], name: str) -> None:
    form = forests[name].form
    expected = (form.tree_bias or 0.0) + (form.tree_scale or 0.0) * form.tree_means.sum()
    ours = (form.tree_scale or 0.0) * _explained(rendered, name).sum(axis=1) + expected
    np.testing.assert_allclose(ours, score_form(form, forests[name].features), rtol=0, atol=1e-11)


def _payoff(form: Form, row: NDArray[np.float32], known: frozenset[int]) -> float:
    """Walk down every tree: a known feature goes its way, an unknown one both ways by cover."""
    total = 0.0
    kind = np.float64 if form.node_comparison == "le_double" else np.float32
    for tree in range(len(form.node_features)):
        features, borders, yes, no = (
            column[tree] for column in (form.node_features, form.node_borders, form.node_yes, form.node_no)
        )
        missing, leaf_values, weights = form.node_missing_yes[tree], form.node_values[tree], form.node_weights[tree]
        open_nodes = [(0, 1.0)]
        while open_nodes:
            node, share = open_nodes.pop()
            feature = int(features[node])
            if not feature:
                total += share * leaf_values[node]
            elif feature in known:
                value, border = kind(row[feature - 1]), kind(borders[node])
                is_yes = value < border if form.node_comparison == "lt_float" else value <= border
                is_yes = missing[node] if np.isnan(value) else is_yes
                open_nodes.append(((yes if is_yes else no)[node] - 1, share))
            else:
                children = yes[node] - 1, no[node] - 1
                open_nodes += [(child, share * weights[child] / weights[node]) for child in children]
    return float(total)


@pytest.mark.parametrize("name", ["holes", "xgboost", "bins", "catboost"])
def test_values_equal_the_definition(forests: dict[str, Forest], rendered: dict[str, Any], name: str) -> None:
    form, features = forests[name].form, forests[name].features
    ours = _explained(rendered, name)
    positions = range(1, FEATURES + 1)
    subsets = [frozenset(s) for size in range(FEATURES + 1) for s in combinations(positions, size)]
    number = int(np.isnan(features).sum(axis=1).argmax())
    payoff = {subset: _payoff(form, features[number], subset) for subset in subsets}
    for feature in positions:
        value = sum(
            (payoff[subset | {feature}] - payoff[subset]) / FEATURES / comb(FEATURES - 1, len(subset))
            for subset in subsets
            if feature not in subset
        )
        assert ours[number, feature - 1] == pytest.approx(value, abs=1e-11)


def test_what_costs_too_much_is_refused(rendered: dict[str, Any]) -> None:
    assert rendered["chain"] == "a path asks about more than 16 features"
    assert rendered["bare"] == "its trees are stored without the weights of training rows"
    assert rendered["wide"] == "its trees ask more than assay_explained_conditions, 500000, allow"


@pytest.mark.parametrize("count", range(1, 9))
def test_places_of_integration_are_those_of_gauss_and_legendre(rendered: dict[str, Any], count: int) -> None:
    pairs = np.array(sorted(eval(rendered[str(count)])))  # noqa: S307
    places, weights = np.polynomial.legendre.leggauss(count)
    np.testing.assert_allclose(pairs, np.column_stack([(places + 1) / 2, weights / 2]), rtol=0, atol=1e-15)
    degree = 2 * count - 1
    assert pairs[:, 1] @ pairs[:, 0] ** degree == pytest.approx(1 / (degree + 1), rel=1e-14)
