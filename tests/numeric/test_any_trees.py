"""Trees that hypothesis draws: SQL by words and by steps, the Python reading, and a walk of each row must agree."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.training.branching_trees import Tree, forest, score_forest, step_tree
from tests.numeric.demo import render_expressions
from tests.numeric.scoring_cases import ScoringCase, stored_models, stored_rows

DEPTH = 3
COMPARISONS = ("le_double", "le_float", "lt_float")
# Neighbours in double and in single precision, so that ties and roundings are common.
NUMBERS = [x for b in (0.1, -2.5, 0.0, 16777217.0) for x in (b, float(np.float32(b)), float(np.nextafter(b, 9e9)))]
# Beside drawn trees a forest asks both features about every number, so that its borders are as many in every example.
BORDERS = np.unique(NUMBERS)
ALL_BORDERS = [step_tree(feature, BORDERS, np.zeros(len(BORDERS) + 1), np.empty(0)) for feature in (1, 2)]
VALUES = st.sampled_from([*NUMBERS, np.nan])
Node = tuple[int, float, bool, Any, Any] | float


def _nodes(depth: int) -> st.SearchStrategy[Node]:
    leaf = st.integers(-99, 99).map(lambda value: value / 10)
    if depth == 0:
        return leaf
    deeper = _nodes(depth - 1)
    return leaf | st.tuples(st.integers(1, 2), st.sampled_from(NUMBERS), st.booleans(), deeper, deeper)


def _tree(root: Node) -> Tree:
    rows: list[tuple[int, float, int, int, bool, float]] = []

    def add(node: Node) -> int:
        number = len(rows) + 1
        if isinstance(node, float):
            rows.append((0, 0.0, number, number, True, node))
            return number
        rows.append((0, 0.0, 0, 0, True, 0.0))
        feature, border, missing_yes, yes, no = node
        rows[number - 1] = (feature, border, add(yes), add(no), missing_yes, 0.0)
        return number

    add(root)
    features, borders, yes, no, missing_yes, values = map(np.array, zip(*rows, strict=True))
    return Tree(features.astype(np.int32), borders, yes.astype(np.int32), no.astype(np.int32), missing_yes, values)


def _walk(node: Node, row: list[float], comparison: str) -> float:
    """Follow one row through one tree, with the comparison written out."""
    while not isinstance(node, float):
        feature, border, missing_yes, yes, no = node
        value = row[feature - 1]
        if comparison != "le_double":
            value, border = float(np.float32(value)), float(np.float32(border))
        is_yes = missing_yes if np.isnan(value) else value < border if comparison == "lt_float" else value <= border
        node = yes if is_yes else no
    return node


@pytest.fixture(scope="module")
def query(tmp_path_factory: pytest.TempPathFactory) -> str:
    layout = dict.fromkeys(COMPARISONS, 1 + DEPTH)
    words = {}
    for comparison in COMPARISONS:
        count = len(np.unique(BORDERS if comparison == "le_double" else BORDERS.astype(np.float32)))
        shape = {"leaves": len(BORDERS) + 1, "trees": 6, "borders": {1: count + 1, 2: count + 1}}
        words[comparison] = {"versions": ["a-1"], "is_all": False, **shape}
    call = f"assay.score_models('(select * from asked)', '(select * from models)', {layout}, {words})"
    return render_expressions([call], tmp_path_factory.mktemp("any_trees"))[0]


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    comparison=st.sampled_from(COMPARISONS),
    roots=st.lists(_nodes(DEPTH), min_size=1, max_size=4),
    rows=st.lists(st.lists(VALUES, min_size=2, max_size=2), min_size=1, max_size=12),
)
def test_sql_follows_every_row_as_the_comparison_says(
    query: str, comparison: str, roots: list[Node], rows: list[list[float]]
) -> None:
    form = forest([*map(_tree, roots), *ALL_BORDERS], comparison, 0.5, 1.0)
    features = np.array(rows)
    expected = [1.0 + 0.5 * sum(_walk(root, row, comparison) for root in roots) for row in rows]
    case = ScoringCase({"ärger's 1": form}, features, np.array(expected)[:, None], 1e-9)
    with duckdb.connect() as connection:
        stored = stored_models(case)
        walked = stored.set_column(stored.schema.get_field_index("model_version"), "model_version", [["b-1"]])
        connection.register("models", pa.concat_tables([stored, walked]))
        connection.register("asked", stored_rows(case))
        query = f"select output, raw_score from ({query}) order by model_version, example_number"
        found = connection.execute(query).fetchall()
    assert {output for output, _ in found} == {"ärger's 1"}
    scores, walked_scores = np.array([score for _, score in found]).reshape(2, -1)
    np.testing.assert_array_equal(scores, walked_scores)
    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(scores, score_forest(form, features))
