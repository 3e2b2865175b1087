"""What one fit takes: seconds of computing, and bytes that the process grows by."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assay.training.memory import Peak, give_back_freed, resident_bytes


@dataclass
class Usage:
    """What was measured, once the block has ended.

    Attributes
    ----------
    busy_seconds : float
        CPU time of the calling thread, which other programs do not lengthen; wall time where more threads work.
    memory_bytes : int
        Peak of the resident set above what it was at the start; 0 where memory was not asked for.
    """

    busy_seconds: float = 0.0
    memory_bytes: int = 0


@contextmanager
def measured(threads: int, with_memory: bool = False) -> Iterator[Usage]:
    """Measure a block.

    Parameters
    ----------
    threads : int
        Threads that the block keeps busy.
    with_memory : bool
        Whether to measure memory, after freed memory has been given back.

    Yields
    ------
    Usage
        Filled when the block ends without an error.
    """
    usage = Usage()
    if with_memory:
        give_back_freed()
        peak, resident = Peak(), resident_bytes()
    clock = time.thread_time if threads == 1 else time.perf_counter
    started = clock()
    yield usage
    usage.busy_seconds = clock() - started
    if with_memory:
        usage.memory_bytes = max(0, peak.read() - resident)
