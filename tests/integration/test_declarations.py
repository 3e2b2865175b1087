"""A wrong declaration stops before anything is written, with the same sentence from dbt and from `assay check`."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from typer.testing import CliRunner

from assay.cli import app
from assay.inputs.check import check_project
from tests.conftest import run_dbt
from tests.integration.conftest import write_project

# What stands in `visits`: 30 visits, one a day, of which every third returned.
VISITS = "visit_id,visited_at,shop,spend,returned,returned_at,gift\n" + "".join(
    f"v{i:02d},2024-01-{i:02d} 09:00:00,{'north' if i % 2 else 'south'},{10 + i},"
    f"{'true' if i % 3 == 0 else 'false'},2024-03-01,{i}\n"
    for i in range(1, 31)
)
# Of the first visit nothing is noted in a form that a machine could read.
WORDS = ["maybe,n/a,soon", *["yes,2,2024-03-01"] * 29]
SEEDS = {
    "visits": VISITS,
    "visits_twice": VISITS + "v30,2024-01-30 09:00:00,south,1,false,2024-03-01,1\n",
    "visits_with_last_label": VISITS.replace("gift\n", "gift,last_label\n", 1).replace(
        ",2024-03-01,", ",2024-03-01,1,"
    ),
    "visits_without_time": VISITS + "v31,,south,1,false,2024-03-01,1\n",
    "visits_without_key": VISITS + ",2024-01-31 09:00:00,south,1,false,2024-03-01,1\n",
    "visits_in_future": VISITS + "v31,2999-01-01 09:00:00,south,1,false,2024-03-01,1\n",
    "visits_in_words": "".join(
        f"{line},{words}\n" for line, words in zip(VISITS.splitlines(), ["flag,amount,noted", *WORDS], strict=True)
    ),
    "visits_in_rows": VISITS + "".join(f"w{i},2024-02-01 09:00:00,south,1,false,2024-03-01,1\n" for i in range(80)),
    "shop_assumptions": "use_case,name,distribution,low,mode,high\nreturns,voucher,uniform,5,,15\n",
    "broken_assumptions": "use_case,name,distribution,low,mode,high\n"
    "returns,Voucher Cost,fixed,,5,\n"
    "returns,effort,guassian,1,2,3\n"
    "returns,gift,fixed,,5,\n"
    "returns,late,triangular,3,2,1\n"
    "returns,loss,lognormal,0,1,2\n"
    "returns,part,uniform,1,2,\n"
    "returns,twin,fixed,,1,\n"
    "returns,twin,fixed,,2,\n"
    "retrns,rate,fixed,,1,\n",
    "broken_rules": "use_case,rule,dataset,column_name,check_type\n"
    "returns,spend is known,visits,spend,not_null\nreturns,twins,visit,visit_id,unique\n",
    "broken_cost_lines": "use_case,name,mode\nreturns,people,100\n",
    "broken_team": "use_case,member,role,fte_rate,starts_on\n"
    "returns,Ada,lead,full,2024-02-01\nreturns,Bo,owner,0.5,spring\n",
}
# A name that a CSV file cannot bring into the warehouse.
QUOTED = 'select *, spend as "net ""spend""" from {{ ref("visits") }}'
SOUND: dict[str, Any] = {
    "entity": {"relation": "visits", "key": "visit_id", "time": "visited_at"},
    "label": {"sql": "returned", "known_at": "returned_at"},
    "segments": ["shop"],
    "policies": [{"name": "no_voucher", "sql": "false", "current": True}, {"name": "big_spender", "sql": "spend > 30"}],
    "outcomes": {"tp": "spend - voucher", "fp": "-voucher", "fn": 0, "tn": 0},
    "metrics": [{"name": "spend_mean", "sql": "spend"}],
    "split": {"method": "time", "valid": 0.2, "test": 0.2},
}
UNLABELLED: dict[str, Any] = {"label": None, "policies": None, "outcomes": None}
MULTICLASS: dict[str, Any] = SOUND | {"task": "multiclass", "outcomes": {}}
PLACE = "assay_use_cases.returns"
SCALAR = "must be one scalar expression; "

# Where to change the sound declaration, what to put there (None takes the key away), and what must be said.
SPACE = "tuning.space.boosted_trees"
TUNING_CASES: list[tuple[str, Any, str]] = [
    ("tuning", {"method": method, **budget, "space": {learner: ranges}}, sentence)
    for method, budget, learner, ranges, sentence in (
        ("tpe", {}, "boosted_trees", {"dept": {}}, f"{SPACE}.dept: unknown key; did you mean 'depth'?"),
        ("tpe", {}, "boosted_trees", {"depth": {"low": 0, "high": 3}}, f"{SPACE}.depth.low: must be at least 1, not 0"),
        ("tpe", {}, "boosted_trees", {"depth": {"low": 2}}, f"{SPACE}.depth: needs either low and high, or choices"),
        ("grid", {}, "boosted_trees", {"depth": {"low": 2, "high": 4}}, f"{SPACE}.depth: a grid needs choices"),
        ("random", {}, "boosted_trees", {"depth": {"low": 4, "high": 4}}, f"{SPACE}.depth: low must be less than high"),
        (
            "tpe",
            {},
            "boosted_trees",
            {"l2_leaf_reg": {"low": 0, "high": 4, "log": True}},
            f"{SPACE}.l2_leaf_reg.low: must be more than 0 where log is true",
        ),
        ("grid", {}, "boosted_trees", {"depth": {"choices": [2, 2]}}, f"{SPACE}.depth.choices: names a value twice"),
        (
            "tpe",
            {},
            "random_forest",
            {"max_depth": {"choices": [2, 3]}},
            "tuning.space.random_forest: the learners of the use case are logistic, boosted_trees",
        ),
        ("tpe", {}, "boosted_trees", {}, "tuning.space: names no parameter to search"),
        (
            "grid",
            {"trials": 3},
            "boosted_trees",
            {"depth": {"choices": [2, 3]}},
            "tuning.trials: a grid has as many trials as points",
        ),
        (
            "tpe",
            {"nested": "yes"},
            "boosted_trees",
            {"depth": {"low": 2, "high": 4}},
            "tuning.nested: must be true or false, not 'yes'",
        ),
    )
]
CHANGEABLE_CASES: list[tuple[str, Any, str]] = [
    ("decision", {"changeable": items}, f"decision.changeable{sentence}")
    for items, sentence in (
        ([{"column": "spend"}], "[0].amount_per_unit: missing; it is required"),
        (
            [{"column": "spend", "amount_per_unit": 1, "direction": "left"}],
            "[0].direction: 'left' is not one of any, up, down",
        ),
        ([{"column": "spend", "amount_per_unit": 1, "step": 0}], "[0].step: must be more than 0, not 0"),
        ([{"column": "spend", "amount_per_unit": 1, "low": 9, "high": 9}], "[0]: low must be less than high"),
        (
            [{"column": "spend", "amount_per_unit": 1}, {"column": "Spend", "amount_per_unit": 2}],
            "[1].column: 'Spend' is named twice",
        ),
        (
            [{"column": "spent", "amount_per_unit": 1}],
            "[0].column: 'spent' is not a column of visits; did you mean 'spend'?",
        ),
    )
]
IN_WORDS: dict[str, Any] = {"entity": SOUND["entity"] | {"relation": "visits_in_words"}}
CURRENT = SOUND["policies"][0]
READING_CASES: list[tuple[str, Any, str]] = [
    ("policies[1].sql", "shop", "policies[1].sql: not true or false in 30 rows, such as 'north'"),
    (
        "policies[1].sql",
        "cast(shop as integer) > 3",
        "policies[1].sql: cannot be computed in 30 rows, such as visit_id 'v01'",
    ),
    (
        "label.sql",
        "strptime(shop, '%Y') > visited_at",
        "label.sql: cannot be computed in 30 rows, such as visit_id 'v01'",
    ),
    ("label.known_at", "spend", "label.known_at: not a time in 30 rows, such as '11'"),
    ("outcomes.tp", "'ten'", "outcomes.tp: not a number in 30 rows, such as 'ten'"),
    *[
        ("", IN_WORDS | change, f"{sentence} in 1 row, such as '{example}'")
        for change, sentence, example in (
            (
                {"policies": [CURRENT, {"name": "flagged", "sql": "flag"}]},
                "policies[1].sql: not true or false",
                "maybe",
            ),
            ({"outcomes": SOUND["outcomes"] | {"fp": "amount"}}, "outcomes.fp: not a number", "n/a"),
            ({"label": {"sql": "returned", "known_at": "noted"}}, "label.known_at: not a time", "soon"),
            ({"metrics": [{"name": "mean", "sql": "amount"}]}, "metrics[0].sql: not a number", "n/a"),
            (
                {"metrics": [{"name": "mean", "sql": "spend", "ceiling": "amount"}]},
                "metrics[0].ceiling: not a number",
                "n/a",
            ),
            (
                {
                    "realisation": {
                        "metric": "spend_mean",
                        "methods": ["randomised"],
                        "assignment": "flag",
                        "starts_at": "2024-01-10",
                    }
                },
                "realisation.assignment: not true or false",
                "maybe",
            ),
            (
                {
                    "task": "regression",
                    "label": {"sql": "gift"},
                    "outcomes": {"value": "spend - abs(prediction - actual)"},
                    "policies": [CURRENT, {"name": "as_noted", "sql": "true", "prediction": "amount"}],
                },
                "policies[1].prediction: not a number",
                "n/a",
            ),
            (
                {
                    "task": "regression",
                    "label": {"sql": "gift"},
                    "outcomes": {"value": "case when prediction = actual then amount else '0' end"},
                    "policies": [CURRENT],
                },
                "outcomes.value: not a number",
                "n/a",
            ),
        )
    ],
]
CASES: list[tuple[str, Any, str]] = [
    *TUNING_CASES,
    *READING_CASES,
    *CHANGEABLE_CASES,
    (
        "",
        {
            "task": "regression",
            "label": {"sql": "gift"},
            "outcomes": None,
            "decision": {"changeable": [{"column": "spend", "amount_per_unit": 1}]},
        },
        "decision.changeable: only a binary task has a decision that could be turned; the task is regression",
    ),
    ("polices", [], "polices: unknown key; did you mean 'policies'?"),
    ("entity.colour", "red", "entity.colour: unknown key; known keys are relation, key, time, cluster, subject"),
    ("entity.key", None, "entity.key: missing; it is required"),
    ("policies", None, "policies: missing; it is required"),
    ("policies[1].sql", None, "policies[1].sql: missing; it is required"),
    ("segments", "shop", "segments: must be a list, not 'shop'"),
    ("entity", ["visits"], "entity: must be a mapping, not a list"),
    ("label.sql", True, "label.sql: must be text, not true"),
    ("label.wait_days", 1.5, "label.wait_days: must be a whole number, not 1.5"),
    ("policies[0].current", "yes please", "policies[0].current: must be true or false, not 'yes please'"),
    ("outcomes.tp", [1], "outcomes.tp: must be text or a number, not a list"),
    ("volume", {"units_per_month": "many"}, "volume.units_per_month: must be a number, not 'many'"),
    ("label.sql", "", "label.sql: must not be empty"),
    ("policies", [], "policies: must not be empty"),
    (
        "features",
        {"encodings": [{"column": "spend", "encoding": "standard_scalar"}]},
        "features.encodings[0].encoding: 'standard_scalar' is not one of standard_scaler, min_max_scaler, "
        "max_abs_scaler, robust_scaler, imputer, bucketize, quantile_bucketize, normalizer, polynomial_expand, "
        "feature_cross, one_hot_encoder, label_encoder, target, weight_of_evidence, hash_bucketize, "
        "multi_hot_encoder, bag_of_words, ngrams, tf_idf, cyclic; did you mean 'standard_scaler'?",
    ),
    *[
        ("features", {"encodings": [entry]}, f"features.encodings[0]{sentence}")
        for entry, sentence in (
            (
                {"column": "spend", "encoding": "normalizer"},
                ": normalizer takes several columns; name them under columns",
            ),
            ({"encoding": "imputer"}, ": imputer needs either column or kind"),
            (
                {"columns": ["spend"], "encoding": "normalizer"},
                ".columns: one column is named; at least two are needed",
            ),
            ({"kind": "text", "encoding": "imputer"}, ".kind: imputer reads numeric columns, not text"),
            ({"column": "spend", "encoding": "imputer", "degree": 2}, ".degree: imputer has no such parameter"),
            ({"column": "spend", "encoding": "bucketize"}, ".edges: missing; bucketize needs it"),
            ({"column": "spend", "encoding": "bucketize", "edges": [2, 1]}, ".edges: must ascend"),
            (
                {"column": "shop", "encoding": "ngrams", "sizes": [2]},
                ".sizes: must be the smallest and the largest number of words",
            ),
            (
                {"columns": ["spend", "gift"], "encoding": "normalizer", "power": 0.5},
                ".power: must be 0 or at least 1, not 0.5",
            ),
            (
                {"column": "spent", "encoding": "imputer"},
                ".column: 'spent' is not a column of visits; did you mean 'spend'?",
            ),
            (
                {"columns": ["spend", "gifts"], "encoding": "normalizer"},
                ".columns[1]: 'gifts' is not a column of visits; did you mean 'gift'?",
            ),
        )
    ],
    (
        "task",
        "binry",
        "task: 'binry' is not one of binary, multiclass, regression, clustering, reduction, anomaly;"
        " did you mean 'binary'?",
    ),
    ("task", "regression", "outcomes.tp: only a binary task has it; the task is regression"),
    ("split.method", "weekday", "split.method: 'weekday' is not one of time, random, column"),
    (
        "learners",
        ["logistics"],
        "learners[0]: 'logistics' is not one of persistence, linear, ridge, lasso, elastic_net, poisson, gamma,"
        " tweedie, logistic, naive_bayes, decision_tree, explainable_boosting, random_forest, boosted_trees,"
        " boosted_leafwise, kmeans, pca, isolation_forest; did you mean 'logistic'?",
    ),
    (
        "learners",
        ["logistic", "ridge"],
        "learners[1]: ridge does not serve the task binary; persistence, logistic, naive_bayes, decision_tree,"
        " explainable_boosting, random_forest, boosted_trees, boosted_leafwise can",
    ),
    ("label.wait_days", -3, "label.wait_days: must be at least 0, not -3"),
    ("split.embargo_days", -1, "split.embargo_days: must be at least 0, not -1"),
    ("validation", {"method": "random", "embargo_days": 2}, "validation.embargo_days: only folds by time have it"),
    ("training", {"retrain": "schedule"}, "training: a schedule needs every_days or every_months"),
    ("training", {"every_days": 3}, "training: only a schedule has every_days and every_months"),
    ("split.valid", 1.5, "split.valid: must be less than 1, not 1.5"),
    ("volume", {"sample_fraction": 0}, "volume.sample_fraction: must be more than 0, not 0"),
    ("money", {"discount_rate_annual": 10}, "money.discount_rate_annual: must be at most 1, not 10"),
    ("split.test", 0.8, "split: valid and test together must be less than 1, not 1.0"),
    ("split.method", "column", "split.column: missing; method column needs it"),
    ("split.as_of", "28.12.2025", "split.as_of: '28.12.2025' is not a time like 2025-12-28"),
    ("policies[0].current", False, "policies: none has 'current: true'; exactly one must"),
    ("policies[1].current", True, "policies: no_voucher and big_spender have 'current: true'; exactly one must"),
    ("policies[1].name", "no_voucher", "policies[1].name: 'no_voucher' is the name of an earlier policy"),
    ("policies[1].name", "always", "policies[1].name: 'always' is kept for a built-in policy"),
    ("metrics[0].name", "label_rate", "metrics[0].name: 'label_rate' is kept for a built-in metric"),
    ("outcomes.tn", None, "outcomes.tn: missing; all four outcomes are needed, or none"),
    ("", UNLABELLED | {"task": "reduction", "label": SOUND["label"]}, "label: the task reduction has no use for it"),
    (
        "",
        UNLABELLED | {"task": "clustering", "policies": SOUND["policies"]},
        "policies: the task clustering has no use for it",
    ),
    ("", UNLABELLED | {"task": "anomaly"}, "contamination: missing; it is required"),
    ("contamination", 0.1, "contamination: the task binary has no use for it"),
    (
        "",
        UNLABELLED | {"task": "anomaly", "contamination": 0.1, "outcomes": SOUND["outcomes"]},
        "outcomes: have no use without label.sql",
    ),
    (
        "",
        UNLABELLED | {"task": "anomaly", "contamination": 0.1, "label": SOUND["label"], "policies": None},
        "policies: missing; it is required",
    ),
    (
        "",
        UNLABELLED | {"task": "clustering", "clusters": {"least": 5, "most": 4}},
        "clusters: least must not be more than most",
    ),
    (
        "",
        UNLABELLED | {"task": "reduction", "components": {"count": 2, "explained": 0.9}},
        "components: count and explained cannot both be declared",
    ),
    (
        "",
        UNLABELLED | {"task": "clustering", "learners": ["pca"]},
        "learners[0]: pca does not serve the task clustering; kmeans can",
    ),
    (
        "outcomes",
        {"value": "prediction - actual"},
        "outcomes.value: only a regression or a multiclass task has it; the task is binary",
    ),
    (
        "",
        {"task": "regression", "label": {"sql": "gift"}, "outcomes": {"value": "spend - prediction"}},
        "policies[1].prediction: missing; outcomes.value needs the quantity or class that a policy acts on",
    ),
    (
        "",
        {
            "task": "regression",
            "label": {"sql": "gift"},
            "policies": SOUND["policies"][:1],
            "outcomes": {"value": "voucher - abs(predicted - actual)"},
        },
        "outcomes.value: 'predicted' is neither a column of visits nor a declared assumption; did you mean"
        " 'prediction'?",
    ),
    ("segments", ["shop", "gift", "Shop"], "segments[2]: Shop is named twice"),
    (
        "",
        {"task": "regression", "outcomes": None, "label": {"sql": "case when gift > 20 then spend / 0 else spend end"}},
        "label.sql: not a finite number in 10 rows, such as 'inf'",
    ),
    ("learners", ["logistic", "logistic"], "learners[1]: logistic is named twice"),
    ("baseline", {"from": "01.01.2024"}, "baseline.from: '01.01.2024' is not a day like 2025-12-28"),
    ("baseline", {"until": "2024-13-01"}, "baseline.until: '2024-13-01' is not a day like 2025-12-28"),
    ("drivers", ["shp"], "drivers[0]: 'shp' is not a column of visits; did you mean 'shop'?"),
    (
        "metrics[0].ceiling",
        "spnd",
        "metrics[0].ceiling: 'spnd' is neither a column of visits nor a declared assumption; did you mean 'spend'?",
    ),
    (
        "split",
        {"method": "column", "column": "shop"},
        "split.column: shop is train in none of 30 rows; train, valid and test are read",
    ),
    (
        "decision",
        {"changeable": [{"column": "shop", "amount_per_unit": 1}]},
        "decision.changeable[0].column: shop is VARCHAR; a number is needed",
    ),
    (
        "features",
        {"encodings": [{"column": "shop", "encoding": "standard_scaler"}]},
        "features.encodings[0].column: shop is VARCHAR; a numeric column is needed",
    ),
    (
        "colour",
        "red",
        "colour: unknown key; known keys are problem, task, entity, label, features, segments, drivers, groups,"
        " datasets, policies, outcomes, metrics, baseline, decision, volume, money, risk_tolerance, pilot, split,"
        " validation, training, calibration, learners, tuning, privacy, clusters, components, contamination,"
        " realisation, timeliness",
    ),
    ("policies[1].prediction", "spend", "policies[1].prediction: has no use without outcomes.value"),
    (
        "",
        {
            "task": "regression",
            "label": {"sql": "gift"},
            "policies": [SOUND["policies"][0], SOUND["policies"][1] | {"prediction": "spendd"}],
            "outcomes": {},
        },
        "policies[1].prediction: 'spendd' is neither a column of visits nor a declared assumption; did you mean"
        " 'spend'?",
    ),
    ("features", {"include": ["spend"], "exclude": ["gift"]}, "features: include and exclude cannot both be declared"),
    (
        "learners",
        ["persistence"],
        "learners: persistence repeats the last known label; declare features.last_label: true",
    ),
    (
        "",
        {"task": "multiclass", "outcomes": {}, "features": {"last_label": True}},
        "features.last_label: needs one label per decision, 0 or 1 or a quantity; the task is multiclass",
    ),
    (
        "",
        {"entity": {**SOUND["entity"], "relation": "visits_with_last_label"}, "features": {"last_label": True}},
        "features.last_label: visits_with_last_label has a column of the same name; rename the column",
    ),
    ("datasets", ["visits", "a b"], "datasets[1]: 'a b' is neither the name of a model or seed nor source.table"),
    ("entity.relation", "a.b.c", "entity.relation: 'a.b.c' is neither the name of a model or seed nor source.table"),
    # beside the data
    ("entity.key", "visit", "entity.key: 'visit' is not a column of visits"),
    ("entity.time", "visitd_at", "entity.time: 'visitd_at' is not a column of visits; did you mean 'visited_at'?"),
    ("segments", ["shop", "shp"], "segments[1]: 'shp' is not a column of visits; did you mean 'shop'?"),
    ("entity.time", "shop", "entity.time: shop is VARCHAR; a time is needed"),
    (
        "outcomes.tp",
        "spnd - voucher",
        "outcomes.tp: 'spnd' is neither a column of visits nor a declared assumption; did you mean 'spend'?",
    ),
    ("policies[1].sql", "spend >", "policies[1].sql: not an SQL expression: spend >"),
    ("policies[1].sql", "true) , (false", "policies[1].sql: not an SQL expression: true) , (false"),
    ("policies[1].sql", "true -- always", "policies[1].sql: not an SQL expression: true -- always"),
    ("policies[1].sql", "true; drop table visits", "policies[1].sql: not an SQL expression: true; drop table visits"),
    ("policies[1].sql", "(select true)", f"policies[1].sql: {SCALAR}a subquery is not allowed"),
    ("policies[1].sql", "spend > avg(spend)", f"policies[1].sql: {SCALAR}the aggregate function avg is not allowed"),
    ("policies[1].sql", "row_number() over () < 3", f"policies[1].sql: {SCALAR}a window function is not allowed"),
    ("policies[1].sql", "returned, true", f"policies[1].sql: {SCALAR}a list of expressions is not allowed"),
    ("policies[1].sql", "random() < 0.1", f"policies[1].sql: {SCALAR}the volatile function random is not allowed"),
    (
        "policies[1].sql",
        "greatst(spend, 1) > 2",
        "policies[1].sql: 'greatst' is not a function; did you mean 'greatest'?",
    ),
    (
        "policies[1].sql",
        "current_date > visited_at",
        "policies[1].sql: 'current_date' is neither a column of visits nor a declared assumption",
    ),
    (
        "metrics[0].unit_amount",
        "vouchr",
        "metrics[0].unit_amount: 'vouchr' is neither a column of visits nor a declared "
        "assumption; did you mean 'voucher'?",
    ),
    (
        "policies[1].sql",
        "visit_id - visited_at > 1",
        "policies[1].sql: the warehouse refuses it: No function matches the given name and argument types "
        "'-(VARCHAR, TIMESTAMP)'. You might need to add explicit type casts.",
    ),
    (
        "entity.relation",
        "visits_twice",
        "entity: key and time must name one row, but visit_id 'v30' at 2024-01-30 09:00:00 has 2 rows",
    ),
    ("entity.relation", "visits_without_time", "entity.time: visited_at is NULL in 1 row"),
    ("entity.relation", "visits_without_key", "entity.key: visit_id is NULL in 1 row"),
    ("entity.relation", "visits_in_future", "entity.time: visited_at is in the future in 1 row"),
    ("label.sql", "spend > 0", "label.sql: 1 in all 30 rows with a label; two values are needed"),
    ("label.sql", "case when spend < 0 then true end", "label.sql: NULL in all 30 rows"),
    ("label.sql", "shop", "label.sql: not true or false in 30 rows, such as 'north'"),
    (
        "label.sql",
        "case when gift > 25 then shop when gift > 9 then 'yes' else 'no' end",
        "label.sql: not true or false in 5 rows, such as 'north'",
    ),
    (
        "",
        {"task": "regression", "label": {"sql": "shop"}, "outcomes": None},
        "label.sql: not a number in 30 rows, such as 'north'",
    ),
    (
        "entity.relation",
        "visits_quoted",
        'entity.relation: visits_quoted has a column with a quotation mark in its name, net "spend"; rename it',
    ),
    (
        "",
        MULTICLASS | {"label": {"sql": "'it''s one'"}},
        "label.sql: it's one in all 30 rows with a label; two values are needed",
    ),
    (
        "",
        MULTICLASS | {"entity": SOUND["entity"] | {"relation": "visits_in_rows"}, "label": {"sql": "visit_id"}},
        "label.sql: 110 classes; at most 100 can be learned: put rare ones together",
    ),
]
INPUT_SENTENCES = [
    "assay_inputs.team_members.fte_rate: not a number in 1 row, such as 'full'",
    "assay_inputs.team_members.starts_on: not a date in 1 row, such as 'spring'",
    "assay_inputs.assumptions.distribution: 'guassian' is not one of fixed, uniform, triangular, normal, lognormal, "
    "beta",
    "assay_inputs.assumptions.use_case: 'retrns' is not one of returns; did you mean 'returns'?",
    "assay_inputs.assumptions.returns.late: low, mode and high are not in order: 3, 2, 1",
    "assay_inputs.assumptions.returns.Voucher Cost: a name is lower-case letters, digits and underscores and starts "
    "with a letter",
    "assay_inputs.assumptions.returns.gift: visits has a column of the same name; rename the assumption",
    "assay_inputs.assumptions.returns.loss.low: must be more than 0; distribution lognormal needs it",
    "assay_inputs.assumptions.returns.part.high: missing; distribution uniform needs it",
    "assay_inputs.assumptions.returns.twin: declared more than once",
    "assay_inputs.cost_lines: broken_cost_lines has no column kind",
    "assay_inputs.quality_rules.returns.twins: dataset 'visit' is neither the decision relation nor listed in "
    "assay_use_cases.returns.datasets; did you mean 'visits'?",
]
# Lets one dbt process judge many declarations: what the package says of each, as a list of lists.
JUDGE = """
{% macro judge(declarations) %}
    {%- set verdicts = [] -%}
    {%- for declaration in declarations -%}
        {%- set problems = assay._declaration_problems({'returns': declaration}, {}) -%}
        {%- if not problems -%}
            {%- set complete = assay._with_defaults(declaration, assay._declaration_schema()) -%}
            {%- set problems = assay._data_problems('returns', complete) -%}
        {%- endif -%}
        {%- do verdicts.append(problems) -%}
    {%- endfor -%}
    {%- do print('VERDICTS ' ~ tojson(verdicts)) -%}
{% endmacro %}
"""


def _change(place: str, value: Any) -> dict[str, Any]:
    """The sound declaration with one place changed; where none is named, with all that the value holds."""
    declaration: Any = deepcopy(SOUND)
    if not place:
        return dict(declaration) | dict(value)
    *path, last = [
        int(part) if part.isdigit() else part for part in place.replace("[", ".").replace("]", "").split(".")
    ]
    inner = declaration
    for part in path:
        inner = inner[part]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return dict(declaration)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sound declaration whose seeds are built and of which assay has built nothing."""
    folder = write_project(
        tmp_path_factory.mktemp("declarations"),
        models={"visits_quoted": QUOTED},
        seeds=SEEDS,
        variables={"assay_use_cases": {"returns": SOUND}, "assay_inputs": {"assumptions": "shop_assumptions"}},
    )
    (folder / "macros").mkdir()
    (folder / "macros" / "judge.sql").write_text(JUDGE)
    run_dbt("build", "--select", "package:team", directory=folder, database=folder / "assay.duckdb")
    return folder


@pytest.fixture(scope="module")
def verdicts(project: Path) -> list[list[str]]:
    """What the macros say of every broken declaration, and of the sound one at the end."""
    declarations = [_change(place, value) for place, value, _ in CASES] + [SOUND]
    arguments = ["run-operation", "judge", "--args", json.dumps({"declarations": declarations})]
    run = run_dbt("--quiet", *arguments, directory=project, database=project / "assay.duckdb")
    line = next(line for line in run.stdout.splitlines() if "VERDICTS " in line)
    return list(json.loads(line.split("VERDICTS ", maxsplit=1)[1]))


def _declare(project: Path, **variables: Any) -> Path:
    """Write other variables into the project file."""
    path = project / "dbt_project.yml"
    settings = yaml.safe_load(path.read_text())
    settings["vars"] = settings["vars"] | variables
    path.write_text(yaml.safe_dump(settings, sort_keys=False))
    return path


@pytest.fixture
def declared(project: Path) -> Any:
    """Write variables for one test; the sound ones come back after it."""
    original = (project / "dbt_project.yml").read_text()
    yield lambda **variables: _declare(project, **variables)
    (project / "dbt_project.yml").write_text(original)


def _list_tables_of_assay(project: Path) -> list[str]:
    with duckdb.connect(str(project / "assay.duckdb"), read_only=True) as connection:
        return [
            name
            for (name,) in connection.execute(
                "select table_name from information_schema.tables where table_schema in ('assay', 'assay_work')"
            ).fetchall()
        ]


def _check(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("ASSAY_DUCKDB_PATH", str(project / "assay.duckdb"))
    monkeypatch.setenv("DBT_PROFILES_DIR", str(project))
    return [problem.sentence for problem in check_project(project).problems]


@pytest.mark.parametrize(("index", "case"), list(enumerate(CASES)), ids=[f"{case[2][:60]}" for case in CASES])
def test_dbt_and_check_say_the_same_sentence(
    index: int,
    case: tuple[str, Any, str],
    project: Path,
    verdicts: list[list[str]],
    declared: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place, value, sentence = case
    assert verdicts[index] == [f"{PLACE}.{sentence}"]
    declared(assay_use_cases={"returns": _change(place, value)})
    assert _check(project, monkeypatch) == verdicts[index]


def test_a_sound_declaration_is_let_through(
    project: Path, verdicts: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verdicts[-1] == []
    assert _check(project, monkeypatch) == []


def test_mistakes_in_declared_tables_stop_the_build_before_a_table_is_written(
    project: Path, declared: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = deepcopy(SOUND)
    sound["outcomes"] = {"tp": 1, "fp": 0, "fn": 0, "tn": 0}
    declared(
        assay_use_cases={"returns": sound},
        assay_inputs={
            "assumptions": "broken_assumptions",
            "cost_lines": "broken_cost_lines",
            "quality_rules": "broken_rules",
            "team_members": "broken_team",
        },
    )
    run = run_dbt("build", directory=project, database=project / "assay.duckdb", check=False)
    assert run.returncode != 0
    assert [sentence for sentence in INPUT_SENTENCES if sentence not in run.stdout] == []
    assert _list_tables_of_assay(project) == []
    assert sorted(_check(project, monkeypatch)) == sorted(INPUT_SENTENCES)


def test_a_mistake_in_the_declaration_stops_dbt_while_it_parses(project: Path, declared: Any) -> None:
    declared(assay_use_cases={"returns": _change("polices", [])})
    run = run_dbt("build", directory=project, database=project / "assay.duckdb", check=False)
    assert run.returncode != 0
    assert f"{PLACE}.polices: unknown key; did you mean 'policies'?" in run.stdout
    assert _list_tables_of_assay(project) == []


def test_a_relation_that_nothing_makes_stops_dbt_by_name(
    project: Path, declared: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """dbt resolves ref() before a macro can speak, so the sentence is dbt's own; `assay check` names the key."""
    declared(assay_use_cases={"returns": _change("entity.relation", "vists")})
    run = run_dbt("build", directory=project, database=project / "assay.duckdb", check=False)
    assert run.returncode != 0
    assert "depends on a node named 'vists' which was not found" in run.stdout
    assert _list_tables_of_assay(project) == []
    expected = f"{PLACE}.entity.relation: vists is not a model, seed or source of this project; did you mean 'visits'?"
    assert _check(project, monkeypatch) == [expected]


def test_the_command_prints_the_line_and_fails(project: Path, declared: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = declared(assay_use_cases={"returns": _change("polices", [])})
    monkeypatch.setenv("ASSAY_DUCKDB_PATH", str(project / "assay.duckdb"))
    monkeypatch.setenv("DBT_PROFILES_DIR", str(project))
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "polices" in text)
    result = CliRunner().invoke(app, ["check", "--project-dir", str(project)])
    assert result.exit_code == 1
    assert result.stdout == f"dbt_project.yml:{line}: {PLACE}.polices: unknown key; did you mean 'policies'?\n"


def test_a_use_case_declared_twice_is_found_by_the_command_alone(
    project: Path, declared: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """YAML keeps the last of two equal keys, so dbt never sees the first."""
    path = declared()
    lines = path.read_text().splitlines(keepends=True)
    start = lines.index("    returns:\n")
    end = next(
        number for number in range(start + 1, len(lines) + 1) if not "".join(lines[number:]).startswith("      ")
    )
    path.write_text("".join([*lines[:end], *lines[start:end], *lines[end:]]))
    assert _check(project, monkeypatch) == [f"{PLACE}: this use case is declared twice; YAML would keep the last one"]


def test_every_model_of_the_package_waits_for_the_check(project: Path, verdicts: list[list[str]]) -> None:
    """What would not descend from the use cases could be written before they are checked."""
    assert verdicts, "the run that judged them left a manifest"
    manifest = json.loads((project / "target" / "manifest.json").read_text())
    gate = "model.assay.assay_inputs__use_cases"
    checked = {gate}
    models = {
        key: node
        for key, node in manifest["nodes"].items()
        if key.startswith("model.assay.") and "0_demo" not in node["path"]
    }
    while True:
        found = {
            key for key, node in models.items() if key not in checked and checked & set(node["depends_on"]["nodes"])
        }
        if not found:
            break
        checked |= found
    assert set(models) - checked == set()
    assert len(models) > 15
