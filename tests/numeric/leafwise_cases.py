"""Trees that grow leaf by leaf beside CatBoost's own, of events, classes and quantities."""

from __future__ import annotations

from typing import Any

import catboost
import numpy as np

from assay.training.boosted_leafwise import fit_boosted_leafwise
from tests.numeric.learner_cases import training_set
from tests.numeric.scoring_cases import ScoringCase

GROWTH: dict[str, Any] = {
    "iterations": 25, "depth": 7, "max_leaves": 12, "min_data_in_leaf": 8, "learning_rate": 0.1, "l2_leaf_reg": 3.0,
}  # fmt: skip
FUNCTIONS = {"binary": "Logloss", "classes": "MultiClass", "quantity": "RMSE"}


def leafwise_cases(held_out: int) -> dict[str, ScoringCase]:
    """Fit the learner, and CatBoost on the same rows, whose borders know all of them.

    Parameters
    ----------
    held_out : int
        Fold whose rows the model does not see; 0 for none.

    Returns
    -------
    dict of str to ScoringCase
        Stored models, the rows of the training set, and the library's raw scores.
    """
    return {f"leaf by leaf, {task}": _case(task, held_out) for task in FUNCTIONS}


def _case(task: str, held_out: int) -> ScoringCase:
    training = training_set(task)
    features, outside = np.array(training.features), training.folds != held_out
    centre = training.labels.mean() if task == "quantity" else 0.0
    pool = catboost.Pool(features, label=training.labels - centre)
    pool.quantize(border_count=16, nan_mode="Min", task_type="CPU")
    kind = catboost.CatBoostRegressor if task == "quantity" else catboost.CatBoostClassifier
    model = kind(
        grow_policy="Lossguide", boosting_type="Plain", random_seed=1, thread_count=1, allow_writing_files=False,
        verbose=False, loss_function=FUNCTIONS[task], **GROWTH,
    )  # fmt: skip
    model.fit(pool.slice(np.flatnonzero(outside)))
    raw = np.asarray(model.predict(features, prediction_type="RawFormulaVal")).reshape(len(features), -1)
    parameters = {**GROWTH, "border_count": 16, "threads": 1, "loss": "squared"}
    forms = fit_boosted_leafwise(training, parameters, 1).forms[held_out]
    return ScoringCase(forms, features, raw + centre, 1e-6)
