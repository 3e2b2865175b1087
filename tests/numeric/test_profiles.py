"""Profiles equal pandas and scipy, whatever the shape of a column, and a second build changes nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.conftest import run_dbt
from tests.numeric.review_cases import _use_case, shapes, write_frame, write_review_project

NUMERIC = ["far_mean", "skewed", "tiny", "outlying", "holed", "count_like"]
STATE = ("days", "edges", "profiles")


def _profile(reviewed: duckdb.DuckDBPyConnection, use_case: str, column: str, month: str | None = None) -> pd.Series:
    period = f"period = 'month' and period_start = date '{month}'" if month else "period = 'all'"
    rows = reviewed.execute(
        f"select * from assay.numeric_profiles where use_case = $1 and column_name = $2 and {period}",
        [use_case, column],
    ).df()
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.parametrize("month", [None, "2025-02-01"])
@pytest.mark.parametrize("column", NUMERIC)
def test_moments_equal_pandas_and_scipy(reviewed: duckdb.DuckDBPyConnection, column: str, month: str | None) -> None:
    frame = shapes()
    if month:
        frame = frame[frame["seen_at"].dt.strftime("%Y-%m-01") == month]
    values = frame[column].dropna()
    profile = _profile(reviewed, "shapes", column, month)
    assert (profile["row_count"], profile["value_count"]) == (len(frame), len(values))
    assert profile["missing_rate"] == pytest.approx(frame[column].isna().mean(), rel=1e-12)
    assert profile["mean"] == pytest.approx(values.mean(), rel=1e-9, abs=1e-22)
    assert profile["standard_deviation"] == pytest.approx(values.std(), rel=1e-9)
    centred = values - values.median()
    assert profile["skewness"] == pytest.approx(stats.skew(centred), rel=1e-8, abs=1e-9)
    assert profile["excess_kurtosis"] == pytest.approx(stats.kurtosis(centred), rel=1e-8, abs=1e-9)
    assert (profile["value_min"], profile["value_max"]) == (values.min(), values.max())


@pytest.mark.parametrize("column", NUMERIC)
def test_quantiles_are_within_the_stated_error(reviewed: duckdb.DuckDBPyConnection, column: str) -> None:
    values = shapes()[column].dropna()
    profile = _profile(reviewed, "shapes", column)
    names = {"quantile_05": 0.05, "quantile_25": 0.25, "median": 0.5, "quantile_75": 0.75, "quantile_95": 0.95}
    for name, rate in names.items():
        assert abs(profile[name] - values.quantile(rate)) <= profile["quantile_error"] + 1e-12 * values.std()
    assert profile["quantile_error"] <= np.diff(values.quantile(np.arange(0.05, 1, 0.05))).max() + 4 * values.std()


def test_a_constant_has_no_shape(reviewed: duckdb.DuckDBPyConnection) -> None:
    profile = _profile(reviewed, "shapes", "constant")
    assert (profile["mean"], profile["standard_deviation"], profile["median"]) == (1.1, 0.0, 1.1)
    assert pd.isna(profile["skewness"])
    assert pd.isna(profile["excess_kurtosis"])


def test_one_row_and_no_value_give_null_not_zero(reviewed: duckdb.DuckDBPyConnection) -> None:
    single = _profile(reviewed, "single", "far_mean", "2025-01-01")
    assert single["mean"] == shapes()["far_mean"].iloc[0] == single["median"]
    assert pd.isna(single["standard_deviation"])
    empty = _profile(reviewed, "shapes", "empty")
    assert (empty["row_count"], empty["value_count"], empty["missing_rate"]) == (6000, 0, 1.0)
    assert pd.isna(empty["mean"])


def test_times_are_days(reviewed: duckdb.DuckDBPyConnection) -> None:
    profile = _profile(reviewed, "shapes", "seen_at")
    days = (shapes()["seen_at"] - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)
    assert profile["mean"] == pytest.approx(days.mean(), rel=1e-12)


def test_infinities_are_counted_and_in_no_sum(reviewed: duckdb.DuckDBPyConnection) -> None:
    profile = _profile(reviewed, "defects", "flow")
    assert profile["not_finite_count"] == 4
    assert 19.9 < profile["mean"] < 20.1


def test_histograms_hold_every_row_once(reviewed: duckdb.DuckDBPyConnection) -> None:
    totals = reviewed.execute(
        "select use_case, column_name, sum(row_count), sum(row_rate) from assay.histograms"
        " where period = 'all' and use_case = 'shapes' group by all"
    ).fetchall()
    assert len(totals) == shapes().shape[1]
    assert {total for *_, total, _ in totals} == {6000}
    assert all(rate == pytest.approx(1, abs=1e-12) for *_, rate in totals)


def test_bins_are_left_open_and_right_closed(reviewed: duckdb.DuckDBPyConnection) -> None:
    values = shapes()["far_mean"].to_numpy()
    bins = reviewed.execute(
        "select bin, bin_low, bin_high, row_count from assay.histograms"
        " where period = 'all' and use_case = 'shapes' and column_name = 'far_mean' order by bin"
    ).fetchall()
    for _, low, high, count in bins:
        inside = (values > (-np.inf if low is None else low)) & (values <= (np.inf if high is None else high))
        assert inside.sum() == count
    assert len(bins) >= 20


def test_categories_and_personal_columns(reviewed: duckdb.DuckDBPyConnection) -> None:
    labels = dict(
        reviewed.execute(
            "select bin_label, row_count from assay.histograms"
            " where period = 'all' and use_case = 'shapes' and column_name = 'colour'"
        ).fetchall()
    )
    assert labels == shapes()["colour"].fillna("missing").value_counts().to_dict()
    hidden = reviewed.execute(
        "select distinct bin_label from assay.histograms"
        " where use_case = 'shapes' and column_name in ('secret', 'row_id')"
    ).fetchall()
    assert hidden == [("present",)]


def _state(database: Path) -> list[tuple[int, int]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return [
            connection.execute(
                f"select count(*), coalesce(sum(hash(stored)), 0) from assay_work.assay_review__{name} as stored"
            ).fetchall()[0]
            for name in STATE
        ]


def test_days_are_scanned_once_and_again_when_they_change(tmp_path: Path) -> None:
    folder, database = tmp_path / "team", tmp_path / "team" / "warehouse.duckdb"
    frame = shapes(rows=600, days=6)
    case = {"shapes": _use_case("shapes", "row_id", "seen_at", "is_open")}
    write_review_project(folder, {"shapes": frame}, case)
    build = ("build", "--select", "+assay_review__profiles")
    run_dbt(*build, directory=folder, database=database)
    first = _state(database)
    run_dbt(*build, directory=folder, database=database)
    assert _state(database) == first

    days = frame["seen_at"].rank(method="dense")
    changed = frame[days != 2].copy()
    changed.loc[days == 4, "skewed"] = 1e9
    changed["late_column"] = np.where(days[days != 2] == 1, np.nan, 3.0)
    write_frame(folder, "shapes", changed)
    run_dbt(*build, directory=folder, database=database)
    with duckdb.connect(str(database), read_only=True) as connection:
        totals = connection.execute(
            "select column_name, sum(row_count), sum(value_sum + centre * row_count) filter (where profiles.bin > 0)"
            " from assay_work.assay_review__profiles as profiles join assay_work.assay_review__edges"
            " using (use_case, dataset, column_name) group by all"
        ).fetchall()
        edges = connection.execute("select edges from assay_work.assay_review__edges where column_name = 'skewed'")
        kept = edges.fetchall()[0][0]
    sums = {name: (count, total) for name, count, total in totals}
    assert set(sums) == set(changed)
    assert {count for count, _ in sums.values()} == {500}
    assert sums["skewed"][1] == pytest.approx(changed["skewed"].sum(), rel=1e-9)
    assert sums["late_column"][1] == pytest.approx(1200, rel=1e-12)
    assert max(kept) < 1e6
