"""The simulated business case against numpy, scipy, SALib, statsmodels and closed forms."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import NormalDist
from typing import Any

import duckdb
import numpy as np
import pytest
from SALib.analyze import sobol
from SALib.sample import sobol as sobol_sample
from scipy import stats
from statsmodels.stats.power import NormalIndPower

from tests.conftest import rendering, run_dbt

DRAWS = 40_000
MODELS = [
    f"assay_value__{name}"
    for name in (
        "volumes",
        "cash_flows",
        "present_values",
        "returns",
        "business_cases",
        "inputs",
        "beta_shares",
        "ramp_factors",
        "draws",
        "simulated_npvs",
        "simulations",
        "sensitivities",
        "pilots",
        "information_values",
        "verdicts",
    )
]
MACROS = {
    "quantile_normal": "select {{ assay.quantile_normal('p') }} from numbers order by p",
    "normal_probability": "select {{ assay.normal_probability('z') }} from numbers order by z",
    "triangular": "select {{ assay.triangular('p', 'low', 'mode', 'high') }} from numbers order by row_number",
}
Z95 = 1.6448536269514722
UNITS, RATE, MONTHS = 5200.0, 0.1, 36
# Assumptions: distribution, low, mode, high; success moves the effect by 40 per unit, price by 0.2.
ASSUMPTIONS = {
    "adoption": ("triangular", 0.5, 0.8, 0.95),
    "ramp_months": ("uniform", 3.0, 6.0, 9.0),
    "success": ("beta", 0.2, 0.3, 0.6),
    "price": ("lognormal", 8.0, 12.0, 18.0),
    "yield": ("normal", 0.8, 0.9, 1.0),
}
SLOPES = {"success": 40.0, "price": 0.2, "yield": 10.0}
COSTS = {"build": (180_000.0, 240_000.0, 420_000.0, "one_off", 0), "run": (9_000.0, 13_000.0, 20_000.0, "monthly", 1)}
# Use case to scale of the money, effect and units of the pilot.
CASES = {
    "a": (1.0, 6.0, 8000.0),
    "twice": (2.0, 6.0, 8000.0),
    **{f"{effect}_{units}": (1.0, effect, units) for effect in (1.0, 6.0, 20.0) for units in (200.0, 1e12)},
}
Tables = dict[str, list[dict[str, Any]]]
Simulated = Callable[[str], Tables]


@pytest.fixture(scope="module")
def queries() -> dict[str, str]:
    """Name to SQL of the macros under test."""
    with rendering() as database:
        macros = run_dbt("--quiet", "compile", "--inline", "\n;;\n".join(MACROS.values()), database=database)
    return dict(zip(MACROS, macros.stdout.split(";;"), strict=True))


@pytest.fixture(scope="module")
def simulate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    """A function that looks into the simulation of one business case; table to rows."""
    database = tmp_path_factory.mktemp("risk") / "risk.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema assay_work")
        for use_case, case in CASES.items():
            _declare(connection, use_case, *case)
        _declare(connection, "without_error", 1.0, 6.0, 8000.0)
        connection.execute(
            "update assay_work.assay_value__effects set effect_standard_error = null where use_case = 'without_error'"
        )
    # The draws are written out for the inputs that there are, so those are built first.
    before = MODELS.index("assay_value__draws")
    _build(database, MODELS[:before])
    with duckdb.connect(str(database)) as connection:
        connection.execute("""update assay_work.assay_value__inputs as inputs set stream = base.stream
            from assay_work.assay_value__inputs as base
            where base.use_case = 'a' and base.input_number = inputs.input_number""")
    _build(database, MODELS[before:])
    with duckdb.connect(str(database), read_only=True) as connection:
        found: dict[str, Tables] = {}

        def look(use_case: str) -> Tables:
            if use_case not in found:
                # The long tables are looked into once.
                long = () if use_case == "a" else ("draws", "simulated_npvs", "beta_shares")
                names = [model.removeprefix("assay_value__") for model in MODELS]
                found[use_case] = {
                    name: _rows(connection, f"from assay_work.assay_value__{name} where use_case = '{use_case}'")
                    for name in names
                    if name not in long
                }
            return found[use_case]

        yield look


def _build(database: Path, models: list[str]) -> None:
    """Compile models on what the database holds, and make tables of them."""
    run_dbt("--quiet", "compile", "--select", *models, "--vars", f"assay_draws: {DRAWS}", database=database)
    compiled = {path.stem: path.read_text() for path in (database.parent / "target" / "compiled").rglob("*.sql")}
    with duckdb.connect(str(database)) as connection:
        for model in models:
            connection.execute(f"create table assay_work.{model} as {compiled[model]}")


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    found = connection.execute(query)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _declare(
    connection: duckdb.DuckDBPyConnection, use_case: str, scale: float, effect: float, pilot_units: float
) -> None:
    def add(table: str, columns: str, *rows: tuple[Any, ...]) -> None:
        connection.execute(f"create table if not exists assay_work.{table} (use_case varchar, {columns})")
        for row in rows:
            marks = ", ".join("?" * (len(row) + 1))
            connection.execute(f"insert into assay_work.{table} values ({marks})", [use_case, *row])

    add(
        "assay_inputs__use_cases",
        "currency varchar, units_per_month double, discount_rate_annual double, horizon_months integer,"
        " npv_negative_max_rate double, pilot_cost_amount double, pilot_units double, pilot_weeks double",
        ("USD", UNITS, RATE, MONTHS, 0.2, 30_000 * scale, pilot_units, 12),
    )
    add(
        "assay_value__effects",
        "evidence_status varchar, reason varchar, is_within_capacity boolean, policy varchar, model_version varchar,"
        " current_policy varchar, effect_amount double, effect_standard_error double, effect_ci_low double,"
        " effect_ci_high double",
        ("ok", None, True, "m", "v", "c", effect * scale, 2 * scale, effect * scale, effect * scale),
    )
    add(
        "assay_evaluation__policy_values",
        "policy varchar, model_version varchar, split varchar, standard_error double, n integer",
        ("m", "v", "test", 1.9 * scale, 3500),
        ("c", None, "test", 0.4 * scale, 3500),
    )
    add(
        "assay_value__action_values",
        "action_rate double, precision_rate double, true_gain_amount double, false_gain_amount double",
    )
    add(
        "assay_inputs__assumptions",
        "name varchar, distribution varchar, low double, mode double, high double",
        *((name, *values) for name, values in ASSUMPTIONS.items()),
    )
    add(
        "assay_value__effect_slopes",
        "assumption varchar, effect_slope double",
        *((name, slope * scale) for name, slope in SLOPES.items()),
    )
    add(
        "assay_inputs__cost_lines",
        "name varchar, kind varchar, cost_type varchar, low double, mode double, high double, month integer,"
        " every_months integer",
        *(
            (name, kind, None, low * scale, mode * scale, high * scale, month, None)
            for name, (low, mode, high, kind, month) in COSTS.items()
        ),
    )


def _frozen(name: str) -> Any:
    kind, low, mode, high = ASSUMPTIONS[name]
    if kind == "triangular":
        return stats.triang((mode - low) / (high - low), low, high - low)
    if kind == "uniform":
        return stats.uniform(low, high - low)
    if kind == "beta":
        return stats.beta(1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), low, high - low)
    if kind == "normal":
        return stats.norm(mode, (high - low) / (2 * Z95))
    return stats.lognorm((math.log(high) - math.log(low)) / (2 * Z95), 0, math.sqrt(low * high))


NAMES = [*ASSUMPTIONS, "effect", "build", "run"]


def _value(probabilities: np.ndarray, effect: float = 6.0) -> np.ndarray:
    """Net present value per row of probabilities, month by month, with scipy's quantiles."""
    columns = dict(zip(NAMES, probabilities.T, strict=True))
    drawn = {name: _frozen(name).ppf(columns[name]) for name in ASSUMPTIONS}
    per_decision = stats.norm(effect, 2).ppf(columns["effect"])
    for name, slope in SLOPES.items():
        per_decision = per_decision + slope * (drawn[name] - _frozen(name).mean())
    costs = {
        name: stats.triang((mode - low) / (high - low), low, high - low).ppf(columns[name])
        for name, (low, mode, high, *_) in COSTS.items()
    }
    total = -costs["build"]
    for month in range(1, MONTHS + 1):
        adopted = drawn["adoption"] * np.minimum(1, month / drawn["ramp_months"])
        total = total + (UNITS * adopted * per_decision - costs["run"]) * (1 + RATE) ** (-month / 12)
    return total


@pytest.fixture(scope="module")
def reference() -> np.ndarray:
    """Net present values of 400,000 draws by numpy and scipy."""
    return _value(np.random.default_rng(1).random((400_000, len(NAMES))))


@pytest.fixture
def numbers() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with a table of numbers to evaluate macros on."""
    with duckdb.connect() as connection:
        yield connection


def test_normal_quantiles_and_probabilities_equal_the_standard_library(
    queries: dict[str, str], numbers: duckdb.DuckDBPyConnection
) -> None:
    rates = sorted([1e-15, 1e-12, 1e-9, *np.linspace(0.0005, 0.9995, 999).tolist(), 1 - 1e-9])
    numbers.execute("create table numbers as select unnest(?::double[]) as p", [rates])
    found = [value for (value,) in numbers.execute(queries["quantile_normal"]).fetchall()]
    assert found == pytest.approx([NormalDist().inv_cdf(rate) for rate in rates], rel=1e-14, abs=1e-14)
    points = np.linspace(-39, 39, 1561).tolist()
    numbers.execute("create or replace table numbers as select unnest(?::double[]) as z", [points])
    found = [value for (value,) in numbers.execute(queries["normal_probability"]).fetchall()]
    assert found == pytest.approx(stats.norm.cdf(points).tolist(), rel=1e-6, abs=1e-14)


def test_triangular_quantiles_equal_scipy(queries: dict[str, str], numbers: duckdb.DuckDBPyConnection) -> None:
    shapes = [(0.0, 1.0, 3.0), (0.0, 0.0, 2.0), (-1.0, 2.0, 2.0), (5.0, 5.0, 5.0)]
    rows = [(rate, *shape) for shape in shapes for rate in (0.0, 0.1, 0.5, 0.9, 1.0)]
    numbers.execute("create table numbers (row_number integer, p double, low double, mode double, high double)")
    for index, row in enumerate(rows):
        numbers.execute("insert into numbers values (?, ?, ?, ?, ?)", [index, *row])
    found = [value for (value,) in numbers.execute(queries["triangular"]).fetchall()]
    expected = [
        stats.triang((mode - low) / (high - low), low, high - low).ppf(rate) if high > low else low
        for rate, low, mode, high in rows
    ]
    assert found == pytest.approx(expected, rel=1e-12)


def test_draws_follow_their_distributions_and_not_each_other(simulate: Simulated) -> None:
    tables = simulate("a")
    numbers = {row["input"]: row["input_number"] for row in tables["inputs"]}
    drawn = np.array([row["input_values"] for row in tables["draws"] if row["draw"] > 0])
    columns = {name: drawn[:, number - 1] for name, number in numbers.items()}
    for name in ASSUMPTIONS:
        assert stats.kstest(columns[name], _frozen(name).cdf).pvalue > 0.001
    matrix = np.corrcoef(list(columns.values())) - np.eye(len(columns))
    assert np.abs(matrix).max() < 4.5 / math.sqrt(DRAWS)


def test_beta_quantiles_equal_scipy(simulate: Simulated) -> None:
    _, low, mode, high = ASSUMPTIONS["success"]
    shape = stats.beta(1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low))
    for row in simulate("a")["beta_shares"]:
        rate = (1 - math.cos(math.pi * row["step"] / 1024)) / 2
        assert row["beta_share"] == pytest.approx(shape.ppf(rate), abs=2e-6)
    for row in simulate("a")["sensitivities"]:
        if row["input"] in ASSUMPTIONS:
            assert row["input_p10"] == pytest.approx(_frozen(row["input"]).ppf(0.1), rel=1e-5)
            assert row["input_p90"] == pytest.approx(_frozen(row["input"]).ppf(0.9), rel=1e-5)
            assert row["input_mean"] == pytest.approx(_frozen(row["input"]).mean(), rel=1e-9)


def test_simulation_equals_numpy_month_by_month(simulate: Simulated, reference: np.ndarray) -> None:
    [found] = simulate("a")["simulations"]
    error = reference.std() / math.sqrt(DRAWS)
    assert found["n"] == DRAWS
    assert found["expected_npv_amount"] == pytest.approx(reference.mean(), abs=4 * error)
    assert found["npv_deviation_amount"] == pytest.approx(reference.std(), rel=0.02)
    assert found["standard_error_amount"] == pytest.approx(error, rel=0.02)
    for rate, column in ((0.05, "npv_p05_amount"), (0.5, "npv_p50_amount"), (0.95, "npv_p95_amount")):
        density = stats.gaussian_kde(reference[:20_000])(np.quantile(reference, rate))[0]
        tolerance = 4 * math.sqrt(rate * (1 - rate) / DRAWS) / density
        assert found[column] == pytest.approx(np.quantile(reference, rate), abs=tolerance)
    negative = (reference < 0).mean()
    assert found["npv_negative_rate"] == pytest.approx(negative, abs=4 * math.sqrt(negative * (1 - negative) / DRAWS))
    worst = np.sort(reference)[: len(reference) // 20]
    assert found["cvar_5_amount"] == pytest.approx(worst.mean(), abs=0.03 * reference.std())
    perfect = np.maximum(reference, 0).mean() - max(reference.mean(), 0)
    assert found["evpi_amount"] == pytest.approx(perfect, rel=0.05)


def test_every_draw_is_worth_what_its_months_add_up_to(simulate: Simulated) -> None:
    tables = simulate("a")
    names = {row["input_number"]: row["input"] for row in tables["inputs"]}
    drawn = {
        row["draw"]: {names[place]: value for place, value in enumerate(row["input_values"], start=1)}
        for row in tables["draws"]
        if row["draw"] < 60
    }
    assert sorted(drawn) == list(range(-2 * len(names), 60))
    means = {row["input"]: row["mean"] for row in tables["inputs"]}
    for row in tables["simulated_npvs"]:
        if row["draw"] not in drawn:
            continue
        value = drawn[row["draw"]]
        effect = value["effect"] + sum(slope * (value[name] - means[name]) for name, slope in SLOPES.items())
        total = -value["build"]
        for month in range(1, MONTHS + 1):
            adopted = value["adoption"] * min(1, month / value["ramp_months"])
            total += (UNITS * adopted * effect - value["run"]) * (1 + RATE) ** (-month / 12)
        assert row["npv_amount"] == pytest.approx(total, rel=1e-9, abs=1e-4)


def test_shares_equal_sobol_indices(simulate: Simulated) -> None:
    problem = {"num_vars": len(NAMES), "names": NAMES, "bounds": [[1e-9, 1 - 1e-9]] * len(NAMES)}
    points = sobol_sample.sample(problem, 8192, calc_second_order=False, seed=1)
    indices = sobol.analyze(problem, _value(points), calc_second_order=False, num_resamples=2, seed=1)
    found = {row["input"]: row["first_order_share"] for row in simulate("a")["sensitivities"]}
    for name, expected in zip(NAMES, indices["S1"], strict=True):
        assert found[name] == pytest.approx(expected, abs=0.015)
    assert sum(found.values()) == pytest.approx(1, abs=0.03)


def test_partial_information_equals_bins_and_the_closed_form(simulate: Simulated) -> None:
    tables = simulate("a")
    [simulation] = tables["simulations"]
    found = {row["input"]: row["value_amount"] for row in tables["information_values"]}
    probabilities = np.random.default_rng(2).random((400_000, len(NAMES)))
    values = _value(probabilities)
    for index, name in enumerate(NAMES):
        order = np.argsort(probabilities[:, index])
        bins = values[order].reshape(100, -1).mean(axis=1)
        expected = np.maximum(bins, 0).mean() - max(values.mean(), 0)
        assert found[name] == pytest.approx(expected, abs=0.06 * simulation["evpi_amount"])
    deviation = simulation["expected_volume"] * 2
    distance = abs(simulation["expected_npv_amount"]) / deviation
    normal = NormalDist()
    closed = deviation * (normal.pdf(distance) - distance * normal.cdf(-distance))
    assert found["effect"] == pytest.approx(closed, rel=0.06)


@pytest.mark.parametrize("effect", [1.0, 6.0, 20.0])
@pytest.mark.parametrize("pilot_units", [200.0, 1e12])
def test_a_pilot_is_worth_no_more_than_the_effect_nor_that_than_everything(
    simulate: Simulated, effect: float, pilot_units: float
) -> None:
    found = {row["input"]: row["value_amount"] for row in simulate(f"{effect}_{pilot_units}")["information_values"]}
    assert 0 <= found["pilot"] <= found["effect"] <= found["everything"]
    assert all(0 <= value <= found["everything"] for value in found.values())


def test_pilot_value_equals_a_simulated_pilot(simulate: Simulated) -> None:
    tables = simulate("a")
    [pilot], [simulation] = tables["pilots"], tables["simulations"]
    draw = np.random.default_rng(3)
    truth = draw.normal(6, 2, 2_000_000)
    result = draw.normal(truth, pilot["pilot_standard_error"])
    weight = 4 / (4 + pilot["pilot_standard_error"] ** 2)
    believed = simulation["expected_npv_amount"] + simulation["expected_volume"] * weight * (result - 6)
    expected = np.maximum(believed, 0).mean() - max(simulation["expected_npv_amount"], 0)
    found = {row["input"]: row["value_amount"] for row in tables["information_values"]}
    assert found["pilot"] == pytest.approx(expected, rel=0.02)


def test_the_detectable_effect_has_a_power_of_eighty_percent(simulate: Simulated) -> None:
    [pilot] = simulate("a")["pilots"]
    deviation = math.sqrt((1.9**2 + 0.4**2) / 2 * 3500)
    power = NormalIndPower().power(pilot["detectable_effect_amount"] / deviation, 4000, 0.05)
    assert power == pytest.approx(0.8, abs=1e-4)


def test_twice_the_currency_is_twice_the_money_and_the_same_risk(simulate: Simulated) -> None:
    [once], [twice] = simulate("a")["simulations"], simulate("twice")["simulations"]
    for column in ("expected_npv_amount", "npv_deviation_amount", "npv_p05_amount", "cvar_5_amount", "evpi_amount"):
        assert twice[column] == pytest.approx(2 * once[column], rel=1e-9)
    assert twice["npv_negative_rate"] == once["npv_negative_rate"]


def test_the_break_even_of_an_input_gives_nothing(simulate: Simulated) -> None:
    tables = simulate("a")
    [row] = [row for row in tables["sensitivities"] if row["input"] == "effect"]
    [simulation] = tables["simulations"]
    moved = [
        drawn["npv_amount"] + drawn["discounted_volume"] * (row["break_even_value"] - row["input_mean"])
        for drawn in tables["simulated_npvs"]
        if drawn["draw"] > 0
    ]
    assert np.mean(moved) == pytest.approx(0, abs=1e-2 * simulation["npv_deviation_amount"])


def test_an_input_without_a_distribution_is_not_drawn(simulate: Simulated) -> None:
    tables = simulate("without_error")
    [simulation], [verdict] = tables["simulations"], tables["verdicts"]
    assert simulation["base_npv_amount"] is not None
    assert simulation["expected_npv_amount"] is None
    assert (simulation["evidence_status"], verdict["verdict"]) == ("insufficient_data", "undecided")
    assert simulation["reason"] == "an uncertain input has no distribution"


def test_the_embedded_verdict_follows_from_its_numbers(warehouse: duckdb.DuckDBPyConnection) -> None:
    [row] = _rows(warehouse, "from assay.verdicts")
    [simulation] = _rows(warehouse, "from assay.simulations")
    assert row["expected_npv_amount"] == simulation["expected_npv_amount"]
    assert simulation["npv_p05_amount"] < simulation["npv_p50_amount"] < simulation["npv_p95_amount"]
    assert simulation["cvar_5_amount"] <= simulation["npv_p05_amount"]
    is_go = row["expected_npv_amount"] > 0 and row["npv_negative_rate"] <= row["npv_negative_max_rate"]
    assert (row["verdict"] == "GO") == is_go
    assert 0 <= row["evsi_amount"] <= row["evpi_amount"]
    shares = _rows(warehouse, "select sum(first_order_share) as total from assay.sensitivities")
    assert 0.9 < shares[0]["total"] < 1.05


def test_a_sample_is_worth_no_more_than_what_it_tells_of_and_that_no_more_than_everything(
    warehouse: duckdb.DuckDBPyConnection, simulate: Simulated
) -> None:
    for rows in (_rows(warehouse, "from assay.information_values"), simulate("a")["information_values"]):
        worth = {row["input"]: row["value_amount"] for row in rows}
        everything = worth.pop("everything")
        assert everything > 0
        assert all(0 <= value <= everything for value in worth.values() if value is not None)
        assert worth["pilot"] is None or worth["pilot"] <= worth["effect"]
        assert len(worth) > 3
