"""Explanations in SQL against CatBoost, shap and the definition of the Shapley value."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb

import catboost
import duckdb
import numpy as np
import pyarrow as pa
import pytest
import shap
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB

from assay.training.explainable_boosting import step_functions
from assay.training.naive_bayes import log_odds
from assay.training.oblivious_trees import read_form, score_trees
from assay.training.schema import FITS, Form
from assay.training.scoring import score_form
from assay.training.tree_contributions import explained
from tests.numeric.demo import render_expressions

FEATURES = 6
DEPTH = 4
LAYOUT = dict.fromkeys(range(1, FEATURES + 1), 24)


@pytest.fixture(scope="module")
def rows() -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Rounded features with ties and gaps, the last of them constant, and labels that interact."""
    generator = np.random.default_rng(11)
    features = np.round(generator.normal(size=(3000, FEATURES)), 1).astype(np.float32)
    features[generator.random(features.shape) < 0.15] = np.nan
    features[:, -1] = 1
    labels = np.nan_to_num(features[:, 0]) * np.nan_to_num(features[:, 1]) + np.nan_to_num(features[:, 2]) > 0.2
    return features, labels


@pytest.fixture(scope="module")
def trees(rows: tuple[NDArray[np.float32], NDArray[np.bool_]]) -> tuple[catboost.CatBoostClassifier, Form]:
    """CatBoost's model and its explained form; the weights of rows are unequal."""
    features, labels = rows
    weights = 0.5 + np.arange(len(labels)) % 3
    model = catboost.CatBoostClassifier(
        iterations=35, depth=DEPTH, nan_mode="Min", verbose=False, allow_writing_files=False
    )
    model.fit(features, labels, sample_weight=weights)
    return model, explained(read_form(model, DEPTH))


@pytest.fixture(scope="module")
def macros(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """SQL of the macros over plain tables, rendered in one dbt call."""
    calls = {
        "slots": "assay.select_tree_slots('trees', [])",
        "contributions": "assay.select_tree_contributions('models', [])",
        "trees": "assay.shap_oblivious_trees("
        f"'examples', 'slots', 'contributions', {LAYOUT}, {LAYOUT}, {FEATURES}, {DEPTH})",
        "linear": "assay.shap_linear('examples', '(select *, 1 as model_number from linear_models)')",
        "importance": "assay.feature_importance('stored')",
        "moves": "assay._select_moves('starts')",
        "additive": "assay.shap_branching_trees("
        "'(select * from examples)', '(select 1 as model_number, * from additive)',"
        " {'comparison': 'le_float', 'features': [1, 2, 3, 4, 5], 'length': 1})",
    }
    texts = render_expressions(list(calls.values()), tmp_path_factory.mktemp("macros"))
    return dict(zip(calls, texts, strict=True))


@pytest.fixture
def connection(rows: tuple[NDArray[np.float32], NDArray[np.bool_]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that holds the rows as the examples waist does."""
    stored = [[None if np.isnan(x) else float(x) for x in row] for row in rows[0]]
    table = pa.table({"example_number": range(len(stored)), "features": pa.array(stored, pa.list_(pa.float32()))})
    with duckdb.connect() as connection:
        connection.register("rows_table", table)
        connection.execute("create table examples as select * from rows_table")
        yield connection


def _explain_trees(connection: duckdb.DuckDBPyConnection, macros: dict[str, str], form: Form) -> NDArray[np.float64]:
    stored = {**vars(form), "tree_contributions": [list(table) for table in form.tree_contributions]}
    connection.register("models", pa.Table.from_pylist([stored], schema=FITS))
    connection.execute("""
        create view trees as
        select unnest(range(1, len(tree_features) + 1)) as tree, unnest(tree_features) as features,
            unnest(cast(tree_borders as float[][])) as borders
        from models
    """)
    for name in ("slots", "contributions"):
        connection.execute(f"create table {name} as {macros[name]}")
    (most,) = connection.execute(
        "select max(slot) from (from slots select slot union all from contributions select slot)"
    ).fetchone() or (0,)
    assert most <= LAYOUT[1]
    result = connection.execute(f"select contributions from ({macros['trees']}) order by example_number").fetchall()
    return np.array([row[0] for row in result])


def test_tree_values_equal_catboost(
    rows: tuple[NDArray[np.float32], NDArray[np.bool_]],
    trees: tuple[catboost.CatBoostClassifier, Form],
    connection: duckdb.DuckDBPyConnection,
    macros: dict[str, str],
) -> None:
    model, form = trees
    ours = _explain_trees(connection, macros, form)
    theirs = model.get_feature_importance(catboost.Pool(*rows), type="ShapValues")
    np.testing.assert_allclose(ours, theirs[:, :-1], rtol=0, atol=1e-12)
    np.testing.assert_allclose(form.tree_means.sum() + form.tree_bias, theirs[0, -1], rtol=0, atol=1e-12)
    leaf_sums = score_trees(Form("oblivious_trees", **_without_bias(form)), rows[0])
    np.testing.assert_array_equal(ours.sum(axis=1) + form.tree_means.sum(), leaf_sums)


def _without_bias(form: Form) -> dict[str, object]:
    names = ("tree_features", "tree_borders", "tree_leaf_values")
    return {**{name: getattr(form, name) for name in names}, "tree_scale": 1.0, "tree_bias": 0.0}


def test_tree_values_equal_shap_on_the_same_trees(
    rows: tuple[NDArray[np.float32], NDArray[np.bool_]],
    trees: tuple[catboost.CatBoostClassifier, Form],
    connection: duckdb.DuckDBPyConnection,
    macros: dict[str, str],
) -> None:
    model, form = trees
    ours = _explain_trees(connection, macros, form)[:200]
    theirs = shap.TreeExplainer(model).shap_values(rows[0][:200])
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


def _expected(form: Form, row: NDArray[np.float32], known: set[int]) -> float:
    """The definition, by walking down every tree: v(S) for the 1-based positions in S."""
    total = 0.0
    for positions, borders, values, weights in zip(
        form.tree_features, form.tree_borders, form.tree_leaf_values, form.tree_leaf_weights, strict=True
    ):

        def walk(
            level: int,
            low: int,
            positions: NDArray[np.int32] = positions,
            borders: NDArray[np.float64] = borders,
            values: NDArray[np.float64] = values,
            weights: NDArray[np.float64] = weights,
        ) -> float:
            if level < 0:
                return float(values[low])
            if positions[level] in known:
                return walk(level - 1, low + (int(row[positions[level] - 1] > np.float32(borders[level])) << level))
            covers = [weights[start : start + 2**level].sum() for start in (low, low + 2**level)]
            if sum(covers) == 0:
                return 0.0
            below, above = walk(level - 1, low), walk(level - 1, low + 2**level)
            return float((covers[0] * below + covers[1] * above) / sum(covers))

        total += walk(len(positions) - 1, 0)
    return total


def test_tree_values_equal_the_definition(
    rows: tuple[NDArray[np.float32], NDArray[np.bool_]],
    trees: tuple[catboost.CatBoostClassifier, Form],
    connection: duckdb.DuckDBPyConnection,
    macros: dict[str, str],
) -> None:
    _, form = trees
    ours = _explain_trees(connection, macros, form)
    positions = set(range(1, FEATURES + 1))
    for number in (0, 17):
        row = rows[0][number]
        subsets = [set(s) for size in range(FEATURES + 1) for s in combinations(sorted(positions), size)]
        payoff = {frozenset(s): _expected(form, row, s) for s in subsets}
        for feature in positions:
            value = sum(
                (payoff[frozenset(s | {feature})] - payoff[frozenset(s)]) / FEATURES / comb(FEATURES - 1, len(s))
                for s in subsets
                if feature not in s
            )
            assert ours[number, feature - 1] == pytest.approx(value, abs=1e-12)


def test_importance_equals_catboost(
    trees: tuple[catboost.CatBoostClassifier, Form], connection: duckdb.DuckDBPyConnection, macros: dict[str, str]
) -> None:
    model, form = trees
    names = [f"f{place}" for place in range(FEATURES)]
    row = {**vars(form), "tree_contributions": [], "fold": 0, "output": "1", "feature_names": names}
    connection.register("rows_of_models", pa.Table.from_pylist([row], schema=FITS))
    zeros = [0.0] * FEATURES
    connection.execute(
        "create table stored as select *, true as is_current, feature_names as feature_sources,"
        " feature_names as feature_encodings, feature_names as feature_levels, $1 as feature_centres,"
        " $1 as feature_spreads, feature_names as feature_parameters from rows_of_models",
        [zeros],
    )
    found = connection.sql(f"select * from {macros['importance']} order by feature").fetchnumpy()
    theirs = model.get_feature_importance(type="PredictionValuesChange")
    assert len(set(theirs)) > 3
    np.testing.assert_allclose(found["importance_gain"], theirs, rtol=1e-6, atol=1e-9)
    compared = sum(np.isfinite(borders).sum() for borders in form.tree_borders)
    assert found["importance_weight"].sum() == compared


def test_a_form_without_cover_is_not_explained(trees: tuple[catboost.CatBoostClassifier, Form]) -> None:
    bare = Form("oblivious_trees", **_without_bias(trees[1]))  # type: ignore[arg-type]
    assert explained(bare).tree_contributions == []


def test_linear_values_equal_shap(
    rows: tuple[NDArray[np.float32], NDArray[np.bool_]],
    connection: duckdb.DuckDBPyConnection,
    macros: dict[str, str],
) -> None:
    features, labels = rows
    means = np.nanmean(features, axis=0, dtype=np.float64)
    scales = np.append(np.nanstd(features[:, :-1], axis=0, dtype=np.float64), 1.0)
    filled = (np.where(np.isnan(features), means, features) - means) / scales
    model = LogisticRegression().fit(filled, labels)
    form = Form("linear", float(model.intercept_[0]), model.coef_[0], means, scales)
    connection.register("linear_models", pa.Table.from_pylist([{**vars(form), "model_version": "a"}], schema=FITS))
    result = connection.execute(f"select contributions from ({macros['linear']}) order by example_number").fetchall()
    ours = np.array([row[0] for row in result])
    theirs = shap.LinearExplainer(model, np.zeros((1, FEATURES))).shap_values(filled)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)
    np.testing.assert_allclose(ours.sum(axis=1) + form.intercept, model.decision_function(filled), rtol=0, atol=1e-12)


def test_quadratic_values_equal_shap_on_squares(
    rows: tuple[NDArray[np.float32], NDArray[np.bool_]], connection: duckdb.DuckDBPyConnection, macros: dict[str, str]
) -> None:
    """Naive Bayes is linear in z and z * z, whose training means are 0 and 1."""
    features, labels = rows[0][:, :-1], rows[1]
    means, scales = np.nanmean(features, axis=0, dtype=np.float64), np.nanstd(features, axis=0, dtype=np.float64)
    z = np.nan_to_num((features - means) / scales)
    form = log_odds(GaussianNB().fit(z, labels), means, scales)
    stored = {**vars(form), "model_version": "a"}
    connection.register("linear_models", pa.Table.from_pylist([stored], schema=FITS))
    connection.execute("update examples set features = features[:5]")
    result = connection.execute(f"select contributions from ({macros['linear']}) order by example_number").fetchall()
    ours = np.array([row[0] for row in result])
    model = (np.concatenate([form.coefficients, form.square_coefficients]), form.intercept)
    background = np.concatenate([np.zeros(5), np.ones(5)])[None]
    theirs = shap.LinearExplainer(model, background).shap_values(np.hstack([z, z * z]))
    np.testing.assert_allclose(ours, theirs[:, :5] + theirs[:, 5:], rtol=0, atol=1e-9)
    expected = (form.intercept or 0.0) + form.square_coefficients.sum()
    np.testing.assert_allclose(ours.sum(axis=1) + expected, score_form(form, features), rtol=0, atol=1e-9)


def test_additive_values_equal_catboost_and_shap(
    rows: tuple[NDArray[np.float32], NDArray[np.bool_]], connection: duckdb.DuckDBPyConnection, macros: dict[str, str]
) -> None:
    features, labels = rows
    model = catboost.CatBoostClassifier(
        iterations=300, depth=1, nan_mode="Min", verbose=False, allow_writing_files=False, thread_count=1
    )
    model.fit(features, labels, sample_weight=0.5 + np.arange(len(labels)) % 3)
    form = step_functions(read_form(model, 1))
    assert sorted(int(tree[0]) for tree in form.node_features) == [1, 2, 3, 4, 5]
    connection.register("additive", pa.Table.from_pylist([vars(form)], schema=FITS))
    result = connection.execute(f"select contributions from ({macros['additive']}) order by example_number").fetchall()
    ours = np.array([row[0] for row in result]) * (form.tree_scale or 0.0)
    theirs = model.get_feature_importance(catboost.Pool(features), type="ShapValues")
    np.testing.assert_allclose(ours, theirs[:, :5], rtol=0, atol=1e-9)
    expected = (form.tree_bias or 0.0) + (form.tree_scale or 0.0) * form.tree_means.sum()
    np.testing.assert_allclose(expected, theirs[0, -1], rtol=0, atol=1e-9)
    explainer = shap.TreeExplainer(model)
    np.testing.assert_allclose(ours[:200], explainer.shap_values(features[:200])[:, :5], rtol=0, atol=1e-9)
    np.testing.assert_allclose(ours.sum(axis=1) + expected, score_form(form, features), rtol=0, atol=1e-9)


def test_a_line_and_a_parabola_are_turned_in_closed_form(macros: dict[str, str]) -> None:
    """Each column goes as far as the score asks, in whole steps, to its bound, or to the summit."""
    columns = """
        ('wanted', 'any', -10, 10, null, 2.0, 5, 2, 0.5, 0, 0), ('bounded', 'up', 0, 1.25, null, 1.0, 0, 1, 0.5, 0, 0),
        ('stepped', 'any', -10, 10, 0.75, 1.0, 0, 1, 0.5, 0, 0),
        ('opposed', 'up', -10, 10, null, 1.0, 0, 1, -0.5, 0, 0),
        ('missing', 'any', -10, 10, null, 1.0, 0, 1, 0.5, 0, 0), ('bent', 'any', -10, 10, null, 1.0, 0, 1, 0, 1, 0),
        ('domed', 'any', -10, 10, null, 1.0, 0, 1, 0, -1, 1.5)
    """
    with duckdb.connect() as connection:
        connection.execute(f"""
            create table changeable_columns as
            select 'shop' as use_case, row_number() over () as position, 'ok' as evidence_status,
                cast(null as double[]) as goals, columns.*
            from (values {columns}) as columns
                (source_column, direction, low, high, step, amount_per_unit, centre, scale, slope, bend, feature_mean);
            create table starts as
            select 'shop' as use_case, 1 as start_number, null as taken_column, cast(-1 as double) as raw_score,
                cast(0 as double) as raw_goal, cast(7 as double) as start_amount,
                cast([-2.5, 1, 0.5, 3, null, 1, 1] as float[]) as features
        """)
        rows = connection.execute(f"""
            select source_column, present_value, value, amount, features from ({macros["moves"]}) order by move_number
        """).fetchall()
    found = {column: (before, after, amount, features) for column, before, after, amount, features in rows}
    # One unit of raw score is two units of a feature; a unit of the feature is two of the column `wanted`.
    assert found.keys() == {"wanted", "bounded", "stepped", "bent", "domed"}
    assert found["wanted"][:3] == pytest.approx((0, 4, 7 + 8), abs=1e-6)
    assert found["bounded"][:3] == pytest.approx((1, 1.25, 7 + 0.25), abs=1e-12)
    assert found["stepped"][:3] == pytest.approx((0.5, 2.75, 7 + 2.25), abs=1e-12)
    assert -1 + 0.5 * (found["wanted"][3][0] + 2.5) >= 0
    assert found["wanted"][3][1:] == [1, 0.5, 3, None, 1, 1]
    # From 1 the square must grow by 1; no value lifts the dome as far, and it is climbed to its top.
    bent = sorted(after for column, _, after, *_ in rows if column == "bent")
    assert bent == pytest.approx([-np.sqrt(2), np.sqrt(2)], abs=1e-5)
    assert found["domed"][:3] == pytest.approx((1, 1.5, 7 + 0.5), abs=1e-6)


def test_contributions_of_the_demo_add_up_on_every_row(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        select split, count(*), max(abs(raw_score - expected_raw_score - unit * list_sum(contributions)))
        from assay_work.assay_evaluation__contributions
        group by split
        order by split
    """
    (live, live_rows, live_gap), (test, test_rows, test_gap) = warehouse.execute(query).fetchall()
    assert (live, test) == ("live", "test")
    assert (live_rows,) == warehouse.execute("select count(*) from assay.scores").fetchone()
    assert test_rows == 1000
    assert max(live_gap, test_gap) <= 1e-12
    (gap,) = warehouse.execute("""
        select max(abs(gap)) from (
            select any_value(raw_score) - any_value(expected_raw_score) - sum(contribution) as gap
            from assay.explanations
            inner join assay.contributions using (use_case, model_version, entity_id, decided_at)
            group by use_case, model_version, entity_id, decided_at
        )
    """).fetchone() or (None,)
    assert gap <= 1e-9


def test_importances_of_the_demo_find_the_planted_causes(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute("""
        select source_column, importance_rate, mean_absolute_contribution, n
        from assay.feature_importances order by importance_rank
    """).fetchall()
    assert {"anneal_peak_temperature_c", "etch_pressure_deviation_mtorr"} <= {row[0] for row in rows[:3]}
    assert sum(row[1] for row in rows) == pytest.approx(1, abs=1e-9)
    (mean,) = warehouse.execute(
        "select avg(abs(contribution)) from assay.contributions where split = 'test' and source_column = ?",
        [rows[0][0]],
    ).fetchone() or (None,)
    assert rows[0][2:] == (pytest.approx(mean, abs=1e-9), 1000)


def test_a_sentence_names_the_largest_reason(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute("""
        select sentence, source_column, contribution, probability, shown_value
        from assay.explanations
        inner join assay.contributions using (use_case, model_version, entity_id, decided_at)
        where importance_rank = 1
    """).fetchall()
    assert any(value is None for *_, value in rows)
    for sentence, column, contribution, probability, value in rows:
        assert sentence.startswith(f"Probability {probability:.2f}") or abs(probability * 100 % 1 - 0.5) < 1e-9
        direction, sign = ("raised", "+") if contribution > 0 else ("lowered", "-")
        shown = f" = {value}" if value else " missing"
        amount = f"{abs(contribution):.2f}"
        assert f"{direction} by {column}{shown} ({sign}{amount})" in sentence or column == "lot_started_at"
