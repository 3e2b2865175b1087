"""Data with planted shapes, defects, clusters and trends, and a team's project that reviews them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from tests.conftest import run_dbt
from tests.integration.conftest import write_project

START = np.datetime64("2025-01-01")
MARTS = (
    "numeric_profiles",
    "categorical_profiles",
    "histograms",
    "quality_results",
    "quality_scores",
    "baseline_metrics",
    "gaps",
    "inaction_costs",
    "loss_drivers",
)


def shapes(rows: int = 6000, days: int = 60) -> pd.DataFrame:
    """Columns of every shape that profiles must survive; about ``rows / days`` rows a day.

    Returns
    -------
    pandas.DataFrame
        Shape (rows, columns), ``row_id`` unique, ``seen_at`` ascending.
    """
    random = np.random.default_rng(7)
    normal = random.normal(size=rows)
    frame = pd.DataFrame(
        {
            "row_id": [f"r{number:06d}" for number in range(rows)],
            "seen_at": START + (np.arange(rows) * days // rows).astype("timedelta64[D]"),
            "far_mean": 1e6 + normal,
            "skewed": np.exp(1.5 * random.normal(size=rows)),
            "tiny": 1e-9 * random.normal(size=rows),
            "outlying": np.where(np.arange(rows) % 1000 == 17, 1e12, random.normal(size=rows)),
            "holed": np.where(random.random(rows) < 0.3, np.nan, 5 * normal + random.normal(size=rows)),
            "constant": 1.1,
            "count_like": random.poisson(0.4, size=rows),
            "colour": random.choice(["red", "green", "blue"], p=[0.6, 0.3, 0.1], size=rows),
            "secret": [f"person {number % 50}" for number in range(rows)],
            "is_open": random.random(rows) < 0.25,
            "empty": np.full(rows, np.nan),
        }
    )
    frame.loc[frame.index % 7 == 3, "colour"] = None
    return frame


def defects(rows_a_day: int = 200, days: int = 80) -> pd.DataFrame:
    """Clean sensor readings with five planted defects; see ``PLANTED`` for their rules and days."""
    random = np.random.default_rng(11)
    day = np.repeat(np.arange(days), rows_a_day)
    frame = pd.DataFrame(
        {
            "reading_id": np.arange(len(day)),
            "read_at": START + day.astype("timedelta64[D]"),
            "flow": random.normal(20, 1, size=len(day)),
            "heat": random.normal(25, 0.5, size=len(day)),
            "rare": np.where(random.random(len(day)) < 0.01, np.nan, random.normal(size=len(day))),
            "noisy": np.where(random.random(len(day)) < 0.2, np.nan, random.normal(size=len(day))),
            "tool": random.choice(["a", "b", "c"], size=len(day)),
        }
    )
    frame.loc[(day == 40) & (random.random(len(day)) < 0.3), "flow"] = np.nan
    mistaken = (day >= 50) & (day < 57) & (frame["tool"] == "b")
    frame.loc[mistaken, "heat"] = 32 + 1.8 * frame["heat"]
    frame.loc[(day == 60) & (random.random(len(day)) < 0.1), "tool"] = "d"
    frame.loc[(day == 65) & (np.arange(len(day)) % 50 == 0), "flow"] = np.inf
    lost = (day == 70) & (random.random(len(day)) < 0.6)
    silent = (day >= 73) & (day <= 77)
    return frame[~lost & ~silent].reset_index(drop=True)


PLANTED = {
    ("missing:flow", 40),
    *(("far_out:heat", day) for day in range(50, 57)),
    ("new_category:tool", 60),
    ("not_finite:flow", 65),
    ("usual_volume", 70),
    ("usual_gap", 78),
}


def decisions(has_clusters: bool, months: int = 24, clusters_a_month: int = 40, size: int = 5) -> pd.DataFrame:
    """Decisions whose loss rate is 0.06 + 0.004 a month, alike within lots where ``has_clusters``."""
    random = np.random.default_rng(13)
    lots = months * clusters_a_month
    month = np.repeat(np.arange(months), clusters_a_month * size)
    lot = np.repeat(np.arange(lots), size)
    lot_effect = random.normal(size=lots)[lot] if has_clusters else 0.0
    starts = pd.Timestamp("2023-03-01") + pd.to_timedelta(0, unit="D")
    rate = np.clip(0.06 + 0.004 * month + 0.03 * np.sign(lot_effect) * has_clusters, 0, 1)
    return pd.DataFrame(
        {
            "item": np.arange(len(month)),
            "lot": lot if has_clusters else np.arange(len(month)),
            "at": [starts + pd.DateOffset(months=int(number)) for number in month],
            "loss": 100 + 3 * month + 10 * lot_effect + random.normal(size=len(month)),
            "is_lost": random.random(len(month)) < rate,
            "site": random.choice(["north", "south"], size=len(month)),
        }
    )


def seeds(count: int = 50, months: int = 24, size: int = 10) -> pd.DataFrame:
    """As many histories as seeds, each with a loss that grows by 0.4 a month."""
    random = np.random.default_rng(17)
    seed, month, _ = np.indices((count, months, size)).reshape(3, -1)
    return pd.DataFrame(
        {
            "item": np.arange(len(seed)),
            "at": [pd.Timestamp("2023-03-01") + pd.DateOffset(months=int(number)) for number in month],
            "loss": 0.4 * month + random.normal(scale=5, size=len(seed)),
            "seed": [f"s{number}" for number in seed],
        }
    )


def _use_case(relation: str, key: str, time: str, label: str, **declared: Any) -> dict[str, Any]:
    """A declaration with the least a use case needs and what is ``declared`` beside it."""
    entity = {"relation": relation, "key": key, "time": time, **declared.pop("entity", {})}
    policies = [{"name": "none", "sql": "false", "current": True}]
    return {"entity": entity, "label": {"sql": label}, "policies": policies, **declared}


def declarations() -> dict[str, Any]:
    """The use cases over the planted data."""
    metrics = [
        {
            **{"name": "loss", "sql": "loss", "direction": "down", "target": 90, "unit_amount": "2"},
            "ceiling": "loss - case when is_lost then 1 else 0 end",
            "benchmark": {"value": 95, "source": "Survey of ten sites", "date": "2025-06-30"},
        },
        {"name": "lost_rate", "sql": "case when is_lost then 1 else 0 end", "direction": "down", "unit_amount": "50"},
    ]
    peer_rate = {
        **{"name": "peer_rate", "sql": "case when is_lost then 1 else 0 end", "direction": "down"},
        "benchmark": {"value": 0.05, "source": "Survey of ten sites", "date": "2025-06-30"},
    }
    money = {"currency": "EUR", "discount_rate_annual": 0.12, "horizon_months": 12}
    common = {"metrics": metrics, "segments": ["site"], "money": money, "volume": {"units_per_month": 1000}}
    clustered = {"entity": {"cluster": "lot"}, **common, "metrics": [*metrics, peer_rate]}
    window = {"from": "2023-03-01", "until": "2023-09-01"}
    return {
        "shapes": _use_case("shapes", "row_id", "seen_at", "is_open", privacy={"personal": ["secret"]}),
        "single": _use_case("single", "row_id", "seen_at", "is_open"),
        "seeds": _use_case(
            *("seeds", "item", "at", "loss > 0"),
            metrics=[{"name": "loss", "sql": "loss", "direction": "down", "target": 0, "unit_amount": 1}],
            segments=["seed"],
        ),
        "defects": _use_case("defects", "reading_id", "read_at", "noisy > 0", features={"exclude": ["noisy"]}),
        "clustered": _use_case("clustered", "item", "at", "is_lost", **clustered),
        "independent": _use_case("independent", "item", "at", "is_lost", baseline=window, **common),
    }


def write_review_project(folder: Path, frames: Mapping[str, pd.DataFrame], use_cases: Mapping[str, Any]) -> Path:
    """Write the frames as Parquet and a project that reads them; the files may be replaced between builds."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        write_frame(folder, name, frame)
    models = {name: f"select * from read_parquet('{folder}/{name}.parquet')" for name in frames}
    return write_project(folder, models, {"assay_use_cases": dict(use_cases)})


def write_frame(folder: Path, name: str, frame: pd.DataFrame) -> None:
    """Write one frame as Parquet, NaN of ``holed``-like columns as NULL, infinities kept."""
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        doubles = [column for column in frame if frame[column].dtype == np.float64]
        columns = ", ".join(
            f'case when isnan("{column}") then null else "{column}" end as "{column}"'
            if column in doubles
            else f'"{column}"'
            for column in frame
        )
        connection.execute(f"copy (select {columns} from frame) to '{folder}/{name}.parquet'")


def build_review(folder: Path, database: Path) -> None:
    """Build the first four stages and their marts."""
    run_dbt("build", "--select", *(f"+assay__{mart}" for mart in MARTS), directory=folder, database=database)
