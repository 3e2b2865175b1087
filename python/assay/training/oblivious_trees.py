"""CatBoost's symmetric trees as arrays."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import catboost
import numpy as np
from numpy.typing import NDArray

from assay.training.catboost_export import check_missing, check_split, export_trees
from assay.training.schema import Form

WORD_BITS = 50


def read_form(model: catboost.CatBoost, depth: int) -> Form:
    """Read the trees of a fitted model with one output.

    Parameters
    ----------
    model, depth
        As for :func:`read_forms`.

    Returns
    -------
    Form
        The one form.

    Raises
    ------
    ValueError
        If the model has several outputs, or holds something other than such trees.
    """
    (form,) = read_forms(model, depth)
    return form


def read_forms(model: catboost.CatBoost, depth: int) -> list[Form]:
    """Read a fitted model's trees through its JSON export.

    Parameters
    ----------
    model : catboost.CatBoost
        Trained on numeric features only, with symmetric trees and missing values below every border.
    depth : int
        Greatest depth of a tree. Every stored tree has as many levels: those it lacks get an infinite
        border, which nothing exceeds.

    Returns
    -------
    list of Form
        A form per class, or the one of a model with one output; forms of classes share trees and differ in leaf
        values. Leaf values are rounded to a common power of two (a relative error below 1e-13), so that their sum
        is exact and therefore the same in any order.

    Raises
    ------
    ValueError
        If the model holds something other than such trees.
    """
    exported = export_trees(model)
    check_missing(exported)
    scale, biases = exported["scale_and_bias"]
    trees = balanced(exported["oblivious_trees"], WORD_BITS // depth)
    features = [_padded(tree, "float_feature_index", 0, depth) + np.int32(1) for tree in trees]
    borders = [_padded(tree, "border", math.inf, depth) for tree in trees]
    weights = [_leaf_weights(tree, depth) for tree in trees]
    forms = []
    for place, bias in enumerate(biases):
        values = [np.asarray(tree["leaf_values"][place :: len(biases)]) for tree in trees]
        quantum = _quantum(values)
        forms.append(
            Form(
                form="oblivious_trees",
                tree_features=features,
                tree_borders=borders,
                tree_leaf_values=[_leaf_values(leaves, quantum, depth) for leaves in values],
                tree_leaf_weights=weights,
                tree_scale=float(scale),
                tree_bias=float(bias),
            )
        )
    return forms


def balanced(trees: list[dict[str, Any]], pack_size: int) -> list[dict[str, Any]]:
    """Order trees so that consecutive packs of them compare each feature about equally often.

    SQL explains a pack at a time and keeps, per feature, as many slots as the pack with the most comparisons
    needs. Trees with the most repetitions are placed first, each where it adds the fewest slots.

    Parameters
    ----------
    trees : list of dict
        CatBoost's export of each tree.
    pack_size : int
        Trees per pack.

    Returns
    -------
    list of dict
        The same trees; all packs but the last are full.
    """
    sizes = [min(pack_size, len(trees) - start) for start in range(0, len(trees), pack_size)]
    packs: list[list[dict[str, Any]]] = [[] for _ in sizes]
    used: list[Counter[int]] = [Counter() for _ in sizes]
    slots: Counter[int] = Counter()
    compared = [Counter(split["float_feature_index"] for split in tree.get("splits") or []) for tree in trees]
    for number in sorted(range(len(trees)), key=lambda n: (-max(compared[n].values(), default=0), n)):
        own = compared[number]
        added = {
            place: sum(max(0, used[place][feature] + count - slots[feature]) for feature, count in own.items())
            for place, size in enumerate(sizes)
            if len(packs[place]) < size
        }
        best = min(added, key=lambda place: (added[place], len(packs[place]), place))
        packs[best].append(trees[number])
        used[best] += own
        slots |= used[best]
    return [tree for pack in packs for tree in pack]


def score_trees(form: Form, features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Score rows with stored trees, as the SQL does.

    Parameters
    ----------
    form : Form
        An ``oblivious_trees`` form.
    features : array of float32, shape (n, p)
        NaN is missing and exceeds no border.

    Returns
    -------
    array of float64, shape (n,)
        Raw scores, in units of the link.
    """
    total = np.zeros(len(features))
    for positions, borders, values in zip(form.tree_features, form.tree_borders, form.tree_leaf_values, strict=True):
        leaf = np.zeros(len(features), dtype=np.int64)
        for level, (position, border) in enumerate(zip(positions, borders, strict=True)):
            leaf += (features[:, position - 1] > np.float32(border)).astype(np.int64) << level
        total += values[leaf]
    return (form.tree_scale or 0.0) * total + (form.tree_bias or 0.0)


def _padded(tree: dict[str, Any], key: str, filler: float, depth: int) -> NDArray[Any]:
    splits = tree.get("splits") or []
    for split in splits:
        check_split(split)
    values = [split[key] for split in splits] + [filler] * (depth - len(splits))
    if key == "border":
        return np.asarray(values, dtype=np.float32).astype(np.float64)
    return np.asarray(values, dtype=np.int32)


def _quantum(leaves: list[NDArray[np.float64]]) -> float:
    """Choose a power of two fine enough to keep 50 bits of the largest possible sum of leaves."""
    largest = sum(float(np.abs(values).max()) for values in leaves)
    return float(2.0 ** (math.ceil(math.log2(largest)) - 50)) if largest > 0 else 1.0


def _leaf_values(leaves: NDArray[np.float64], quantum: float, depth: int) -> NDArray[np.float64]:
    values = np.zeros(2**depth)
    values[: len(leaves)] = np.round(leaves / quantum) * quantum
    return values


def _leaf_weights(tree: dict[str, Any], depth: int) -> NDArray[np.float64]:
    weights = np.zeros(2**depth)
    weights[: len(tree["leaf_weights"])] = tree["leaf_weights"]
    return weights
