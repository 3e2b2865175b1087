"""How much a learner gains from more rows: fits on nested shares of the training rows, judged on one fold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.training.examples import TrainingSet, read_training_set
from assay.training.held_out_metrics import measure_held_out
from assay.training.held_out_values import HeldOutValues, find_held_out_fold, read_values
from assay.training.learners import LEARNERS
from assay.training.memory import machine_bytes
from assay.training.schema import LEARNING_CURVES, Fit
from assay.training.threads import one_thread
from assay.training.usage import measured

LEAST_ROWS = 10


@dataclass(frozen=True)
class CurveRows:
    """The rows of one use case's learning curves.

    Attributes
    ----------
    training : TrainingSet
        Every training row, the held-out fold included.
    positions : array of float64, shape (n,)
        The smallest share that a row belongs to; NaN for rows of the held-out fold, infinity for other rows that its
        model does not learn from.
    """

    training: TrainingSet
    positions: NDArray[np.float64]


@one_thread()
def fit_missing_shares(
    connection: duckdb.DuckDBPyConnection, examples: str, decisions: str, plans: str, curves: str | None
) -> pa.Table:
    """Fit every planned learner on the shares that are not stored yet.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the warehouse; only read.
    examples, decisions, plans : str
        Relation names, or queries in brackets, of ``assay_features__examples``, ``assay_inputs__decisions`` and
        ``assay_training__plans``.
    curves : str or None
        The same for the stored curves; None where there are none yet.

    Returns
    -------
    pyarrow.Table
        One row per model version and new share, in the form of :data:`assay.training.schema.LEARNING_CURVES`.

    Raises
    ------
    ValueError
        If a share is not in (0, 1].
    """
    rows: list[dict[str, Any]] = []
    for use_case, planned in groupby(_plans(connection, plans), key=lambda plan: str(plan["use_case"])):
        fold = find_held_out_fold(connection, examples, use_case)
        values = read_values(connection, examples, decisions, use_case, fold)
        missing = [
            (plan, shares)
            for plan in planned
            if (shares := sorted(_planned_shares(plan) - _stored_shares(connection, curves, plan, values.digest)))
        ]
        if missing:
            drawn = _read_rows(connection, examples, missing[0][0], fold)
            rows.extend(row for plan, shares in missing for row in judge_shares(drawn, values, plan, shares))
    return pa.Table.from_pylist(rows, schema=LEARNING_CURVES)


def share_positions(clusters: Sequence[str], seed: int) -> NDArray[np.float64]:
    """Say from which share on each row is drawn: clusters come in the order of a hash of their names.

    Parameters
    ----------
    clusters : sequence of str, length n
        Cluster of each row.
    seed : int
        Another seed draws in another order.

    Returns
    -------
    array of float64, shape (n,)
        Rows up to and including the row's own cluster, over n: the rows at or below s are at most the share s,
        they hold whole clusters, and a larger share holds every row of a smaller one.
    """
    names, cluster_of_row, counts = np.unique(np.asarray(clusters, dtype=str), return_inverse=True, return_counts=True)
    digests = [hashlib.md5(f"{name}|learning_curve|{seed}".encode()).hexdigest() for name in names]  # noqa: S324
    order = np.argsort(digests, kind="stable")
    reached = np.empty(len(names))
    reached[order] = np.cumsum(counts[order]) / max(len(cluster_of_row), 1)
    positions: NDArray[np.float64] = reached[cluster_of_row]
    return positions


def judge_shares(
    rows: CurveRows, values: HeldOutValues, plan: dict[str, Any], shares: Sequence[float]
) -> list[dict[str, Any]]:
    """Judge several shares of one learner, in order.

    What a learner sets up once would count as growth: where there are several, the first is fitted twice, and the
    second time is kept.
    """
    if len(shares) > 1:
        judge_share(rows, values, plan, shares[0])
    return [judge_share(rows, values, plan, share) for share in shares]


def judge_share(rows: CurveRows, values: HeldOutValues, plan: dict[str, Any], share: float) -> dict[str, Any]:
    """Fit on one share and measure on the held-out fold.

    Parameters
    ----------
    rows : CurveRows
        What to draw from; it is left as it is.
    values : HeldOutValues
        What the decisions of the held-out fold pay.
    plan : dict
        Use case, model version, learner, parameters and seed.
    share : float
        Part of the rows outside the held-out fold, in (0, 1].

    Returns
    -------
    dict
        A row of :data:`assay.training.schema.LEARNING_CURVES`; without metrics and with a reason where too little can
        be learned or judged.
    """
    training = rows.training
    drawn, held_out = rows.positions <= share, np.isnan(rows.positions)
    row = {
        **{name: plan[name] for name in ("use_case", "model_version", "learner")},
        "training_share": share,
        "training_rows": int(drawn.sum()),
        "held_out_rows": int(held_out.sum()),
        "values_digest": values.digest,
    }
    if reason := _why_not(training, drawn, held_out):
        return {**row, "reason": reason}
    fit, usage = _fit_measured(training, drawn, plan)
    asked, labels = training.features[held_out], training.labels[held_out]
    return {**row, **usage, **measure_held_out(fit, asked, labels, row["training_rows"], values)}


def _fit_measured(
    training: TrainingSet, drawn: NDArray[np.bool_], plan: dict[str, Any]
) -> tuple[Fit, dict[str, float]]:
    """Fit on the drawn rows: the model, and the seconds and bytes that it took."""
    learner, parameters = LEARNERS[plan["learner"]], json.loads(plan["parameters"])
    threads = learner.count_threads(replace(training, features=training.features[: drawn.sum()]), parameters)
    with measured(threads, with_memory=True) as usage:
        part = replace(
            training,
            features=np.asfortranarray(training.features[drawn]),
            labels=training.labels[drawn],
            folds=np.full(int(drawn.sum()), -1, dtype=np.int8),
            learned_from=None,
        )
        fit = learner.fit(part, parameters, plan["seed"])
    bytes_taken = {"run_memory_bytes": usage.memory_bytes, "run_machine_bytes": machine_bytes()}
    return fit, {"run_busy_seconds": usage.busy_seconds, **bytes_taken}


def _why_not(training: TrainingSet, drawn: NDArray[np.bool_], held_out: NDArray[np.bool_]) -> str | None:
    """Say why a share cannot be learned from, or not be judged; None where both can be."""
    labels = training.labels[drawn]
    if training.task == "regression":
        if len(labels) < LEAST_ROWS:
            return f"fewer than {LEAST_ROWS} rows in the share"
        return "the labels of the share are all equal" if labels.min() == labels.max() else None
    counts = np.bincount(labels.astype(int), minlength=len(training.classes) or 2)
    if counts.min() < LEAST_ROWS:
        return f"fewer than {LEAST_ROWS} rows of one class in the share"
    has_one_class = len(np.unique(training.labels[held_out])) < 2
    return "the held-out fold has one class only" if has_one_class else None


def _plans(connection: duckdb.DuckDBPyConnection, plans: str) -> list[dict[str, Any]]:
    query = f"""
        select use_case, learner, model_version, task, parameters, seed, feature_count, training_rows,
            learning_curve_shares
        from {plans} as plans
        where learning_curve_shares <> '[]' and not is_kept
        order by use_case, learner
    """
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _planned_shares(plan: dict[str, Any]) -> set[float]:
    shares = [float(share) for share in json.loads(plan["learning_curve_shares"])]
    if wrong := [share for share in shares if not 0 < share <= 1]:
        raise ValueError(f"assay_learning_curve_shares: {wrong[0]} is not above 0 and at most 1")
    return set(shares)


def _stored_shares(
    connection: duckdb.DuckDBPyConnection, curves: str | None, plan: dict[str, Any], values_digest: str
) -> set[float]:
    if curves is None:
        return set()
    query = f"select training_share from {curves} as curves where model_version = ? and values_digest = ?"
    return {share for (share,) in connection.execute(query, [plan["model_version"], values_digest]).fetchall()}


def _read_rows(connection: duckdb.DuckDBPyConnection, examples: str, plan: dict[str, Any], fold: int) -> CurveRows:
    """Read the training rows and deal those that the held-out fold's model may learn from."""
    use_case = plan["use_case"]
    shape = plan["training_rows"], plan["feature_count"]
    training = read_training_set(connection, examples, use_case, *shape, plan["task"])
    query = f"select cluster_id from {examples} as examples where use_case = ? and split = 'train'"
    clusters = connection.sql(query, params=[use_case]).fetchnumpy()["cluster_id"]
    learned = training.outside(fold)
    positions = np.where(training.inside(fold), np.nan, np.inf)
    positions[learned] = share_positions([str(cluster) for cluster in clusters[learned]], plan["seed"])
    return CurveRows(training, positions)
