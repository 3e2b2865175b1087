"""Copy the public marts into a file of their own, so that BI tools read while the next build writes.

DuckDB lets one process write a file or several read it, never both, and a process that holds an old file open under
the same path keeps seeing old rows. So every publication is a new folder that is never changed again, and the only
thing that changes is one link: ``published/current`` points to the newest complete folder. A reader opens
``published/current/marts.duckdb``; it sees one publication in full, whatever happens meanwhile.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from assay.lock import explain_lock
from assay.marts.artifacts import Build, Mart
from assay.marts.functions import copy_functions

FILE_NAME = "marts.duckdb"
PARTIAL_SUFFIX = ".partial"
# The oldest storage format: DuckDB 1.x and 2.x read it both.
STORAGE_VERSION = "v1.0.0"


class PublishError(Exception):
    """A sentence for the user about why nothing was published."""


def publish(build: Build, warehouse: Path, folder: Path, keep: int = 3, allow_partial: bool = False) -> Path:
    """Publish the marts of a build.

    Parameters
    ----------
    build : Build
        The build to publish, see :func:`assay.marts.artifacts.read_build`.
    warehouse : Path
        The DuckDB file that dbt built.
    folder : Path
        Where publications are kept; made when missing.
    keep : int
        How many publications stay, the new one included; at least 1.
    allow_partial : bool
        Whether a build that left out some marts may be published with those marts as they are.

    Returns
    -------
    Path
        The folder of the publication that is current now.

    Raises
    ------
    PublishError
        When the build is not green or not complete, or the warehouse cannot be read. Nothing is changed then.
    """
    if keep < 1:
        raise PublishError(f"At least one publication has to be kept, not {keep}.")
    _refuse_unless_green(build, allow_partial)
    if not warehouse.is_file():
        raise PublishError(f"The warehouse {warehouse} does not exist: run `dbt build` first.")
    folder.mkdir(parents=True, exist_ok=True)
    with _only_publisher(folder):
        for leftover in folder.glob(f"*{PARTIAL_SUFFIX}"):
            _remove(leftover)
        version = folder / _version_name(build)
        if not version.is_dir():
            partial = version.with_name(version.name + PARTIAL_SUFFIX)
            partial.mkdir()
            _copy(build, warehouse, partial / FILE_NAME)
            _seal(partial / FILE_NAME)
            partial.rename(version)
        _point_to(folder, version)
        _prune(folder, version, keep)
    return version


def _refuse_unless_green(build: Build, allow_partial: bool) -> None:
    if build.failures:
        shown = ", ".join(build.failures[:3]) + (", …" if len(build.failures) > 3 else "")
        raise PublishError(
            f"The last build is not green, {len(build.failures)} of the marts' models and tests failed or were skipped "
            f"({shown}): mend them, run `dbt build`, publish again."
        )
    if build.left_out and not allow_partial:
        raise PublishError(
            f"The last build left out {len(build.left_out)} of {len(build.marts)} marts ({build.left_out[0]}, …): "
            "run `dbt build` without a selection, or publish them as they are with --allow-partial."
        )


@contextmanager
def _only_publisher(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system releases it even when the process is killed."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise PublishError(f"Another process is publishing into {folder} right now: wait for it.") from None
        yield


def _version_name(build: Build) -> str:
    """Return a name that sorts by time: the end of the build and the beginning of dbt's invocation id."""
    moment = build.built_at.split(".")[0].rstrip("Z").replace("-", "").replace(":", "")
    return f"{moment}Z-{build.invocation_id[:8]}"


def _copy(build: Build, warehouse: Path, file: Path) -> None:
    with duckdb.connect() as connection:
        try:
            connection.execute(f"attach {_text(str(warehouse))} as warehouse (read_only)")
        except duckdb.Error as error:
            said = explain_lock(error, warehouse)
            said = said or f"The warehouse {warehouse} cannot be read: {str(error).splitlines()[0]}"
            raise PublishError(said) from error
        connection.execute(f"attach {_text(str(file))} as published (storage_version {_text(STORAGE_VERSION)})")
        counts = [(mart, _copy_mart(connection, mart)) for mart in build.marts]
        schema = _name(build.marts[0].schema)
        connection.execute(
            f"create table published.{schema}._publication (mart_schema varchar not null, mart varchar not null,"
            " invocation_id varchar not null, row_count bigint not null, built_at timestamptz not null)"
        )
        connection.executemany(
            f"insert into published.{schema}._publication values (?, ?, ?, ?, ?)",
            [(mart.schema, mart.name, build.invocation_id, count, build.built_at) for mart, count in counts],
        )
        connection.execute(
            f"comment on table published.{schema}._publication is"
            " 'One row per mart: how many rows were published, and which build they are from.'"
        )
        copy_functions(connection, build.marts[0].schema)
        connection.execute("detach published")


def _copy_mart(connection: duckdb.DuckDBPyConnection, mart: Mart) -> int:
    """Copy one table with its comments and return its number of rows."""
    table = f"{_name(mart.schema)}.{_name(mart.name)}"
    connection.execute(f"create schema if not exists published.{_name(mart.schema)}")
    try:
        copied = connection.execute(f"create table published.{table} as select * from warehouse.{table}").fetchall()
    except duckdb.CatalogException:
        raise PublishError(f"The warehouse holds no table {mart.schema}.{mart.name}: run `dbt build` first.") from None
    connection.execute(f"comment on table published.{table} is {_text(mart.description)}")
    present = connection.execute(f"select * from published.{table} limit 0").description or []
    for column in {name for name, *_ in present} & mart.columns.keys():
        comment = _text(mart.columns[column])
        connection.execute(f"comment on column published.{table}.{_name(column)} is {comment}")
    return int(copied[0][0])


def _seal(file: Path) -> None:
    """Bring the file to the disk and take away the right to write it."""
    with file.open("rb") as written:
        os.fsync(written.fileno())
    file.chmod(0o444)
    _sync_folder(file.parent)


def _point_to(folder: Path, version: Path) -> None:
    """Swap the link in one step: a reader finds either the old folder or the new one."""
    link = folder / f"current{PARTIAL_SUFFIX}"
    link.symlink_to(version.name, target_is_directory=True)
    link.replace(folder / "current")
    _sync_folder(folder)


def _prune(folder: Path, current: Path, keep: int) -> None:
    """Remove the oldest publications; readers that still hold one open keep their file until they close it."""
    versions = sorted(path for path in folder.iterdir() if (path / FILE_NAME).is_file() and not path.is_symlink())
    others = [path for path in versions if path != current]
    for path in others[: max(0, len(versions) - keep)]:
        _remove(path)


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
