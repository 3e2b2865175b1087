"""Say in money what a build found: the gap, the value ladder, the champion, the business case, and what is open now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from assay.lock import explain_lock
from assay.marts.formats import show_money, show_rate
from assay.marts.gaps import print_gaps
from assay.marts.ladder import print_champion, print_ladder, read_champion
from assay.marts.rows import Row, read_rows

NEXT_TABLES = (
    ("policy_values", "what each way of deciding is worth, on validation and on test rows"),
    ("business_cases, cash_flows", "whether it pays, in three scenarios, and month by month"),
    ("verdicts, sensitivities", "go, pilot or no-go, and what that hangs on"),
    ("scores", "the decisions that are open now, in the order to work on them"),
    ("metrics, curves", "how good each model is, with intervals"),
    ("gaps, inaction_costs", "what the problem costs today, and next year if nothing is done"),
    ("quality_results", "whether the data can be trusted"),
)


class SummaryError(Exception):
    """A sentence for the user about why there is nothing to sum up."""


def print_summary(warehouse: Path, console: Console, schema: str = "assay") -> None:
    """Print a short summary for every use case.

    Parameters
    ----------
    warehouse : Path
        The DuckDB file that dbt built.
    console : Console
        Where to print.
    schema : str
        Schema of the public marts.

    Raises
    ------
    SummaryError
        When the file or a mart does not exist, or another process holds the file.
    """
    if not warehouse.is_file():
        raise SummaryError(f"The warehouse {warehouse} does not exist: run `dbt build` first.")
    try:
        with duckdb.connect() as connection:
            connection.execute(f"attach '{str(warehouse).replace(chr(39), chr(39) * 2)}' as warehouse (read_only)")
            connection.execute(f"use warehouse.{schema}")
            use_cases = read_rows(connection, "from use_cases order by use_case")
            for use_case in use_cases:
                _print_use_case(connection, use_case, console)
    except duckdb.CatalogException as error:
        missing = str(error).splitlines()[0]
        raise SummaryError(f"The warehouse {warehouse} is not complete ({missing}): run `dbt build` first.") from error
    except duckdb.IOException as error:
        said = explain_lock(error, warehouse)
        said = said or f"The warehouse {warehouse} cannot be read: {str(error).splitlines()[0]}"
        raise SummaryError(said) from error
    if not use_cases:
        raise SummaryError("No use case is declared: write one under `vars: assay_use_cases` in dbt_project.yml.")
    _print_next(console, schema)


def _print_use_case(connection: duckdb.DuckDBPyConnection, use_case: Row, console: Console) -> None:
    name = use_case["use_case"]
    console.rule(f"[bold]{name}")
    if use_case["problem"]:
        console.print(use_case["problem"])
    rate = "" if use_case["label_rate"] is None else f" ({show_rate(use_case['label_rate'])} true)"
    console.print(
        f"{use_case['decision_count']:,} decisions, {use_case['labelled_count']:,} of them with a known label{rate}."
    )
    print_gaps(connection, use_case, console)
    champion = read_champion(connection, name)
    print_ladder(connection, use_case, champion, console)
    print_champion(champion, console)
    _print_business_cases(
        read_rows(connection, "from business_cases where use_case = ? order by npv_amount", name), use_case, console
    )
    _print_verdict(read_rows(connection, "from verdicts where use_case = ?", name), use_case, console)
    _print_open_decisions(connection, use_case, console)


def _print_business_cases(cases: Sequence[Row], use_case: Row, console: Console) -> None:
    console.print("\n[bold]Does it pay?[/]")
    if not any(case["npv_amount"] is not None for case in cases):
        console.print(f"  Not known: {cases[0]['reason'] if cases else 'no business case'}.")
        return
    table = Table(box=None, padding=(0, 2))
    table.add_column("scenario")
    for column in ("net present value", "return", "paid back after", "breaks even at"):
        table.add_column(column, justify="right", no_wrap=True)
    for case in cases:
        break_even = case["break_even_units_per_month"]
        table.add_row(
            case["scenario"],
            show_money(case["npv_amount"], use_case["currency"]),
            show_rate(case["roi_rate"]),
            "never" if case["payback_months"] is None else f"{case['payback_months']:.1f} months",
            "no volume" if break_even is None else f"{break_even:,.0f} a month",
        )
    console.print(table)
    if use_case["units_per_month"] is not None:
        console.print(
            f"  At {use_case['units_per_month']:,.0f} decisions a month over {use_case['horizon_months']} months."
        )
    if any(case["is_within_capacity"] is False for case in cases):
        console.print("  [yellow]The model would act more often than the declared capacity allows: take it as a bound.")


def _print_verdict(verdicts: Sequence[Row], use_case: Row, console: Console) -> None:
    for row in verdicts:
        console.print(f"  [bold]{row['verdict']}[/]: {row['reason']}.")
        if row["pivotal_break_even"] is not None:
            amounts = (row["expected_npv_amount"], row["pivotal_evppi_amount"])
            expected, worth = (show_money(amount, use_case["currency"]) for amount in amounts)
            console.print(
                f"  {expected} are expected over all uncertain inputs, {show_rate(row['npv_negative_rate'])} of draws"
                f" lose money. Most hangs on {row['pivotal_input']}: {row['pivotal_mean']:,.4g} expected, nothing"
                f" earned at {row['pivotal_break_even']:,.4g}; knowing it is worth {worth}."
            )


def _print_open_decisions(connection: duckdb.DuckDBPyConnection, use_case: Row, console: Console) -> None:
    console.print("\n[bold]What is open now?[/]")
    (row,) = read_rows(
        connection,
        "select count(*) as scored, count(*) filter (where is_selected) as selected,"
        " sum(expected_value) filter (where is_selected) as amount from scores where use_case = ?",
        use_case["use_case"],
    )
    action = f" ({use_case['action']})" if use_case["action"] else ""
    worth = f", worth {show_money(row['amount'], use_case['currency'])} if the model is right"
    worth = "" if row["amount"] is None else worth
    console.print(
        f"  {row['scored']:,} decisions without a label yet are scored; {row['selected']:,} of them ask for"
        f" action{action}{worth}.\n"
    )


def _print_next(console: Console, schema: str) -> None:
    console.rule("[bold]Where to look next")
    table = Table(box=None, padding=(0, 2), show_header=False)
    for names, meaning in NEXT_TABLES:
        table.add_row(", ".join(f"{schema}.{name}" for name in names.split(", ")), meaning)
    console.print(table)
    console.print("Questions to copy lie in analyses/, every table is described in docs/marts.md.")
