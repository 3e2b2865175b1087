"""One process at a time writes a warehouse: who holds it, in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

LONGEST_COMMAND = 60


def explain_lock(error: duckdb.Error, warehouse: Path) -> str | None:
    """Say which process holds a warehouse, and what to do.

    Parameters
    ----------
    error : duckdb.Error
        What DuckDB said when the file was opened.
    warehouse : Path
        The file.

    Returns
    -------
    str or None
        The sentence; None where the error is not about a lock.
    """
    if "Could not set lock" not in str(error):
        return None
    holder = re.search(r"held in (?P<program>.+?) \(PID (?P<process>\d+)\)", str(error))
    held = "another process"
    if holder:
        held = f"process {holder['process']} ({_read_command(int(holder['process'])) or holder['program']})"
    return f"The warehouse {warehouse} is in use by {held}; nothing was changed: try again when that has ended."


def _read_command(process: int) -> str:
    """Return the command line of a process, a script without its interpreter; empty where the system hides it."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except OSError:
        return ""
    if Path(words[0]).name.startswith("python") and not "".join(words[1:2]).startswith("-"):
        words = words[1:]
    command = " ".join(" ".join([Path(words[0]).name, *words[1:]]).split())
    return command if len(command) <= LONGEST_COMMAND else f"{command[:LONGEST_COMMAND]}…"
