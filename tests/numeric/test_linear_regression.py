"""Linear regression in SQL against statsmodels, scikit-learn, certified values and its own limits."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose
from scipy.stats import t as student_t
from sklearn.linear_model import Ridge

from tests.numeric.demo import render_expressions

WIDE = [f"x{place}" for place in range(1, 121)]
ERRORS = {"classic": "nonrobust", "HC0": "HC0", "HC1": "HC1", "HC2": "HC2", "robust": "HC3"}
CALLS = {
    **{name: f"assay.linear_regression('small', 'y', ['a', 'b', 'c'], errors='{name}')" for name in ERRORS},
    "weighted": "assay.linear_regression('small', 'y', ['a', 'b', 'c'], weights='w', errors='HC3')",
    "weighted_classic": "assay.linear_regression('small', 'y', ['a', 'b', 'c'], weights='w')",
    "cluster": "assay.linear_regression('small', 'y', ['a', 'b', 'c'], errors='cluster', cluster='g')",
    "grouped": "assay.linear_regression('small', 'y', ['a', 'b'], group_by=['region', 'half'])",
    "ridge": "assay.linear_regression('small', 'y', ['a', 'b', 'c'], ridge=25)",
    "collinear": "assay.linear_regression('small', 'y', ['a', 'b', 'a_and_b'])",
    "constant": "assay.linear_regression('small', 'y', ['a', 'one'])",
    "few": "assay.linear_regression('(select * from small limit 3)', 'y', ['a', 'b'])",
    "none": "assay.linear_regression('(select * from small where false)', 'y', ['a', 'b'])",
    "longley": "assay.linear_regression('longley', 'totemp', ['gnpdefl', 'gnp', 'unemp', 'armed', 'pop', 'year'])",
    "offset": "assay.linear_regression('offset_rows', 'y', ['far', 'seconds'])",
    "wide": f"assay.linear_regression('wide', 'y', {WIDE})",
    "probability": "assay.student_t_probability('t', 'degrees')",
}


@pytest.fixture(scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    texts = render_expressions(list(CALLS.values()), tmp_path_factory.mktemp("regression"))
    return dict(zip(CALLS, texts, strict=True))


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    draw = np.random.default_rng(5)
    rows = 1500
    small = pd.DataFrame(draw.normal(size=(rows, 3)), columns=["a", "b", "c"])
    small["c"] += 0.9 * small["a"]
    small["y"] = 2 - small["a"] + 0.5 * small["b"] + draw.normal(size=rows) * (1 + small["a"].abs())
    small["w"] = draw.uniform(0.1, 5, size=rows)
    small["g"] = draw.integers(0, 40, size=rows)
    small["region"] = np.array(["n", "o'", None], dtype=object)[draw.integers(0, 3, size=rows)]
    small["half"] = np.arange(rows) % 2
    small["a_and_b"] = small["a"] * 3 - small["b"] + 7
    small["one"] = 1.0
    offset = pd.DataFrame({"far": 1e6 + draw.normal(size=5000)})
    offset["seconds"] = 1.7e9 + draw.integers(0, 30_000_000, size=5000)
    offset["y"] = 3 * offset["far"] + 1e-7 * offset["seconds"] + draw.normal(size=5000)
    wide = pd.DataFrame(draw.normal(size=(2000, 120)) * 10.0 ** draw.integers(-3, 4, size=120), columns=WIDE)
    wide["y"] = draw.normal(size=2000) + wide["x7"] + wide["x99"]
    longley = sm.datasets.longley.load_pandas().data.rename(columns=str.lower)
    return {"small": small, "offset_rows": offset, "wide": wide, "longley": longley}


@pytest.fixture(scope="module")
def connection(tables: dict[str, pd.DataFrame]) -> duckdb.DuckDBPyConnection:
    warehouse = duckdb.connect()
    for name, frame in tables.items():
        warehouse.register("frame", frame)
        warehouse.execute(f"create table {name} as select * from frame")
    return warehouse


def _assert_equal(found: pd.DataFrame, fitted: Any, rtol: float = 1e-9) -> None:
    for column, values in (
        ("coefficient", fitted.params),
        ("standard_error", fitted.bse),
        ("p_value", fitted.pvalues),
        ("ci_low", np.asarray(fitted.conf_int())[:, 0]),
        ("ci_high", np.asarray(fitted.conf_int())[:, 1]),
    ):
        assert_allclose(found[column], np.asarray(values), rtol=rtol, atol=1e-280, err_msg=column)
    assert_allclose(found["r2"], fitted.rsquared, rtol=rtol)
    assert (found["n"] == int(fitted.nobs)).all()
    assert (found["evidence_status"] == "ok").all()


def _design(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return sm.add_constant(frame[names])


@pytest.mark.parametrize("errors", ERRORS)
def test_errors_equal_statsmodels(errors: str, queries: Any, tables: Any, connection: Any) -> None:
    small = tables["small"]
    fitted = sm.OLS(small["y"], _design(small, ["a", "b", "c"])).fit(cov_type=ERRORS[errors], use_t=True)
    _assert_equal(connection.execute(queries[errors]).df(), fitted)


@pytest.mark.parametrize(("name", "kind"), [("weighted", "HC3"), ("weighted_classic", "nonrobust")])
def test_weights_equal_statsmodels(name: str, kind: str, queries: Any, tables: Any, connection: Any) -> None:
    small = tables["small"]
    fitted = sm.WLS(small["y"], _design(small, ["a", "b", "c"]), small["w"]).fit(cov_type=kind, use_t=True)
    _assert_equal(connection.execute(queries[name]).df(), fitted)


def test_clusters_equal_statsmodels(queries: Any, tables: Any, connection: Any) -> None:
    small = tables["small"]
    model = sm.OLS(small["y"], _design(small, ["a", "b", "c"]))
    fitted = model.fit(cov_type="cluster", cov_kwds={"groups": small["g"]}, use_t=True)
    found = connection.execute(queries["cluster"]).df()
    _assert_equal(found, fitted)
    assert (found["degrees_of_freedom"] == small["g"].nunique() - 1).all()


def test_every_group_is_a_regression_of_its_own(queries: Any, tables: Any, connection: Any) -> None:
    found = connection.execute(queries["grouped"]).df()
    groups = list(tables["small"].groupby(["region", "half"], dropna=False))
    assert len(found) == 3 * len(groups) == 18
    for (region, half), rows in groups:
        same = found["region"].isna() if pd.isna(region) else found["region"] == region
        mine = found[same & (found["half"] == half)]
        _assert_equal(mine, sm.OLS(rows["y"], _design(rows, ["a", "b"])).fit())


def test_ridge_equals_scikit_learn_and_claims_no_errors(queries: Any, tables: Any, connection: Any) -> None:
    small = tables["small"]
    library = Ridge(alpha=25).fit(small[["a", "b", "c"]], small["y"])
    found = connection.execute(queries["ridge"]).df()
    assert_allclose(found["coefficient"], [library.intercept_, *library.coef_], rtol=1e-10)
    assert_allclose(found["r2"], library.score(small[["a", "b", "c"]], small["y"]), rtol=1e-10)
    assert found["standard_error"].isna().all()
    assert (found["evidence_status"] == "penalised").all()


@pytest.mark.parametrize(
    ("name", "status"),
    [("collinear", "singular"), ("constant", "singular"), ("few", "too_few_rows"), ("none", "too_few_rows")],
)
def test_what_cannot_be_told_is_refused(name: str, status: str, queries: Any, connection: Any) -> None:
    found = connection.execute(queries[name]).df()
    assert len(found) > 0
    assert (found["evidence_status"] == status).all()
    assert found[["coefficient", "standard_error", "p_value", "ci_low", "r2", "condition_number"]].isna().all(axis=None)


def test_longley_has_its_certified_values(queries: Any, connection: Any) -> None:
    """NIST StRD, Longley: certified coefficients and standard errors."""
    found = connection.execute(queries["longley"]).df()
    assert_allclose(
        found["coefficient"],
        [-3482258.63459582, 15.0618722713733, -0.358191792925910e-1, -2.02022980381683, -1.03322686717359,
         -0.511041056535807e-1, 1829.15146461355],
        rtol=1e-8,
    )  # fmt: skip
    assert_allclose(
        found["standard_error"],
        [890420.383607373, 84.9149257747669, 0.334910077722432e-1, 0.488399681651699, 0.214274163161675,
         0.226073200069370, 455.478499142212],
        rtol=1e-8,
    )  # fmt: skip


def test_an_offset_costs_no_digits(queries: Any, tables: Any, connection: Any) -> None:
    rows = tables["offset_rows"]
    centred = rows - rows.mean()
    fitted = sm.OLS(centred["y"], centred[["far", "seconds"]]).fit()
    found = connection.execute(queries["offset"]).df().iloc[1:]
    assert_allclose(found["coefficient"], fitted.params, rtol=1e-8)
    assert_allclose(found["standard_error"], fitted.bse * np.sqrt(4998 / 4997), rtol=1e-8)


def test_a_hundred_and_twenty_features(queries: Any, tables: Any, connection: Any) -> None:
    wide = tables["wide"]
    _assert_equal(connection.execute(queries["wide"]).df(), sm.OLS(wide["y"], _design(wide, WIDE)).fit(), 1e-8)


def test_threads_and_order_do_not_change_a_byte(queries: Any, tables: Any, connection: Any) -> None:
    results = []
    for threads, order in ((1, "rowid"), (2, "hash(rowid)")):
        warehouse = duckdb.connect(config={"threads": threads})
        warehouse.register("frame", tables["small"])
        warehouse.execute("create table ordered as select * from frame")
        warehouse.execute(f"create table small as select * from ordered order by {order}")
        results.append([warehouse.execute(queries[name]).fetchall() for name in ("weighted", "cluster")])
    assert repr(results[0]) == repr(results[1])


@pytest.mark.parametrize("degrees", [1.0, 2.0, 3.0, 7.5, 30.0, 1e3, 1e6])
def test_the_tail_of_students_t(degrees: float, queries: Any) -> None:
    values = np.array([0.0, 1e-9, 0.01, 0.5, 1.0, 1.96, 4.0, 12.0, 30.0, -2.0])
    frame = pd.DataFrame({"t": values, "degrees": degrees})
    warehouse = duckdb.connect()
    warehouse.register("frame", frame)
    found = warehouse.execute(f"select {queries['probability']} as p from frame").df()["p"]
    assert_allclose(found, 2 * student_t.sf(np.abs(values), degrees), rtol=1e-9)
