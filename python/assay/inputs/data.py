"""Mistakes of a declaration that show only beside the data: columns, keys, times and labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assay.inputs.assumptions import list_expected_values
from assay.inputs.encodings import ENCODINGS
from assay.inputs.expressions import QUANTITIES, find_expression_problems, list_expressions
from assay.inputs.kept import find_kept_problems
from assay.inputs.readings import find_reading_problems, name_types
from assay.inputs.sentences import Problem, count_rows, suggest
from assay.inputs.tasks import TASKS, name_label_type, write_label
from assay.inputs.warehouse import Warehouse, name_kind

CLASS_LIMIT = 100


def find_data_problems(
    warehouse: Warehouse,
    name: str,
    declaration: dict[str, Any],
    assumptions_table: str | None,
    with_rows: bool = True,
) -> list[Problem]:
    """Name every mistake of one use case beside its relation.

    Parameters
    ----------
    warehouse : Warehouse
        Where the relation is; it must have been built.
    name : str
        The use case.
    declaration : dict
        Its declaration with defaults.
    assumptions_table : str or None
        Quoted table mapped as ``assay_inputs.assumptions``.
    with_rows : bool
        Whether the assumptions are sound, so that labels can be computed.

    Returns
    -------
    list of Problem
        Rows are read only where columns and expressions are sound.
    """
    place = f"assay_use_cases.{name}"
    relation = declaration["entity"]["relation"]
    table = warehouse.find_table(relation)
    if table is None:
        return [Problem(f"{place}.entity.relation", f"{relation} is not in the warehouse; build it first")]
    columns = {column.lower(): kind for column, kind in warehouse.list_columns(table).items()}
    values = list_expected_values(warehouse, assumptions_table, name)
    problems = [
        *_check_columns(declaration, list(columns), place),
        *_check_names(declaration, list(columns), list(values), place),
        *_check_last_label(declaration, columns, place),
        *find_expression_problems(list_expressions(declaration), list(columns), list(values), relation, place),
        *_check_kinds(declaration, columns, place),
    ]
    problems = problems or find_kept_problems(warehouse, table, name, declaration, columns)
    problems = problems or _check_types(warehouse, table, declaration, list(values), place)
    if problems or not with_rows:
        return problems
    numbers = ", ".join(
        [f'cast({"null" if value is None else repr(value)} as double) as "{key}"' for key, value in values.items()]
        + ["0 as assay_assumption_count"]
    )
    problems = find_reading_problems(warehouse, table, declaration, numbers, place)
    return problems or _check_rows(warehouse, declaration, table, numbers, place)


def _check_columns(declaration: dict[str, Any], columns: list[str], place: str) -> Iterator[Problem]:
    """Refuse declared columns that the relation does not have."""
    entity = declaration["entity"]
    declared = {f"entity.{role}": entity[role] for role in ("key", "time", "cluster", "subject")}
    lists = {
        "features.include": declaration["features"]["include"],
        "features.exclude": declaration["features"]["exclude"],
        "segments": declaration["segments"],
        "drivers": declaration["drivers"],
        "groups": declaration["groups"],
        "privacy.personal": declaration["privacy"]["personal"],
    }
    for key, names in lists.items():
        declared |= {f"{key}[{index}]": name for index, name in enumerate(names)}
    for index, item in enumerate(declaration["decision"]["changeable"]):
        declared[f"decision.changeable[{index}].column"] = item["column"]
    declared["split.column"] = declaration["split"]["column"]
    for index, item in enumerate(declaration["features"]["encodings"]):
        key = f"features.encodings[{index}]"
        declared |= {f"{key}.column": item["column"]} if "*" not in (item["column"] or "*") else {}
        declared |= {f"{key}.columns[{number}]": name for number, name in enumerate(item["columns"])}
    for key, name in declared.items():
        if name is not None and name.lower() not in columns:
            text = f"'{name}' is not a column of {entity['relation']}{suggest(name, columns)}"
            yield Problem(f"{place}.{key}", text)


def _check_names(
    declaration: dict[str, Any], columns: list[str], assumptions: list[str], place: str
) -> Iterator[Problem]:
    """Refuse columns whose names dbt cannot quote, or that an expression could not tell from something else."""
    relation = declaration["entity"]["relation"]
    for column in columns:
        if '"' in column:
            text = f"{relation} has a column with a quotation mark in its name, {column}; rename it"
            yield Problem(f"{place}.entity.relation", text)
    for assumption in assumptions:
        if assumption in columns:
            text = f"{relation} has a column of the same name; rename the assumption"
            yield Problem(f"assay_inputs.assumptions.{place.rpartition('.')[2]}.{assumption}", text)
    for column in columns:
        if column in QUANTITIES and declaration["outcomes"]["value"] is not None:
            text = (
                f"{relation} has a column of the name {column}, which stands for what is predicted here;"
                " rename the column"
            )
            yield Problem(f"{place}.outcomes.value", text)


def _check_last_label(declaration: dict[str, Any], columns: dict[str, str], place: str) -> Iterator[Problem]:
    """Refuse a column that has the name of the feature that is added."""
    if declaration["features"]["last_label"] and "last_label" in columns:
        relation = declaration["entity"]["relation"]
        text = f"{relation} has a column of the same name; rename the column"
        yield Problem(f"{place}.features.last_label", text)


def _check_kinds(declaration: dict[str, Any], columns: dict[str, str], place: str) -> Iterator[Problem]:
    """Refuse columns whose type their key has no use for."""
    wanted: list[tuple[str, str, tuple[str, ...], str]] = [
        ("entity.time", declaration["entity"]["time"], ("time", "date"), "a time")
    ]
    for index, item in enumerate(declaration["decision"]["changeable"]):
        where = f"decision.changeable[{index}].column"
        wanted.append((where, item["column"], ("numeric", "boolean"), "a number"))
    for index, item in enumerate(declaration["features"]["encodings"]):
        if "*" not in (item["column"] or "*"):
            kinds = ENCODINGS[item["encoding"]].kinds
            where, text = f"features.encodings[{index}].column", f"a {' or '.join(kinds)} column"
            wanted.append((where, item["column"], kinds, text))
    for where, column, kinds, text in wanted:
        kind = columns.get(column.lower())
        if kind is not None and name_kind(kind) not in kinds:
            yield Problem(f"{place}.{where}", f"{column} is {kind}; {text} is needed")


def _check_types(
    warehouse: Warehouse, table: str, declaration: dict[str, Any], assumptions: list[str], place: str
) -> list[Problem]:
    """Refuse expressions that the types of the columns do not allow; nothing is computed."""
    kinds = name_types(declaration)
    types = dict.fromkeys(QUANTITIES, name_label_type(declaration["task"])) | warehouse.list_columns(table)
    typed = ", ".join(
        f'cast(null as {kind}) as "{name}"' for name, kind in (types | dict.fromkeys(assumptions, "double")).items()
    )
    problems = []
    for key, sql in list_expressions(declaration).items():
        error = warehouse.connection.execute(
            "select json_extract_string(json_serialize_plan(cast($1 as varchar)), '$.error_message')",
            [f"select cast(({sql}) as {kinds[key]}) from (select {typed}) as entities"],
        ).fetchall()[0][0]
        if error:
            problems.append(Problem(f"{place}.{key}", f"the warehouse refuses it: {error.splitlines()[0]}"))
    return problems


def _check_rows(
    warehouse: Warehouse, declaration: dict[str, Any], table: str, numbers: str, place: str
) -> list[Problem]:
    """Name mistakes in the rows: keys, times, splits and labels."""
    entity, split = declaration["entity"], declaration["split"]
    source = f"from {table} as entities cross join (select {numbers})"
    is_endless = "not abs(assay_label) <= 1e70" if TASKS[declaration["task"]].label == "quantity" else "false"
    split_column = f'"{split["column"]}"' if split["method"] == "column" else "null"
    key, time = f'cast(entities."{entity["key"]}" as string)', f'cast(entities."{entity["time"]}" as timestamp)'
    counts = warehouse.connection.execute(f"""
        select count(*), count(*) - count(assay_key), count(*) - count(assay_time),
            count(case when assay_time > cast(current_timestamp as timestamp) then 1 end),
            count(assay_label), cast(min(assay_label) as string), cast(max(assay_label) as string),
            count(distinct assay_label), count(case when assay_split = 'train' then 1 end),
            count(case when {is_endless} then 1 end), min(case when {is_endless} then cast(assay_label as string) end)
        from (
            select {key} as assay_key, {time} as assay_time,
                {write_label(declaration)} as assay_label,
                lower(cast({split_column} as string)) as assay_split
            {source}
        )
    """).fetchall()[0]
    twins = warehouse.connection.execute(f"""
        select {key} as assay_key, cast({time} as string) as assay_time, count(*) from {table} as entities
        where {key} is not null and {time} is not null
        group by {key}, {time} having count(*) > 1 order by assay_key, assay_time limit 1
    """).fetchall()
    return list(_describe_rows(declaration, place, counts, twins))


def _describe_rows(
    declaration: dict[str, Any], place: str, counts: tuple[Any, ...], twins: list[tuple[Any, ...]]
) -> Iterator[Problem]:
    """Put what was counted into sentences."""
    rows, null_keys, null_times, future_times, labels, least, greatest, values, training_rows, endless, example = counts
    entity, split = declaration["entity"], declaration["split"]
    if null_keys:
        yield Problem(f"{place}.entity.key", f"{entity['key']} is NULL in {count_rows(null_keys)}")
    if null_times:
        yield Problem(f"{place}.entity.time", f"{entity['time']} is NULL in {count_rows(null_times)}")
    if future_times:
        yield Problem(f"{place}.entity.time", f"{entity['time']} is in the future in {count_rows(future_times)}")
    for twin_key, twin_time, count in twins:
        text = (
            f"key and time must name one row, but {entity['key']} '{twin_key}' at {twin_time} has {count_rows(count)}"
        )
        yield Problem(f"{place}.entity", text)
    if split["method"] == "column" and rows and not training_rows:
        text = f"{split['column']} is train in none of {count_rows(rows)}; train, valid and test are read"
        yield Problem(f"{place}.split.column", text)
    if declaration["label"]["sql"] is None:
        return
    if rows and not labels:
        yield Problem(f"{place}.label.sql", f"NULL in all {count_rows(rows)}")
    elif endless:
        yield Problem(f"{place}.label.sql", f"not a finite number in {count_rows(endless)}, such as '{example}'")
    elif rows and least == greatest:
        text = f"{least} in all {count_rows(labels)} with a label; two values are needed"
        yield Problem(f"{place}.label.sql", text)
    elif declaration["task"] == "multiclass" and values > CLASS_LIMIT:
        text = f"{values} classes; at most {CLASS_LIMIT} can be learned: put rare ones together"
        yield Problem(f"{place}.label.sql", text)
