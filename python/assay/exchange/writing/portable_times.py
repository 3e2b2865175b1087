"""Parts of times in SQL that any warehouse runs: only years to seconds are asked for, the rest is arithmetic."""

from __future__ import annotations

import math

from sqlglot import exp

from assay.exchange.writing.syntax import Node, double, number, product

# Parts and the first number of a circle; see macros/features/cyclic_time.sql.
CIRCLES = {"hour": (24, 0), "day_of_week": (7, 1), "month": (12, 1)}
DAY_SECONDS = 86400.0


def age_days(column: Node, decided_at: Node) -> Node:
    """Write by how many days a time lies before the decision, both read to whole seconds."""
    seconds = exp.Paren(this=exp.Sub(this=_seconds(decided_at), expression=_seconds(column)))
    return exp.Div(this=seconds, expression=number(DAY_SECONDS))


def time_part(column: Node, part: str) -> Node:
    """Write a part of a time as a number.

    Parameters
    ----------
    column : expression
        A date or timestamp.
    part : str
        ``hour``, ``month`` or ``day_of_week`` (1 Monday .. 7).

    Returns
    -------
    sqlglot.exp.Expression
        A double.
    """
    if part == "day_of_week":
        day = _day_number(column)
        weeks = product(_floored(day.copy(), 7.0), number(7.0))
        return exp.Paren(this=exp.Sub(this=day, expression=weeks) + number(1.0))
    return _extracted(column, part)


def cyclic_time(column: Node, part: str, wave: str) -> Node:
    """Write the ``sin`` or ``cos`` of a part of a time on a circle."""
    parts, first = CIRCLES[part]
    place = exp.Paren(this=exp.Sub(this=time_part(column, part), expression=number(float(first))))
    angle = exp.Div(this=product(number(2.0 * math.pi), place), expression=number(float(parts)))
    return exp.Sin(this=angle) if wave == "sin" else exp.Cos(this=angle)


def _extracted(column: Node, part: str) -> Node:
    return double(exp.Extract(this=exp.var(part.upper()), expression=exp.cast(column.copy(), "timestamp")))


def _floored(value: Node, divisor: float) -> Node:
    return double(exp.Floor(this=exp.Div(this=value, expression=number(divisor))))


def _day_number(column: Node) -> Node:
    """Count days to the date, a Monday being a multiple of 7 (Julian day number, Fliegel and Van Flandern 1968)."""
    year, month, day = (_extracted(column, part) for part in ("year", "month", "day"))
    early = _floored(exp.Paren(this=number(14.0) - month.copy()), 12.0)
    years = exp.Paren(this=year + number(4800.0) - early.copy())
    months = exp.Paren(this=month + product(number(12.0), early) - number(3.0))
    in_months = _floored(exp.Paren(this=product(number(153.0), months) + number(2.0)), 5.0)
    whole = day + in_months + product(number(365.0), years)
    leaps = _floored(years.copy(), 4.0) - _floored(years.copy(), 100.0) + _floored(years.copy(), 400.0)
    return exp.Paren(this=whole + exp.Paren(this=leaps) - number(32045.0))


def _seconds(column: Node) -> Node:
    """Count whole seconds to the time."""
    hours, minutes = (
        product(_extracted(column, part), number(size)) for part, size in (("hour", 3600.0), ("minute", 60.0))
    )
    seconds = double(exp.Floor(this=_extracted(column, "second")))
    return exp.Paren(this=product(_day_number(column), number(DAY_SECONDS)) + hours + minutes + seconds)
