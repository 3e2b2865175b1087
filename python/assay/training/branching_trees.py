"""Branching trees as arrays of nodes: read from scikit-learn, rounded so that sums are exact, scored as SQL does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.training.schema import Form

SUM_BITS = 50


@dataclass(frozen=True)
class Tree:
    """One binary tree; the first node is the root.

    Attributes
    ----------
    features : array of int32, shape (m,)
        1-based position of the feature a node asks about; 0 at a leaf.
    borders : array of float64, shape (m,)
        What the feature is compared with; 0 at a leaf.
    yes, no : array of int32, shape (m,)
        1-based next nodes; a leaf's is itself.
    missing_yes : array of bool, shape (m,)
        Whether a missing feature goes the way of yes.
    values : array of float64, shape (m,)
        Values of leaves; 0 elsewhere.
    weights : array of float64, shape (m,)
        Weight of the training rows that met each node, its cover; empty where it is not known.
    """

    features: NDArray[np.int32]
    borders: NDArray[np.float64]
    yes: NDArray[np.int32]
    no: NDArray[np.int32]
    missing_yes: NDArray[np.bool_]
    values: NDArray[np.float64]
    weights: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))


def read_tree(tree: Any, leaf_values: NDArray[np.float64], positions: NDArray[np.intp] | None = None) -> Tree:
    """Read a fitted tree of scikit-learn.

    Parameters
    ----------
    tree : sklearn.tree._tree.Tree
        The attribute ``tree_`` of an estimator.
    leaf_values : array of float64, shape (m,)
        What a row that ends in a node scores; read at leaves only.
    positions : array of int, shape (p,), optional
        Which 0-based feature the tree's own features are, where it was grown on some of them.

    Returns
    -------
    Tree
        scikit-learn compares a float32 value with a double border: ``le_double``.
    """
    is_leaf = tree.children_left == -1
    own = np.arange(1, tree.node_count + 1)
    asked = tree.feature if positions is None else positions[np.maximum(tree.feature, 0)]
    return Tree(
        features=np.where(is_leaf, 0, asked + 1).astype(np.int32),
        borders=np.where(is_leaf, 0.0, tree.threshold),
        yes=np.where(is_leaf, own, tree.children_left + 1).astype(np.int32),
        no=np.where(is_leaf, own, tree.children_right + 1).astype(np.int32),
        missing_yes=np.where(is_leaf, True, tree.missing_go_to_left.astype(bool)),
        values=np.where(is_leaf, leaf_values, 0.0),
        weights=np.asarray(tree.weighted_n_node_samples, dtype=np.float64),
    )


def forest(trees: Sequence[Tree], comparison: str, scale: float, bias: float = 0.0) -> Form:
    """Store trees whose leaves are added up.

    Parameters
    ----------
    trees : sequence of Tree
        At least one.
    comparison : str
        ``le_double``, ``le_float`` or ``lt_float``; see :class:`assay.training.schema.Form`.
    scale, bias : float
        The raw score is ``scale * sum(leaf values) + bias``.

    Returns
    -------
    Form
        Leaf values are rounded to multiples of one power of two (a relative error below 1e-13 of the largest
        possible sum), so that their sum is exact and therefore the same in any order. Covers, and means by cover, are
        stored where every tree knows them.
    """
    largest = sum(float(np.abs(tree.values).max()) for tree in trees)
    quantum = 2.0 ** (math.ceil(math.log2(largest)) - SUM_BITS) if largest > 0 else 1.0
    values = [np.round(tree.values / quantum) * quantum for tree in trees]
    is_weighted = all(len(tree.weights) and tree.weights[0] > 0 for tree in trees)
    weighted = zip(values, trees, strict=True) if is_weighted else ()
    means = [(leaves * tree.weights).sum() / tree.weights[0] for leaves, tree in weighted]
    return Form(
        form="branching_trees",
        tree_scale=scale,
        tree_bias=bias,
        node_comparison=comparison,
        node_features=[tree.features for tree in trees],
        node_borders=[tree.borders for tree in trees],
        node_yes=[tree.yes for tree in trees],
        node_no=[tree.no for tree in trees],
        node_missing_yes=[tree.missing_yes for tree in trees],
        node_values=values,
        node_weights=[tree.weights for tree in trees] if is_weighted else [],
        tree_means=np.array(means, dtype=np.float64),
    )


def step_tree(
    position: int, borders: NDArray[np.float64], values: NDArray[np.float64], weights: NDArray[np.float64]
) -> Tree:
    """Store a step function of one feature as a balanced tree, which finds a step by bisection.

    Parameters
    ----------
    position : int
        1-based position of the feature.
    borders : array of float64, shape (k,)
        Strictly increasing; the step changes above each of them.
    values : array of float64, shape (k + 1,)
        The value of each step; missing features take the first.
    weights : array of float64, shape (k + 1,) or (0,)
        The weight of the training rows on each step; empty where it is not known.

    Returns
    -------
    Tree
        ``2 * k + 1`` nodes of depth ``ceil(log2(k + 1))``, for the comparison ``le_float``.
    """
    nodes: list[tuple[int, float, int, int, float]] = []
    covers: list[float] = []

    def add(first: int, last: int) -> int:
        number = len(nodes) + 1
        nodes.append((0, 0.0, number, number, float(values[first])))
        covers.append(float(weights[first : last + 1].sum()))
        if first < last:
            middle = (first + last) // 2
            yes, no = add(first, middle), add(middle + 1, last)
            nodes[number - 1] = (position, float(borders[middle]), yes, no, 0.0)
        return number

    add(0, len(borders))
    features, node_borders, yes, no, leaf_values = map(np.array, zip(*nodes, strict=True))
    return Tree(
        features.astype(np.int32),
        node_borders.astype(np.float64),
        yes.astype(np.int32),
        no.astype(np.int32),
        np.full(len(nodes), True),
        leaf_values.astype(np.float64),
        np.array(covers if len(weights) else []),
    )


def score_forest(form: Form, features: NDArray[Any]) -> NDArray[np.float64]:
    """Score rows with stored branching trees, as the SQL does.

    Parameters
    ----------
    form : Form
        A ``branching_trees`` form.
    features : array, shape (n, p)
        NaN is missing.

    Returns
    -------
    array of float64, shape (n,)
        Raw scores.
    """
    number_type = np.float64 if form.node_comparison == "le_double" else np.float32
    total = np.zeros(len(features))
    rows = np.arange(len(features))
    for tree in zip(
        form.node_features, form.node_borders, form.node_missing_yes, form.node_yes, form.node_no, form.node_values,
        strict=True,
    ):  # fmt: skip
        positions, borders, missing_yes, yes, no, values = tree
        node = np.zeros(len(features), dtype=np.int64)
        while (positions[node] > 0).any():
            asked = features[rows, np.maximum(positions[node] - 1, 0)].astype(number_type)
            border = borders[node].astype(number_type)
            is_yes = asked < border if form.node_comparison == "lt_float" else asked <= border
            is_yes = np.where(np.isnan(asked), missing_yes[node], is_yes)
            node = np.where(positions[node] > 0, np.where(is_yes, yes[node], no[node]) - 1, node)
        total += values[node]
    return (form.tree_scale or 0.0) * total + (form.tree_bias or 0.0)
