"""What a fit takes: planted work of one thread and of the whole process."""

from __future__ import annotations

import time

import numpy as np
import pytest

from assay.training.memory import Peak, machine_bytes, resident_bytes
from assay.training.usage import measured


def test_waiting_is_no_computing() -> None:
    with measured(threads=2) as together, measured(threads=1) as alone:
        time.sleep(0.2)
    assert alone.busy_seconds < together.busy_seconds / 2


def test_memory_is_what_came_on_top() -> None:
    with measured(threads=1, with_memory=True) as usage:
        np.ones(8_000_000)
    assert 63e6 < usage.memory_bytes < 80e6
    assert resident_bytes() < machine_bytes()


def test_a_second_measurement_leaves_the_first_its_peak() -> None:
    first = Peak()
    np.ones(8_000_000)
    reached = first.read()
    second = Peak()
    assert first.read() >= reached
    assert second.read() < reached - 32e6


def test_nothing_is_reported_of_a_block_that_fails() -> None:
    with pytest.raises(ZeroDivisionError), measured(threads=1) as usage:
        raise ZeroDivisionError
    assert usage.busy_seconds == 0
