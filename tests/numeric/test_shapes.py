"""Data of every awkward shape: six libraries train on it, and SQL scores their models as they do."""

from __future__ import annotations

import tempfile
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
import statsmodels.api as sm
import xgboost
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.tree import DecisionTreeRegressor

from assay.exchange.certificates import certify
from assay.exchange.reading.files import read_foreign
from assay.exchange.refused import RefusedModelError
from assay.training.examples import TrainingSet
from assay.training.generalised_linear import fit_gamma, fit_poisson, fit_tweedie
from assay.training.linear import fit_linear
from assay.training.scoring import score_form
from tests.numeric.test_export import NAMES

Matrix = NDArray[np.float64]
ROWS = 120
NEXT = float(np.nextafter(np.float32(1), np.float32(2)))


def _draw(seed: int, columns: int = 4, rows: int = ROWS) -> Matrix:
    return np.random.default_rng(seed).normal(size=(rows, columns))


def _with(column: Callable[[Matrix], Any], seed: int = 1) -> Matrix:
    """Put an awkward first column beside three plain ones."""
    values = _draw(seed)
    values[:, 0] = column(values[:, 0])
    return values


def _gaps(share: float) -> Matrix:
    values = _draw(2)
    values[np.random.default_rng(3).random(values.shape) < share] = np.nan
    return values


def _near(border: float) -> Callable[[Matrix], Any]:
    """Give 32-bit floats on a border and beside it, so that a threshold lies between neighbours."""
    single = np.float32(border)
    steps = [single, np.nextafter(single, np.float32(-np.inf)), np.nextafter(single, np.float32(np.inf))]
    return lambda column: np.array(steps, dtype=np.float64)[np.abs(column * 1000).astype(int) % 3]


SHAPES: dict[str, Matrix] = {
    "plain": _draw(1),
    "one feature": _draw(4, columns=1),
    "a thousand features": _draw(5, columns=1000, rows=60),
    "one row": _draw(6, rows=1),
    "two rows": _draw(7, rows=2),
    "gaps": _gaps(0.2),
    "nearly all gaps": _gaps(0.9),
    "an empty column": _with(lambda column: np.full(len(column), np.nan)),
    "an empty row": np.vstack([np.full((1, 4), np.nan), _draw(8)]),
    "ties": np.round(_draw(9)),
    "constant columns": _with(lambda column: np.full(len(column), 3.5)),
    "twice the same column": _draw(10)[:, [0, 0, 1, 1]],
    "booleans": (_draw(11) > 0).astype(np.float64),
    "next to one": _with(_near(1.0)),
    "next to zero": _with(_near(0.0)),
    "next to 2^24": _with(_near(2.0**24)),
    "denormal numbers": _with(lambda column: column * 1e-40),
    "both zeros": _with(lambda column: np.where(column > 0, 0.0, -0.0)),
    "huge numbers": _with(lambda column: column * 1e28),
    "64-bit ids": _with(lambda column: 2.0**62 + np.arange(len(column)) * 2.0**40),
    "seconds since 1970": _with(lambda column: 1.7e9 + np.arange(len(column)) * 86400.0),
    "far from zero": _with(lambda column: 1e6 + np.round(column, 1)),
    "long tails": _with(lambda column: np.exp(4 * column)),
    "small whole numbers": _with(lambda column: np.round(np.abs(column) * 3)),
}


def _labels(rows: Matrix) -> tuple[NDArray[np.int64], Matrix]:
    """Make an event and a quantity of what is there, both classes where there are two rows."""
    filled = np.nan_to_num(rows)
    size = np.abs(filled).max(axis=0)
    score = (filled / np.where(size > 0, size, 1.0)).sum(axis=1) + 0.1 * np.sin(np.arange(len(rows)))
    event = (score > np.median(score)).astype(np.int64)
    event[: min(2, len(rows) - 1)] = [0, 1][: min(2, len(rows) - 1)]
    return event, score


def _xgboost(rows: Matrix, event: Any, score: Matrix, path: Path) -> Path:
    model = xgboost.train(
        {"objective": "binary:logistic", "nthread": 1, "max_depth": 3, "min_child_weight": 0, "base_score": 0.4},
        xgboost.DMatrix(rows, event), 6,
    )  # fmt: skip
    model.save_model(path / "model.json")
    return path / "model.json"


def _lightgbm(rows: Matrix, event: Any, score: Matrix, path: Path) -> Path:
    options = {"objective": "regression", "num_threads": 1, "verbose": -1, "min_data_in_leaf": 1, "min_data_in_bin": 1}
    lightgbm.train(options, lightgbm.Dataset(rows, score), 6).save_model(path / "model.txt")
    return path / "model.txt"


def _catboost(rows: Matrix, event: Any, score: Matrix, path: Path) -> Path:
    quiet = {"verbose": 0, "allow_writing_files": False, "thread_count": 1, "iterations": 6, "depth": 3}
    catboost.CatBoostRegressor(**quiet).fit(rows, score).save_model(str(path / "model.cbm"))
    return path / "model.cbm"


def _catboost_by_leaves(rows: Matrix, event: Any, score: Matrix, path: Path) -> Path:
    quiet = {"verbose": 0, "allow_writing_files": False, "thread_count": 1, "iterations": 6, "max_leaves": 9}
    catboost.CatBoostClassifier(grow_policy="Lossguide", **quiet).fit(rows, event).save_model(str(path / "model.cbm"))
    return path / "model.cbm"


def _pickled(estimator: Any, path: Path) -> Path:
    joblib.dump(estimator, path / "model.pkl")
    return path / "model.pkl"


LIBRARIES: dict[str, Callable[[Matrix, Any, Matrix, Path], Path]] = {
    "XGBoost": _xgboost,
    "LightGBM": _lightgbm,
    "CatBoost": _catboost,
    "CatBoost by leaves": _catboost_by_leaves,
    "forest": lambda rows, event, score, path: _pickled(
        RandomForestClassifier(5, random_state=1).fit(rows, event), path
    ),
    "tree": lambda rows, event, score, path: _pickled(DecisionTreeRegressor().fit(rows, score), path),
    "histograms": lambda rows, event, score, path: _pickled(
        HistGradientBoostingClassifier(max_iter=5, min_samples_leaf=1, early_stopping=False).fit(rows, event), path
    ),
    "least squares": lambda rows, event, score, path: _pickled(LinearRegression().fit(rows, score), path),
    "logistic": lambda rows, event, score, path: _pickled(
        LogisticRegression(C=0.01, max_iter=20).fit(rows, event), path
    ),
}


def _classes(score: Matrix) -> NDArray[np.int64]:
    """Cut a quantity into three classes, each of them there."""
    classes = np.digitize(score, np.quantile(score, [0.3, 0.7]))
    classes[:3] = [0, 1, 2]
    return classes


def _lightgbm_classes(rows: Matrix, event: Any, score: Matrix, path: Path) -> Path:
    options = {"objective": "multiclass", "num_class": 3, "num_threads": 1, "verbose": -1, "min_data_in_leaf": 1}
    lightgbm.train(options, lightgbm.Dataset(rows, _classes(score)), 3).save_model(path / "model.txt")
    return path / "model.txt"


def _catboost_classes(rows: Matrix, event: Any, score: Matrix, path: Path) -> Path:
    quiet = {"verbose": 0, "allow_writing_files": False, "thread_count": 1, "iterations": 3, "depth": 3}
    model = catboost.CatBoostClassifier(loss_function="MultiClass", **quiet).fit(rows, _classes(score))
    model.save_model(str(path / "model.cbm"))
    return path / "model.cbm"


def _catboost_classes_by_leaves(rows: Matrix, event: Any, score: Matrix, path: Path) -> Path:
    quiet = {"verbose": 0, "allow_writing_files": False, "thread_count": 1, "iterations": 3, "depth": 3}
    model = catboost.CatBoostClassifier(loss_function="MultiClass", grow_policy="Lossguide", **quiet)
    model.fit(rows, _classes(score)).save_model(str(path / "model.cbm"))
    return path / "model.cbm"


SEVERAL: dict[str, Callable[[Matrix, Any, Matrix, Path], Path]] = {
    "LightGBM": _lightgbm_classes,
    "CatBoost": _catboost_classes,
    "CatBoost by leaves": _catboost_classes_by_leaves,
    "forest": lambda rows, event, score, path: _pickled(
        RandomForestClassifier(3, random_state=1).fit(rows, _classes(score)), path
    ),
}
# What the libraries do not train on (a linear model with gaps, no values to bin), or what is no model of two classes.
GAPS = {"gaps", "nearly all gaps", "an empty column", "an empty row"}
UNTRAINED: dict[str, set[str]] = {
    "CatBoost": {"one row"},
    "CatBoost by leaves": {"one row"},
    "forest": {"one row"},
    "histograms": {"one row", "an empty column"},
    "least squares": GAPS,
    "logistic": {*GAPS, "one row"},
}
LINEAR = ("least squares", "logistic")


def _names(count: int) -> list[str]:
    return [NAMES[place] if place < len(NAMES) else f"o'{place} ünd" for place in range(count)]


def _compare(rows: Matrix, path: Path) -> float:
    """Score in SQL on the rows, on the borders of trees and beside them, and give the largest difference."""
    model = read_foreign(path, feature_names=_names(rows.shape[1]), allow_pickle=True)
    near = [rows]
    for positions, borders in zip(model.form.node_features, model.form.node_borders, strict=True):
        for position, border in list(zip(positions.tolist(), borders.astype(np.float32), strict=True))[:40]:
            if position > 0 and np.isfinite(border):
                beside = np.repeat(rows[:1], 3, axis=0)
                beside[:, position - 1] = [border, np.nextafter(border, -np.inf), np.nextafter(border, np.inf)]
                near.append(beside)
    frame = pd.DataFrame(np.concatenate(near), columns=_names(rows.shape[1]))
    with duckdb.connect() as warehouse:
        warehouse.register("given_rows", frame)
        warehouse.execute("create table given as select * from given_rows")
        return certify(warehouse, model, "given").largest_difference


@pytest.mark.parametrize("shape", SHAPES)
def test_sql_repeats_every_library_on_every_shape(shape: str, tmp_path: Path) -> None:
    rows = SHAPES[shape].astype(np.float32).astype(np.float64)
    event, score = _labels(rows)
    found = {}
    for library, train in LIBRARIES.items():
        if shape in UNTRAINED.get(library, ()):
            with pytest.raises((ValueError, catboost.CatBoostError)):
                _compare(rows, train(rows, event, score, tmp_path))
        else:
            found[library] = _compare(rows, train(rows, event, score, tmp_path))
    assert {name: x for name, x in found.items() if x > (1e-9 if name in LINEAR else 1e-6)} == {}
    assert len(found) >= 4


@pytest.mark.parametrize("shape", ["one feature", "gaps", "an empty column", "ties", "next to 2^24", "both zeros"])
def test_sql_repeats_several_classes_on_awkward_shapes(shape: str, tmp_path: Path) -> None:
    rows = SHAPES[shape].astype(np.float32).astype(np.float64)
    event, score = _labels(rows)
    found = {library: _compare(rows, train(rows, event, score, tmp_path)) for library, train in SEVERAL.items()}
    assert {name: x for name, x in found.items() if x > 1e-6} == {}


@pytest.mark.parametrize("library", ["XGBoost", "LightGBM", "forest"])
def test_one_class_or_one_value_is_a_model_too(library: str, tmp_path: Path) -> None:
    rows = SHAPES["plain"].astype(np.float32).astype(np.float64)
    same = np.ones(len(rows))
    if library == "forest":  # of one class scikit-learn gives one column of shares, which has no second class
        with pytest.raises(RefusedModelError, match="has 1 class, two or more can be read"):
            read_foreign(LIBRARIES[library](rows, same, same, tmp_path), feature_names=NAMES, allow_pickle=True)
    else:
        assert _compare(rows, LIBRARIES[library](rows, same, same, tmp_path)) < 1e-6


@pytest.mark.parametrize("library", ["XGBoost", "LightGBM", "CatBoost"])
def test_an_infinite_value_is_refused_where_the_library_reads_it(library: str, tmp_path: Path) -> None:
    rows = SHAPES["plain"].astype(np.float32).astype(np.float64)
    event = (rows[:, 0] > 0).astype(np.int64)
    path = LIBRARIES[library](rows, event, rows[:, 0], tmp_path)
    rows[7, 0] = np.inf
    with pytest.raises(RefusedModelError, match=r"an infinite value, which counts as missing|cannot score"):
        _compare(rows, path)


# Numbers between which 32-bit floats, doubles, ties and gaps go different ways.
AWKWARD = [0.0, -0.0, 1e-45, -1e-45, 1e-38, 0.1, -0.1, 0.5, 1.0, NEXT, 3.0, 16777216.0, 16777218.0, 1e30, -1e30, np.nan]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(st.data())
def test_sql_repeats_libraries_on_rows_that_hypothesis_draws(data: st.DataObject) -> None:
    count, width = data.draw(st.integers(3, 25)), data.draw(st.integers(1, 4))
    cells = st.sampled_from(AWKWARD) | st.floats(-1e6, 1e6, width=32)
    drawn = data.draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=count, max_size=count))
    rows = np.array(drawn, dtype=np.float32).astype(np.float64)
    score = np.array(data.draw(st.lists(st.floats(-10, 10, width=32), min_size=count, max_size=count)))
    event = (score > np.median(score)).astype(np.int64)
    event[:2] = [0, 1]
    with tempfile.TemporaryDirectory() as folder:
        for library in ("XGBoost", "LightGBM", "forest", "tree"):
            path = LIBRARIES[library](rows, event, score, Path(folder))
            assert _compare(rows, path) <= 1e-6, library


GLMS = {
    "poisson": (fit_poisson, sm.families.Poisson(), {"alpha": 0.0}),
    "gamma": (fit_gamma, sm.families.Gamma(sm.families.links.Log()), {"alpha": 0.0}),
    "tweedie": (fit_tweedie, sm.families.Tweedie(sm.families.links.Log(), 1.5), {"alpha": 0.0, "power": 1.5}),
}


@pytest.mark.parametrize("shape", ["plain", "one feature", "ties", "booleans", "far from zero", "small whole numbers"])
def test_own_linear_learners_predict_as_statsmodels(shape: str) -> None:
    features = SHAPES[shape].astype(np.float32)
    centred = features.astype(np.float64) - features.astype(np.float64).mean(axis=0)
    design = sm.add_constant(centred)
    _, score = _labels(features.astype(np.float64))
    noise = np.random.default_rng(2).normal(size=len(score)) * 0.2
    labels = score + noise

    def own(fit: Any, target: Matrix, parameters: dict[str, Any]) -> Matrix:
        folds = np.full(len(target), -1, dtype=np.int8)
        training = TrainingSet(np.asfortranarray(features), target, folds, task="regression")
        return score_form(fit(training, parameters, 1).forms[0]["value"], features)

    expected = sm.OLS(labels, design).fit().fittedvalues
    np.testing.assert_allclose(own(fit_linear, labels, {}), expected, rtol=1e-9, atol=1e-9)
    amounts = np.exp(labels / np.abs(labels).max())
    for name, (fit, family, parameters) in GLMS.items():
        peer = sm.GLM(amounts, design, family=family).fit(tol=1e-12, maxiter=200)
        found = own(fit, amounts, parameters)
        np.testing.assert_allclose(found, np.log(peer.fittedvalues), rtol=1e-6, atol=1e-6, err_msg=name)
