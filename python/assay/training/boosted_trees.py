"""Gradient-boosted symmetric trees (CatBoost), stored as borders and leaf values."""

from __future__ import annotations

from typing import Any

import catboost
import numpy as np
from numpy.typing import NDArray

from assay.training.calibration import fit_calibration
from assay.training.examples import TrainingSet
from assay.training.oblivious_trees import certify, read_form
from assay.training.schema import Fit, Form

CERTIFICATE_ROWS = 10_000
ONE_THREAD_VALUES = 4_000_000


def fit_boosted_trees(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
    """Fit symmetric boosted trees: one model on every row, one outside each fold.

    Features are binned once (a byte per value) and the float matrix is dropped from the training set
    before boosting starts; the folds share the bins, which know no label. Below four million values one
    thread is used, because waiting for each other would cost threads more than they save.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from. Its ``features`` are consumed: the attribute is empty afterwards.
    parameters : dict
        ``iterations``, ``depth``, ``learning_rate``, ``l2_leaf_reg``, ``border_count``, ``threads``.
    seed : int
        Seed of CatBoost's draws.

    Returns
    -------
    Fit
        Forms ``oblivious_trees`` and the calibration fitted on out-of-fold raw scores.

    Raises
    ------
    ValueError
        If the stored trees do not reproduce CatBoost's own scores to 1e-6 relative.
    """
    if training.features.size < ONE_THREAD_VALUES:
        parameters = {**parameters, "threads": 1}
    sample = np.ascontiguousarray(training.features[:: max(1, len(training.labels) // CERTIFICATE_ROWS)])
    pool = bin_features(training, parameters)
    forms: dict[int, dict[str, Form]] = {}
    out_of_fold = np.empty(len(training.labels))
    for fold in (0, *map(int, np.unique(training.folds))):
        inside = np.flatnonzero(training.folds == fold)
        outside = np.flatnonzero(training.folds != fold)
        model = boost(pool.slice(outside) if fold else pool, parameters, seed)
        form = read_form(model, parameters["depth"])
        certify(form, model, sample)
        forms[fold] = {"1": form}
        if fold:
            out_of_fold[inside] = _raw_scores(model, pool.slice(inside), parameters)
    calibration = fit_calibration(out_of_fold, training.labels, training.calibration, seed)
    return Fit(forms, "logit", {"1": calibration})


def bin_features(training: TrainingSet, parameters: dict[str, Any]) -> catboost.Pool:
    """Bin every feature and let the float matrix go.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; ``features`` is empty afterwards.
    parameters : dict
        ``border_count``.

    Returns
    -------
    catboost.Pool
        A byte per value; missing values lie below every border.
    """
    pool = catboost.Pool(training.features, label=training.labels)
    training.features = np.empty((0, 0), dtype=np.float32)
    pool.quantize(border_count=parameters["border_count"], nan_mode="Min", task_type="CPU")
    return pool


def boost(pool: catboost.Pool, parameters: dict[str, Any], seed: int) -> catboost.CatBoostClassifier:
    """Boost symmetric trees on binned rows.

    Parameters
    ----------
    pool : catboost.Pool
        Binned rows with labels.
    parameters : dict
        As for :func:`fit_boosted_trees`. The number of threads is one of them because sums over blocks of
        rows, and with them the trees, depend on it.
    seed : int
        Seed of CatBoost's draws.

    Returns
    -------
    catboost.CatBoostClassifier
        The model; no file is left behind.
    """
    model = catboost.CatBoostClassifier(
        iterations=parameters["iterations"],
        depth=parameters["depth"],
        learning_rate=parameters["learning_rate"],
        l2_leaf_reg=parameters["l2_leaf_reg"],
        thread_count=parameters["threads"],
        grow_policy="SymmetricTree",
        boosting_type="Plain",
        loss_function="Logloss",
        random_seed=seed,
        allow_writing_files=False,
        verbose=False,
    )
    model.fit(pool)
    return model


def _raw_scores(
    model: catboost.CatBoostClassifier, pool: catboost.Pool, parameters: dict[str, Any]
) -> NDArray[np.float64]:
    scores = model.predict(pool, prediction_type="RawFormulaVal", thread_count=parameters["threads"])
    return np.asarray(scores, dtype=np.float64)
