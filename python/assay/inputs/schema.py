"""The JSON Schema of a use case: its mistakes as sentences, and its defaults."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from assay.inputs.sentences import Problem, show_value, suggest

WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
}
BOUNDS = {
    "minimum": "at least",
    "exclusiveMinimum": "more than",
    "maximum": "at most",
    "exclusiveMaximum": "less than",
}


@cache
def load_schema() -> dict[str, Any]:
    """Read the schema that the package ships as ``use_case.schema.json``."""
    return dict(json.loads(resources.files("assay.inputs").joinpath("use_case.schema.json").read_text()))


@cache
def load_tables() -> dict[str, Any]:
    """Read the columns of every declared table from ``declared_tables.json``."""
    return dict(json.loads(resources.files("assay.inputs").joinpath("declared_tables.json").read_text()))


def drop_empty(value: Any) -> Any:
    """Leave out keys without a value: they count as not declared."""
    if isinstance(value, dict):
        return {key: drop_empty(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        return [drop_empty(part) for part in value]
    return value


def fill_defaults(value: Any, schema: dict[str, Any]) -> Any:
    """Put the schema's defaults below what is declared; a key that has neither is None.

    A mapping with a default of its own is filled in only where it is declared.
    """
    if schema["type"] == "object" and (value is not None or "default" not in schema):
        return {key: fill_defaults((value or {}).get(key), part) for key, part in schema["properties"].items()}
    if schema["type"] == "array":
        items = schema.get("default", []) if value is None else value
        return [fill_defaults(item, schema["items"]) for item in items]
    return schema.get("default") if value is None else value


def find_schema_problems(value: Any, schema: dict[str, Any], place: str) -> list[Problem]:
    """Name every place where a declared value breaks its schema.

    Parameters
    ----------
    value : object
        The declared value, without empty keys.
    schema : dict
        JSON Schema with the keywords type, required, properties, additionalProperties, items, minItems, minLength,
        enum and the four bounds.
    place : str
        Where the value stands, such as ``assay_use_cases.churn``.

    Returns
    -------
    list of Problem
        One per mistake, each once.
    """
    errors = sorted(Draft202012Validator(schema).iter_errors(value), key=lambda error: list(map(str, error.path)))
    problems: dict[Problem, None] = {}
    for error in errors:
        problems.update(dict.fromkeys(_describe(error, _extend(place, error.absolute_path))))
    return list(problems)


def _extend(place: str, path: Iterable[str | int]) -> str:
    """Continue a place by a path of keys and positions."""
    return place + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)


def _describe(error: ValidationError, place: str) -> Iterator[Problem]:
    """Put one schema error into our own words."""
    rule: Any = error.validator_value
    value: Any = error.instance
    schema: Any = error.schema
    if error.validator == "required":
        yield from (Problem(f"{place}.{key}", "missing; it is required") for key in rule if key not in value)
    elif error.validator == "additionalProperties":
        known = list(schema["properties"])
        for key in value:
            if key not in known:
                hint = suggest(key, known) or f"; known keys are {', '.join(known)}"
                yield Problem(f"{place}.{key}", f"unknown key{hint}")
    elif error.validator == "type":
        expected = " or ".join(WORDS[name] for name in ([rule] if isinstance(rule, str) else rule))
        yield Problem(place, f"must be {expected}, not {show_value(value)}")
    elif error.validator in ("minItems", "minLength") or (isinstance(value, str) and not value.strip()):
        yield Problem(place, "must not be empty")
    elif error.validator == "enum":
        yield Problem(place, f"{show_value(value)} is not one of {', '.join(rule)}{suggest(value, rule)}")
    else:
        yield Problem(place, f"must be {BOUNDS[str(error.validator)]} {rule}, not {show_value(value)}")
