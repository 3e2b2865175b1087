"""Which reader a file needs."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from assay.exchange.foreign import ForeignModel
from assay.exchange.refused import RefusedModelError

SUFFIXES = ".json, .ubj (XGBoost), .txt (LightGBM), .json, .cbm (CatBoost), .onnx, .skops, .pkl, .pickle, .joblib"


def read_foreign(
    path: Path, event: str | None = None, feature_names: list[str] | None = None, allow_pickle: bool = False
) -> ForeignModel:
    """Read a model that another library saved.

    Parameters
    ----------
    path : Path
        Its suffix, and for JSON its content, says which library.
    event : str or None
        The class that is the event, where the classes do not say so.
    feature_names : list of str, optional
        Names in the model's order, for a file without names or with others.
    allow_pickle : bool
        Whether a pickle may be opened, which runs what is in it.

    Returns
    -------
    ForeignModel
        With a name for each feature.

    Raises
    ------
    RefusedModelError
        In one sentence that begins with the file's name.
    """
    try:
        if not path.is_file():
            raise RefusedModelError("there is no such file")
        model = _read(path, event, allow_pickle)
    except RefusedModelError as error:
        message = str(error)
        raise RefusedModelError(message if message.startswith(path.name) else f"{path.name}: {message}") from error
    except ImportError as error:
        raise RefusedModelError(
            f"{path.name}: {error.name} is not installed: pip install 'dbt-assay[exchange]'"
        ) from error
    return _named(model, path, feature_names)


def _read(path: Path, event: str | None, allow_pickle: bool) -> ForeignModel:
    from assay.exchange import boosters, onnx_graphs, sklearn_pipelines

    if path.suffix in sklearn_pipelines.PICKLES or path.suffix == ".skops":
        return sklearn_pipelines.sklearn_model(path, event, allow_pickle)
    if path.suffix == ".onnx":
        return onnx_graphs.onnx_model(path, event)
    if path.suffix == ".cbm" or (path.suffix == ".json" and _is_catboost(path)):
        return boosters.catboost_model(path, event)
    if path.suffix in (".json", ".ubj"):
        return boosters.xgboost_model(path)
    if path.suffix == ".txt":
        return boosters.lightgbm_model(path)
    raise RefusedModelError(f"the suffix {path.suffix!r} is none of {SUFFIXES}")


def _is_catboost(path: Path) -> bool:
    try:
        return "model_info" in json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise RefusedModelError(f"this is no JSON: {error}") from error


def _named(model: ForeignModel, path: Path, feature_names: list[str] | None) -> ForeignModel:
    names = feature_names or model.feature_names
    if not names:
        raise RefusedModelError(f"{path.name}: the file names no features: name them in order with --features a,b,c")
    form = model.form
    asked = {int(x) for tree in (*form.tree_features, *form.node_features) for x in tree}
    count = len(form.coefficients) or max(len(model.feature_names), *asked)
    if len(names) < count or (len(names) > count and model.feature_names):
        raise RefusedModelError(f"{path.name}: the model has {count} features, --features names {len(names)}")
    if len(set(names)) < len(names):
        raise RefusedModelError(f"{path.name}: two features have one name")
    return dataclasses.replace(model, feature_names=names)
