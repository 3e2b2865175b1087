"""What the README shows a user to write is what the example project writes, and works as it stands."""

from __future__ import annotations

import re
from typing import Any

import yaml

from assay.inputs.schema import drop_empty, find_schema_problems, load_schema
from tests.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text()
SHOWN: dict[str, Any] = {
    key: value
    for block in re.findall(r"```yaml\n(.*?)```", README, flags=re.DOTALL)
    for key, value in yaml.safe_load(block).items()
}


def test_the_declaration_is_sound() -> None:
    cases = SHOWN["vars"]["assay_use_cases"]
    assert list(cases) == ["churn"]
    assert find_schema_problems(drop_empty(cases["churn"]), load_schema(), "assay_use_cases.churn") == []


def test_the_declaration_is_part_of_the_example() -> None:
    example = yaml.safe_load((REPOSITORY / "examples" / "churn" / "dbt_project.yml").read_text())["vars"]
    assert SHOWN["vars"]["assay_inputs"] == example["assay_inputs"]
    whole = example["assay_use_cases"]["churn"]
    for key, value in SHOWN["vars"]["assay_use_cases"]["churn"].items():
        if isinstance(value, dict):
            assert value.items() <= whole[key].items(), key
        else:
            assert value == whole[key] or all(item in whole[key] for item in value), key


def test_the_version_to_install_is_this_one() -> None:
    version = yaml.safe_load((REPOSITORY / "dbt_project.yml").read_text())["version"]
    assert [package["revision"] for package in SHOWN["packages"]] == [version]
    assert re.findall(r"assay\.git@([\d.]+)", README) == [version]


def test_every_link_leads_somewhere() -> None:
    pages = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *(REPOSITORY / "docs").rglob("*.md")]
    dead = [
        f"{page.relative_to(REPOSITORY)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
        if not target.startswith("http") and not (page.parent / target).exists()
    ]
    assert dead == []
