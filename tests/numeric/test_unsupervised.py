"""Learners without labels beside scikit-learn: models of folds, the choice of clusters, and what SQL reads off them."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris, make_blobs
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.metrics import adjusted_rand_score, davies_bouldin_score, silhouette_samples

from assay.training.examples import TrainingSet
from assay.training.isolation_forest import fit_isolation_forest
from assay.training.k_means import choose_clusters, fit_k_means
from assay.training.principal_components import fit_pca
from assay.training.schema import FITS, Fit
from assay.training.scoring import score_form
from tests.numeric.demo import render_expressions
from tests.numeric.learner_cases import prepared

CLUSTERS = {"clusters": 3, "starts": 5, "iterations": 300}
CHOICE = {"clusters": None, "least": 2, "most": 6, "starts": 3, "iterations": 300}
FOREST = {"n_estimators": 20, "max_samples": 64, "max_features": 1.0}


def _training(task: str) -> TrainingSet:
    features = np.asfortranarray(load_iris().data, dtype=np.float32)
    features[::7, 1] = np.nan
    folds = (1 + np.arange(len(features)) % 3).astype(np.int8)
    return TrainingSet(features, np.full(len(features), np.nan), folds, task=task)


@pytest.fixture(scope="module")
def relations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Each fit's stored model, and what SQL says of it."""
    fits = {
        "clusters": fit_k_means(_training("clustering"), CLUSTERS, 1),
        "components": fit_pca(_training("reduction"), {"components": 2}, 1),
        "residual": fit_pca(_training("anomaly"), {"components": 2}, 1),
    }
    folder = tmp_path_factory.mktemp("unsupervised")
    queries = render_expressions(
        [
            "assay.select_centroids('clusters', ['fold'])",
            "assay.select_principal_components('components', [])",
            "assay.select_principal_components('residual', [])",
            "assay.select_principal_component_info('components', ['fold'])",
            "assay.select_reconstructions('component_rows', ['number'])",
            "assay.select_reconstructions('residual_rows', ['number'])",
            "assay.select_overlaps('placed', ['clustering'])",
            "assay.select_silhouettes('placed', ['clustering'], 60)",
        ],
        folder,
    )
    with duckdb.connect() as connection:
        for name, fit in fits.items():
            connection.register(name, _stored(fit))
            if name != "clusters":
                connection.register(f"{name.removesuffix('s')}_rows", _scored(fit))
        connection.register("placed", _placed())
        results = [connection.execute(f"select * from ({query}) order by all").fetchall() for query in queries]
    names = ["centroids", "components", "residual", "info", "errors", "relative_errors", "overlaps", "silhouettes"]
    return dict(zip(names, results, strict=True))


def _stored(fit: Fit) -> pa.Table:
    names = ["length", "width", "petal length", "petal width"]
    rows = [
        {**vars(form), "fold": fold, "output": output, "link": fit.link, "feature_names": names}
        for fold, outputs in fit.forms.items()
        for output, form in outputs.items()
        if fold == 0 or fit.link == "distance"
    ]
    return pa.Table.from_pylist([{name: row.get(name) for name in FITS.names} for row in rows], schema=FITS)


def _scored(fit: Fit) -> pa.Table:
    features = _training("reduction").features
    rows = [
        {"number": number, "output": output, "raw_score": score}
        for output, form in fit.forms[0].items()
        for number, score in enumerate(score_form(form, features).tolist())
    ]
    return pa.Table.from_pylist(rows)


def _clustering() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Standardised flowers in four clusters, one of which holds a single row."""
    z = prepared(_training("clustering").features)
    labels = KMeans(3, n_init=5, random_state=1).fit(z).labels_
    labels[17] = 3
    return z, labels.astype(np.int64)


def _placed() -> pa.Table:
    z, labels = _clustering()
    centres = np.array([z[labels == label].mean(axis=0) for label in range(4)])[labels]
    rows = [
        {
            "clustering": "flowers",
            "cluster": str(label),
            "point_id": f"{number:03d}",
            "point": point.tolist(),
            "centre": centre.tolist(),
            "centre_square": float(((point - centre) ** 2).sum()),
        }
        for number, (label, point, centre) in enumerate(zip(labels, z, centres, strict=True))
    ]
    return pa.Table.from_pylist(rows)


def _davies_bouldin(z: NDArray[np.float64], labels: NDArray[np.int64], weights: NDArray[np.float64]) -> float:
    """The index of weighted rows."""
    centres, scatters = [], []
    for label in np.unique(labels):
        own = labels == label
        centres.append(np.average(z[own], axis=0, weights=weights[own]))
        scatters.append(np.average(np.linalg.norm(z[own] - centres[-1], axis=1), weights=weights[own]))
    distances = np.linalg.norm(np.array(centres)[:, None] - np.array(centres)[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    return float(((np.array(scatters)[:, None] + scatters) / distances).max(axis=1).mean())


def _squared_distances(fit: Fit, fold: int) -> NDArray[np.float64]:
    return np.column_stack([score_form(form, _training("clustering").features) for form in fit.forms[fold].values()])


def test_centroids_are_scikit_learns_in_units_of_the_features(relations: dict[str, Any]) -> None:
    features = _training("clustering").features.astype(float)
    model = KMeans(3, n_init=5, random_state=1).fit(prepared(features))
    order = np.argsort(-np.bincount(model.labels_), kind="stable")
    centres = model.cluster_centers_[order] * np.nanstd(features, axis=0) + np.nanmean(features, axis=0)
    rows = [row for row in relations["centroids"] if row[0] == 0]
    assert [row[1:3] for row in rows] == [(cluster, place) for cluster in (1, 2, 3) for place in (1, 2, 3, 4)]
    np.testing.assert_allclose([row[4] for row in rows], centres.ravel(), rtol=1e-6)
    np.testing.assert_allclose([row[5] for row in rows], model.cluster_centers_[order].ravel(), atol=1e-6)


@pytest.mark.parametrize("fold", [1, 2, 3])
def test_clusters_of_folds_are_scikit_learns_and_take_the_numbers_of_the_whole(fold: int) -> None:
    training = _training("clustering")
    z, fit = prepared(training.features), fit_k_means(training, CLUSTERS, 1)
    model = KMeans(3, n_init=5, random_state=1).fit(z[training.folds != fold])
    nearest = _squared_distances(fit, fold).argmin(axis=1)
    assert adjusted_rand_score(model.predict(z), nearest) == 1
    assert (nearest == _squared_distances(fit, 0).argmin(axis=1)).mean() > 0.9


@pytest.mark.parametrize("criterion", ["silhouette", "davies_bouldin"])
def test_the_number_of_planted_clusters_is_found(criterion: str) -> None:
    rows = make_blobs(400, n_features=3, centers=4, cluster_std=0.6, random_state=3)[0]
    assert choose_clusters(prepared(rows), {**CHOICE, "criterion": criterion}, 1) == 4
    training = TrainingSet(np.asfortranarray(rows, dtype=np.float32), np.full(400, np.nan), np.full(400, -1, np.int8))
    assert list(fit_k_means(training, {**CHOICE, "criterion": criterion}, 1).forms[0]) == ["1", "2", "3", "4"]


def test_principal_components_equal_scikit_learn(relations: dict[str, Any]) -> None:
    model = PCA(2, svd_solver="full").fit(prepared(_training("reduction").features))
    for name in ("components", "residual"):
        np.testing.assert_allclose([row[3] for row in relations[name]], model.components_.ravel(), atol=1e-7)
    ratios = model.explained_variance_ratio_
    expected = np.c_[[0, 0], [1, 2], model.explained_variance_, ratios, ratios.cumsum()]
    np.testing.assert_allclose(relations["info"], expected, rtol=1e-6)


def test_reconstruction_errors_equal_scikit_learn(relations: dict[str, Any]) -> None:
    z = prepared(_training("reduction").features)
    model = PCA(2, svd_solver="full").fit(z)
    lost = ((z - model.inverse_transform(model.transform(z))) ** 2).sum(axis=1)
    np.testing.assert_allclose([error for _, error in relations["errors"]], lost, atol=1e-6)
    relative = [error for _, error in relations["relative_errors"]]
    np.testing.assert_allclose(relative, lost / lost.mean(), atol=1e-5)
    assert np.mean(relative) == pytest.approx(1, abs=1e-9)


def test_components_of_folds_point_as_those_of_all_rows() -> None:
    training = _training("reduction")
    z, fit = prepared(training.features), fit_pca(training, {"components": 3}, 1)
    for fold in (1, 2, 3):
        model = PCA(3, svd_solver="full").fit(z[training.folds != fold])
        for output in ("1", "2", "3"):
            direction, whole = fit.forms[fold][output].coefficients, fit.forms[0][output].coefficients
            assert direction @ whole > 0.9
            assert np.abs(model.components_ @ direction).max() == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("explained", [0.5, 0.9, 0.99])
def test_a_declared_share_is_explained_by_as_few_components_as_in_scikit_learn(explained: float) -> None:
    z = prepared(_training("reduction").features)
    count = PCA(explained, svd_solver="full").fit(z).n_components_
    outputs = fit_pca(_training("reduction"), {"components": None, "explained": explained}, 1).forms[0]
    assert list(outputs) == [*map(str, range(1, count + 1)), "squared_length"]


def test_what_reconstructs_everything_tells_nothing_unusual() -> None:
    assert len(fit_pca(_training("anomaly"), {"components": None, "explained": 1.0}, 1).forms[0]) == 4
    with pytest.raises(ValueError, match="4 components are asked for; the training rows have 3"):
        fit_pca(_training("anomaly"), {"components": 4}, 1)


def test_isolation_forests_of_folds_equal_scikit_learn() -> None:
    training = _training("anomaly")
    fit = fit_isolation_forest(training, FOREST, 1)
    for fold in (1, 2, 3):
        outside = training.folds != fold
        model = IsolationForest(n_estimators=20, max_samples=64, random_state=1).fit(training.features[outside])
        scores = 2 ** -score_form(fit.forms[fold]["1"], training.features)
        np.testing.assert_allclose(scores, -model.score_samples(training.features), rtol=1e-6)


def test_the_davies_bouldin_index_and_what_a_row_moves_it_by(relations: dict[str, Any]) -> None:
    z, labels = _clustering()
    found = np.array([row[2] for row in relations["overlaps"]])
    index = davies_bouldin_score(z, labels)
    assert found.mean() == pytest.approx(index, rel=1e-9)
    weights, step = np.ones(len(z)), 1e-5
    for row in range(0, len(z), 5):
        more, less = weights.copy(), weights.copy()
        more[row] += step
        less[row] -= step
        slope = (_davies_bouldin(z, labels, more) - _davies_bouldin(z, labels, less)) / (2 * step)
        assert found[row] - index == pytest.approx(len(z) * slope, abs=1e-5)


def test_silhouettes_of_drawn_rows_are_scikit_learns_of_these_rows(relations: dict[str, Any]) -> None:
    z, labels = _clustering()
    drawn = np.array([int(row[1]) for row in relations["silhouettes"]])
    assert len(drawn) == 60
    expected = silhouette_samples(z[drawn], labels[drawn])
    np.testing.assert_allclose([row[2] for row in relations["silhouettes"]], expected, atol=1e-9)
