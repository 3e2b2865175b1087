"""Which reader a file needs."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from assay.exchange.reading.foreign import ForeignModel, Reading
from assay.exchange.reading.naming import named_model
from assay.exchange.refused import RefusedModelError

# A thousand trees of a thousand leaves are a tenth of this in the longest of the formats.
MOST_BYTES = 2**30
SUFFIXES = ".json, .ubj (XGBoost), .txt (LightGBM), .json, .cbm (CatBoost), .onnx, .skops, .pkl, .pickle, .joblib"


def read_foreign(
    path: Path,
    event: str | None = None,
    feature_names: list[str] | None = None,
    allow_pickle: bool = False,
    classes: list[str] | None = None,
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
    classes : list of str, optional
        Names of several classes in the model's order, for a file without names or with others.

    Returns
    -------
    ForeignModel
        With a name for each feature and output.

    Raises
    ------
    RefusedModelError
        In one sentence that begins with the file's name.
    """
    try:
        _refuse_size(path)
        return named_model(_read(path, allow_pickle), event, classes, feature_names)
    except RefusedModelError as error:
        message = str(error)
        raise RefusedModelError(message if message.startswith(path.name) else f"{path.name}: {message}") from error
    except ImportError as error:
        raise RefusedModelError(
            f"{path.name}: {error.name} is not installed: pip install 'dbt-assay[exchange]'"
        ) from error
    except Exception as error:  # a damaged file fails anywhere, in any library's way
        reason = (str(error).strip() or "no more is known").splitlines()[0]
        raise RefusedModelError(
            f"{path.name}: the file is damaged or no model ({type(error).__name__}: {reason[:200]})"
        ) from error


def _refuse_size(path: Path) -> None:
    """Look at a file's size, and at what it unpacks to, before anything reads it."""
    if not path.is_file():
        raise RefusedModelError("there is no such file")
    size = path.stat().st_size
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            size = max(size, sum(member.file_size for member in archive.infolist()))
    if size > MOST_BYTES:
        raise RefusedModelError(f"the file holds {size / 2**30:.1f} GiB, at most {MOST_BYTES / 2**30:.0f} can be read")


def _read(path: Path, allow_pickle: bool) -> Reading:
    from assay.exchange.reading import boosters, onnx_graphs, sklearn_pipelines

    if path.suffix in sklearn_pipelines.PICKLES or path.suffix == ".skops":
        return sklearn_pipelines.sklearn_model(path, allow_pickle)
    if path.suffix == ".onnx":
        return onnx_graphs.onnx_model(path)
    if path.suffix == ".cbm" or (path.suffix == ".json" and _is_catboost(path)):
        return boosters.catboost_model(path)
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
