"""Models of XGBoost, LightGBM and CatBoost with the libraries that answer for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.foreign import PROBABILITIES, Answers, ForeignModel, find_event, for_event
from assay.exchange.lightgbm_trees import read_lightgbm
from assay.exchange.refused import RefusedModelError
from assay.exchange.xgboost_trees import read_xgboost
from assay.training.oblivious_trees import export_trees, read_form

# What CatBoost's raw score is, by loss function.
CATBOOST_LINKS = {
    "Logloss": "logit",
    "CrossEntropy": "logit",
    "RMSE": "identity",
    "MAE": "identity",
    "Quantile": "identity",
    "Huber": "identity",
    "MAPE": "identity",
    "Poisson": "log",
    "Tweedie": "log",
}
# How CatBoost is asked for a probability of the event, or for the quantity.
CATBOOST_ANSWERS = {"logit": "Probability", "identity": "RawFormulaVal", "log": "Exponent"}


def xgboost_model(path: Path) -> ForeignModel:
    """Read a model of XGBoost; see :func:`assay.exchange.xgboost_trees.read_xgboost`."""
    import xgboost

    form, link, names = read_xgboost(path)
    booster = xgboost.Booster(model_file=path)

    def predict(rows: NDArray[np.float64]) -> Answers:
        return _answers(booster.predict(xgboost.DMatrix(rows), validate_features=False), link)

    return ForeignModel(f"xgboost {xgboost.__version__}", form, link, names, predict)


def lightgbm_model(path: Path) -> ForeignModel:
    """Read a model of LightGBM; see :func:`assay.exchange.lightgbm_trees.read_lightgbm`."""
    import lightgbm

    form, link, names = read_lightgbm(path)
    booster = lightgbm.Booster(model_file=path)
    named = [] if names == [f"Column_{number}" for number in range(len(names))] else names
    return ForeignModel(
        f"lightgbm {lightgbm.__version__}", form, link, named, lambda rows: _answers(booster.predict(rows), link)
    )


def catboost_model(path: Path, event: str | None = None) -> ForeignModel:
    """Read what CatBoost saved as JSON or in its binary format.

    Parameters
    ----------
    path : Path
        What ``save_model("model.json", format="json")`` or ``save_model("model.cbm")`` wrote; nothing is executed.
    event : str or None
        The class that is the event; see :func:`assay.exchange.foreign.find_event`.

    Returns
    -------
    ForeignModel
        With symmetric trees.

    Raises
    ------
    RefusedModelError
        For a loss not in ``CATBOOST_LINKS``, several outputs, trees that are not symmetric, features that are not
        numbers, and missing values above every border (``nan_mode="Max"``).
    """
    import catboost

    model = catboost.CatBoost()
    try:
        model.load_model(str(path), format="json" if path.suffix == ".json" else "cbm")
    except catboost.CatBoostError as error:
        raise RefusedModelError(f"this is no model of CatBoost: {str(error).splitlines()[0]}") from error
    exported = export_trees(model)
    loss = str(exported["model_info"]["params"]["loss_function"]["type"])
    if loss not in CATBOOST_LINKS:
        raise RefusedModelError(f"the loss function {loss!r} cannot be read, only {', '.join(CATBOOST_LINKS)}")
    _refuse_what_differs(exported)
    link = CATBOOST_LINKS[loss]
    depth = max(1, *(len(tree.get("splits") or []) for tree in exported["oblivious_trees"]))
    try:
        form = read_form(model, depth)
    except ValueError as error:
        raise RefusedModelError(str(error)) from error
    position = 1
    if link == "logit":
        classes = exported["model_info"].get("class_params", {}).get("class_names", [0, 1])
        position = find_event(classes, event)

    def predict(rows: NDArray[np.float64]) -> Answers:
        given = np.asarray(model.predict(rows, prediction_type=CATBOOST_ANSWERS[link]))
        return _answers(given[:, position] if link == "logit" else given, link)

    names = list(model.feature_names_)
    named = [] if names == [str(number) for number in range(len(names))] else names
    return ForeignModel(f"catboost {catboost.__version__}", for_event(form, link, position), link, named, predict)


def _refuse_what_differs(exported: dict[str, Any]) -> None:
    if "oblivious_trees" not in exported:
        raise RefusedModelError("the trees are not symmetric: train with grow_policy='SymmetricTree'")
    if len(exported["scale_and_bias"][1]) != 1:
        raise RefusedModelError("the model has several outputs, only one can be read")
    for kind in ("categorical_features", "text_features", "embedding_features"):
        if exported["features_info"].get(kind):
            raise RefusedModelError(f"the model reads {kind.replace('_', ' ')}, only numbers can be read")


def _answers(values: Any, link: str) -> Answers:
    numbers = np.asarray(values, dtype=np.float64)
    return Answers(numbers, numbers > 0.5 if link in PROBABILITIES else None)
