"""Scoring SQL that any warehouse runs: a syntax tree built from a stored form, written in the warehouse's dialect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from sqlglot import exp

from assay.exchange.document import Model, Output, used_positions
from assay.exchange.refused import RefusedModelError
from assay.exchange.writing.class_sql import CLASS_LINKS, class_steps
from assay.exchange.writing.portable_encoding import encoded_feature
from assay.exchange.writing.syntax import Node, choice, copies, double, logistic, number, product, total
from assay.exchange.writing.tree_sql import LARGEST_FLOAT, alias_of, tree_score
from assay.training.schema import Calibration, Form

DIALECTS = ("duckdb", "spark", "bigquery", "snowflake", "postgres", "redshift", "trino")


def score_sql(
    model: Model,
    dialect: str,
    relation: str = "features",
    keys: Sequence[str] = (),
    raw_columns: bool = False,
    decided_at: str | None = None,
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
    decided_at : str, optional
        With ``raw_columns``, the column with the time of the decision, for ages of times.

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
    used = sorted(set().union(*(used_positions(output.form) for output in outputs)))
    read_one = (
        _encoded(model, dialect, decided_at) if raw_columns else lambda place: _finite(model.feature_names[place - 1])
    )
    features = [exp.alias_(read_one(position), alias_of(position)) for position in used]
    read = exp.select(*kept, *(features or [exp.alias_(number(1.0), "no_feature")]))
    raw_scores = [_raw_score(output.form) for output in outputs]
    query = with_steps(read.from_(exp.to_table(relation, dialect=dialect)), result_steps(model, raw_scores, kept))
    what = "the declared columns" if raw_columns else "a numeric column per encoded feature"
    head = f"-- {' '.join(model.name.split())}: reads {relation}, which has {what}."
    return f"{head}\n{query.sql(dialect=dialect)}\n"


def with_steps(encoded: exp.Query, steps: Mapping[str, exp.Select]) -> exp.Query:
    """Chain queries, each over the one before, from encoded features to the one without a name."""
    query: exp.Query = steps[""]
    for name, step in {"encoded": encoded, **steps}.items():
        query = query.with_(name, as_=step) if name else query
    return query


def result_steps(model: Model, raw_scores: Sequence[Node], kept: Sequence[Node]) -> dict[str, exp.Select]:
    """Write the queries after the encoded features.

    Parameters
    ----------
    model : Model
        With one output, or with a class per output.
    raw_scores : sequence of expression
        Of each output, over the relation ``encoded``.
    kept : sequence of expression
        Columns to keep.

    Returns
    -------
    dict of str to Select
        By name, each over the one before; the last one has no name.
    """
    outputs = list(model.outputs.values())
    if len(outputs) > 1:
        return class_steps(raw_scores, list(model.outputs), model.link, model.temperature, kept)
    scored = exp.select(*copies(kept), exp.alias_(raw_scores[0], "raw_score")).from_("encoded")
    name, result = result_of(model, outputs[0])
    return {"scored": scored, "": exp.select(*copies(kept), "raw_score", exp.alias_(result, name)).from_("scored")}


def _encoded(model: Model, dialect: str, decided_at: str | None) -> Callable[[int], Node]:
    """Read the declared columns of a feature by its position."""
    space = model.feature_space
    if space is None:
        raise RefusedModelError(
            f"{model.name} belongs to an earlier feature space: how columns are encoded is not known"
        )
    return lambda position: encoded_feature(space[position - 1], dialect, decided_at)


def _finite(name: str) -> Node:
    """Read a column as a double, NULL where it is no finite 32-bit float."""
    value, size = (double(exp.column(name, quoted=True)) for _ in range(2))
    is_finite = exp.LTE(this=exp.Abs(this=size), expression=number(LARGEST_FLOAT))
    return exp.Case(ifs=[exp.If(this=is_finite, true=value)])


def _raw_score(form: Form) -> Node:
    if form.form == "constant":
        return number(form.intercept or 0.0)
    if form.form in ("linear", "quadratic"):
        return _polynomial(form)
    return tree_score(form)


def _polynomial(form: Form) -> Node:
    squares = form.square_coefficients if len(form.square_coefficients) else np.zeros(len(form.coefficients))
    terms = [number(form.intercept or 0.0)]
    parameters = list(zip(form.coefficients, form.feature_means, form.feature_scales, squares, strict=True))
    for position in sorted(used_positions(form)):
        coefficient, mean, scale, square = parameters[position - 1]
        value = double(exp.cast(exp.column(alias_of(position)), "float"))
        z = exp.Paren(this=exp.Div(this=exp.Paren(this=value - number(mean)), expression=number(scale)))
        factor = number(coefficient)
        if square:
            factor = exp.Paren(this=factor + product(number(square), z.copy()))
        terms.append(exp.Coalesce(this=product(z, factor), expressions=[number(0.0)]))
    return total(terms)


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
