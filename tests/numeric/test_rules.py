"""Rules of trees: which decisions follow them, and what these are worth."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.tree import DecisionTreeRegressor

from assay.evaluation.surrogates import DEPTH, fit_surrogate
from assay.training.examples import feature_matrix
from assay.training.scoring import score_form


def test_a_surrogate_is_the_tree_of_scikit_learn() -> None:
    generator = np.random.default_rng(5)
    features = generator.normal(size=(2000, 4)).astype(np.float32)
    features[generator.random(features.shape) < 0.1] = np.nan
    predictions = 1 / (1 + np.exp(-np.nan_to_num(features[:, 0]) - (np.nan_to_num(features[:, 1]) > 0.5)))
    form, r2 = fit_surrogate(features, predictions)
    model = DecisionTreeRegressor(max_depth=DEPTH, min_samples_leaf=20, random_state=1).fit(features, predictions)
    np.testing.assert_allclose(score_form(form, features), model.predict(features), rtol=0, atol=1e-12)
    assert r2 == pytest.approx(model.score(features, predictions), abs=1e-12)
    assert 0.5 < r2 < 1
    _, constant = fit_surrogate(features, np.full(len(features), 0.25))
    assert constant == 1


def test_every_decision_of_the_demo_follows_the_rule_of_its_leaf(warehouse: duckdb.DuckDBPyConnection) -> None:
    train = warehouse.sql("""
        select features, probability from assay_work.assay_features__examples
        inner join assay_work.assay_evaluation__predictions using (use_case, entity_id, decided_at, split)
        inner join assay_work.assay_evaluation__champions using (use_case, model_version)
        where split = 'train' order by example_number
    """).to_arrow_table()
    form, r2 = fit_surrogate(feature_matrix(train["features"].combine_chunks()).copy(), train["probability"].to_numpy())
    tested = warehouse.sql("""
        select features, value, imitation_r2 from assay_work.assay_evaluation__rule_decisions
        inner join assay_work.assay_evaluation__rules using (use_case, model_version, leaf)
        inner join assay_work.assay_evaluation__rule_trees using (use_case, model_version)
        inner join assay_work.assay_features__examples using (use_case, example_number)
    """).to_arrow_table()
    assert tested.num_rows > 3000
    values = score_form(form, feature_matrix(tested["features"].combine_chunks()))
    np.testing.assert_allclose(tested["value"].to_numpy(), values, rtol=0, atol=1e-12)
    assert tested["imitation_r2"][0].as_py() == pytest.approx(r2, abs=1e-9)


def test_support_confidence_and_money_are_those_of_the_decisions(warehouse: duckdb.DuckDBPyConnection) -> None:
    decisions = warehouse.sql("""
        select rule_number, decisions.*
        from assay_work.assay_evaluation__rule_decisions as decisions
        inner join assay_work.assay_evaluation__rules as leaves using (use_case, model_version, leaf)
        inner join assay.rules as rules using (use_case, model_version, rule)
        order by example_number
    """).df()
    rules = warehouse.sql("from assay.rules order by rule_number").df().set_index("rule_number")
    assert len(rules) == 2**DEPTH
    for number, own in decisions.groupby("rule_number"):
        found = rules.loc[number]
        assert found["n"] == len(own)
        assert found["support_rate"] == pytest.approx(len(own) / len(decisions))
        assert found["acted_rate"] == pytest.approx(own["acts"].mean())
        for name, column in (("mean_label", "label"), ("value_of_acting", "gain")):
            codes = own["cluster_id"].astype("category").cat.codes
            fit = sm.OLS(own[column], np.ones(len(own))).fit(cov_type="cluster", cov_kwds={"groups": codes})
            assert found[name] == pytest.approx(own[column].mean(), abs=1e-9)
            margin = 1.959963984540054 * float(fit.bse.iloc[0])
            assert found[f"{name}_ci_high"] - found[name] == pytest.approx(margin, rel=1e-6)


def test_rules_are_ordered_and_name_the_planted_cause(warehouse: duckdb.DuckDBPyConnection) -> None:
    rules = warehouse.sql("from assay.rules order by rule_number").df()
    assert rules["predicted_value"].is_monotonic_decreasing
    assert rules["rule"].str.contains("etch_pressure_deviation_mtorr").all()
