"""Models of XGBoost, LightGBM and CatBoost with the libraries that answer for them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.reading.foreign import PROBABILITIES, Answers, Reading
from assay.exchange.reading.inputs import Inputs
from assay.exchange.reading.lightgbm_trees import read_lightgbm
from assay.exchange.reading.xgboost_trees import read_xgboost
from assay.exchange.refused import RefusedModelError
from assay.training.catboost_export import export_trees
from assay.training.leafwise_trees import read_leafwise
from assay.training.oblivious_trees import read_forms
from assay.training.schema import Form

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
    "MultiClass": "softmax",
}
# How CatBoost is asked for probabilities of classes, or for the quantity.
CATBOOST_ANSWERS = {
    "logit": "Probability",
    "softmax": "Probability",
    "identity": "RawFormulaVal",
    "log": "Exponent",
}


def xgboost_model(path: Path) -> Reading:
    """Read a model of XGBoost; see :func:`assay.exchange.reading.xgboost_trees.read_xgboost`."""
    import xgboost

    forms, link, inputs = read_xgboost(path)
    booster = xgboost.Booster(model_file=path)

    def predict(rows: NDArray[Any]) -> Answers:
        frame = _framed(rows, inputs, _levels_of(inputs)) if inputs.texts else rows
        matrix = xgboost.DMatrix(
            frame, feature_types=booster.feature_types, enable_categorical=True, feature_names=booster.feature_names
        )
        if link != "softmax":
            return _answers(booster.predict(matrix), link)
        margins = booster.predict(matrix, output_margin=True).astype(np.float64)
        odds = np.exp(margins - margins.max(axis=1, keepdims=True))
        return _answers(odds / odds.sum(axis=1, keepdims=True), link)

    return Reading(f"xgboost {xgboost.__version__}", forms, link, inputs, predict, _numbered_classes(forms, link))


def lightgbm_model(path: Path) -> Reading:
    """Read a model of LightGBM; see :func:`assay.exchange.reading.lightgbm_trees.read_lightgbm`."""
    import lightgbm

    forms, link, inputs = read_lightgbm(path)
    # Without the lengths of trees, which the library would trust, it finds them by their heads.
    text = re.sub(r"(?m)^tree_sizes=.*\n", "", path.read_text(encoding="utf-8"))
    booster = lightgbm.Booster(model_str=text)
    levels = _levels_of(inputs)
    if inputs.names == [f"Column_{number}" for number in range(inputs.count)]:
        inputs.names = []

    def predict(rows: NDArray[Any]) -> Answers:
        frame = _framed(rows, inputs, levels) if inputs.texts else rows
        return _answers(booster.predict(frame), link)

    return Reading(f"lightgbm {lightgbm.__version__}", forms, link, inputs, predict, _numbered_classes(forms, link))


def catboost_model(path: Path) -> Reading:
    """Read what CatBoost saved as JSON or in its binary format.

    Parameters
    ----------
    path : Path
        What ``save_model("model.json", format="json")`` or ``save_model("model.cbm")`` wrote; nothing is executed.

    Returns
    -------
    Reading
        With symmetric or branching trees, of each class where there are several.

    Raises
    ------
    RefusedModelError
        For a loss not in ``CATBOOST_LINKS``, features that are not numbers (of categories the file holds no names),
        and missing values above every border (``nan_mode="Max"``).
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
    link = CATBOOST_LINKS[loss]
    _refuse_what_differs(exported, link)
    try:
        forms = _catboost_forms(model, exported)
    except ValueError as error:
        raise RefusedModelError(str(error)) from error
    classes = exported["model_info"].get("class_params", {}).get("class_names", [0, 1])

    def predict(rows: NDArray[Any]) -> Answers:
        values = np.asarray(model.predict(rows, prediction_type=CATBOOST_ANSWERS[link]), dtype=np.float64)
        if link not in PROBABILITIES:
            return Answers(values)
        chosen = np.ravel(model.predict(rows, prediction_type="Class")).astype(str)
        return Answers(values, np.array([list(map(str, classes)).index(name) for name in chosen]))

    names = list(model.feature_names_)
    inputs = Inputs(len(names), [] if names == [str(number) for number in range(len(names))] else names)
    known = classes if link in PROBABILITIES else ()
    return Reading(f"catboost {catboost.__version__}", forms, link, inputs, predict, known)


def _catboost_forms(model: Any, exported: dict[str, Any]) -> list[Form]:
    if "oblivious_trees" not in exported:
        return read_leafwise(model)
    depth = max(1, *(len(tree.get("splits") or []) for tree in exported["oblivious_trees"]))
    return read_forms(model, depth)


def _refuse_what_differs(exported: dict[str, Any], link: str) -> None:
    if len(exported["scale_and_bias"][1]) != 1 and link != "softmax":
        raise RefusedModelError("the model has several outputs, only one can be read")
    for kind in ("categorical_features", "text_features", "embedding_features"):
        if exported["features_info"].get(kind):
            named = kind.replace("_", " ")
            raise RefusedModelError(
                f"the model reads {named}, which the file holds as hashes: only numbers can be read"
            )


def _numbered_classes(forms: Sequence[Form], link: str) -> list[int]:
    """Give the numbers from 0 that stand for classes in a file without their names."""
    return list(range(max(2, len(forms)))) if link in PROBABILITIES else []


def _answers(values: Any, link: str) -> Answers:
    """Give both classes a column, and label a row by the larger one."""
    numbers = np.asarray(values, dtype=np.float64)
    if link not in PROBABILITIES:
        return Answers(numbers)
    shares = numbers if numbers.ndim == 2 else np.column_stack([1 - numbers, numbers])
    return Answers(shares, shares.argmax(axis=1))


def _levels_of(inputs: Inputs) -> dict[int, list[str]]:
    """List the levels that a file names, by column, in the order of their codes."""
    found: dict[int, list[str]] = {column: [] for column in sorted(inputs.texts)}
    for column, level in inputs.indicators:
        found[column].append(level)
    return found


def _framed(rows: NDArray[Any], inputs: Inputs, levels: Mapping[int, Any]) -> Any:
    """Give a frame with categories to a library that was fitted on one."""
    import pandas

    frame = pandas.DataFrame(rows)
    for place in range(inputs.count):
        is_text = place in levels
        frame[place] = pandas.Categorical(frame[place], levels[place]) if is_text else frame[place].astype(float)
    frame.columns = pandas.Index(inputs.names)
    return frame
