"""The project speaks of itself alone."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.conftest import REPOSITORY

# Absolute machine paths, registry hosts, and marks of work that is not done.
FORBIDDEN = {
    "machine path": r"(?<![\w.~])/(home|root|Users|work|mnt|tmp/[a-z])/?\w*",
    "registry host": r"pypi\.org|files\.pythonhosted\.org|registry\.npmjs",
    "unfinished": r"\b(TODO|FIXME|XXX|NotImplementedError|xfail)\b",
}


def _tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True)  # noqa: S607
    return [REPOSITORY / line for line in listed.stdout.splitlines()]


def test_no_word_that_does_not_belong_here() -> None:
    found = []
    for path in _tracked_files():
        if path == Path(__file__) or path.suffix == ".lock" or not path.exists():
            continue
        text = path.read_text(errors="ignore")
        found += [
            f"{path.relative_to(REPOSITORY)}: {name}" for name, word in FORBIDDEN.items() if re.search(word, text)
        ]
    assert found == []
