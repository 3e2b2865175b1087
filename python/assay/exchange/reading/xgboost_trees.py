"""Boosted trees that XGBoost saved as JSON or UBJSON, in the stored form of branching trees."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from assay.exchange.reading.columns import Column, Levels
from assay.exchange.reading.inputs import Inputs, coded
from assay.exchange.reading.tree_questions import Codes, checked_tree, plain_trees
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
    "multi:softprob": "softmax",
    "multi:softmax": "softmax",
}


def read_xgboost(path: Path) -> tuple[list[Form], str, Inputs]:
    """Read what ``Booster.save_model("model.json")`` or ``("model.ubj")`` wrote.

    Parameters
    ----------
    path : Path
        JSON of XGBoost 1.6 or later, or UBJSON, which XGBoost itself rewrites as JSON. Nothing in it is executed.

    Returns
    -------
    tuple of (list of Form, str, Inputs)
        The trees, of each class where there are several, with the comparison ``lt_float``; the link of their raw score;
        and the columns (without names where the model was trained without).

    Raises
    ------
    RefusedModelError
        For another booster than ``gbtree``, an objective not in ``LINKS``, several targets, or a model with a best
        iteration, as its two interfaces then score differently.
    """
    learner = _learner(path)
    objective = str(learner["objective"]["name"])
    _refuse_what_differs(learner, objective, path.name)
    link, model = LINKS[objective], learner["gradient_booster"]["model"]
    inputs = Inputs(int(learner["learner_model_param"]["num_feature"]), list(learner.get("feature_names", [])))
    columns = _columns(learner.get("feature_types", []), model.get("cats", {}), inputs)
    read = [_read_tree(tree, inputs.count) for tree in model["trees"]]
    if not read:
        raise RefusedModelError("the model has no trees")
    trees, codes = [tree for tree, _ in read], [asked for _, asked in read]
    plain, comparison = plain_trees(columns, trees, "lt_float", codes)
    owners = model["tree_info"]
    bases = _base_scores(learner["learner_model_param"]["base_score"], link)
    count = int(learner["learner_model_param"]["num_class"]) or 1
    forms = [
        forest([tree for tree, owner in zip(plain, owners, strict=True) if owner == place], comparison, 1.0, base)
        for place, base in enumerate(np.resize(bases, count).tolist())
    ]
    return forms, link, inputs


def _columns(types: list[str], stored: dict[str, Any], inputs: Inputs) -> list[Column | Levels]:
    """Give the columns that trees ask about: numbers, whole numbers that are codes, and codes of stored texts."""
    columns: list[Column | Levels] = [Column(place) for place in range(inputs.count)]
    for place, kept in enumerate(stored.get("enc", [])):
        if "offsets" in kept and len(kept["offsets"]) > 1:
            levels = _levels(kept, inputs.name(place))
            codes = {level: float(code) for code, level in enumerate(levels)}
            columns[place] = coded(inputs, Column(place), codes, math.nan)
        elif kept["values"]:
            raise RefusedModelError(f"column {inputs.name(place)} has categories that are no texts")
    return columns


def _levels(stored: dict[str, Any], column: str) -> list[str]:
    letters = bytes(value % 256 for value in stored["values"])
    if not letters.isascii():
        raise RefusedModelError(
            f"column {column} has categories beyond ASCII, whose names XGBoost cuts off in the file"
        )
    return [letters[start:end].decode() for start, end in pairwise(stored["offsets"])]


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
    if int(parameters.get("num_target", 1)) > 1:
        raise RefusedModelError(f"{name}: the model has several targets, only one can be read")
    if "best_iteration" in learner.get("attributes", {}):
        raise RefusedModelError(
            f"{name}: training stopped early, so save booster[: booster.best_iteration + 1], the trees to keep"
        )


def _base_scores(stored: str, link: str) -> list[float]:
    """Turn the stored base scores, a number or a list, into raw scores, in float32 as XGBoost does."""
    bases = [float(np.float32(text)) for text in stored.strip("[]").split(",")]
    if link == "logit":
        return [float(np.float32(-math.log(1.0 / base - 1.0))) for base in bases]
    return [float(np.float32(math.log(base))) for base in bases] if link == "log" else bases


def _read_tree(tree: dict[str, Any], count: int) -> tuple[Tree, Codes]:
    """Read a tree, and the nodes that ask for codes: there, the right branch is the answer yes."""
    left, right = np.array(tree["left_children"]), np.array(tree["right_children"])
    is_leaf = left == -1
    own = np.arange(1, len(left) + 1)
    conditions = np.array(tree["split_conditions"], dtype=np.float32).astype(np.float64)
    asks_codes = np.array(tree.get("split_type") or np.zeros(len(left))).astype(bool) & ~is_leaf
    default_left = np.array(tree["default_left"]).astype(bool)
    yes, no = np.where(asks_codes, right, left) + 1, np.where(asks_codes, left, right) + 1
    read = Tree(
        features=np.where(is_leaf, 0, np.array(tree["split_indices"]) + 1).astype(np.int32),
        borders=np.where(is_leaf | asks_codes, 0.0, conditions),
        yes=np.where(is_leaf, own, yes).astype(np.int32),
        no=np.where(is_leaf, own, no).astype(np.int32),
        missing_yes=np.where(is_leaf, True, default_left != asks_codes),
        values=np.where(is_leaf, conditions, 0.0),
        weights=np.array(tree["sum_hessian"], dtype=np.float64),
    )
    return checked_tree(read, count), _codes(tree)


def _codes(tree: dict[str, Any]) -> dict[int, frozenset[int]]:
    """Read the codes of each node that asks for some, by node."""
    stored = tree.get("categories", [])
    runs = zip(*(tree.get(f"categories_{part}", []) for part in ("nodes", "segments", "sizes")), strict=True)
    return {int(node): frozenset(map(int, stored[start : start + size])) for node, start, size in runs}
