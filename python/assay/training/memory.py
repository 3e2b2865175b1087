"""Peak memory of this process."""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def restart_peak() -> None:
    """Start a new measurement of the peak, where the system can (Linux); elsewhere it runs from process start."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def peak_bytes() -> int:
    """Read the largest resident set since :func:`restart_peak`.

    Returns
    -------
    int
        Bytes.
    """
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
