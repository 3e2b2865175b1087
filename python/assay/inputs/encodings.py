"""Mistakes between the keys of a declared encoding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from assay.inputs.sentences import Problem


class Encoding(NamedTuple):
    """What an encoding reads: kinds of columns, one column or several together, and parameters with their defaults."""

    kinds: tuple[str, ...]
    together: bool
    parameters: dict[str, Any]


NUMBER, TEXT = ("numeric",), ("text",)
FREQUENT = {"top_k": 32000, "frequency_threshold": 5}
WORDS = {"top_k": 1000, "frequency_threshold": 5}
ENCODINGS = {
    "standard_scaler": Encoding(NUMBER, False, {}),
    "min_max_scaler": Encoding(NUMBER, False, {}),
    "max_abs_scaler": Encoding(NUMBER, False, {}),
    "robust_scaler": Encoding(NUMBER, False, {}),
    "imputer": Encoding(NUMBER, False, {"strategy": "mean"}),
    "bucketize": Encoding(NUMBER, False, {"edges": None}),
    "quantile_bucketize": Encoding(NUMBER, False, {"buckets": None}),
    "normalizer": Encoding(NUMBER, True, {"power": 2}),
    "polynomial_expand": Encoding(NUMBER, True, {"degree": 2}),
    "feature_cross": Encoding(TEXT, True, FREQUENT),
    "one_hot_encoder": Encoding(TEXT, False, FREQUENT | {"drop": "none"}),
    "label_encoder": Encoding(TEXT, False, FREQUENT),
    "target": Encoding(TEXT, False, {}),
    "weight_of_evidence": Encoding(TEXT, False, {}),
    "hash_bucketize": Encoding(("text", "numeric"), False, {"buckets": None}),
    "multi_hot_encoder": Encoding(TEXT, False, WORDS),
    "bag_of_words": Encoding(TEXT, False, WORDS),
    "ngrams": Encoding(TEXT, False, WORDS | {"sizes": [2, 2]}),
    "tf_idf": Encoding(TEXT, False, WORDS),
    "cyclic": Encoding(("time", "date"), False, {}),
}
PLACES = ("column", "columns", "kind")


def find_encoding_problems(declaration: dict[str, Any], place: str) -> Iterator[Problem]:
    """Name every mistake between the keys of the declared encodings.

    Parameters
    ----------
    declaration : dict
        The declaration with its defaults, sound by the schema.
    place : str
        ``assay_use_cases.<name>``.

    Yields
    ------
    Problem
        Nothing where the encodings are sound.
    """
    for index, item in enumerate(declaration["features"]["encodings"]):
        where = f"{place}.features.encodings[{index}]"
        declared = [key for key, value in item.items() if value is not None and value != [] and key != "encoding"]
        yield from _check_columns(item, declared, where)
        yield from _check_parameters(item, declared, where)


def _check_columns(item: dict[str, Any], declared: list[str], where: str) -> Iterator[Problem]:
    name, rule = item["encoding"], ENCODINGS[item["encoding"]]
    named = [key for key in declared if key in PLACES]
    if rule.together and named != ["columns"]:
        yield Problem(where, f"{name} takes several columns; name them under columns")
    elif not rule.together and (len(named) != 1 or named == ["columns"]):
        yield Problem(where, f"{name} needs either column or kind")
    elif len(item["columns"]) == 1:
        yield Problem(f"{where}.columns", "one column is named; at least two are needed")
    elif item["kind"] is not None and item["kind"] not in rule.kinds:
        yield Problem(f"{where}.kind", f"{name} reads {' or '.join(rule.kinds)} columns, not {item['kind']}")


def _check_parameters(item: dict[str, Any], declared: list[str], where: str) -> Iterator[Problem]:
    name, parameters = item["encoding"], ENCODINGS[item["encoding"]].parameters
    for key in declared:
        if key not in PLACES and key not in parameters:
            yield Problem(f"{where}.{key}", f"{name} has no such parameter")
    for key, default in parameters.items():
        if default is None and key not in declared:
            yield Problem(f"{where}.{key}", f"missing; {name} needs it")
    edges, sizes, power = item["edges"], item["sizes"], item["power"]
    if edges != sorted(set(edges)):
        yield Problem(f"{where}.edges", "must ascend")
    if sizes and (len(sizes) != 2 or sizes[0] > sizes[1]):
        yield Problem(f"{where}.sizes", "must be the smallest and the largest number of words")
    if power is not None and 0 < power < 1:
        yield Problem(f"{where}.power", f"must be 0 or at least 1, not {power}")
