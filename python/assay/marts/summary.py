"""Say in money what a build found: the gap, the value ladder, the champion, the business case, and what is open now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from assay.marts.formats import show_amount, show_interval, show_money, show_number, show_rate

Row = dict[str, Any]

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
            use_cases = _rows(connection, "from use_cases order by use_case")
            for use_case in use_cases:
                _print_use_case(connection, use_case, console)
    except duckdb.CatalogException as error:
        missing = str(error).splitlines()[0]
        raise SummaryError(f"The warehouse {warehouse} is not complete ({missing}): run `dbt build` first.") from error
    except duckdb.IOException as error:
        raise SummaryError(f"The warehouse {warehouse} is in use by another process: try again later.") from error
    if not use_cases:
        raise SummaryError("No use case is declared: write one under `vars: assay_use_cases` in dbt_project.yml.")
    _print_next(console, schema)


def _print_use_case(connection: duckdb.DuckDBPyConnection, use_case: Row, console: Console) -> None:
    name = use_case["use_case"]
    console.rule(f"[bold]{name}")
    if use_case["problem"]:
        console.print(use_case["problem"])
    console.print(
        f"{use_case['decision_count']:,} decisions, {use_case['labelled_count']:,} of them with a known label"
        f" ({show_rate(use_case['label_rate'])} true)."
    )
    champion = _champion(connection, name)
    _print_gaps(_gaps(connection, name), use_case, console)
    _print_ladder(_ladder(connection, name), use_case, champion, console)
    _print_champion(champion, console)
    _print_business_cases(
        _rows(connection, "from business_cases where use_case = ? order by npv_amount", name), use_case, console
    )
    _print_verdict(_rows(connection, "from verdicts where use_case = ?", name), use_case, console)
    _print_open_decisions(connection, use_case, console)


def _champion(connection: duckdb.DuckDBPyConnection, use_case: str) -> Row | None:
    rows = _rows(
        connection,
        "select models.model_version, models.learner, models.threshold, models.training_rows, models.feature_count,"
        " metrics.value as roc_auc, metrics.ci_low, metrics.ci_high, metrics.n from models left join metrics"
        " on metrics.use_case = models.use_case and metrics.model_version = models.model_version"
        " and metrics.split = 'test' and metrics.metric = 'roc_auc'"
        " where models.use_case = ? and models.is_champion",
        use_case,
    )
    return rows[0] if rows else None


def _gaps(connection: duckdb.DuckDBPyConnection, use_case: str) -> list[Row]:
    """Return the gaps of whole metrics, declared targets first, each with what it costs in the next month."""
    return _rows(
        connection,
        "select gaps.*, costs.cost_amount from gaps left join inaction_costs as costs"
        " on costs.use_case = gaps.use_case and costs.metric = gaps.metric"
        " and costs.scenario = 'flat' and costs.month = 1"
        " where gaps.use_case = ? and gaps.segment = 'all' and gaps.metric <> 'current_policy_value'"
        " order by gaps.reference_kind <> 'target', gaps.metric",
        use_case,
    )


def _ladder(connection: duckdb.DuckDBPyConnection, use_case: str) -> list[Row]:
    return _rows(
        connection,
        "from policy_values where use_case = ? and split = 'test' order by value_per_decision desc nulls last, policy",
        use_case,
    )


def _print_gaps(gaps: Sequence[Row], use_case: Row, console: Console) -> None:
    console.print("\n[bold]Where are we today?[/]")
    for gap in gaps:
        console.print(f"  {_gap_sentence(gap, use_case)}")
    if not gaps:
        console.print("  No metric and no segment is declared, so there is nothing to compare with.")


def _gap_sentence(gap: Row, use_case: Row) -> str:
    reference = "the target is"
    if gap["reference_kind"] != "target":
        reference = f"in the best segment ({gap['reference_segment']} {gap['reference_segment_value']}) it is"
    value, better = (show_number(gap[column], gap["unit"]) for column in ("value", "reference_value"))
    sentence = f"{gap['metric']} is {value}, {reference} {better}"
    if gap["cost_amount"] is None:
        return f"{sentence}."
    return f"{sentence}; as it stands now, this costs {show_money(gap['cost_amount'], use_case['currency'])} a month."


def _print_ladder(ladder: Sequence[Row], use_case: Row, champion: Row | None, console: Console) -> None:
    console.print("\n[bold]What is a decision worth?[/] (on test rows, with 95 % intervals)")
    if not any(row["value_per_decision"] is not None for row in ladder):
        console.print("  The money of a decision is not declared: see `outcomes`.")
        return
    table = Table(box=None, padding=(0, 1))
    table.add_column("policy", no_wrap=True)
    for column in (f"{use_case['currency'] or 'money'} per decision", "", "over today", ""):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    best = f"{champion['learner']}@threshold" if champion else None
    for row in ladder:
        note = {use_case["current_policy"]: "today", best: "champion"}.get(row["policy"], "")
        table.add_row(
            row["policy"],
            show_amount(row["value_per_decision"]),
            show_interval(row["ci_low"], row["ci_high"]),
            show_amount(row["difference_to_current"]),
            show_interval(row["difference_ci_low"], row["difference_ci_high"]),
            note,
            style="bold" if note else "",
        )
    console.print(table)


def _print_champion(champion: Row | None, console: Console) -> None:
    console.print("\n[bold]Which model?[/]")
    if champion is None:
        console.print("  No model could be judged on validation rows.")
        return
    threshold = f"acts from a probability of {champion['threshold']:.3f}" if champion["threshold"] is not None else ""
    skill = ""
    if champion["roc_auc"] is not None:
        interval = show_interval(champion["ci_low"], champion["ci_high"], ".3f")
        skill = f"ROC AUC {champion['roc_auc']:.3f} {interval} on test rows"
    trained = f"{champion['training_rows']:,} training rows, {champion['feature_count']} features"
    console.print(f"  {champion['model_version']}: " + "; ".join(part for part in (skill, threshold, trained) if part))


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
    (row,) = _rows(
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


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *values: str) -> list[Row]:
    found = connection.execute(query, list(values))
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
