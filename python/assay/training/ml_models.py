"""Train the one model of an ml_model: search, fit, and what is stored beside the fit."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from assay.training.examples import read_training_set
from assay.training.fits import fit_missing
from assay.training.schema import FITS, Form
from assay.training.standard_errors import standard_errors
from assay.training.trials import search_missing

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
        ("weight_standard_errors", pa.list_(pa.float64())),
        ("weight_p_values", pa.list_(pa.float64())),
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


def train_ml_model(
    connection: duckdb.DuckDBPyConnection, part: str, existing: str | None, has_errors: bool
) -> pa.Table:
    """Carry out the plan of an ml_model, unless its version is stored.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the warehouse.
    part : str
        What the names of the temporary tables of the ml_model begin with: ``examples``, ``space`` and ``plans``.
    existing : str or None
        The relation of the ml_model, if there is one.
    has_errors : bool
        Whether standard errors of the coefficients are asked for.

    Returns
    -------
    pyarrow.Table
        One row per fold and output in the form of :data:`ML_MODELS`; trials and errors stand in the rows of fold 0.
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
        row.update({name: [] for name in ML_MODELS.names[len(FITS) :]})
        if row["fold"] == 0:
            row.update(searched)
            row.update(_errors(connection, examples, row) if has_errors else {})
    return pa.Table.from_pylist(rows, schema=ML_MODELS)


def _errors(connection: duckdb.DuckDBPyConnection, examples: str, row: dict[str, Any]) -> dict[str, Any]:
    """Measure the errors of a stored linear model's coefficients."""
    training = read_training_set(connection, examples, row["use_case"], row["training_rows"], row["feature_count"])
    means, scales = np.array(row["feature_means"]), np.array(row["feature_scales"])
    form = Form("linear", row["intercept"], np.array(row["coefficients"]), means, scales)
    errors, p_values = standard_errors(form, row["link"], training)
    return {"weight_standard_errors": errors, "weight_p_values": p_values}
