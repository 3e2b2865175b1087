"""Where a use case stands today and what that costs: its gaps, printed."""

from __future__ import annotations

import duckdb
from rich.console import Console

from assay.marts.formats import show_money, show_number
from assay.marts.rows import Row, read_rows


def print_gaps(connection: duckdb.DuckDBPyConnection, use_case: Row, console: Console) -> None:
    """Print the gaps of whole metrics, declared targets first, each with what it costs in the next month."""
    gaps = read_rows(
        connection,
        "select gaps.*, costs.cost_amount from gaps left join inaction_costs as costs"
        " on costs.use_case = gaps.use_case and costs.metric = gaps.metric"
        " and costs.scenario = 'flat' and costs.month = 1"
        " where gaps.use_case = ? and gaps.segment = 'all' and gaps.metric <> 'current_policy_value'"
        " order by gaps.reference_kind <> 'target', gaps.metric",
        use_case["use_case"],
    )
    console.print("\n[bold]Where are we today?[/]")
    for gap in gaps:
        console.print(f"  {describe_gap(gap, use_case['currency'])}")
    if not gaps:
        console.print("  No metric and no segment is declared, so there is nothing to compare with.")


def describe_gap(gap: Row, currency: str | None) -> str:
    """Return a sentence about one gap.

    Parameters
    ----------
    gap : dict
        A row of ``gaps`` with ``cost_amount``, what the gap costs in a month, or None.
    currency : str or None
        Currency of the costs.
    """
    value, reference = (show_number(gap[column], gap["unit"]) for column in ("value", "reference_value"))
    sentence = f"{gap['metric']} is {value}"
    if gap["reference_kind"] == "best_segment":
        segment = f"{gap['reference_segment']} {gap['reference_segment_value']}"
        sentence += f", in the best segment ({segment}) it is {reference}"
    elif gap["reference_kind"]:
        sentence += f", the {gap['reference_kind']} is {reference}"
    if gap["cost_amount"] is not None:
        sentence += f"; as it stands now, this costs {show_money(gap['cost_amount'], currency)} a month"
    return f"{sentence}."
