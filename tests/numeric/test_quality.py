"""Planted defects are found, each on its day, and nothing else is."""

from __future__ import annotations

import datetime

import duckdb
import numpy as np
import pytest
from scipy import stats

from tests.numeric.review_cases import PLANTED, START


def test_default_rules_find_the_planted_defects_and_nothing_else(reviewed: duckdb.DuckDBPyConnection) -> None:
    broken = reviewed.execute(
        "select rule, checked_date from assay.quality_results where use_case = 'defects' and status in ('warn', 'fail')"
    ).fetchall()
    start = START.astype(datetime.date)
    assert {(rule, (day - start).days) for rule, day in broken} == PLANTED


def test_there_is_no_verdict_without_history(reviewed: duckdb.DuckDBPyConnection) -> None:
    statuses = reviewed.execute(
        "select status, count(*), max(checked_date) from assay.quality_results"
        " where use_case = 'defects' and rule = 'missing:rare' group by all"
    ).fetchall()
    by_status = {status: (count, last) for status, count, last in statuses}
    assert by_status["no_data"] == (14, datetime.date(2025, 1, 14))
    assert set(by_status) == {"no_data", "pass"}


def test_surprise_bounds_the_binomial_tail(reviewed: duckdb.DuckDBPyConnection) -> None:
    rows = reviewed.execute(
        "select rows_checked, rows_failed, expected_rate, surprise from assay.quality_results"
        " where use_case = 'defects' and surprise > 0"
    ).fetchall()
    assert len(rows) >= 10
    for checked, failed, expected, surprise in rows:
        assert stats.binom.sf(failed - 1, checked, expected) <= np.exp(-surprise) * (1 + 1e-9)


def test_scores_are_the_share_of_checks_passed(reviewed: duckdb.DuckDBPyConnection) -> None:
    score = reviewed.execute(
        "select check_count, pass_count, warn_count, fail_count, pass_rate from assay.quality_scores"
        " where use_case = 'defects' and dimension = 'all' and month_start = date '2025-03-01'"
    ).fetchall()[0]
    counted = reviewed.execute(
        "select count(*), count(*) filter (status = 'pass') from assay.quality_results"
        " where use_case = 'defects' and status <> 'no_data' and date_trunc('month', checked_date) = date '2025-03-01'"
    ).fetchall()[0]
    assert score[:2] == counted
    assert sum(score[1:4]) == score[0]
    assert score[4] == pytest.approx(counted[1] / counted[0], rel=1e-15)


def test_declared_rules_find_every_planted_record(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Each declared rule of the embedded use case fails exactly the rows that carry its defect."""
    found = dict(
        warehouse.execute(
            "select rule, sum(rows_failed) from assay.quality_results where source = 'declared' group by rule"
        ).fetchall()
    )
    planted = dict(
        warehouse.execute(
            "select defect, count(distinct record_id) from fab_truth.fab_truth_quality_defects group by defect"
        ).fetchall()
    )
    rules = {
        "good dies are counted": "missing count",
        "no more good dies than dies": "impossible count",
        "wafer of the record exists": "orphan",
        "probe temperature is in Celsius": "unit error",
        "sort arrives in a day": "late",
    }
    assert {rule: found[rule] for rule in rules} == {rule: planted[defect] for rule, defect in rules.items()}
    repeated = warehouse.execute(
        "select count(wafer_id) - count(distinct wafer_id) from fab.fab_sort_records"
    ).fetchall()[0][0]
    assert found["wafer is sorted once"] == repeated
    assert repeated >= planted["duplicate"]
