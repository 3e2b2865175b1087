"""The cheapest change of declared columns that turns the champion's decision, against a search over every border."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from assay.exchange.document import stored_form
from assay.training.schema import Form
from assay.training.scoring import score_form

Probability = Callable[[NDArray[np.float32]], NDArray[np.float64]]


def _champion(warehouse: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    query = """
        select models.*, threshold from assay_work.assay_training__models as models
        inner join assay_work.assay_evaluation__champions using (use_case, model_version)
        where fold = 0
    """
    return dict(warehouse.sql(query).to_arrow_table().to_pylist()[0])


@pytest.fixture
def form(warehouse: duckdb.DuckDBPyConnection) -> Form:
    return stored_form(_champion(warehouse))


@pytest.fixture
def probability(warehouse: duckdb.DuckDBPyConnection, form: Form) -> Probability:
    """The champion's calibrated probability in Python."""
    model = _champion(warehouse)
    corners = model["calibration_scores"], model["calibration_probabilities"]
    return lambda features: np.interp(score_form(form, features), *corners)


@pytest.fixture
def decisions(warehouse: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Counterfactuals with the features of their decisions."""
    found = warehouse.execute("""
        select counterfactuals.*, features, threshold from assay.counterfactuals as counterfactuals
        inner join assay_work.assay_features__examples as examples using (use_case, entity_id, decided_at)
        inner join assay_work.assay_evaluation__champions using (use_case, model_version)
        order by example_number
    """).df()
    found["features"] = [np.ma.filled(np.ma.asarray(row, dtype=np.float32), np.nan) for row in found["features"]]
    return found


@pytest.fixture
def columns(warehouse: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What may be changed, by column."""
    found = warehouse.execute("select * from assay_work.assay_evaluation__changeable_columns").df()
    return found.set_index("source_column")


def _changed(row: pd.Series, columns: pd.DataFrame) -> NDArray[np.float32]:
    """The features after the published change."""
    features = row["features"].copy()
    for place in ("first", "second"):
        if isinstance(row[f"{place}_column"], str):
            column = columns.loc[row[f"{place}_column"]]
            features[column["position"] - 1] = (row[f"{place}_value"] - column["centre"]) / column["scale"]
    return features


def test_a_change_turns_the_decision_of_the_stored_model(
    decisions: pd.DataFrame, columns: pd.DataFrame, probability: Probability
) -> None:
    found = decisions[decisions["evidence_status"] == "ok"]
    assert found["second_column"].notna().any()
    assert found["second_column"].isna().any()
    after = probability(np.array([_changed(row, columns) for _, row in found.iterrows()]))
    np.testing.assert_allclose(found["changed_probability"], after, rtol=0, atol=1e-12)
    assert ((after >= found["threshold"]) != found["decision"]).all()


def test_a_change_is_allowed_and_costs_what_is_declared(decisions: pd.DataFrame, columns: pd.DataFrame) -> None:
    for _, row in decisions[decisions["evidence_status"] == "ok"].iterrows():
        amount = 0.0
        for place in ("first", "second"):
            if isinstance(row[f"{place}_column"], str):
                column = columns.loc[row[f"{place}_column"]]
                change = row[f"{place}_value"] - row[f"{place}_present_value"]
                assert {"any": change != 0, "up": change > 0, "down": change < 0}[column["direction"]]
                assert column["low"] <= row[f"{place}_value"] <= column["high"]
                assert pd.isna(column["step"]) or change % column["step"] == 0
                amount += column["amount_per_unit"] * abs(change)
        assert row["amount"] == pytest.approx(amount, abs=1e-9)


def _values(form: Form, column: pd.Series, present: float) -> NDArray[np.float64]:
    """Every value on either side of a border that the column may be given."""
    borders = {
        float(border)
        for positions, levels in zip(form.tree_features, form.tree_borders, strict=True)
        for position, border in zip(positions, levels, strict=True)
        if position == column["position"] and np.isfinite(border)
    }
    near = np.array([np.nextafter(np.float32(b), side) for b in borders for side in (-np.inf, np.inf)], dtype=float)
    values = np.concatenate([near, list(borders), [column["low"], column["high"]]])
    if not pd.isna(column["step"]):
        values = present + np.floor((values - present) / column["step"]) * column["step"]
    values = values[(values >= column["low"]) & (values <= column["high"])]
    return {"up": values[values > present], "down": values[values < present], "any": values}[column["direction"]]


def test_no_cheaper_change_of_one_column_turns_the_decision(
    decisions: pd.DataFrame, columns: pd.DataFrame, form: Form, probability: Probability
) -> None:
    turned = 0
    for _, row in decisions.iterrows():
        best = np.inf
        for _, column in columns.iterrows():
            features = row["features"].copy()
            place = column["position"] - 1
            values = _values(form, column, float(features[place]))
            if len(values) == 0:
                continue
            rows = np.tile(features, (len(values), 1))
            rows[:, place] = values
            turns = (probability(rows) >= row["threshold"]) != row["decision"]
            amounts = column["amount_per_unit"] * np.abs(values - features[place])
            best = min(best, amounts[turns].min(initial=np.inf))
        if np.isfinite(best):
            turned += 1
            assert row["second_column"] is None or pd.isna(row["second_column"])
            assert row["amount"] == pytest.approx(best, abs=1e-4)
        else:
            assert not isinstance(row["first_column"], str) or isinstance(row["second_column"], str)
    assert turned > 10


def test_a_sentence_says_the_change(decisions: pd.DataFrame) -> None:
    for _, row in decisions.iterrows():
        if row["evidence_status"] == "ok":
            assert row["sentence"].startswith(f"With {row['first_column']} ")
            assert ("the model would not act" in row["sentence"]) == row["decision"]
        else:
            assert row["reason"] == "No allowed change of one or two columns turns the decision."
