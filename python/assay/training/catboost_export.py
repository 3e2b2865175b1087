"""A model of CatBoost as CatBoost itself writes it down."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import catboost


def export_trees(model: catboost.CatBoost) -> dict[str, Any]:
    """Let CatBoost write a model as JSON, and read it.

    Parameters
    ----------
    model : catboost.CatBoost
        Fitted or loaded.

    Returns
    -------
    dict
        CatBoost's own JSON format of a model.
    """
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "model.json"
        model.save_model(str(path), format="json")
        exported: dict[str, Any] = json.loads(path.read_text())
    return exported


def check_missing(exported: dict[str, Any]) -> None:
    """Raise a ValueError unless missing values lie below every border, as stored trees have them."""
    for float_feature in exported["features_info"]["float_features"]:
        if float_feature["has_nans"] and float_feature["nan_value_treatment"] != "AsFalse":
            raise ValueError(f"missing values are treated {float_feature['nan_value_treatment']}, not AsFalse")


def check_split(split: dict[str, Any]) -> None:
    """Raise a ValueError unless a question is about a number, which is all that stored trees ask about."""
    if split["split_type"] != "FloatFeature":
        raise ValueError("only splits on numeric features can be stored")
