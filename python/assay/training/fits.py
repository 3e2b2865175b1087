"""Train what is planned and not trained yet."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from assay.training.examples import TrainingSet, read_training_set
from assay.training.learners import LEARNERS
from assay.training.memory import Peak
from assay.training.nested import fit_chosen
from assay.training.row_stream import stream_training_set
from assay.training.schema import FITS, Calibration, stored_numbers
from assay.training.standard_errors import weight_errors
from assay.training.threads import one_thread
from assay.training.tree_contributions import explained
from assay.training.usage import measured


@one_thread()
def fit_missing(
    connection: duckdb.DuckDBPyConnection,
    examples: str,
    feature_space: str,
    plans: str,
    fits: str | None,
    trials: str | None = None,
) -> pa.Table:
    """Train every planned model version that is not stored yet.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the warehouse; only read.
    examples, feature_space, plans : str
        Relation names, or queries in brackets, of ``assay_features__examples``,
        ``assay_features__feature_space`` and ``assay_training__plans``.
    fits : str or None
        The same for the stored fits; None where there are none yet.
    trials : str or None
        The same for ``assay_training__trials``; None where nothing is searched.

    Returns
    -------
    pyarrow.Table
        One row per new model version, fold and output, in the form of :data:`assay.training.schema.FITS`; no rows
        where nothing is to do.

    Raises
    ------
    ValueError
        If the examples differ from the plan, a planned search is not carried out yet, or a stored model does not
        score like the learner's own.
    """
    rows: list[dict[str, Any]] = []
    training: tuple[tuple[str, bool], TrainingSet] | None = None
    peak = Peak()
    for plan in _pending(connection, plans, fits, trials):
        use_case = plan["use_case"]
        is_streamed = plan["sampled_rows"] is not None and plan["task"] in LEARNERS[plan["learner"]].streams
        if training is None or training[0] != (use_case, is_streamed):
            training = None
            peak = Peak()
            training = ((use_case, is_streamed), _read(connection, examples, plan, is_streamed))
        plan["sampled_rows"] = None if is_streamed else plan["sampled_rows"]
        training[1].calibration = plan["calibration"]
        training[1].last_label = _last_label(connection, feature_space, use_case)
        names = _feature_names(connection, feature_space, use_case)
        rows.extend(_fit(plan, training[1], names, peak))
        if LEARNERS[plan["learner"]].consumes_features:
            training = None
    return pa.Table.from_pylist(rows, schema=FITS)


def _pending(
    connection: duckdb.DuckDBPyConnection, plans: str, fits: str | None, trials: str | None
) -> list[dict[str, Any]]:
    """Plans to carry out, use case by use case, learners that give the float matrix away last."""
    stored = f"and model_version not in (select model_version from {fits} as fits)" if fits else ""
    query = f"""
        select use_case, learner, model_version, task, calibration, parameters, feature_space_version, fingerprint,
            seed, feature_count, training_rows, sampled_rows
        from {_with_chosen(plans, trials) if trials else plans} as plans
        where status = 'fit' {stored}
        order by use_case
    """
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    pending = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    for plan in pending:
        plan["nested_parameters"] = _nested_parameters(connection, trials, plan["model_version"]) if trials else {}
        if plan["parameters"] is None:
            raise ValueError(f"{plan['use_case']}: build assay_training__trials before the fit of {plan['learner']}")
    return sorted(pending, key=_order)


def _with_chosen(plans: str, trials: str) -> str:
    """Plans with the parameters of the chosen trial where a search is declared."""
    return f"""(
        select
            plans.* replace (case when search is null then plans.parameters else chosen.parameters end as parameters)
        from {plans} as plans
        left join (
            select model_version, parameters from {trials} as trials where is_chosen and coalesce(outer_fold, 0) = 0
        ) as chosen using (model_version)
    )"""


def _nested_parameters(
    connection: duckdb.DuckDBPyConnection, trials: str, model_version: str
) -> dict[int, dict[str, Any]]:
    """Parameters that a nested search has chosen for the model of each fold; none where the search is not nested."""
    query = f"""
        select outer_fold, parameters from {trials} as trials
        where model_version = ? and is_chosen and outer_fold > 0
        order by outer_fold
    """
    return {fold: json.loads(text) for fold, text in connection.execute(query, [model_version]).fetchall()}


def _order(plan: dict[str, Any]) -> tuple[str, bool, bool, int]:
    learner = LEARNERS[plan["learner"]]
    return plan["use_case"], plan["task"] not in learner.streams, learner.consumes_features, learner.complexity


def _read(connection: duckdb.DuckDBPyConnection, examples: str, plan: dict[str, Any], is_streamed: bool) -> TrainingSet:
    """Read the rows of a plan: all, all in batches, or as many as the declared memory holds."""
    shape = plan["use_case"], plan["training_rows"], plan["feature_count"]
    if is_streamed:
        return stream_training_set(connection, examples, *shape)
    return read_training_set(connection, examples, *shape, plan["task"], plan["sampled_rows"])


def _feature_names(connection: duckdb.DuckDBPyConnection, feature_space: str, use_case: str) -> list[str]:
    query = f"select feature_name from {feature_space} as feature_space where use_case = ? order by position"
    return [name for (name,) in connection.execute(query, [use_case]).fetchall()]


def _last_label(
    connection: duckdb.DuckDBPyConnection, feature_space: str, use_case: str
) -> tuple[int, float, float] | None:
    """Position, centre and scale of the feature that features.last_label declares."""
    query = f"""
        select position, centre, scale from {feature_space} as feature_space
        where use_case = ? and feature_name = 'last_label'
    """
    found = connection.execute(query, [use_case]).fetchall()
    return found[0] if found else None


def _fit(plan: dict[str, Any], training: TrainingSet, feature_names: list[str], peak: Peak) -> list[dict[str, Any]]:
    """Carry out one plan: a row per fold and output."""
    chosen = {0: json.loads(plan["parameters"]), **plan.pop("nested_parameters")}
    fitted_rows = sum(int(training.outside(fold).sum()) for fold in training.models)
    learner = LEARNERS[plan["learner"]]
    started = time.perf_counter()
    with measured(learner.count_threads(training, chosen[0])) as usage:
        fit = fit_chosen(learner.fit, training, chosen, plan["seed"])
    seconds = time.perf_counter() - started
    shared = {
        **plan,
        "fitted_rows": fitted_rows,
        "training_seconds": seconds,
        "run_busy_seconds": usage.busy_seconds,
        "peak_memory_bytes": peak.read(),
        "feature_names": feature_names,
        "link": fit.link,
        "temperature": fit.temperature,
        "trained_at": datetime.now(UTC).replace(tzinfo=None),
    }
    rows = []
    for fold, outputs in fit.forms.items():
        for output, form in outputs.items():
            calibration = fit.calibrations.get(output, Calibration())
            rows.append(
                {
                    **shared,
                    **stored_numbers(form if fold else explained(form)),
                    **({} if fold else weight_errors(plan["learner"], chosen[0], form, training)),
                    "fold": fold,
                    "parameters": json.dumps(chosen[fold], sort_keys=True) if fold in chosen else plan["parameters"],
                    "output": output,
                    "calibration_scores": calibration.scores,
                    "calibration_probabilities": calibration.probabilities,
                }
            )
    return rows
