"""The value ladder: means, errors and intervals of every policy against the current one."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import norm
from sklearn import metrics as sk

from tests.numeric.evaluation_cases import LEARNERS, TRUE_RATE, build_evaluation, write_upstream

TABLES = ("metrics", "curves", "policy_values", "fit_diagnoses", "champions", "predictions")


def read_ladder(connection: duckdb.DuckDBPyConnection, use_case: str, split: str = "test") -> pd.DataFrame:
    found = connection.execute(
        "select * from assay_evaluation__policy_values where use_case = ? and split = ?", [use_case, split]
    )
    return found.df().set_index("policy")


def read_outcomes(connection: duckdb.DuckDBPyConnection, use_case: str, split: str = "test") -> pd.DataFrame:
    """One row per decision, one column per policy."""
    found = connection.execute(
        """select entity_id, cluster_id, policy, value from assay_evaluation__policy_outcomes
        where use_case = ? and split = ?""",
        [use_case, split],
    )
    return found.df().pivot_table(index=["entity_id", "cluster_id"], columns="policy", values="value").reset_index()


def clustered_error(values: pd.Series, clusters: pd.Series) -> float:
    codes = clusters.astype("category").cat.codes
    fit = sm.OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": codes})
    return float(fit.bse.iloc[0])


@pytest.mark.parametrize("use_case", ["clustered", "plain"])
def test_errors_equal_the_cluster_robust_ones(evaluated: duckdb.DuckDBPyConnection, use_case: str) -> None:
    ladder = read_ladder(evaluated, use_case)
    outcomes = read_outcomes(evaluated, use_case)
    for policy, row in ladder.iterrows():
        gained = outcomes[policy] - outcomes["random_10pct"]
        assert row["value_per_decision"] == pytest.approx(outcomes[policy].mean(), rel=0, abs=1e-9)
        assert row["difference_to_current"] == pytest.approx(gained.mean(), rel=0, abs=1e-9)
        # 500 replicates know a standard error to about 3 %.
        error = clustered_error(outcomes[policy], outcomes["cluster_id"])
        assert row["standard_error"] == pytest.approx(error, rel=0.12)
        if policy != "random_10pct":
            error = clustered_error(gained, outcomes["cluster_id"])
            assert row["difference_standard_error"] == pytest.approx(error, rel=0.12)


def test_metric_of_value_equals_statsmodels(evaluated: duckdb.DuckDBPyConnection) -> None:
    outcomes = read_outcomes(evaluated, "clustered")
    row = evaluated.execute(
        """select value, standard_error from assay_evaluation__metrics where use_case = 'clustered'
        and learner = 'logistic' and split = 'test' and metric = 'value_per_decision'"""
    ).fetchone()
    values = outcomes["logistic@threshold"]
    assert row == pytest.approx((values.mean(), clustered_error(values, outcomes["cluster_id"])), rel=1e-9)


def test_the_current_policy_differs_by_nothing_from_itself(evaluated: duckdb.DuckDBPyConnection) -> None:
    row = read_ladder(evaluated, "clustered").loc["random_10pct"]
    columns = ["difference_to_current", "difference_standard_error", "difference_ci_low", "difference_ci_high"]
    assert row["is_current"]
    assert row[columns].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("split", ["valid", "test"])
@pytest.mark.parametrize("use_case", ["clustered", "plain", "one_class"])
def test_perfect_is_the_top_of_the_ladder(evaluated: duckdb.DuckDBPyConnection, use_case: str, split: str) -> None:
    ladder = read_ladder(evaluated, use_case, split)
    outcomes = read_outcomes(evaluated, use_case, split)
    best = outcomes[["never", "always"]].max(axis=1).mean()
    assert ladder.loc["perfect", "value_per_decision"] == pytest.approx(best, rel=0, abs=1e-9)
    assert ladder["value_per_decision"].max() == ladder.loc["perfect", "value_per_decision"]
    names = {"never", "always", "perfect", "random_10pct", "spc_3sigma"}
    names |= {f"{learner}@{rule}" for learner in LEARNERS for rule in ("0.5", "threshold")}
    assert set(ladder.index) == names


def test_without_outcomes_the_ladder_says_not_declared(evaluated: duckdb.DuckDBPyConnection) -> None:
    ladder = read_ladder(evaluated, "without_outcomes")
    assert set(ladder["evidence_status"]) == {"not_declared"}
    assert ladder[["value_per_decision", "ci_low", "difference_to_current"]].isna().all(axis=None)
    assert ladder["acted_rate"].notna().all()


def test_intervals_cover_the_true_values(evaluated: duckdb.DuckDBPyConnection) -> None:
    edge = norm.ppf(1 - TRUE_RATE)
    always = 100 * TRUE_RATE + 30 * norm.pdf(edge) / np.sqrt(2) - 20 * (1 - TRUE_RATE)
    ladder = evaluated.sql(
        "select * from assay_evaluation__policy_values where use_case like 'coverage%' and policy = 'always'"
    ).df()
    covered = ladder["ci_low"].le(always) & ladder["ci_high"].ge(always)
    gain = 0.9 * always
    gain_covered = ladder["difference_ci_low"].le(gain) & ladder["difference_ci_high"].ge(gain)
    assert len(ladder) == 200
    assert 0.88 <= covered.mean() <= 1
    assert 0.88 <= gain_covered.mean() <= 1


def test_intervals_of_metrics_cover_the_true_values(evaluated: duckdb.DuckDBPyConnection) -> None:
    random = np.random.default_rng(11)
    latent = random.normal(size=1_000_000)
    score = 0.8 * (latent + random.normal(size=latent.size) - 0.9) + random.normal(size=latent.size)
    label, probability = latent > norm.ppf(1 - TRUE_RATE), 1 / (1 + np.exp(-score))
    top = probability >= np.quantile(probability, 0.9)
    true_values = {
        "roc_auc": sk.roc_auc_score(label, probability),
        "average_precision": sk.average_precision_score(label, probability),
        "log_loss": sk.log_loss(label, probability),
        "brier": sk.brier_score_loss(label, probability),
        "calibration_bias": probability.mean() - TRUE_RATE,
        "prevalence": TRUE_RATE,
        "lift_at_10": label[top].mean() / TRUE_RATE,
    }
    published = evaluated.sql("select * from assay_evaluation__metrics where use_case like 'coverage%'").df()
    for metric, true_value in true_values.items():
        rows = published[(published["metric"] == metric) & (published["split"] == "test")]
        covered = rows["ci_low"].le(true_value) & rows["ci_high"].ge(true_value)
        assert len(rows) == 200
        assert 0.88 <= covered.mean() <= 1, (metric, covered.mean())


def test_any_number_of_threads_gives_the_same_bytes(tmp_path: Path, evaluated: duckdb.DuckDBPyConnection) -> None:
    database = tmp_path / "assay.duckdb"
    write_upstream(database, coverage_sets=0)
    build_evaluation(database, threads=1)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("use assay_work")
        for table in TABLES:
            query = f"from assay_evaluation__{table} where use_case not like 'coverage%' order by all"
            assert connection.sql(query).fetchall() == evaluated.sql(query).fetchall(), table


def test_grouped_units_have_the_same_errors(tmp_path: Path, evaluated: duckdb.DuckDBPyConnection) -> None:
    database = tmp_path / "assay.duckdb"
    write_upstream(database, coverage_sets=0)
    build_evaluation(database, assay_bootstrap_units=100)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("use assay_work")
        grouped = read_ladder(connection, "plain")
    ladder = read_ladder(evaluated, "plain").loc[grouped.index]
    assert grouped["value_per_decision"].tolist() == ladder["value_per_decision"].tolist()
    ratio = grouped["standard_error"] / ladder["standard_error"]
    # 100 groups know a standard error to about 7 %.
    assert ratio.between(0.75, 1.3).all()


def test_no_use_case_gives_no_rows(tmp_path: Path) -> None:
    database = tmp_path / "assay.duckdb"
    write_upstream(database, coverage_sets=0)
    with duckdb.connect(str(database)) as connection:
        for (table,) in connection.sql("select table_name from duckdb_tables()").fetchall():
            connection.execute(f"delete from assay_work.{table}")
    build_evaluation(database)
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("use assay_work")
        assert [connection.sql(f"from assay_evaluation__{table}").fetchall() for table in TABLES] == [[]] * len(TABLES)
