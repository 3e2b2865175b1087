"""Boosted trees that XGBoost saved as JSON or UBJSON, in the stored form of branching trees."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from assay.exchange.refused import RefusedModelError
from assay.training.branching_trees import Tree, forest
from assay.training.schema import Form

# What a raw score is, and how XGBoost's base score, kept in units of the prediction, becomes a raw score.
LINKS = {
    "binary:logistic": "logit",
    "reg:logistic": "logit",
    "reg:squarederror": "identity",
    "reg:absoluteerror": "identity",
    "reg:pseudohubererror": "identity",
    "count:poisson": "log",
    "reg:gamma": "log",
    "reg:tweedie": "log",
}


def read_xgboost(path: Path) -> tuple[Form, str, list[str]]:
    """Read what ``Booster.save_model("model.json")`` or ``("model.ubj")`` wrote.

    Parameters
    ----------
    path : Path
        JSON of XGBoost 1.6 or later, or UBJSON, which XGBoost itself rewrites as JSON. Nothing in it is executed.

    Returns
    -------
    tuple of (Form, str, list of str)
        The trees with the comparison ``lt_float``, the link of their raw score, and the names of the features
        (empty where the model was trained without names).

    Raises
    ------
    RefusedModelError
        For another booster than ``gbtree``, an objective not in ``LINKS``, several outputs, categorical splits or a
        model with a best iteration, as its two interfaces then score differently.
    """
    learner = _learner(path)
    objective = str(learner["objective"]["name"])
    _refuse_what_differs(learner, objective, path.name)
    link = LINKS[objective]
    base = _base_score(learner["learner_model_param"]["base_score"], link)
    trees = [_read_tree(tree, path.name) for tree in learner["gradient_booster"]["model"]["trees"]]
    if not trees:
        raise RefusedModelError(f"{path.name}: the model has no trees")
    return forest(trees, "lt_float", 1.0, base), link, list(learner.get("feature_names", []))


def _learner(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8") if path.suffix == ".json" else _as_json(path)
        return dict(json.loads(text)["learner"])
    except (KeyError, ValueError) as error:
        raise RefusedModelError(f"{path.name}: this is no model of XGBoost") from error


def _as_json(path: Path) -> bytes:
    import xgboost

    try:
        return bytes(xgboost.Booster(model_file=path).save_raw(raw_format="json"))
    except xgboost.core.XGBoostError as error:
        raise ValueError(str(error)) from error


def _refuse_what_differs(learner: dict[str, Any], objective: str, name: str) -> None:
    booster = learner["gradient_booster"]["name"]
    parameters = learner["learner_model_param"]
    if booster != "gbtree":
        raise RefusedModelError(f"{name}: the booster is {booster!r}, only 'gbtree' can be read")
    if objective not in LINKS:
        raise RefusedModelError(f"{name}: the objective {objective!r} cannot be read, only {', '.join(LINKS)}")
    if int(parameters["num_class"]) > 1 or int(parameters.get("num_target", 1)) > 1:
        raise RefusedModelError(f"{name}: the model has several outputs, only one can be read")
    if "best_iteration" in learner.get("attributes", {}):
        raise RefusedModelError(
            f"{name}: training stopped early, so save booster[: booster.best_iteration + 1], the trees to keep"
        )


def _base_score(stored: str, link: str) -> float:
    """Turn the stored base score, a number or a list of one, into a raw score, in float32 as XGBoost does."""
    base = np.float32(stored.strip("[]"))
    if link == "logit":
        return float(np.float32(-math.log(1.0 / float(base) - 1.0)))
    return float(np.float32(math.log(float(base)))) if link == "log" else float(base)


def _read_tree(tree: dict[str, Any], name: str) -> Tree:
    if any(tree.get("split_type", [])):
        raise RefusedModelError(f"{name}: a split is categorical, only numeric splits can be read")
    left = np.array(tree["left_children"])
    is_leaf = left == -1
    own = np.arange(1, len(left) + 1)
    conditions = np.array(tree["split_conditions"], dtype=np.float32).astype(np.float64)
    return Tree(
        features=np.where(is_leaf, 0, np.array(tree["split_indices"]) + 1).astype(np.int32),
        borders=np.where(is_leaf, 0.0, conditions),
        yes=np.where(is_leaf, own, left + 1).astype(np.int32),
        no=np.where(is_leaf, own, np.array(tree["right_children"]) + 1).astype(np.int32),
        missing_yes=np.where(is_leaf, True, np.array(tree["default_left"]).astype(bool)),
        values=np.where(is_leaf, conditions, 0.0),
        weights=np.array(tree["sum_hessian"], dtype=np.float64),
    )
