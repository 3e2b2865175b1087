"""Numbers as people read them; what is not known is said so."""

from __future__ import annotations


def show_number(value: float | None, unit: str | None) -> str:
    """Return four digits and the unit in words; a ratio as per cent."""
    if value is None:
        return "unknown"
    if unit == "ratio":
        return show_rate(value)
    return f"{value:,.4g} {unit or ''}".rstrip()


def show_amount(value: float | None) -> str:
    """Return money per decision, with cents."""
    return "–" if value is None else f"{value:,.2f}"


def show_interval(low: float | None, high: float | None, form: str = ",.2f") -> str:
    """Return both ends in brackets."""
    return "–" if low is None or high is None else f"[{low:{form}}, {high:{form}}]"


def show_money(value: float | None, currency: str | None) -> str:
    """Return whole money with its currency."""
    return "unknown" if value is None else f"{value:,.0f} {currency or ''}".rstrip()


def show_rate(rate: float | None) -> str:
    """Return a rate as per cent."""
    return "–" if rate is None else f"{100 * rate:,.1f} %"
