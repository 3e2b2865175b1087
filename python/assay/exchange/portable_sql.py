"""Scoring SQL that any warehouse runs: a syntax tree built from a stored form, written in the warehouse's dialect."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from assay.exchange.class_sql import CLASS_LINKS, class_steps
from assay.exchange.document import Model, Output
from assay.exchange.portable_encoding import encoded_feature
from assay.exchange.refused import RefusedModelError
from assay.exchange.syntax import Node, choice, copies, double, logistic, number, product, total
from assay.training.schema import Calibration, Form

DIALECTS = ("duckdb", "spark", "bigquery", "snowflake", "postgres", "redshift", "trino")
LARGEST_FLOAT = float(np.finfo(np.float32).max)
LARGEST_DOUBLE = float(np.finfo(np.float64).max)


def score_sql(
    model: Model, dialect: str, relation: str = "features", keys: Sequence[str] = (), raw_columns: bool = False
) -> str:
    """Write a query that scores a relation of encoded features, or of the columns that they are made of.

    Parameters
    ----------
    model : Model
        With one output, or with a class per output.
    dialect : str
        One of ``DIALECTS``.
    relation : str
        Name of the relation, with dots between its parts. It has a numeric column per feature, with the feature's
        name, or with ``raw_columns`` the declared columns; NULL, NaN and infinity are missing.
    keys : sequence of str
        Columns of the relation to keep beside the scores.
    raw_columns : bool
        Whether the query encodes the declared columns itself, by the model's feature space.

    Returns
    -------
    str
        Keys, ``raw_score``, and ``probability`` or ``value``; of classes, ``predicted_class``, its ``probability``, and
        ``probability_1`` and so on, in the order of outputs. Features are read as 32-bit floats.

    Raises
    ------
    RefusedModelError
        For an unknown dialect, several outputs that are no classes, a link that no number follows from, or with
        ``raw_columns`` a feature space that is not known or holds an encoding that is not written.
    """
    if dialect not in DIALECTS:
        raise RefusedModelError(f"There is no dialect {dialect!r}: choose one of {', '.join(DIALECTS)}")
    outputs = list(model.outputs.values())
    if len(outputs) > 1 and model.link not in CLASS_LINKS:
        raise RefusedModelError(f"{model.name} has {len(outputs)} outputs: SQL is written for one, or for classes")
    kept = [exp.column(key, quoted=True) for key in keys]
    used = sorted(set().union(*(_used_positions(output.form) for output in outputs)))
    features = [exp.alias_(_read(model, position, raw_columns), _alias(position)) for position in used]
    read = exp.select(*kept, *(features or [exp.alias_(number(1.0), "no_feature")]))
    query = read.from_(exp.to_table(relation, dialect=dialect))
    steps = {"encoded": query, **_steps(model, kept)}
    query = steps.pop("")
    for name, step in steps.items():
        query = query.with_(name, as_=step)
    what = "the declared columns" if raw_columns else "a numeric column per encoded feature"
    head = f"-- {' '.join(model.name.split())}: reads {relation}, which has {what}."
    return f"{head}\n{query.sql(dialect=dialect)}\n"


def _steps(model: Model, kept: Sequence[Node]) -> dict[str, exp.Select]:
    """Write the queries after the encoded features, each over the one before; the last one has no name."""
    outputs = list(model.outputs.values())
    raw_scores = [_raw_score(output.form) for output in outputs]
    if len(outputs) > 1:
        return class_steps(raw_scores, list(model.outputs), model.link, model.temperature, kept)
    scored = exp.select(*copies(kept), exp.alias_(raw_scores[0], "raw_score")).from_("encoded")
    name, result = result_of(model, outputs[0])
    return {"scored": scored, "": exp.select(*copies(kept), "raw_score", exp.alias_(result, name)).from_("scored")}


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


def _alias(position: int) -> str:
    return f"feature_{position}"


def _read(model: Model, position: int, raw_columns: bool) -> Node:
    if not raw_columns:
        return _finite(model.feature_names[position - 1])
    if model.feature_space is None:
        raise RefusedModelError(
            f"{model.name} belongs to an earlier feature space: how columns are encoded is not known"
        )
    return encoded_feature(model.feature_space[position - 1])


def _finite(name: str) -> Node:
    """Read a column as a double, NULL where it is no finite 32-bit float."""
    value, size = (double(exp.column(name, quoted=True)) for _ in range(2))
    is_finite = exp.LTE(this=exp.Abs(this=size), expression=number(LARGEST_FLOAT))
    return exp.Case(ifs=[exp.If(this=is_finite, true=value)])


def _used_positions(form: Form) -> set[int]:
    if form.form in ("linear", "quadratic"):
        return set(range(1, len(form.coefficients) + 1))
    return {int(x) for tree in (*form.tree_features, *form.node_features) for x in tree} - {0}


def _raw_score(form: Form) -> Node:
    if form.form == "constant":
        return number(form.intercept or 0.0)
    if form.form in ("linear", "quadratic"):
        return _polynomial(form)
    symmetric = form.form == "oblivious_trees"
    grow, leaves = (_symmetric_tree, form.tree_leaf_values) if symmetric else (_branching_tree, form.node_values)
    quantum = _quantum(leaves)
    trees: list[Node] = [exp.cast(grow(form, tree, quantum), "bigint") for tree in range(len(leaves))]
    scaled = product(number((form.tree_scale or 0.0) * quantum), double(total(trees)))
    return exp.Add(this=scaled, expression=number(form.tree_bias or 0.0))


def _polynomial(form: Form) -> Node:
    squares = form.square_coefficients if len(form.square_coefficients) else np.zeros(len(form.coefficients))
    terms = [number(form.intercept or 0.0)]
    parameters = zip(form.coefficients, form.feature_means, form.feature_scales, squares, strict=True)
    for position, (coefficient, mean, scale, square) in enumerate(parameters, start=1):
        value = double(exp.cast(exp.column(_alias(position)), "float"))
        z = exp.Paren(this=exp.Div(this=exp.Paren(this=value - number(mean)), expression=number(scale)))
        factor = number(coefficient)
        if square:
            factor = exp.Paren(this=factor + product(number(square), z.copy()))
        terms.append(exp.Coalesce(this=product(z, factor), expressions=[number(0.0)]))
    return total(terms)


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
        question = exp.GT(this=exp.column(_alias(int(positions[level]))), expression=number(borders[level]))
        return choice(question, grow(place + 1, leaf + 2**level), grow(place + 1, leaf))

    return grow(0, 0)


def _branching_tree(form: Form, tree: int, quantum: float) -> Node:
    positions, borders, values = form.node_features[tree], form.node_borders[tree], form.node_values[tree]
    comparison = form.node_comparison or ""

    def grow(node: int) -> Node:
        if positions[node] == 0:
            return _leaf(float(values[node]), quantum)
        yes, no = (grow(int(turn[tree][node]) - 1) for turn in (form.node_yes, form.node_no))
        feature = exp.column(_alias(int(positions[node])))
        border = number(last_yes(float(borders[node]), comparison))
        if form.node_missing_yes[tree][node]:
            return choice(exp.GT(this=feature, expression=border), no, yes)
        return choice(exp.LTE(this=feature, expression=border), yes, no)

    return grow(0)


def result_of(model: Model, output: Output) -> tuple[str, Node]:
    """Give the name and the expression, over ``raw_score``, of the probability or value of one output."""
    raw = exp.column("raw_score")
    if len(output.calibration.scores):
        return "probability", _calibrated(output.calibration)
    shapes: dict[str, Callable[[], tuple[str, Node]]] = {
        "probability": lambda: ("probability", raw),
        "share": lambda: ("probability", raw),
        "identity": lambda: ("value", raw),
        "log": lambda: ("value", exp.Exp(this=raw)),
        "logit": lambda: ("probability", logistic(raw)),
    }
    if model.link not in shapes:
        raise RefusedModelError(f"{model.name} has the link {model.link!r}, which SQL is not written for")
    return shapes[model.link]()


def _calibrated(calibration: Calibration) -> Node:
    """Find the segment by bisection: a thousand corners are ten questions."""
    scores, heights = calibration.scores.tolist(), calibration.probabilities.tolist()

    def line(corner: int) -> Node:
        if corner in (0, len(scores)):
            return number(heights[0] if corner == 0 else heights[-1])
        slope = (heights[corner] - heights[corner - 1]) / (scores[corner] - scores[corner - 1])
        distance = exp.Paren(this=exp.column("raw_score") - number(scores[corner - 1]))
        return exp.Add(this=number(heights[corner - 1]), expression=product(number(slope), distance))

    def between(first: int, last: int) -> Node:
        if first == last:
            return line(first)
        middle = (first + last) // 2
        question = exp.LT(this=exp.column("raw_score"), expression=number(scores[middle]))
        return choice(question, between(first, middle), between(middle + 1, last))

    return between(0, len(scores))
