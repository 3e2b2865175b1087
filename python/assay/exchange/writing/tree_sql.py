"""Trees as SQL that any warehouse runs: nested choices over double features, with leaves as whole numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from assay.exchange.refused import RefusedModelError
from assay.exchange.writing.syntax import Node, choice, double, number, product, total
from assay.training.schema import Form

LARGEST_FLOAT = float(np.finfo(np.float32).max)
LARGEST_DOUBLE = float(np.finfo(np.float64).max)


def alias_of(position: int) -> str:
    """Name the column of an encoded feature."""
    return f"feature_{position}"


def tree_score(form: Form) -> Node:
    """Write the raw score of trees over encoded features.

    Parameters
    ----------
    form : Form
        An ``oblivious_trees`` or ``branching_trees`` form.

    Returns
    -------
    sqlglot.exp.Expression
        ``tree_scale * sum(leaf values) + tree_bias``, to the last bit.
    """
    symmetric = form.form == "oblivious_trees"
    grow, leaves = (_symmetric_tree, form.tree_leaf_values) if symmetric else (_branching_tree, form.node_values)
    quantum = _quantum(leaves)
    trees: list[Node] = [exp.cast(grow(form, tree, quantum), "bigint") for tree in range(len(leaves))]
    scaled = product(number((form.tree_scale or 0.0) * quantum), double(total(trees)))
    return exp.Add(this=scaled, expression=number(form.tree_bias or 0.0))


def last_yes(border: float, comparison: str) -> float:
    """Find the largest double that a node still says yes to.

    Parameters
    ----------
    border : float
        What the node compares with.
    comparison : str
        See :class:`assay.training.schema.Form`.

    Returns
    -------
    float
        ``x <= last_yes`` in double says the same for every double x as the comparison says of x rounded to a 32-bit
        float; so no warehouse needs such a type. The largest double, or its negative, where all get one answer.
    """
    single = np.float32(border)
    if comparison == "lt_float" or (comparison == "le_double" and float(single) > border):
        single = np.nextafter(single, np.float32(-np.inf))
    if not np.isfinite(single) or float(single) == LARGEST_FLOAT:
        return math.copysign(LARGEST_DOUBLE, float(single))
    middle = (float(single) + float(np.nextafter(single, np.float32(np.inf)))) / 2
    return middle if np.float32(middle) <= single else math.nextafter(middle, -math.inf)


def _quantum(leaves: list[NDArray[np.float64]]) -> float:
    """Find the power of two that all leaf values are multiples of, so that they are whole numbers in SQL."""
    values: NDArray[np.float64] = np.concatenate(leaves)
    denominator: int = max(value.as_integer_ratio()[1] for value in values.tolist())
    quantum = math.ldexp(1.0, 1 - denominator.bit_length())
    if np.abs(values).max(initial=0.0) / quantum >= 2.0**53:
        raise RefusedModelError("The leaf values are no multiples of one power of two")
    return quantum


def _leaf(value: float, quantum: float) -> Node:
    return exp.Literal.number(int(Fraction(value) / Fraction(quantum)))


def _symmetric_tree(form: Form, tree: int, quantum: float) -> Node:
    positions, values = form.tree_features[tree], form.tree_leaf_values[tree]
    borders = [last_yes(border, "le_float") for border in form.tree_borders[tree].tolist()]
    levels = [level for level, border in enumerate(borders) if border < LARGEST_DOUBLE]

    def grow(place: int, leaf: int) -> Node:
        if place == len(levels):
            return _leaf(float(values[leaf]), quantum)
        level = levels[place]
        question = exp.GT(this=exp.column(alias_of(int(positions[level]))), expression=number(borders[level]))
        return choice(question, grow(place + 1, leaf + 2**level), grow(place + 1, leaf))

    return grow(0, 0)


@dataclass(frozen=True)
class _Fork:
    """Where nodes lead: to ``yes`` where the condition holds, else to ``no``; both are nodes from 0.

    Attributes
    ----------
    holds, fails : callable
        The condition and its opposite. Neither is NULL where the other is true.
    """

    holds: Callable[[], Node]
    fails: Callable[[], Node]
    yes: int
    no: int

    def turned(self) -> _Fork:
        """Say the same the other way round."""
        return _Fork(self.fails, self.holds, self.no, self.yes)


def _either(first: Callable[[], Node], second: Callable[[], Node]) -> Callable[[], Node]:
    return lambda: exp.Or(this=exp.Paren(this=first()), expression=exp.Paren(this=second()))


def _both(first: Callable[[], Node], second: Callable[[], Node]) -> Callable[[], Node]:
    return lambda: exp.And(this=exp.Paren(this=first()), expression=exp.Paren(this=second()))


def _branching_tree(form: Form, tree: int, quantum: float) -> Node:
    """Write a tree; nodes that lead to the same next nodes are one choice, so that no branch is written twice."""
    positions, values = form.node_features[tree], form.node_values[tree]
    forks: dict[int, _Fork] = {}

    def fork(node: int) -> _Fork:
        if node not in forks:
            forks[node] = _merged(_asked(form, tree, node), lambda next_node: positions[next_node] > 0, fork)
        return forks[node]

    def grow(node: int) -> Node:
        if positions[node] == 0:
            return _leaf(float(values[node]), quantum)
        own = fork(node)
        return choice(own.holds(), grow(own.yes), grow(own.no))

    return grow(0)


def _merged(own: _Fork, asks: Callable[[int], bool], fork: Callable[[int], _Fork]) -> _Fork:
    """Take the next nodes in as long as they lead where the node leads anyway."""
    while True:
        on_yes, on_no = (fork(node) if asks(node) else None for node in (own.yes, own.no))
        if on_no and own.yes in (on_no.yes, on_no.no):
            own = _joined(own, on_no)
        elif on_yes and own.no in (on_yes.yes, on_yes.no):
            own = _joined(own.turned(), on_yes)
        elif on_yes and on_no and {on_yes.yes, on_yes.no} == {on_no.yes, on_no.no}:
            return _crossed(own, on_yes, on_no if on_no.yes == on_yes.yes else on_no.turned())
        else:
            return own


def _joined(own: _Fork, on_no: _Fork) -> _Fork:
    """Lead to yes where either says so."""
    other = on_no if on_no.yes == own.yes else on_no.turned()
    return _Fork(_either(own.holds, other.holds), _both(own.fails, other.fails), own.yes, other.no)


def _crossed(own: _Fork, on_yes: _Fork, on_no: _Fork) -> _Fork:
    """Let the first say which of two others, which lead to the same nodes, decides."""
    holds = _either(_both(own.holds, on_yes.holds), _both(own.fails, on_no.holds))
    fails = _either(_both(own.holds, on_yes.fails), _both(own.fails, on_no.fails))
    return _Fork(holds, fails, on_yes.yes, on_yes.no)


def _asked(form: Form, tree: int, node: int) -> _Fork:
    """Read one node; a missing feature is a choice's ``no``, so the question that it must not answer is written."""
    name = alias_of(int(form.node_features[tree][node]))
    border = last_yes(float(form.node_borders[tree][node]), form.node_comparison or "")

    def below() -> Node:
        return exp.LTE(this=exp.column(name), expression=number(border))

    def above() -> Node:
        return exp.GT(this=exp.column(name), expression=number(border))

    def or_missing(question: Callable[[], Node]) -> Callable[[], Node]:
        is_missing = exp.Is(this=exp.column(name), expression=exp.Null())
        return lambda: exp.Or(this=question(), expression=is_missing.copy())

    yes, no = (int(turn[tree][node]) - 1 for turn in (form.node_yes, form.node_no))
    if form.node_missing_yes[tree][node]:
        return _Fork(above, or_missing(below), no, yes)
    return _Fork(below, or_missing(above), yes, no)
