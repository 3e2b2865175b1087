"""How declared columns become features, in SQL that any warehouse runs: the rows of a feature space as expressions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from assay.exchange.refused import RefusedModelError
from assay.exchange.syntax import Node, choice, double, number

MISSING = "(missing)"
LARGEST = 1e30  # beyond it a number counts as missing, as everywhere in the warehouse
CENTRED = ("numeric", "standard_scaler", "min_max_scaler", "max_abs_scaler", "robust_scaler", "imputer")
LOOKED_UP = ("target", "weight_of_evidence", "label_encoder")
ENCODINGS = (*CENTRED, "boolean", "one_hot", *LOOKED_UP)


def encoded_feature(feature: Mapping[str, Any]) -> Node:
    """Write the expression of one feature.

    Parameters
    ----------
    feature : mapping
        A member of the document's feature space.

    Returns
    -------
    sqlglot.exp.Expression
        A double over the declared column; NULL where the warehouse has a missing feature.

    Raises
    ------
    RefusedModelError
        For an encoding not in ``ENCODINGS``, one of several columns, or a level's codes that are not known.
    """
    encoding, columns = feature["encoding"], feature["source_columns"].split("|")
    if encoding not in ENCODINGS or len(columns) > 1:
        raise RefusedModelError(
            f"The feature {feature['feature_name']!r} is a {encoding} of {', '.join(columns)}, which SQL is not written"
            f" for (only {', '.join(ENCODINGS)} of one column are): leave --raw-columns out"
        )
    if encoding in CENTRED:
        return _centred(columns[0], feature)
    if encoding == "boolean":
        yes, no = exp.column(columns[0], quoted=True), exp.Not(this=exp.column(columns[0], quoted=True))
        return exp.Case(ifs=[exp.If(this=yes, true=number(1.0)), exp.If(this=no, true=number(0.0))])
    if encoding == "one_hot":
        return choice(_is_level(columns[0], str(feature["level"])), number(1.0), number(0.0))
    if "levels" not in feature:
        raise RefusedModelError(f"The codes of the levels of {feature['feature_name']!r} are not known")
    answers = [
        exp.If(this=_is_level(columns[0], level), true=number(code)) for level, code in feature["levels"].items()
    ]
    prior = exp.Null() if feature["prior"] is None else number(feature["prior"])
    return exp.Case(ifs=answers, default=prior) if answers else prior


def _centred(column: str, feature: Mapping[str, Any]) -> Node:
    value, size = (double(exp.column(column, quoted=True)) for _ in range(2))
    value = exp.Case(ifs=[exp.If(this=exp.LTE(this=exp.Abs(this=size), expression=number(LARGEST)), true=value)])
    if feature["encoding"] == "imputer":
        value = exp.Coalesce(this=value, expressions=[number(feature["parameters"][0])])
    if (feature["centre"], feature["scale"]) == (0.0, 1.0):
        return value
    moved = exp.Paren(this=exp.Sub(this=value, expression=number(feature["centre"])))
    return exp.Div(this=moved, expression=number(feature["scale"]))


def _is_level(column: str, level: str) -> Node:
    text = exp.Coalesce(
        this=exp.cast(exp.column(column, quoted=True), "text"), expressions=[exp.Literal.string(MISSING)]
    )
    return exp.EQ(this=text, expression=exp.Literal.string(level))
