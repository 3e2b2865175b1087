"""Cost of delay and the order of initiatives equal recomputed values and every possible order."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.numeric.value_cases import compile_models

MODELS = ("assay_value__delayed_cases", "assay_value__initiatives", "assay_value__opportunity_costs")
RATE = 0.1
HORIZON = 24
Solve = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def queries() -> dict[str, str]:
    """Model to SQL."""
    return compile_models(MODELS)


def _flows(scale: float = 1) -> list[tuple[int, float]]:
    return [(0, -9000.0 * scale), *((month, (900.0 - 10 * month) * scale) for month in range(1, HORIZON + 1))]


@pytest.fixture
def solve(tmp_path: Path, queries: dict[str, str]) -> Iterator[Solve]:
    """A function that builds both models over one use case and the given initiatives."""
    with duckdb.connect(str(tmp_path / "assay.duckdb")) as connection:
        connection.execute("create schema assay_work")

        def run(initiatives: list[tuple[object, ...]], scale: float = 1, rate: float | None = RATE) -> pd.DataFrame:
            flows = pd.DataFrame(_flows(scale), columns=["month", "amount"]).assign(use_case="screen", scenario="base")
            npv = None if rate is None else sum(a * (1 + rate) ** (-m / 12) for m, a in _flows(scale))
            statements = {
                "assay_inputs__use_cases": "select 'screen' as use_case, 'USD' as currency,"
                f" cast({HORIZON} as integer) as horizon_months, cast($1 as double) as discount_rate_annual",
                "assay_value__business_cases": "select 'screen' as use_case, 'base' as scenario, 'USD' as currency,"
                " cast($1 as double) as npv_amount",
            }
            for (name, query), value in zip(statements.items(), (rate, npv), strict=True):
                connection.execute(f"create or replace table assay_work.{name} as {query}", [value])
            connection.execute("create or replace table assay_work.assay_value__cash_flows as select * from flows")
            connection.execute(
                "create or replace table assay_work.assay_inputs__initiatives (initiative varchar, use_case varchar,"
                " currency varchar, duration_weeks double, people_weeks double, npv_amount double,"
                " cost_of_delay_per_week_amount double)"
            )
            for row in initiatives:
                connection.execute("insert into assay_work.assay_inputs__initiatives values (?, ?, ?, ?, ?, ?, ?)", row)
            for model in MODELS:
                connection.execute(f"create or replace table assay_work.{model} as {queries[model]}")
            assert not flows.empty
            return connection.execute("from assay_work.assay_value__opportunity_costs").df().set_index("initiative")

        run.connection = connection  # type: ignore[attr-defined]
        yield run


def _delayed_value(weeks: int) -> float:
    """Split every month into 2,000 slices, move each, drop what ends beyond the horizon."""
    delay = weeks * 7 / 365.25 * 12
    total = 0.0
    for month, amount in _flows():
        slices = 2000 if month else 1
        kept = sum(month - 1 + (k + 0.5) / slices + delay < HORIZON for k in range(slices)) if month else 1
        total += amount * kept / slices * (1 + RATE) ** (-(month + delay) / 12)
    return total


@pytest.mark.parametrize("weeks", [0, 1, 4, 13, 26])
def test_a_late_start_moves_every_flow_and_loses_the_end(solve: Solve, weeks: int) -> None:
    solve([])
    [(npv, per_week)] = solve.connection.execute(  # type: ignore[attr-defined]
        "select npv_amount, cost_of_delay_per_week_amount from assay_work.assay_value__delayed_cases"
        f" where delay_weeks = {weeks}"
    ).fetchall()
    assert npv == pytest.approx(_delayed_value(weeks), abs=1.0)
    plan = sum(a * (1 + RATE) ** (-m / 12) for m, a in _flows())
    if weeks:
        assert per_week == pytest.approx((plan - npv) / weeks, rel=1e-12)
    else:
        assert npv == pytest.approx(plan, rel=1e-12)
        assert per_week is None


def test_another_currency_scales_the_cost_of_delay(solve: Solve) -> None:
    once = solve([])["cost_of_delay_per_week_amount"]["screen"]
    twice = solve([], scale=2)["cost_of_delay_per_week_amount"]["screen"]
    assert twice == pytest.approx(2 * once, rel=1e-12)


def _jobs(seed: int, count: int) -> list[tuple[object, ...]]:
    draw = random.Random(seed)  # noqa: S311
    return [
        (
            f"job {n}",
            None,
            "USD",
            draw.uniform(1, 20),
            draw.uniform(5, 50),
            draw.uniform(-5e4, 3e5),
            draw.uniform(10, 9e3),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(("seed", "count"), [(1, 3), (2, 5), (3, 6), (4, 7)])
def test_the_queue_is_the_cheapest_of_all_orders(solve: Solve, seed: int, count: int) -> None:
    jobs = _jobs(seed, count)
    costs = solve(jobs)
    queued = costs[costs["cd3_rank"].notna()]
    pairs = [(float(job[3]), float(job[6])) for job in jobs]  # type: ignore[arg-type]

    def waiting(order: tuple[tuple[float, float], ...]) -> float:
        finished = itertools.accumulate(weeks for weeks, _ in order)
        return sum(end * per_week for end, (_, per_week) in zip(finished, order, strict=True))

    assert queued["delay_cost_amount"].sum() == pytest.approx(
        min(map(waiting, itertools.permutations(pairs))), rel=1e-9
    )
    assert sorted(queued["cd3_rank"]) == list(range(1, count + 1))


def test_the_next_best_use_fits_the_same_people(solve: Solve) -> None:
    jobs = _jobs(5, 7)
    costs = solve(jobs)
    for name, _, _, _, people, _, _ in jobs:
        fitting = {job[0]: job[5] for job in jobs if job[0] != name and job[4] <= people}  # type: ignore[operator]
        if fitting:
            best = max(fitting, key=lambda job: fitting[job])
            assert costs["next_best_initiative"][name] == best
            assert costs["opportunity_cost_amount"][name] == pytest.approx(max(0, fitting[best]), rel=1e-12)
        else:
            assert costs["evidence_status"][name] == "no_alternative"
            assert pd.isna(costs["opportunity_cost_amount"][name])


def test_what_is_not_declared_is_named(solve: Solve) -> None:
    costs = solve([("other", None, "USD", None, 3.0, 100.0, 5.0)])
    assert set(costs["evidence_status"]) == {"not_declared"}
    assert "duration_weeks is not declared" in costs["reason"]["other"]
    assert costs["cost_of_delay_per_week_amount"]["screen"] > 0
    assert pd.isna(costs["cd3_rank"]["screen"])
    unknown = solve([("screen", "screen", None, 4.0, 3.0, None, None)], rate=None)
    assert unknown[["npv_amount", "cost_of_delay_per_week_amount", "opportunity_cost_amount"]].isna().all(axis=None)


def test_currencies_are_not_compared(solve: Solve) -> None:
    costs = solve([("far", None, "EUR", 2.0, 1.0, 9e9, 9e9), ("screen", "screen", None, 4.0, 3.0, None, None)])
    assert set(costs["cd3_rank"]) == {1}
    assert costs["next_best_initiative"].isna().all()


def test_the_embedded_use_case_has_its_place_in_the_queue(warehouse: duckdb.DuckDBPyConnection) -> None:
    costs = warehouse.execute("select * from assay.opportunity_costs").df()
    own = costs[costs["use_case"] == "wafer_yield"].iloc[0]
    [(npv,)] = warehouse.execute("select npv_amount from assay.business_cases where scenario = 'base'").fetchall()
    assert own["npv_amount"] == pytest.approx(npv, rel=1e-12)
    ordered = costs.sort_values("cd3_rank")
    assert ordered["cd3_amount"].is_monotonic_decreasing
    assert (ordered["finish_week"].diff().dropna() == ordered["duration_weeks"].iloc[1:]).all()
