"""Files of models that somebody else wrote: damaged, huge or made to harm, each refused in one sentence."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import catboost
import duckdb
import joblib
import lightgbm
import numpy as np
import onnx
import pandas as pd
import pyarrow as pa
import pytest
import xgboost
from skl2onnx import to_onnx
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeRegressor

from assay.exchange.certificates import Certificate, certify
from assay.exchange.document import stored_form
from assay.exchange.imports import CERTIFICATE, check_use_case, store_import
from assay.exchange.reading import files
from assay.exchange.reading.files import read_foreign
from assay.exchange.reading.foreign import ForeignModel
from assay.exchange.refused import RefusedModelError
from assay.operations.versions import RegistryError
from assay.training.schema import FITS
from assay.training.scoring import score_form

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
    monkeypatch.setattr(files, "MOST_BYTES", 2**20)
    assert path.stat().st_size < 2**20
    assert "at most 0 can be read" in _refused(path)
    (tmp_path / "model.json").write_text(" " * (2**20 + 1))
    assert "at most 0 can be read" in _refused(tmp_path / "model.json")


def test_json_of_endless_depth_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("[" * 200_000)
    assert "damaged" in _refused(tmp_path / "model.json")


SPACE = [
    ("a", "a", "numeric", None),
    ("b", "b", "numeric", None),
    ("c", "c", "numeric", None),
    ("city=x", "city", "one_hot", "x"),
    ("city=o'y", "city", "one_hot", "o'y"),
    ("plan.target", "plan", "target", None),
]


@pytest.fixture
def registry() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty table of imports, and the feature space of a use case."""
    with duckdb.connect() as connection:
        empty = pa.Table.from_pylist([], schema=pa.schema([*FITS, *CERTIFICATE]))
        names = ["feature_name", "source_columns", "encoding", "level"]
        space = pa.table(dict(zip(names, map(list, zip(*SPACE, strict=True)), strict=True)))
        connection.register("empty", empty)
        connection.register("space", space)
        connection.execute("create table assay_training__imports as select * from empty")
        connection.execute(
            "create table assay_features__feature_space as select *, row_number() over ()::integer as position,"
            " 0.0::double as centre, 1.0::double as scale, 's' as feature_space_version, 'shop' as use_case from space"
        )
        yield connection


def test_a_model_is_stored_whole_or_not_at_all(registry: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """The second class fails to be written: the first must not stay."""
    model = xgboost.XGBClassifier(n_estimators=2).fit(ROWS, np.digitize(QUANTITY, [-1, 1]))
    model.save_model(tmp_path / "model.json")
    foreign = read_foreign(tmp_path / "model.json", feature_names=NAMES)
    certificate = Certificate("a library", 80, "digest", 0.0, 80, np.zeros(3))
    registry.execute("create unique index one_class on assay_training__imports (use_case)")
    given = (registry, "shop", "theirs", tmp_path / "model.json", foreign, "rows", certificate)
    with pytest.raises(duckdb.ConstraintException):
        store_import(*given)
    assert registry.execute("select count(*) from assay_training__imports").fetchall() == [(0,)]
    registry.execute("drop index one_class")
    store_import(*given)
    stored = registry.execute("select output, temperature, fold from assay_training__imports order by 1").fetchall()
    assert stored == [("0", 1.0, 0), ("1", 1.0, 0), ("2", 1.0, 0)]


def _pipeline(path: Path, **texts: list[str]) -> ForeignModel:
    """Encode columns of texts, whose levels take turns, beside one of numbers, for a linear model."""
    frame = pd.DataFrame({"a": ROWS[:60, 0], **{name: np.resize(levels, 60) for name, levels in texts.items()}})
    parts = ColumnTransformer([("o", OneHotEncoder(), list(texts))], remainder=StandardScaler())
    joblib.dump(make_pipeline(parts, LinearRegression()).fit(frame, QUANTITY[:60]), path / "model.pkl")
    return read_foreign(path / "model.pkl", allow_pickle=True)


def test_levels_are_read_where_the_use_case_has_them(registry: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    model = _pipeline(tmp_path, city=["x", "o'y", "x"])
    registry.execute(
        "create table rows as select 0.25::double as a, city from (values ('x'), (null), ('o''y')) as t (city)"
    )
    registry.execute("delete from rows where city is null")
    certificate = certify(registry, model, "rows")
    store_import(registry, "shop", "theirs", tmp_path / "model.pkl", model, "rows", certificate)
    (record,) = registry.execute("select * from assay_training__imports").to_arrow_table().to_pylist()
    form = stored_form(record)
    assert np.flatnonzero(form.coefficients).tolist() == [0, 3, 4]
    assert form.feature_means[[3, 4]].tolist() == [0.5, 0.5]
    features = np.array([[0.25, 9, 9, 1, 0, 9], [0.25, 9, 9, 0, 1, 9]])
    expected = model.predict(np.array([[0.25, "x"], [0.25, "o'y"]], dtype=object)).values
    np.testing.assert_allclose(score_form(form, features.astype(np.float32)), expected, rtol=1e-12)
    assert form.intercept == pytest.approx(expected.mean() - form.coefficients[0] * (0.25 - form.feature_means[0]))


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"city": ["x", "z"]}, "shop has no indicator of 'z' of the column 'city', which the model asks for"),
        ({"plan": ["p", "q"]}, "shop encodes 'plan' as target, the model asks whether it is 'p': declare one_hot"),
        ({"cite": ["x", "z"]}, "shop has no feature of the column 'cite'; did you mean 'city'?"),
    ],
)
def test_a_level_that_the_use_case_lacks_is_named(
    registry: duckdb.DuckDBPyConnection, texts: dict[str, list[str]], sentence: str, tmp_path: Path
) -> None:
    model = _pipeline(tmp_path, **texts)
    certificate = Certificate("a library", 1, "digest", 0.0, None, np.zeros(len(model.features)))
    with pytest.raises(RegistryError, match=re.escape(sentence)):
        store_import(registry, "shop", "theirs", tmp_path / "model.pkl", model, "rows", certificate)
    assert registry.execute("select count(*) from assay_training__imports").fetchall() == [(0,)]


def test_what_does_not_fit_the_use_case_is_said_before_rows_are_read(
    registry: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    xgboost.XGBClassifier(n_estimators=1).fit(ROWS, np.digitize(QUANTITY, [-1, 1])).save_model(tmp_path / "model.json")
    model = read_foreign(tmp_path / "model.json", feature_names=NAMES, classes=["low", "mid", "high"])
    registry.execute("create table assay_inputs__use_cases as select 'shop' as use_case, 'multiclass' as task")
    registry.execute(
        "create table assay_features__examples as"
        " select 'shop' as use_case, unnest(['low', 'mid', 'hi''gh', null]) as label_class"
    )
    with pytest.raises(RegistryError, match=r"the class 'high', shop has \"hi'gh\", 'low', 'mid': name .* --classes"):
        check_use_case(registry, "shop", "theirs", model)
    registry.execute("update assay_features__examples set label_class = 'high' where label_class = 'hi''gh'")
    check_use_case(registry, "shop", "theirs", model)
    registry.execute("alter table assay_training__imports drop column node_values")
    with pytest.raises(RegistryError, match=r"of an earlier version: run `dbt build` first\."):
        check_use_case(registry, "shop", "theirs", model)
