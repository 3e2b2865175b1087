"""Models of six libraries, read from their files: SQL repeats them on rows with gaps, or says what it cannot read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import catboost
import duckdb
import joblib
import lightgbm
import numpy as np
import onnx
import pandas as pd
import pytest
import xgboost
from numpy.typing import NDArray
from skl2onnx import to_onnx
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, Ridge, TweedieRegressor
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, OneHotEncoder, RobustScaler, StandardScaler
from sklearn.tree import DecisionTreeRegressor

from assay.exchange.certificates import Certificate, certify
from assay.exchange.reading.columns import Column, Step
from assay.exchange.reading.files import read_foreign
from assay.exchange.reading.foreign import Answers, Feature, ForeignModel
from assay.exchange.reading.tree_questions import plain_trees
from assay.exchange.refused import RefusedModelError
from assay.training.branching_trees import Tree, forest, score_forest
from assay.training.schema import Form

NAMES = ["age", "it's", "größe", "select", "e"]
DRAW = np.random.default_rng(0)
QUIET = {"verbose": 0, "allow_writing_files": False, "thread_count": 1, "iterations": 15}


def _frame() -> pd.DataFrame:
    """Values with one decimal in binary halves, so that doubles and 32-bit floats agree; one column far from zero."""
    values = np.round(DRAW.normal(size=(500, 5)) * 4) / 4
    values[:, 3] = values[:, 3] * 100 + 1000
    return pd.DataFrame(values, columns=NAMES)


WHOLE = _frame()
GAPS = WHOLE.mask(DRAW.random(WHOLE.shape) < 0.15)
SCORE = WHOLE["age"] + WHOLE["it's"] * WHOLE["größe"] + DRAW.normal(size=500) * 0.3
EVENT = (SCORE > 0).astype(int).to_numpy()
QUANTITY = (SCORE + WHOLE["select"] / 100).to_numpy()
COUNT = np.exp(QUANTITY / 10)

PARTS = ColumnTransformer(
    [("s", StandardScaler(), ["it's", "age"]), ("f", make_pipeline(SimpleImputer(), MinMaxScaler()), ["select"])],
    remainder="passthrough",
)
ESTIMATORS: dict[str, tuple[Any, pd.DataFrame, Any]] = {
    "logistic": (make_pipeline(StandardScaler(), LogisticRegression()), WHOLE, EVENT),
    "filled": (make_pipeline(SimpleImputer(strategy="median"), MinMaxScaler(), LogisticRegression()), GAPS, EVENT),
    "least squares": (LinearRegression(), WHOLE, QUANTITY),
    "ridge": (make_pipeline(RobustScaler(), Ridge()), WHOLE, QUANTITY),
    "poisson": (make_pipeline(MaxAbsScaler(), PoissonRegressor()), WHOLE, COUNT),
    "tweedie": (TweedieRegressor(power=0), WHOLE, QUANTITY),
    "forest": (RandomForestClassifier(8, random_state=0), GAPS, EVENT),
    "boosting": (make_pipeline(StandardScaler(), GradientBoostingClassifier(n_estimators=15)), WHOLE, EVENT),
    "boosted quantity": (GradientBoostingRegressor(n_estimators=15), WHOLE, QUANTITY),
    "histograms": (make_pipeline(StandardScaler(), HistGradientBoostingClassifier(max_iter=12)), GAPS, EVENT),
    "histograms of counts": (HistGradientBoostingRegressor(max_iter=12, loss="poisson"), GAPS, COUNT),
    "tree": (DecisionTreeRegressor(max_depth=5), GAPS, QUANTITY),
    "extra trees": (make_pipeline(SimpleImputer(), ExtraTreesRegressor(5, max_depth=6)), GAPS, QUANTITY),
    "parts": (make_pipeline(PARTS, HistGradientBoostingClassifier(max_iter=12)), GAPS, EVENT),
}


def _compared(model: ForeignModel, frame: pd.DataFrame) -> Certificate:
    with duckdb.connect() as warehouse:
        warehouse.register("given_rows", frame.reset_index(drop=True).copy())
        warehouse.execute("create table given as select * from given_rows")
        return certify(warehouse, model, "given")


@pytest.mark.parametrize("name", ESTIMATORS)
def test_a_pipeline_is_repeated_from_a_pickle_and_from_onnx(name: str, tmp_path: Path) -> None:
    pipeline, frame, label = ESTIMATORS[name]
    pipeline.fit(frame, label)
    joblib.dump(pipeline, tmp_path / "model.joblib")
    read = read_foreign(tmp_path / "model.joblib", allow_pickle=True)
    found = _compared(read, frame)
    is_linear = read.form.form == "linear"
    assert found.rows == 500
    assert found.largest_difference < (1e-9 if not is_linear else 1e-6)
    given = frame.astype(np.float32)
    options = {"zipmap": name == "forest"} if read.task == "binary" else None
    columns = given[:1] if name == "parts" else given.to_numpy()[:1]
    (tmp_path / "model.onnx").write_bytes(to_onnx(pipeline, columns, options=options).SerializeToString())
    again = read_foreign(tmp_path / "model.onnx", feature_names=NAMES)
    assert (again.task, again.form.form) == (read.task, read.form.form)
    assert _compared(again, frame).largest_difference < 1e-6


def test_a_skops_file_is_read_without_running_it(tmp_path: Path) -> None:
    skops = pytest.importorskip("skops.io", reason="skops is not installed")
    for name in ("filled", "forest", "histograms"):
        pipeline, frame, label = ESTIMATORS[name]
        skops.dump(pipeline.fit(frame, label), tmp_path / "model.skops")
        assert _compared(read_foreign(tmp_path / "model.skops"), frame).rows == 500
    skops.dump(make_pipeline(KNeighborsClassifier()).fit(WHOLE, EVENT), tmp_path / "model.skops")
    with pytest.raises(RefusedModelError, match=r"skops does not trust|cannot be read"):
        read_foreign(tmp_path / "model.skops")


@pytest.mark.parametrize("suffix", ["json", "ubj"])
def test_xgboost_is_repeated(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"model.{suffix}"
    xgboost.XGBClassifier(n_estimators=15, n_jobs=1).fit(GAPS, EVENT).save_model(path)
    assert _compared(read_foreign(path), GAPS).equal_labels == 500
    xgboost.XGBRegressor(n_estimators=15, n_jobs=1).fit(GAPS.to_numpy(), QUANTITY).save_model(path)
    assert _compared(read_foreign(path, feature_names=NAMES), GAPS).equal_labels is None
    with pytest.raises(RefusedModelError, match=rf"model\.{suffix}: the file names no features"):
        read_foreign(path)


def test_lightgbm_is_repeated(tmp_path: Path) -> None:
    model = lightgbm.LGBMClassifier(n_estimators=15, n_jobs=1, verbose=-1).fit(GAPS.to_numpy(), EVENT)
    model.booster_.save_model(tmp_path / "model.txt")
    assert _compared(read_foreign(tmp_path / "model.txt", feature_names=NAMES), GAPS).largest_difference < 1e-9


@pytest.mark.parametrize("suffix", ["json", "cbm"])
def test_catboost_is_repeated_for_either_class(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"model.{suffix}"
    labels = np.where(EVENT == 1, "yes", "no")
    catboost.CatBoostClassifier(**QUIET).fit(GAPS, labels).save_model(str(path), format=suffix)
    for event in ("yes", "no"):
        model = read_foreign(path, event)
        assert _compared(model, GAPS).largest_difference < 1e-9
        assert np.corrcoef(model.predict(GAPS.to_numpy()).values, labels == event)[0, 1] > 0.5
    with pytest.raises(RefusedModelError, match="say which class is the event: --event 'no' or --event 'yes'"):
        read_foreign(path)


def test_a_model_without_missing_values_in_training_still_answers_for_them(tmp_path: Path) -> None:
    catboost.CatBoostRegressor(loss_function="Poisson", **QUIET).fit(WHOLE, COUNT).save_model(tmp_path / "model.cbm")
    assert _compared(read_foreign(tmp_path / "model.cbm"), GAPS).largest_difference < 1e-9


CATBOOST: dict[str, tuple[Callable[[], Any], str]] = {
    "missing above": (lambda: catboost.CatBoostClassifier(nan_mode="Max", **QUIET).fit(GAPS, EVENT), "AsTrue"),
    "missing above, by leaves": (
        lambda: catboost.CatBoostClassifier(nan_mode="Max", grow_policy="Lossguide", **QUIET).fit(GAPS, EVENT),
        "AsTrue",
    ),
    "classes against all": (
        lambda: catboost.CatBoostClassifier(loss_function="MultiClassOneVsAll", **QUIET).fit(
            GAPS, np.digitize(SCORE, [-1, 1])
        ),
        "MultiClassOneVsAll",
    ),
    "categories": (
        lambda: catboost.CatBoostClassifier(cat_features=["age"], **QUIET).fit(
            WHOLE.assign(age=WHOLE["age"].astype(str)), EVENT
        ),
        "categorical features",
    ),
}


@pytest.mark.parametrize("name", CATBOOST)
def test_what_catboost_would_leave_to_guess_is_refused(name: str, tmp_path: Path) -> None:
    fit, word = CATBOOST[name]
    fit().save_model(str(tmp_path / "model.cbm"))
    with pytest.raises(RefusedModelError, match=word):
        read_foreign(tmp_path / "model.cbm")


def test_a_pickle_needs_a_word_of_consent_and_says_what_it_risks(tmp_path: Path) -> None:
    class Payload:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "run",)

    joblib.dump(Payload(), tmp_path / "model.pkl")
    with pytest.raises(RefusedModelError, match="Unpickling runs whatever code the file holds"):
        read_foreign(tmp_path / "model.pkl")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("pipeline", "word"),
    [
        (
            make_pipeline(OneHotEncoder(handle_unknown="ignore"), LogisticRegression()),
            "the step OneHotEncoder: .*float",
        ),
        (make_pipeline(StandardScaler(), KNeighborsClassifier()), "KNeighborsClassifier"),
        (make_pipeline(MinMaxScaler(clip=True), LogisticRegression()), "MinMaxScaler that clips"),
        (make_pipeline(SimpleImputer(add_indicator=True), LogisticRegression()), "SimpleImputer that adds indicators"),
        (GradientBoostingClassifier(n_estimators=2, init=LogisticRegression()), "init"),
        (GradientBoostingClassifier(n_estimators=2, loss="exponential"), "exponential"),
    ],
)
def test_a_step_that_cannot_be_folded_in_is_named(pipeline: Any, word: str, tmp_path: Path) -> None:
    joblib.dump(pipeline.fit(WHOLE, EVENT), tmp_path / "model.pkl")
    with pytest.raises(RefusedModelError, match=rf"model\.pkl: .*{word}"):
        read_foreign(tmp_path / "model.pkl", allow_pickle=True)


def _graph(path: Path, change: Callable[[Any], None]) -> Path:
    model = to_onnx(DecisionTreeRegressor(max_depth=3).fit(WHOLE, QUANTITY), WHOLE.astype(np.float32).to_numpy()[:1])
    change(model.graph)
    path.write_bytes(model.SerializeToString())
    return path


def _set(graph: Any, name: str, value: Any) -> None:
    node = next(node for node in graph.node if node.op_type == "TreeEnsembleRegressor")
    kept = [item for item in node.attribute if item.name != name]
    del node.attribute[:]
    node.attribute.extend([*kept, onnx.helper.make_attribute(name, value)])


def test_an_operator_or_attribute_that_is_not_read_is_named(tmp_path: Path) -> None:
    def normalised(graph: Any) -> None:
        (name,) = [item.name for item in graph.input]
        graph.node.insert(0, onnx.helper.make_node("Normalizer", [name], ["n"], domain="ai.onnx.ml", norm="L2"))
        graph.node[1].input[0] = "n"

    path = _graph(tmp_path / "model.onnx", normalised)
    with pytest.raises(RefusedModelError, match=r"model\.onnx: the operator Normalizer cannot be read, only Linear"):
        read_foreign(path, feature_names=NAMES)
    path = _graph(tmp_path / "model.onnx", lambda graph: _set(graph, "aggregate_function", "MAX"))
    with pytest.raises(RefusedModelError, match="aggregate_function of TreeEnsembleRegressor is MAX"):
        read_foreign(path, feature_names=NAMES)


@pytest.mark.parametrize("mode", ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GT", "BRANCH_GTE"])
def test_every_way_to_ask_is_repeated_on_the_borders(mode: str, tmp_path: Path) -> None:
    def asked(graph: Any) -> None:
        node = next(node for node in graph.node if node.op_type == "TreeEnsembleRegressor")
        modes = next(item.strings for item in node.attribute if item.name == "nodes_modes")
        borders = next(item.floats for item in node.attribute if item.name == "nodes_values")
        _set(graph, "nodes_modes", [b"LEAF" if old == b"LEAF" else mode.encode() for old in modes])
        _set(graph, "nodes_values", [round(border * 4) / 4 for border in borders])
        _set(graph, "nodes_missing_value_tracks_true", [number % 2 for number in range(len(modes))])

    path = _graph(tmp_path / "model.onnx", asked)
    assert _compared(read_foreign(path, feature_names=NAMES), GAPS).largest_difference < 1e-6


def test_rows_that_do_not_fit_are_named(tmp_path: Path) -> None:
    xgboost.XGBClassifier(n_estimators=2).fit(WHOLE, EVENT).save_model(tmp_path / "model.json")
    model = read_foreign(tmp_path / "model.json")
    with pytest.raises(RefusedModelError, match="given has no column 'age' for the model"):
        _compared(model, WHOLE.rename(columns={"age": "agee"}))
    with pytest.raises(RefusedModelError, match="the column 'age' is VARCHAR, only numbers"):
        _compared(model, WHOLE.assign(age="old"))
    with pytest.raises(RefusedModelError, match="given has no rows"):
        _compared(model, WHOLE[:0])
    with pytest.raises(RefusedModelError, match="names 2"):
        read_foreign(tmp_path / "model.json", feature_names=["a", "b"])


def test_a_difference_is_refused_with_the_row_and_both_answers(tmp_path: Path) -> None:
    """Doubles that differ from a border only beyond 32 bits go another way in the warehouse, which keeps 32."""
    border = np.array([[0.0], [1.0]])
    tree = HistGradientBoostingRegressor(max_iter=1, min_samples_leaf=1, learning_rate=1.0).fit(border, [0.0, 1.0])
    joblib.dump(tree, tmp_path / "model.pkl")
    rows = pd.DataFrame({"x": [0.0, np.nextafter(0.5, 1.0)]})
    model = read_foreign(tmp_path / "model.pkl", feature_names=["x"], allow_pickle=True)
    with pytest.raises(RefusedModelError, match="of row 2 of given the library says 1, SQL says "):
        _compared(model, rows)


def test_the_digest_knows_rows_in_any_order(tmp_path: Path) -> None:
    xgboost.XGBClassifier(n_estimators=2).fit(GAPS, EVENT).save_model(tmp_path / "model.json")
    model = read_foreign(tmp_path / "model.json")
    digests = {_compared(model, frame).rows_digest for frame in (GAPS, GAPS[::-1], GAPS.sample(frac=1, random_state=1))}
    assert len(digests) == 1
    assert _compared(model, GAPS[1:]).rows_digest not in digests


@pytest.mark.parametrize("comparison", ["le_double", "le_float", "lt_float"])
def test_borders_of_scaled_columns_answer_as_the_columns_do(comparison: str) -> None:
    values = np.concatenate([DRAW.normal(size=300), [0.0, -0.0, 1e-40, -1e-40, 3e38, -3e38]]).astype(np.float32)
    column = Column(0).then(Step(0.3, 1.7)).then(Step(multiply=0.1, add=-2.0, is_double=False))
    with np.errstate(over="ignore"):
        scaled = column.value(values)
    borders = np.concatenate([scaled[:40].astype(np.float64), DRAW.normal(size=40)])
    for border in borders:
        turns = (np.array([2, 2, 3], dtype=np.int32), np.array([3, 2, 3], dtype=np.int32))
        asked = np.array([1, 0, 0], dtype=np.int32), np.array([border, 0, 0]), *turns, np.ones(3, dtype=bool)
        tree = Tree(*asked, np.array([0.0, 1.0, 2.0]))
        direct = score_forest(forest([tree], comparison, 1.0), scaled[:, None])
        (plain,), stored = plain_trees([column], [tree], comparison)
        np.testing.assert_array_equal(score_forest(forest([plain], stored, 1.0), values[:, None]), direct)


def test_a_library_that_fails_without_a_word_is_named_with_the_kind_of_its_failure() -> None:
    def fail(rows: NDArray[np.float64]) -> Answers:
        raise MemoryError

    connection = duckdb.connect()
    connection.execute("create table given as select 1.0::double as size")
    model = ForeignModel(
        "a library 1.0", {"value": Form(form="linear")}, "identity", [Feature("size")], {"size": False}, fail
    )
    with pytest.raises(RefusedModelError, match=r"^a library 1\.0 cannot score the rows: MemoryError$"):
        certify(connection, model, "given")
