"""What dbt knows of the repository: the manifest and the SQL it rendered, from a build of the embedded use case."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

STAGES = {
    "0_demo": 0,
    "1_inputs": 1,
    "2_review": 2,
    "3_quality": 3,
    "4_baseline": 4,
    "5_features": 5,
    "6_training": 6,
    "7_evaluation": 7,
    "8_operations": 8,
    "9_value": 9,
    "marts": 10,
}


@dataclass(frozen=True)
class Model:
    """One model as the manifest describes it, with the place of its stage in the flow."""

    node: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.node["unique_id"])

    @property
    def name(self) -> str:
        return str(self.node["name"])

    @property
    def path(self) -> Path:
        return Path(self.node["original_file_path"])

    @property
    def folder(self) -> str:
        return self.path.parts[1]

    @property
    def stage(self) -> int:
        return STAGES[self.folder]

    @property
    def parents(self) -> list[str]:
        return list(self.node["depends_on"]["nodes"])


@pytest.fixture(scope="session")
def manifest(demo_database: Path) -> dict[str, Any]:
    """dbt's manifest of the finished demo build."""
    return dict(json.loads((demo_database.parent / "target" / "manifest.json").read_text()))


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> dict[str, Model]:
    """Every model of the package by unique id."""
    return {
        key: Model(node)
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["package_name"] == "assay"
    }


@pytest.fixture(scope="session")
def compiled(demo_database: Path, models: dict[str, Model]) -> dict[str, str]:
    """The SQL that dbt rendered for every SQL model, by unique id."""
    folder = demo_database.parent / "target" / "compiled" / "assay"
    return {key: (folder / model.path).read_text() for key, model in models.items() if model.node["language"] == "sql"}
