"""Exact SHAP values of symmetric trees, tabulated by leaf."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from assay.training.schema import Form

DEEPEST = 8


def explained(form: Form) -> Form:
    """Add the contribution of every feature in every leaf to a form of symmetric trees.

    A leaf's index fixes every comparison of its tree, so a feature's value depends on the leaf alone. In a
    coalition the known features go the row's way, the others both ways in proportion to cover, from the last
    level (the root) down to the first. Source: Lundberg et al. (2020), Nature Machine Intelligence 2:56.

    Parameters
    ----------
    form : Form
        Any form; one of symmetric trees with leaf weights and at most eight levels gains numbers.

    Returns
    -------
    Form
        With ``tree_means`` and ``tree_contributions``, multiples of one power of two. In every leaf the mean and
        the contributions add up to the leaf's value without rounding.
    """
    if form.form != "oblivious_trees" or not form.tree_leaf_weights or len(form.tree_features[0]) > DEEPEST:
        return form
    largest = sum(float(np.abs(values).max()) for values in form.tree_leaf_values)
    quantum = 2.0 ** (math.ceil(math.log2(largest)) - 50) if largest > 0 else 1.0
    means: list[float] = []
    contributions: list[NDArray[np.float64]] = []
    for features, borders, values, weights in zip(
        form.tree_features, form.tree_borders, form.tree_leaf_values, form.tree_leaf_weights, strict=True
    ):
        players = _players(features, borders)
        payoffs = _payoffs(players, values, weights)
        mean = np.round(payoffs[()][0] / quantum) * quantum
        table = np.zeros((len(features), len(values)))
        levels = [levels[0] for levels in players]
        for player, level in enumerate(levels):
            table[level] = np.round(_shapley(player, len(players), payoffs) / quantum) * quantum
        if levels:
            # What rounding leaves goes to one feature, so that nothing is left over.
            table[levels[0]] = values - mean - table[levels[1:]].sum(axis=0)
        means.append(float(mean))
        contributions.append(table)
    return replace(form, tree_means=np.array(means), tree_contributions=contributions)


def _players(features: NDArray[np.int32], borders: NDArray[np.float64]) -> list[list[int]]:
    """Levels of each feature that a tree compares; levels that were filled up take no part."""
    players: dict[int, list[int]] = {}
    for level, feature in enumerate(features):
        if np.isfinite(borders[level]):
            players.setdefault(int(feature), []).append(level)
    return list(players.values())


def _coalitions(count: int) -> Iterator[tuple[int, ...]]:
    for size in range(count + 1):
        yield from combinations(range(count), size)


def _payoffs(
    players: list[list[int]], values: NDArray[np.float64], weights: NDArray[np.float64]
) -> dict[tuple[int, ...], NDArray[np.float64]]:
    """Average the leaves that each coalition of known players leaves possible, from every leaf's place."""
    depth = len(values).bit_length() - 1
    shape = (2,) * depth
    # The first axis is the last level. A node's cover is that of everything below it.
    covers = [weights.reshape(shape).sum(axis=tuple(range(depth - k, depth)), keepdims=True) for k in range(depth)]
    payoffs = {}
    for coalition in _coalitions(len(players)):
        known = {level for player in coalition for level in players[player]}
        value = values.reshape(shape)
        for level in set(range(depth)) - known:
            axis = depth - 1 - level
            total = covers[level].sum(axis=axis, keepdims=True)
            share = np.divide(covers[level], total, out=np.zeros_like(covers[level]), where=total > 0)
            value = (value * share).sum(axis=axis, keepdims=True)
        payoffs[coalition] = np.broadcast_to(value, shape).reshape(-1)
    return payoffs


def _shapley(player: int, count: int, payoffs: dict[tuple[int, ...], NDArray[np.float64]]) -> NDArray[np.float64]:
    """Average what a player adds to the coalitions of the others, over all orders of joining."""
    total = np.zeros_like(payoffs[()])
    for coalition in payoffs:
        if player not in coalition:
            joined = tuple(sorted((*coalition, player)))
            orders = math.factorial(len(coalition)) * math.factorial(count - len(coalition) - 1) / math.factorial(count)
            total += orders * (payoffs[joined] - payoffs[coalition])
    return total
