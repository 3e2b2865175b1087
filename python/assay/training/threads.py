"""One thread for linear algebra, because the number of threads decides the last bits of a sum."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from threadpoolctl import threadpool_limits

_lock = Lock()
_inside = 0
_limits: threadpool_limits | None = None


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep linear algebra and OpenMP loops of the caller at one thread.

    BLAS pools belong to the whole process while dbt runs several Python models in it at a time: the first to enter
    sets their limit, and only the last to leave lifts it. OpenMP keeps a limit for every calling thread.
    """
    _enter()
    try:
        with threadpool_limits(limits=1, user_api="openmp"):
            yield
    finally:
        _leave()


def count_cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _enter() -> None:
    global _inside, _limits
    with _lock:
        if _inside == 0:
            _limits = threadpool_limits(limits=1, user_api="blas")
        _inside += 1


def _leave() -> None:
    global _inside
    with _lock:
        _inside -= 1
        if _inside == 0 and _limits is not None:
            _limits.restore_original_limits()
