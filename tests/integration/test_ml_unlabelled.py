"""ml_models that learn without a label: clusters, components and anomalies, as scikit-learn finds them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.metrics import davies_bouldin_score, pairwise

from tests.conftest import run_dbt
from tests.integration.conftest import write_project

ROWS = """
select
    i as row_id,
    cast((i % 3) * 5000000 as double) + 800000 * sin(i * 12.9898) as size,
    case when i % 23 = 0 then null else (i % 3) * 2 + cos(i * 78.233) end as depth,
    sin(i * 4.1414) as noise,
    case i % 2 when 0 then 'even' else 'odd' end as parity,
    case when i % 50 = 0 then 40.0 else sin(i * 39.425) end as spike
from range(400) as t(i)
"""
OPTIONS = {
    "clusters": "model_type='kmeans', num_clusters=3",
    "components": "model_type='pca', num_principal_components=2",
    "explained": "model_type='pca', pca_explained_variance_ratio=0.9",
    "forest": "model_type='isolation_forest', num_parallel_tree=50",
    "residual": "learner='pca', task='anomaly', num_principal_components=2",
}
REFUSED = {
    "labelled": ("model_type='kmeans', label='parity'", "has a label, from which clustering does not learn"),
    "searching": ("learner='isolation_forest', num_parallel_tree=assay.hparam_range(10, 50)", "searches n_estimators"),
    "manhattan": ("model_type='kmeans', distance_type='cosine'", "sets distance_type: features are standardised"),
}
CALLS = {
    "clusters": ["predict", "detect_anomalies", "evaluate", "centroids", "confusion_matrix"],
    "components": [
        "predict", "detect_anomalies", "evaluate", "reconstruction_loss", "principal_components",
        "principal_component_info", "weights",
    ],
    "explained": ["principal_component_info"],
    "forest": ["predict", "detect_anomalies", "evaluate"],
    "residual": ["detect_anomalies"],
}  # fmt: skip
OF_A_MODEL_ALONE = ("centroids", "principal_components", "principal_component_info", "weights")
DISTANCES = """
select vectors.*,
    {{ assay.distance('a', 'b') }} as euclidean,
    {{ assay.distance('a', 'b', 'MANHATTAN') }} as manhattan,
    {{ assay.distance('a', 'b', 'cosine') }} as cosine
from (values ([1.0, 2.0, 3.0], [4.0, -1.5, 0.0]), ([1e6, 0.0, 1.0], [1e6, 2.0, 1.0])) as vectors (a, b)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A built project with the models and what macros say of them, and dbt's words about the refused ones."""
    models = {"rows": ROWS, "distances": DISTANCES}
    refused = {name: options for name, (options, _) in REFUSED.items()}
    for name, options in {**OPTIONS, **refused}.items():
        config = f"materialized='ml_model', leave_out=['row_id'], data_split_method='no_split', {options}"
        models[name] = f"{{{{ config({config}) }}}}\nselect * from {{{{ ref('rows') }}}}"
    for name, macros in CALLS.items():
        for macro in [*macros, "transform"]:
            relation = "" if macro in OF_A_MODEL_ALONE else ", ref('rows')"
            models[f"{name}_{macro}"] = f"select * from {{{{ assay.{macro}(ref('{name}'){relation}) }}}}"
    folder = write_project(tmp_path_factory.mktemp("unlabelled"), models=models, variables={})
    selected = ["build", "--select", "rows+", "distances"]
    return folder, run_dbt(*selected, directory=folder, database=folder / "warehouse.duckdb", check=False).stdout


@pytest.fixture
def connection(project: tuple[Path, str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The built warehouse."""
    with duckdb.connect(str(project[0] / "warehouse.duckdb"), read_only=True) as opened:
        yield opened


def _read(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    found = connection.sql(f"select * from {name}").df()
    return found.sort_values("row_id", ignore_index=True) if "row_id" in found else found


def _features(connection: duckdb.DuckDBPyConnection, name: str) -> NDArray[np.float32]:
    rows = _read(connection, f"{name}_transform").features
    return np.array([np.ma.filled(np.ma.asarray(row, dtype=np.float32), np.nan) for row in rows])


def _standardised(connection: duckdb.DuckDBPyConnection, name: str) -> NDArray[np.float64]:
    features = _features(connection, name).astype(np.float64)
    return np.nan_to_num((features - np.nanmean(features, axis=0)) / np.nanstd(features, axis=0))


def test_what_only_labels_have_is_refused_or_empty(
    project: tuple[Path, str], connection: duckdb.DuckDBPyConnection
) -> None:
    sentence = "assay.confusion_matrix reads a model of two or several classes; the task is clustering."
    assert sentence in " ".join(project[1].split())
    assert _read(connection, "components_weights").empty


def test_rows_belong_to_the_nearest_centre(connection: duckdb.DuckDBPyConnection) -> None:
    standardised = _standardised(connection, "clusters")
    predicted = _read(connection, "clusters_predict")
    centres = np.array([standardised[predicted.centroid_id == k].mean(axis=0) for k in (1, 2, 3)])
    distances = pairwise.euclidean_distances(standardised, centres)
    np.testing.assert_allclose(np.array(list(predicted.centroid_distances)), distances, rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(predicted.centroid_id, distances.argmin(axis=1) + 1)
    np.testing.assert_allclose(predicted.nearest_centroid_distance, distances.min(axis=1), rtol=1e-6)
    (judged,) = _read(connection, "clusters_evaluate").to_dict("records")
    assert judged["davies_bouldin_index"] == pytest.approx(
        davies_bouldin_score(standardised, predicted.centroid_id), rel=1e-6
    )
    assert judged["mean_squared_distance"] == pytest.approx((distances.min(axis=1) ** 2).mean(), rel=1e-6)


def test_centres_stand_in_the_unit_of_the_column(connection: duckdb.DuckDBPyConnection) -> None:
    predicted = _read(connection, "clusters_predict")
    centres = _read(connection, "clusters_centroids").set_index(["feature", "centroid_id"]).numerical_value
    filled = predicted.fillna({"depth": predicted.depth.mean()})
    for column in ("size", "depth", "spike"):
        for centre, mean in filled.groupby("centroid_id")[column].mean().items():
            assert centres[column, centre] == pytest.approx(mean, rel=1e-5, abs=1e-5)


def test_rows_far_from_every_centre_are_anomalies(connection: duckdb.DuckDBPyConnection) -> None:
    found = _read(connection, "clusters_detect_anomalies")
    radii = np.sqrt((found.nearest_centroid_distance**2).groupby(found.centroid_id).mean())
    distances = np.array(list(found.centroid_distances)) / radii.loc[[1, 2, 3]].to_numpy()
    np.testing.assert_allclose(found.normalized_distance, distances.min(axis=1), rtol=1e-9)
    np.testing.assert_array_equal(found.is_anomaly, found.normalized_distance > found.normalized_distance.quantile(0.9))


def test_components_equal_scikit_learn(connection: duckdb.DuckDBPyConnection) -> None:
    standardised = _standardised(connection, "components")
    model = PCA(2, svd_solver="full").fit(standardised)
    predicted = _read(connection, "components_predict")
    for place, coordinates in enumerate(model.transform(standardised).T, start=1):
        found = predicted[f"principal_component_{place}"]
        assert abs(np.corrcoef(found, coordinates)[0, 1]) == pytest.approx(1, abs=1e-9)
        np.testing.assert_allclose(np.abs(found), np.abs(coordinates), rtol=1e-6, atol=1e-6)
    weights = _read(connection, "components_principal_components").pivot(
        index="principal_component_id", columns="feature", values="numerical_value"
    )
    stored = connection.sql("select feature_names from components limit 1").fetchall()[0][0]
    np.testing.assert_allclose(np.abs(weights[stored]), np.abs(model.components_), rtol=1e-6, atol=1e-6)
    info = _read(connection, "components_principal_component_info").sort_values("principal_component_id")
    np.testing.assert_allclose(info.eigenvalue, model.explained_variance_, rtol=1e-6)
    np.testing.assert_allclose(info.explained_variance_ratio, model.explained_variance_ratio_, rtol=1e-6)
    assert info.cumulative_explained_variance_ratio.iloc[-1] == pytest.approx(model.explained_variance_ratio_.sum())
    shares = _read(connection, "explained_principal_component_info").cumulative_explained_variance_ratio.sort_values()
    assert shares.iloc[-1] >= 0.9 > shares.iloc[-2]


def test_reconstruction_errors_equal_scikit_learn(connection: duckdb.DuckDBPyConnection) -> None:
    standardised = _standardised(connection, "components")
    model = PCA(2, svd_solver="full").fit(standardised)
    residuals = standardised - model.inverse_transform(model.transform(standardised))
    errors = (residuals**2).mean(axis=1)
    loss = _read(connection, "components_reconstruction_loss")
    np.testing.assert_allclose(loss.mean_absolute_error, np.abs(residuals).mean(axis=1), rtol=1e-6, atol=1e-9)
    lost = loss.mean_squared_error
    np.testing.assert_allclose(lost, errors, rtol=1e-6, atol=1e-9)
    (judged,) = _read(connection, "components_evaluate").to_dict("records")
    assert judged["total_explained_variance_ratio"] == pytest.approx(model.explained_variance_ratio_.sum(), rel=1e-6)
    found = _read(connection, "components_detect_anomalies")
    np.testing.assert_array_equal(found.is_anomaly, lost > lost.quantile(0.9))
    residual = _read(connection, "residual_detect_anomalies")
    np.testing.assert_allclose(residual.anomaly_score, errors / (errors + errors.mean()), rtol=1e-6, atol=1e-9)


def test_isolated_rows_equal_scikit_learn(connection: duckdb.DuckDBPyConnection) -> None:
    found = _read(connection, "forest_detect_anomalies")
    assert found.is_anomaly.sum() == 40
    assert found.anomaly_score[found.row_id % 50 == 0].min() > found.anomaly_score[found.row_id % 50 != 0].median()
    features = _features(connection, "forest")
    theirs = -IsolationForest(n_estimators=50, random_state=1).fit(features).score_samples(features)
    assert np.corrcoef(found.anomaly_score, theirs)[0, 1] > 0.9
    (judged,) = _read(connection, "forest_evaluate").to_dict("records")
    assert judged == {"mean_anomaly_score": pytest.approx(found.anomaly_score.mean(), rel=1e-9), "n": 400}


def test_distances_equal_scikit_learn(connection: duckdb.DuckDBPyConnection) -> None:
    for row in connection.sql("select * from distances").fetchall():
        a, b = (np.array(vector, dtype=float)[None] for vector in row[:2])
        names = ("euclidean_distances", "manhattan_distances", "cosine_distances")
        expected = [getattr(pairwise, name)(a, b)[0, 0] for name in names]
        assert list(row[2:]) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_trained_is_refused_in_a_sentence(project: tuple[Path, str], name: str) -> None:
    assert f"The ml_model {name} {REFUSED[name][1]}" in " ".join(project[1].split())
