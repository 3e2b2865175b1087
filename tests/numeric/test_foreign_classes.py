"""Models of several classes, and of texts that steps or trees encode, read from their files and repeated in SQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import catboost
import duckdb
import joblib
import lightgbm
import numpy as np
import pandas as pd
import pytest
import sqlglot
import xgboost
from skl2onnx import to_onnx
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler, TargetEncoder
from sklearn.tree import DecisionTreeClassifier

from assay.exchange.certificates import Certificate, certify
from assay.exchange.document import Model, Output
from assay.exchange.reading.files import read_foreign
from assay.exchange.reading.foreign import ForeignModel
from assay.exchange.refused import RefusedModelError
from assay.exchange.writing.portable_sql import score_sql

DRAW = np.random.default_rng(5)
QUIET = {"verbose": 0, "allow_writing_files": False, "thread_count": 1, "iterations": 4, "depth": 3}
CITIES = ["L'été", "Zürich", 'a "b"', "東京", "rare", "(none)"]
CLASSES = ["mid", "hi'gh", "low"]


def _frame() -> pd.DataFrame:
    """Numbers in binary quarters, ties on borders, gaps, texts of all kinds, and a column of codes."""
    numbers = np.round(DRAW.normal(size=(400, 2)) * 4) / 4
    frame = pd.DataFrame(numbers, columns=["age", "it's"])
    frame["city"] = DRAW.choice(CITIES, 400, p=[0.3, 0.3, 0.2, 0.14, 0.03, 0.03]).astype(object)
    frame["plan"] = DRAW.choice(["basic", "pro"], 400).astype(object)
    frame["is_new"] = DRAW.random(400) > 0.5
    frame["code"] = DRAW.integers(0, 12, 400).astype(float)
    return frame


WHOLE = _frame()
GAPS = WHOLE.assign(
    age=WHOLE["age"].mask(DRAW.random(400) < 0.15), city=WHOLE["city"].mask(DRAW.random(400) < 0.1, np.nan)
)
SCORE = WHOLE["age"] + (WHOLE["city"] == "Zürich") - WHOLE["code"].isin([2, 5, 6, 9]) + DRAW.normal(size=400) * 0.5
PLACE = np.digitize(SCORE, [-0.5, 0.5])
NAMES = np.array(CLASSES)[PLACE]
EVENT = (SCORE > 0).astype(int).to_numpy()
NUMBERS = ["age", "it's"]


def _compared(model: ForeignModel, frame: pd.DataFrame) -> Certificate:
    """Compare in the warehouse, and let exported SQL say the same as the walk over nodes."""
    with duckdb.connect() as warehouse:
        warehouse.register("given_rows", frame.reset_index(drop=True).copy())
        warehouse.execute("create table given as select * from given_rows")
        certificate = certify(warehouse, model, "given")
        outputs = {name: Output(form) for name, form in model.outputs.items()}
        names = [f"feature_{place}" for place in range(1, len(model.features) + 1)]
        stored = Model("m", "m", model.task, model.link, names, outputs)
        query = score_sql(stored, "duckdb", "certificate_rows", ["row_number"])
        found = warehouse.execute(f"select * from ({query}) order by row_number").df()
    rows = frame[list(model.columns)].to_numpy(dtype=object if any(model.columns.values()) else float)
    for place, is_text in enumerate(model.columns.values()):
        if is_text:
            rows[:, place] = [model.missing_text if pd.isna(text) else text for text in rows[:, place]]
    values = model.predict(rows).values
    several = [f"probability_{place}" for place in range(1, len(outputs) + 1)]
    columns = several if model.task == "multiclass" else ["probability" if model.task == "binary" else "value"]
    np.testing.assert_allclose(found[columns].to_numpy(), values.reshape(len(frame), -1), rtol=0, atol=1e-6)
    return certificate


def _xgboost(path: Path, **options: Any) -> Path:
    xgboost.XGBClassifier(n_estimators=4, max_depth=3, n_jobs=1, **options).fit(GAPS[NUMBERS], PLACE).save_model(path)
    return path


def _lightgbm(path: Path, **options: Any) -> Path:
    quiet = {"objective": "multiclass", "num_class": 3, "verbose": -1, "num_threads": 1, "num_leaves": 5, **options}
    lightgbm.train(quiet, lightgbm.Dataset(GAPS[NUMBERS], PLACE), 4).save_model(path)
    return path


def _catboost(path: Path) -> Path:
    catboost.CatBoostClassifier(loss_function="MultiClass", **QUIET).fit(GAPS[NUMBERS], PLACE).save_model(str(path))
    return path


SEVERAL: dict[str, Callable[[Path], Path]] = {
    "xgboost": lambda folder: _xgboost(folder / "model.json"),
    "xgboost softmax": lambda folder: _xgboost(folder / "model.ubj", objective="multi:softmax"),
    "lightgbm": lambda folder: _lightgbm(folder / "model.txt"),
    "lightgbm forest": lambda folder: _lightgbm(
        folder / "model.txt", boosting="rf", bagging_freq=1, bagging_fraction=0.5
    ),
    "catboost": lambda folder: _catboost(folder / "model.cbm"),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_several_classes_of_a_booster_are_repeated(name: str, tmp_path: Path) -> None:
    path = SEVERAL[name](tmp_path)
    model = read_foreign(path, classes=CLASSES)
    assert list(model.outputs) == sorted(CLASSES)
    assert (model.task, model.link) == ("multiclass", "softmax")
    found = _compared(model, GAPS)
    assert (found.equal_labels, found.largest_difference < 1e-6) == (400, True)
    assert (model.predict(GAPS[NUMBERS].to_numpy()).labels == np.argsort(np.argsort(CLASSES))[PLACE]).mean() > 0.5
    assert list(read_foreign(path).outputs) == ["0", "1", "2"]


ESTIMATORS: dict[str, tuple[Any, pd.DataFrame]] = {
    "logistic": (make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()), GAPS),
    "tree": (DecisionTreeClassifier(max_depth=4), GAPS),
    "forest": (RandomForestClassifier(3, max_depth=8, random_state=1), GAPS),
    "extra trees": (make_pipeline(SimpleImputer(), ExtraTreesClassifier(3, max_depth=5, random_state=1)), GAPS),
    "boosting": (make_pipeline(StandardScaler(), GradientBoostingClassifier(n_estimators=3)), WHOLE),
    "histograms": (HistGradientBoostingClassifier(max_iter=3, max_leaf_nodes=12), GAPS),
}


@pytest.mark.parametrize("name", ESTIMATORS)
def test_several_classes_of_scikit_learn_are_repeated_from_a_pickle_and_from_onnx(name: str, tmp_path: Path) -> None:
    pipeline, frame = ESTIMATORS[name]
    pipeline.fit(frame[NUMBERS], NAMES)
    joblib.dump(pipeline, tmp_path / "model.pkl")
    model = read_foreign(tmp_path / "model.pkl", allow_pickle=True)
    assert list(model.outputs) == sorted(CLASSES)
    found = _compared(model, frame)
    assert found.largest_difference < 2e-7
    given = frame[NUMBERS].astype(np.float32).to_numpy()[:1]
    options = {"zipmap": name == "forest"}
    (tmp_path / "model.onnx").write_bytes(to_onnx(pipeline, given, options=options).SerializeToString())
    again = _compared(read_foreign(tmp_path / "model.onnx", feature_names=NUMBERS), frame)
    assert again.largest_difference < 1e-6


@pytest.mark.parametrize("classes", [["a", "b"], ["a", "b", "b"], ["a", "b", "c", "d"]])
def test_names_of_classes_must_fit(classes: list[str], tmp_path: Path) -> None:
    with pytest.raises(RefusedModelError, match="--classes must name 3 different classes, for 0, 1, 2"):
        read_foreign(_xgboost(tmp_path / "model.json"), classes=classes)


def test_an_event_is_no_word_for_several_classes(tmp_path: Path) -> None:
    with pytest.raises(RefusedModelError, match="--event is for two classes, the model has 3"):
        read_foreign(_xgboost(tmp_path / "model.json"), event="1")


def test_one_against_all_is_no_softmax(tmp_path: Path) -> None:
    estimator = LogisticRegression().fit(WHOLE[NUMBERS], NAMES)
    estimator.solver = "liblinear"
    joblib.dump(estimator, tmp_path / "model.pkl")
    with pytest.raises(RefusedModelError, match="tells each class from all others"):
        read_foreign(tmp_path / "model.pkl", allow_pickle=True)


ONE_HOT = OneHotEncoder(handle_unknown="ignore")
RARE = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=20)
CODES = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)


def _pipeline(estimator: Any, city: Any, scaled: bool = True) -> Pipeline:
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler()) if scaled else "passthrough"
    parts = [("n", numbers, NUMBERS), ("c", city, ["city", "plan"])]
    return make_pipeline(ColumnTransformer(parts), estimator)


FILLED = make_pipeline(SimpleImputer(strategy="constant", fill_value="unknown"), ONE_HOT)
MOST = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(drop="first"))
HISTOGRAMS = HistGradientBoostingClassifier(max_iter=3, min_samples_leaf=5, max_leaf_nodes=12)
FOREST = RandomForestClassifier(3, max_depth=5, random_state=1)
TEXTS: dict[str, tuple[Any, Any]] = {
    "logistic of levels": (_pipeline(LogisticRegression(), ONE_HOT), EVENT),
    "logistic of rare levels": (_pipeline(LogisticRegression(), RARE), EVENT),
    "logistic of filled levels": (_pipeline(LogisticRegression(), FILLED), EVENT),
    "logistic of most frequent": (_pipeline(LogisticRegression(), MOST), NAMES),
    "ridge of means": (_pipeline(Ridge(), make_pipeline(TargetEncoder(cv=2), StandardScaler())), SCORE),
    "forest of levels": (_pipeline(FOREST, make_pipeline(ONE_HOT, StandardScaler(with_mean=False)), False), NAMES),
    "forest of codes": (_pipeline(FOREST, CODES, False), EVENT),
    "boosting of rare levels": (_pipeline(GradientBoostingClassifier(n_estimators=3), RARE), EVENT),
    "histograms of codes": (_pipeline(HISTOGRAMS, CODES, False), NAMES),
    "histograms of missing codes": (_pipeline(HISTOGRAMS, OrdinalEncoder(min_frequency=20), False), EVENT),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_pipeline_on_raw_columns_is_repeated(name: str, tmp_path: Path) -> None:
    pipeline, label = TEXTS[name]
    joblib.dump(pipeline.fit(GAPS[["plan", *NUMBERS, "city"]], label), tmp_path / "model.pkl")
    model = read_foreign(tmp_path / "model.pkl", allow_pickle=True)
    assert model.columns == {"plan": True, "age": False, "it's": False, "city": True}
    assert {feature.column for feature in model.features if feature.level is not None} <= {"city", "plan"}
    found = _compared(model, GAPS)
    assert found.largest_difference < (1e-9 if "forest" not in name else 2e-7)
    if name in ("logistic of levels", "forest of codes", "boosting of rare levels"):
        assert _compared(model, GAPS.assign(city=np.where(GAPS.index % 2, "Unheard", GAPS["city"]))).rows == 400


def test_a_boolean_is_its_own_indicator(tmp_path: Path) -> None:
    parts = ColumnTransformer([("b", OneHotEncoder(drop="if_binary"), ["is_new"])], remainder="passthrough")
    for estimator in (LogisticRegression(), FOREST):
        pipeline = make_pipeline(parts, estimator).fit(WHOLE[["age", "is_new"]], EVENT)
        joblib.dump(pipeline, tmp_path / "model.pkl")
        model = read_foreign(tmp_path / "model.pkl", allow_pickle=True)
        assert model.feature_names == ["age", "is_new"]
        assert _compared(model, WHOLE).largest_difference < 1e-9


@pytest.mark.parametrize("kind", ["codes", "texts"])
@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("library", ["xgboost", "lightgbm"])
def test_categorical_splits_are_repeated(library: str, several: bool, kind: str, tmp_path: Path) -> None:
    column = "code" if kind == "codes" else "city"
    frame = GAPS[["age", column]].copy()
    if library == "xgboost":  # which cuts other names off in its file
        frame = frame.replace({"city": {"L'été": "L'ete", "Zürich": "Zurich", "東京": "Tokyo"}})
    frame[column] = frame[column].mask(DRAW.random(400) < 0.05)
    label, objective = (PLACE, "multi") if several else (EVENT, "binary")
    train = frame.assign(**{column: frame[column].astype("category")})
    if library == "xgboost":
        given = train if kind == "texts" else frame
        kinds = None if kind == "texts" else ["float", "c"]
        matrix = xgboost.DMatrix(given, label, enable_categorical=True, feature_types=kinds)
        named = {"objective": "multi:softprob", "num_class": 3} if several else {"objective": "binary:logistic"}
        options = {**named, "max_depth": 4, "max_cat_to_onehot": 3, "nthread": 1}
        xgboost.train(options, matrix, 3).save_model(tmp_path / "model.json")
        model = read_foreign(tmp_path / "model.json")
    else:
        named = {"objective": "multiclass", "num_class": 3} if several else {"objective": objective}
        options = {**named, "verbose": -1, "num_threads": 1, "min_data_per_group": 1, "max_cat_to_onehot": 2}
        chosen = "auto" if kind == "texts" else [column]
        data = lightgbm.Dataset(train if kind == "texts" else frame, label, categorical_feature=chosen)
        lightgbm.train({**options, "cat_smooth": 1, "min_data_in_leaf": 5, "num_leaves": 12}, data, 3).save_model(
            tmp_path / "model.txt"
        )
        model = read_foreign(tmp_path / "model.txt")
    assert model.columns == {"age": False, column: kind == "texts"}
    assert _compared(model, frame).largest_difference < 1e-6
    if kind == "codes":
        strange = frame.assign(code=np.resize([-1.0, 0.0, 11.0, 12.0, 40.0, np.nan, 2.0, 3.0], 400))
        assert _compared(model, strange).largest_difference < 1e-6


@pytest.mark.parametrize("label", [EVENT, NAMES], ids=["two", "several"])
def test_categories_that_histograms_read_themselves_are_repeated(label: Any, tmp_path: Path) -> None:
    given = GAPS[["city", "age", "plan"]].astype({"city": "category", "plan": "category"})
    joblib.dump(
        HistGradientBoostingClassifier(max_iter=3, min_samples_leaf=4).fit(given, label), tmp_path / "model.pkl"
    )
    model = read_foreign(tmp_path / "model.pkl", allow_pickle=True)
    assert model.columns == {"city": True, "age": False, "plan": True}
    assert _compared(model, GAPS).largest_difference < 1e-9
    assert _compared(model, GAPS.assign(city=np.where(GAPS.index % 2, "Unheard", GAPS["city"]))).rows == 400


def test_the_sql_of_a_set_of_levels_names_each_level_once_per_node(tmp_path: Path) -> None:
    pipeline, label = TEXTS["forest of codes"]
    joblib.dump(pipeline.fit(GAPS[["plan", *NUMBERS, "city"]], label), tmp_path / "model.pkl")
    model = read_foreign(tmp_path / "model.pkl", allow_pickle=True)
    stored = Model("m", "m", "binary", model.link, model.feature_names, {"1": Output(model.form)})
    query = sqlglot.parse_one(score_sql(stored, "duckdb"), dialect="duckdb")
    asked = len(list(query.find_all(sqlglot.exp.GT, sqlglot.exp.LTE)))
    assert asked < 3 * sum(int((tree > 0).sum()) for tree in model.form.node_features)


SHAPES: dict[str, list[Any]] = {
    "apostrophes and quotes": ["it's", 'a "b"', "'", "''", "a\\'b"],
    "scripts": ["Zürich", "東京", "Zu\u0308rich", "\U0001f600", "ß"],
    "case and blanks": ["a", "A", " a", "a ", ""],
    "wildcards and separators": ["%", "_", "a|b", "a;b", "--"],
    "numbers as texts": ["1", "01", "1.0", "1e0", "-1"],
    "one level": ["only"],
    "two levels": ["yes", "no"],
    "sixty levels": [f"level {place}" for place in range(60)],
    "gaps": ["a", None, "b"],
    "nearly all gaps": [None, None, None, None, "a"],
    "words of SQL": ["null", "(missing) ", "select", "nan", "None"],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_levels_of_every_shape_are_repeated(shape: str, tmp_path: Path) -> None:
    levels = np.resize(np.array(SHAPES[shape], dtype=object), 200)
    frame = pd.DataFrame({"it's": WHOLE["age"][:200], "größe": [np.nan if x is None else x for x in levels]})
    event = (frame["it's"] + np.arange(200) % len(SHAPES[shape]) > 1).astype(int)
    parts = ColumnTransformer([("o", ONE_HOT, ["größe"])], remainder="passthrough")
    codes = ColumnTransformer([("o", CODES, ["größe"])], remainder="passthrough")
    for pipeline in (make_pipeline(parts, LogisticRegression()), make_pipeline(codes, HISTOGRAMS)):
        joblib.dump(pipeline.fit(frame, event), tmp_path / "model.pkl")
        found = _compared(read_foreign(tmp_path / "model.pkl", allow_pickle=True), frame)
        assert (found.equal_labels, found.largest_difference < 1e-9) == (200, True)
    if len(SHAPES[shape]) > 1:
        options = {"objective": "binary", "verbose": -1, "num_threads": 1, "min_data_per_group": 1, "cat_smooth": 1}
        data = lightgbm.Dataset(frame.astype({"größe": "category"}), event)
        lightgbm.train({**options, "min_data_in_leaf": 5}, data, 4).save_model(tmp_path / "model.txt")
        assert _compared(read_foreign(tmp_path / "model.txt"), frame).largest_difference < 1e-9
