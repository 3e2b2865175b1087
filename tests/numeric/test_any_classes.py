"""Scores of classes and texts that hypothesis draws: SQL must say what scipy and plain Python say."""

from __future__ import annotations

import math
from collections.abc import Sequence

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from scipy.special import log_softmax

from assay.training.schema import Form
from tests.numeric.demo import render_expressions
from tests.numeric.scoring_cases import ScoringCase, stored_models, stored_rows

FEW = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
# Names that sort by bytes in another order than by letters, and texts that differ by as little as texts can.
NAMES = ["L'été", "Zürich", "a", "B", "東京", "1", "10", "𝛼", '"', ""]
TEXTS = ["red", "Red", "red ", "it's", "É", "E\u0301", "東京", "1", "1.0", "(missing)", "", "a\nb", "%", "\\", None]
LEVELS = ["red", "it's", "É", "(missing)", "", "1", "\\", "a\nb"]
SPACE = {"source_column": "colour", "source_columns": ["colour"], "parameters": []}


@pytest.fixture(scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """SQL of probabilities of classes by stored models, and of texts as features."""
    features = [{**SPACE, "encoding": "one_hot", "level": level, "position": 1} for level in LEVELS]
    features += [{**SPACE, "encoding": "target", "level": None, "position": 1}]
    calls = {
        "scores": "assay.score_models('(select * from asked)', '(select * from models)', {})",
        "shares": "assay.select_class_shares('scores', ['example_number'])",
        "texts": f"assay.encoded_array({features}, 'entities', none, 'space')",
    }
    rendered = render_expressions(list(calls.values()), tmp_path_factory.mktemp("any_classes"))
    return dict(zip(calls, rendered, strict=True))


coefficients = st.sampled_from([0.0, 1.0, -2.5, 1e-9, 30.0])
values = st.sampled_from([0.0, 1.0, -1.0, 0.5, 1e6, math.nan])


@FEW
@given(
    names=st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True),
    weights=st.lists(st.tuples(coefficients, coefficients, coefficients), min_size=5, max_size=5),
    rows=st.lists(st.tuples(values, values), min_size=1, max_size=6),
    temperature=st.sampled_from([1.0, 0.25, 7.5]),
)
@example(names=["B", "a"], weights=[(0.0, 0.0, 1.0)] * 5, rows=[(0.0, 1.0)], temperature=1.0)
def test_probabilities_of_classes_are_a_softmax(
    queries: dict[str, str],
    names: list[str],
    weights: list[tuple[float, float, float]],
    rows: list[tuple[float, float]],
    temperature: float,
) -> None:
    forms = {
        name: Form("linear", intercept, np.array(slopes), np.zeros(2), np.ones(2))
        for name, (*slopes, intercept) in zip(names, weights, strict=False)
    }
    features = np.array(rows)
    scores = np.column_stack([form.intercept + np.nan_to_num(features) @ form.coefficients for form in forms.values()])
    case = ScoringCase(forms, features, scores, 1e-9)
    with duckdb.connect() as connection:
        connection.register("models", stored_models(case))
        connection.register("asked", stored_rows(case))
        connection.execute(f"""
            create temp table scores as
            select *, 'softmax' as link, cast({temperature} as double) as temperature from ({queries["scores"]})
        """)
        found = connection.execute(f"select * from ({queries['shares']})").df()
    ordered = sorted(names, key=lambda name: name.encode())
    scores = scores[:, [names.index(name) for name in ordered]]
    expected = np.exp(log_softmax(scores / temperature, axis=1))
    shares = found.pivot(index="example_number", columns="output", values="probability")[ordered].to_numpy()
    np.testing.assert_allclose(shares, expected, rtol=1e-9, atol=1e-11)
    chosen = found[found["class_rank"] == 1].sort_values("example_number")["output"]
    assert list(chosen) == [ordered[place] for place in scores.argmax(axis=1)]


@FEW
@given(
    texts=st.lists(st.sampled_from(TEXTS) | st.text(max_size=3), min_size=1, max_size=12),
    rates=st.dictionaries(st.sampled_from(["red", "it's", "(missing)", "東京", ""]), st.floats(-1, 1), max_size=4),
    prior=st.sampled_from([0.0, 0.25, -3.0]),
)
def test_a_text_is_its_own_level_and_no_other(
    queries: dict[str, str], texts: Sequence[str | None], rates: dict[str, float], prior: float
) -> None:
    texts = [None if text is None else text.replace("\x00", "") for text in texts]
    space = {"feature_level_names": [list(rates)], "feature_level_values": [list(rates.values())]}
    codes = [pa.array([space["feature_level_names"]], pa.list_(pa.list_(pa.string())))]
    codes += [pa.array([space["feature_level_values"]], pa.list_(pa.list_(pa.float64()))), pa.array([[prior]])]
    with duckdb.connect() as connection:
        numbers = pa.array(range(len(texts)))
        connection.register("entities", pa.table({"number": numbers, "colour": pa.array(texts, pa.string())}))
        connection.register("space", pa.table([*codes], [*space, "feature_priors"]))
        found = connection.execute(
            f"select {queries['texts']} as features from entities cross join space order by number"
        ).fetchall()
    for text, (row,) in zip(texts, found, strict=True):
        level = "(missing)" if text is None else text
        assert row[:-1] == [float(level == own) for own in LEVELS]
        assert row[-1] == pytest.approx(float(np.float32(rates.get(level, prior))), abs=1e-9)
