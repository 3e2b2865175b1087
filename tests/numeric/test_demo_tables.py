"""The fab's tables agree with each other, and the planted defects are exactly what the truth says."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

KEYS = {
    "fab.fab_products": "product",
    "fab.fab_customers": "customer_id",
    "fab.fab_operators": "operator_id",
    "fab.fab_sensors": "step, sensor",
    "fab.fab_chambers": "chamber_id",
    "fab.fab_consents": "subject_id, purpose",
    "fab.fab_lots": "lot_id",
    "fab.fab_lot_moves": "lot_id, step",
    "fab.fab_wafer_steps": "wafer_id, step",
    "fab.fab_wafer_sort": "wafer_id",
    "fab.fab_wafer_decisions": "wafer_id",
    "fab.fab_tool_states": "chamber_id, interval_number",
    "fab.fab_material_certificates": "lot_id",
    "fab.fab_spc_alarms": "alarm_id",
    "fab.fab_metrology": "wafer_id",
    "fab.fab_final_tests": "lot_id",
    "fab.fab_returns": "return_id",
    "fab.fab_sort_records": "record_id",
    "fab_truth.fab_truth_wafers": "wafer_id",
    "fab_truth.fab_truth_effects": "effect",
    "fab_truth.fab_truth_quality_defects": "record_id, defect",
    "fab_truth.fab_truth_ladder": "period, policy",
    "fab_truth.fab_truth_parameters": "parameter",
}

# How each defect shows itself in the records alone.
SYMPTOMS = {
    "duplicate": "row_number() over (partition by wafer_id, tested_at order by received_at) > 1",
    "late": "received_at - tested_at > interval 1 day",
    "missing count": "good_die is null",
    "impossible count": "good_die > gross_die",
    "orphan": "wafer_id not in (select wafer_id from fab.fab_wafer_decisions)",
    "unit error": "probe_temperature_c > 40",
}

LADDER = """
    with assumed as (
        select max(case when name = 'rework_success' then (low + mode + high) / 3 end) as rework_success,
            max(case when name = 'inspect_usd' then mode end) as inspect_usd
        from fab.fab_assumptions
    )
    select decisions.decided_at < timestamp '2025-11-13' as is_before, decisions.sampled_flag, decisions.spc_alarm,
        truth.is_low_yield, truth.low_yield_probability,
        if(truth.is_low_yield, rework_success * greatest(0, (yield_nominal - true_sort_yield) * gross_die * margin_usd
            - rework_usd), 0) - inspect_usd as value
    from fab.fab_wafer_decisions as decisions
    inner join fab_truth.fab_truth_wafers as truth on decisions.wafer_id = truth.wafer_id
    cross join assumed
    where decisions.decided_at >= timestamp '2025-08-05'
        and not (decisions.decided_at >= timestamp '2025-11-13' and decisions.decided_at < timestamp '2025-12-03')
"""


@pytest.mark.parametrize(("table", "key"), KEYS.items())
def test_keys_are_unique(warehouse: duckdb.DuckDBPyConnection, table: str, key: str) -> None:
    query = f"select count(*), count(distinct ({key})) from {table}"
    rows, distinct = warehouse.execute(query).fetchall()[0]
    assert rows == distinct > 0


def test_rows_follow_from_the_number_of_lots(warehouse: duckdb.DuckDBPyConnection) -> None:
    count = "select count(*) from fab."
    lots, moves, steps, wafers = (
        warehouse.execute(count + table).fetchall()[0][0]
        for table in ("fab_lots", "fab_lot_moves", "fab_wafer_steps", "fab_wafer_decisions")
    )
    assert (moves, steps, wafers) == (8 * lots, 200 * lots, 25 * lots)


def test_decisions_lie_on_the_axis_and_labels_come_30_to_45_days_later(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        select min(decided_at) >= timestamp '2024-07-01', max(decided_at) < timestamp '2026-06-21',
            min(sorted_at - decided_at) >= interval 30 day, max(sorted_at - decided_at) <= interval 45 day,
            max(sorted_at) < timestamp '2026-06-21', count(*) filter ((sorted_at is null) <> (sort_yield is null)),
            count(*) filter (sorted_at is null and decided_at < timestamp '2026-06-21' - interval 45 day)
        from fab.fab_wafer_decisions
    """
    assert warehouse.execute(query).fetchall() == [(True, True, True, True, True, 0, 0)]


def test_steps_follow_each_other_and_end_with_the_decision(warehouse: duckdb.DuckDBPyConnection) -> None:
    overlaps = """
        select count(*) from (
            select arrived_at < lag(ended_at) over (partition by lot_id order by step_number) as is_early
            from fab.fab_lot_moves) where is_early
    """
    assert warehouse.execute(overlaps).fetchall() == [(0,)]
    late = """
        select count(*) from fab.fab_wafer_decisions as decisions
        inner join (select wafer_id, max(ended_at) as ended_at from fab.fab_wafer_steps group by wafer_id) as steps
            on decisions.wafer_id = steps.wafer_id and decisions.decided_at = steps.ended_at
    """
    assert (
        warehouse.execute(late).fetchall()
        == warehouse.execute("select count(*) from fab.fab_wafer_decisions").fetchall()
    )


def test_decisions_show_what_the_steps_reported(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        select count(*), count(*) filter (decisions.etch_pressure_mtorr is distinct from steps.reading_1
            or decisions.etch_chamber <> steps.chamber_id or decisions.etch_pm_age_wafers <> steps.pm_age_wafers)
        from fab.fab_wafer_decisions as decisions
        inner join fab.fab_wafer_steps as steps on decisions.wafer_id = steps.wafer_id and steps.step = 'etch'
    """
    rows, different = warehouse.execute(query).fetchall()[0]
    assert rows > 0
    assert different == 0


def test_alarms_are_raised_for_the_flagged_wafers(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        select count(*) from fab.fab_wafer_decisions as decisions
        full join (select distinct wafer_id from fab.fab_spc_alarms) as alarms on decisions.wafer_id = alarms.wafer_id
        where decisions.spc_alarm is distinct from (alarms.wafer_id is not null)
    """
    assert warehouse.execute(query).fetchall() == [(0,)]


def test_one_reading_in_twenty_is_missing_and_one_sensor_in_most_wafers(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        select avg((etch_pressure_mtorr is null)::int), avg((passivation_particle_count is null)::int),
            avg((etch_pressure_mtorr = 36.2)::int), count(distinct site), count(distinct reticle_magnification),
            count(distinct recipe) > 50
        from fab.fab_wafer_decisions
    """
    missing, sparse, stuck, sites, magnifications, many = warehouse.execute(query).fetchall()[0]
    assert missing == pytest.approx(0.045, abs=0.005)
    assert sparse == pytest.approx(1 - 11 / 25 * 0.955, abs=0.01)
    assert stuck == pytest.approx(0.005, abs=0.002)
    assert (sites, magnifications, many) == (1, 1, True)


def test_tool_states_are_the_six_of_semi_e10_without_gaps(warehouse: duckdb.DuckDBPyConnection) -> None:
    gaps = """
        select count(*) from (
            select ended_at <> lead(started_at) over (partition by chamber_id order by interval_number) as is_gap
            from fab.fab_tool_states) where is_gap
    """
    assert warehouse.execute(gaps).fetchall() == [(0,)]
    states = warehouse.execute("select distinct state from fab.fab_tool_states").fetchall()
    assert {row[0] for row in states} == {
        "productive",
        "standby",
        "engineering",
        "scheduled_downtime",
        "unscheduled_downtime",
        "nonscheduled_time",
    }


def test_maintenance_age_starts_at_each_scheduled_downtime(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        with serviced as (
            select steps.pm_age_wafers, steps.started_at - interval 116 minute
                    - interval 4 minute * cast(right(steps.wafer_id, 2) as integer) as step_at,
                states.started_at as serviced_at
            from fab.fab_wafer_steps as steps
            asof join (select * from fab.fab_tool_states where state = 'scheduled_downtime') as states
                on steps.chamber_id = states.chamber_id
                and steps.started_at - interval 116 minute
                    - interval 4 minute * cast(right(steps.wafer_id, 2) as integer) >= states.started_at
        )
        select count(*), max(abs(pm_age_wafers - floor(20 * epoch(step_at - serviced_at) / 86400))) from serviced
    """
    rows, difference = warehouse.execute(query).fetchall()[0]
    assert rows == warehouse.execute("select count(*) from fab.fab_wafer_steps").fetchall()[0][0]
    assert difference <= 1


def test_operators_are_as_identifiable_as_planted(warehouse: duckdb.DuckDBPyConnection) -> None:
    grouped = "select count(*) as people from fab.fab_operators group by {}"
    found = [
        warehouse.execute(
            f"select sum(people), coalesce(sum(people) filter (people = 1), 0), min(people) from ({grouped.format(by)})"
        ).fetchall()[0]
        for by in ("birth_year, sex, postcode", "birth_year // 20, sex, left(postcode, 3)")
    ]
    planted = warehouse.execute(
        "select person_count, unique_count, smallest_group from fab_truth.fab_truth_privacy order by unique_count desc"
    ).fetchall()
    assert found == planted


@pytest.mark.parametrize("defect", SYMPTOMS)
def test_defects_are_found_exactly_where_they_are_planted(warehouse: duckdb.DuckDBPyConnection, defect: str) -> None:
    found = warehouse.execute(
        f"select record_id from fab.fab_sort_records qualify {SYMPTOMS[defect]} order by record_id"
        if "over" in SYMPTOMS[defect]
        else f"select record_id from fab.fab_sort_records where {SYMPTOMS[defect]} order by record_id"
    ).fetchall()
    planted = warehouse.execute(
        "select record_id from fab_truth.fab_truth_quality_defects where defect = ? order by record_id", [defect]
    ).fetchall()
    assert found == planted
    assert len(planted) > 10


def test_unit_error_is_one_tester_in_one_week(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        select count(distinct tester_id), max(tested_at) - min(tested_at) <= interval 7 day
        from fab.fab_sort_records where probe_temperature_c > 40
    """
    assert warehouse.execute(query).fetchall() == [(1, True)]


def test_value_ladder_rises_from_inspecting_all_to_perfect_foresight(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(LADDER).df()
    truth = {
        (period, policy): value
        for period, policy, value in warehouse.execute(
            "select period, policy, value_per_decision_usd from fab_truth.fab_truth_ladder"
        ).fetchall()
    }
    for period, part in (("before_drift", rows[rows.is_before]), ("after_drift", rows[~rows.is_before])):
        acts = {
            "never": np.zeros(len(part)),
            "always": np.ones(len(part)),
            "random_10pct": part.sampled_flag,
            "spc_3sigma": part.spc_alarm,
            "perfect": part.is_low_yield & (part.value > 0),
        }
        for policy, acting in acts.items():
            assert truth[period, policy] == pytest.approx((acting * part.value).mean(), abs=1e-9), (period, policy)
        grid = [((part.low_yield_probability >= t) * part.value).mean() for t in np.linspace(0.05, 0.6, 56)]
        assert truth[period, "always"] < truth[period, "random_10pct"] < 0
        # One threshold for all products is a poorer rule than the expected value of each wafer.
        assert truth[period, "perfect"] > truth[period, "bayes"] > max(grid) - 1
    before = {policy: truth["before_drift", policy] for policy in ("always", "bayes", "perfect")}
    assert before == pytest.approx({"always": -11, "bayes": 32, "perfect": 41}, abs=3)
