"""Prediction sets and intervals over many draws: they hold the truth as often as declared, by the closed form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from tests.conftest import build_once, run_dbt

SEEDS, KNOWN, NEW, LEVEL = 150, {"0": 160, "1": 45}, {"0": 300, "1": 100}, 0.9
QUANTITIES = 199
MODELS = [
    "assay_evaluation__predictions",
    "assay_evaluation__conformal_bounds",
    "assay__prediction_sets",
    "assay__prediction_set_coverages",
]
UPSTREAM = """
    create schema assay_work;
    create table assay_work.assay_inputs__use_cases as
    select distinct use_case, case link when 'logit' then 'binary' else 'regression' end as task from drawn;
    create table assay_work.assay_features__splits as
    select use_case, entity_id, entity_id as cluster_id, 1 as fold, timestamp '2025-01-01' as decided_at from drawn;
    create table assay_work.assay_evaluation__thresholds as
    select use_case, 'm-1' as model_version, 0.5::double as threshold from drawn where false;
    create table assay_work.assay_evaluation__outcome_means as
    select use_case, 1.0::double as mean_value_tp_minus_fn, 0.0::double as mean_value_fp_minus_tn
    from drawn where false;
    create table assay_work.assay_evaluation__probabilities as
    select use_case, 'm-1' as model_version, case link when 'logit' then '1' else 'value' end as output, 'm' as learner,
        link, entity_id, split, raw_score, case link when 'logit' then probability end as probability, label,
        timestamp '2025-01-01' as decided_at, null::varchar as label_class, null::varchar as predicted_class
    from drawn
"""


def _frame(name: str, split: str, label: NDArray[np.float64], score: NDArray[np.float64], link: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "use_case": name,
            "split": split,
            "entity_id": [f"{split}{row}" for row in range(len(label))],
            "link": link,
            "raw_score": score,
            # Rounded, as calibrated probabilities come in steps.
            "probability": (1 / (1 + np.exp(-score))).round(2),
            "label": label,
        }
    )


def _draw() -> pd.DataFrame:
    """Scores of models that have seen none of the rows: classes told apart unevenly, quantities with skewed errors."""
    frames = []
    for seed in range(SEEDS):
        draws = np.random.default_rng(seed)
        for split, counts, rows in (("cv", KNOWN, QUANTITIES), ("test", NEW, 400)):
            label = np.repeat([0.0, 1.0], list(counts.values()))
            score = draws.normal(np.where(label == 1, 0.3, -1.5), np.where(label == 1, 2.0, 1.0))
            frames.append(_frame(f"seed_{seed:03d}", split, label, score, "logit"))
            predicted = draws.normal(size=rows)
            frames.append(
                _frame(f"amount_{seed:03d}", split, predicted + draws.exponential(size=rows), predicted, "identity")
            )
    return pd.concat(frames, ignore_index=True)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    def build(folder: Path) -> None:
        drawn = _draw()
        with duckdb.connect(str(folder / "warehouse.duckdb")) as opened:
            opened.register("drawn", drawn)
            opened.execute(UPSTREAM)
        run_dbt("run", "--quiet", "--select", *MODELS, database=folder / "warehouse.duckdb")

    folder = build_once(tmp_path_factory, "conformal", build)
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as opened:
        yield opened


def test_bounds_are_the_quantile_of_the_class(connection: duckdb.DuckDBPyConnection) -> None:
    """The least probability is 1 - q, with q the ceil((n + 1) level)-th smallest of 1 - p over rows of the class."""
    stored = connection.execute(
        "select use_case, class, least_probability from assay_work.assay_evaluation__conformal_bounds"
    ).df()
    drawn = _draw()
    known = drawn[(drawn["split"] == "cv") & (drawn["link"] == "logit")]
    for (use_case, label), rows in known.groupby(["use_case", "label"]):
        own = rows["probability"] if label == 1 else 1 - rows["probability"]
        nonconformity = np.sort(1 - own)
        quantile = nonconformity[int(np.ceil((len(rows) + 1) * LEVEL)) - 1]
        found = stored[(stored["use_case"] == use_case) & (stored["class"] == str(int(label)))]
        assert found["least_probability"].item() == pytest.approx(1 - quantile, abs=1e-12)


@pytest.mark.parametrize("label", ["0", "1"])
def test_sets_hold_the_true_class_at_the_declared_rate(connection: duckdb.DuckDBPyConnection, label: str) -> None:
    """Over draws the coverage of a class lies between the level and the level plus 1 / (n + 1), ties aside."""
    rates = connection.execute(
        "select coverage_rate from assay.prediction_set_coverages where class = ? and split = 'test'", [label]
    ).fetchnumpy()["coverage_rate"]
    assert len(rates) == SEEDS
    error = rates.std(ddof=1) / np.sqrt(SEEDS)
    ties = 0.02
    assert LEVEL - 2.6 * error < rates.mean() < LEVEL + 1 / (KNOWN[label] + 1) + ties + 2.6 * error


def test_coverages_count_the_sets(connection: duckdb.DuckDBPyConnection) -> None:
    sets = connection.execute(
        "select entity_id, bool_or(is_in_set and is_label) as is_covered, count(*) filter (where is_in_set) as size,"
        " max(class) filter (where is_label) as class"
        " from assay.prediction_sets where use_case = 'seed_007' and split = 'test' group by entity_id"
    ).df()
    published = connection.execute(
        "select * from assay.prediction_set_coverages where use_case = 'seed_007' and split = 'test'"
    ).df()
    for row in published.itertuples():
        own = sets[sets["class"] == row[4]]
        assert row.n == len(own)
        assert row.coverage_rate == pytest.approx(own["is_covered"].mean())
        assert row.mean_set_size == pytest.approx(own["size"].mean())
        assert row.single_rate == pytest.approx((own["size"] == 1).mean())
        assert row.empty_rate == pytest.approx((own["size"] == 0).mean())
        assert row.standard_error == pytest.approx(own["is_covered"].std(ddof=1) / np.sqrt(len(own)))
        assert row.ci_low < row.coverage_rate < row.ci_high <= 1


def test_intervals_hold_a_quantity_at_the_declared_rate(connection: duckdb.DuckDBPyConnection) -> None:
    """Each end misses half of the rest: over draws the coverage lies between the level and level + 2 / (n + 1)."""
    rows = connection.execute(
        "select use_case, avg((label between predicted_low and predicted_high)::int) as coverage,"
        " min(predicted_low - predicted_value) as low, min(predicted_high - predicted_value) as high"
        " from assay_work.assay_evaluation__predictions where split = 'test' and output = 'value' group by all"
    ).df()
    error = rows["coverage"].std(ddof=1) / np.sqrt(SEEDS)
    assert LEVEL - 2.6 * error < rows["coverage"].mean() < LEVEL + 2 / (QUANTITIES + 1) + 2.6 * error
    drawn = _draw()
    known = drawn[(drawn["use_case"] == "amount_003") & (drawn["split"] == "cv")]
    residuals = np.sort(known["label"] - known["raw_score"])
    # 200 x 0.05 = 10: the tenth from either end.
    ends = rows.set_index("use_case").loc["amount_003", ["low", "high"]]
    np.testing.assert_allclose(ends.astype(float), residuals[[9, -10]], atol=1e-12)
