"""The command `assay`."""

from __future__ import annotations

import typer

from assay.marts import commands as marts

app = typer.Typer(no_args_is_help=True, add_completion=False, help="What a machine-learning project is worth.")

app.command("publish")(marts.publish_marts)
app.command("summary")(marts.summarise)
