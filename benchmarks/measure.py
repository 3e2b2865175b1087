"""Run one contender in a process of its own and read what it used."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from assay.training.memory import peak_bytes


def report(work: Callable[[], dict[str, Any]]) -> None:
    """Run a contender and print, as JSON, its CPU seconds, its process's peak memory and what it returns.

    Parameters
    ----------
    work : callable
        Does the work. A returned ``cpu_seconds`` replaces the CPU time of the whole call.
    """
    started = time.process_time()
    result = work()
    result.setdefault("cpu_seconds", time.process_time() - started)
    result["peak_bytes"] = peak_bytes()
    print(json.dumps(result))


def run(script: str, *arguments: str) -> dict[str, Any]:
    """Run ``script`` with arguments as a new process and return what it reported."""
    done = subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{script} {' '.join(arguments)}\n{done.stderr[-3000:]}")
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def ratio(runs: list[dict[str, dict[str, Any]]], one: str, other: str, key: str) -> float:
    """Compare two contenders run by run: the median of the pairwise ratios."""
    return median(run[one][key] / run[other][key] for run in runs)


def typical(runs: list[dict[str, dict[str, Any]]], name: str, key: str) -> float:
    """Take the median of one contender's figure over the runs."""
    return median(run[name][key] for run in runs)
