"""Trees that ask about columns, written as trees that ask about features: scaled borders, levels, sets of codes."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.reading.columns import Column, Levels
from assay.exchange.refused import RefusedModelError
from assay.training.branching_trees import Tree

LARGEST = int(np.float32(np.finfo(np.float32).max).view(np.int32))
# Where a question among several that stand for a node leads: to the node's own next nodes, or to another question.
YES, NO = -1, -2
# Position of the feature from 1, border, where yes leads, where no leads, and whether missing counts as yes.
Question = tuple[int, float, int, int, bool]
Codes = Mapping[int, frozenset[int]]


def with_questions(tree: Tree, questions: Mapping[int, Sequence[Question]]) -> Tree:
    """Let nodes of a tree ask several questions each.

    Parameters
    ----------
    tree : Tree
        As it was read.
    questions : mapping of int to sequence of Question
        By 0-based node; the first question takes the node's place, the others follow after the last node.

    Returns
    -------
    Tree
        Every way through a node's questions ends in its next node of yes or of no. Covers stay where no node is added:
        how further nodes divide the rows, the file does not tell.
    """
    parts: list[NDArray[Any]] = [tree.features, tree.borders, tree.yes, tree.no, tree.missing_yes, tree.values]
    features, borders, yes, no, missing_yes, values = (part.tolist() for part in parts)
    for node, asked in questions.items():
        places = [node, *range(len(features), len(features) + len(asked) - 1)]
        turns = {YES: yes[node], NO: no[node], **{number: place + 1 for number, place in enumerate(places)}}
        for part in (features, borders, yes, no, missing_yes, values):
            part.extend([0] * (len(asked) - 1))
        for place, (feature, border, on_yes, on_no, is_yes) in zip(places, asked, strict=True):
            features[place], borders[place], missing_yes[place] = feature, border, is_yes
            yes[place], no[place] = turns[on_yes], turns[on_no]
    kinds: tuple[type[np.generic], ...] = (np.int32, np.float64, np.int32, np.int32, np.bool_, np.float64)
    lists = (features, borders, yes, no, missing_yes, values)
    asked_once = all(len(asked) == 1 for asked in questions.values())
    grown = Tree(*(np.array(part, dtype=kind) for part, kind in zip(lists, kinds, strict=True)))
    return dataclasses.replace(grown, weights=tree.weights) if asked_once else grown


def checked_tree(tree: Tree, count: int) -> Tree:
    """Give a tree back that can be walked.

    Parameters
    ----------
    tree : Tree
        As it was read.
    count : int
        Number of columns that it may ask about.

    Raises
    ------
    RefusedModelError
        If a node leads back, to itself, or to no node, asks about no column, or holds a number that is none.
    """
    own = np.arange(1, len(tree.features) + 1)
    asks, turns = tree.features > 0, np.stack([tree.yes, tree.no])
    reached = np.bincount(turns[:, asks].ravel().clip(0), minlength=len(own) + 1)[1:]
    if (turns < 1).any() or (turns > len(own)).any() or (turns[:, asks] == 1).any() or (reached > 1).any():
        raise RefusedModelError("a tree names nodes that do not exist or leads in a circle: the file is damaged")
    if tree.features.min(initial=0) < 0 or tree.features.max(initial=0) > count:
        raise RefusedModelError("a tree names columns that do not exist: the file is damaged")
    if np.isnan(tree.borders).any() or not np.isfinite(tree.values).all():
        raise RefusedModelError("a tree holds a border or leaf that is no number: the file is damaged")
    if len(tree.weights) not in (0, len(own)) or not np.isfinite(tree.weights).all():
        raise RefusedModelError("a tree does not say how many rows each node has met: the file is damaged")
    return tree


def plain_trees(
    columns: Sequence[Column | Levels], trees: Sequence[Tree], comparison: str, codes: Sequence[Codes] = ()
) -> tuple[list[Tree], str]:
    """Let trees ask about features where they asked about columns.

    Parameters
    ----------
    columns : sequence of Column or Levels
        What the trees' positions mean.
    trees : sequence of Tree
        Their positions are those of columns, from 1.
    comparison : str
        How they compare; see :class:`assay.training.schema.Form`.
    codes : sequence of mapping of int to set of int, optional
        By tree, the 0-based nodes that say yes where the column, cut to a whole number, is one of these codes.

    Returns
    -------
    tuple of (list of Tree, str)
        The trees and their comparison. Where anything is done to a feature, each border becomes the largest 32-bit
        float of the feature that still gets the answer yes, found by bisection: the same answer for every row.
    """
    asked = [
        _asked(tree, columns, comparison, chosen)
        for tree, chosen in zip(trees, codes or [{}] * len(trees), strict=True)
    ]
    features = np.array([0, *(getattr(column, "feature", -1) + 1 for column in columns)], dtype=np.int32)
    is_plain = not any(isinstance(column, Column) and (column.steps or column.filled is not None) for column in columns)
    placed = [tree if is_plain else _bisected(tree, columns, comparison) for tree in trees]
    own = [dataclasses.replace(tree, features=features[tree.features]) for tree in placed]
    grown = [with_questions(tree, questions) for tree, questions in zip(own, asked, strict=True)]
    return grown, comparison if is_plain else "le_float"


def _asked(tree: Tree, columns: Sequence[Column | Levels], comparison: str, codes: Codes) -> dict[int, list[Question]]:
    """Find what replaces the nodes that ask about levels or codes."""
    found: dict[int, list[Question]] = {}
    for node in np.flatnonzero(tree.features).tolist():
        column, missing_yes = columns[tree.features[node] - 1], bool(tree.missing_yes[node])
        if isinstance(column, Levels):
            values = np.array([column.other, *column.values.values()])
            if node in codes:
                answers = np.isin(values, list(codes[node]))
            else:
                answers = _says_yes(values, tree.borders[node : node + 1], comparison)
            answers = np.where(np.isnan(values), missing_yes, answers)
            found[node] = _levels_asked(list(column.values), bool(answers[0]), answers[1:].tolist())
        elif node in codes:
            found[node] = _codes_asked(column.feature + 1, codes[node], missing_yes, comparison)
    return found


def _levels_asked(indicators: Sequence[int], other: bool, answers: Sequence[bool]) -> list[Question]:
    """Ask one after the other for the levels whose answer is not that of all others."""
    on_other, on_level = (YES, NO) if other else (NO, YES)
    unlike = [feature for feature, answer in zip(indicators, answers, strict=True) if answer != other]
    asked = [(feature + 1, 0.5, number + 1, on_level, True) for number, feature in enumerate(unlike)]
    if not asked:
        return [(indicators[0] + 1, 0.5, on_other, on_other, True)]
    return [*asked[:-1], (asked[-1][0], 0.5, on_other, on_level, True)]


def _codes_asked(feature: int, codes: frozenset[int], missing_yes: bool, comparison: str) -> list[Question]:
    """Ask by bisection on which side of the edges of runs of codes a number is."""
    starts = sorted(code for code in codes if code - 1 not in codes)
    ends = sorted(code + 1 for code in codes if code + 1 not in codes)
    edges = [_edge(code, comparison) for pair in zip(starts, ends, strict=True) for code in pair]
    missing_run = 1 if missing_yes else 0
    asked: list[Question] = []

    def ask(first: int, last: int) -> int:
        """Find among runs, of which every second one holds codes."""
        if first == last:
            return YES if first % 2 else NO
        middle, number = (first + last) // 2, len(asked)
        asked.append((feature, edges[middle], 0, 0, missing_run <= middle))
        yes, no = ask(first, middle), ask(middle + 1, last)
        asked[number] = (*asked[number][:2], yes, no, asked[number][4])
        return number

    ask(0, len(edges))
    return asked


def _edge(code: int, comparison: str) -> float:
    """Give the border that says yes below a code; where doubles are compared, what is above -1 is cut to 0."""
    if comparison == "lt_float":
        return float(code)
    return -1.0 if code == 0 else math.nextafter(code, -math.inf)


def _bisected(tree: Tree, columns: Sequence[Column | Levels], comparison: str) -> Tree:
    borders, missing_yes = tree.borders.copy(), tree.missing_yes.copy()
    for position in np.unique(tree.features[tree.features > 0]).tolist():
        column, asked = columns[position - 1], tree.features == position
        if isinstance(column, Levels):
            continue
        borders[asked] = _last_yes(column, tree.borders[asked], comparison)
        if column.filled is not None:
            missing_yes[asked] = _says_yes(np.array([column.filled]), tree.borders[asked], comparison)
    return dataclasses.replace(tree, borders=borders, missing_yes=missing_yes)


def _says_yes(values: NDArray[Any], borders: NDArray[np.float64], comparison: str) -> NDArray[np.bool_]:
    if comparison == "le_double":
        return np.asarray(values.astype(np.float64) <= borders)
    single, edges = values.astype(np.float32), borders.astype(np.float32)
    return np.asarray(single < edges if comparison == "lt_float" else single <= edges)


def _last_yes(column: Column, borders: NDArray[np.float64], comparison: str) -> NDArray[np.float64]:
    """Bisect over 32-bit floats in their order, all borders at once."""
    low, high = np.full(len(borders), -LARGEST - 1), np.full(len(borders), LARGEST)
    while (low < high).any():
        middle = (low + high + 1) // 2
        is_yes = _says_yes(column.value(_floats(middle)), borders, comparison)
        low, high = np.where(is_yes, middle, low), np.where(is_yes, high, middle - 1)
    return _floats(np.maximum(low, -LARGEST)).astype(np.float64)


def _floats(keys: NDArray[np.int64]) -> NDArray[np.float32]:
    """Give the 32-bit floats whose places in the order are the keys; 0 is zero."""
    sizes = np.abs(np.clip(keys, -LARGEST, LARGEST)).astype(np.int32).view(np.float32)
    return np.where(keys < 0, -sizes, sizes).astype(np.float32)
