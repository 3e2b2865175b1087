"""Search what is planned, declared to be searched and not searched yet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from assay.training.examples import TrainingSet, read_training_set

TRIALS = pa.schema(
    [
        ("use_case", pa.string()),
        ("model_version", pa.string()),
        ("learner", pa.string()),
        ("outer_fold", pa.int32()),
        ("trial", pa.int32()),
        ("parameters", pa.string()),
        ("metric", pa.string()),
        ("value", pa.float64()),
        ("standard_error", pa.float64()),
        ("state", pa.string()),
        ("is_chosen", pa.bool_()),
        ("seconds", pa.float64()),
        ("finished_at", pa.timestamp("us")),
    ]
)


def search_missing(
    connection: duckdb.DuckDBPyConnection, examples: str, plans: str, trials: str | None, assumptions: str | None = None
) -> pa.Table:
    """Carry out every planned search whose trials are not stored yet.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the warehouse; only read. Trials that are finished are kept in a journal beside its file, from
        which a search that was killed goes on.
    examples, plans : str
        Relation names, or queries in brackets, of ``assay_features__examples`` and ``assay_training__plans``.
    trials : str or None
        The same for the stored trials; None where there are none yet.
    assumptions : str or None
        The same for ``assay_inputs__assumptions``, where an hour of compute has its price; None where there are none.

    Returns
    -------
    pyarrow.Table
        One row per trial in the form of :data:`TRIALS`; no rows where nothing is declared or nothing is to do.

    Raises
    ------
    ValueError
        If the examples differ from the plan, or a search has a budget in money and an hour of compute no price.
    """
    rows: list[dict[str, Any]] = []
    for plan in _pending(connection, plans, trials):
        # Loading the library takes half a second, which a build without a search should not pay.
        from assay.training.search import search_parameters

        training = read_training_set(
            connection,
            examples,
            plan["use_case"],
            plan["training_rows"],
            plan["feature_count"],
            plan["task"],
            plan["sampled_rows"],
        )
        key = {name: plan[name] for name in ("use_case", "model_version", "learner")}
        search = json.loads(plan["search"])
        searched = list(_searched(training, is_nested=search.get("nested", False)))
        seconds = _paid_seconds(connection, assumptions, plan["use_case"], search) / len(searched)
        for fold, part in searched:
            name = f"{plan['fingerprint']}-{fold}" if fold else plan["fingerprint"]
            for trial in search_parameters(plan, part, find_journal(connection), name, seconds):
                parameters = json.dumps(trial["parameters"], sort_keys=True)
                rows.append({**key, **trial, "outer_fold": fold, "parameters": parameters})
    return pa.Table.from_pylist(rows, schema=TRIALS)


def _searched(training: TrainingSet, is_nested: bool) -> Iterator[tuple[int, TrainingSet]]:
    """Training rows under 0 and, of a nested search, what each fold's model learns from if two folds are left in it."""
    yield 0, training
    for fold in training.held_out_folds if is_nested else ():
        part = training.without(fold)
        if len(part.held_out_folds) > 1:
            yield fold, part


def _paid_seconds(
    connection: duckdb.DuckDBPyConnection, assumptions: str | None, use_case: str, search: dict[str, Any]
) -> float:
    """How long the declared money lasts at the price of an hour; without end where none is declared."""
    if search.get("amount") is None:
        return np.inf
    if "hour_amount" in search:
        return float(3600 * search["amount"] / search["hour_amount"])
    query = f"""
        select expected_value from {assumptions} as assumptions
        where use_case = ? and name = 'compute_hour_amount' and expected_value > 0
    """
    prices = connection.execute(query, [use_case]).fetchall() if assumptions else []
    if not prices:
        raise ValueError(f"{use_case}: tuning.amount needs the assumption compute_hour_amount, the price of an hour")
    return float(3600 * search["amount"] / prices[0][0])


def find_journal(connection: duckdb.DuckDBPyConnection) -> Path | None:
    """Name the journal beside the warehouse's file; a warehouse in memory has none."""
    query = "select path from duckdb_databases() where database_name = current_database()"
    [(path,)] = connection.execute(query).fetchall()
    return Path(f"{path}.trials.journal") if path else None


def _pending(connection: duckdb.DuckDBPyConnection, plans: str, trials: str | None) -> list[dict[str, Any]]:
    stored = f"and model_version not in (select model_version from {trials} as trials)" if trials else ""
    cursor = connection.execute(f"""
        select use_case, learner, model_version, task, parameters, search, fingerprint, seed, feature_count,
            training_rows, sampled_rows, search_workers
        from {plans} as plans
        where status = 'fit' and search is not null {stored}
        order by use_case, learner
    """)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
