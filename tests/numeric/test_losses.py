"""What a regression minimises: stored trees against CatBoost's own predictions, and the best constant."""

from __future__ import annotations

from typing import Any

import catboost
import numpy as np
import pytest
from numpy.typing import NDArray

from assay.training.boosted_leafwise import fit_boosted_leafwise
from assay.training.boosted_trees import fit_boosted_trees
from assay.training.constant import fit_constant
from assay.training.losses import read_loss
from assay.training.scoring import score_form
from tests.numeric.learner_cases import HELD_OUT, training_set

PARAMETERS = {
    "iterations": 25, "depth": 3, "learning_rate": 0.1, "l2_leaf_reg": 3.0, "border_count": 64, "threads": 1,
    "alpha": 0.8, "max_leaves": 6, "min_data_in_leaf": 10,
}  # fmt: skip
GROWTHS = {
    fit_boosted_trees: {"grow_policy": "SymmetricTree"},
    fit_boosted_leafwise: {"grow_policy": "Lossguide", "max_leaves": 6, "min_data_in_leaf": 10},
}
FUNCTIONS = {"squared": "RMSE", "absolute": "MAE", "quantile": "Quantile:alpha=0.8", "poisson": "Poisson"}


def _fit_catboost(
    learner: Any, features: NDArray[np.float32], labels: NDArray[np.float64], loss: str, rows: NDArray[np.bool_]
) -> catboost.CatBoostRegressor:
    pool = catboost.Pool(features, label=labels)
    pool.quantize(border_count=64, nan_mode="Min", task_type="CPU")
    model = catboost.CatBoostRegressor(
        iterations=25, depth=3, learning_rate=0.1, l2_leaf_reg=3.0, random_seed=1, thread_count=1,
        boosting_type="Plain", loss_function=FUNCTIONS[loss], verbose=False, allow_writing_files=False,
        **GROWTHS[learner],
    )  # fmt: skip
    return model.fit(pool.slice(np.flatnonzero(rows)))


@pytest.mark.parametrize("fold", [0, HELD_OUT])
@pytest.mark.parametrize("loss", ["squared", "absolute", "quantile"])
@pytest.mark.parametrize("learner", GROWTHS)
def test_trees_of_a_quantity_equal_catboost(learner: Any, loss: str, fold: int) -> None:
    training = training_set("quantity")
    features, labels, centre = np.array(training.features), training.labels, training.labels.mean()
    model = _fit_catboost(learner, features, labels - centre, loss, training.folds != fold)
    fit = learner(training, {**PARAMETERS, "loss": loss}, 1)
    assert fit.link == "identity"
    stored = score_form(fit.forms[fold]["value"], features)
    np.testing.assert_allclose(stored, model.predict(features) + centre, rtol=1e-6)
    share_below = np.mean(labels <= stored)
    assert share_below == pytest.approx({"squared": 0.5, "absolute": 0.5, "quantile": 0.8}[loss], abs=0.1)


@pytest.mark.parametrize("fold", [0, HELD_OUT])
@pytest.mark.parametrize("learner", GROWTHS)
def test_trees_of_counts_equal_catboost_raw_and_exponentiated(learner: Any, fold: int) -> None:
    training = training_set("amount")
    training.labels = np.floor(training.labels)
    features, labels = np.array(training.features), training.labels
    assert labels.min() == 0
    mean = labels.mean()
    model = _fit_catboost(learner, features, labels / mean, "poisson", training.folds != fold)
    fit = learner(training, {**PARAMETERS, "loss": "poisson"}, 1)
    assert fit.link == "log"
    stored = score_form(fit.forms[fold]["value"], features)
    raw = model.predict(features, prediction_type="RawFormulaVal") + np.log(mean)
    np.testing.assert_allclose(stored, raw, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(np.exp(stored), mean * model.predict(features, prediction_type="Exponent"), rtol=1e-6)


def test_counts_in_another_unit_give_the_same_trees() -> None:
    scores = []
    for unit in (1, 1000):
        training = training_set("amount")
        features, training.labels = np.array(training.features), unit * np.floor(training.labels)
        form = fit_boosted_trees(training, {**PARAMETERS, "loss": "poisson"}, 1).forms[0]["value"]
        scores.append(score_form(form, features) - np.log(unit))
    np.testing.assert_allclose(scores[1], scores[0], atol=1e-5)


@pytest.mark.parametrize(
    ("loss", "best"),
    [
        ("squared", np.mean),
        ("absolute", np.median),
        ("quantile", lambda labels: np.quantile(labels, 0.8)),
        ("poisson", lambda labels: np.log(np.mean(labels))),
    ],
)
def test_the_constant_is_what_each_loss_asks_for(loss: str, best: Any) -> None:
    training = training_set("amount")
    fit = fit_constant(training, {"loss": loss, "alpha": 0.8}, 1)
    assert fit.link == ("log" if loss == "poisson" else "identity")
    for fold, forms in fit.forms.items():
        assert forms["value"].intercept == pytest.approx(best(training.labels[training.folds != fold]), rel=1e-12)


@pytest.mark.parametrize("learner", [fit_constant, *GROWTHS])
@pytest.mark.parametrize("labels", [[-1.0, 2.0], [0.0, 0.0]])
def test_counts_are_not_negative_and_not_all_zero(learner: Any, labels: list[float]) -> None:
    training = training_set("quantity")
    training.labels = np.resize(labels, len(training.labels))
    with pytest.raises(ValueError, match="loss poisson needs quantities of at least 0, and one above 0"):
        learner(training, {**PARAMETERS, "loss": "poisson"}, 1)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"loss": "cubic"}, "loss 'cubic' is not one of squared, absolute, quantile, poisson"),
        ({"loss": "quantile", "alpha": 1.0}, "alpha must lie between 0 and 1, not 1.0"),
    ],
)
def test_an_unknown_loss_is_refused(parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_loss(parameters)
