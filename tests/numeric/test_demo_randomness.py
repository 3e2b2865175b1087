"""The demo's randomness: a function of (key, stream, seed) alone, the same for any number of threads."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from tests.numeric.demo import GOLDEN_CHECKSUM, build_generator, checksum, render_expressions

MASK = 2**32 - 1
MULTIPLIER = 73244475
STREAMS = ["etch first pair", "etch second pair", "first cluster", "good die"]
ROWS = 200_000


def _mix(value: int) -> int:
    for _ in range(2):
        value = ((value ^ (value >> 16)) * MULTIPLIER) & MASK
    return value ^ (value >> 16)


def _draw(key: int, stream: str, seed: int = 1) -> int:
    digest = hashlib.md5(f"{stream}|{seed}".encode(), usedforsecurity=False).hexdigest()
    return _mix((key + int(digest[:8], 16)) % 2**32)


@pytest.fixture(scope="module")
def sql(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """SQL text of the macros under test."""
    expressions = {
        "mix": "assay.mix_integer('number')",
        "cos": "assay.fab_normal('key', 'cos')",
        "sin": "assay.fab_normal('key', 'sin')",
        "uniform": "assay.fab_uniform('key')",
        **{stream: f"assay.fab_draw('key', '{stream}')" for stream in STREAMS},
    }
    return dict(
        zip(expressions, render_expressions(list(expressions.values()), tmp_path_factory.mktemp("sql")), strict=True)
    )


@pytest.fixture(scope="module")
def draws(sql: dict[str, str]) -> dict[str, NDArray[Any]]:
    """Draws of four streams, and both normal numbers of the key, for the first numbers."""
    names = [*STREAMS, "cos", "sin"]
    columns = ", ".join(f"{sql[name]} as s{place}" for place, name in enumerate(names))
    keyed = f"select {sql['mix']} as key from range({ROWS}) as numbers(number)"
    found = duckdb.connect().execute(f"select {columns} from ({keyed})").fetchnumpy()
    return {name: np.asarray(found[f"s{place}"]) for place, name in enumerate(names)}


def test_mixing_equals_a_second_implementation_bit_for_bit(sql: dict[str, str]) -> None:
    numbers = [0, 1, 2, 25, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1, *range(1000, 3000)]
    values = ", ".join(f"({number}::bigint, {number}::bigint)" for number in numbers)
    rows = duckdb.connect().execute(
        f"select number, {sql['mix']}, {sql['good die']} from (values {values}) as numbers(number, key)"
    )
    assert sorted(rows.fetchall()) == sorted((n, _mix(n), _draw(n, "good die")) for n in numbers)


def test_mixing_loses_nothing(sql: dict[str, str]) -> None:
    query = f"select count(distinct {sql['mix']}) from range(0, 4294967296, 14321) as numbers(number)"
    assert duckdb.connect().execute(query).fetchall() == [(len(range(0, 2**32, 14321)),)]


def test_draws_are_uniform(draws: dict[str, NDArray[Any]]) -> None:
    for stream in STREAMS:
        assert stats.kstest((draws[stream] + 0.5) / 2**32, "uniform").pvalue > 0.001, stream
        assert stats.chisquare(np.bincount(draws[stream] % 65536 >> 8, minlength=256)).pvalue > 0.001, stream


def test_uniform_numbers_are_cell_middles(sql: dict[str, str]) -> None:
    query = f"select {sql['uniform']} from (values (0::bigint), (4294967295::bigint)) as numbers(key)"
    assert duckdb.connect().execute(query).fetchall() == [(0.5 / 2**32,), (1 - 0.5 / 2**32,)]


def test_streams_and_neighbours_are_independent(draws: dict[str, NDArray[Any]]) -> None:
    pairs = [(draws[first], draws[second]) for first, second in pairwise([*STREAMS, STREAMS[0]])]
    pairs += [(draws[stream][:-1], draws[stream][1:]) for stream in STREAMS]
    for first, second in pairs:
        table = np.histogram2d(first / 2**32, second / 2**32, bins=16, range=[[0, 1], [0, 1]])[0]
        assert stats.chisquare(table.ravel()).pvalue > 0.001
        assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(len(first))


def test_both_normal_numbers_of_a_draw_are_normal_and_independent(draws: dict[str, NDArray[Any]]) -> None:
    for wave in ("cos", "sin"):
        assert stats.kstest(draws[wave], "norm").pvalue > 0.001, wave
    assert abs(np.corrcoef(draws["cos"], draws["sin"])[0, 1]) < 4 / np.sqrt(ROWS)


def test_the_same_seed_gives_the_known_integers(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert checksum(warehouse) == GOLDEN_CHECKSUM


def test_any_number_of_threads_gives_the_same_integers(tmp_path: Path) -> None:
    """The demo above has two threads, and the test of repeatability compares its tables with those of one."""
    with duckdb.connect(str(build_generator(tmp_path, threads=3)), read_only=True) as connection:
        assert checksum(connection) == GOLDEN_CHECKSUM
