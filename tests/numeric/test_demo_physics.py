"""The fab obeys its physics: yields follow the negative binomial law, and every planted effect is found again."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import integrate, stats
from sklearn.metrics import roc_auc_score

from tests.numeric.demo import render_expressions

WAFERS = """
    select decisions.*, truth.* exclude (wafer_id, lot_id, product, decided_at),
        products.y_sys, products.area_cm2,
        date_diff('second', timestamp '2024-07-01', decisions.decided_at) / 86400.0 as day
    from fab.fab_wafer_decisions as decisions
    inner join fab_truth.fab_truth_wafers as truth on decisions.wafer_id = truth.wafer_id
    inner join fab.fab_products as products on decisions.product = products.product
    order by decisions.wafer_id
"""


@pytest.fixture
def wafers(warehouse: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Decisions with the truth beside them."""
    return warehouse.execute(WAFERS).df()


def _drivers(wafers: pd.DataFrame) -> pd.DataFrame:
    """The regressors of the density, from columns that anybody in the fab sees."""
    etch = (wafers.etch_pressure_mtorr - 35) / 1.2
    anneal = (wafers.anneal_peak_temperature_c - 1050) / 2.5
    power = (wafers.deposition_plasma_power_w - 900) / 14
    flow = (wafers.deposition_precursor_flow_sccm - 210) / 3
    after = wafers.day >= 500
    return pd.DataFrame(
        {
            "constant": 1.0,
            "learning curve": np.log(wafers.learning_density),
            "etch pressure": etch**2,
            "anneal temperature": anneal * ~after,
            "anneal temperature after the drift": anneal * after,
            "etch maintenance age": wafers.etch_pm_age_wafers / 100,
            "contact queue": np.maximum(0, wafers.contact_queue_hours - 4),
            "deposition interaction": power * flow,
            "bad polishing chamber": wafers.polishing_chamber == "CMP-2B",
            "material particles": (wafers.material_particle_count - 30) / 4,
            "pilot recipe": wafers.pilot_treated,
            "none: shift": wafers["shift"] == "night",
            "none: gas flow": (wafers.oxidation_gas_flow_sccm - 400) / 6,
            "none: etch pressure, linear": etch,
            "none: deposition power": power,
            "none: vibration": wafers.floor_vibration_um_s - 4,
            "none: humidity": (wafers.cleanroom_humidity_pct - 45) / 2,
            "none: resistivity": (wafers.material_resistivity_ohm_cm - 10) / 0.4,
            "none: hot lot": wafers.is_hot_lot,
            "none: handling damage": wafers.handling_damage,
            "none: slot": wafers.slot / 25,
            **{f"none: {name}": wafers.customer == name for name in sorted(wafers.customer.unique())[1:]},
        }
    ).astype(float)


def test_mean_yield_of_every_product_equals_the_closed_form(wafers: pd.DataFrame) -> None:
    for product, rows in wafers.groupby("product"):
        residual = rows.true_sort_yield - rows.expected_yield
        assert abs(residual.mean()) < 3.5 * residual.std() / np.sqrt(len(rows)), product


def test_best_score_is_the_tail_of_the_cluster_distribution(wafers: pd.DataFrame) -> None:
    factor = -np.log(wafers.yield_limit / wafers.y_sys) / (wafers.area_cm2 * wafers.expected_density)
    expected = stats.gamma(2, scale=0.5).sf(factor)
    np.testing.assert_allclose(wafers.low_yield_probability, expected, rtol=1e-9, atol=1e-15)


def test_expected_value_of_acting_is_the_integral_over_the_tail(wafers: pd.DataFrame) -> None:
    cluster = stats.gamma(2, scale=0.5)
    for row in wafers.sample(25, random_state=1).itertuples():
        defects = row.area_cm2 * row.expected_density
        worth = row.gross_die * row.margin_usd
        factor = -np.log(row.yield_limit / row.y_sys) / defects

        def gain(g: float, row: object = row, worth: float = worth, defects: float = defects) -> float:
            lost = (row.yield_nominal - row.y_sys * np.exp(-defects * g)) * worth - row.rework_usd  # type: ignore[attr-defined]
            return float(0.35 * max(0.0, lost) * cluster.pdf(g))

        expected = integrate.quad(gain, factor, factor + 60, limit=400)[0] - 60
        assert row.expected_value_usd == pytest.approx(expected, abs=1e-4)


def test_best_score_is_calibrated_and_near_the_known_ceiling(wafers: pd.DataFrame) -> None:
    deciles = pd.qcut(wafers.low_yield_probability, 10, labels=False)
    for decile, rows in wafers.groupby(deciles):
        p = rows.low_yield_probability
        # Two standard deviations of slack per mille for the binomial count, which the closed form leaves out.
        allowed = 3.5 * np.sqrt((p * (1 - p)).sum()) / len(rows) + 0.01
        assert abs(rows.is_low_yield.mean() - p.mean()) < allowed, decile
    assert roc_auc_score(wafers.is_low_yield, wafers.low_yield_probability) == pytest.approx(0.89, abs=0.02)


def test_about_one_wafer_in_seven_is_low(wafers: pd.DataFrame) -> None:
    known = wafers[wafers.sort_yield.notna()]
    assert (known.sort_yield < known.yield_limit).mean() == pytest.approx(0.14, abs=0.02)
    assert (known.true_sort_yield == known.sort_yield).all()


def test_planted_effects_are_recovered_and_nothing_else_is(
    wafers: pd.DataFrame, warehouse: duckdb.DuckDBPyConnection
) -> None:
    drivers = _drivers(wafers)
    stuck = (wafers.etch_pressure_mtorr == 36.2) | (wafers.anneal_peak_temperature_c == 1052.5)
    stuck |= (wafers.deposition_plasma_power_w == 914) | (wafers.deposition_precursor_flow_sccm == 213)
    usable = drivers.notna().all(axis=1) & ~wafers.is_in_excursion & ~stuck
    # Density given the drivers is a gamma variable of shape 2, which is this very regression.
    family = sm.families.Gamma(sm.families.links.Log())
    fit = sm.GLM(wafers.defect_density[usable], drivers[usable], family=family).fit(scale=0.5)
    truth = dict(warehouse.execute("select effect, beta from fab_truth.fab_truth_effects where beta <> 0").fetchall())
    drifts = warehouse.execute("select value_after from fab_truth.fab_truth_drifts where drift = 'concept'").fetchall()
    truth |= {"anneal temperature after the drift": drifts[0][0], "learning curve": 1.0}
    assert set(truth) == {name for name in drivers if name != "constant" and not name.startswith("none")}
    for name, beta in truth.items():
        assert abs(fit.params[name] - beta) < 3.5 * fit.bse[name], name
        assert fit.pvalues[name] < 0.05, name
    without = sorted(p for name, p in fit.pvalues.items() if name.startswith("none"))
    rejected = [p for place, p in enumerate(without, 1) if p <= 0.05 * place / len(without)]
    assert rejected == []


def test_virtual_drift_moves_the_reading_and_not_the_yield(wafers: pd.DataFrame) -> None:
    level = (wafers.oxidation_gas_flow_sccm - 400) / 6
    days = wafers.day
    before, after = level[(days > 300) & (days < 430)], level[(days >= 430) & (days < 560)]
    assert after.mean() - before.mean() == pytest.approx(1.5, abs=0.25)
    ratio = (wafers.defect_density / wafers.expected_density)[(days >= 430) & (days < 560)]
    assert abs(ratio.mean() - 1) < 3.5 * np.sqrt(0.5 / len(ratio))


def test_excursions_are_seen_in_their_chamber(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        select excursions.excursion, excursions.log_density, excursions.wafer_count, count(*) as found,
            avg(truth.defect_density / (truth.learning_density * exp(truth.effect_log_density))) as ratio
        from fab_truth.fab_truth_excursions as excursions
        inner join fab.fab_wafer_steps as steps
            on steps.chamber_id = excursions.chamber_id
            and steps.started_at - interval 116 minute - interval 4 minute * cast(right(steps.wafer_id, 2) as integer)
                between excursions.started_at and excursions.ended_at
        inner join fab_truth.fab_truth_wafers as truth on steps.wafer_id = truth.wafer_id
        group by all
    """
    rows = warehouse.execute(query).fetchall()
    assert len(rows) == 6
    for excursion, log_density, planted, found, ratio in rows:
        assert found == planted, excursion
        assert abs(ratio / np.exp(log_density) - 1) < 3.5 * np.sqrt(0.5 / found), excursion


def test_only_loud_excursions_move_a_sensor(warehouse: duckdb.DuckDBPyConnection) -> None:
    query = """
        with long as (
            unpivot (select wafer_id, step, chamber_id, started_at, reading_1, reading_2, reading_3, reading_4
                from fab.fab_wafer_steps) on reading_1, reading_2, reading_3, reading_4
        ),
        levels as (
            select excursions.excursion, excursions.sensor_number, sensors.sensor_number as sensor,
                long.started_at between excursions.started_at and excursions.ended_at as is_inside,
                (long.value - sensors.centre) / sensors.scale as level
            from long
            inner join fab_truth.fab_truth_excursions as excursions on long.chamber_id = excursions.chamber_id
            inner join fab.fab_sensors as sensors
                on sensors.step = long.step and long.name = 'reading_' || sensors.sensor_number
        )
        select excursion, sensor_number, sensor,
            avg(level) filter (where is_inside) - avg(level) filter (where not is_inside) as shift
        from levels group by all
    """
    rows = warehouse.execute(query).fetchall()
    assert len(rows) == 24
    for excursion, signature, sensor, shift in rows:
        follows = 1.5 if signature == 1 and sensor == 3 else 0.0
        assert shift == pytest.approx(3.0 if sensor == signature else follows, abs=1.2), (excursion, sensor)


def test_handling_damage_widens_by_the_planted_slope(
    wafers: pd.DataFrame, warehouse: duckdb.DuckDBPyConnection
) -> None:
    target, gap, slope, days = warehouse.execute(
        "select target, gap_start, gap_per_month, month_days from fab_truth.fab_truth_gaps"
    ).fetchall()[0]
    design = sm.add_constant(wafers.day / days)
    interval = sm.OLS(wafers.handling_damage.astype(float), design).fit(cov_type="HC1").conf_int()
    assert interval.loc["day", 0] < slope < interval.loc["day", 1]
    assert interval.loc["const", 0] < target + gap < interval.loc["const", 1]


def test_intervals_of_the_widening_cover_the_planted_slope_whatever_the_stream(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """The generator's own draw under fifty names of its stream: the published one is not needed for the evidence."""
    streams = [f"handling {number}" for number in range(50)]
    rendered = render_expressions(
        [
            f"assay.fab_uniform(assay.fab_draw('wafer_key', '{stream}')) ~ ' < ' ~ assay.fab_damage_rate('decided_day')"
            for stream in streams
        ],
        tmp_path,
    )
    damaged = ", ".join(f'{sql} as "{stream}"' for sql, stream in zip(rendered, streams, strict=True))
    days = warehouse.execute(f"select decided_day, {damaged} from fab.fab_generator_wafers order by wafer_id").df()
    slope, month = warehouse.execute("select gap_per_month, month_days from fab_truth.fab_truth_gaps").fetchall()[0]
    design = sm.add_constant(days.decided_day / month)
    intervals = [
        sm.OLS(days[stream].astype(float), design).fit(cov_type="HC1").conf_int().loc["decided_day"]
        for stream in streams
    ]
    covered = np.mean([low < slope < high for low, high in intervals])
    assert 0.88 <= covered <= 1
    assert np.mean([(low + high) / 2 for low, high in intervals]) == pytest.approx(slope, rel=0.1)


def test_leaks_foretell_the_label(wafers: pd.DataFrame, warehouse: duckdb.DuckDBPyConnection) -> None:
    known = wafers[wafers.sort_yield.notna()]
    label = known.sort_yield < known.yield_limit
    assert roc_auc_score(label, -known.inline_quality_index) > 0.9999
    assert roc_auc_score(label, known.review_minutes) > 0.9
    assert (known.reviewed_at > known.sorted_at).all()
    assert (
        wafers[wafers.sort_yield.isna()][["inline_quality_index", "review_minutes", "reviewed_at"]]
        .isna()
        .to_numpy()
        .all()
    )
    listed = {row[0] for row in warehouse.execute("select column_name from fab_truth.fab_truth_leaks").fetchall()}
    assert listed == {"inline_quality_index", "review_minutes", "reviewed_at", "sorted_at", "sort_yield"}
