"""Boosted trees that LightGBM saved as text, in the stored form of branching trees."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from assay.exchange.refused import RefusedModelError
from assay.training.branching_trees import Tree, forest
from assay.training.schema import Form

LINKS = {
    "binary": "logit",
    "cross_entropy": "logit",
    "regression": "identity",
    "regression_l1": "identity",
    "huber": "identity",
    "fair": "identity",
    "quantile": "identity",
    "mape": "identity",
    "poisson": "log",
    "gamma": "log",
    "tweedie": "log",
}
# Bits of a decision type, and what LightGBM takes for zero.
CATEGORICAL, DEFAULT_LEFT = 1, 2
ZERO_IS_MISSING = 1
ZERO = float(np.float32(1e-35))
Node = tuple[int, float, int, int, bool, float]


def read_lightgbm(path: Path) -> tuple[Form, str, list[str]]:
    """Read what ``Booster.save_model("model.txt")`` wrote.

    Parameters
    ----------
    path : Path
        Text of LightGBM 3 or later. Nothing in it is executed.

    Returns
    -------
    tuple of (Form, str, list of str)
        The trees with the comparison ``le_double``, the link of their raw score, and the names of the features. For a
        binary objective the raw score is the log-odds, that is, with LightGBM's parameter ``sigmoid`` multiplied in.

    Raises
    ------
    RefusedModelError
        For an objective not in ``LINKS``, several outputs, categorical splits or linear trees.
    """
    head, *blocks = path.read_text(encoding="utf-8").split("\nTree=")
    members = _members(head)
    if not blocks or "objective" not in members:
        raise RefusedModelError(f"{path.name}: this is no text model of LightGBM with an objective and trees")
    objective, *options = members["objective"].split()
    if int(members.get("num_class", 1)) > 1 or int(members.get("num_tree_per_iteration", 1)) > 1:
        raise RefusedModelError(f"{path.name}: the model has several outputs, only one can be read")
    if objective not in LINKS or "sqrt" in options:
        raise RefusedModelError(
            f"{path.name}: the objective {members['objective']!r} cannot be read, only {', '.join(LINKS)}"
        )
    trees = [_read_tree(_members(block), path.name) for block in blocks]
    sigmoid = [float(option.split(":")[1]) for option in options if option.startswith("sigmoid:")]
    scale = (sigmoid or [1.0])[0] / (len(trees) if "\naverage_output" in head else 1)
    return forest(trees, "le_double", scale), LINKS[objective], members["feature_names"].split(" ")


def _members(block: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in block.split("\n\n")[0].splitlines() if "=" in line)


def _read_tree(members: dict[str, str], name: str) -> Tree:
    if members.get("is_linear", "0") != "0":
        raise RefusedModelError(f"{name}: a leaf holds a linear model, only constant leaves can be read")
    kinds = [int(kind) for kind in members.get("decision_type", "").split()]
    if any(kind & CATEGORICAL for kind in kinds):
        raise RefusedModelError(f"{name}: a split is categorical, only numeric splits can be read")
    values = [float(value) for value in members["leaf_value"].split()]
    splits = len(kinds)
    leaves: list[Node] = [(0, 0.0, splits + i + 1, splits + i + 1, True, value) for i, value in enumerate(values)]
    nodes, added = [], list[Node]()
    columns = (members.get(key, "").split() for key in ("split_feature", "threshold", "left_child", "right_child"))
    for kind, feature, threshold, left, right in zip(kinds, *columns, strict=True):
        turns = [int(child) + 1 if int(child) >= 0 else splits - int(child) for child in (left, right)]
        first, *more = _questions(
            kind, int(feature) + 1, float(threshold), (turns[0], turns[1]), splits + len(leaves) + len(added)
        )
        nodes.append(first)
        added += more
    features, borders, yes, no, missing_yes, leaf_values = zip(*nodes, *leaves, *added, strict=True)
    # Nodes that are added divide the rows of a split in a way that the file does not tell.
    counts = [*members.get("internal_count", "").split(), *members["leaf_count"].split()] if splits else ["1"]
    return Tree(
        np.array(features, dtype=np.int32),
        np.array(borders),
        np.array(yes, dtype=np.int32),
        np.array(no, dtype=np.int32),
        np.array(missing_yes),
        np.array(leaf_values),
        np.array([] if added else counts, dtype=np.float64),
    )


def _questions(kind: int, feature: int, border: float, turns: tuple[int, int], before: int) -> list[Node]:
    """Say one split in nodes that know missing values but no missing zeros.

    One node does where NaN alone is missing, or nothing is. Where zeros are missing and their way is not that of the
    border, values below zero, zeros and values above it are told apart; ``before`` nodes precede those added here.
    """
    yes, no = turns
    missing = kind >> 2
    below_zero = math.nextafter(-ZERO, -math.inf)
    if abs(border) <= ZERO:  # what LightGBM takes for zero is zero, on either side of the border
        border = ZERO if border >= 0 else below_zero
    zero_goes_yes = border >= 0
    default_yes = bool(kind & DEFAULT_LEFT) if missing else zero_goes_yes
    if missing != ZERO_IS_MISSING or default_yes == zero_goes_yes:
        return [(feature, border, yes, no, default_yes, 0.0)]
    default = yes if default_yes else no
    compare: Node = (feature, border, yes, no, default_yes, 0.0)
    return [
        (feature, below_zero, before + 1, before + 2, False, 0.0),
        compare,
        (feature, ZERO, default, before + 3, True, 0.0),
        compare,
    ]
