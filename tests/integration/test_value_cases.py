"""Two public cases declared in full: what a credit decision and a retention call are worth, against empulse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy_financial as npf
import pandas as pd
import pytest
from empulse.metrics import cost_loss, max_profit_score, savings_score
from sklearn.metrics import roc_auc_score

from assay.inputs.assumptions import expect_value
from tests.conftest import run_dbt
from tests.integration.conftest import write_project

LEARNERS = ["constant", "logistic", "boosted_trees"]
CASES = ["german_credit", "telco_churn"]
# The matrix published with the data: a bad risk called good costs 5, a good one called bad costs 1.
GERMAN_CREDIT = {
    "problem": "Which applicants will not pay back?",
    "entity": {"relation": "credit_applications", "key": "applicant_id", "time": "applied_at"},
    "label": {"sql": "credit_risk = 2"},
    "features": {"exclude": ["credit_risk"]},
    "segments": ["purpose"],
    "groups": ["personal_status_sex", "foreign_worker"],
    "policies": [
        {"name": "grant_all", "sql": "false", "current": True},
        {"name": "overdrawn", "sql": "checking_status = 'A11'"},
    ],
    "outcomes": {"tp": 0, "fp": "-good_called_bad", "fn": "-bad_called_good", "tn": 0},
    "metrics": [{"name": "default_rate", "sql": "case when credit_risk = 2 then 1 else 0 end", "direction": "down"}],
    "decision": {"action": "decline"},
    "volume": {"units_per_month": 1000},
    "money": {"currency": "DEM", "discount_rate_annual": 0.08, "horizon_months": 24},
    "risk_tolerance": {"npv_negative_max": 0.1},
    "pilot": {"cost": 200, "units": 2000, "duration_weeks": 8},
    "timeliness": {"half_life_days": 10, "cadences": [{"name": "at once", "every_days": 0, "amount_per_run": 0.01}]},
    "split": {"method": "random", "valid": 0.25, "test": 0.30},
    "privacy": {"personal": ["personal_status_sex", "age", "foreign_worker"]},
}
TELCO_CHURN = {
    "problem": "Customers leave before anybody calls them.",
    "entity": {"relation": "telco_customers", "key": "customerID", "time": "billed_at"},
    "label": {"sql": "Churn = 'Yes'", "wait_days": 30},
    "features": {"exclude": ["Churn"]},
    "segments": ["Contract", "InternetService"],
    "groups": ["gender", "SeniorCitizen"],
    "policies": [
        {"name": "monthly_contracts", "sql": "Contract = 'Month-to-month'", "current": True},
        {"name": "high_bills", "sql": "MonthlyCharges > 90"},
    ],
    "outcomes": {
        "tp": "accept_rate * (margin_rate * MonthlyCharges * months_kept - offer_usd) - contact_usd",
        "fp": "-offer_usd - contact_usd",
        "fn": 0,
        "tn": 0,
    },
    "metrics": [{"name": "churn_rate", "sql": "case when Churn = 'Yes' then 1 else 0 end", "direction": "down"}],
    "decision": {"action": "call and offer a discount"},
    "volume": {"units_per_month": 7043},
    "money": {"currency": "USD", "discount_rate_annual": 0.10, "horizon_months": 36},
    "risk_tolerance": {"npv_negative_max": 0.2},
    "pilot": {"cost": 8000, "units": 2000, "duration_weeks": 12},
    "timeliness": {
        "half_life_days": 30,
        "cadences": [
            {"name": "daily", "every_days": 1, "amount_per_run": 20},
            {"name": "monthly", "every_days": 30.4375, "amount_per_run": 50},
        ],
    },
    "split": {"method": "random", "valid": 0.2, "test": 0.3},
    "privacy": {"personal": ["gender", "SeniorCitizen"]},
}
# Marts of value that a full declaration gives numbers to, without an experiment and without a time axis.
EVIDENT = (
    *("benefits", "business_cases", "cash_flows", "impacts", "information_values", "obligations", "opportunity_costs"),
    *("portfolio", "sensitivities", "simulations", "timeliness", "unit_costs", "verdicts"),
)
# What is declared in tables, a file for each: the name of an input.
DECLARED = {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "declared_cases").glob("*.csv"))}


@pytest.fixture(scope="module")
def folder(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One project with both declarations, built once."""
    folder = tmp_path_factory.mktemp("cases")
    german = real_data / "german_credit" / "german_credit.parquet"
    telco = real_data / "telco_churn" / "telco_churn.parquet"
    project = write_project(
        folder,
        models={
            "credit_applications": f"""select 'applicant ' || lpad(cast(file_row_number as varchar), 3, '0')
                as applicant_id, timestamp '1994-01-01' as applied_at, * exclude (file_row_number)
                from read_parquet('{german}', file_row_number = true)""",
            "telco_customers": f"select timestamp '2018-01-01' as billed_at, * from read_parquet('{telco}')",
        },
        seeds={f"team_{name}": text for name, text in DECLARED.items()},
        variables={
            "assay_use_cases": {"german_credit": GERMAN_CREDIT, "telco_churn": TELCO_CHURN},
            "assay_inputs": {name: f"team_{name}" for name in DECLARED},
        },
    )
    run_dbt("build", directory=project, database=folder / "warehouse.duckdb")
    return folder


@pytest.fixture(scope="module")
def built(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def truth(real_data: Path) -> dict[str, pd.DataFrame]:
    """Label and money of each outcome per decision, computed from the files alone."""
    german = pd.read_parquet(real_data / "german_credit" / "german_credit.parquet")
    telco = pd.read_parquet(real_data / "telco_churn" / "telco_churn.parquet")
    accept = expect_value("beta", 0.1, 0.3, 0.5)
    margin = expect_value("triangular", 0.3, 0.4, 0.5)
    months = expect_value("triangular", 12, 18, 30)
    credit = pd.DataFrame(
        {
            "entity_id": [f"applicant {row:03d}" for row in range(len(german))],
            "label": german["credit_risk"] == 2,
            "tp": 0.0,
            "fp": -1.0,
            "fn": -5.0,
            "tn": 0.0,
            "current": False,
            "other": german["checking_status"] == "A11",
        }
    )
    churn = pd.DataFrame(
        {
            "entity_id": telco["customerID"],
            "label": telco["Churn"] == "Yes",
            "tp": accept * (margin * telco["MonthlyCharges"] * months - 30) - 4,
            "fp": -34.0,
            "fn": 0.0,
            "tn": 0.0,
            "current": telco["Contract"] == "Month-to-month",
            "other": telco["MonthlyCharges"] > 90,
        }
    )
    return {"german_credit": credit.set_index("entity_id"), "telco_churn": churn.set_index("entity_id")}


def _read_predictions(
    connection: duckdb.DuckDBPyConnection, truth: dict[str, pd.DataFrame], use_case: str, learner: str, split: str
) -> pd.DataFrame:
    rows = connection.execute(
        "select entity_id, probability, decision, label as published_label from assay.predictions"
        " where use_case = $1 and learner = $2 and split = $3",
        [use_case, learner, split],
    ).df()
    return rows.join(truth[use_case], on="entity_id", how="inner", validate="one_to_one")


def _costs(rows: pd.DataFrame) -> dict[str, Any]:
    return {f"{name}_cost": -rows[name].to_numpy() for name in ("tp", "fp", "fn", "tn")}


def _values(rows: pd.DataFrame, acts: np.ndarray) -> np.ndarray:
    acting = np.where(rows["label"], rows["tp"], rows["fp"])
    waiting = np.where(rows["label"], rows["fn"], rows["tn"])
    return np.where(acts, acting, waiting)


def _read_ladder(connection: duckdb.DuckDBPyConnection, use_case: str, split: str = "test") -> pd.DataFrame:
    return (
        connection.execute("select * from assay.policy_values where use_case = $1 and split = $2", [use_case, split])
        .df()
        .set_index("policy")
    )


@pytest.mark.parametrize("use_case", CASES)
def test_labels_are_the_published_ones(
    built: duckdb.DuckDBPyConnection, truth: dict[str, pd.DataFrame], use_case: str
) -> None:
    positives, rows = built.execute(
        "select cast(sum(label) as bigint), count(*) from assay_work.assay_inputs__decisions where use_case = $1",
        [use_case],
    ).fetchall()[0]
    assert (positives, rows) == {"german_credit": (300, 1000), "telco_churn": (1869, 7043)}[use_case]
    scored = _read_predictions(built, truth, use_case, "logistic", "test")
    assert (scored["published_label"] == scored["label"]).all()


@pytest.mark.parametrize("use_case", CASES)
def test_the_ladder_equals_empulse_and_numpy(
    built: duckdb.DuckDBPyConnection, truth: dict[str, pd.DataFrame], use_case: str
) -> None:
    ladder = _read_ladder(built, use_case)
    current, other = (
        policy["name"] for policy in {"german_credit": GERMAN_CREDIT, "telco_churn": TELCO_CHURN}[use_case]["policies"]
    )
    rows = _read_predictions(built, truth, use_case, "logistic", "test")
    expected = {
        "never": _values(rows, np.zeros(len(rows), dtype=bool)).mean(),
        "always": _values(rows, np.ones(len(rows), dtype=bool)).mean(),
        current: _values(rows, rows["current"].to_numpy()).mean(),
        other: _values(rows, rows["other"].to_numpy()).mean(),
    }
    expected["perfect"] = np.maximum(
        _values(rows, np.ones(len(rows), dtype=bool)), _values(rows, np.zeros(len(rows), dtype=bool))
    ).mean()
    for learner in LEARNERS:
        scored = _read_predictions(built, truth, use_case, learner, "test")
        label = scored["label"].to_numpy(dtype=float)
        for rule, acts in (("0.5", scored["probability"] >= 0.5), ("threshold", scored["decision"])):
            decision = acts.to_numpy(dtype=float)
            expected[f"{learner}@{rule}"] = -cost_loss(label, decision, normalize=True, **_costs(scored))
            savings = 1 - ladder.loc[f"{learner}@{rule}", "value_per_decision"] / max(
                expected["never"], expected["always"]
            )
            assert savings == pytest.approx(savings_score(label, decision, **_costs(scored)), abs=1e-9)
    assert set(ladder.index) == set(expected)
    assert ladder["value_per_decision"].to_dict() == pytest.approx(expected, rel=0, abs=1e-9)
    difference = {policy: value - expected[current] for policy, value in expected.items()}
    assert ladder["difference_to_current"].to_dict() == pytest.approx(difference, rel=0, abs=1e-9)


@pytest.mark.parametrize("learner", LEARNERS)
@pytest.mark.parametrize("use_case", CASES)
def test_threshold_and_curve_are_the_best_on_validation_rows(
    built: duckdb.DuckDBPyConnection, truth: dict[str, pd.DataFrame], use_case: str, learner: str
) -> None:
    rows = _read_predictions(built, truth, use_case, learner, "valid")
    probability = rows["probability"].to_numpy()
    thresholds = [np.nextafter(1, 2), *sorted(set(probability), reverse=True)]
    values = [_values(rows, probability >= threshold).mean() for threshold in thresholds]
    curve = built.execute(
        "select threshold, value_per_decision from assay_work.assay_evaluation__profit_curves"
        " where use_case = $1 and learner = $2 order by threshold desc",
        [use_case, learner],
    ).df()
    assert curve["threshold"].tolist() == thresholds
    np.testing.assert_allclose(curve["value_per_decision"], values, rtol=0, atol=1e-9)
    published = built.execute(
        "select threshold from assay.models where use_case = $1 and learner = $2 and is_current", [use_case, learner]
    ).fetchall()[0][0]
    assert published == thresholds[int(np.argmax(np.round(values, 9)))]
    drawn = built.execute(
        "select x, y from assay.curves where use_case = $1 and learner = $2 and curve = 'profit' and split = 'valid'"
        " order by x",
        [use_case, learner],
    ).df()
    rates = {np.mean(probability >= threshold): value for threshold, value in zip(thresholds, values, strict=True)}
    assert drawn["y"].tolist() == pytest.approx([rates[rate] for rate in drawn["x"]], rel=0, abs=1e-9)
    assert drawn["y"].max() == pytest.approx(max(values), rel=0, abs=1e-9)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_best_cost_per_applicant_equals_empulse(
    built: duckdb.DuckDBPyConnection, truth: dict[str, pd.DataFrame], learner: str
) -> None:
    rows = _read_predictions(built, truth, "german_credit", learner, "valid")
    label, probability = rows["label"].to_numpy(dtype=float), rows["probability"].to_numpy()
    matrix = {"tp_cost": 0.0, "fp_cost": 1.0, "fn_cost": 5.0, "tn_cost": 0.0}
    value, acted_rate = built.execute(
        "select value_per_decision, acted_rate from assay_work.assay_evaluation__thresholds"
        " where use_case = 'german_credit' and learner = $1",
        [learner],
    ).fetchall()[0]
    assert value == pytest.approx(max_profit_score(label, probability, **matrix), rel=0, abs=1e-9)
    assert acted_rate == pytest.approx(max_profit_score.optimal_rate(label, probability, **matrix), rel=0, abs=1e-9)


@pytest.mark.parametrize(("use_case", "low", "high"), [("german_credit", 0.72, 0.86), ("telco_churn", 0.82, 0.87)])
def test_models_tell_cases_apart_as_well_as_published_ones(
    built: duckdb.DuckDBPyConnection,
    truth: dict[str, pd.DataFrame],
    use_case: str,
    low: float,
    high: float,
    record_property: Any,
) -> None:
    """Ten-fold AUC of plain models: .785 for the credits, .838 to .852 for the customers."""
    for learner in ("logistic", "boosted_trees"):
        rows = _read_predictions(built, truth, use_case, learner, "test")
        auc = roc_auc_score(rows["label"], rows["probability"])
        value = _values(rows, rows["decision"].to_numpy(dtype=bool)).mean()
        record_property(f"{use_case} {learner} test AUC", round(float(auc), 4))
        record_property(f"{use_case} {learner} value per decision", round(float(value), 4))
        assert low < auc < high


@pytest.mark.parametrize("use_case", CASES)
def test_a_threshold_from_money_beats_one_half_and_what_is_done_today(
    built: duckdb.DuckDBPyConnection, use_case: str
) -> None:
    ladder = _read_ladder(built, use_case)
    champion = built.execute(
        "select learner from assay.models where use_case = $1 and is_champion", [use_case]
    ).fetchall()[0][0]
    values = ladder["value_per_decision"]
    assert values[f"{champion}@threshold"] > values[f"{champion}@0.5"]
    assert ladder.loc[f"{champion}@threshold", "difference_ci_low"] > 0


@pytest.mark.parametrize("use_case", CASES)
def test_the_business_case_is_complete(built: duckdb.DuckDBPyConnection, use_case: str) -> None:
    flows = built.execute(
        "select month, sum(amount) from assay.cash_flows where use_case = $1 and scenario = 'base'"
        " group by month order by month",
        [use_case],
    ).fetchall()
    status, npv = built.execute(
        "select evidence_status, npv_amount from assay.business_cases where use_case = $1 and scenario = 'base'",
        [use_case],
    ).fetchall()[0]
    rate = {"german_credit": 0.08, "telco_churn": 0.10}[use_case]
    assert status == "ok"
    assert npv == pytest.approx(npf.npv((1 + rate) ** (1 / 12) - 1, [amount for _, amount in flows]), rel=1e-9)


@pytest.mark.parametrize("mart", EVIDENT)
@pytest.mark.parametrize("use_case", CASES)
def test_a_full_declaration_gives_evidence(built: duckdb.DuckDBPyConnection, use_case: str, mart: str) -> None:
    statuses = built.execute(f"select evidence_status from assay.{mart} where use_case = $1", [use_case]).fetchall()
    assert ("ok",) in statuses


@pytest.mark.parametrize("use_case", CASES)
def test_what_is_declared_about_a_case_comes_out_as_declared(built: duckdb.DuckDBPyConnection, use_case: str) -> None:
    def found(query: str) -> list[tuple[Any, ...]]:
        return built.execute(query, [use_case]).fetchall()

    hours, rate, share = {"german_credit": (60, 30, 0.5), "telco_churn": (35, 25, 1)}[use_case]
    saved = found("select monthly_amount from assay.benefits where use_case = $1 and category = 'efficiency'")
    assert saved == [(pytest.approx(hours * rate * share),)]
    peers = found(
        "select evidence_status, reference_value from assay.benefits where use_case = $1"
        " and category = 'competitiveness'"
    )
    assert peers == {"german_credit": [("ok", 0.785)], "telco_churn": [("not_verified", None)]}[use_case]
    experiments = found(
        "select effect, reason is not null from assay.stakeholder_impacts where use_case = $1"
        " and stakeholder <> 'society'"
    )
    assert experiments == [(None, True)], "nobody was treated, so nobody can say what they feel"
    assert all(applies for (applies,) in found("select is_applicable from assay.obligations where use_case = $1"))
    accountable = found("select coverage from assay.responsibilities where use_case = $1 and responsibility = 'A'")
    assert accountable == [("ok",)]
    booked, planned = found(
        "select actual_amount, planned_amount from assay.costs where use_case = $1 and month = 0"
        " and cost_type = 'people'"
    )[0]
    assert (booked, planned) == {"german_credit": (2100, 2000), "telco_churn": (43000, 40000)}[use_case]


@pytest.mark.parametrize("mart", [*EVIDENT, "gaps", "loss_drivers", "realised_values", "stakeholder_impacts"])
def test_whatever_is_not_ok_says_why(built: duckdb.DuckDBPyConnection, mart: str) -> None:
    silent = f"select count(*) from assay.{mart} where evidence_status <> 'ok' and reason is null"
    assert built.execute(silent).fetchall() == [(0,)]


def test_the_portfolio_adds_no_currencies(built: duckdb.DuckDBPyConnection) -> None:
    rows = built.sql(
        "select use_case, currency, portfolio_rank, expected_npv_amount, cumulated_npv_amount from assay.portfolio"
        " order by use_case"
    ).fetchall()
    assert [row[:3] for row in rows] == [("german_credit", "DEM", 1), ("telco_churn", "USD", 1)]
    assert all(expected == cumulated for *_, expected, cumulated in rows)
