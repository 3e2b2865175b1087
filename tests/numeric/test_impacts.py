"""Operational, strategic and financial impacts equal hand calculation on small logs, and nothing is counted twice."""

from __future__ import annotations

import math
from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pytest

from tests.numeric.value_cases import compile_models

MODELS = (
    "assay_baseline__resource_hours",
    "assay_baseline__step_sums",
    "assay_baseline__unit_flows",
    "assay_baseline__operational_impacts",
    "assay_baseline__financial_impacts",
    "assay_baseline__strategic_impacts",
    "assay_baseline__impacts",
)
INPUTS = {
    # Three hours of production, one of repair, one of waiting, one outside the shift; the repair ends in February.
    "assay_inputs__tool_states": """
        select 'line' as use_case, 't1' as resource_id, state, cast(s as timestamp) as started_at,
            cast(e as timestamp) as ended_at
        from (values ('PRD', '2025-01-31 19:00', '2025-01-31 22:00'), ('SBY', '2025-01-31 22:00', '2025-01-31 23:00'),
            ('UDT', '2025-01-31 23:30', '2025-02-01 00:30'), ('NST', '2025-02-01 00:30', '2025-02-01 01:30'),
            ('PRD', '2025-02-01 01:30', '2025-02-01 02:00')) as log(state, s, e)
    """,
    "assay_inputs__process_steps": """
        select 'line' as use_case, unit_id, step, 't1' as resource_id, 0.125 as standard_hours, 2.0 as passes,
            is_passed, is_rework, is_scrapped, cast(a as timestamp) as arrived_at, cast(s as timestamp) as started_at,
            cast(s as timestamp) + interval 30 minute as ended_at
        from (values
            ('u1', 'cut', true, false, false, '2025-01-29 19:00', '2025-01-31 19:00'),
            ('u1', 'weld', true, false, false, '2025-01-31 19:30', '2025-01-31 20:30'),
            ('u2', 'cut', false, false, false, '2025-01-31 08:00', '2025-01-31 19:30'),
            ('u2', 'weld', true, true, false, '2025-01-31 20:00', '2025-01-31 21:00'),
            ('u3', 'cut', true, false, false, '2025-01-31 18:00', '2025-01-31 20:00'),
            ('u3', 'weld', false, false, true, '2025-01-31 20:30', '2025-01-31 21:30'),
            ('u4', 'cut', true, false, false, '2025-01-31 18:00', '2025-01-31 18:30')
        ) as log(unit_id, step, is_passed, is_rework, is_scrapped, a, s)
    """,
    "assay_inputs__use_cases": """
        select use_case, 'USD' as currency, 0.5::double as sample_fraction
        from (values ('line'), ('silent')) as names(use_case)
    """,
    "assay_inputs__decisions": """
        select 'line' as use_case, entity_id, map {'scrap': scrap, 'loss': loss} as metrics,
            map {'scrap': 100.0::double, 'loss': null} as metric_amounts, timestamp '2025-01-15' as decided_at
        from (values ('a', 1.0::double, 8.0::double), ('b', 0.0, 3.0), ('c', 0.0, null), ('d', 1.0, 0.0))
            as log(entity_id, scrap, loss)
    """,
    "assay_inputs__impact_lines": """
        select 'line' as use_case, impact, kind, metric, unit, 'cost' as basis, priority, per_month as units_per_month,
            amount as unit_amount, rate as probability_rate
        from (values ('scrapped', 'direct', 'scrap', 'piece', 1, null, null, null),
            ('sales lost', 'lost_sales', 'loss', 'piece', 2, null, 10.0::double, 0.5::double),
            ('late', 'penalty', null, null, 3, 4.0::double, 50.0, 0.25),
            ('vague', 'delay', null, null, 4, 4.0, 50.0, null))
            as log(impact, kind, metric, unit, priority, per_month, amount, rate)
    """,
    "assay_inputs__objective_links": """
        select 'line' as use_case, objective, 'loss' as metric, 'percent' as unit, weight as weight_rate, elasticity
        from (values ('cost', 0.7::double, -2.0::double), ('image', 0.3, null)) as log(objective, weight, elasticity)
    """,
    "assay_baseline__gaps": """
        select 'line' as use_case, 'loss' as metric, 'all' as segment, 4::bigint as n, 3.0::double as gap,
            4.0::double as current_gap
    """,
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse with the impacts of the small logs."""
    queries = compile_models(MODELS)
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as assay")
        connection.execute("use assay")
        connection.execute("create schema assay_work")
        for name, query in (INPUTS | queries).items():
            connection.execute(f"create table assay_work.{name} as {query}")
        yield connection


def _impacts(connection: duckdb.DuckDBPyConnection, kind: str, use_case: str = "line") -> pd.DataFrame:
    return connection.execute(
        "select * from assay_work.assay_baseline__impacts where kind = $1 and use_case = $2", [kind, use_case]
    ).df()


def test_oee_is_good_output_at_standard_pace_over_planned_time(lines: duckdb.DuckDBPyConnection) -> None:
    measured = _impacts(lines, "operational").query("period == '2025-01-01'").set_index("impact")["value"]
    planned = 3 + 1 + 0.5
    assert measured["availability"] == pytest.approx(3 / planned)
    assert measured["performance"] == pytest.approx(7 / 0.5 * 0.25 / 3)
    assert measured["quality"] == pytest.approx(5 / 7)
    assert measured["oee"] == pytest.approx(5 / 0.5 * 0.25 / planned)


def test_oee_of_the_demo_is_the_product_of_its_parts(warehouse: duckdb.DuckDBPyConnection) -> None:
    months = warehouse.execute(
        "pivot (select impact, period_start, value from assay.impacts where kind = 'operational' and impact in"
        " ('availability', 'performance', 'quality', 'oee')) on impact using any_value(value) order by period_start"
    ).df()
    assert len(months) >= 3
    assert months["oee"].to_numpy() == pytest.approx((months.availability * months.performance * months.quality).array)
    # A log is whole between its first and its last month: there, pace is the recipe's share of the time it takes.
    whole = months.iloc[1:-1]
    assert whole[["availability", "performance", "quality"]].stack().between(0.8, 1).all()
    assert whole.oee.between(0.7, 0.9).all()


def test_an_interval_over_the_end_of_a_month_belongs_to_both(lines: duckdb.DuckDBPyConnection) -> None:
    measured = _impacts(lines, "operational").query("period == '2025-02-01'").set_index("impact")["value"]
    assert measured["availability"] == pytest.approx(0.5 / (0.5 + 0.5))
    assert math.isnan(measured["oee"])


def test_yields_multiply_over_steps_and_count_the_first_time_only(lines: duckdb.DuckDBPyConnection) -> None:
    measured = _impacts(lines, "operational").query("period == '2025-01-01'").set_index("impact")["value"]
    assert measured["rolled_throughput_yield"] == pytest.approx(3 / 4 * 1 / 3)
    assert measured["first_pass_yield"] == pytest.approx(2 / 4)
    assert measured["rework"] == pytest.approx(1 / 0.5)
    assert measured["scrap"] == pytest.approx(1 / 0.5)
    assert measured["extra_hours"] == pytest.approx(7 * (2 * 0.5 - 0.25) / 0.5)


def test_work_in_process_is_rate_times_cycle_time(lines: duckdb.DuckDBPyConnection) -> None:
    measured = _impacts(lines, "operational").query("period == '2025-01-01'").set_index("impact")["value"]
    days = np.array([50, 13.5, 4, 1]) / 24
    assert measured["cycle_time"] == pytest.approx(days.mean())
    assert measured["wip"] == pytest.approx(4 / 0.5 / 31 * days.mean())


def test_no_unit_is_counted_twice(lines: duckdb.DuckDBPyConnection) -> None:
    money = _impacts(lines, "financial").set_index("impact")
    assert money["amount"]["scrapped"] == pytest.approx(2 / 0.5 * 100)
    assert money["amount"]["sales lost"] == pytest.approx(3 / 0.5 * 10 * 0.5)
    assert money["overlapping_value"]["sales lost"] == pytest.approx(8 / 0.5)
    assert money["amount"]["late"] == pytest.approx(4 * 50 * 0.25)
    assert money["source"]["late"] == "declared"
    assert math.isnan(money["amount"]["vague"])
    assert money["evidence_status"]["vague"] == "not_declared"


def test_objectives_move_and_never_have_money(lines: duckdb.DuckDBPyConnection) -> None:
    links = _impacts(lines, "strategic").set_index("impact")
    assert links["value"]["cost by loss"] == pytest.approx(-8)
    assert links["evidence_status"]["image by loss"] == "not_quantified"
    assert links["amount"].isna().all()
    assert links["weight_rate"].sum() == pytest.approx(1)


def test_without_logs_every_measure_is_named_and_null(lines: duckdb.DuckDBPyConnection) -> None:
    silent = _impacts(lines, "operational", "silent")
    assert set(silent["impact"]) == set(_impacts(lines, "operational")["impact"])
    assert silent["value"].isna().all()
    assert set(silent["evidence_status"]) == {"not_declared"}
    assert set(silent["period"]) == {"all"}


def test_the_embedded_totals_count_every_wafer_once(warehouse: duckdb.DuckDBPyConnection) -> None:
    wafers = warehouse.execute("select * from fab.fab_wafer_decisions").df()
    damaged = wafers["handling_damage"].astype(bool)
    scrap = wafers["wafer_cost_usd"][damaged].sum() / 0.2
    points = 100 * (wafers["yield_nominal"] - wafers["sort_yield"])
    sales = 0.9 * (points * wafers["gross_die"] * wafers["margin_usd"] / 100)[~damaged].sum() / 0.2
    found = warehouse.execute(
        "select line_kind, sum(amount) from assay.impacts where kind = 'financial' group by line_kind"
    ).fetchall()
    amounts = dict(found)
    assert amounts["direct"] == pytest.approx(scrap, rel=1e-9)
    assert amounts["lost_sales"] == pytest.approx(sales, rel=1e-9)
    [(total,)] = warehouse.execute("select sum(amount) from assay.impacts").fetchall()
    assert total == pytest.approx(sum(amounts.values()), rel=1e-12)


def test_the_embedded_availability_is_that_of_the_state_log(warehouse: duckdb.DuckDBPyConnection) -> None:
    states = warehouse.execute("select * from fab.fab_tool_states").df()
    start, end = pd.Timestamp("2025-03-01"), pd.Timestamp("2025-04-01")
    hours = states["ended_at"].clip(upper=end) - states["started_at"].clip(lower=start)
    hours = hours.dt.total_seconds().clip(lower=0)
    planned = hours[states["state"] != "nonscheduled_time"].sum()
    [(value,)] = warehouse.execute(
        "select value from assay.impacts where impact = 'availability' and period = '2025-03-01'"
    ).fetchall()
    assert value == pytest.approx(hours[states["state"] == "productive"].sum() / planned, rel=1e-9)
