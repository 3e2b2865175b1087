"""The summary says what the tables say."""

from __future__ import annotations

import io
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from assay.marts.gaps import describe_gap
from assay.marts.summary import SummaryError, print_summary


def _read(warehouse: Path) -> str:
    console = Console(record=True, width=110, file=io.StringIO())
    print_summary(warehouse, console)
    return console.export_text()


def test_the_numbers_are_those_of_the_marts(demo_database: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    text = _read(demo_database)
    for scenario, npv in warehouse.execute("select scenario, npv_amount from assay.business_cases").fetchall():
        assert f"  {scenario} " in text
        assert f"{npv:,.0f} USD" in text
    lines = text.splitlines()
    ladder = warehouse.execute(
        "select policy, value_per_decision, difference_to_current from assay.policy_values where split = 'test'"
        " order by value_per_decision desc nulls last, policy"
    ).fetchall()
    shown = [
        next(index for index, line in enumerate(lines) if line.strip().startswith(f"{name} ")) for name, *_ in ladder
    ]
    assert shown == sorted(shown)
    for index, (_, value, difference) in zip(shown, ladder, strict=True):
        assert f" {value:,.2f} " in lines[index]
        assert f" {difference:,.2f} " in lines[index]
    [(model_version, learner)] = warehouse.execute(
        "select model_version, learner from assay.models where is_champion"
    ).fetchall()
    assert f"{model_version}: ROC AUC 0." in text
    assert "models were compared by value_per_decision on validation rows" in " ".join(text.split())
    assert next(line for line in lines if line.rstrip().endswith("champion")).strip().startswith(f"{learner}@threshold")
    [(verdict, reason, expected)] = warehouse.execute(
        "select verdict, reason, expected_npv_amount from assay.verdicts"
    ).fetchall()
    assert f"{verdict}: {reason}." in text
    assert f"{expected:,.0f} USD are expected" in text
    [(scored,)] = warehouse.execute("select count(*) from assay.scores").fetchall()
    assert f"{scored:,} decisions without a label yet are scored" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("target", "defects is 5 %, the target is 2 %; as it stands now, this costs 10 EUR a month."),
        ("benchmark", "defects is 5 %, the benchmark is 2 %; as it stands now, this costs 10 EUR a month."),
        ("ceiling", "defects is 5 %, the ceiling is 2 %; as it stands now, this costs 10 EUR a month."),
        ("best_segment", "defects is 5 %, in the best segment (site A) it is 2 %; as it stands now, this costs"),
        (None, "defects is 5 %; as it stands now, this costs 10 EUR a month."),
    ],
)
def test_a_gap_is_told_by_what_it_is_compared_with(kind: str | None, words: str) -> None:
    gap = {
        "metric": "defects",
        "unit": "percent",
        "value": 5.0,
        "reference_kind": kind,
        "reference_value": 2.0,
        "reference_segment": "site",
        "reference_segment_value": "A",
        "cost_amount": 10.0,
    }
    assert describe_gap(gap, "EUR").startswith(words.replace("%", "percent"))


def test_every_table_it_names_exists(demo_database: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    end = _read(demo_database).split("Where to look next")[1]
    named = {word.strip(",").removeprefix("assay.") for word in end.split() if word.startswith("assay.")}
    existing = {name for (name,) in warehouse.execute("select table_name from information_schema.tables").fetchall()}
    assert len(named) >= 6
    assert named <= existing


def test_a_missing_or_unfinished_warehouse_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SummaryError, match="does not exist: run `dbt build` first"):
        _read(tmp_path / "nowhere.duckdb")
    with duckdb.connect(str(tmp_path / "empty.duckdb")) as connection:
        connection.execute("create schema assay")
    with pytest.raises(SummaryError, match=r"is not complete .*use_cases.*: run `dbt build` first"):
        _read(tmp_path / "empty.duckdb")
