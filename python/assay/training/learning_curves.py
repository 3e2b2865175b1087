"""How much a learner gains from more rows: fits on nested shares of the training rows, judged on one fold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from assay.training.calibration import log_loss, logistic
from assay.training.examples import TrainingSet, read_training_set
from assay.training.held_out_values import HeldOutValues, best_value, find_held_out_fold, read_values
from assay.training.learners import LEARNERS
from assay.training.schema import Fit
from assay.training.scoring import score_form
from assay.training.threads import one_thread

CLASS_MINIMUM = 10

LEARNING_CURVES = pa.schema(
    [
        ("use_case", pa.string()),
        ("model_version", pa.string()),
        ("learner", pa.string()),
        ("training_share", pa.float64()),
        ("training_rows", pa.int64()),
        ("held_out_rows", pa.int64()),
        ("roc_auc", pa.float64()),
        ("log_loss", pa.float64()),
        ("value_per_decision", pa.float64()),
        ("values_digest", pa.string()),
        ("reason", pa.string()),
    ]
)


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
        One row per model version and new share, in the form of :data:`LEARNING_CURVES`.

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
            (plan, share)
            for plan in planned
            for share in sorted(_planned_shares(plan) - _stored_shares(connection, curves, plan, values.digest))
        ]
        if missing:
            drawn = _read_rows(connection, examples, missing[0][0], fold)
            rows.extend(judge_share(drawn, values, plan, share) for plan, share in missing)
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
        A row of :data:`LEARNING_CURVES`; without metrics and with a reason where a class is too rare.
    """
    labels = rows.training.labels
    drawn, held_out = rows.positions <= share, np.isnan(rows.positions)
    row = {
        **{name: plan[name] for name in ("use_case", "model_version", "learner")},
        "training_share": share,
        "training_rows": int(drawn.sum()),
        "held_out_rows": int(held_out.sum()),
        "values_digest": values.digest,
    }
    if _rarer(labels[drawn]) < CLASS_MINIMUM:
        return {**row, "reason": f"fewer than {CLASS_MINIMUM} rows of one class in the share"}
    if _rarer(labels[held_out]) < 1:
        return {**row, "reason": "the held-out fold has one class only"}
    without_folds = np.full(row["training_rows"], -1, dtype=np.int8)
    features = np.asfortranarray(rows.training.features[drawn])
    training = TrainingSet(features, labels[drawn], without_folds, task="binary")
    fit = LEARNERS[plan["learner"]].fit(training, json.loads(plan["parameters"]), plan["seed"])
    probabilities = _probabilities(fit, rows.training.features[held_out], row["training_rows"])
    return {
        **row,
        "roc_auc": float(roc_auc_score(labels[held_out], probabilities)),
        "log_loss": log_loss(probabilities, labels[held_out]),
        "value_per_decision": best_value(probabilities, values),
    }


def _probabilities(fit: Fit, features: NDArray[np.float32], training_rows: int) -> NDArray[np.float64]:
    """Raw scores as probabilities, no nearer to 0 and 1 than half a training row."""
    scores = score_form(fit.forms[0]["1"], features)
    margin = 0.5 / training_rows
    return np.clip(logistic(scores) if fit.link == "logit" else scores, margin, 1 - margin)


def _rarer(labels: NDArray[np.float64]) -> int:
    positives = int((labels == 1).sum())
    return min(positives, len(labels) - positives)


def _plans(connection: duckdb.DuckDBPyConnection, plans: str) -> list[dict[str, Any]]:
    query = f"""
        select use_case, learner, model_version, parameters, seed, feature_count, training_rows, learning_curve_shares
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
    training = read_training_set(connection, examples, use_case, plan["training_rows"], plan["feature_count"])
    query = f"select cluster_id from {examples} as examples where use_case = ? and split = 'train'"
    clusters = connection.sql(query, params=[use_case]).fetchnumpy()["cluster_id"]
    learned = training.outside(fold)
    positions = np.where(training.inside(fold), np.nan, np.inf)
    positions[learned] = share_positions([str(cluster) for cluster in clusters[learned]], plan["seed"])
    return CurveRows(training, positions)
