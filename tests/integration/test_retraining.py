"""When models are trained again: on change, on a schedule of the data's clock, or never, with the old feature space."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import yaml

from assay.inputs.check import check_project
from tests.conftest import DBT, dbt_variables, run_dbt
from tests.integration.conftest import digest_tables, write_project

DAY_ONE, LATER, MUCH_LATER = 400, 420, 460
MARTS = ["predictions", "models"]
MEMORY_LIMIT_MB = 0.02
# Later visits come from another world: larger numbers and a city that nobody has seen.
VISITS = """
    select
        'v' || lpad(i::varchar, 4, '0') as visit_id,
        timestamp '2024-01-01' + to_days(i::integer) as seen_at,
        hash(i, 1) % 1000 / 100.0 + case when i >= 400 then 5 else 0 end as age,
        case when hash(i, 2) % 7 = 0 then null else hash(i, 3) % 100 end as distance,
        case when i >= 400 then 'new' else 'city ' || hash(i, 4) % 40 end as city,
        (hash(i, 1) % 1000 / 100.0 + hash(i, 5) % 600 / 100.0) > 8 as buys
    from range({{ var('visits') }}) as visits (i)
"""


def _use_case(**training: Any) -> dict[str, Any]:
    return {
        "entity": {"relation": "visits", "key": "visit_id", "time": "seen_at"},
        "label": {"sql": "buys"},
        "features": {"exclude": ["buys"]},
        "policies": [{"name": "nothing", "sql": "false", "current": True}],
        "learners": ["logistic"],
        "training": training,
    }


def _build(folder: Path, visits: int, *words: str) -> None:
    selected = [f"+assay__{mart}" for mart in MARTS]
    run_dbt(
        "build", "--exclude-resource-type", "unit_test", *words, "--vars", f"visits: {visits}", "--select", *selected,
        directory=folder, database=folder / "warehouse.duckdb",
    )  # fmt: skip


State = dict[str, Any]


def _state(folder: Path) -> State:
    """Versions of the models by use case, and every probability of the logistic models by their visit."""
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        current = connection.execute(
            "select use_case, model_version from assay_work.assay_training__models"
            " where is_current and learner = 'logistic' and fold = 0"
        ).fetchall()
        stored = connection.execute("select count(*) from assay_work.assay_training__fits").fetchall()[0][0]
        scores = connection.execute(
            "select use_case, split, entity_id, probability from assay.predictions where learner = 'logistic'"
        ).fetchall()
        arrays = connection.execute(
            "select use_case, entity_id, features from assay_work.assay_features__examples"
        ).fetchall()
    return {
        "current": dict(current),
        "stored": stored,
        "scores": {(case, entity): score for case, split, entity, score in scores if split not in ("train", "cv")},
        "arrays": {(case, entity): array for case, entity, array in arrays},
    }


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[State]]:
    """Builds on three days, the last one with a full refresh."""
    folder = write_project(
        tmp_path_factory.mktemp("retraining"),
        models={"visits": VISITS},
        variables={
            "visits": DAY_ONE,
            "assay_learning_curve_shares": [],
            "assay_memory_limit_mb": MEMORY_LIMIT_MB,
            "assay_use_cases": {
                "changing": _use_case(),
                "scheduled": _use_case(retrain="schedule", every_days=50),
                "frozen": _use_case(retrain="never"),
            },
        },
    )
    states = []
    for visits, words in ((DAY_ONE, ()), (LATER, ()), (MUCH_LATER, ("--full-refresh",))):
        _build(folder, visits, *words)
        states.append(_state(folder))
    return folder, states


def test_a_version_stays_until_its_training_is_due(builds: tuple[Path, list[State]]) -> None:
    _, (first, later, much_later) = builds
    trained_again = [
        {case for case, version in after["current"].items() if version != before["current"][case]}
        for before, after in ((first, later), (later, much_later))
    ]
    assert trained_again == [{"changing"}, {"changing", "scheduled"}]


def test_learners_of_batches_learn_from_more_rows_than_memory_holds(builds: tuple[Path, list[State]]) -> None:
    folder, _ = builds
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select distinct plans.sampled_rows, models.training_rows > plans.sampled_rows, models.sampled_rows,"
            " models.feature_count from assay_work.assay_training__plans as plans"
            " inner join assay.models as models using (use_case, model_version)"
        ).fetchall()
    assert found == [(int(MEMORY_LIMIT_MB * 2**20 // (40 * 3 + 100)), True, None, 3)]


def test_a_full_refresh_loses_no_version(builds: tuple[Path, list[State]]) -> None:
    """Each training stores six logistic models; a constant depends on the rows alone, one per training and fold too."""
    _, states = builds
    per_use_case = 12
    assert [state["stored"] for state in states] == [per_use_case * count for count in (3, 4, 6)]


@pytest.mark.parametrize("use_case", ["frozen", "scheduled"])
def test_an_old_feature_space_is_replayed(builds: tuple[Path, list[State]], use_case: str) -> None:
    """The same visit gets the same array and, from a model that stayed, the same probability."""
    _, (first, later, much_later) = builds
    compared = (later, much_later) if use_case == "frozen" else (later,)
    for after in compared:
        visits = [key for key in first["scores"] if key[0] == use_case and key in after["scores"]]
        assert len(visits) > 50
        for key in visits:
            np.testing.assert_array_equal(first["arrays"][key], after["arrays"][key])
            assert first["scores"][key] == after["scores"][key]
    changed = [key for key in first["scores"] if key[0] == "changing" and key in later["scores"]]
    assert any(first["arrays"][key] != later["arrays"][key] for key in changed)


def test_new_rows_are_scored_by_the_old_feature_space(builds: tuple[Path, list[State]]) -> None:
    """An unseen city has the prior of the day of training, so all visits to it have the same code."""
    folder, (_, _, much_later) = builds
    new = [array for (case, entity), array in much_later["arrays"].items() if case == "frozen" and entity >= "v0400"]
    assert len(new) == MUCH_LATER - DAY_ONE
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        place = connection.execute(
            "select position from assay_work.assay_features__feature_space"
            " where use_case = 'frozen' and source_column = 'city'"
        ).fetchall()[0][0]
    assert len({array[place - 1] for array in new}) == 1


def test_a_second_build_at_the_same_time_is_refused_and_spoils_nothing(builds: tuple[Path, list[State]]) -> None:
    folder, _ = builds
    database = folder / "warehouse.duckdb"
    before = digest_tables(database)
    words = ("run", "--vars", f"visits: {MUCH_LATER}", "--select", "assay_inputs__use_cases")
    with subprocess.Popen(
        [DBT, *words, "--target-path", str(folder / "first")],
        cwd=folder, env=dbt_variables(folder, database), stdout=subprocess.DEVNULL,
    ) as first:  # fmt: skip
        _stop_once_it_holds(first, database)
        refused = run_dbt(*words, directory=folder, database=database, check=False)
        first.send_signal(signal.SIGCONT)
        assert first.wait(timeout=100) == 0
    assert refused.returncode != 0
    [said] = [line.strip() for line in refused.stdout.splitlines() if "The warehouse" in line]
    assert said.startswith(
        f"The warehouse {database} is in use by process {first.pid} (dbt run --vars visits: {MUCH_LATER}"
    )
    assert said.endswith("); nothing was changed: try again when that has ended.")
    assert "lock" not in refused.stdout
    assert digest_tables(database) == before


def _stop_once_it_holds(process: subprocess.Popen[bytes], database: Path) -> None:
    """Stop a process in the middle, as soon as the system lists it as the holder of the file."""
    held = re.compile(rf" {process.pid} \S+:{database.stat().st_ino} ")
    deadline = time.monotonic() + 100
    while not held.search(Path("/proc/locks").read_text()):
        assert process.poll() is None, "it ended before it held the file"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGSTOP)


def test_a_column_that_a_stored_model_reads_is_missed_before_anything_is_written(
    builds: tuple[Path, list[State]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _ = builds
    database = folder / "warehouse.duckdb"
    before = digest_tables(database)
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema kept; create table kept.visits as from main.visits; drop view main.visits")
        connection.execute("create view main.visits as select * exclude (city) from kept.visits")
    words = ("run", "--vars", f"visits: {MUCH_LATER}", "--select", "assay_inputs__use_cases")
    refused = run_dbt(*words, directory=folder, database=database, check=False)
    sentences = [
        f"assay_use_cases.{use_case}.training: the stored model reads city, which visits has no more;"
        " bring the column back, or declare retrain: on_change"
        for use_case in ("frozen", "scheduled")
    ]
    assert [line.strip() for line in refused.stdout.splitlines() if "assay_use_cases" in line] == sentences
    for name, value in dbt_variables(folder, database).items():
        monkeypatch.setenv(name, value)
    assert [problem.sentence for problem in check_project(folder).problems] == sentences
    assert digest_tables(database) == before
    with duckdb.connect(str(database)) as connection:
        connection.execute("create or replace view main.visits as from kept.visits")


def _patient_build(folder: Path, name: str, visits: int) -> tuple[str, str]:
    """Train what is due with a profile that waits for the file; when the first model began, and the last one ended."""
    own = folder / name
    shutil.copytree(folder / "target", own / "target")
    profiles = yaml.safe_load((folder / "profiles.yml").read_text())
    for output in profiles["team"]["outputs"].values():
        output["retries"] = {"connect_attempts": 10}
    (own / "profiles.yml").write_text(yaml.safe_dump(profiles))
    run_dbt(
        "run", "--vars", f"visits: {visits}", "--select", "+assay_training__models",
        directory=folder, database=folder / "warehouse.duckdb",
        environment={"DBT_PROFILES_DIR": str(own), "DBT_TARGET_PATH": str(own / "target")},
    )  # fmt: skip
    results = json.loads((own / "target" / "run_results.json").read_text())["results"]
    times = [timing for result in results for timing in result["timing"] if timing["name"] == "execute"]
    return min(timing["started_at"] for timing in times), max(timing["completed_at"] for timing in times)


def test_of_two_builds_at_once_one_waits_and_trains_nothing(builds: tuple[Path, list[State]]) -> None:
    folder, _ = builds
    before = _state(folder)["stored"]
    with ThreadPoolExecutor(2) as pool:
        started = [pool.submit(_patient_build, folder, name, MUCH_LATER + 40) for name in ("one", "other")]
        (_, first_ended), (second_began, _) = sorted(build.result() for build in started)
    assert first_ended <= second_began
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as connection:
        [(stored, different, trainings)] = connection.execute(
            "select count(*), count(distinct (use_case, model_version, fold, output)), count(distinct use_case)"
            " filter (where trained_as_of = (select max(trained_as_of) from assay_work.assay_training__plans))"
            " from assay_work.assay_training__fits left join assay_work.assay_training__plans"
            " using (use_case, model_version)"
        ).fetchall()
    assert stored == different == before + 12
    assert trainings == 1
