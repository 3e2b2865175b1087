"""Realised value: estimators against statsmodels, their intervals over many seeds, and the planted pilot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from tests.numeric.value_cases import compile_models, solve

MODELS = (
    "assay_value__compared_outcomes",
    "assay_value__outcome_residuals",
    "assay_value__realised_effects",
    "assay_value__stakeholder_effects",
)
METHODS = ("randomised", "adjusted", "difference_in_differences", "before_after")
SEEDS = 50
EFFECT = 0.6
START = pd.Timestamp("2025-03-01")
# What stakeholders see has no strata and no covariate; the sign of a cell in the difference of means by method.
SEEN = """
    select use_case || '-' || method as use_case, 'm' as metric, 'all' as segment, 'all' as segment_value, entity_id,
        cluster_id, entity_id as person_id, method, outcome, decided_at,
        case when is_assigned then 'treated' else 'control' end
        || case when is_after then '_after' else '_before' end as cell,
        case when is_after or method <> 'randomised' then 1 else 0 end
        * case when is_assigned = is_after then 1 else -1 end as cell_sign
    from assay_work.given cross join (values ('randomised'), ('difference_in_differences')) as methods (method)
"""


def _simulate(seed: int) -> pd.DataFrame:
    """Unequal clusters, seen before and after a start; what everybody gains by time is not the effect."""
    draw = np.random.default_rng(seed)
    frames = []
    for cluster in range(60):
        rows = int(draw.integers(4, 12))
        is_after = draw.random(rows) < 0.5
        covariate = draw.normal(size=rows)
        treated = cluster % 2 == 0
        outcome = (
            2.0 * (cluster % 3)
            + draw.normal(0, 0.7)
            + 1.5 * is_after
            + EFFECT * (treated & is_after)
            + 0.9 * covariate
            + draw.normal(0, 1, rows)
        )
        frames.append(
            pd.DataFrame(
                {
                    "use_case": f"u{seed}",
                    "entity_id": [f"{cluster}-{row}" for row in range(rows)],
                    "cluster_id": f"c{cluster}",
                    "stratum": f"s{cluster % 3}",
                    "outcome": -outcome if seed % 2 else outcome,
                    "covariate": covariate,
                    "is_assigned": treated,
                    "is_after": is_after,
                    "decided_at": START,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


@pytest.fixture(scope="module")
def simulated() -> pd.DataFrame:
    """One use case per seed; every second metric is better when it is smaller."""
    return pd.concat([_simulate(seed) for seed in range(SEEDS)], ignore_index=True)


@pytest.fixture(scope="module")
def effects(tmp_path_factory: pytest.TempPathFactory, simulated: pd.DataFrame) -> Iterator[duckdb.DuckDBPyConnection]:
    """The stage's models on the simulated use cases; one more adjusts for the time before the start."""
    folder = tmp_path_factory.mktemp("realisation")
    queries = compile_models(MODELS)
    few = simulated[simulated.use_case == "u0"].copy()
    own_past = few.assign(use_case="own_past", covariate=None)
    tiny = few[few.cluster_id.isin([f"c{number}" for number in range(8)])].assign(use_case="tiny")
    rows = pd.concat([simulated, own_past, tiny], ignore_index=True)
    cases = [(name, method, name != "own_past") for name in rows.use_case.unique() for method in METHODS]
    directions = [(name, "up" if not name[1:].isdigit() or int(name[1:]) % 2 == 0 else "down") for name, *_ in cases]
    tables: dict[str, pd.DataFrame | str] = {
        "given": rows,
        "assay_inputs__decisions": (
            "select use_case, entity_id, cluster_id, decided_at, map(['m'], [outcome]) as metrics from assay_work.given"
        ),
        "assay_value__stakeholder_outcomes": SEEN,
        "assay_inputs__assignments": (
            "select use_case, entity_id, stratum, cast(covariate as double) as covariate, is_assigned, is_after,"
            " decided_at from assay_work.given"
        ),
        "assay_inputs__realisations": pd.DataFrame(cases, columns=["use_case", "method", "has_covariate"]).assign(
            metric="m", starts_at=START
        ),
        "assay_inputs__metrics": pd.DataFrame(set(directions), columns=["use_case", "direction"]).assign(metric="m"),
    }
    folder = tmp_path_factory.mktemp("realised")
    connection = solve(folder, tables, queries)
    yield connection
    connection.close()


def _found(effects: duckdb.DuckDBPyConnection, use_case: str, method: str) -> dict[str, Any]:
    query = "select * from assay_value__realised_effects where use_case = ? and method = ?"
    return effects.execute(query, [use_case, method]).df().iloc[0].to_dict()


def _fit(rows: pd.DataFrame, formula: str, term: str) -> tuple[float, float]:
    codes = rows.cluster_id.astype("category").cat.codes
    fit = smf.ols(formula, rows).fit(cov_type="cluster", cov_kwds={"groups": codes})
    return float(fit.params[term]), float(fit.bse[term])


@pytest.mark.parametrize("seed", [0, 1, 7])
@pytest.mark.parametrize("method", METHODS)
def test_effect_and_error_equal_statsmodels(
    effects: duckdb.DuckDBPyConnection, simulated: pd.DataFrame, method: str, seed: int
) -> None:
    rows = simulated[simulated.use_case == f"u{seed}"].copy()
    rows["y"] = rows.outcome * (-1 if seed % 2 else 1)
    rows["treated"] = rows.is_assigned.astype(float)
    rows["after"] = rows.is_after.astype(float)
    expected = {
        "randomised": lambda: _fit(rows[rows.is_after], "y ~ C(stratum) + treated", "treated"),
        "adjusted": lambda: _fit(rows[rows.is_after], "y ~ C(stratum) + treated + covariate", "treated"),
        "difference_in_differences": lambda: _fit(
            rows, "y ~ C(stratum) * (treated + after) + treated:after", "treated:after"
        ),
        "before_after": lambda: _fit(rows[rows.is_assigned], "y ~ C(stratum) + after", "after"),
    }[method]()
    found = _found(effects, f"u{seed}", method)
    assert (found["effect"], found["standard_error"]) == (
        pytest.approx(expected[0], rel=1e-8),
        pytest.approx(expected[1], rel=1e-7),
    )


def test_a_clusters_own_past_stands_in_for_a_covariate(
    effects: duckdb.DuckDBPyConnection, simulated: pd.DataFrame
) -> None:
    rows = simulated[simulated.use_case == "u0"].copy()
    past = rows[~rows.is_after].groupby("cluster_id").outcome.mean()
    after = rows[rows.is_after & rows.cluster_id.isin(past.index)].copy()
    after["past"], after["treated"] = after.cluster_id.map(past), after.is_assigned.astype(float)
    expected = _fit(after, "outcome ~ C(stratum) + treated + past", "treated")
    found = _found(effects, "own_past", "adjusted")
    assert (found["effect"], found["standard_error"]) == (pytest.approx(expected[0]), pytest.approx(expected[1]))
    assert found["standard_error"] < _found(effects, "own_past", "randomised")["standard_error"]


def test_four_clusters_a_side_give_an_effect_without_an_interval(effects: duckdb.DuckDBPyConnection) -> None:
    found = _found(effects, "tiny", "randomised")
    assert np.isfinite(found["effect"])
    assert np.isnan(found["standard_error"])
    assert np.isnan(found["ci_low"])


@pytest.mark.parametrize("method", METHODS[:3])
def test_intervals_cover_the_effect_as_often_as_they_say(effects: duckdb.DuckDBPyConnection, method: str) -> None:
    query = (
        "select count(*), avg(cast(ci_low <= ? and ci_high >= ? as integer)) from assay_value__realised_effects"
        " where method = ? and use_case like 'u%'"
    )
    count, coverage = effects.execute(query, [EFFECT, EFFECT, method]).fetchall()[0]
    assert count == SEEDS
    assert 0.88 <= coverage <= 1.0


@pytest.mark.parametrize("method", ["randomised", "difference_in_differences"])
def test_intervals_that_stakeholders_see_cover_the_effect_as_often_as_they_say(
    effects: duckdb.DuckDBPyConnection, method: str
) -> None:
    query = "select * from assay_value__stakeholder_effects where method = ? and regexp_matches(use_case, '^u[0-9]')"
    rows = effects.execute(query, [method]).df()
    assert len(rows) == SEEDS
    is_flipped = rows.use_case.str.extract("([0-9]+)")[0].astype(int) % 2 == 1
    truth = np.where(is_flipped, -EFFECT, EFFECT)
    assert 0.88 <= (rows.ci_low.le(truth) & rows.ci_high.ge(truth)).mean() <= 1.0


def test_before_and_after_takes_time_for_the_effect(effects: duckdb.DuckDBPyConnection) -> None:
    query = "select min(ci_low) from assay_value__realised_effects where method = 'before_after' and use_case like 'u%'"
    assert effects.execute(query).fetchall()[0][0] > EFFECT


def test_the_pilot_is_found_by_fair_comparisons_alone(warehouse: duckdb.DuckDBPyConnection) -> None:
    truth = warehouse.execute("select effect_pp from fab_truth.fab_truth_pilot").fetchall()[0][0]
    rows = warehouse.execute(
        "select method, ci_low <= $1 and $1 <= ci_high, is_attributable, standard_error from assay.realised_values",
        [truth],
    ).fetchall()
    covered = {method: (covers, attributable) for method, covers, attributable, _ in rows}
    assert covered == {"randomised": (True, True), "adjusted": (True, True), "before_after": (False, False)}
    errors = {method: error for method, *_, error in rows}
    assert errors["adjusted"] < 0.75 * errors["randomised"]
