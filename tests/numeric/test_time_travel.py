"""Features as they were known at a time: against pandas, with rows from the future planted."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import rendering, run_dbt
from tests.numeric.demo import render_expressions

DAY = pd.Timedelta("1D")
WINDOWS = [
    {"name": "events_7", "aggregate": "count", "days": 7},
    {"name": "sum_7", "aggregate": "sum", "column": "amount", "days": 7},
    {"name": "mean_7", "aggregate": "mean", "column": "amount", "days": 7},
    {"name": "lowest_30", "aggregate": "min", "column": "amount", "days": 30},
    {"name": "highest_ever", "aggregate": "max", "column": "amount"},
    {"name": "last_amount", "aggregate": "lag", "column": "amount", "steps": 1},
    {"name": "third_last_amount", "aggregate": "lag", "column": "amount", "steps": 3},
]
EXPRESSIONS = {
    "at": "assay.features_at_time('feature_rows', ['f1', 'f2'], \"timestamp '2024-02-01'\")",
    "filled": "assay.features_at_time('feature_rows', ['f1', 'f2'], \"timestamp '2024-02-01'\", 2, true)",
    "entity": "assay.entity_features_at_time('feature_rows', 'moments', ['f1', 'f2'])",
    "entity_three": "assay.entity_features_at_time('feature_rows', 'moments', ['f1', 'f2'], 3, true)",
    "windows": f"assay.as_of_windows('decisions', 'happenings', {WINDOWS})",
    "bounded": f"assay.as_of_windows('decisions', 'happenings', {WINDOWS[:4]})",
    "known": f"assay.as_of_windows('decisions', 'happenings', {WINDOWS}, known_at='known_at')",
    "labels": "assay.last_known_labels('decisions', 'labelled')",
    "test": "assay.test_no_feature_from_the_future('found', ['updated_at'], 'feature_timestamp')",
}


@pytest.fixture(scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The SQL of every query under test."""
    rendered = render_expressions(list(EXPRESSIONS.values()), tmp_path_factory.mktemp("time_travel"))
    return dict(zip(EXPRESSIONS, rendered, strict=True))


def _tables(seed: int, rows: int) -> dict[str, pd.DataFrame]:
    """Feature rows and events of eight entities, and moments at some of their very instants."""
    draws = np.random.default_rng(seed)
    hours = draws.choice(24 * 60, size=rows, replace=False)
    time = pd.Series(pd.Timestamp("2024-01-01") + pd.to_timedelta(hours, unit="h")).astype("datetime64[us]")
    entity = pd.Series(draws.integers(0, 8, rows).astype(str))
    amount = pd.Series(draws.integers(-400, 400, rows) / 8)
    features = pd.DataFrame({"entity_id": entity, "f1": amount, "f2": amount * 2, "feature_timestamp": time})
    features.loc[draws.random(rows) < 0.4, "f1"] = np.nan
    moments = pd.DataFrame({"entity_id": draws.permutation(entity), "time": draws.permutation(time)})
    moments = pd.concat([moments, features[["entity_id", "feature_timestamp"]].set_axis(moments.columns, axis=1)])
    moments = moments.drop_duplicates().sort_values(["time", "entity_id"], ignore_index=True)
    events = pd.DataFrame({"entity_id": entity, "happened_at": time, "amount": amount})
    events["known_at"] = events["happened_at"] + pd.to_timedelta(draws.integers(0, 72, rows), unit="h")
    return {
        "feature_rows": features,
        "moments": moments,
        "happenings": events,
        "decisions": moments.rename(columns={"time": "decided_at"}),
    }


def _answer(tables: dict[str, pd.DataFrame], query: str, keys: list[str]) -> pd.DataFrame:
    with duckdb.connect() as connection:
        for name, table in tables.items():
            # NaN of pandas is NULL to the tables of a warehouse.
            connection.register(f"{name}_frame", table)
            columns = ", ".join(
                f"case when not isnan({column}) then {column} end as {column}"
                if table[column].dtype == np.float64
                else column
                for column in table
            )
            connection.execute(f"create table {name} as select {columns} from {name}_frame")
        return connection.sql(f"select * from {query} as answer").df().sort_values(keys, ignore_index=True)


def _latest(features: pd.DataFrame, moments: pd.DataFrame) -> pd.DataFrame:
    """The oracle of one row per moment: pandas' asof join."""
    rows = features.sort_values("feature_timestamp").assign(updated_at=lambda frame: frame["feature_timestamp"])
    found = pd.merge_asof(moments, rows, left_on="time", right_on="feature_timestamp", by="entity_id")
    found = found.dropna(subset="updated_at").drop(columns="feature_timestamp")
    found = found.rename(columns={"time": "feature_timestamp"})
    return found[["entity_id", "f1", "f2", "feature_timestamp", "updated_at"]]


KEYS = ["entity_id", "feature_timestamp", "updated_at"]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), rows=st.integers(1, 300))
def test_the_latest_row_is_that_of_an_asof_join(queries: dict[str, str], seed: int, rows: int) -> None:
    tables = _tables(seed, rows)
    expected = _latest(tables["feature_rows"], tables["moments"]).sort_values(KEYS, ignore_index=True)
    pd.testing.assert_frame_equal(_answer(tables, queries["entity"], KEYS), expected, check_dtype=False)


def test_one_time_for_all_entities(queries: dict[str, str]) -> None:
    tables = _tables(1, 300)
    moment = pd.DataFrame({"entity_id": sorted(set(tables["feature_rows"]["entity_id"]))})
    moment["time"] = pd.Timestamp("2024-02-01").as_unit("us")
    expected = _latest(tables["feature_rows"], moment).sort_values(KEYS, ignore_index=True)
    answer = _answer(tables, queries["at"], KEYS)
    assert len(answer) == 8
    pd.testing.assert_frame_equal(answer, expected, check_dtype=False)


@pytest.mark.parametrize(("query", "count"), [("filled", 2), ("entity_three", 3)])
def test_several_rows_with_missing_values_filled_from_the_past(queries: dict[str, str], query: str, count: int) -> None:
    tables = _tables(2, 300)
    features = tables["feature_rows"].sort_values("feature_timestamp")
    features["f1"] = features.groupby("entity_id")["f1"].ffill()
    moments = tables["moments"]
    if query == "filled":
        moments = pd.DataFrame({"entity_id": [str(i) for i in range(8)], "time": pd.Timestamp("2024-02-01")})
    found = moments.merge(features, on="entity_id").query("feature_timestamp <= time")
    found = found.groupby(["entity_id", "time"]).tail(count)
    found = found.rename(columns={"feature_timestamp": "updated_at", "time": "feature_timestamp"})
    expected = found[["entity_id", "f1", "f2", "feature_timestamp", "updated_at"]]
    pd.testing.assert_frame_equal(
        _answer(tables, queries[query], KEYS), expected.sort_values(KEYS, ignore_index=True), check_dtype=False
    )


def _windows_of(decision: pd.Series, events: pd.DataFrame, known: bool) -> dict[str, float]:
    """The oracle of the windows: the events of the past, filtered one decision at a time."""
    time = decision["decided_at"]
    past = events[(events["entity_id"] == decision["entity_id"]) & (events["happened_at"] < time)]
    if known:
        past = past[past["known_at"] < time]
    past = past.sort_values("happened_at")
    week = past.loc[past["happened_at"] >= time - 7 * DAY, "amount"]
    amounts = past["amount"].to_numpy()
    return {
        "events_7": len(week),
        "sum_7": week.sum(min_count=1),
        "mean_7": week.mean(),
        "lowest_30": past.loc[past["happened_at"] >= time - 30 * DAY, "amount"].min(),
        "highest_ever": past["amount"].max(),
        "last_amount": amounts[-1] if len(amounts) else np.nan,
        "third_last_amount": amounts[-3] if len(amounts) > 2 else np.nan,
    }


@pytest.mark.parametrize("query", ["windows", "known", "bounded"])
def test_windows_hold_what_happened_and_was_known_before(queries: dict[str, str], query: str) -> None:
    tables = _tables(3, 150)
    decisions = tables["decisions"].sort_values(["entity_id", "decided_at"], ignore_index=True)
    rows = [_windows_of(row, tables["happenings"], query == "known") for _, row in decisions.iterrows()]
    expected = pd.concat([decisions, pd.DataFrame(rows)], axis=1)
    answer = _answer(tables, queries[query], ["entity_id", "decided_at"])
    if query == "bounded":
        expected = expected[["entity_id", "decided_at", *(window["name"] for window in WINDOWS[:4])]]
    pd.testing.assert_frame_equal(answer, expected, check_dtype=False, rtol=1e-9)


def test_a_window_at_its_events_is_a_rolling_window_closed_on_the_left(queries: dict[str, str]) -> None:
    tables = _tables(4, 200)
    events = tables["happenings"].sort_values(["entity_id", "happened_at"], ignore_index=True)
    tables["decisions"] = events[["entity_id", "happened_at"]].rename(columns={"happened_at": "decided_at"})
    rolling = events.set_index("happened_at").groupby("entity_id")["amount"].rolling("7D", closed="left")
    answer = _answer(tables, queries["windows"], ["entity_id", "decided_at"])
    np.testing.assert_allclose(answer["sum_7"].fillna(0), rolling.sum().fillna(0).to_numpy(), atol=1e-9)
    np.testing.assert_allclose(answer["mean_7"], rolling.mean().to_numpy(), atol=1e-9)


def test_rows_from_the_future_change_nothing(queries: dict[str, str]) -> None:
    tables = _tables(5, 200)
    last = pd.Timestamp("2024-02-01")
    tables["moments"] = tables["moments"].query("time <= @last")
    tables["decisions"] = tables["decisions"].query("decided_at <= @last")
    planted = {**tables}
    feature = tables["feature_rows"].query("feature_timestamp > @last").assign(f1=1e9, f2=1e9)
    planted["feature_rows"] = pd.concat([tables["feature_rows"].query("feature_timestamp <= @last"), feature])
    late = tables["happenings"].assign(amount=1e9)
    # Two sorts of future: after the last decision although known before it, and known only after it.
    future = late.assign(happened_at=late["happened_at"] + 90 * DAY, known_at=late["known_at"] - 90 * DAY)
    unknown = late.assign(known_at=last + DAY)
    planted["happenings"] = pd.concat([tables["happenings"], future, unknown])
    for query in ("at", "filled", "entity", "entity_three"):
        before, after = (_answer(each, queries[query], KEYS) for each in (tables, planted))
        pd.testing.assert_frame_equal(before, after)
    keys = ["entity_id", "decided_at"]
    pd.testing.assert_frame_equal(*(_answer(each, queries["known"], keys) for each in (tables, planted)))
    assert _answer(planted, queries["windows"], keys)["highest_ever"].max() == 1e9


def _labelled(tables: dict[str, pd.DataFrame], seed: int) -> pd.DataFrame:
    """Labels that some decisions never get, and others at once, later, or at the very time of another decision."""
    draws = np.random.default_rng(seed)
    labelled = tables["decisions"].copy()
    delays = pd.to_timedelta(draws.choice([0, 1, 5, 400], len(labelled)), unit="h")
    labelled["label_known_at"] = labelled["decided_at"] + delays
    labelled["label"] = draws.integers(-400, 400, len(labelled)) / 8
    labelled.loc[draws.random(len(labelled)) < 0.2, "label"] = np.nan
    labelled.loc[draws.random(len(labelled)) < 0.1, "label_known_at"] = pd.NaT
    return labelled


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), rows=st.integers(1, 200))
def test_the_last_known_label_is_of_an_earlier_decision(queries: dict[str, str], seed: int, rows: int) -> None:
    tables = _tables(seed, rows)
    labelled = tables["labelled"] = _labelled(tables, seed)
    pairs = tables["decisions"].merge(labelled.dropna(), on="entity_id", suffixes=("", "_then"))
    pairs = pairs[(pairs["decided_at_then"] < pairs["decided_at"]) & (pairs["label_known_at"] <= pairs["decided_at"])]
    keys = ["entity_id", "decided_at"]
    latest = pairs.sort_values("decided_at_then").groupby(keys, as_index=False).last()
    expected = latest[[*keys, "label"]].rename(columns={"label": "last_label"})
    pd.testing.assert_frame_equal(_answer(tables, queries["labels"], keys), expected, check_dtype=False)


def test_the_generic_test_finds_a_feature_from_the_future(queries: dict[str, str]) -> None:
    found = pd.DataFrame(
        {"updated_at": pd.to_datetime(["2024-01-01", "2024-01-03"]), "feature_timestamp": pd.Timestamp("2024-01-02")}
    )
    answer = _answer({"found": found}, f"({queries['test']})", ["updated_at"])
    assert list(answer["updated_at"]) == [pd.Timestamp("2024-01-03")]


def test_a_window_without_its_column_is_refused_in_a_sentence() -> None:
    text = "{{ assay.as_of_windows('a', 'b', [{'name': 'paid', 'aggregate': 'sum', 'days': 7}]) }}"
    with rendering() as database:
        run = run_dbt("--quiet", "compile", "--inline", text, database=database, check=False)
    assert run.returncode != 0
    assert "as_of_windows: sum of paid needs a column" in run.stdout
