"""How declared columns become features, in SQL that any warehouse runs: the rows of a feature space as expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlglot import exp

from assay.exchange.refused import RefusedModelError
from assay.exchange.writing.portable_texts import has_item, term_count, word_count
from assay.exchange.writing.portable_times import age_days, cyclic_time, time_part
from assay.exchange.writing.syntax import Node, choice, copies, double, number, product

MISSING = "(missing)"
LARGEST = 1e30  # beyond it a number counts as missing, as everywhere in the warehouse
CENTRED = ("numeric", "standard_scaler", "min_max_scaler", "max_abs_scaler", "robust_scaler", "imputer")
LOOKED_UP = ("target", "weight_of_evidence", "label_encoder")
Columns = Sequence[Node]


def encoded_feature(feature: Mapping[str, Any], dialect: str = "duckdb", decided_at: str | None = None) -> Node:
    """Write the expression of one feature.

    Parameters
    ----------
    feature : mapping
        A member of the document's feature space.
    dialect : str
        What the SQL is for, which decides whether words can be told apart.
    decided_at : str, optional
        The column with the time of the decision, for ages of times.

    Returns
    -------
    sqlglot.exp.Expression
        A double over the declared columns; NULL where the warehouse has a missing feature.

    Raises
    ------
    RefusedModelError
        For an encoding not in ``ENCODINGS``, what a dialect cannot say, an age without the time of the decision, or a
        level's codes that are not known; the message names the feature.
    """
    encoding, name = feature["encoding"], feature["feature_name"]
    if encoding not in WRITERS:
        raise RefusedModelError(
            f"The feature {name!r} is a {encoding}, which SQL is not written for (only {', '.join(ENCODINGS)} are):"
            " leave --raw-columns out"
        )
    columns = [exp.column(column, quoted=True) for column in feature["source_columns"].split("|")]
    try:
        return WRITERS[encoding](columns, feature, dialect, decided_at)
    except RefusedModelError as error:
        raise RefusedModelError(f"The feature {name!r} is a {encoding}: {error}") from error


def _number(column: Node) -> Node:
    value, size = (double(column.copy()) for _ in range(2))
    return exp.Case(ifs=[exp.If(this=exp.LTE(this=exp.Abs(this=size), expression=number(LARGEST)), true=value)])


def _centred(columns: Columns, feature: Mapping[str, Any], *_: Any) -> Node:
    value = _number(columns[0])
    if feature["encoding"] == "imputer":
        value = exp.Coalesce(this=value, expressions=[number(feature["parameters"][0])])
    if (feature["centre"], feature["scale"]) == (0.0, 1.0):
        return value
    moved = exp.Paren(this=exp.Sub(this=value, expression=number(feature["centre"])))
    return exp.Div(this=moved, expression=number(feature["scale"]))


def _boolean(columns: Columns, *_: Any) -> Node:
    yes, no = columns[0], exp.Not(this=columns[0].copy())
    return exp.Case(ifs=[exp.If(this=yes, true=number(1.0)), exp.If(this=no, true=number(0.0))])


def _text(column: Node) -> Node:
    return exp.Coalesce(this=exp.cast(column.copy(), "text"), expressions=[exp.Literal.string(MISSING)])


def _one_hot(columns: Columns, feature: Mapping[str, Any], *_: Any) -> Node:
    """Compare a level, or the levels of several columns with '_' between them."""
    text = _text(columns[0])
    for column in columns[1:]:
        text = exp.DPipe(this=exp.DPipe(this=text, expression=exp.Literal.string("_")), expression=_text(column))
    is_level = exp.EQ(this=text, expression=exp.Literal.string(str(feature["level"])))
    return choice(is_level, number(1.0), number(0.0))


def _looked_up(columns: Columns, feature: Mapping[str, Any], *_: Any) -> Node:
    if "levels" not in feature:
        raise RefusedModelError("the codes of its levels are not known")
    answers = [
        exp.If(this=exp.EQ(this=_text(columns[0]), expression=exp.Literal.string(level)), true=number(code))
        for level, code in feature["levels"].items()
    ]
    prior = exp.Null() if feature["prior"] is None else number(feature["prior"])
    return exp.Case(ifs=answers, default=prior) if answers else prior


def _bucket(columns: Columns, feature: Mapping[str, Any], *_: Any) -> Node:
    """Give the number of the bucket, from 1; a value on an edge is in the bucket that begins there."""
    value, edges = _number(columns[0]), feature["parameters"]
    below = [
        exp.If(this=exp.LT(this=value.copy(), expression=number(edge)), true=number(float(place)))
        for place, edge in enumerate(edges, start=1)
    ]
    is_known = exp.Not(this=exp.Is(this=value, expression=exp.Null()))
    return exp.Case(ifs=[*below, exp.If(this=is_known, true=number(len(edges) + 1.0))])


def _product(columns: Columns, *_: Any) -> Node:
    result = _number(columns[0])
    for column in columns[1:]:
        result = product(result, _number(column))
    return _number(exp.Paren(this=result))


def _normalised(columns: Columns, feature: Mapping[str, Any], *_: Any) -> Node:
    """Divide the first number by the norm of all; a row of zeros stays zero, a missing number makes it missing."""
    power, values = float(feature["parameters"][0]), [_number(column) for column in columns]
    sizes = [exp.Abs(this=value.copy()) for value in values]
    powers: list[Node] = [exp.Pow(this=size, expression=number(power)) for size in sizes] if power else list(sizes)
    total = powers[0]
    for part in powers[1:]:
        total = total + part.copy()
    largest = exp.Greatest(this=powers[0].copy(), expressions=copies(powers[1:]))
    is_known = exp.Not(this=exp.Is(this=exp.Paren(this=total), expression=exp.Null()))
    norm = (
        exp.Pow(this=exp.Paren(this=total), expression=number(1 / power))
        if power
        else exp.Case(ifs=[exp.If(this=is_known, true=largest)])
    )
    is_zero = exp.EQ(this=norm, expression=number(0.0))
    return _number(exp.Div(this=values[0], expression=choice(is_zero, number(1.0), norm.copy())))


def _time_part(columns: Columns, feature: Mapping[str, Any], dialect: str, decided_at: str | None) -> Node:
    if feature["level"] != "age_days":
        return time_part(columns[0], feature["level"])
    if decided_at is None:
        raise RefusedModelError("an age needs the column with the time of the decision, --decided-at")
    return age_days(columns[0], exp.column(decided_at, quoted=True))


def _cyclic(columns: Columns, feature: Mapping[str, Any], *_: Any) -> Node:
    part, wave = feature["level"].split(".")
    return cyclic_time(columns[0], part, wave)


def _terms(columns: Columns, feature: Mapping[str, Any], dialect: str, *_: Any) -> Node:
    return term_count(columns[0], str(feature["level"]), dialect)


def _rarity(columns: Columns, feature: Mapping[str, Any], dialect: str, *_: Any) -> Node:
    """Give a word's share of the text's words times its rarity; a text without words has none."""
    weighed = product(term_count(columns[0], str(feature["level"]), dialect), number(feature["parameters"][0]))
    words = exp.Nullif(this=word_count(columns[0], dialect), expression=number(0.0))
    return exp.Coalesce(this=exp.Div(this=weighed, expression=words), expressions=[number(0.0)])


def _item(columns: Columns, feature: Mapping[str, Any], dialect: str, *_: Any) -> Node:
    return has_item(columns[0], str(feature["level"]), dialect)


WRITERS: dict[str, Callable[..., Node]] = {
    **dict.fromkeys(CENTRED, _centred),
    "boolean": _boolean,
    "one_hot": _one_hot,
    **dict.fromkeys(LOOKED_UP, _looked_up),
    **dict.fromkeys(("bucketize", "quantile_bucketize"), _bucket),
    "normalizer": _normalised,
    "polynomial_expand": _product,
    "time_part": _time_part,
    "cyclic": _cyclic,
    **dict.fromkeys(("bag_of_words", "ngrams"), _terms),
    "tf_idf": _rarity,
    "multi_hot_encoder": _item,
}
ENCODINGS = tuple(WRITERS)
