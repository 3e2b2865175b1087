"""Peak memory of this process."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from pathlib import Path
from threading import Lock
from weakref import WeakSet

_lock = Lock()
_open: WeakSet[Peak] = WeakSet()


class Peak:
    """The largest resident set since this was made, where the system can start anew (Linux); else since process start.

    The system counts once for the whole process, while dbt trains in several threads: who starts anew first tells
    the others what had been reached.
    """

    def __init__(self) -> None:
        self._reached = 0
        with _lock:
            reached = peak_bytes()
            for other in _open:
                other._reached = max(other._reached, reached)
            _restart()
            _open.add(self)

    def read(self) -> int:
        """Read the peak so far, in bytes."""
        return max(self._reached, peak_bytes())


def give_back_freed() -> None:
    """Hand freed memory back to the system, where the C library can: what is used next counts as new then."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError):
        return


def machine_bytes() -> int:
    """Read how much memory this process may use.

    Returns
    -------
    int
        Bytes of the machine, or of the control group where that allows less.
    """
    installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        allowed = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return installed
    return min(installed, int(allowed)) if allowed.isdigit() else installed


def resident_bytes() -> int:
    """Read the resident set of this moment; elsewhere than on Linux the largest so far.

    Returns
    -------
    int
        Bytes.
    """
    return _status("VmRSS:")


def peak_bytes() -> int:
    """Read the largest resident set since the process, or the last :class:`Peak`, began.

    Returns
    -------
    int
        Bytes.
    """
    return _status("VmHWM:")


def _restart() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _status(name: str) -> int:
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
