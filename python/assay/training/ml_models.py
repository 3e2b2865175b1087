"""Train the one model of an ml_model: search, fit, and what is stored beside the fit."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from assay.exchange.document import stored_form
from assay.training.examples import TrainingSet, read_training_set
from assay.training.fits import fit_missing
from assay.training.schema import FITS
from assay.training.scoring import score_form
from assay.training.threads import one_thread
from assay.training.trials import search_missing
from assay.training.unusual import PERMILLES, cluster_sizes, unusualness

UNLABELLED_LINKS = ("distance", "component", "residual", "path")

ML_MODELS = pa.schema(
    [
        *FITS,
        ("trial_parameters", pa.list_(pa.string())),
        ("trial_metrics", pa.list_(pa.string())),
        ("trial_values", pa.list_(pa.float64())),
        ("trial_standard_errors", pa.list_(pa.float64())),
        ("trial_states", pa.list_(pa.string())),
        ("trial_seconds", pa.list_(pa.float64())),
        ("trial_is_chosen", pa.list_(pa.bool_())),
        ("cluster_rows", pa.int64()),
        ("cluster_radius", pa.float64()),
        ("unusualness_quantiles", pa.list_(pa.float64())),
    ]
)
TRIAL_COLUMNS = {
    "trial_parameters": "parameters",
    "trial_metrics": "metric",
    "trial_values": "value",
    "trial_standard_errors": "standard_error",
    "trial_states": "state",
    "trial_seconds": "seconds",
    "trial_is_chosen": "is_chosen",
}


def train_ml_model(connection: duckdb.DuckDBPyConnection, part: str, existing: str | None) -> pa.Table:
    """Carry out the plan of an ml_model, unless its version is stored.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the warehouse.
    part : str
        What the names of the temporary tables of the ml_model begin with: ``examples``, ``space`` and ``plans``.
    existing : str or None
        The relation of the ml_model, if there is one.

    Returns
    -------
    pyarrow.Table
        One row per fold and output in the form of :data:`ML_MODELS`; trials, and what the training rows look like to a
        model without a label, stand in the rows of fold 0.
    """
    examples, plans = f"{part}examples", f"{part}plans"
    space = f"(select 'ml_model' as use_case, * from {part}space where fold = 0)"
    trials = search_missing(connection, examples, plans, existing)
    connection.register(f"{part}trials", trials)
    fits = fit_missing(connection, examples, space, plans, existing, trials=f"{part}trials")
    connection.unregister(f"{part}trials")
    searched = {stored: trials.column(name).to_pylist() for stored, name in TRIAL_COLUMNS.items()}
    rows: list[dict[str, Any]] = fits.to_pylist()
    for row in rows:
        if row["fold"] == 0:
            row.update(searched)
    if rows and rows[0]["link"] in UNLABELLED_LINKS:
        _describe(connection, examples, rows)
    return pa.Table.from_pylist(rows, schema=ML_MODELS)


def _read_rows(connection: duckdb.DuckDBPyConnection, examples: str, row: dict[str, Any]) -> TrainingSet:
    return read_training_set(connection, examples, row["use_case"], row["training_rows"], row["feature_count"])


@one_thread()
def _describe(connection: duckdb.DuckDBPyConnection, examples: str, rows: list[dict[str, Any]]) -> None:
    """Add what the training rows look like to a model without a label to the rows of its outputs."""
    features = _read_rows(connection, examples, rows[0]).features
    scores = np.column_stack([score_form(stored_form(row), features) for row in rows])
    quantiles = np.quantile(unusualness(rows[0]["link"], scores, features.shape[1]), PERMILLES)
    for row in rows:
        row["unusualness_quantiles"] = quantiles
    if rows[0]["link"] == "distance":
        for row, count, radius in zip(rows, *cluster_sizes(scores), strict=True):
            row.update(cluster_rows=int(count), cluster_radius=float(radius))
