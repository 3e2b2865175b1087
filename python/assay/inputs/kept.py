"""Columns that a model which stays as it is reads, and that are there no more."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from assay.inputs.sentences import Problem
from assay.inputs.warehouse import Warehouse

STATE = ("assay_features__feature_space", "assay_training__plans", "assay_training__fits")


def find_kept_problems(
    warehouse: Warehouse, table: str, name: str, declaration: dict[str, Any], columns: Collection[str]
) -> list[Problem]:
    """Name every column that a stored model reads and that the relation has no more.

    Parameters
    ----------
    warehouse : Warehouse
        Where an earlier build left its models.
    table : str
        The quoted relation.
    name : str
        The use case.
    declaration : dict
        Its declaration with defaults.
    columns : collection of str
        Columns of the relation in lower case.

    Returns
    -------
    list of Problem
        Empty where the use case is trained on change, or a training is due.
    """
    training, time = declaration["training"], declaration["entity"]["time"]
    space, plans, fits = (warehouse.find_table(model) for model in STATE)
    if training["retrain"] == "on_change" or space is None or plans is None or fits is None:
        return []
    if "trained_as_of" not in warehouse.list_columns(plans):
        return []
    stays = "trained_as_of is not null"
    if training["retrain"] == "schedule":
        stays = (
            f'(select max(cast("{time}" as timestamp)) from {table}) < trained_as_of'
            f" + to_days({training['every_days'] or 0}) + to_months({training['every_months'] or 0})"
        )
    rows = warehouse.connection.execute(
        f"select distinct source_columns from {space} where use_case = $1 and (select {stays} from ("
        f"select max(trained_as_of) as trained_as_of from {plans} where use_case = $1"
        f" and model_version in (select model_version from {fits}))) order by source_columns",
        [name],
    ).fetchall()
    known = [*columns, *(["last_label"] if declaration["features"]["last_label"] else [])]
    relation = declaration["entity"]["relation"]
    return [
        Problem(
            f"assay_use_cases.{name}.training",
            f"the stored model reads {column}, which {relation} has no more; bring the column back, or declare"
            " retrain: on_change",
        )
        for column in dict.fromkeys(column for (read,) in rows for column in read.split("|"))
        if column.lower() not in known
    ]
