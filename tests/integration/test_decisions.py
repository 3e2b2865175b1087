"""The decisions of a relation whose columns are called as awkwardly as real ones are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from scipy import stats

from assay.inputs.assumptions import expect_value
from assay.inputs.schema import drop_empty, fill_defaults, load_schema, load_tables
from assay.inputs.tasks import TASKS
from assay.training.learners import LEARNERS
from tests.conftest import run_dbt
from tests.integration.conftest import write_project

RELATION = """
select * from (values
    ('a', 1, timestamp '2024-01-01 08:00:00', 'Zoë''s', 3, true, 10.0, timestamp '2024-02-01', 'x', 'u1'),
    ('a', 1, timestamp '2024-01-02 08:00:00', null, 4, null, 20.0, timestamp '2024-02-01', 'x', 'u1'),
    ('b', 0, timestamp '2024-01-01 08:00:00', 'naïve "quote"', 5, false, null, null, 'y', null),
    ('c', 0, timestamp '2024-01-01 08:00:00', '', 6, false, 40.0, timestamp '2024-02-01', 'y', 'u2'),
    ('d', null, timestamp '2024-01-01 08:00:00', 'plain', 7, true, 50.0, timestamp '2024-02-01', 'y', 'u2')
) as rows (
    use_case, label, decided_at, "the shop's größe", entities_id, flag, spend, "known at", cluster_id, person
)
"""
AWKWARD = {
    "entity": {
        "relation": "awkward",
        "key": "use_case",
        "time": "decided_at",
        "cluster": "cluster_id",
        "subject": "person",
    },
    "label": {"sql": "label", "known_at": '"known at" + interval 1 day'},
    "segments": ["the shop's größe", "entities_id"],
    "policies": [
        {"name": "today's", "sql": "flag", "current": True},
        {"name": "by number", "sql": "entities_id - 3"},
        {"name": "by text", "sql": "\"the shop's größe\" = 'Zoë''s'"},
    ],
    "outcomes": {"tp": "greatest(0, spend) * bonus", "fp": -1, "fn": "0", "tn": "spend"},
    "metrics": [{"name": "spend €", "sql": "spend", "unit_amount": 2}],
}
REGRESSION = {
    "task": "regression",
    "entity": {"relation": "awkward", "key": "use_case", "time": "decided_at"},
    "label": {"sql": "spend / 4", "wait_days": 3},
    "policies": [{"name": "none", "sql": "false", "current": True}],
}
TELL = """
{% macro tell(declarations) %}
    {%- set complete = [] -%}
    {%- for declaration in declarations -%}
        {%- do complete.append(assay._with_defaults(declaration, assay._declaration_schema())) -%}
    {%- endfor -%}
    {%- do print('TOLD ' ~ tojson({
        'schema': assay._declaration_schema(),
        'tables': assay.declared_columns(),
        'learners': assay.learners(),
        'tasks': assay.tasks(),
        'defaults': complete,
        'expected_value': assay.expected_value('distribution', 'low', 'mode', 'high'),
    })) -%}
{% endmacro %}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two use cases on one awkward relation, built up to its decisions."""
    folder = write_project(
        tmp_path_factory.mktemp("decisions"),
        models={"awkward": RELATION},
        seeds={"numbers": "use_case,name,mode\nawkward,bonus,3\n"},
        variables={
            "assay_use_cases": {"awkward": AWKWARD, "decisions": REGRESSION},
            "assay_inputs": {"assumptions": "numbers"},
        },
    )
    (folder / "macros").mkdir()
    (folder / "macros" / "tell.sql").write_text(TELL)
    run_dbt("build", "--select", "+assay_inputs__decisions", directory=folder, database=folder / "assay.duckdb")
    return folder


@pytest.fixture(scope="module")
def told(project: Path) -> dict[str, Any]:
    """What the macros hold that the Python side holds too."""
    arguments = json.dumps({"declarations": [AWKWARD, REGRESSION]})
    run = run_dbt(
        "--quiet", "run-operation", "tell", "--args", arguments, directory=project, database=project / "assay.duckdb"
    )
    line = next(line for line in run.stdout.splitlines() if "TOLD " in line)
    return dict(json.loads(line.split("TOLD ", maxsplit=1)[1]))


@pytest.fixture(scope="module")
def connection(project: Path, told: dict[str, object]) -> Iterator[duckdb.DuckDBPyConnection]:
    assert told, "dbt has finished with the database"
    with duckdb.connect(str(project / "assay.duckdb"), read_only=True) as connection:
        yield connection


def _select(connection: duckdb.DuckDBPyConnection, columns: str, use_case: str = "awkward") -> list[tuple[object, ...]]:
    return connection.execute(
        f"select {columns} from assay_work.assay_inputs__decisions where use_case = $1 order by entity_id, decided_at",
        [use_case],
    ).fetchall()


def test_a_label_counts_only_where_it_and_its_time_are_known(connection: duckdb.DuckDBPyConnection) -> None:
    rows = _select(connection, "entity_id, label, cast(label_known_at as varchar)")
    assert rows == [
        ("a", 1.0, "2024-02-02 00:00:00"),
        ("a", 1.0, "2024-02-02 00:00:00"),
        ("b", None, None),
        ("c", 0.0, "2024-02-02 00:00:00"),
        ("d", None, None),
    ]


def test_money_is_missing_until_the_label_is_known(connection: duckdb.DuckDBPyConnection) -> None:
    """Row b has no spend: greatest(0, NULL) would have made its missing value a zero."""
    rows = _select(connection, "value_tp, value_fp, value_fn, value_tn")
    missing = (None, None, None, None)
    assert rows == [(30.0, -1.0, 0.0, 10.0), (60.0, -1.0, 0.0, 20.0), missing, (120.0, -1.0, 0.0, 40.0), missing]


def test_maps_hold_values_of_several_types_under_any_name(connection: duckdb.DuckDBPyConnection) -> None:
    segments = [row[0] for row in _select(connection, "segments")]
    assert segments[0] == {"the shop's größe": "Zoë's", "entities_id": "3"}
    assert segments[1] == {"the shop's größe": None, "entities_id": "4"}
    assert segments[2] == {"the shop's größe": 'naïve "quote"', "entities_id": "5"}
    assert [row[0] for row in _select(connection, "groups")] == [{}] * 5
    assert _select(connection, "metrics")[0][0] == {"spend €": 10.0}
    assert _select(connection, "metric_amounts")[0][0] == {"spend €": 2.0}


def test_a_policy_acts_only_where_it_is_true(connection: duckdb.DuckDBPyConnection) -> None:
    assert [row[0] for row in _select(connection, "policies")] == [
        {"today's": True, "by number": False, "by text": True},
        {"today's": False, "by number": True, "by text": False},
        {"today's": False, "by number": True, "by text": False},
        {"today's": False, "by number": True, "by text": False},
        {"today's": True, "by number": True, "by text": False},
    ]


def test_other_tasks_keep_their_numbers_and_undeclared_outcomes_are_missing(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = _select(connection, "label, value_tp, value_tn, cluster_id, subject_id, label_known_at", "decisions")
    assert [row[0] for row in rows] == [2.5, 5.0, None, 10.0, 12.5]
    assert {row[1:3] for row in rows} == {(None, None)}
    assert [row[3:5] for row in rows] == [("a", None), ("a", None), ("b", None), ("c", None), ("d", None)]
    assert str(rows[0][5]) == "2024-01-04 08:00:00"


def test_the_macros_and_the_schema_file_are_one(told: dict[str, object]) -> None:
    words = ("description", "title", "$schema", "additionalProperties", "minLength")

    def strip(part: object, is_names: bool = False) -> object:
        if isinstance(part, dict):
            return {
                key: strip(value, key == "properties") for key, value in part.items() if is_names or key not in words
            }
        return [strip(item) for item in part] if isinstance(part, list) else part

    assert told["schema"] == strip(load_schema())
    assert told["tables"] == load_tables()


def test_the_macros_fill_in_the_schemas_defaults(told: dict[str, object]) -> None:
    expected = [fill_defaults(drop_empty(declaration), load_schema()) for declaration in (AWKWARD, REGRESSION)]
    assert told["defaults"] == expected
    assert expected[1]["split"] == {
        "method": "time",
        "valid": 0.2,
        "test": 0.2,
        "embargo_days": 0,
        "column": None,
        "as_of": None,
    }
    assert expected[1]["learners"] == [], "which learners are the default depends on the task"


Z95 = stats.norm.ppf(0.95)


@pytest.mark.parametrize(
    ("distribution", "low", "mode", "high", "mean"),
    [
        ("fixed", None, 60.0, None, 60.0),
        ("uniform", 2.0, None, 5.0, stats.uniform(2, 3).mean()),
        ("triangular", 1.0, 2.0, 9.0, stats.triang(1 / 8, loc=1, scale=8).mean()),
        ("normal", 1.0, 4.0, 7.0, stats.norm(4, 3 / Z95).mean()),
        ("beta", 1.0, 2.0, 9.0, stats.beta(1 + 4 / 8, 1 + 28 / 8, loc=1, scale=8).mean()),
        ("lognormal", 2.0, None, 50.0, stats.lognorm(3.2188758248682006 / (2 * Z95), scale=10.0).mean()),
    ],
)
def test_the_expected_value_is_the_distributions_mean(
    told: dict[str, object], distribution: str, low: float | None, mode: float | None, high: float | None, mean: float
) -> None:
    query = f"select {told['expected_value']} from (select $1 as distribution, $2::double as low, $3::double as mode, "
    value = duckdb.execute(query + "$4::double as high)", [distribution, low, mode, high]).fetchall()[0][0]
    assert value == pytest.approx(mean, rel=1e-12)
    assert expect_value(distribution, low, mode, high) == pytest.approx(mean, rel=1e-12)


def test_declared_lognormal_bounds_are_its_5th_and_95th_percentile() -> None:
    """What low and high mean, so that a simulation draws from the distribution whose mean is used."""
    lognormal = stats.lognorm(3.2188758248682006 / (2 * Z95), scale=10.0)
    assert lognormal.ppf([0.05, 0.95]) == pytest.approx([2.0, 50.0], rel=1e-12)


def test_both_carriers_ask_the_same_of_a_task(told: dict[str, Any]) -> None:
    assert told["tasks"] == json.loads(json.dumps({name: task._asdict() for name, task in TASKS.items()}))


def test_both_carriers_know_the_same_learners(told: dict[str, Any]) -> None:
    stated = {name: (tuple(traits["tasks"]), traits["complexity"]) for name, traits in told["learners"].items()}
    assert stated == {name: (learner.tasks, learner.complexity) for name, learner in LEARNERS.items()}
    assert list(told["learners"]) == [learner.name for learner in LEARNERS.values()]
