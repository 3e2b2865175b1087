"""The list of marts in the documentation is the list of marts."""

from __future__ import annotations

import re

from tests.conftest import REPOSITORY


def test_the_page_names_every_mart_and_no_other() -> None:
    page = (REPOSITORY / "docs" / "marts.md").read_text()
    named = re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)
    marts = [path.stem.removeprefix("assay__") for path in (REPOSITORY / "models" / "marts").rglob("assay__*.sql")]
    assert sorted(named) == sorted(marts)
