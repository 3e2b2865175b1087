"""A search over folds against loops by hand, and a search that is killed and goes on."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from dataclasses import replace
from itertools import count
from pathlib import Path
from threading import local
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray
from sklearn import metrics
from sklearn.linear_model import LogisticRegression, Ridge

from assay.inputs.schema import load_schema
from assay.training import search
from assay.training.boosting import SYMMETRIC, bin_features, boost
from assay.training.examples import TrainingSet
from assay.training.learners import LEARNERS
from assay.training.schema import Fit
from assay.training.search import choose, search_parameters
from assay.training.trials import search_missing
from assay.training.tunable import TUNABLES
from tests.numeric.learner_cases import training_set

TREES = {"iterations": 10, "depth": 3, "learning_rate": 0.1, "l2_leaf_reg": 3.0, "border_count": 16, "threads": 1}
WHEN = ("seconds", "finished_at")


def _values(**declared: Any) -> dict[str, Any]:
    return {"low": None, "high": None, "log": False, "choices": [], **declared}


TREE_SPACE = {"depth": _values(low=1, high=4), "learning_rate": _values(low=0.01, high=0.5, log=True)}


def _plan(learner: str, parameters: dict[str, Any], space: dict[str, Any], **budget: Any) -> dict[str, Any]:
    declared = {"method": "tpe", "trials": None, "seconds": None, "patience": None, "space": space}
    declared |= {"trials_per_round": 4, **budget}
    return {
        "learner": learner,
        "task": "regression" if learner == "ridge" else "binary",
        "parameters": json.dumps(parameters),
        "search": json.dumps(declared),
        "fingerprint": "f",
        "seed": 1,
        "search_workers": 1,
    }


def _what(trials: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in trial.items() if name not in WHEN} for trial in trials]


def _standardised(features: NDArray[np.float32]) -> NDArray[np.float64]:
    values = features.astype(float)
    scales = np.nanstd(values, axis=0)
    standardised = (values - np.nanmean(values, axis=0)) / np.where(scales > 0, scales, 1)
    return np.nan_to_num(standardised)


def _losses_by_hand(training: TrainingSet, value: float) -> NDArray[np.float64]:
    rows, losses = _standardised(training.features), []
    for fold in range(1, 6):
        inside = training.folds == fold
        if set(training.labels) == {0, 1}:
            classifier = LogisticRegression(C=value, tol=1e-12, max_iter=1000)
            classifier.fit(rows[~inside], training.labels[~inside])
            losses.append(metrics.log_loss(training.labels[inside], classifier.predict_proba(rows[inside])))
        else:
            ridge = Ridge(alpha=value).fit(rows[~inside], training.labels[~inside])
            losses.append(metrics.root_mean_squared_error(training.labels[inside], ridge.predict(rows[inside])))
    return np.array(losses)


@pytest.mark.parametrize(
    ("learner", "parameter", "rows", "metric"),
    [("logistic", "C", "binary", "log_loss"), ("ridge", "alpha", "quantity", "rmse")],
)
def test_a_grid_equals_a_loop_by_hand(learner: str, parameter: str, rows: str, metric: str) -> None:
    training, choices = training_set(rows), [0.001, 0.1, 10.0, 1000.0]
    space = {parameter: _values(choices=choices)}
    trials = search_parameters(_plan(learner, {parameter: 1.0}, space, method="grid"), training, None)
    by_hand = [_losses_by_hand(training, value) for value in choices]
    means, errors = np.mean(by_hand, axis=1), np.std(by_hand, axis=1, ddof=1) / np.sqrt(5)
    assert [trial["parameters"] for trial in trials] == [{parameter: value} for value in choices]
    assert {(trial["metric"], trial["state"]) for trial in trials} == {(metric, "complete")}
    np.testing.assert_allclose([trial["value"] for trial in trials], means, rtol=1e-5)
    np.testing.assert_allclose([trial["standard_error"] for trial in trials], errors, rtol=1e-4)
    near = [value for value, mean in zip(choices, means, strict=True) if mean <= means.min() + errors[means.argmin()]]
    simplest = min(near) if learner == "logistic" else max(near)
    assert [trial["parameters"][parameter] for trial in trials if trial["is_chosen"]] == [simplest]


def test_every_pair_of_a_grid_is_tried_once() -> None:
    space = {"depth": _values(choices=[1, 2]), "learning_rate": _values(choices=[0.1, 0.3])}
    trials = search_parameters(_plan("boosted_trees", TREES, space, method="grid"), training_set("binary"), None)
    tried = [(trial["parameters"]["depth"], trial["parameters"]["learning_rate"]) for trial in trials]
    assert tried == [(1, 0.1), (1, 0.3), (2, 0.1), (2, 0.3)]


@pytest.mark.parametrize("method", ["random", "tpe"])
def test_the_same_search_tries_the_same(method: str) -> None:
    plan = _plan("boosted_trees", TREES, TREE_SPACE, method=method, trials=12)
    first, second = (search_parameters(plan, training_set("binary"), None) for _ in range(2))
    assert _what(first) == _what(second)
    assert len({json.dumps(trial["parameters"]) for trial in first}) == 12
    assert all(1 <= trial["parameters"]["depth"] <= 4 for trial in first)
    assert all(0.01 <= trial["parameters"]["learning_rate"] <= 0.5 for trial in first)
    pruned = [trial for trial in first if trial["state"] == "pruned"]
    assert pruned, "no trial was cut short"
    assert not any(trial["is_chosen"] for trial in pruned)
    other = search_parameters({**plan, "seed": 2}, training_set("binary"), None)
    assert _what(other) != _what(first)


@pytest.mark.parametrize("method", ["random", "tpe"])
def test_trials_side_by_side_are_those_one_after_the_other(method: str) -> None:
    # More than ten trials, because TPE learns nothing before.
    plan = _plan("boosted_trees", TREES, TREE_SPACE, method=method, trials=18)
    alone, beside, crowded = (
        search_parameters({**plan, "search_workers": workers}, training_set("binary"), None) for workers in (1, 2, 4)
    )
    assert _what(alone) == _what(beside) == _what(crowded)
    assert {trial["state"] for trial in alone} == {"complete", "pruned"}
    other_rounds = _plan("boosted_trees", TREES, TREE_SPACE, method=method, trials=18, trials_per_round=1)
    others = search_parameters(other_rounds, training_set("binary"), None)
    same = [trial["parameters"] for trial in others] == [trial["parameters"] for trial in alone]
    assert same == (method == "random")


def _count_fits(monkey: pytest.MonkeyPatch, kill_in_trial: int | None = None) -> list[dict[str, Any]]:
    """Note the parameters of every fit; kill the process in the second fold of a trial, or of one after it."""
    fitted: list[dict[str, Any]] = []
    trees = LEARNERS["boosted_trees"]

    def fit(training: TrainingSet, parameters: dict[str, Any], seed: int) -> Fit:
        fitted.append(parameters)
        different = {json.dumps(each) for each in fitted}
        if kill_in_trial and len(different) >= kill_in_trial and training.only_fold == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return trees.fit(training, parameters, seed)

    monkey.setitem(search.LEARNERS, "boosted_trees", replace(trees, fit=fit))
    return fitted


def _search_until_killed(plan: dict[str, Any], journal: Path, trial: int) -> None:
    with pytest.MonkeyPatch.context() as monkey:
        _count_fits(monkey, trial)
        search_parameters(plan, training_set("binary"), journal)


@pytest.mark.parametrize(("method", "workers", "killed_in"), [("grid", 1, 4), ("tpe", 1, 4), ("tpe", 2, 13)])
def test_a_killed_search_goes_on_where_it_was(
    method: str, workers: int, killed_in: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = {"depth": _values(choices=[1, 2, 3]), "learning_rate": _values(choices=[0.1, 0.3])}
    plan = _plan("boosted_trees", TREES, grid if method == "grid" else TREE_SPACE, method=method)
    plan["search"] = json.dumps({**json.loads(plan["search"]), "trials": None if method == "grid" else 16})
    plan["search_workers"] = workers
    arguments = (plan, tmp_path / "journal", killed_in)
    child = multiprocessing.get_context("spawn").Process(target=_search_until_killed, args=arguments)
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    fitted = _count_fits(monkeypatch)
    resumed = search_parameters(plan, training_set("binary"), tmp_path / "journal")
    again = [each for place, each in enumerate(fitted) if each not in fitted[:place]]
    if workers == 1:
        assert again == [trial["parameters"] for trial in resumed[killed_in - 1 :]]
    # Of the round that was killed, any may have ended.
    assert 1 <= len(again) <= 16 - killed_in + 1
    assert _what(resumed) == _what(search_parameters(plan, training_set("binary"), None))
    fitted.clear()
    assert _what(search_parameters(plan, training_set("binary"), tmp_path / "journal")) == _what(resumed)
    assert not fitted


def test_what_may_be_declared_can_be_ordered() -> None:
    space = load_schema()["properties"]["tuning"]["properties"]["space"]["properties"]
    declared = {
        (name, ranges["properties"]["low"]["type"] == "integer")
        for learner in space.values()
        for name, ranges in learner["properties"].items()
    }
    assert set(space) == set(LEARNERS) - {"constant", "persistence", "linear", "kmeans", "pca", "isolation_forest"}
    assert declared == {(name, rule.whole) for name, rule in TUNABLES.items()}


def test_patience_and_seconds_end_a_search() -> None:
    training = training_set("quantity")
    choices = [1.0, 1e6, 1e7, 1e8, 1e9, 0.5]
    space = {"alpha": _values(choices=choices)}
    # Patience is asked for at the end of a round.
    for round_trials, tried in ((1, 3), (2, 4), (4, 4), (6, 6)):
        plan = _plan("ridge", {}, space, method="grid", patience=2, trials_per_round=round_trials)
        patient = search_parameters(plan, training, None)
        assert [trial["parameters"]["alpha"] for trial in patient] == choices[:tried]
    hurried = search_parameters(_plan("ridge", {}, space, method="grid", seconds=1e-9), training, None)
    assert len(hurried) == 1


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize(
    ("budget", "trials"),
    [
        ({"paid_seconds": 5}, 1),
        ({"paid_seconds": 39}, 3),
        ({"paid_seconds": 40}, 4),
        ({"paid_seconds": 69}, 6),
        ({"paid_seconds": 1e9}, 9),
        ({"seconds": 10}, 1),
        ({"seconds": 41}, 5),
        ({"seconds": 41, "paid_seconds": 40}, 4),
    ],
)
def test_a_budget_ends_a_search_where_it_would_be_overspent(
    workers: int, budget: dict[str, float], trials: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each trial takes ten seconds by the clock of its thread; a kill takes the first trial of the last round away."""
    clocks = local()
    monkeypatch.setattr(search.time, "perf_counter", lambda: next(clocks.__dict__.setdefault("clock", count(0, 10))))
    space = {"alpha": _values(choices=[float(alpha) for alpha in range(1, 10)])}
    plan = _plan("ridge", {}, space, method="grid", seconds=budget.get("seconds")) | {"search_workers": workers}
    journal, paid = tmp_path / "journal", budget.get("paid_seconds", np.inf)
    found = search_parameters(plan, training_set("quantity"), journal, paid_seconds=paid)
    assert [trial["parameters"]["alpha"] for trial in found] == list(range(1, trials + 1))
    if trials > 4:
        lost = f'"place": {4 * ((trials - 1) // 4)},'
        journal.write_text("\n".join(line for line in journal.read_text().splitlines() if lost not in line))
        resumed = search_parameters(plan, training_set("quantity"), journal, paid_seconds=paid)
        assert _what(resumed) == _what(found)


def _store_search(connection: duckdb.DuckDBPyConnection, **budget: Any) -> None:
    """Write the rows and the plan of one search as the stages before training would."""
    training = training_set("quantity")
    rows = pa.table(
        {
            "features": list(training.features),
            "label": training.labels,
            "fold": training.folds.astype(np.int32),
            "learned_from_fold": pa.nulls(len(training.labels), pa.int32()),
        }
    )
    plan = _plan("ridge", {}, {"alpha": _values(choices=[1.0, 2.0])}, method="grid", **budget)
    plan |= {"use_case": "shop", "model_version": "ridge-1", "status": "fit"}
    plan |= {"feature_count": training.features.shape[1], "training_rows": len(training.labels), "sampled_rows": None}
    plan |= {"search_workers": None}
    connection.register("arriving", rows)
    connection.execute("create table examples as select 'shop' as use_case, 'train' as split, * from arriving")
    connection.register("planned", pa.Table.from_pylist([plan]))
    connection.execute(
        "create table plans as select * replace (sampled_rows::bigint as sampled_rows,"
        " search_workers::int as search_workers) from planned"
    )
    connection.execute("create table assumptions (use_case text, name text, expected_value double)")


def test_a_budget_in_money_needs_the_price_of_an_hour() -> None:
    with duckdb.connect() as connection:
        _store_search(connection, amount=1e-9)
        with pytest.raises(ValueError, match=r"shop: tuning\.amount needs the assumption compute_hour_amount"):
            search_missing(connection, "examples", "plans", None, "assumptions")
        connection.execute("insert into assumptions values ('shop', 'compute_hour_amount', 1000)")
        assert search_missing(connection, "examples", "plans", None, "assumptions")["trial"].to_pylist() == [1]
        connection.execute("update assumptions set expected_value = 1e-9")
        assert search_missing(connection, "examples", "plans", None, "assumptions")["trial"].to_pylist() == [1, 2]


@pytest.mark.parametrize(("is_ordered", "fold", "judged"), [(False, 0, 1), (False, 1, 2), (True, 0, 4), (True, 3, 2)])
@pytest.mark.parametrize("learner", ["boosted_trees", "boosted_leafwise"])
def test_boosting_stops_where_a_fold_of_its_own_rows_says(
    learner: str, is_ordered: bool, fold: int, judged: int
) -> None:
    training = training_set("binary")
    if is_ordered:
        # The first of five blocks is only learned from, and a block is from the one that comes next.
        training.learned_from = training.folds
        training.folds = np.where(training.folds == 1, -1, training.folds - 1).astype(np.int8)
    features, labels, folds = training.features, training.labels, training.folds
    leaves = {"max_leaves": 6, "min_data_in_leaf": 10} if learner == "boosted_leafwise" else {}
    growth = {"grow_policy": "Lossguide", **leaves} if leaves else SYMMETRIC
    parameters = {**TREES, "iterations": 200, "learning_rate": 0.3, "early_stopping_rounds": 8, **leaves}
    known = folds < fold if is_ordered and fold else folds != fold
    learned = known & (folds < judged if is_ordered else folds != judged)
    rows = bin_features(replace(training), parameters).slice(np.flatnonzero(learned))
    model = boost(rows, parameters, 1, options=growth)
    losses = [
        metrics.log_loss(labels[folds == judged], probabilities)
        for probabilities in model.staged_predict_proba(features[folds == judged])
    ]
    best = 0
    for step, loss in enumerate(losses):
        if loss < losses[best]:
            best = step
        elif step - best >= 8:
            break
    form = LEARNERS[learner].fit(training, parameters, 1).forms[fold]["1"]
    assert best + 1 < 200
    assert len(form.node_features if leaves else form.tree_features) == best + 1


def test_the_simplest_within_one_standard_error_is_chosen() -> None:
    def trial(value: float, depth: int, rate: float, state: str = "complete") -> dict[str, Any]:
        parameters = {"depth": depth, "learning_rate": rate, "threads": 2}
        return {"value": value, "standard_error": 0.02, "state": state, "parameters": parameters}

    trials = [
        trial(0.500, 6, 0.1),
        trial(0.515, 3, 0.3),
        trial(0.519, 3, 0.1),
        trial(0.521, 1, 0.1),
        trial(0.505, 2, 0.1, "pruned"),
    ]
    assert choose(trials) == 2
