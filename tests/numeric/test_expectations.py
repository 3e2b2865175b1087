"""What may be expected: errors and their cost, the worth of being in time, and objectives against what is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import integrate

from tests.numeric.value_cases import compile_models, solve

MODELS = ("assay_value__delays", "assay__timeliness")
Judge = Callable[..., pd.DataFrame]


@pytest.fixture(scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The models under test as SQL, compiled once."""
    return compile_models(MODELS)


@pytest.fixture
def judge(tmp_path: Path, queries: dict[str, str]) -> Iterator[Judge]:
    """A function that computes timeliness from cadences and label delays."""
    opened: list[duckdb.DuckDBPyConnection] = []

    def run(
        half_life: float | None,
        cadences: dict[str, tuple[float, float | None]],
        open_days: np.ndarray,
        latency: float = 0,
    ) -> pd.DataFrame:
        decided = np.datetime64("2025-01-01") + np.zeros(len(open_days), "timedelta64[ms]")
        known = decided + (open_days * 86_400_000).astype("timedelta64[ms]")
        tables: dict[str, pd.DataFrame | str] = {
            "assay_inputs__use_cases": (
                f"select 'a' as use_case, 'USD' as currency, 3000::double as units_per_month,"
                f" {latency}::double as latency_days"
            ),
            "assay_inputs__cadences": pd.DataFrame(
                [("a", name, days, amount) for name, (days, amount) in cadences.items()],
                columns=["use_case", "cadence", "every_days", "amount_per_run"],
            )
            .assign(half_life_days=half_life)
            .astype({"half_life_days": float, "amount_per_run": float}),
            "assay_inputs__decisions": pd.DataFrame({"decided_at": decided, "label_known_at": known}).assign(
                use_case="a"
            ),
            "assay_value__effects": "select 'a' as use_case, 10::double as effect_amount, null::varchar as reason",
            "assay_value__volumes": "select 'a' as use_case, 'base' as scenario, 0.5::double as adopted_rate",
        }
        opened.append(solve(tmp_path, tables, queries))
        return opened[-1].execute("select * from assay__timeliness").df().set_index("step")

    yield run
    for connection in opened:
        connection.close()


CADENCES = {"stream": (0.0, 0.02), "hourly": (1 / 24, 0.05), "daily": (1.0, 5.0), "weekly": (7.0, 5.0)}


@pytest.mark.parametrize("half_life", [0.3, 2.0, 40.0])
def test_an_exponential_decay_is_averaged_in_closed_form(judge: Judge, half_life: float) -> None:
    steps = judge(half_life, CADENCES, np.ones(3), latency=1.5)
    for name, (days, _) in CADENCES.items():
        total = (
            integrate.quad(lambda wait: 2 ** (-(wait + 1.5) / half_life), 0, days)[0] / days
            if days
            else 2 ** (-1.5 / half_life)
        )
        assert steps.value_rate[name] == pytest.approx(total, rel=1e-9)
        assert steps.value_amount[name] == pytest.approx(10 * 3000 * 0.5 * total, rel=1e-9)
    assert steps.value_rate["48 hours"] == pytest.approx(2 ** (-3.5 / half_life), rel=1e-12)
    cadences = steps[steps.step_kind == "cadence"]
    assert cadences.is_best.sum() == 1
    assert cadences.net_amount[cadences.is_best.astype(bool)].item() == cadences.net_amount.max()


def test_without_a_half_life_a_decision_is_worth_something_until_its_label_is_known(judge: Judge) -> None:
    open_days = np.random.default_rng(3).gamma(2.0, 2.0, 400).round(3)
    # A decision made on the last day would be seen only with a quick label: the slowest label sets the age needed.
    steps = judge(None, CADENCES, open_days, latency=0.5)
    assert set(steps.source) == {"measured"}
    waits = np.linspace(0, 1, 200_001)[None, :]
    for name in ("daily", "weekly"):
        days = CADENCES[name][0]
        survival = np.mean([(limit > waits * days + 0.5).mean() for limit in open_days])
        assert steps.value_rate[name] == pytest.approx(survival, abs=1e-5)
    assert steps.value_rate["stream"] == pytest.approx((open_days > 0.5).mean(), abs=1e-12)
    assert steps.value_rate["72 hours"] == pytest.approx((open_days > 3.5).mean(), abs=1e-12)


def test_with_nothing_to_lose_by_waiting_the_cheapest_cadence_wins(judge: Judge) -> None:
    steps = judge(None, CADENCES, np.full(20, 1000.0))
    assert set(steps.value_rate) == {1.0}
    assert steps.index[steps.is_best.fillna(False).astype(bool)].to_list() == ["weekly"]


def test_with_everything_to_lose_by_waiting_stream_wins(judge: Judge) -> None:
    steps = judge(0.01, CADENCES, np.full(20, 1000.0))
    assert steps.index[steps.is_best.fillna(False).astype(bool)].to_list() == ["stream"]


def test_labels_of_unknown_time_and_undeclared_costs_give_no_number(judge: Judge) -> None:
    steps = judge(None, {"daily": (1.0, None)}, np.zeros(3))
    assert steps.loc["daily", ["value_rate", "net_amount"]].isna().all()
    assert steps.evidence_status["daily"] == "insufficient_data"
    assert steps.reason["daily"].startswith("neither a half-life nor the time of labels is known")


def test_wrong_decisions_cost_what_separates_the_champion_from_perfect_foresight(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = warehouse.execute(
        "select false_alarm_cost_amount + miss_cost_amount + poor_bargain_cost_amount,"
        " units_per_month * (ceiling_value_per_decision - value_per_decision) from assay.expectations"
    ).fetchall()
    assert rows
    for found, expected in rows:
        assert found == pytest.approx(expected, rel=1e-9)


def test_expected_errors_are_those_within_the_capacity(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select expectations.false_alarm_rate, expectations.miss_rate,"
        " avg(case when acts and label = 0 then 1 else 0 end), avg(case when not acts and label = 1 then 1 else 0 end),"
        " avg(case when acts then 1 else 0 end), min(false_alarms_ci_low / units_per_month),"
        " min(false_alarms_ci_high / units_per_month), max(capacity_per_day * 365.25 / 12 / units_per_month)"
        " from assay.expectations inner join assay_work.assay_evaluation__policy_outcomes as chosen"
        " using (use_case, model_version, policy)"
        " inner join assay_work.assay_evaluation__outcomes as outcomes"
        " on chosen.entity_id = outcomes.entity_id and chosen.decided_at = outcomes.decided_at"
        " inner join (select use_case, capacity_per_day from assay_work.assay_inputs__use_cases) using (use_case)"
        " where chosen.split = 'test' group by all"
    ).fetchall()
    assert rows
    for false_alarms, misses, false_positives, false_negatives, acted, low, high, affordable in rows:
        assert (false_alarms, misses) == (pytest.approx(false_positives), pytest.approx(false_negatives))
        assert low < false_alarms < high
        assert false_alarms < acted <= affordable * (1 + 1e-9)


def test_share_of_ceiling_lies_on_the_value_ladder(warehouse: duckdb.DuckDBPyConnection) -> None:
    [(policy, share, low, high, expected)] = warehouse.execute(
        "select expectations.policy, share_of_ceiling, share_ci_low, share_ci_high, champion.difference_to_current"
        " / perfect.difference_to_current from assay.expectations"
        " inner join assay.policy_values as champion using (use_case, policy)"
        " inner join assay.policy_values as perfect on perfect.policy = 'perfect'"
        " where champion.split = 'test' and perfect.split = 'test'"
    ).fetchall()
    assert policy.endswith("@capacity"), "the policy of the business case"
    assert share == pytest.approx(expected, rel=1e-12)
    assert 0 < low < share < high < 1


def test_objectives_take_their_numbers_from_the_published_tables(warehouse: duckdb.DuckDBPyConnection) -> None:
    objectives = warehouse.execute("select * from assay.objectives").df().set_index("metric")
    [(auc, low)] = warehouse.execute(
        "select metrics.value, metrics.ci_low"
        " from assay.metrics inner join assay.models using (use_case, model_version)"
        " where is_champion and split = 'test' and metric = 'roc_auc'"
    ).fetchall()
    assert tuple(objectives.loc["roc_auc", ["value", "ci_low"]]) == (auc, low)
    cases = dict(warehouse.execute("select scenario, npv_amount from assay.business_cases").fetchall())
    found = tuple(objectives.loc["npv_amount", ["ci_low", "value", "ci_high"]])
    assert found == (cases["low"], cases["base"], cases["high"])
    for _, row in objectives.iterrows():
        sign = -1 if row.direction == "down" else 1
        worst = sign * (row.ci_high if row.direction == "down" else row.ci_low)
        assert (row.status == "met") == bool(worst >= sign * row.target), "an open end is no bound"
    assert {"met", "not_met", "undecided"} <= set(objectives.status)
