"""The part of the SQL style that takes no parser, so that it can decide on every change; `make sqllint` is the rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

# Longest line of SQL by folder, without Jinja, which breaks badly and renders to other lengths. Analysts read models.
LIMITS = {"models": 100, "analyses": 100, "tests/generic": 100, "macros": 120}
COMMENT_LIMIT = 120
KEYWORDS = (
    r"SELECT|FROM|WHERE|GROUP BY|ORDER BY|JOIN|UNION|CASE|WHEN|THEN|ELSE|END|CAST|NULL|AND|OR|NOT|IN|AS|ON|USING|OVER"
)
FILES = [path for folder in LIMITS for path in sorted((REPOSITORY / folder).rglob("*.sql"))]
assert len(FILES) > 600


def _name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def _sql_lines(path: Path) -> list[str]:
    """The lines of a file with comments, texts and Jinja blanked out, so that line numbers stay."""
    text = path.read_text()
    for pattern in (r"{#.*?#}", r"{%.*?%}", r"{{.*?}}", r"--[^\n]*", r"'[^'\n]*'", r'"[^"\n]*"'):
        text = re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found.group()), text, flags=re.DOTALL)
    return text.splitlines()


def _places(path: Path, lines: list[str], pattern: str) -> list[str]:
    return [f"{_name(path)}:{number}" for number, line in enumerate(lines, 1) if re.search(pattern, line)]


def _without_jinja(text: str) -> list[str]:
    """The lines of a text without what Jinja writes into them."""
    return re.sub(r"{%.*?%}|{{.*?}}", lambda found: "\n" * found.group().count("\n"), text, flags=re.DOTALL).split("\n")


@pytest.mark.parametrize("folder", LIMITS)
def test_lines_are_short(folder: str) -> None:
    found = [
        f"{_name(path)}:{number} has {len(line)}"
        for path in sorted((REPOSITORY / folder).rglob("*.sql"))
        for number, line in enumerate(_without_jinja(path.read_text()), 1)
        if len(line) > (COMMENT_LIMIT if line.lstrip().startswith(("--", "{#")) else LIMITS[folder])
    ]
    assert found == []


def test_no_tab_and_no_space_at_the_end_of_a_line() -> None:
    assert [place for path in FILES for place in _places(path, path.read_text().splitlines(), r"\t|\s+$")] == []


def test_every_file_ends_with_one_line_end() -> None:
    assert [_name(path) for path in FILES if not re.search(r"\S\n\Z", path.read_text())] == []


def test_keywords_are_lower_case() -> None:
    assert [place for path in FILES for place in _places(path, _sql_lines(path), rf"\b({KEYWORDS})\b")] == []


@pytest.mark.parametrize("path", sorted((REPOSITORY / "models").rglob("*.sql")), ids=_name)
def test_a_model_ends_by_selecting_from_its_last_cte(path: Path) -> None:
    text = re.sub(r"{% endif %}|{%- endif %}|{% if .*?%}|{%- if .*?%}", "", path.read_text())
    ctes = re.findall(r"^(\w+) as (?:materialized )?\($", text, flags=re.MULTILINE)
    last = re.search(r"^select \* from (\w+)$", text, flags=re.MULTILINE)
    assert not ctes or (last is not None and last.group(1) in ctes)
