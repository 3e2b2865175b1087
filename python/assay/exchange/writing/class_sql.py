"""SQL that turns the raw scores of several classes into probabilities and a class."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from assay.exchange.writing.syntax import Node, copies, number, product, total

CLASS_LINKS = ("softmax", "share", "probability")
LEAST_LOGIT = -700.0  # exp of less is 0, which some warehouses refuse


def class_steps(
    raw_scores: Sequence[Node], classes: Sequence[str], link: str, temperature: float | None, keys: Sequence[Node]
) -> dict[str, exp.Select]:
    """Write the steps from encoded features to a class.

    Parameters
    ----------
    raw_scores : sequence of expression
        Of each class, over the relation ``encoded``.
    classes : sequence of str
        Names, in the order that ties go by.
    link : str
        One of ``CLASS_LINKS``.
    temperature : float or None
        What logits are divided by; 1 where it is not known.
    keys : sequence of expression
        Columns to keep.

    Returns
    -------
    dict of str to Select
        Queries by name, each over the one before; the last one has no name.
    """
    places = range(1, len(classes) + 1)
    raws = [exp.alias_(score, f"raw_score_{place}") for place, score in zip(places, raw_scores, strict=True)]
    scored = exp.select(*copies(keys), *raws).from_("encoded")
    columns = [exp.column(f"raw_score_{place}") for place in places]
    best = exp.Greatest(this=columns[0].copy(), expressions=copies(columns[1:]))
    ranked = exp.select(*copies(keys), *copies(columns), exp.alias_(best, "best_score")).from_("scored")
    odds = [
        exp.alias_(_odds(column, link, temperature or 1.0), f"odds_{p}")
        for p, column in zip(places, columns, strict=True)
    ]
    choices = [
        exp.If(this=exp.EQ(this=column.copy(), expression=exp.column("best_score")), true=exp.Literal.string(name))
        for column, name in zip(columns, classes, strict=True)
    ]
    named = exp.alias_(exp.Case(ifs=choices), "predicted_class")
    weighed = exp.select(*copies(keys), named, *odds).from_("ranked")
    weights: list[Node] = [exp.column(f"odds_{place}") for place in places]
    whole = exp.alias_(number(1.0) if link == "probability" else total(copies(weights)), "total_odds")
    summed = exp.select(*copies(keys), exp.column("predicted_class"), *copies(weights), whole).from_("weighed")
    largest = exp.Greatest(this=weights[0].copy(), expressions=copies(weights[1:]))
    shares = [exp.alias_(_share(weight), f"probability_{p}") for p, weight in zip(places, weights, strict=True)]
    final = exp.select(
        *copies(keys), exp.column("predicted_class"), exp.alias_(_share(largest), "probability"), *shares
    ).from_("summed")
    return {"scored": scored, "ranked": ranked, "weighed": weighed, "summed": summed, "": final}


def _share(weight: Node) -> Node:
    return exp.Div(this=weight.copy(), expression=exp.column("total_odds"))


def _odds(score: Node, link: str, temperature: float) -> Node:
    """How probable a class is, beside the most probable one; a probability stays as it is."""
    if link == "probability":
        return score.copy()
    parts: list[Node] = [score.copy(), exp.column("best_score")]
    own, best = [exp.Ln(this=part) for part in parts] if link == "share" else parts
    distance = product(exp.Paren(this=exp.Sub(this=own, expression=best)), number(1 / temperature))
    return exp.Exp(this=exp.Greatest(this=distance, expressions=[number(LEAST_LOGIT)]))
