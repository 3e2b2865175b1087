"""Every worked question compiles, runs on the embedded use case and has an answer."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.conftest import REPOSITORY, run_dbt

QUESTIONS = sorted(path.stem for path in (REPOSITORY / "analyses").glob("*.sql"))


@pytest.fixture(scope="module")
def compiled(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Question to SQL. The database is a copy of the demo's, as macros read the champion while dbt compiles."""
    folder = tmp_path_factory.mktemp("analyses")
    shutil.copy(demo_database, folder / demo_database.name)
    run_dbt("--quiet", "compile", "--select", "path:analyses", database=folder / demo_database.name)
    return {path.stem: path.read_text() for path in (folder / "target" / "compiled").rglob("analyses/*.sql")}


def _answer(warehouse: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, object]]:
    found = warehouse.execute(sql)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_there_are_questions_to_copy(compiled: dict[str, str]) -> None:
    assert len(QUESTIONS) >= 6
    assert sorted(compiled) == QUESTIONS


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_says_what_it_answers_and_has_an_answer(
    compiled: dict[str, str], warehouse: duckdb.DuckDBPyConnection, question: str
) -> None:
    assert compiled[question].lstrip().startswith("-- W")
    rows = _answer(warehouse, compiled[question])
    assert rows
    numbers = [value for row in rows for value in row.values() if isinstance(value, float)]
    assert numbers
    assert all(math.isfinite(number) for number in numbers)


def test_the_answers_agree_with_the_marts(compiled: dict[str, str], warehouse: duckdb.DuckDBPyConnection) -> None:
    [(npv, payback)] = warehouse.execute(
        "select npv_amount, payback_months from assay.business_cases where scenario = 'base'"
    ).fetchall()
    whole = _answer(warehouse, compiled["what_if_the_effect_is_smaller"])[0]
    assert whole["npv_amount"] == pytest.approx(npv, rel=1e-12)
    assert whole["payback_months"] == pytest.approx(payback, rel=1e-12)
    last = _answer(warehouse, compiled["when_is_the_money_back"])[-1]
    assert last["present_balance_amount"] == pytest.approx(npv, rel=1e-9)
