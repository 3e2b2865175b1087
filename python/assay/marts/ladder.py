"""What a decision is worth and which model decides: the value ladder and the champion of a use case, printed."""

from __future__ import annotations

import duckdb
from rich.console import Console
from rich.table import Table

from assay.marts.formats import show_amount, show_interval
from assay.marts.rows import Row, read_rows

# The metric that tells in one number how skilled a model of each task is.
SKILLS = {"roc_auc": "ROC AUC", "r2": "R²", "macro_roc_auc": "mean ROC AUC of the classes"}


def read_champion(connection: duckdb.DuckDBPyConnection, use_case: str) -> Row | None:
    """Return the champion of a use case with its skill on test rows, or None where there is none."""
    rows = read_rows(
        connection,
        "select models.*, metrics.metric, metrics.value as skill, metrics.ci_low, metrics.ci_high"
        " from models left join metrics"
        " on metrics.use_case = models.use_case and metrics.model_version = models.model_version"
        f" and metrics.split = 'test' and metrics.label_class is null and metrics.metric in {tuple(SKILLS)}"
        " where models.use_case = ? and models.is_champion order by metrics.value is null",
        use_case,
    )
    return rows[0] if rows else None


def print_ladder(connection: duckdb.DuckDBPyConnection, use_case: Row, champion: Row | None, console: Console) -> None:
    """Print what each way of deciding is worth on test rows, the best first."""
    console.print("\n[bold]What is a decision worth?[/] (on test rows, with 95 % intervals)")
    ladder = read_rows(
        connection,
        "from policy_values where use_case = ? and split = 'test' order by value_per_decision desc nulls last, policy",
        use_case["use_case"],
    )
    if not any(row["value_per_decision"] is not None for row in ladder):
        console.print("  The money of a decision is not declared: see `outcomes`.")
        return
    table = Table(box=None, padding=(0, 1))
    table.add_column("policy", no_wrap=True)
    for column in (f"{use_case['currency'] or 'money'} per decision", "", "over today", ""):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    learner = champion["learner"] if champion else None
    notes = {f"{learner}@{way}": "champion" for way in ("threshold", "prediction")}
    notes[use_case["current_policy"]] = "today"
    for row in ladder:
        note = notes.get(row["policy"], "")
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


def print_champion(champion: Row | None, console: Console) -> None:
    """Print which model decides, how skilled it is, and why it was preferred to one that did better."""
    console.print("\n[bold]Which model?[/]")
    if champion is None:
        console.print("  No model could be judged on validation rows.")
        return
    parts = [f"{champion['training_rows']:,} training rows, {champion['feature_count']} features"]
    if champion["threshold"] is not None:
        parts.insert(0, f"acts from a probability of {champion['threshold']:.3f}")
    if champion["skill"] is not None:
        interval = show_interval(champion["ci_low"], champion["ci_high"], ".3f")
        parts.insert(0, f"{SKILLS[champion['metric']]} {champion['skill']:.3f} {interval} on test rows")
    if champion["criterion"] is not None:
        parts.append(f"models were compared by {champion['criterion']} on validation rows")
    console.print(f"  {champion['model_version']}: " + "; ".join(parts))
    shortfall, error = champion["shortfall"], champion["shortfall_standard_error"]
    if shortfall and error and shortfall <= error:
        console.print(
            f"  It is the simplest of the models that the rows cannot tell from the best: {champion['criterion']} on"
            f" validation rows is {shortfall:,.3g} worse than the best, with a standard error of {error:,.3g}."
        )
