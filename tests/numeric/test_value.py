"""Money over time: the value macros and the business case against published libraries and hand-made flows."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import numpy_financial
import pytest
import pyxirr

from tests.conftest import rendering, run_dbt
from tests.numeric.value_cases import compile_models

MACROS = {
    "monthly_rate": "select {{ assay.monthly_rate('rate') }} from flows limit 1",
    "npv": "select {{ assay.npv('amount', 'month', 'rate') }} from flows",
    "payback": "{{ assay.payback('flows', ['stream'], 'month', 'amount') }} order by stream",
    "discounted_payback": (
        "{{ assay.discounted_payback('flows', ['stream'], 'month', 'amount', 'rate') }} order by stream"
    ),
    "irr": (
        "select * from ({{ assay.irr('flows', ['stream'], 'month', 'amount') }}) as rates"
        " order by stream, irr_annual_rate"
    ),
    "mirr": (
        "select stream, {{ assay.mirr('amount', 'month', 'rate', 'rate / 2') }}"
        " from flows group by stream order by stream"
    ),
    "roi": "select {{ assay.roi('benefits', 'costs') }} from pairs",
    "break_even": "select {{ assay.break_even('fixed', 'unit') }} from pairs",
}
MODELS = (
    "assay_value__volumes",
    "assay_value__cash_flows",
    "assay_value__present_values",
    "assay_value__returns",
    "assay_value__business_cases",
)
Flows = Sequence[tuple[int, float | None, float]]
Evaluate = Callable[..., list[tuple[float | None, ...]]]


@pytest.fixture(scope="module")
def queries() -> dict[str, str]:
    """Name to SQL, of every macro under test and of the models that make the business case."""
    inline = "\n;;\n".join(MACROS.values())
    with rendering() as database:
        macros = run_dbt("--quiet", "compile", "--inline", inline, database=database).stdout.split(";;")
    return {**dict(zip(MACROS, macros, strict=True)), **compile_models(MODELS)}


@pytest.fixture
def evaluate(queries: dict[str, str]) -> Iterator[Evaluate]:
    """A function that runs a macro's query over flows given as (stream, amount, month) with one annual rate."""
    with duckdb.connect() as connection:

        def run(macro: str, flows: Flows, rate: float | None = 0.1) -> list[tuple[float | None, ...]]:
            connection.execute(
                "create or replace table flows (stream integer, amount double, month double, rate double)"
            )
            connection.executemany("insert into flows values (?, ?, ?, ?)", [(*flow, rate) for flow in flows])
            return connection.execute(queries[macro]).fetchall()

        yield run


def _stream(amounts: Sequence[float | None], name: int = 1) -> list[tuple[int, float | None, float]]:
    return [(name, amount, month) for month, amount in enumerate(amounts)]


def _random_flows(seed: int, months: int = 37) -> list[float]:
    draw = random.Random(seed)  # noqa: S311
    return [-draw.uniform(1e4, 3e5), *(draw.uniform(-8e3, 2e4) for _ in range(months - 1))]


def _payback_by_hand(amounts: Sequence[float]) -> float | None:
    balances = [math.fsum(amounts[: month + 1]) for month in range(len(amounts))]
    debts = [month for month, balance in enumerate(balances) if balance < -1e-9]
    if not debts:
        return 0.0
    if debts[-1] == len(amounts) - 1:
        return None
    return debts[-1] + -balances[debts[-1]] / amounts[debts[-1] + 1]


def test_twelve_percent_a_year_is_less_than_one_percent_a_month(evaluate: Evaluate) -> None:
    [(rate,)] = evaluate("monthly_rate", _stream([1]), 0.12)
    assert rate == pytest.approx(0.00948879293458305, abs=1e-15)
    assert (1 + rate) ** 12 == pytest.approx(1.12, abs=1e-14)


@pytest.mark.parametrize("seed", range(20))
def test_npv_equals_numpy_financial_and_pyxirr(evaluate: Evaluate, seed: int) -> None:
    amounts = _random_flows(seed)
    rate = 0.02 * seed
    [(npv,)] = evaluate("npv", _stream(amounts), rate)
    monthly = (1 + rate) ** (1 / 12) - 1
    assert npv == pytest.approx(numpy_financial.npv(monthly, amounts), rel=1e-12, abs=1e-8)
    # pyxirr discounts the first flow too, by its own month.
    assert npv == pytest.approx(pyxirr.npv(monthly, amounts, start_from_zero=True), rel=1e-12, abs=1e-8)


def test_an_unknown_flow_is_not_a_zero_flow(evaluate: Evaluate) -> None:
    assert evaluate("npv", _stream([-100, None, 200])) == [(None,)]
    assert evaluate("npv", _stream([-100, 200]), rate=None) == [(None,)]
    assert evaluate("payback", _stream([-100, None, 200])) == [(1, None)]


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([-1000, 800, 800, -900, 1500], 3.2),
        ([-1000, 500, 500], 2.0),
        ([-1000, 400, 400], None),
        ([-1000, 2000], 0.5),
        ([-1000, 2000, -1500], None),
        ([100, 100], 0.0),
        ([100, -50, 100], 0.0),
        ([0, -300, 100, 400], 2.5),
        ([-0.3, 0.1, 0.2], 2.0),
    ],
)
def test_payback_is_the_crossing_that_is_never_undone(
    evaluate: Evaluate, amounts: list[float], expected: float | None
) -> None:
    [(_, payback)] = evaluate("payback", _stream(amounts))
    assert payback == pytest.approx(expected, abs=1e-12)


def test_paybacks_equal_a_walk_through_the_balance(evaluate: Evaluate) -> None:
    streams = {seed: _random_flows(seed) for seed in range(60)}
    flows = [flow for seed, amounts in streams.items() for flow in _stream(amounts, seed)]
    discounted = {seed: [a * 1.1 ** (-m / 12) for m, a in enumerate(amounts)] for seed, amounts in streams.items()}
    for macro, balances in (("payback", streams), ("discounted_payback", discounted)):
        expected = {seed: _payback_by_hand(amounts) for seed, amounts in balances.items()}
        found = dict(evaluate(macro, flows))
        assert {seed for seed, months in found.items() if months is None} == {
            seed for seed, months in expected.items() if months is None
        }
        known = {seed: months for seed, months in expected.items() if months is not None}
        assert {seed: found[seed] for seed in known} == pytest.approx(known, rel=1e-9)
        assert 0 < len(known) < len(expected)


def test_payback_takes_lines_of_a_month_together_and_jumps_over_empty_months(evaluate: Evaluate) -> None:
    flows = [(1, -150.0, 0), (1, 50.0, 0), (1, 60.0, 4), (1, 80.0, 8), (1, -20.0, 8)]
    [(_, payback)] = evaluate("payback", flows)
    assert payback == pytest.approx(4 + 4 * 40 / 60)


def test_irr_equals_pyxirr_where_there_is_one_root(evaluate: Evaluate) -> None:
    draw = random.Random(7)  # noqa: S311
    streams = {name: [-1000.0, *(draw.uniform(5, 90) for _ in range(24))] for name in range(40)}
    found = evaluate("irr", [flow for name, amounts in streams.items() for flow in _stream(amounts, name)])
    expected = [(name, (1 + pyxirr.irr(amounts)) ** 12 - 1) for name, amounts in streams.items()]
    assert found == [(name, pytest.approx(rate, rel=1e-9, abs=1e-9)) for name, rate in expected]


def test_irr_gives_every_root_and_none_where_there_is_none(evaluate: Evaluate) -> None:
    yearly = [(1, -1600.0, 0), (1, 10000.0, 12), (1, -10000.0, 24)]
    roots = [rate for _, rate in evaluate("irr", [*yearly, *_stream([100, 200, 300], 2)])]
    assert roots == [pytest.approx(0.25, rel=1e-9), pytest.approx(4.0, rel=1e-9)]


@pytest.mark.parametrize("seed", range(10))
def test_mirr_equals_numpy_financial_and_pyxirr(evaluate: Evaluate, seed: int) -> None:
    amounts = _random_flows(seed)
    [(_, mirr)] = evaluate("mirr", _stream(amounts), 0.2)
    finance, reinvest = (1 + 0.2) ** (1 / 12) - 1, (1 + 0.1) ** (1 / 12) - 1
    assert (1 + mirr) ** (1 / 12) - 1 == pytest.approx(numpy_financial.mirr(amounts, finance, reinvest), rel=1e-9)
    assert (1 + mirr) ** (1 / 12) - 1 == pytest.approx(pyxirr.mirr(amounts, finance, reinvest), rel=1e-9)


def test_mirr_of_nothing_spent_or_nothing_known_is_null(evaluate: Evaluate) -> None:
    flows = [*_stream([100, 200], 1), *_stream([-100, -200], 2), *_stream([-100, None, 300], 3)]
    assert evaluate("mirr", flows) == [(1, None), (2, None), (3, None)]


def test_roi_and_break_even_have_no_value_where_they_mean_nothing(queries: dict[str, str]) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table pairs (benefits double, costs double, fixed double, unit double)")
        connection.execute(
            "insert into pairs values (150, 100, -50, 4), (150, 0, -50, 0), (null, 1, 50, -1), (0, 5, 0, 3)"
        )
        assert connection.execute(queries["roi"]).fetchall() == [(0.5,), (None,), (None,), (-1.0,)]
        assert connection.execute(queries["break_even"]).fetchall() == [(12.5,), (None,), (None,), (0.0,)]


class Case:
    """A warehouse that holds nothing but the inputs of one business case."""

    def __init__(self, path: Path, queries: dict[str, str]) -> None:
        self.connection = duckdb.connect(str(path / "assay.duckdb"))
        self.connection.execute("create schema assay_work")
        self.queries = queries

    def solve(
        self,
        scale: float = 1,
        units: float = 5200,
        effect: float = 28.0,
        adoption: float = 0.8,
        rate: float = 0.1,
        months: int = 36,
    ) -> dict[str, dict]:
        """Scenario to columns of the business case; ``scale`` is the value of one unit of currency."""
        run = self.connection.execute
        run(
            "create or replace table assay_work.assay_inputs__use_cases as select 'a' as use_case, 'USD' as currency,"
            f" {units}::double as units_per_month, {rate}::double as discount_rate_annual, {months} as horizon_months"
        )
        run(
            "create or replace table assay_work.assay_value__effects as"
            f" select 'a' as use_case, 'ok' as evidence_status, null::varchar as reason,"
            f" true as is_within_capacity, {effect * scale}::double as effect_amount,"
            f" {(effect - 3) * scale}::double as effect_ci_low, {(effect + 3) * scale}::double as effect_ci_high"
        )
        run(
            "create or replace table assay_work.assay_inputs__assumptions as"
            f" select 'a' as use_case, 'adoption' as name, 0.5::double as low, {adoption}::double as mode,"
            " 0.95::double as high"
        )
        run(
            "create or replace table assay_work.assay_inputs__cost_lines as select 'a' as use_case, name, kind,"
            f" null::varchar as cost_type, mode * 0.8 * {scale} as low, mode * {scale} as mode,"
            f" mode * 1.5 * {scale} as high, month, every_months from (values"
            f" ('build', 'one_off', 240000::double, 0, null), ('run', 'monthly', 13000, 1, null),"
            " ('score', 'per_unit', 0.02, 1, null), ('retrain', 'per_retrain', 7000, 6, 6))"
            " as lines (name, kind, mode, month, every_months)"
        )
        run(
            "create or replace table assay_work.assay_value__action_values as select 'a' as use_case,"
            f" 0.2::double as action_rate, 0.5::double as precision_rate,"
            f" {180 * scale}::double as true_gain_amount, {-60 * scale}::double as false_gain_amount"
        )
        for model in MODELS:
            run(f"create or replace table assay_work.{model} as {self.queries[model]}")
        cases = run("from assay_work.assay_value__business_cases")
        columns = [column[0] for column in cases.description or []]
        rows = [dict(zip(columns, row, strict=True)) for row in cases.fetchall()]
        return {row["scenario"]: row for row in rows}

    def amounts(self, scenario: str = "base") -> list[float]:
        """Net amount per month, months 0 to the horizon."""
        query = (
            "select sum(amount) from assay_work.assay_value__cash_flows where scenario = ?"
            " group by month order by month"
        )
        return [amount for (amount,) in self.connection.execute(query, [scenario]).fetchall()]


@pytest.fixture
def case(tmp_path: Path, queries: dict[str, str]) -> Iterator[Case]:
    holder = Case(tmp_path, queries)
    yield holder
    holder.connection.close()


def test_business_case_equals_numpy_financial(case: Case) -> None:
    cases = case.solve()
    monthly = 1.1 ** (1 / 12) - 1
    benefits = [0.0, *[5200 * 0.8 * 28.0] * 36]
    costs = [240_000.0, *(13_000 + 0.02 * 5200 + (7_000 if month % 6 == 0 else 0) for month in range(1, 37))]
    present_benefits, present_costs = numpy_financial.npv(monthly, benefits), numpy_financial.npv(monthly, costs)
    assert cases["base"]["npv_amount"] == pytest.approx(present_benefits - present_costs, rel=1e-12)
    assert cases["base"]["roi_rate"] == pytest.approx((present_benefits - present_costs) / present_costs, rel=1e-12)
    assert case.amounts() == pytest.approx([b - c for b, c in zip(benefits, costs, strict=True)], rel=1e-12)
    for scenario, row in cases.items():
        assert row["npv_amount"] == pytest.approx(numpy_financial.npv(monthly, case.amounts(scenario)), rel=1e-12)
        assert row["payback_months"] == pytest.approx(_payback_by_hand(case.amounts(scenario)), rel=1e-9)


def test_scenarios_are_ordered(case: Case) -> None:
    cases = case.solve()
    assert cases["low"]["npv_amount"] < cases["base"]["npv_amount"] < cases["high"]["npv_amount"]
    assert cases["low"]["break_even_units_per_month"] > cases["high"]["break_even_units_per_month"]


@pytest.mark.parametrize("scenario", ["low", "base", "high"])
def test_npv_is_zero_at_the_break_even(case: Case, scenario: str) -> None:
    row = case.solve()[scenario]
    at_volume = case.solve(units=row["break_even_units_per_month"])[scenario]
    assert at_volume["npv_amount"] == pytest.approx(0, abs=1e-6 * row["costs_amount"])
    shift = {"low": 3, "base": 0, "high": -3}[scenario]
    at_effect = case.solve(effect=row["break_even_effect_amount"] + shift)[scenario]
    assert at_effect["npv_amount"] == pytest.approx(0, abs=1e-6 * row["costs_amount"])


def test_npv_is_zero_at_the_break_even_adoption(case: Case) -> None:
    adoption = case.solve()["base"]["break_even_adoption_rate"]
    row = case.solve(adoption=adoption)["base"]
    assert 0 < adoption < 1
    assert row["npv_amount"] == pytest.approx(0, abs=1e-6 * row["costs_amount"])


def test_npv_is_zero_at_the_break_even_precision(case: Case) -> None:
    precision = case.solve()["base"]["break_even_precision_rate"]
    # As many actions, less often right: each that turns wrong costs what a right one earns and a wrong one loses.
    effect = 28.0 + 0.2 * (precision - 0.5) * (180 + 60)
    row = case.solve(effect=effect)["base"]
    assert row["npv_amount"] == pytest.approx(0, abs=1e-6 * row["costs_amount"])


@pytest.mark.parametrize("scenario", ["low", "base", "high"])
def test_rates_of_return_equal_pyxirr(case: Case, scenario: str) -> None:
    row = case.solve(effect=12)[scenario]
    amounts = case.amounts(scenario)
    monthly = 1.1 ** (1 / 12) - 1
    assert (1 + row["mirr_annual_rate"]) ** (1 / 12) - 1 == pytest.approx(
        pyxirr.mirr(amounts, monthly, monthly), rel=1e-9
    )
    signs = [amount > 0 for amount in amounts if amount]
    assert row["sign_changes"] == sum(one != other for one, other in itertools.pairwise(signs))
    if row["irr_count"] == 1:
        rate = (1 + row["irr_annual_rate"]) ** (1 / 12) - 1
        assert numpy_financial.npv(rate, amounts) == pytest.approx(0, abs=1e-3)
        assert rate == pytest.approx(pyxirr.irr(amounts), rel=1e-6)
    else:
        assert row["irr_annual_rate"] is None


def test_another_currency_changes_amounts_and_nothing_else(case: Case) -> None:
    once, twice = case.solve()["base"], case.solve(scale=2)["base"]
    for column in ("npv_amount", "benefits_amount", "costs_amount", "investment_amount", "break_even_effect_amount"):
        assert twice[column] == pytest.approx(2 * once[column], rel=1e-12)
    for column in (
        "roi_rate",
        "undiscounted_roi_rate",
        "irr_annual_rate",
        "mirr_annual_rate",
        "profitability_index",
        "payback_months",
        "discounted_payback_months",
        "break_even_units_per_month",
        "break_even_adoption_rate",
        "break_even_precision_rate",
    ):
        assert twice[column] == pytest.approx(once[column], rel=1e-12)


@pytest.mark.parametrize(("rate", "months"), [(0.1, 36), (0.1, 18), (0.0, 24)])
def test_the_annual_equivalent_equals_numpy_financial(case: Case, rate: float, months: int) -> None:
    row = case.solve(rate=rate, months=months)["base"]
    expected = -numpy_financial.pmt(rate, months / 12, row["npv_amount"])
    assert row["annual_equivalent_amount"] == pytest.approx(expected, rel=1e-12)


def test_an_effect_that_loses_money_never_pays(case: Case) -> None:
    row = case.solve(effect=-5)["base"]
    assert row["npv_amount"] < 0
    assert row["payback_months"] is None
    assert row["break_even_units_per_month"] is None
    assert row["break_even_effect_amount"] > 0


def test_the_embedded_business_case_follows_from_its_cash_flows(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select use_case, scenario, npv_amount, discount_rate_annual, costs_amount from assay.business_cases"
    ).fetchall()
    assert {scenario for _, scenario, *_ in rows} == {"base", "low", "high"}
    for use_case, scenario, npv, rate, costs in rows:
        lines = warehouse.execute(
            "select month, amount from assay.cash_flows where use_case = ? and scenario = ? and source <> 'measured'",
            [use_case, scenario],
        ).fetchall()
        expected = math.fsum(amount * (1 + rate) ** (-month / 12) for month, amount in lines)
        assert npv == pytest.approx(expected, abs=1e-9 * costs)


def test_the_embedded_effect_is_the_champions_policy_value(warehouse: duckdb.DuckDBPyConnection) -> None:
    [(effect, units, amount)] = warehouse.execute(
        "select policy_values.difference_to_current, cash_flows.volume, cash_flows.amount"
        " from assay.models inner join assay.policy_values"
        " on policy_values.model_version = models.model_version and policy_values.split = 'test'"
        " and policy_values.policy = models.learner || '@capacity'"
        " inner join assay.cash_flows on cash_flows.use_case = models.use_case and cash_flows.scenario = 'base'"
        " and cash_flows.line = 'value_of_decisions' and cash_flows.month = 1"
        " where models.is_champion"
    ).fetchall()
    assert amount == pytest.approx(effect * units, rel=1e-12)
