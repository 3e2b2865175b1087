"""Tasks that need no label, from a declared relation to the marts, against scikit-learn on its own data sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from sklearn import metrics as oracle
from sklearn.cluster import KMeans
from sklearn.datasets import load_breast_cancer, load_iris, load_wine
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from statsmodels.stats.proportion import proportion_confint

from tests.conftest import run_dbt
from tests.integration.conftest import write_project

OPEN_ROWS = 20
# Fewer than a training split has, so that silhouettes are drawn there and exact elsewhere.
DRAWN_ROWS = 60
START = pd.Timestamp("2024-01-01")
NOTHING = [{"name": "nothing", "sql": "false", "current": True}]


def _table(loaded: Any, target: str) -> pd.DataFrame:
    """A data set with a key and a time; rows are shuffled, because they are sorted by class."""
    frame = loaded.frame.rename(columns={"target": target}).rename(columns=lambda name: name.split(" (")[0])
    frame = frame.rename(columns=lambda name: name.replace(" ", "_").replace("/", "_"))
    frame = frame.iloc[np.random.default_rng(7).permutation(len(frame))].reset_index(drop=True)
    frame.insert(0, "row_id", [f"r{row:03d}" for row in range(len(frame))])
    frame.insert(1, "seen_at", START + pd.to_timedelta(np.arange(len(frame)), unit="h"))
    return frame


def _use_case(relation: str, target: str, **keys: Any) -> dict[str, Any]:
    entity = {"relation": relation, "key": "row_id", "time": "seen_at"}
    return {"entity": entity, "features": {"exclude": [target]}, **keys}


def _before(frame: pd.DataFrame) -> dict[str, str]:
    """Rows after the last training row are new ones."""
    return {"as_of": str(frame["seen_at"].iloc[-OPEN_ROWS - 1])}


TABLES = {
    "flowers": _table(load_iris(as_frame=True), "species"),
    "wines": _table(load_wine(as_frame=True), "grower"),
    "tumours": _table(load_breast_cancer(as_frame=True), "is_benign"),
}
TABLES["flowers"].loc[TABLES["flowers"].index[::9], "sepal_length"] = np.nan
USE_CASES = {
    "species": _use_case("flowers", "species", task="clustering", label={"sql": "species"}, clusters={"count": 3}),
    "styles": _use_case(
        "wines", "grower", task="clustering", clusters={"least": 2, "most": 5}, split=_before(TABLES["wines"])
    ),
    "chemistry": _use_case(
        "wines", "grower", task="reduction", components={"count": 3}, split=_before(TABLES["wines"])
    ),
    "oddities": _use_case("wines", "grower", task="anomaly", contamination=0.05, split=_before(TABLES["wines"])),
    "findings": _use_case(
        "tumours",
        "is_benign",
        task="anomaly",
        contamination=0.3,
        label={"sql": "is_benign = 0"},
        policies=NOTHING,
        outcomes={"tp": 100, "fp": -20, "fn": 0, "tn": 0},
        learners=["isolation_forest", "pca"],
    ),
}
MARTS = ["metrics", "predictions", "models", "scores", "policy_values", "fit_diagnoses", "expectations", "curves"]
SELECTED = ["+assay_operations__served_models", *(f"+assay__{mart}" for mart in MARTS)]
# What the macros that read an ml_model say of champions.
CALLS = {
    **{
        f"{name}_predict": f"assay.predict(assay.champion('{name}'), ref('{USE_CASES[name]['entity']['relation']}'))"
        for name in USE_CASES
    },
    "species_evaluate": "assay.evaluate(assay.champion('species'), ref('flowers'))",
    "species_centroids": "assay.centroids(assay.champion('species'))",
    "chemistry_evaluate": "assay.evaluate(assay.champion('chemistry'), ref('wines'))",
    "chemistry_loss": "assay.reconstruction_loss(assay.champion('chemistry'), ref('wines'))",
    "chemistry_components": "assay.principal_components(assay.champion('chemistry'))",
    "chemistry_info": "assay.principal_component_info(assay.champion('chemistry'))",
    "chemistry_features": "assay.feature_info(assay.champion('chemistry'))",
    "chemistry_encoded": "assay.transform(assay.champion('chemistry'), ref('wines'))",
    "oddities_found": "assay.detect_anomalies(assay.champion('oddities'), ref('wines'))",
    "oddities_versions": "assay.training_info(assay.champion('oddities'))",
    "oddities_trials": "assay.trial_info(assay.champion('oddities'))",
    "oddities_why": "assay.explain_predict(assay.champion('oddities'), ref('wines'))",
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """One build of all use cases, up to the marts about models, money and operations."""
    folder = write_project(
        tmp_path_factory.mktemp("unlabelled"),
        models={name: f"select * from {{{{ {call} }}}}" for name, call in CALLS.items()},
        seeds={name: table.to_csv(index=False) for name, table in TABLES.items()},
        variables={"assay_use_cases": USE_CASES, "assay_silhouette_rows": DRAWN_ROWS},
    )
    database = folder / "warehouse.duckdb"
    run_dbt(
        "build",
        "--select",
        *SELECTED,
        *CALLS,
        "--exclude",
        "resource_type:unit_test",
        directory=folder,
        database=database,
    )
    with duckdb.connect(str(database), read_only=True) as opened:
        yield opened


def _rows(connection: duckdb.DuckDBPyConnection, use_case: str, split: str) -> pd.DataFrame:
    """Rows of a split in key order, with their standardised features as scikit-learn would make them."""
    rows = connection.execute(
        "select entity_id, split, fold, label, features from assay_work.assay_features__examples"
        " where use_case = ? and split <> 'embargo' order by entity_id",
        [use_case],
    ).df()
    values = np.array([np.ma.filled(row.astype(float), np.nan) for row in rows["features"]])
    train = values[rows["split"] == "train"]
    scaled = (values - np.nanmean(train, axis=0)) / np.nanstd(train, axis=0)
    rows["z"] = list(np.nan_to_num(scaled))
    rows["x"] = list(values)
    return rows[rows["split"] == ("train" if split == "cv" else split)].reset_index(drop=True)


def _z(rows: pd.DataFrame) -> Any:
    return np.array(rows["z"].tolist())


def _assigned(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str) -> pd.DataFrame:
    return connection.execute(
        "select output, raw_score from assay.predictions where use_case = ? and learner = ? and split = ? and decision"
        " order by entity_id",
        [use_case, learner, split],
    ).df()


def _drawn(connection: duckdb.DuckDBPyConnection, split: str) -> Any:
    """Whether a row's silhouette was measured."""
    return connection.execute(
        "select silhouette is not null as is_drawn from assay_work.assay_evaluation__cluster_members"
        " where use_case = 'species' and learner = 'kmeans' and split = ? order by entity_id",
        [split],
    ).fetchnumpy()["is_drawn"]


def _scores(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str) -> Any:
    return connection.execute(
        "select probability, decision, label from assay.predictions where use_case = ? and learner = ? and split = ?"
        " order by entity_id",
        [use_case, learner, split],
    ).fetchnumpy()


def _metrics(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, split: str) -> dict[str, float]:
    found = connection.execute(
        "select case when metric = 'explained_variance_ratio' then metric || ' ' || output else metric end, value"
        " from assay.metrics where use_case = ? and learner = ? and split = ?",
        [use_case, learner, split],
    ).fetchall()
    return dict(found)


@pytest.mark.parametrize("split", ["train", "valid", "test", "cv"])
def test_metrics_of_clusters_equal_scikit_learn(connection: duckdb.DuckDBPyConnection, split: str) -> None:
    rows = _rows(connection, "species", split)
    z, clusters = _z(rows), _assigned(connection, "species", "kmeans", split)
    names = clusters["output"]
    means = {name: z[names == name].mean(axis=0) for name in names.unique()}
    drawn = np.flatnonzero(_drawn(connection, split))
    assert len(drawn) == min(len(z), DRAWN_ROWS)
    within = sum(((z[names == name] - mean) ** 2).sum() for name, mean in means.items())
    expected = {
        "silhouette": oracle.silhouette_score(z[drawn], names[drawn]),
        "davies_bouldin": oracle.davies_bouldin_score(z, names),
        "calinski_harabasz": oracle.calinski_harabasz_score(z, names),
        "adjusted_rand": oracle.adjusted_rand_score(rows["label"], names),
        "normalized_mutual_information": oracle.normalized_mutual_info_score(rows["label"], names),
        "explained_variance": 1 - within / ((z - z.mean(axis=0)) ** 2).sum(),
        "inertia": clusters["raw_score"].sum(),
        "mean_squared_distance": clusters["raw_score"].mean(),
    }
    if split == "cv":
        whole = _assigned(connection, "species", "kmeans", "train")["output"]
        expected["stability"] = oracle.adjusted_rand_score(whole, names)
        assert expected["stability"] > 0.5
    assert _metrics(connection, "species", "kmeans", split) == pytest.approx(expected, rel=1e-6)


def test_new_and_held_out_rows_are_in_the_cluster_that_scikit_learn_finds(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    model = KMeans(3, n_init=10, random_state=1).fit(_z(_rows(connection, "species", "train")))
    for split in ("train", "valid", "test"):
        found, z = _assigned(connection, "species", "kmeans", split), _z(_rows(connection, "species", split))
        assert oracle.adjusted_rand_score(model.predict(z), found["output"]) == 1
        np.testing.assert_allclose(found["raw_score"], model.transform(z).min(axis=1) ** 2, rtol=1e-6)
        assert found["raw_score"].sum() == pytest.approx(-model.score(z), rel=1e-6)


def test_one_cluster_is_the_mean_and_has_no_neighbours(connection: duckdb.DuckDBPyConnection) -> None:
    z = _z(_rows(connection, "species", "train"))
    found = _metrics(connection, "species", "constant", "train")
    assert found["mean_squared_distance"] == pytest.approx((z**2).sum(axis=1).mean(), rel=1e-9)
    assert found["explained_variance"] == pytest.approx(0, abs=1e-9)
    assert found["adjusted_rand"] == pytest.approx(0, abs=1e-12)
    assert [found[name] for name in ("silhouette", "davies_bouldin", "calinski_harabasz")] == [None] * 3


def test_errors_of_cluster_metrics_equal_a_jackknife(connection: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(connection, "species", "train")
    z, names = _z(rows), _assigned(connection, "species", "kmeans", "train")["output"].to_numpy()
    labels = rows["label"].to_numpy()
    functions = {
        "davies_bouldin": lambda kept: oracle.davies_bouldin_score(z[kept], names[kept]),
        "calinski_harabasz": lambda kept: oracle.calinski_harabasz_score(z[kept], names[kept]),
        "adjusted_rand": lambda kept: oracle.adjusted_rand_score(labels[kept], names[kept]),
        "normalized_mutual_information": lambda kept: oracle.normalized_mutual_info_score(labels[kept], names[kept]),
    }
    for metric, function in functions.items():
        left_out = np.array([function(np.arange(len(z)) != row) for row in range(len(z))])
        expected = np.sqrt((len(z) - 1) / len(z) * np.sum((left_out - left_out.mean()) ** 2))
        found = connection.execute(
            "select standard_error, ci_low < value and value < ci_high from assay.metrics"
            " where use_case = 'species' and learner = 'kmeans' and split = 'train' and metric = ?",
            [metric],
        ).fetchone()
        assert found == (pytest.approx(expected, rel=0.1), True)


def test_the_number_of_clusters_is_chosen_from_the_declared_range(connection: duckdb.DuckDBPyConnection) -> None:
    z = _z(_rows(connection, "styles", "train"))
    merits = {
        count: oracle.silhouette_score(z, KMeans(count, n_init=10, random_state=1).fit(z).labels_)
        for count in range(2, 6)
    }
    (outputs,) = connection.execute(
        "select count(distinct output) from assay.predictions where use_case = 'styles' and learner = 'kmeans'"
    ).fetchone() or (None,)
    assert outputs == max(merits, key=lambda count: merits[count])
    assert "adjusted_rand" not in _metrics(connection, "styles", "kmeans", "valid")


@pytest.mark.parametrize("split", ["train", "valid", "test", "cv"])
def test_metrics_of_components_equal_scikit_learn(connection: duckdb.DuckDBPyConnection, split: str) -> None:
    train, rows = _rows(connection, "chemistry", "train"), _rows(connection, "chemistry", split)
    z, folds = _z(rows), rows["fold"] if split == "cv" else pd.Series(0, rows.index)
    squares, errors = np.zeros((len(z), 3)), np.zeros(len(z))
    for fold in folds.unique():
        model = PCA(3, svd_solver="full").fit(_z(train)[train["fold"] != fold])
        inside = (folds == fold).to_numpy()
        squares[inside] = model.transform(z[inside]) ** 2
        errors[inside] = ((z[inside] - model.inverse_transform(model.transform(z[inside]))) ** 2).sum(axis=1)
    length = squares.sum() + errors.sum()
    expected = {
        **{f"explained_variance_ratio {k + 1}": squares[:, k].sum() / length for k in range(3)},
        "explained_variance": 1 - errors.sum() / length,
        "reconstruction_error": errors.mean(),
    }
    assert _metrics(connection, "chemistry", "pca", split) == pytest.approx(expected, rel=1e-6)
    if split == "train":
        ratios = [expected[f"explained_variance_ratio {k}"] for k in (1, 2, 3)]
        assert ratios == pytest.approx(model.explained_variance_ratio_, rel=1e-9)
        nothing = _metrics(connection, "chemistry", "constant", split)
        assert nothing == pytest.approx(
            {"reconstruction_error": (z**2).sum(axis=1).mean(), "explained_variance": 0}, abs=1e-9
        )


@pytest.mark.parametrize("use_case", ["oddities", "findings"])
def test_isolation_forests_score_and_cut_as_scikit_learn(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    train = np.array(_rows(connection, use_case, "train")["x"].tolist(), dtype=np.float32)
    share = USE_CASES[use_case]["contamination"]
    model = IsolationForest(n_estimators=100, contamination=share, random_state=1).fit(train)
    for split in ("train", "test"):
        rows = np.array(_rows(connection, use_case, split)["x"].tolist(), dtype=np.float32)
        found = _scores(connection, use_case, "isolation_forest", split)
        np.testing.assert_allclose(found["probability"], -model.score_samples(rows), rtol=1e-6)
        if split == "train":
            assert found["decision"].sum() == int(share * len(train))
            differing = (model.predict(rows) == -1) != found["decision"]
            assert differing.sum() <= 1  # scikit-learn cuts between two rows, and may count the one above


def test_a_constant_finds_nothing_unusual(connection: duckdb.DuckDBPyConnection) -> None:
    found = _scores(connection, "oddities", "constant", "train")
    assert set(found["probability"]) == {0.5}
    assert not found["decision"].any()


def test_the_reconstruction_error_is_half_for_an_average_row(connection: duckdb.DuckDBPyConnection) -> None:
    z = _z(_rows(connection, "findings", "train"))
    model = PCA(0.9, svd_solver="full").fit(z)
    lost = ((z - model.inverse_transform(model.transform(z))) ** 2).sum(axis=1)
    found = _scores(connection, "findings", "pca", "train")["probability"]
    np.testing.assert_allclose(found, lost / (lost + lost.mean()), rtol=1e-6)


@pytest.mark.parametrize("learner", ["isolation_forest", "pca"])
@pytest.mark.parametrize("split", ["train", "cv", "valid", "test"])
def test_metrics_of_labelled_anomalies_equal_scikit_learn(
    connection: duckdb.DuckDBPyConnection, learner: str, split: str
) -> None:
    found = _scores(connection, "findings", learner, split)
    labels, scores, chosen = found["label"], found["probability"], found["decision"]
    metrics = _metrics(connection, "findings", learner, split)
    expected = {
        "roc_auc": oracle.roc_auc_score(labels, scores),
        "average_precision": oracle.average_precision_score(labels, scores),
        "precision": oracle.precision_score(labels, chosen),
        "recall": oracle.recall_score(labels, chosen),
        "acted_rate": chosen.mean(),
    }
    assert {name: metrics[name] for name in expected} == pytest.approx(expected, rel=1e-9)
    assert metrics["lift_at_10"] > 1
    assert metrics.keys().isdisjoint({"log_loss", "brier", "calibration_error", "calibration_bias"})


def test_a_score_of_the_unusual_has_no_calibration(connection: duckdb.DuckDBPyConnection) -> None:
    curves = connection.execute("select distinct curve from assay.curves where use_case = 'findings'").fetchall()
    assert {"roc", "lift"} <= {curve for (curve,) in curves}
    assert ("calibration",) not in curves


def test_the_share_above_the_threshold_has_a_wilson_interval(connection: duckdb.DuckDBPyConnection) -> None:
    for split in ("train", "valid", "test", "cv"):
        chosen = _scores(connection, "oddities", "isolation_forest", split)["decision"]
        found = connection.execute(
            "select value, ci_low, ci_high, n, interval_method from assay.metrics where use_case = 'oddities'"
            " and learner = 'isolation_forest' and split = ? and metric = 'acted_rate'",
            [split],
        ).fetchone()
        # A share of independent rows knows as much as n - 1 of them, one degree being spent on the share itself.
        share, count = chosen.mean(), len(chosen) - (0 < chosen.mean() < 1)
        low, high = proportion_confint(share * count, count, method="wilson")
        assert found is not None
        assert found[:4] == pytest.approx((share, low, high, len(chosen)), rel=1e-6, abs=1e-9)
        assert found[4] == "wilson"


def test_labelled_anomalies_climb_the_money_ladder(connection: duckdb.DuckDBPyConnection) -> None:
    chosen = _scores(connection, "findings", "isolation_forest", "test")
    earned = np.where(chosen["decision"], np.where(chosen["label"] == 1, 100.0, -20.0), 0.0).mean()
    values = dict(
        connection.execute(
            "select policy, value_per_decision from assay.policy_values where use_case = 'findings' and split = 'test'"
        ).fetchall()
    )
    assert values["isolation_forest@threshold"] == pytest.approx(earned, rel=1e-9)
    assert {"never", "always", "perfect", "nothing", "pca@threshold"} <= set(values)
    assert connection.execute("select distinct use_case from assay.policy_values").fetchall() == [("findings",)]


def test_new_rows_get_one_answer_of_the_champion(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select use_case, learner, count(*), count(raw_score), count(probability), min(output) = max(output)"
        " from assay.scores group by all order by all"
    ).fetchall()
    assert [row[:5] for row in found] == [
        ("chemistry", "pca", OPEN_ROWS, OPEN_ROWS, 0),
        ("oddities", "isolation_forest", OPEN_ROWS, OPEN_ROWS, OPEN_ROWS),
        ("styles", "kmeans", OPEN_ROWS, OPEN_ROWS, 0),
    ]
    assert {row[0]: row[5] for row in found}["chemistry"]


@pytest.mark.parametrize("use_case", USE_CASES)
def test_a_champion_without_a_label_scores_any_relation(connection: duckdb.DuckDBPyConnection, use_case: str) -> None:
    relation = USE_CASES[use_case]["entity"]["relation"]
    (schema,) = connection.execute(
        "select schema_name from duckdb_functions() where function_name = ?", [f"predict_{use_case}"]
    ).fetchone() or (None,)
    served = connection.execute(f"select * from {schema}.predict_{use_case}('{relation}') order by row_id").df()
    called = connection.execute(f"select * from main.{use_case}_predict order by row_id").df()
    published = connection.execute(
        "select entity_id as row_id, output, published.model_version, raw_score, probability, decision"
        " from assay.predictions as published"
        " inner join assay_work.assay_evaluation__champions using (use_case, model_version)"
        " where use_case = ? and split <> 'cv' order by row_id, output",
        [use_case],
    ).df()
    assert set(served["model_version"]) == set(published["model_version"])
    rows = served.set_index("row_id").loc[published["row_id"].unique()]
    task = USE_CASES[use_case]["task"]
    if task == "clustering":
        nearest = published[published["decision"]].set_index("row_id")
        np.testing.assert_array_equal(rows["centroid_id"].astype(str), nearest["output"])
        np.testing.assert_allclose(rows["nearest_centroid_distance"] ** 2, nearest["raw_score"], rtol=1e-9, atol=1e-12)
    elif task == "reduction":
        for place in ("1", "2", "3"):
            component = published[published["output"] == place]
            np.testing.assert_array_equal(rows[f"principal_component_{place}"], component["raw_score"])
    else:
        np.testing.assert_allclose(rows["anomaly_score"], published["probability"], rtol=1e-12)
        np.testing.assert_array_equal(rows["decision"], published["decision"])
    common = [name for name in called if name in served and name != "decision"]
    assert len(common) > 6
    pd.testing.assert_frame_equal(served[common], called[common])


def test_macros_that_describe_a_model_describe_a_champion(connection: duckdb.DuckDBPyConnection) -> None:
    def read(name: str) -> pd.DataFrame:
        return connection.execute(f"select * from main.{name}").df()

    z = _z(_rows(connection, "chemistry", "train"))
    model = PCA(3, svd_solver="full").fit(z)
    weights = read("chemistry_components").set_index(["feature", "principal_component_id"])["numerical_value"].unstack()
    order = read("chemistry_features").sort_values("position")["feature_name"]
    np.testing.assert_allclose(np.abs(weights.loc[order].to_numpy().T), np.abs(model.components_), atol=1e-9)
    info = read("chemistry_info").sort_values("principal_component_id")
    np.testing.assert_allclose(info["explained_variance_ratio"], model.explained_variance_ratio_, rtol=1e-6)
    assert (read("chemistry_loss")["mean_squared_error"] >= 0).all()
    centres = read("species_centroids").set_index(["centroid_id", "feature"])["standardised_value"].unstack()
    z, names = _z(_rows(connection, "species", "train")), _assigned(connection, "species", "kmeans", "train")["output"]
    means = np.array([z[names == str(name)].mean(axis=0) for name in (1, 2, 3)])
    columns = [name for name in TABLES["flowers"].columns if name in centres]
    np.testing.assert_allclose(centres[columns].to_numpy(), means, atol=1e-6)
    chosen = read("oddities_found").set_index("row_id")["is_anomaly"]
    decided = read_decisions(connection)
    assert (chosen.loc[decided.index] == decided).all()
    assert set(read("oddities_why")["explanation_status"]) == {"only predictions of a label have attributions"}
    assert read("oddities_versions")["is_current"].any()
    assert len(read("oddities_trials")) == 0
    assert read("species_evaluate")["n"][0] == len(TABLES["flowers"])
    assert read("chemistry_evaluate")["n"][0] == len(TABLES["wines"])


def read_decisions(connection: duckdb.DuckDBPyConnection) -> pd.Series:
    """What the champion decided about the rows of the unlabelled anomalies."""
    return (
        connection.execute(
            "select entity_id, decision from assay.predictions"
            " inner join assay_work.assay_evaluation__champions using (use_case, model_version)"
            " where use_case = 'oddities' and split <> 'cv'"
        )
        .df()
        .set_index("entity_id")["decision"]
    )


def test_the_use_cases_without_money_say_so(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select use_case, evidence_status, reason from assay.expectations order by all"
    ).fetchall()
    assert [row[0] for row in found] == sorted(USE_CASES)
    assert all(
        row[1] == "insufficient_data" and "outcomes are not declared" in row[2] for row in found if row[0] != "findings"
    )
