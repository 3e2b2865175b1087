"""Scores that SQL computes from stored models against the libraries, and at the edges: NULL, ties, unseen values."""

from __future__ import annotations

import catboost
import duckdb
import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from assay.training.oblivious_trees import read_form, score_trees
from assay.training.schema import Form
from tests.numeric.demo import render_expressions

# Depth and number of trees.
SHAPES = ((3, 17), (3, 32), (6, 9), (6, 20), (6, 90), (2, 25), (3, 1))
MODEL = "select * from assay_work.assay_training__models where is_current and learner = ? and fold = ?"
SCORES = """
    select features, fold, raw_score, probability, examples.label
    from assay_work.assay_evaluation__probabilities as scores
    inner join assay_work.assay_features__examples as examples using (use_case, entity_id, decided_at)
    where learner = ? and (scores.split = 'cv') = ?
    order by example_number
"""


def _model(warehouse: duckdb.DuckDBPyConnection, learner: str, fold: int = 0) -> dict[str, object]:
    result = warehouse.execute(MODEL, [learner, fold])
    names = [column[0] for column in result.description]
    return dict(zip(names, result.fetchone() or (), strict=True))


def _form(model: dict[str, object]) -> Form:
    return Form(
        form="oblivious_trees",
        tree_features=[np.array(tree) for tree in model["tree_features"]],  # type: ignore[attr-defined]
        tree_borders=[np.array(tree) for tree in model["tree_borders"]],  # type: ignore[attr-defined]
        tree_leaf_values=[np.array(tree) for tree in model["tree_leaf_values"]],  # type: ignore[attr-defined]
        tree_scale=float(str(model["tree_scale"])),
        tree_bias=float(str(model["tree_bias"])),
    )


def _scored(
    warehouse: duckdb.DuckDBPyConnection, learner: str, is_cv: bool
) -> tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    rows = warehouse.execute(SCORES, [learner, is_cv]).fetchall()
    features = np.array([[np.nan if x is None else x for x in row[0]] for row in rows], dtype=np.float32)
    folds = np.array([row[1] or 0 for row in rows])
    labels = np.array([np.nan if row[4] is None else row[4] for row in rows])
    return features, np.array([row[2] for row in rows]), np.array([row[3] for row in rows]), folds, labels


@pytest.mark.parametrize("is_cv", [False, True])
def test_linear_scores_equal_numpy(warehouse: duckdb.DuckDBPyConnection, is_cv: bool) -> None:
    features, scores, _, folds, _ = _scored(warehouse, "logistic", is_cv)
    for fold in set(folds) if is_cv else {0}:
        rows = folds == fold if is_cv else np.full(len(folds), True)
        model = _model(warehouse, "logistic", int(fold))
        filled = np.where(np.isnan(features[rows]), model["feature_means"], features[rows].astype(np.float64))  # type: ignore[arg-type]
        standardised = (filled - np.array(model["feature_means"])) / np.array(model["feature_scales"])
        expected = standardised @ np.array(model["coefficients"]) + model["intercept"]
        np.testing.assert_allclose(scores[rows], expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("is_cv", [False, True])
def test_tree_scores_equal_the_stored_trees(warehouse: duckdb.DuckDBPyConnection, is_cv: bool) -> None:
    features, scores, _, folds, _ = _scored(warehouse, "boosted_trees", is_cv)
    for fold in set(folds) if is_cv else {0}:
        rows = folds == fold if is_cv else np.full(len(folds), True)
        expected = score_trees(_form(_model(warehouse, "boosted_trees", int(fold))), features[rows])
        np.testing.assert_array_equal(scores[rows], expected)


@pytest.mark.parametrize("learner", ["logistic", "boosted_trees"])
def test_probabilities_equal_isotonic_regression_on_out_of_fold_scores(
    warehouse: duckdb.DuckDBPyConnection, learner: str
) -> None:
    _, out_of_fold, cv_probabilities, _, labels = _scored(warehouse, learner, True)
    margin = 0.5 / len(labels)
    isotonic = IsotonicRegression(y_min=margin, y_max=1 - margin, out_of_bounds="clip").fit(out_of_fold, labels)
    np.testing.assert_allclose(cv_probabilities, isotonic.predict(out_of_fold), rtol=0, atol=1e-6)
    _, scores, probabilities, _, _ = _scored(warehouse, learner, False)
    np.testing.assert_allclose(probabilities, isotonic.predict(scores), rtol=0, atol=1e-6)


def test_the_constant_gives_everyone_the_base_rate(warehouse: duckdb.DuckDBPyConnection) -> None:
    _, _, probabilities, _, _ = _scored(warehouse, "constant", False)
    (rate,) = warehouse.execute(
        "select avg(label) from assay_work.assay_features__examples where split = 'train'"
    ).fetchone() or (None,)
    np.testing.assert_allclose(probabilities, rate, rtol=1e-12)


@pytest.fixture(scope="module")
def routed() -> tuple[Form, catboost.CatBoostClassifier, NDArray[np.float32]]:
    """A model trained with ties and missing values, and the rows it was trained on."""
    generator = np.random.default_rng(7)
    features = np.round(generator.normal(size=(4000, 3)), 1).astype(np.float32)
    features[generator.random(features.shape) < 0.2] = np.nan
    labels = np.nan_to_num(features[:, 0]) * np.nan_to_num(features[:, 1], nan=2.0) > 0.3
    model = catboost.CatBoostClassifier(iterations=7, depth=3, nan_mode="Min", verbose=False, allow_writing_files=False)
    model.fit(features, labels)
    return read_form(model, 3), model, features


def _random_form(depth: int, tree_count: int) -> Form:
    """Make trees over three features; the last one compares nothing."""
    generator = np.random.default_rng(depth * 100 + tree_count)
    borders = [generator.normal(size=depth).astype(np.float32) for _ in range(tree_count)]
    borders[-1] = np.full(depth, np.inf, dtype=np.float32)
    return Form(
        form="oblivious_trees",
        tree_features=[np.array([1 + (tree + level) % 3 for level in range(depth)]) for tree in range(tree_count)],
        tree_borders=borders,
        tree_leaf_values=[generator.integers(-(2**20), 2**20, 2**depth) / 2**22 for _ in range(tree_count)],
        tree_scale=1.0,
        tree_bias=0.0,
    )


def _scoring(form: Form) -> str:
    """Write the call of the scoring macro for a model."""
    compared = {
        (int(feature), float(border))
        for features, borders in zip(form.tree_features, form.tree_borders, strict=True)
        for feature, border in zip(features, borders, strict=True)
        if np.isfinite(border)
    }
    borders = {feature: sum(feature == other for other, _ in compared) for feature in sorted({f for f, _ in compared})}
    shape = f"{borders}, {len(form.tree_features[0])}, {len(form.tree_features)}"
    return f"assay.score_oblivious_trees('(select * from examples)', '(select * from trees)', {shape})"


@pytest.fixture(scope="module")
def tree_sql(
    tmp_path_factory: pytest.TempPathFactory, routed: tuple[Form, catboost.CatBoostClassifier, NDArray[np.float32]]
) -> dict[object, str]:
    """The SQL that scores each model of this module, as dbt renders it in one run."""
    forms: dict[object, Form] = {"routed": routed[0], **{shape: _random_form(*shape) for shape in SHAPES}}
    queries = render_expressions([_scoring(form) for form in forms.values()], tmp_path_factory.mktemp("macro"))
    return dict(zip(forms, queries, strict=True))


def _score(sql: str, form: Form, asked: NDArray[np.float32]) -> NDArray[np.float64]:
    """Score rows in SQL with stored trees; NaN is NULL in the warehouse."""
    connection = duckdb.connect()
    missing = np.isnan(asked)
    stored = [
        [None if gap else float(x) for x, gap in zip(*row, strict=True)] for row in zip(asked, missing, strict=True)
    ]
    tables = {
        "examples": pa.table(
            {"example_number": range(len(asked)), "features": pa.array(stored, pa.list_(pa.float32()))}
        ),
        "trees": pa.table(
            {
                "tree": range(1, len(form.tree_features) + 1),
                "features": [list(tree) for tree in form.tree_features],
                "borders": pa.array([list(tree) for tree in form.tree_borders], pa.list_(pa.float32())),
                "leaf_values": [list(tree) for tree in form.tree_leaf_values],
            }
        ),
    }
    for name, table in tables.items():
        connection.register(name, table)
    found = connection.execute(f"select * from ({sql}) order by example_number").fetchnumpy()
    assert len(found["leaf_sum"]) == len(asked)
    return np.asarray(np.ma.filled(found["leaf_sum"], np.nan), dtype=np.float64)


def test_missing_ties_and_single_precision_route_as_in_catboost(
    tree_sql: dict[object, str], routed: tuple[Form, catboost.CatBoostClassifier, NDArray[np.float32]]
) -> None:
    form, model, features = routed
    borders = np.array([b for tree in form.tree_borders for b in tree if np.isfinite(b)], dtype=np.float32)
    edges = np.concatenate([borders, np.nextafter(borders, np.float32(9)), np.nextafter(borders, np.float32(-9))])
    far = np.array([[np.nan] * 3, [np.inf] * 3, [-np.inf] * 3], dtype=np.float32)
    asked = np.vstack([np.repeat(edges[:, None], 3, axis=1), features, far])
    expected = model.predict(asked, prediction_type="RawFormulaVal") - form.tree_bias
    np.testing.assert_allclose(_score(tree_sql["routed"], form, asked), expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_any_number_of_trees_adds_up_to_the_same_bits(tree_sql: dict[object, str], shape: tuple[int, int]) -> None:
    """Words that are full, that hold one tree, and that hold no comparison at all; one block of words, and two."""
    form = _random_form(*shape)
    generator = np.random.default_rng(shape)
    asked = generator.normal(size=(500, 3)).astype(np.float32)
    asked[generator.random(asked.shape) < 0.1] = np.nan
    np.testing.assert_array_equal(_score(tree_sql[shape], form, asked), score_trees(form, asked))
