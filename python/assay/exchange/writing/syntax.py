"""Pieces of SQL as syntax trees that mean the same in every dialect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlglot import exp

Node = exp.Expression
LARGEST_LOGIT = 700.0  # exp of more overflows, and some warehouses refuse it


def number(value: float) -> Node:
    """Write a double so that no dialect takes it for a decimal number."""
    text = np.format_float_scientific(abs(value), trim="0").replace("e+", "e")
    literal: Node = exp.Literal(this=text, is_string=False)
    literal = exp.Neg(this=literal) if value < 0 else literal
    return double(literal)


def double(node: Node) -> Node:
    """Cast to the 64-bit float of every dialect."""
    return exp.Cast(this=node, to=exp.DataType(this=exp.DataType.Type.DOUBLE))


def choice(question: Node, yes: Node, no: Node) -> Node:
    """Ask a question; what is not true, NULL too, gets the answer no."""
    return exp.Case(ifs=[exp.If(this=question, true=yes)], default=no)


def total(terms: list[Node]) -> Node:
    """Add terms in pairs of pairs, so that a thousand of them nest ten deep."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return exp.Paren(this=exp.Add(this=total(terms[:half]), expression=total(terms[half:])))


def product(left: Node, right: Node) -> Node:
    """Multiply."""
    return exp.Mul(this=left, expression=right)


def copies(nodes: Sequence[Node]) -> list[Node]:
    """Copy nodes: a tree may hold each only once."""
    return [node.copy() for node in nodes]


def logistic(raw: Node) -> Node:
    """Turn log-odds into a probability."""
    low = exp.Greatest(this=exp.Neg(this=raw), expressions=[number(-LARGEST_LOGIT)])
    bounded = exp.Least(this=low, expressions=[number(LARGEST_LOGIT)])
    whole = exp.Paren(this=exp.Add(this=number(1.0), expression=exp.Exp(this=bounded)))
    return exp.Div(this=number(1.0), expression=whole)
