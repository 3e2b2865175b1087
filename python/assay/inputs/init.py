"""Writing a first declaration for a relation, with columns proposed from the warehouse."""

from __future__ import annotations

import re
from pathlib import Path

from assay.inputs.warehouse import Warehouse, WarehouseError, open_warehouse

KEY = re.compile(r"(^|_)(id|key|nr|number|uuid)$", re.IGNORECASE)
TIME = re.compile(r"decid|scor|event|order|creat|snapshot|occur", re.IGNORECASE)
LABEL = re.compile(
    r"^(is|has|did|was)_|label|target|outcome|churn|fraud|fail|default|return|convert|lost|won", re.IGNORECASE
)
TEMPLATE = """\
vars:
  assay_use_cases:
    {name}:
      problem: "Which decision goes wrong today, and what does that cost?"
      entity: {{relation: {relation}, key: {key}, time: {time}}}  # one row per key and time
      label: {{sql: "{label}", wait_days: 0}}  # what turns out later, and after how many days it is known
      policies:  # what could be done without a model; exactly one is what is done today
        - {{name: no_action, sql: "false", current: true}}
      # outcomes:  # money per decision: acted on a positive case, on a negative one, not acted on them
      #   {{tp: "100", fp: "-10", fn: "0", tn: "0"}}
      # features: {{exclude: [columns that are known only after the decision]}}
      # volume: {{units_per_month: 1000}}
      # money: {{currency: EUR, discount_rate_annual: 0.10}}
  # assay_inputs:
  #   assumptions: a_seed_with_use_case_name_low_mode_high
"""


def propose_declaration(project: Path, relation: str, target: str | None = None) -> str:
    """Write a minimal declaration for a relation.

    Parameters
    ----------
    project : Path
        Folder of the dbt project, whose warehouse is read.
    relation : str
        Model, seed or ``source.table``.
    target : str, optional
        Target of the profile.

    Returns
    -------
    str
        YAML to paste into ``dbt_project.yml``. Of key, time and label, a column that is called like one comes
        first; a key should differ in most rows, a label has two values.

    Raises
    ------
    WarehouseError
        Where the relation has not been built, or has no time.
    """
    with open_warehouse(project, target) as warehouse:
        table = warehouse.find_table(relation)
        if table is None:
            raise WarehouseError(f"{relation} is not in the warehouse; build it first")
        columns = warehouse.list_columns(table)
        times = [name for name, kind in columns.items() if kind == "DATE" or "TIMESTAMP" in kind]
        if not times:
            raise WarehouseError(f"{relation} has no column with a time, but every decision needs one")
        time = max(times, key=lambda name: TIME.search(name) is not None)
        key = _propose_key(warehouse, table, [name for name in columns if name not in times])
        label = _propose_label(warehouse, table, [name for name in columns if name not in (*times, key)], columns)
    name = re.sub(r"\W+", "_", relation.rsplit(".", maxsplit=1)[-1].lower())
    return TEMPLATE.format(name=name, relation=relation, key=key, time=time, label=label.replace('"', '\\"'))


def _count_distinct(warehouse: Warehouse, table: str, columns: list[str]) -> dict[str, int]:
    """Distinct values of each column."""
    counts = ", ".join(f'count(distinct "{name}")' for name in columns)
    return dict(zip(columns, warehouse.connection.execute(f"select {counts} from {table}").fetchall()[0], strict=True))


def _propose_key(warehouse: Warehouse, table: str, columns: list[str]) -> str:
    """Column that names most rows, one that is called like a key first."""
    if not columns:
        raise WarehouseError("a relation needs a key beside its time")
    distinct = _count_distinct(warehouse, table, columns)
    return max(columns, key=lambda name: (KEY.search(name) is not None, distinct[name]))


def _propose_label(warehouse: Warehouse, table: str, columns: list[str], kinds: dict[str, str]) -> str:
    """Expression over a column with two values, one that is called like a label first."""
    distinct = _count_distinct(warehouse, table, columns) if columns else {}
    two = [name for name in columns if distinct[name] == 2]
    if not two:
        return "true where the case is positive"
    name = max(two, key=lambda item: (LABEL.search(item) is not None, kinds[item] == "BOOLEAN"))
    if kinds[name] == "BOOLEAN":
        return f'"{name}"' if not name.isidentifier() else name
    value = warehouse.connection.execute(f'select cast(max("{name}") as varchar) from {table}').fetchall()[0][0]
    return f"{name} = '{value}'" if kinds[name] == "VARCHAR" else f"{name} = {value}"
