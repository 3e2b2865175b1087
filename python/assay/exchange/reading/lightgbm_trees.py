"""Boosted trees that LightGBM saved as text, in the stored form of branching trees."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from assay.exchange.reading.columns import Column, Levels
from assay.exchange.reading.inputs import Inputs, coded
from assay.exchange.reading.tree_questions import NO, YES, Codes, Question, checked_tree, plain_trees, with_questions
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
    "multiclass": "softmax",
}
# Bits of a decision type, and what LightGBM takes for zero.
CATEGORICAL, DEFAULT_LEFT = 1, 2
ZERO_IS_MISSING = 1
ZERO = float(np.float32(1e-35))
PANDAS = "\npandas_categorical:["


def read_lightgbm(path: Path) -> tuple[list[Form], str, Inputs]:
    """Read what ``Booster.save_model("model.txt")`` wrote.

    Parameters
    ----------
    path : Path
        Text of LightGBM 3 or later. Nothing in it is executed.

    Returns
    -------
    tuple of (list of Form, str, Inputs)
        The trees, of each class where there are several, with the comparison ``le_double``; the link of their raw
        score; and the columns. For a binary objective the raw score is the log-odds, that is, with LightGBM's
        parameter ``sigmoid`` multiplied in.

    Raises
    ------
    RefusedModelError
        For an objective not in ``LINKS``, linear trees, and categories that are no texts.
    """
    text = path.read_text(encoding="utf-8")
    head, *blocks = text.split("\nTree=")
    members = _members(head)
    if not blocks or "objective" not in members:
        raise RefusedModelError("this is no text model of LightGBM with an objective and trees")
    sizes = members.get("tree_sizes", "").split()
    if "\nend of trees\n" not in text or len(sizes or blocks) != len(blocks):
        raise RefusedModelError("trees are missing at the end: the file is damaged")
    objective, *options = members["objective"].split()
    if objective not in LINKS or "sqrt" in options:
        raise RefusedModelError(f"the objective {members['objective']!r} cannot be read, only {', '.join(LINKS)}")
    inputs = Inputs(int(members["max_feature_idx"]) + 1, members["feature_names"].split(" "))
    columns = _columns(text, members.get("feature_infos", "").split(), inputs)
    read = [_read_tree(_members(block), inputs.count) for block in blocks]
    trees, codes = [tree for tree, _ in read], [asked for _, asked in read]
    plain, comparison = plain_trees(columns, trees, "le_double", codes)
    count = int(members["num_class"])
    if count < 1 or int(members["num_tree_per_iteration"]) != count or len(plain) % count:
        raise RefusedModelError("its numbers of classes and of trees do not fit: the file is damaged")
    sigmoid = [float(option.split(":")[1]) for option in options if option.startswith("sigmoid:")]
    scale = (sigmoid or [1.0])[0] / (len(plain) // count if "\naverage_output" in head else 1)
    return [forest(plain[place::count], comparison, scale) for place in range(count)], LINKS[objective], inputs


def _columns(text: str, infos: list[str], inputs: Inputs) -> list[Column | Levels]:
    """Give the columns that trees ask about: numbers, whole numbers that are codes, and codes of stored texts."""
    columns: list[Column | Levels] = [Column(place) for place in range(inputs.count)]
    stored = json.loads(text.rpartition("\npandas_categorical:")[2].strip() or "null") if PANDAS in text else None
    places = [place for place, info in enumerate(infos) if info != "none" and not info.startswith("[")]
    if not stored:
        return columns
    if len(stored) != len(places):
        raise RefusedModelError(
            f"the file holds categories of {len(stored)} columns, {len(places)} of which differ between rows: leave"
            " the others out"
        )
    for place, levels in zip(places, stored, strict=True):
        columns[place] = coded(
            inputs, Column(place), {level: float(code) for code, level in enumerate(levels)}, math.nan
        )
    return columns


def _members(block: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in block.split("\n\n")[0].splitlines() if "=" in line)


def _read_tree(members: dict[str, str], count: int) -> tuple[Tree, Codes]:
    """Read a tree, and the nodes that ask for codes."""
    if members.get("is_linear", "0") != "0":
        raise RefusedModelError("a leaf holds a linear model, only constant leaves can be read")
    kinds, values = _numbers(members, "decision_type", int), _numbers(members, "leaf_value", float)
    splits = len(kinds)
    features, borders, lefts, rights = (
        np.array(_numbers(members, name, float)) for name in ("split_feature", "threshold", "left_child", "right_child")
    )
    counts = _numbers(members, "internal_count", float) + _numbers(members, "leaf_count", float) if splits else [1.0]
    own = np.arange(splits + 1, splits + len(values) + 1)
    turns = [np.where(children >= 0, children + 1, splits - children) for children in (lefts, rights)]
    tree = Tree(
        features=np.concatenate([features + 1, np.zeros(len(values))]).astype(np.int32),
        borders=np.concatenate([borders, np.zeros(len(values))]),
        yes=np.concatenate([turns[0], own]).astype(np.int32),
        no=np.concatenate([turns[1], own]).astype(np.int32),
        missing_yes=np.concatenate([np.zeros(splits), np.ones(len(values))]).astype(bool),
        values=np.concatenate([np.zeros(splits), values]),
        weights=np.array(counts if len(counts) == splits + len(values) else []),
    )
    codes = {node: _codes(members, int(borders[node])) for node, kind in enumerate(kinds) if kind & CATEGORICAL}
    checked = checked_tree(tree, count)
    asked = {
        node: _questions(kind, int(checked.features[node]), float(borders[node]))
        for node, kind in enumerate(kinds)
        if node not in codes
    }
    return with_questions(checked, asked), codes


def _numbers(members: dict[str, str], name: str, kind: Callable[[str], Any]) -> list[Any]:
    return [kind(text) for text in members.get(name, "").split()]


def _codes(members: dict[str, str], number: int) -> frozenset[int]:
    """Read one set of codes: the bits of 32-bit words."""
    first, last = _numbers(members, "cat_boundaries", int)[number : number + 2]
    words = _numbers(members, "cat_threshold", int)[first:last]
    return frozenset(32 * place + bit for place, word in enumerate(words) for bit in range(32) if word >> bit & 1)


def _questions(kind: int, feature: int, border: float) -> list[Question]:
    """Say one split in questions that know missing values but no missing zeros.

    One does where NaN alone is missing, or nothing is. Where zeros are missing and their way is not that of the
    border, values below zero, zeros and values above it are told apart.
    """
    missing = kind >> 2
    below_zero = math.nextafter(-ZERO, -math.inf)
    if abs(border) <= ZERO:  # what LightGBM takes for zero is zero, on either side of the border
        border = ZERO if border >= 0 else below_zero
    zero_goes_yes = border >= 0
    default_yes = bool(kind & DEFAULT_LEFT) if missing else zero_goes_yes
    if missing != ZERO_IS_MISSING or default_yes == zero_goes_yes:
        return [(feature, border, YES, NO, default_yes)]
    compare: Question = (feature, border, YES, NO, default_yes)
    default = YES if default_yes else NO
    return [(feature, below_zero, 1, 2, False), compare, (feature, ZERO, default, 3, True), compare]
