"""The one place where benchmark results are written: ``results.md``, a section for each command."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results.md"
HEADER = """# Benchmark results

Each section is written by the command it names. Ratios were taken in one run on one machine.
"""


def describe_machine(packages: tuple[str, ...]) -> str:
    """Say on what the figures were measured: cores, memory, Python and library versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, {libraries}."


def write_section(
    key: str, title: str, command: str, lines: list[str], packages: tuple[str, ...] = ("duckdb", "dbt-core")
) -> None:
    """Replace a benchmark's section of the results file, or add it.

    Parameters
    ----------
    key : str
        Name of the section's markers.
    title, command : str
        Heading, and what to run to make the section again.
    lines : list of str
        Markdown.
    packages : tuple of str
        Distributions whose versions belong to the figures.
    """
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        cwd=RESULTS.parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    body = "\n".join([f"## {title}", "", f"`{command}` at {commit}: {describe_machine(packages)}", "", *lines])
    section = f"<!-- {key} -->\n{body}\n<!-- /{key} -->\n"
    text = RESULTS.read_text() if RESULTS.exists() else HEADER
    pattern = re.compile(rf"<!-- {key} -->.*?<!-- /{key} -->\n", re.DOTALL)
    text = pattern.sub(lambda _: section, text) if pattern.search(text) else f"{text}\n{section}"
    RESULTS.write_text(text)
    print(section)
