"""Every stored form scored in SQL against the library it was read from."""

from __future__ import annotations

import catboost
import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeRegressor

from assay.training.branching_trees import Tree, forest, read_tree, score_forest, step_tree
from assay.training.oblivious_trees import read_form
from assay.training.schema import Form
from tests.numeric.scoring_cases import ScoringCase, score_cases


def _features(rows: int, columns: int, seed: int, missing: float = 0.2) -> NDArray[np.float32]:
    """Few distinct values, so that rows meet borders; gaps; the last column is constant."""
    generator = np.random.default_rng(seed)
    features = np.round(generator.normal(size=(rows, columns)), 1).astype(np.float32)
    features[generator.random(features.shape) < missing] = np.nan
    features[:, -1] = 3.5
    return features


def _labels(features: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.nan_to_num(features[:, 0]) * np.nan_to_num(features[:, 1], nan=2.0) + 0.3 * np.nan_to_num(features[:, 2])


def _around(borders: list[float], columns: int) -> NDArray[np.float32]:
    """Rows on, just below and just above every border, in every column."""
    exact = np.array([border for border in borders if np.isfinite(border)], dtype=np.float32)
    edges = np.concatenate([exact, np.nextafter(exact, np.float32(9)), np.nextafter(exact, np.float32(-9))])
    return np.repeat(edges[:, None], columns, axis=1)


def _single_precision(comparison: str) -> ScoringCase:
    """Two trees whose border lies between two float32 values, and rows in double on both sides of it."""
    border = 0.1
    leaf = (0, 0.0)
    nodes = [(1, border), leaf, (2, -border), leaf, leaf]
    tree = Tree(
        np.array([n[0] for n in nodes], dtype=np.int32),
        np.array([n[1] for n in nodes]),
        np.array([2, 2, 4, 4, 5], dtype=np.int32),
        np.array([3, 2, 5, 4, 5], dtype=np.int32),
        np.array([True, True, False, True, True]),
        np.array([0.0, 1.0, 0.0, 0.3, 0.7]),
    )
    form = forest(
        [tree, step_tree(2, np.array([-1.0, border, 2.0]), np.array([0.1, 0.2, 0.3, 0.4]), np.empty(0))],
        comparison,
        2,
        1,
    )
    near = [border, float(np.float32(border)), np.nextafter(border, 1), 0.1000001, 0.0999999, -border, np.nan]
    features = np.array([[x, y] for x in near for y in near])
    return ScoringCase({"1": form}, features, score_forest(form, features)[:, None], 0)


def _coefficients(form: str) -> ScoringCase:
    """A linear or quadratic form of 1,000 features with gaps, against numpy."""
    generator = np.random.default_rng(3)
    features = _features(40, 1000, 3)
    means, scales, first, second = generator.normal(size=(4, 1000))
    stored = Form(form, 0.25, first, means, scales, second if form == "quadratic" else np.empty(0))
    z = np.nan_to_num((features.astype(np.float64) - means) / scales)
    expected = 0.25 + z @ first + (z**2 @ second if form == "quadratic" else 0.0)
    return ScoringCase({"a": stored, "b": Form("constant", 0.5)}, features, np.c_[expected, np.full(40, 0.5)], 1e-9)


def _symmetric() -> ScoringCase:
    features = _features(500, 4, 5)
    model = catboost.CatBoostRegressor(iterations=9, depth=3, nan_mode="Min", verbose=False, allow_writing_files=False)
    model.fit(features, _labels(features))
    form = read_form(model, 3)
    borders = [b for tree in form.tree_borders for b in tree]
    asked = np.vstack([features, _around(borders, 4)])
    return ScoringCase({"value": form}, asked, np.asarray(model.predict(asked))[:, None], 1e-6)


def _small_trees() -> ScoringCase:
    """Two forests of small trees, one of several blocks of words, and a tree that is a leaf; with gaps, on borders."""
    features = _features(600, 5, 2)
    labels = _labels(features) > 0
    forms, votes = {}, []
    borders: list[float] = []
    for output, count, leaves in (("1", 70, 28), ("2", 9, 20)):
        trees = RandomForestClassifier(count, max_leaf_nodes=leaves, random_state=2).fit(features, labels)
        read = [read_tree(e.tree_, e.tree_.value[:, 0, 1]) for e in trees.estimators_]
        borders += [border for tree in read for border in tree.borders]
        forms[output] = forest([*read, step_tree(1, np.empty(0), np.array([0.5]), np.empty(0))], "le_double", 1 / count)
        votes.append((trees, 0.5 / count))
    asked = np.vstack([features, _around(borders, 5), np.full((1, 5), np.nan, dtype=np.float32)])
    expected = np.column_stack([trees.predict_proba(asked)[:, 1] + leaf for trees, leaf in votes])
    return ScoringCase(forms, asked, expected, 1e-6)


def _cases() -> dict[str, ScoringCase]:
    features = _features(600, 5, 1)
    labels = _labels(features)
    tree = DecisionTreeRegressor(random_state=1).fit(features, labels)
    borders = [float(border) for border in tree.tree_.threshold[tree.tree_.feature >= 0]]
    asked = np.vstack([features, _around(borders, 5), np.full((1, 5), np.nan, dtype=np.float32)])
    trees = RandomForestClassifier(20, max_depth=7, random_state=1).fit(features, labels > 0)
    votes = [read_tree(e.tree_, e.tree_.value[:, 0, 1]) for e in trees.estimators_]
    return {
        "deep tree": ScoringCase(
            {"value": forest([read_tree(tree.tree_, tree.tree_.value[:, 0, 0])], "le_double", 1.0)},
            asked,
            tree.predict(asked)[:, None],
            1e-6,
        ),
        "single precision, at most": _single_precision("le_float"),
        "single precision, below": _single_precision("lt_float"),
        "double precision": _single_precision("le_double"),
        "linear": _coefficients("linear"),
        "quadratic": _coefficients("quadratic"),
        "symmetric trees": _symmetric(),
        "small trees": _small_trees(),
        "random forest": ScoringCase(
            {"1": forest(votes, "le_double", 1 / 20)}, asked, trees.predict_proba(asked)[:, 1:], 1e-6
        ),
    }


@pytest.fixture(scope="module")
def cases() -> dict[str, ScoringCase]:
    return _cases()


@pytest.fixture(scope="module")
def scores(cases: dict[str, ScoringCase], tmp_path_factory: pytest.TempPathFactory) -> dict[str, NDArray[np.float64]]:
    return score_cases(cases, tmp_path_factory.mktemp("forms"))


CASES = [
    "deep tree", "random forest", "single precision, at most", "single precision, below", "double precision",
    "linear", "quadratic", "symmetric trees", "small trees",
]  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_sql_scores_as_the_library(
    cases: dict[str, ScoringCase], scores: dict[str, NDArray[np.float64]], name: str
) -> None:
    case = cases[name]
    assert scores[name].shape == case.expected.shape
    limit = case.tolerance * np.maximum(1, np.abs(case.expected))
    assert (np.abs(scores[name] - case.expected) <= limit).all()


def test_comparisons_differ_where_single_and_double_precision_do(scores: dict[str, NDArray[np.float64]]) -> None:
    names = ["single precision, at most", "single precision, below", "double precision"]
    assert len({scores[name].tobytes() for name in names}) == 3


def test_a_step_tree_is_its_step_function() -> None:
    borders = np.arange(1.0, 12.0)
    values = np.arange(12.0) ** 2
    form = forest([step_tree(1, borders, values, np.empty(0))], "le_float", 1.0)
    asked = np.array([-9.0, 0.5, 1.0, 1.5, 6.0, 6.01, 11.0, 99.0, np.nan])[:, None]
    expected = np.r_[values[np.searchsorted(borders, asked[:-1, 0], side="left")], 0.0]
    np.testing.assert_allclose(score_forest(form, asked), expected, rtol=1e-12)
