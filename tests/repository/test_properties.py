"""Every model says its grain, describes its columns and tests its key; every mart keeps a contract."""

from __future__ import annotations

from typing import Any

import yaml

from tests.conftest import REPOSITORY
from tests.repository.conftest import Model


def _property_file(model: Model) -> dict[str, Any]:
    path = REPOSITORY / model.path.with_suffix(".yml")
    return dict(yaml.safe_load(path.read_text())["models"][0]) if path.exists() else {}


def test_every_model_has_a_property_file_beside_it(models: dict[str, Model]) -> None:
    assert [str(model.path) for model in models.values() if _property_file(model).get("name") != model.name] == []


def test_every_description_starts_with_the_grain(models: dict[str, Model]) -> None:
    without = [str(m.path) for m in models.values() if not m.node["description"].strip().lower().startswith("one row")]
    assert without == []


def test_every_property_file_describes_every_column(models: dict[str, Model]) -> None:
    undescribed = [
        f"{model.path}: {column['name']}"
        for model in models.values()
        for column in model.node["columns"].values()
        if not column["description"].strip()
    ]
    assert undescribed == []


def test_every_model_tests_its_key(models: dict[str, Model], manifest: dict[str, Any]) -> None:
    tested = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and node["test_metadata"] and node["test_metadata"]["name"] == "unique_key"
    }
    assert sorted(str(m.path) for key, m in models.items() if m.stage > 0 and key not in tested) == []


def test_marts_and_waists_keep_contracts(models: dict[str, Model]) -> None:
    waists = {
        "assay_inputs__decisions",
        "assay_review__profiles",
        "assay_features__examples",
        "assay_training__models",
        "assay_evaluation__predictions",
    }
    assert waists <= {model.name for model in models.values()}
    loose = [
        str(model.path)
        for model in models.values()
        if (model.folder == "marts" or model.name in waists)
        and not (model.node["contract"]["enforced"] and model.node["columns"])
    ]
    assert loose == []


def test_only_marts_are_public(models: dict[str, Model]) -> None:
    wrong = [
        f"{model.path}: {model.node['access']}"
        for model in models.values()
        if model.stage > 0 and (model.node["access"] == "public") != (model.folder == "marts")
    ]
    assert wrong == []


def test_private_models_belong_to_the_group(models: dict[str, Model]) -> None:
    assert [str(m.path) for m in models.values() if m.stage > 0 and m.node["group"] != "assay"] == []
