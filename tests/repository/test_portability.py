"""What differs between engines lives in macros/engine and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlglot

from tests.conftest import REPOSITORY
from tests.repository.conftest import Model

# Constructs that DuckDB has and Spark has not, or that both have with another meaning.
DUCKDB_ONLY = {
    "cast with ::": r"::\s*[a-z]",
    "integer division //": r"(?<!:)//",
    "varchar": r"\bvarchar\b",
    "list and map functions": r"\b(list_\w+|array_\w+|map_\w+|struct_\w+|element_at|map)\s*\(",
    "lambda": r"\blambda\b",
    "quantiles": r"\b(quantile\w*|approx_quantile|median|mode|percentile_\w+|mad)\s*\(",
    "moments with other definitions": r"\b(skewness|kurtosis|entropy|stddev\w*|var_\w+|corr|regr_\w+)\s*\(",
    "row generators": r"\b(unnest|range|generate_series|explode|sequence)\s*\(",
    "pivot": r"\b(pivot|unpivot)\b",
    "asof join": r"\basof\b",
    "hashes": r"\b(md5\w*|sha256|hash|xor)\s*\(",
    "try_cast": r"\btry_cast\b",
    "star modifiers": r"\*\s*(exclude|replace|rename)\b|\bcolumns\s*\(",
    "group by all": r"\b(group|order)\s+by\s+all\b",
    "dates": r"\b(strftime|strptime|epoch\w*|date_diff|datediff|date_part|datepart|to_days|dayofweek|isodow)\s*\(",
    "random": r"\b(random|setseed|gen_random_uuid|uuid)\s*\(",
    "now": r"\b(now\s*\(|current_timestamp\b|current_date\b)",
    "logarithm without base": r"(?<![\w.])log\s*\(",
    "json": r"->>|\bjson_\w+\s*\(",
}

SOURCES = [
    path
    for folder in ("models", "macros")
    for path in sorted((REPOSITORY / folder).rglob("*.sql"))
    if "engine" not in path.parts
]


def _sql_alone(text: str) -> str:
    """The text without comments, string literals and Jinja, which no engine reads."""
    for pattern in (r"{#.*?#}", r"{%.*?%}", r"{{.*?}}", r"--[^\n]*", r"'[^'\n]*'"):
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    return text.lower()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_engine_construct_outside_the_engine_folder(path: Path) -> None:
    sql = _sql_alone(path.read_text())
    assert {name for name, pattern in DUCKDB_ONLY.items() if re.search(pattern, sql)} == set()


# After ": " a number is a value of a Jinja dictionary. The demo's generator rounds what it draws anyway.
DECIMAL = r"(?<!: )(?<![\w.])\d+\.\d+(?![\w.])"


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if not {"0_demo", "demo"} & set(path.parts)], ids=lambda path: path.name
)
def test_a_number_with_a_point_is_a_double(path: Path) -> None:
    """A literal such as 0.25 is DECIMAL(3, 2): a recursion that starts from it keeps two digits in every later step."""
    sql = re.sub(r"cast\(-?\d+\.\d+ as double\)", " ", _sql_alone(path.read_text()))
    assert re.findall(DECIMAL, sql) == []


def test_every_model_is_read_as_spark_too(models: dict[str, Model], compiled: dict[str, str]) -> None:
    """A lint, not a proof: sqlglot renders several statistics for Spark without complaint and wrong."""
    failures = []
    for key, sql in compiled.items():
        try:
            sqlglot.transpile(sql, read="duckdb", write="spark")
        except sqlglot.errors.SqlglotError as error:
            failures.append(f"{models[key].path}: {str(error).splitlines()[0]}")
    assert failures == []
    assert len(compiled) > 30
