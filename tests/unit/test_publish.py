"""Publishing marts: readers never see half a publication, and nothing that is not green gets out."""

from __future__ import annotations

import json
import os
import signal
import stat
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assay.marts.artifacts import ArtifactError, Build, locate_warehouse, read_build
from assay.marts.publish import PublishError, publish
from tests.conftest import REPOSITORY

MARTS = ("business_cases", "scores")

READER = """
import json, sys, time
from pathlib import Path
import duckdb
folder, stop = Path(sys.argv[1]), Path(sys.argv[2])
errors, mixed, versions = 0, 0, []
while not stop.exists():
    try:
        with duckdb.connect(str(folder / "current" / "marts.duckdb"), read_only=True) as connection:
            [(one,)] = connection.execute("select distinct version from assay.business_cases").fetchall()
            [(two,)] = connection.execute("select distinct version from assay.scores").fetchall()
        mixed += one != two
        versions.append(one)
    except Exception as error:
        errors += 1
        print(error, file=sys.stderr)
print(json.dumps({"errors": errors, "mixed": mixed, "versions": versions}))
"""

PUBLISHER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.unit.test_publish import Workshop
workshop = Workshop(Path(sys.argv[1]))
version = int(sys.argv[3])
while True:
    workshop.build(version)
    print(version, flush=True)
    workshop.publish()
    version += 1
"""


class Workshop:
    """A folder with a warehouse of two marts and the artifacts of a dbt run, without dbt."""

    def __init__(self, folder: Path) -> None:
        self.target = folder / "target"
        self.warehouse = folder / "warehouse.duckdb"
        self.published = folder / "published"
        self.target.mkdir(exist_ok=True)

    def build(self, version: int, rows: int = 2000, **statuses: str) -> None:
        """Write marts whose every row holds ``version``, and artifacts in which ``statuses`` override success."""
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute("create schema if not exists assay")
            for mart in MARTS:
                connection.execute(
                    f"create or replace table assay.{mart} as"
                    f" select {version}::integer as version, range as row from range({rows})"
                )
        nodes = {f"model.assay.assay__{mart}": self._mart(mart) for mart in MARTS}
        nodes["model.assay.assay_value__effects"] = {**self._mart("effects"), "access": "private"}
        nodes["model.team.other"] = {**self._mart("other"), "package_name": "team"}
        nodes["test.assay.key"] = self._test("model.assay.assay__scores")
        nodes["test.team.key"] = self._test("model.team.other")
        manifest = {
            "nodes": nodes,
            "unit_tests": {
                "unit_test.assay.cases": {**self._test("model.assay.assay__scores"), "resource_type": "unit_test"}
            },
            "parent_map": {f"model.assay.assay__{mart}": ["model.assay.assay_value__effects"] for mart in MARTS},
        }
        results = {
            "metadata": {
                "invocation_id": f"{version:08d}-abcd",
                "generated_at": f"2026-01-01T{version // 3600:02d}:{version // 60 % 60:02d}:{version % 60:02d}.000000Z",
            },
            "args": {"which": "build"},
            "results": [
                {"unique_id": key, "status": statuses.get(key.split(".")[-1], "success")}
                for key in [*nodes, "unit_test.assay.cases"]
                if statuses.get(key.split(".")[-1]) != "left out"
            ],
        }
        (self.target / "manifest.json").write_text(json.dumps(manifest))
        (self.target / "run_results.json").write_text(json.dumps(results))

    def serve(self) -> None:
        """Make a function that scores with a stored model, and one that reads what only the team may read."""
        body = (
            "with encoded as (select *, x as feature from query_table(relation)) select encoded.*, feature * factor as"
            " score from encoded cross join (select * from {table} where use_case = 'a') as served"
        )
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute("create schema if not exists assay_work")
            for table in ("assay_operations__served_models", "assay_inputs__decisions"):
                connection.execute(f"create table assay_work.{table} as select 'a' as use_case, 3 as factor")
            for name, table in {"a": "assay_operations__served_models", "b": "assay_inputs__decisions"}.items():
                text = body.format(table=f'"assay_work"."{table}"')
                connection.execute(f"create macro assay.predict_{name}(relation) as table {text}")

    def read(self) -> Build:
        return read_build(self.target)

    def publish(self, **options: Any) -> Path:
        return publish(self.read(), self.warehouse, self.published, **options)

    def current_version(self) -> int:
        """The version every row of both published marts holds."""
        with duckdb.connect(str(self.published / "current" / "marts.duckdb"), read_only=True) as connection:
            [(version, rows)] = connection.execute(
                "select any_value(version), count(*) from (select version from assay.business_cases union all"
                " select version from assay.scores) group by version"
            ).fetchall()
        assert rows == 4000
        return int(version)

    def leftovers(self) -> list[str]:
        return [path.name for path in self.published.iterdir() if path.name.endswith(".partial")]

    @staticmethod
    def _mart(name: str) -> dict[str, Any]:
        return {
            "resource_type": "model",
            "package_name": "assay",
            "access": "public",
            "config": {"meta": {}},
            "schema": "assay",
            "alias": name,
            "description": f"One row per row.\nIt's {name}.",
            "columns": {"version": {"description": "Which build it's from."}, "gone": {"description": "Not there."}},
        }

    @staticmethod
    def _test(model: str) -> dict[str, Any]:
        return {"resource_type": "test", "package_name": "assay", "depends_on": {"nodes": [model]}}


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_a_publication_holds_the_public_marts_with_their_comments(workshop: Workshop) -> None:
    workshop.build(1)
    version = workshop.publish()
    assert (workshop.published / "current").resolve() == version.resolve()
    with duckdb.connect(str(version / "marts.duckdb"), read_only=True) as connection:
        tables = dict(connection.execute("select table_name, comment from duckdb_tables()").fetchall())
        assert set(tables) == {*MARTS, "_publication"}
        assert tables["scores"] == "One row per row. It's scores."
        comments = connection.execute(
            "select column_name, comment from duckdb_columns() where table_name = 'scores' order by column_name"
        ).fetchall()
        assert comments == [("row", None), ("version", "Which build it's from.")]
        publication = connection.execute(
            "select mart, invocation_id, row_count, epoch(built_at) from assay._publication order by mart"
        ).fetchall()
    assert publication == [(mart, "00000001-abcd", 2000, 1767225601.0) for mart in MARTS]


def test_a_publication_is_in_the_oldest_storage_format_and_cannot_be_written(workshop: Workshop) -> None:
    workshop.build(1)
    file = workshop.publish() / "marts.duckdb"
    # The header of a DuckDB file: 8 bytes of checksum, the magic word, and the format's number; v1.0.0 is 64.
    header = file.read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert struct.unpack("<Q", header[12:20]) == (64,)
    assert stat.S_IMODE(file.stat().st_mode) == 0o444


def test_only_the_newest_publications_stay(workshop: Workshop) -> None:
    for version in range(1, 6):
        workshop.build(version)
        workshop.publish(keep=2)
    kept = sorted(path.name for path in workshop.published.iterdir() if (path / "marts.duckdb").is_file())
    assert kept == ["20260101T000004Z-00000004", "20260101T000005Z-00000005", "current"]
    assert workshop.current_version() == 5


def test_publishing_the_same_build_again_changes_nothing(workshop: Workshop) -> None:
    workshop.build(1)
    first = workshop.publish()
    changed = (first / "marts.duckdb").stat().st_mtime_ns
    assert workshop.publish() == first
    assert (first / "marts.duckdb").stat().st_mtime_ns == changed


@pytest.mark.parametrize("key", ["assay_value__effects", "assay__scores", "key", "cases"])
@pytest.mark.parametrize("status", ["error", "fail", "skipped", "runtime error"])
def test_what_is_not_green_does_not_get_out(workshop: Workshop, key: str, status: str) -> None:
    workshop.build(1)
    workshop.publish()
    workshop.build(2, **{key: status})
    with pytest.raises(PublishError, match=rf"not green.*{key}"):
        workshop.publish()
    assert workshop.current_version() == 1


def test_a_failure_elsewhere_does_not_matter(workshop: Workshop) -> None:
    workshop.build(1, other="error")
    workshop.publish()
    assert workshop.current_version() == 1


def test_a_partial_build_is_published_only_when_asked_for(workshop: Workshop) -> None:
    workshop.build(1, assay__scores="left out")
    with pytest.raises(PublishError, match=r"left out 1 of 2 marts \(scores"):
        workshop.publish()
    workshop.publish(allow_partial=True)
    assert workshop.current_version() == 1


def test_wrong_input_is_told_in_one_sentence(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"manifest.json does not exist: run `dbt build` first"):
        workshop.read()
    workshop.build(1)
    build = workshop.read()
    with pytest.raises(PublishError, match="At least one publication"):
        publish(build, workshop.warehouse, workshop.published, keep=0)
    with pytest.raises(PublishError, match=r"nowhere.duckdb does not exist: run `dbt build` first"):
        publish(build, tmp_path / "nowhere.duckdb", workshop.published)
    with duckdb.connect(str(workshop.warehouse)) as connection:
        connection.execute("drop table assay.scores")
    with pytest.raises(PublishError, match=r"holds no table assay\.scores: run `dbt build` first"):
        workshop.publish()
    results = json.loads((workshop.target / "run_results.json").read_text())
    (workshop.target / "run_results.json").write_text(json.dumps({**results, "args": {"which": "compile"}}))
    with pytest.raises(ArtifactError, match="last dbt command was `dbt compile`"):
        workshop.read()
    (workshop.target / "manifest.json").write_text('{"nodes": {}, "parent_map": {}}')
    (workshop.target / "run_results.json").write_text(json.dumps(results))
    with pytest.raises(ArtifactError, match="names no public mart"):
        workshop.read()
    (workshop.target / "manifest.json").write_text("{")
    with pytest.raises(ArtifactError, match="cannot be read"):
        workshop.read()


def test_a_warehouse_that_is_being_written_is_told_so(workshop: Workshop) -> None:
    workshop.build(1)
    hold = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('held', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", hold, str(workshop.warehouse)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(PublishError, match="is in use by process"):
            workshop.publish()
        holder.kill()
    workshop.publish()
    assert workshop.current_version() == 1
    assert workshop.leftovers() == []


def test_readers_see_whole_publications_while_publishing(workshop: Workshop, tmp_path: Path) -> None:
    workshop.build(1)
    workshop.publish()
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", READER, str(workshop.published), str(stop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        deadline = time.monotonic() + 8
        version = 1
        while time.monotonic() < deadline:
            version += 1
            workshop.build(version)
            workshop.publish()
        stop.touch()
        seen = json.loads(reader.communicate(timeout=30)[0])
    assert (seen["errors"], seen["mixed"]) == (0, 0)
    assert seen["versions"] == sorted(seen["versions"])
    assert len(set(seen["versions"])) > 3
    assert version > 5


def test_a_publisher_killed_at_any_moment_leaves_a_whole_publication(workshop: Workshop, tmp_path: Path) -> None:
    workshop.build(1)
    workshop.publish()
    environment = {**os.environ, "PYTHONPATH": f"{REPOSITORY / 'python'}{os.pathsep}{REPOSITORY}"}
    started = 1
    for attempt in range(6):
        command = [sys.executable, "-c", PUBLISHER, str(tmp_path), str(REPOSITORY), str(started + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as publisher:
            assert publisher.stdout
            started = int(publisher.stdout.readline())
            time.sleep(0.013 * attempt)
            publisher.send_signal(signal.SIGKILL)
            started = max([started, *(int(line) for line in publisher.stdout.read().split())])
        assert 1 <= workshop.current_version() <= started
    workshop.build(started + 1)
    workshop.publish()
    assert workshop.current_version() == started + 1
    assert workshop.leftovers() == []


def test_the_warehouse_is_found_through_the_dbt_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBT_PROFILES_DIR", str(REPOSITORY))
    monkeypatch.setenv("ASSAY_DUCKDB_PATH", str(tmp_path / "elsewhere.duckdb"))
    assert locate_warehouse(REPOSITORY) == tmp_path / "elsewhere.duckdb"
    with pytest.raises(ArtifactError, match=r"holds no dbt_project\.yml"):
        locate_warehouse(tmp_path)


def test_a_publication_scores_without_the_warehouse(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.build(1)
    workshop.serve()
    workshop.publish()
    workshop.warehouse.unlink()
    with duckdb.connect(str(workshop.published / "current" / "marts.duckdb"), read_only=True) as connection:
        connection.execute("create temp table mine as select 14 as x")
        assert connection.execute("select * from assay.predict_a('mine')").fetchall() == [(14, 14, 42)]
        with pytest.raises(duckdb.CatalogException, match="predict_b"):
            connection.execute("from assay.predict_b('mine')")
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'assay_work'"
        ).fetchall()
        assert tables == [("assay_operations__served_models",)]
