"""CatBoost's trees that are not symmetric, as arrays of nodes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import catboost
import numpy as np
from numpy.typing import NDArray

from assay.training.branching_trees import Tree, forest
from assay.training.catboost_export import check_missing, check_split, export_trees
from assay.training.schema import Form


def read_leafwise(model: catboost.CatBoost) -> list[Form]:
    """Read a fitted model's trees through its JSON export.

    Parameters
    ----------
    model : catboost.CatBoost
        Trained on numeric features only, with missing values below every border, and grown leaf by leaf or level by
        level.

    Returns
    -------
    list of Form
        ``branching_trees``, one per class or the one of a model with one output; forms of classes share trees and
        differ in leaf values. CatBoost compares as floats: ``le_float``.

    Raises
    ------
    ValueError
        If the model holds something other than such trees.
    """
    exported = export_trees(model)
    check_missing(exported)
    scale, biases = exported["scale_and_bias"]
    read = [_read_tree(root, len(biases)) for root in exported["trees"]]
    return [
        forest([replace(tree, values=values[:, place]) for tree, values in read], "le_float", float(scale), float(bias))
        for place, bias in enumerate(biases)
    ]


def _read_tree(root: dict[str, Any], outputs: int) -> tuple[Tree, NDArray[np.float64]]:
    """Give a tree's nodes numbers, from the root down and left branches first, and each node a row of values."""
    nodes: list[tuple[int, float, int, int, float]] = []
    values: list[list[float]] = []

    def add(node: dict[str, Any]) -> int:
        number = len(nodes) + 1
        if "split" not in node:
            nodes.append((0, 0.0, number, number, float(node["weight"])))
            values.append(np.ravel(node["value"]).tolist())
            return number
        check_split(node["split"])
        nodes.append((0, 0.0, 0, 0, 0.0))
        values.append([0.0] * outputs)
        yes, no = add(node["left"]), add(node["right"])
        position, border = node["split"]["float_feature_index"] + 1, float(np.float32(node["split"]["border"]))
        nodes[number - 1] = (position, border, yes, no, nodes[yes - 1][4] + nodes[no - 1][4])
        return number

    add(root)
    features, borders, yes, no, weights = map(np.array, zip(*nodes, strict=True))
    tree = Tree(
        features=features.astype(np.int32),
        borders=borders.astype(np.float64),
        yes=yes.astype(np.int32),
        no=no.astype(np.int32),
        missing_yes=np.full(len(nodes), True),
        values=np.zeros(len(nodes)),
        weights=weights.astype(np.float64),
    )
    return tree, np.array(values, dtype=np.float64)
