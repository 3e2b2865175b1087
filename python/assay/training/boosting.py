"""Gradient boosting by CatBoost, on bins that all folds share, whichever way its trees grow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import catboost
import numpy as np
from numpy.typing import NDArray

from assay.training.certificate import certify, draw_sample
from assay.training.examples import TrainingSet
from assay.training.folds import Mask, fit_folds
from assay.training.losses import check_labels, read_loss
from assay.training.schema import Fit, Form

ONE_THREAD_VALUES = 4_000_000
LINKS = {"binary": "logit", "multiclass": "softmax", "poisson": "log"}
SYMMETRIC = {"grow_policy": "SymmetricTree"}


@dataclass(frozen=True)
class Growth:
    """One way to grow trees.

    Attributes
    ----------
    options : mapping of str to object
        CatBoost's own parameters that say how.
    read : callable
        From a fitted model to the stored form of each output.
    """

    options: Mapping[str, Any]
    read: Callable[[catboost.CatBoost], Sequence[Form]]


def fit_boosting(training: TrainingSet, parameters: dict[str, Any], seed: int, growth: Growth) -> Fit:
    """Boost trees: one model on every row, one outside each fold.

    Features are binned once (a byte per value) and the float matrix is dropped from the training set
    before boosting starts; the folds share the bins, which know no label. Below four million values one
    thread is used, because waiting for each other would cost threads more than they save.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from. Its ``features`` are consumed: the attribute is empty afterwards.
    parameters : dict
        ``iterations``, ``depth``, ``learning_rate``, ``l2_leaf_reg``, ``border_count``, ``threads``; of a
        regression also ``loss`` and ``alpha``. With ``early_stopping_rounds`` each model has as many trees, up to
        ``iterations``, as were best on one fold of its own rows before so many rounds brought nothing better.
    seed : int
        Seed of CatBoost's draws.
    growth : Growth
        How trees grow.

    Returns
    -------
    Fit
        A form per class where there are several; of events and classes also the calibration or temperature fitted
        on out-of-fold raw scores.

    Raises
    ------
    ValueError
        If the loss does not know the labels, or the stored trees do not reproduce CatBoost's own scores to 1e-6
        relative.
    """
    parameters = {**parameters, "threads": count_threads(training, parameters)}
    sample = draw_sample(training)
    loss = read_loss(parameters) if training.task == "regression" else training.task
    check_labels(training.labels, loss)
    # The library keeps labels in single precision: a quantity far from 0 would lose its differences. It starts counts
    # at exp(0): in units of their mean that is the best constant, whatever the unit they were counted in.
    mean = float(np.mean(training.labels)) if training.task == "regression" else 0.0
    centre, unit = (0.0, mean) if loss == "poisson" else (mean, 1.0)
    start = float(np.log(unit)) if loss == "poisson" else centre
    pool = bin_features(training, parameters, centre, unit)

    def fit_rows(outside: Mask, inside: Mask) -> tuple[list[Form], NDArray[np.float64]]:
        parts = training.stopping_rows(outside)
        rounds = {"iterations": count_rounds(pool, parts, parameters, seed, loss, growth.options)}
        model = boost(_rows(pool, outside), {**parameters, **rounds}, seed, loss, options=growth.options)
        forms = growth.read(model)
        certify(forms, model, sample)
        forms = [replace(form, tree_bias=(form.tree_bias or 0.0) + start) for form in forms]
        if not inside.any():
            return forms, np.empty(0)
        return forms, _raw_scores(model, _rows(pool, inside), parameters) + start

    return fit_folds(training, LINKS.get(loss, "identity"), fit_rows, seed)


def count_threads(training: TrainingSet, parameters: dict[str, Any]) -> int:
    """Say how many threads a fit takes: one where there are few values, else as many as are declared."""
    return 1 if training.features.size < ONE_THREAD_VALUES else int(parameters["threads"])


def bin_features(
    training: TrainingSet, parameters: dict[str, Any], centre: float = 0.0, unit: float = 1.0
) -> catboost.Pool:
    """Bin every feature and let the float matrix go.

    Parameters
    ----------
    training : TrainingSet
        Rows to learn from; ``features`` is empty afterwards.
    parameters : dict
        ``border_count``.
    centre, unit : float
        Taken from every label, and what it is then divided by.

    Returns
    -------
    catboost.Pool
        A byte per value; missing values lie below every border.
    """
    pool = catboost.Pool(training.features, label=(training.labels - centre) / unit)
    training.features = np.empty((0, 0), dtype=np.float32)
    pool.quantize(border_count=parameters["border_count"], nan_mode="Min", task_type="CPU")
    return pool


def count_rounds(
    pool: catboost.Pool,
    parts: tuple[Mask, Mask] | None,
    parameters: dict[str, Any],
    seed: int,
    loss: str,
    options: Mapping[str, Any] = SYMMETRIC,
) -> int:
    """Count the trees that do best on rows that are kept apart.

    Parameters
    ----------
    pool : catboost.Pool
        Binned rows with labels.
    parts : tuple of arrays of bool, shape (n,), or None
        Rows to learn from and rows to be judged on.
    parameters : dict
        As for :func:`fit_boosting`.
    seed : int
        Seed of CatBoost's draws.
    loss : str
        ``binary``, ``multiclass``, or the loss of a regression; also what is judged.
    options : mapping of str to object
        How trees grow, see :class:`Growth`.

    Returns
    -------
    int
        ``iterations`` where ``early_stopping_rounds`` is not given or there are no parts.
    """
    if not parameters.get("early_stopping_rounds") or parts is None:
        return int(parameters["iterations"])
    learned, judged = parts
    model = boost(_rows(pool, learned), parameters, seed, loss, _rows(pool, judged), options)
    return int(model.get_best_iteration()) + 1


def boost(
    pool: catboost.Pool,
    parameters: dict[str, Any],
    seed: int,
    loss: str = "binary",
    judged: catboost.Pool | None = None,
    options: Mapping[str, Any] = SYMMETRIC,
) -> catboost.CatBoost:
    """Boost trees on binned rows.

    Parameters
    ----------
    pool : catboost.Pool
        Binned rows with labels.
    parameters : dict
        As for :func:`fit_boosting`. The number of threads is one of them because sums over blocks of
        rows, and with them the trees, depend on it.
    seed : int
        Seed of CatBoost's draws.
    loss : str
        ``binary``, ``multiclass``, or the loss of a regression.
    judged : catboost.Pool or None
        Rows that end the boosting after ``early_stopping_rounds`` without a better loss.
    options : mapping of str to object
        How trees grow, see :class:`Growth`.

    Returns
    -------
    catboost.CatBoost
        The model; no file is left behind.
    """
    functions = {
        "binary": "Logloss",
        "multiclass": "MultiClass",
        "squared": "RMSE",
        "absolute": "MAE",
        "quantile": f"Quantile:alpha={parameters.get('alpha')}",
        "poisson": "Poisson",
    }
    learner = catboost.CatBoostClassifier if loss in ("binary", "multiclass") else catboost.CatBoostRegressor
    model = learner(
        iterations=parameters["iterations"],
        depth=parameters["depth"],
        learning_rate=parameters["learning_rate"],
        l2_leaf_reg=parameters["l2_leaf_reg"],
        thread_count=parameters["threads"],
        **options,
        boosting_type="Plain",
        loss_function=functions[loss],
        random_seed=seed,
        allow_writing_files=False,
        verbose=False,
    )
    if judged is None:
        model.fit(pool)
    else:
        model.fit(pool, eval_set=judged, early_stopping_rounds=parameters["early_stopping_rounds"])
    return model


def _rows(pool: catboost.Pool, mask: Mask) -> catboost.Pool:
    return pool if mask.all() else pool.slice(np.flatnonzero(mask))


def _raw_scores(model: catboost.CatBoost, pool: catboost.Pool, parameters: dict[str, Any]) -> NDArray[np.float64]:
    scores = model.predict(pool, prediction_type="RawFormulaVal", thread_count=parameters["threads"])
    return np.asarray(scores, dtype=np.float64)
