"""Plan against actual: the parts of a difference add up to it, and equal LMDI and Shapley worked by hand."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator

import duckdb
import numpy as np
import pytest

from tests.numeric.demo import render_expressions

NAMES = ("volume", "adoption", "effect", "margin")
Split = Callable[[list[float], list[float]], list[float]]


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Split]:
    """A function from actual and planned factors to the part of each."""
    factors = "{" + ", ".join(f"'{name}': ['a{i}', 'p{i}']" for i, name in enumerate(NAMES)) + "}"
    parts = render_expressions(
        [f"assay.variance_part('{name}', {factors})" for name in NAMES], tmp_path_factory.mktemp("variances")
    )
    columns = ", ".join(
        [*(f"cast(? as double) as a{i}" for i in range(4)), *(f"cast(? as double) as p{i}" for i in range(4))]
    )
    with duckdb.connect() as connection:

        def run(actual: list[float], planned: list[float]) -> list[float]:
            query = f"select {', '.join(parts)} from (select {columns})"
            return list(connection.execute(query, [*actual, *planned]).fetchall()[0])

        yield run


def _by_orders(actual: list[float], planned: list[float]) -> list[float]:
    """What each factor changes when it is its turn, averaged over every order."""
    totals = [0.0] * len(actual)
    for order in itertools.permutations(range(len(actual))):
        current = list(planned)
        for position in order:
            before = math.prod(current)
            current[position] = actual[position]
            totals[position] += math.prod(current) - before
    return [total / math.factorial(len(actual)) for total in totals]


@pytest.mark.parametrize("seed", range(20))
def test_parts_add_up_with_nothing_left_over(split: Split, seed: int) -> None:
    draw = np.random.default_rng(seed)
    actual, planned = draw.lognormal(1, 1, 4).tolist(), draw.lognormal(1, 1, 4).tolist()
    if seed % 2:
        actual[int(draw.integers(4))] = float(draw.choice([0.0, -1.5]))
    difference = math.prod(actual) - math.prod(planned)
    assert math.fsum(split(actual, planned)) == pytest.approx(difference, rel=1e-9)


def test_positive_factors_are_split_by_the_logarithmic_mean(split: Split) -> None:
    actual, planned = [5100.0, 0.6, 0.4, 70.0], [5200.0, 0.8, 0.35, 65.0]
    products = math.prod(actual), math.prod(planned)
    mean = (products[0] - products[1]) / math.log(products[0] / products[1])
    expected = [mean * math.log(a / p) for a, p in zip(actual, planned, strict=True)]
    assert split(actual, planned) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("actual", [[5100.0, 0.0, 0.4, 70.0], [5100.0, 0.6, -0.2, 70.0], [0.0, 0.0, 0.4, 0.0]])
def test_other_factors_are_split_by_every_order(split: Split, actual: list[float]) -> None:
    planned = [5200.0, 0.8, 0.35, 65.0]
    assert split(actual, planned) == pytest.approx(_by_orders(actual, planned), rel=1e-12, abs=1e-9)


def test_changes_that_cancel_keep_their_parts(split: Split) -> None:
    volume, adoption, effect, margin = split([2.0, 5.0, 1.0, 3.0], [1.0, 10.0, 1.0, 3.0])
    assert (volume, adoption) == (pytest.approx(30 * math.log(2)), pytest.approx(-30 * math.log(2)))
    assert (effect, margin) == (0.0, 0.0)
    nearly = split([2.0, 5.0 * (1 + 1e-13), 1.0, 3.0], [1.0, 10.0, 1.0, 3.0])
    assert nearly == pytest.approx([30 * math.log(2), -30 * math.log(2), 0, 0], rel=1e-9)


def test_an_unknown_factor_has_no_part(split: Split) -> None:
    assert split([1.0, 2.0, None, 1.0], [1.0, 1.0, 1.0, 1.0])[:3] == [None, None, None]  # type: ignore[list-item]


def test_the_embedded_actuals_are_explained(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select difference_amount, volume_amount + adoption_amount + effect_amount + margin_amount,"
        " value_variances.planned_amount, cash_flows.amount from assay.value_variances"
        " inner join assay.cash_flows using (use_case, month)"
        " where line = 'value_of_decisions' and scenario = 'base'"
    ).fetchall()
    assert len(rows) == 6
    for difference, parts, planned, amount in rows:
        assert parts == pytest.approx(difference, rel=1e-9)
        assert planned == pytest.approx(amount, rel=1e-12)
