"""Simulated upstream tables of the evaluation stage, in which every truth is known, and one dbt run on them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from tests.conftest import run_dbt

COVERAGE_SETS = 200
TRUE_RATE = 0.35
LEARNERS = ("constant", "logistic", "boosted_trees")
START = pd.Timestamp("2025-01-01")

MODELS = [
    f"assay_evaluation__{name}"
    for name in (
        "outcomes",
        "outcome_means",
        "profit_curves",
        "thresholds",
        "predictions",
        "capacity_actions",
        "quantity_outcomes",
        "score_groups",
        "calibration_bins",
        "summaries",
        "cluster_influences",
        "gains",
        "standard_errors",
        "class_decisions",
        "class_counts",
        "class_summaries",
        "class_metrics",
        "quantity_predictions",
        "quantity_metrics",
        "metrics",
        "confusion_matrices",
        "threshold_curves",
        "curves",
        "fit_diagnoses",
        "merits",
        "shortfalls",
        "champions",
        "policy_outcomes",
        "unit_values",
        "bootstrap_weights",
        "policy_replicates",
        "policy_values",
    )
]


def _draw_rows(random: np.random.Generator, use_case: str, clusters: int, size: int) -> pd.DataFrame:
    """Draw decisions whose clusters share part of their risk; cluster size 1 gives independent rows."""
    rows = clusters * size
    cluster = np.repeat(np.arange(clusters), size)
    risk = random.normal(0, 1, rows) + random.normal(0, 1, clusters)[cluster]
    label = (risk + random.logistic(0, 1, rows) > 0.9).astype(float)
    return pd.DataFrame(
        {
            "use_case": use_case,
            "entity_id": [f"e{row:06d}" for row in range(rows)],
            "cluster_id": [f"c{number:05d}" for number in cluster]
            if size > 1
            else [f"e{row:06d}" for row in range(rows)],
            "decided_at": START + pd.to_timedelta(np.arange(rows), unit="h"),
            "risk": risk,
            "label": label,
        }
    )


def _split_by_time(frame: pd.DataFrame) -> pd.DataFrame:
    """Give whole clusters to train, valid, test and live, in the order of time."""
    order = frame["cluster_id"].rank(method="dense")
    share = (order - 1) / order.max()
    frame["split"] = np.select([share < 0.5, share < 0.7, share < 0.95], ["train", "valid", "test"], "live")
    return frame


def _price(frame: pd.DataFrame, random: np.random.Generator, kind: str) -> pd.DataFrame:
    """Attach the money of the four outcomes: constant, different in every row, or none."""
    rows = len(frame)
    frame[["value_tp", "value_fp", "value_fn", "value_tn"]] = np.nan
    if kind == "constant":
        frame["value_tp"], frame["value_fp"], frame["value_fn"], frame["value_tn"] = 70.0, -25.0, -12.0, 3.0
    elif kind == "per_row":
        frame["value_tp"] = random.lognormal(4, 0.8, rows) - 40
        frame["value_fp"] = -random.uniform(10, 40, rows)
        frame["value_fn"] = -random.uniform(0, 20, rows)
        frame["value_tn"] = random.uniform(-1, 2, rows)
    return frame


def _simulate_use_case(random: np.random.Generator, name: str, clusters: int, size: int, kind: str) -> pd.DataFrame:
    frame = _price(_split_by_time(_draw_rows(random, name, clusters, size)), random, kind)
    frame["sampled"] = random.uniform(size=len(frame)) < 0.1
    frame["alarm"] = frame["risk"] + random.normal(0, 1, len(frame)) > 1.8
    return frame


def _simulate_coverage_set(random: np.random.Generator, number: int) -> pd.DataFrame:
    """Draw 60 clusters of 1 to 8 rows, all in the test split, with money that clusters share."""
    sizes = random.integers(1, 9, 60)
    cluster = np.repeat(np.arange(60), sizes)
    rows = len(cluster)
    shared = random.normal(0, 1, 60)[cluster]
    latent = (shared + random.normal(0, 1, rows)) / np.sqrt(2)
    frame = pd.DataFrame(
        {
            "use_case": f"coverage_{number:03d}",
            "entity_id": [f"e{row:04d}" for row in range(rows)],
            "cluster_id": [f"c{value:02d}" for value in cluster],
            "decided_at": START + pd.to_timedelta(np.arange(rows), unit="h"),
            "risk": latent + random.normal(0, 1, rows),
            "label": (latent > 0.38532046640756773).astype(float),
            "split": "test",
            "value_fp": -20.0,
            "value_fn": 0.0,
            "value_tn": 0.0,
            "sampled": random.uniform(size=rows) < 0.1,
            "alarm": False,
        }
    )
    frame["value_tp"] = 100.0 + 30.0 * shared
    return frame


def _score(frame: pd.DataFrame, learner: str, random: np.random.Generator) -> pd.DataFrame:
    """Score rows as a learner of known skill would: cross-validated rows get a noisier score than trained ones."""
    scored = []
    for split, noise in (("train", 0.6), ("cv", 1.0), ("valid", 1.0), ("test", 1.0), ("live", 1.0)):
        part = frame[frame["split"] == ("train" if split == "cv" else split)]
        score = 0.8 * (part["risk"] - 0.9) + random.normal(0, noise, len(part))
        score = score * 0 if learner == "constant" else score
        probability = 1 / (1 + np.exp(-score))
        if learner == "boosted_trees":
            probability = np.clip(probability.round(2), 0.01, 0.99)
        part = part.assign(split=split, raw_score=score, probability=probability, learner=learner)
        scored.append(part.assign(model_version=f"{learner}-0123456789ab"))
    return pd.concat(scored)


def write_upstream(database: Path, coverage_sets: int = COVERAGE_SETS) -> None:
    """Write the tables that the evaluation stage reads, as the stages before it would, into ``assay_work``.

    Parameters
    ----------
    database : Path
        DuckDB file to create or add to.
    coverage_sets : int
        Number of small use cases drawn from one distribution whose true values are known.
    """
    random = np.random.default_rng(20240229)
    cases = {
        "clustered": _simulate_use_case(random, "clustered", 900, 8, "per_row"),
        "plain": _simulate_use_case(random, "plain", 3000, 1, "constant"),
        "without_outcomes": _simulate_use_case(random, "without_outcomes", 300, 4, "none"),
        "one_class": _simulate_use_case(random, "one_class", 200, 3, "constant"),
    }
    one_class = cases["one_class"]
    one_class.loc[one_class["split"] == "test", "label"] = 0.0
    scored = [_score(frame, learner, random) for frame in cases.values() for learner in LEARNERS]
    for number in range(coverage_sets):
        frame = _simulate_coverage_set(random, number)
        cases[f"coverage_{number:03d}"] = frame
        scored.append(_score(frame, "logistic", random))
    rows, scores = pd.concat(cases.values(), ignore_index=True), pd.concat(scored, ignore_index=True)
    use_cases = pd.DataFrame({"use_case": list(cases)})
    with duckdb.connect(str(database)) as connection:
        connection.register("rows", rows)
        connection.register("scores", scores)
        connection.register("names", use_cases)
        connection.execute(Path(__file__).with_name("evaluation_upstream.txt").read_text())


def build_evaluation(database: Path, threads: int = 2, **variables: object) -> subprocess.CompletedProcess[str]:
    """Run the evaluation models on tables that :func:`write_upstream` wrote."""
    words = ["--vars", str(variables)] if variables else []
    environment = {"ASSAY_THREADS": str(threads), **{k: v for k, v in os.environ.items() if k == "PYTHONPATH"}}
    return run_dbt("run", "--quiet", *words, "--select", *MODELS, database=database, environment=environment)
