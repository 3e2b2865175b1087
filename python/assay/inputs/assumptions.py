"""Declared assumptions: their distributions, their expected values, and the names that expressions may use."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assay.inputs.warehouse import Warehouse

# Standard deviations from the centre of a normal distribution to its 95th percentile.
Z95 = 1.6448536269514722
# Numbers that a distribution needs.
NEEDS = {
    "fixed": ("mode",),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("low", "mode", "high"),
    "lognormal": ("low", "high"),
    "beta": ("low", "mode", "high"),
}


def expect_value(distribution: str, low: float | None, mode: float | None, high: float | None) -> float | None:
    """Mean of a declared distribution.

    Parameters
    ----------
    distribution : str
        fixed, uniform, triangular, normal, lognormal or beta.
    low, high : float or None
        Hard bounds; of normal and lognormal the 5th and 95th percentile.
    mode : float or None
        Most plausible value.

    Returns
    -------
    float or None
        None where the distribution lacks a number, or a lognormal one is not above zero. Beta is the PERT form with
        shape 4, whose mean is (low + 4 mode + high) / 6 (Malcolm et al. 1959, Operations Research 7).
    """
    numbers = {"low": low, "mode": mode, "high": high}
    if any(numbers[name] is None for name in NEEDS.get(distribution, ("mode",))):
        return None
    low, mode, high = (0.0 if value is None else value for value in (low, mode, high))
    if distribution == "uniform":
        return (low + high) / 2
    if distribution == "triangular":
        return (low + mode + high) / 3
    if distribution == "beta":
        return (low + 4 * mode + high) / 6
    if distribution == "lognormal":
        if low <= 0:
            return None
        spread = (math.log(high) - math.log(low)) / (2 * Z95)
        return math.exp((math.log(low) + math.log(high)) / 2 + spread**2 / 2)
    return mode


def list_expected_values(warehouse: Warehouse, table: str | None, use_case: str) -> dict[str, float | None]:
    """List the expected value of every assumption of a use case by its name in lower case, in order of names."""
    if table is None:
        return {}
    columns = {name.lower() for name in warehouse.list_columns(table)}
    if not {"use_case", "name"} <= columns:
        return {}
    parts = [
        f"cast({column if column in columns else 'null'} as {kind})"
        for column, kind in (("distribution", "string"), ("low", "double"), ("mode", "double"), ("high", "double"))
    ]
    rows = warehouse.connection.execute(
        f"select lower(name), {', '.join(parts)} from {table} where use_case = $1 order by name", [use_case]
    ).fetchall()
    return {
        name: expect_value(distribution or "fixed", low, mode, high) for name, distribution, low, mode, high in rows
    }
