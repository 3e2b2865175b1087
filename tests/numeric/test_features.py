"""Splits, column roles and encodings of the embedded use case against plain recomputation and scikit-learn."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import OneHotEncoder, TargetEncoder

ENTITIES = """
    fab.fab_wafer_decisions as entities
    inner join assay_work.assay_features__examples as examples
        on entities.wafer_id = examples.entity_id and entities.decided_at = examples.decided_at
"""


def _columns(warehouse: duckdb.DuckDBPyConnection, query: str) -> dict[str, NDArray[Any]]:
    result = warehouse.execute(query).fetchnumpy()
    return {
        name: values.filled(np.nan) if np.ma.isMaskedArray(values) and values.dtype.kind == "f" else np.asarray(values)
        for name, values in result.items()
    }


def _features_of(warehouse: duckdb.DuckDBPyConnection, encoding: str) -> list[tuple[str, int, str | None]]:
    return warehouse.execute(
        "select source_column, position, level from assay_work.assay_features__feature_space"
        " where encoding = ? order by position",
        [encoding],
    ).fetchall()


def _count(warehouse: duckdb.DuckDBPyConnection, query: str) -> int:
    (count,) = warehouse.execute(query).fetchone() or (-1,)
    return int(count)


def test_no_cluster_is_in_two_folds(warehouse: duckdb.DuckDBPyConnection) -> None:
    clusters = "select cluster_id, count(distinct fold) as folds from assay_work.assay_features__splits where fold > 0"
    assert _count(warehouse, f"select count(*) from ({clusters} group by cluster_id) where folds > 1") == 0
    assert _count(warehouse, f"select count(*) from ({clusters} group by cluster_id)") > 100
    assert _count(warehouse, "select count(distinct fold) from assay_work.assay_features__splits") == 5


def test_labels_were_known_when_the_next_window_began(warehouse: duckdb.DuckDBPyConnection) -> None:
    joined = """
        from assay_work.assay_features__splits as splits
        inner join assay_work.assay_inputs__decisions as decisions using (use_case, entity_id, decided_at)
        inner join assay_work.assay_features__split_windows as windows using (use_case)
        inner join assay_work.assay_inputs__use_cases as use_cases using (use_case)
    """
    known = "decisions.label_known_at"
    for wrong in (
        f"split = 'train' and ({known} > valid_from or decided_at >= valid_from)",
        f"split = 'valid' and ({known} > test_from or decided_at >= test_from or decided_at < valid_from)",
        "split = 'test' and decided_at < test_from",
        f"split in ('train', 'valid', 'test') and ({known} > split_as_of or decided_at > split_as_of)",
        "split in ('train', 'valid', 'test', 'embargo') and decisions.label is null",
    ):
        assert _count(warehouse, f"select count(*) {joined} where {wrong}") == 0
    assert _count(warehouse, f"select count(*) {joined}") == _count(
        warehouse, "select count(*) from assay_work.assay_inputs__decisions"
    )


def test_the_test_window_is_the_shortest_that_holds_its_share(warehouse: duckdb.DuckDBPyConnection) -> None:
    window = warehouse.execute("select * from assay_work.assay_features__split_windows").fetchnumpy()
    times = warehouse.execute("""
        select decided_at from assay_work.assay_inputs__decisions as decisions
        inner join assay_work.assay_inputs__use_cases using (use_case)
        where label is not null and decided_at <= split_as_of and label_known_at <= split_as_of
        order by decided_at
    """).fetchnumpy()["decided_at"]
    assert len(times) == window["labelled_rows"][0]
    for start, share in ((window["test_from"][0], 0.2), (window["valid_from"][0], 0.4)):
        assert start in times
        assert (times >= start).sum() >= share * len(times) > (times > start).sum()


def test_keys_label_inputs_policies_and_persons_never_enter(warehouse: duckdb.DuckDBPyConnection) -> None:
    reasons = dict(warehouse.execute("select column_name, reason from assay_work.assay_features__columns").fetchall())
    expected = {
        "wafer_id": "key",
        "lot_id": "key",
        "decided_at": "time",
        "sort_yield": "label",
        "sampled_flag": "policy",
        "spc_alarm": "policy",
        "shift": "group",
        "operator_name": "personal",
        "operator_email": "personal",
    }
    assert {name: reasons[name] for name in expected} == expected
    used = {
        column
        for (column,) in warehouse.execute(
            "select distinct source_column from assay_work.assay_features__feature_space"
        ).fetchall()
    }
    assert used == {name for name, reason in reasons.items() if reason is None}


def test_univariate_auc_equals_scikit_learn(warehouse: duckdb.DuckDBPyConnection) -> None:
    measured = warehouse.execute(
        "select column_name, auc, null_rate from assay_work.assay_features__columns"
        " where kind = 'numeric' and auc is not null"
    ).fetchall()
    assert len(measured) > 3
    for column, auc, null_rate in measured:
        values = _columns(
            warehouse,
            f"select cast({column} as double) as value, examples.label from {ENTITIES} where split = 'train'",
        )
        present = ~np.isnan(values["value"])
        assert auc == pytest.approx(roc_auc_score(values["label"][present], values["value"][present]), abs=1e-12)
        assert null_rate == pytest.approx(1 - present.mean(), abs=1e-12)


def test_numbers_enter_as_they_are_or_centred_in_double(warehouse: duckdb.DuckDBPyConnection) -> None:
    features = warehouse.execute(
        "select source_column, position, centre, scale from assay_work.assay_features__feature_space"
        " where encoding = 'numeric'"
    ).fetchall()
    assert len(features) > 1
    for column, position, centre, scale in features:
        values = _columns(
            warehouse,
            f"select cast({column} as double) as value, features[{position}] as feature from {ENTITIES}",
        )
        np.testing.assert_array_equal(values["feature"], ((values["value"] - centre) / scale).astype(np.float32))


def test_indicators_equal_scikit_learn(warehouse: duckdb.DuckDBPyConnection) -> None:
    features = _features_of(warehouse, "one_hot")
    assert features
    for column in {column for column, _, _ in features}:
        own = [(position, level) for name, position, level in features if name == column]
        items = ", ".join(f"features[{position}] as f{position}" for position, _ in own)
        values = _columns(warehouse, f"select coalesce({column}, '(missing)') as level, {items} from {ENTITIES}")
        encoder = OneHotEncoder(categories=[[level for _, level in own]], handle_unknown="ignore", sparse_output=False)
        expected = encoder.fit_transform(values["level"].astype(object).reshape(-1, 1))
        actual = np.column_stack([values[f"f{position}"] for position, _ in own])
        np.testing.assert_array_equal(actual, expected)


def test_target_encoding_equals_scikit_learn_outside_the_fold(warehouse: duckdb.DuckDBPyConnection) -> None:
    features = _features_of(warehouse, "target")
    assert features
    for column, position, _ in features:
        rows = _columns(
            warehouse,
            f"""select coalesce({column}, '(missing)') as level, coalesce(fold, 0) as fold, split,
                examples.label, features[{position}] as feature from {ENTITIES}""",
        )
        levels = rows["level"].astype(object).reshape(-1, 1)
        for fold in range(6):
            fitted_on = (rows["split"] == "train") & (rows["fold"] != fold)
            encoder = TargetEncoder(smooth=20.0, target_type="continuous")
            encoder.fit(levels[fitted_on], rows["label"][fitted_on])
            encoded = rows["fold"] == fold
            expected = encoder.transform(levels[encoded])[:, 0]
            np.testing.assert_allclose(rows["feature"][encoded], expected, rtol=1e-6)


def test_examples_are_stored_in_key_order(warehouse: duckdb.DuckDBPyConnection) -> None:
    stored = "select use_case, entity_id, decided_at, example_number from assay_work.assay_features__examples"
    rows = warehouse.execute(stored).fetchall()
    assert rows == sorted(rows)
    assert [row[3] for row in rows] == list(range(1, len(rows) + 1))
    assert _count(warehouse, "select count(*) from assay_work.assay_features__splits") == len(rows)
