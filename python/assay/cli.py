"""The command `assay`."""

from __future__ import annotations

import typer

from assay import project
from assay.exchange import commands as exchange
from assay.inputs import commands as inputs
from assay.marts import commands as marts
from assay.operations import commands as operations

app = typer.Typer(no_args_is_help=True, add_completion=False, help="What a machine-learning project is worth.")

app.command("init")(inputs.write_declaration)
app.command("check")(inputs.check_declarations)
app.command("publish")(marts.publish_marts)
app.command("summary")(marts.summarise)
operations.app.command("export")(exchange.export_model)
operations.app.command("import")(exchange.import_model)
app.add_typer(operations.app, name="model")
app.command("dbt-project")(project.print_dbt_project)
