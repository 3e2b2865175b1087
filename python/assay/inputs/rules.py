"""Mistakes between the keys of a declaration, which a schema cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assay.inputs.changeable import find_changeable_problems
from assay.inputs.encodings import find_encoding_problems
from assay.inputs.schema import drop_empty, fill_defaults, find_schema_problems, load_schema, load_tables
from assay.inputs.sentences import NAME, NAME_RULE, Problem, show_value, suggest
from assay.inputs.tasks import TASKS, find_task_problems
from assay.inputs.tuning import find_tuning_problems

RESERVED = {
    "policies": ("policy", {"never", "always", "perfect"}),
    "metrics": ("metric", {"label_rate", "label_mean", "current_policy_value"}),
}
OWNERS = dict.fromkeys(("tp", "fp", "fn", "tn"), "a binary task") | {"value": "a regression or a multiclass task"}
DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME = rf"{DAY}([ T]\d{{2}}:\d{{2}}(:\d{{2}})?)?"


def find_declaration_problems(use_cases: Any, inputs: Any) -> list[Problem]:
    """Name every mistake that the declarations alone give away.

    Parameters
    ----------
    use_cases, inputs : object
        Values of ``assay_use_cases`` and ``assay_inputs``.

    Returns
    -------
    list of Problem
        Empty where both are sound.
    """
    problems = [
        Problem(place, f"must be a mapping, not {show_value(value)}")
        for place, value in (("assay_use_cases", use_cases), ("assay_inputs", inputs))
        if not isinstance(value, dict)
    ]
    if problems:
        return problems
    for name, declaration in use_cases.items():
        place = f"assay_use_cases.{name}"
        if not NAME.fullmatch(name):
            problems.append(Problem(place, NAME_RULE))
        found = find_schema_problems(drop_empty(declaration), load_schema(), place)
        problems += found or find_use_case_problems(fill_defaults(declaration, load_schema()), place)
    text = {"type": "string", "minLength": 1}
    tables = {"type": "object", "additionalProperties": False, "properties": dict.fromkeys(load_tables(), text)}
    found = find_schema_problems(drop_empty(inputs), tables, "assay_inputs")
    if not found:
        for name, relation in drop_empty(inputs).items():
            found += find_relation_name_problems(relation, f"assay_inputs.{name}")
    return problems + found


def find_relation_name_problems(relation: str, place: str) -> list[Problem]:
    """Refuse a relation that is neither ``model_or_seed`` nor ``source.table``."""
    if re.fullmatch(r"\w+([.]\w+)?", relation):
        return []
    return [Problem(place, f"{show_value(relation)} is neither the name of a model or seed nor source.table")]


def list_relations(declaration: dict[str, Any]) -> dict[str, str]:
    """List the relations that a use case names, by their place in the declaration."""
    datasets = {f"datasets[{index}]": name for index, name in enumerate(declaration["datasets"])}
    return {"entity.relation": declaration["entity"]["relation"], **datasets}


def find_use_case_problems(declaration: dict[str, Any], place: str) -> list[Problem]:
    """Name every mistake between the keys of one use case.

    Parameters
    ----------
    declaration : dict
        The declaration with its defaults, sound by the schema.
    place : str
        ``assay_use_cases.<name>``.

    Returns
    -------
    list of Problem
        Empty where the declaration is sound.
    """
    return [
        *[
            problem
            for where, relation in list_relations(declaration).items()
            for problem in find_relation_name_problems(relation, f"{place}.{where}")
        ],
        *_check_names(declaration, place),
        *_check_current_policy(declaration, place),
        *find_task_problems(declaration, place),
        *_check_outcomes(declaration, place),
        *_check_learners(declaration, place),
        *_check_repetitions(declaration, place),
        *_check_features(declaration, place),
        *find_encoding_problems(declaration, place),
        *find_tuning_problems(declaration, place),
        *find_changeable_problems(declaration, place),
        *_check_split(declaration, place),
        *_check_training(declaration, place),
        *_check_realisation(declaration, place),
        *_check_cadences(declaration, place),
        *_check_days(declaration, place),
    ]


def _check_names(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    for group, (noun, reserved) in RESERVED.items():
        seen: set[str] = set()
        for index, item in enumerate(declaration[group]):
            name, where = item["name"], f"{place}.{group}[{index}].name"
            if name in reserved or "@" in name:
                yield Problem(where, f"{show_value(name)} is kept for a built-in {noun}")
            elif name in seen:
                yield Problem(where, f"{show_value(name)} is the name of an earlier {noun}")
            seen.add(name)


def _check_current_policy(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    current = [policy["name"] for policy in declaration["policies"] if policy["current"]]
    if declaration["policies"] and not current:
        yield Problem(f"{place}.policies", "none has 'current: true'; exactly one must")
    elif len(current) > 1:
        yield Problem(f"{place}.policies", f"{' and '.join(current)} have 'current: true'; exactly one must")


def _check_outcomes(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    outcomes, task = declaration["outcomes"], TASKS[declaration["task"]]
    own = [outcome for outcome in outcomes if task.decides and (outcome != "value") == (task.label == "event")]
    foreign = [outcome for outcome, sql in outcomes.items() if sql is not None and outcome not in own]
    absent = [outcome for outcome in own if outcomes[outcome] is None]
    if foreign:
        text = f"only {OWNERS[foreign[0]]} has it; the task is {declaration['task']}"
        yield Problem(f"{place}.outcomes.{foreign[0]}", text)
        return
    if len(absent) < len(own) and declaration["label"]["sql"] is None and not task.learns_from_label:
        yield Problem(f"{place}.outcomes", "have no use without label.sql")
    elif 0 < len(absent) < len(own):
        yield Problem(f"{place}.outcomes.{absent[0]}", "missing; all four outcomes are needed, or none")
    for index, policy in enumerate(declaration["policies"]):
        where = f"{place}.policies[{index}].prediction"
        if policy["prediction"] is not None and outcomes["value"] is None and declaration["task"] != "regression":
            yield Problem(where, "has no use without outcomes.value")
        elif policy["prediction"] is None and outcomes["value"] is not None and _acts(policy):
            yield Problem(where, "missing; outcomes.value needs the quantity or class that a policy acts on")


def _check_features(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    repeated, task = declaration["features"]["last_label"], declaration["task"]
    if repeated and task not in ("binary", "regression"):
        text = f"needs one label per decision, 0 or 1 or a quantity; the task is {task}"
        yield Problem(f"{place}.features.last_label", text)
    elif not repeated and "persistence" in (declaration["learners"] or []):
        text = "persistence repeats the last known label; declare features.last_label: true"
        yield Problem(f"{place}.learners", text)
    if declaration["features"]["include"] and declaration["features"]["exclude"]:
        yield Problem(f"{place}.features", "include and exclude cannot both be declared")


def _acts(policy: dict[str, Any]) -> bool:
    return str(policy["sql"]).strip().lower() != "false"


def _check_learners(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    if not declaration["learners"]:
        return
    # Only here, because the learners bring their libraries along.
    from assay.training.learners import LEARNERS

    task = declaration["task"]
    serving = [name for name, learner in LEARNERS.items() if task in learner.tasks and name != "constant"]
    for index, name in enumerate(declaration["learners"]):
        if name not in serving:
            text = f"{name} does not serve the task {task}; {', '.join(serving) or 'no learner'} can"
            yield Problem(f"{place}.learners[{index}]", text)


def _check_repetitions(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    for key in ("learners", "segments", "drivers", "groups"):
        names = [name.lower() for name in declaration[key] or []]
        for index, name in enumerate(declaration[key] or []):
            if name.lower() in names[:index]:
                yield Problem(f"{place}.{key}[{index}]", f"{name} is named twice")


def _check_split(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    split = declaration["split"]
    if split["valid"] + split["test"] >= 1:
        total = round(float(split["valid"] + split["test"]), 6)
        yield Problem(f"{place}.split", f"valid and test together must be less than 1, not {total}")
    if split["method"] == "column" and split["column"] is None:
        yield Problem(f"{place}.split.column", "missing; method column needs it")
    validation = declaration["validation"]
    if validation["embargo_days"] and validation["method"] != "time":
        yield Problem(f"{place}.validation.embargo_days", "only folds by time have it")
    if split["as_of"] is not None and not re.fullmatch(TIME, split["as_of"]):
        yield Problem(f"{place}.split.as_of", f"{show_value(split['as_of'])} is not a time like 2025-12-28")


def _check_training(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    training = declaration["training"]
    intervals = [training[key] for key in ("every_days", "every_months") if training[key] is not None]
    if training["retrain"] == "schedule" and len(intervals) != 1:
        yield Problem(f"{place}.training", "a schedule needs every_days or every_months")
    elif training["retrain"] != "schedule" and intervals:
        yield Problem(f"{place}.training", "only a schedule has every_days and every_months")


def _check_realisation(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    realisation = declaration["realisation"]
    starts_at, metric = realisation["starts_at"], realisation["metric"]
    if starts_at is not None and not re.fullmatch(TIME, starts_at):
        yield Problem(f"{place}.realisation.starts_at", f"{show_value(starts_at)} is not a time like 2025-12-28")
    names = [item["name"] for item in declaration["metrics"]]
    if metric is not None and metric not in names:
        text = f"{show_value(metric)} is not a declared metric{suggest(metric, names)}"
        yield Problem(f"{place}.realisation.metric", text)


def _check_cadences(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, cadence in enumerate(declaration["timeliness"]["cadences"]):
        if cadence["name"] in seen:
            where = f"{place}.timeliness.cadences[{index}].name"
            yield Problem(where, f"{show_value(cadence['name'])} is the name of an earlier cadence")
        seen.add(cadence["name"])


def _check_days(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    days = {f"baseline.{key}": declaration["baseline"][key] for key in ("from", "until")}
    for index, metric in enumerate(declaration["metrics"]):
        days[f"metrics[{index}].benchmark.date"] = metric["benchmark"]["date"]
    for where, day in days.items():
        if day is not None and not re.fullmatch(DAY, day):
            yield Problem(f"{place}.{where}", f"{show_value(day)} is not a day like 2025-12-28")
