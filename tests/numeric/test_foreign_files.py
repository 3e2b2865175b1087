"""Files of models that somebody else wrote: damaged, huge or made to harm, each refused in one sentence."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import catboost
import duckdb
import joblib
import lightgbm
import numpy as np
import onnx
import pyarrow as pa
import pytest
import xgboost
from skl2onnx import to_onnx
from sklearn.linear_model import LinearRegression
from sklearn.tree import DecisionTreeRegressor

from assay.exchange import reading
from assay.exchange.certificates import Certificate
from assay.exchange.imports import CERTIFICATE, store_import
from assay.exchange.reading import read_foreign
from assay.exchange.refused import RefusedModelError
from assay.training.schema import FITS

DRAW = np.random.default_rng(2)
ROWS = DRAW.normal(size=(80, 3))
QUANTITY = ROWS[:, 0] * ROWS[:, 1] + ROWS[:, 2]
NAMES = ["a", "b", "c"]


def _refused(path: Path, allow_pickle: bool = False) -> str:
    """Read a file that cannot be read, and give the sentence."""
    with pytest.raises(RefusedModelError) as error:
        read_foreign(path, feature_names=NAMES, allow_pickle=allow_pickle)
    message = str(error.value)
    assert message.startswith(f"{path.name}: ")
    assert len(message.splitlines()) == 1
    return message


def _xgboost(folder: Path) -> Path:
    xgboost.XGBRegressor(n_estimators=2, max_depth=2).fit(ROWS, QUANTITY).save_model(folder / "model.json")
    return folder / "model.json"


def _lightgbm(folder: Path) -> Path:
    options = {"objective": "regression", "verbose": -1, "num_leaves": 3, "num_threads": 1}
    lightgbm.train(options, lightgbm.Dataset(ROWS, QUANTITY), 2).save_model(folder / "model.txt")
    return folder / "model.txt"


def _catboost(folder: Path) -> Path:
    quiet = {"verbose": 0, "allow_writing_files": False, "iterations": 2, "depth": 2}
    catboost.CatBoostRegressor(**quiet).fit(ROWS, QUANTITY).save_model(str(folder / "model.cbm"))
    return folder / "model.cbm"


def _onnx(folder: Path) -> Path:
    tree = DecisionTreeRegressor(max_depth=2).fit(ROWS, QUANTITY)
    (folder / "model.onnx").write_bytes(to_onnx(tree, ROWS[:1].astype(np.float32)).SerializeToString())
    return folder / "model.onnx"


WRITTEN: dict[str, Callable[[Path], Path]] = {
    "xgboost": _xgboost,
    "lightgbm": _lightgbm,
    "catboost": _catboost,
    "onnx": _onnx,
}


@pytest.mark.parametrize("library", WRITTEN)
@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_a_file_that_was_cut_off_is_refused(library: str, part: float, tmp_path: Path) -> None:
    path = WRITTEN[library](tmp_path)
    assert len(read_foreign(path, feature_names=NAMES).outputs) == 1
    whole = path.read_bytes()
    body = whole.split(b"end of trees")[0] if library == "lightgbm" else whole
    path.write_bytes(whole[: int(part * len(body))])
    _refused(path)


@pytest.mark.parametrize("suffix", [".json", ".ubj", ".txt", ".cbm", ".onnx", ".skops", ".pkl"])
def test_noise_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"noise{suffix}"
    path.write_bytes(DRAW.bytes(4000))
    _refused(path, allow_pickle=True)


def _tree(path: Path, **changed: Any) -> Path:
    document = json.loads(path.read_text())
    document["learner"]["gradient_booster"]["model"]["trees"][0] |= changed
    path.write_text(json.dumps(document))
    return path


def test_xgboost_trees_that_cannot_be_walked_are_refused(tmp_path: Path) -> None:
    path = _xgboost(tmp_path)
    tree = json.loads(path.read_text())["learner"]["gradient_booster"]["model"]["trees"][0]
    left, indices, borders = (tree[name] for name in ("left_children", "split_indices", "split_conditions"))
    cases: list[tuple[dict[str, Any], str]] = [
        ({"left_children": [0, *left[1:]]}, "leads in a circle"),
        ({"left_children": [900, *left[1:]]}, "nodes that do not exist"),
        ({"split_indices": [7, *indices[1:]]}, "columns that do not exist"),
        ({"split_conditions": [float("nan"), *borders[1:]]}, "no number"),
        ({"split_conditions": [*borders[:-1], float("inf")]}, "no number"),
        ({"default_left": [1]}, "damaged"),
    ]
    for changed, word in cases:
        assert word in _refused(_tree(_xgboost(tmp_path), **changed))


@pytest.mark.parametrize(
    ("pattern", "text", "word"),
    [
        (r"left_child=.*", "left_child=0 0", "circle"),
        (r"right_child=.*", "right_child=-9 -9", "nodes that do not exist"),
        (r"split_feature=.*", "split_feature=9 9", "columns that do not exist"),
        (r"threshold=.*", "threshold=nan nan", "no number"),
        (r"leaf_value=.*", "leaf_value=inf inf inf", "no number"),
        (r"num_tree_per_iteration=1", "num_tree_per_iteration=0", "damaged"),
    ],
)
def test_lightgbm_trees_that_cannot_be_walked_are_refused(pattern: str, text: str, word: str, tmp_path: Path) -> None:
    path = _lightgbm(tmp_path)
    path.write_text(re.sub(rf"(?m)^{pattern}$", text, path.read_text()))
    assert word in _refused(path)


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    model = LinearRegression().fit(ROWS, QUANTITY)
    model.coef_[1] = np.nan
    joblib.dump(model, tmp_path / "model.pkl")
    assert "no finite number" in _refused(tmp_path / "model.pkl", allow_pickle=True)


def test_what_is_no_estimator_is_refused(tmp_path: Path) -> None:
    joblib.dump({"a": 1}, tmp_path / "model.pkl")
    assert "holds a dict, no fitted estimator" in _refused(tmp_path / "model.pkl", allow_pickle=True)
    joblib.dump(LinearRegression(), tmp_path / "model.pkl")
    assert "no fitted estimator" in _refused(tmp_path / "model.pkl", allow_pickle=True)


def test_onnx_numbers_in_other_files_are_not_opened(tmp_path: Path) -> None:
    path = _onnx(tmp_path)
    model = onnx.load(path)
    tensor = onnx.numpy_helper.from_array(np.zeros(3, dtype=np.float32), "other")
    onnx.external_data_helper.set_external_data(tensor, "../../secret")
    tensor.ClearField("raw_data")
    model.graph.initializer.append(tensor)
    path.write_bytes(model.SerializeToString())
    assert "keeps numbers in other files" in _refused(path)


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.skops"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("schema.json", bytes(3 * 2**20))
    monkeypatch.setattr(reading, "MOST_BYTES", 2**20)
    assert path.stat().st_size < 2**20
    assert "at most 0 can be read" in _refused(path)
    (tmp_path / "model.json").write_text(" " * (2**20 + 1))
    assert "at most 0 can be read" in _refused(tmp_path / "model.json")


def test_json_of_endless_depth_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("[" * 200_000)
    assert "damaged" in _refused(tmp_path / "model.json")


def test_a_model_is_stored_whole_or_not_at_all(tmp_path: Path) -> None:
    """The second class fails to be written: the first must not stay."""
    model = xgboost.XGBClassifier(n_estimators=2).fit(ROWS, np.digitize(QUANTITY, [-1, 1]))
    model.save_model(tmp_path / "model.json")
    foreign = read_foreign(tmp_path / "model.json", feature_names=NAMES)
    certificate = Certificate("a library", 80, "digest", 0.0, 80)
    with duckdb.connect() as connection:
        connection.register("empty", pa.Table.from_pylist([], schema=pa.schema([*FITS, *CERTIFICATE])))
        connection.execute("create table assay_training__imports as select * from empty")
        connection.execute(
            "create table assay_features__feature_space as select name as feature_name, name as source_columns,"
            " 'numeric' as encoding, null as level, place::integer as position, 0.0::double as centre,"
            " 1.0::double as scale, 's' as feature_space_version, 'shop' as use_case"
            " from (values ('a', 1), ('b', 2), ('c', 3)) as given (name, place)"
        )
        connection.execute("create unique index one_class on assay_training__imports (use_case)")
        given = (connection, "shop", "theirs", tmp_path / "model.json", foreign, "rows", certificate)
        with pytest.raises(duckdb.ConstraintException):
            store_import(*given)
        assert connection.execute("select count(*) from assay_training__imports").fetchall() == [(0,)]
        connection.execute("drop index one_class")
        store_import(*given)
        stored = connection.execute(
            "select output, temperature, fold from assay_training__imports order by 1"
        ).fetchall()
    assert stored == [("0", 1.0, 0), ("1", 1.0, 0), ("2", 1.0, 0)]
