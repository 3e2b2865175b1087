"""How many more labels pay, against a search over the learning curve."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.numeric.value_cases import compile_models, solve

VOLUME, ROWS, GAIN = 5000.0, 2000, 0.4
# Exponent of the curve and price of a label; a gain that does not shrink has the exponent 0.
CASES = {
    f"case_{number}": (exponent, price)
    for number, (exponent, price) in enumerate(
        (exponent, price) for exponent in (0.0, 0.3, 1.0, 2.0) for price in (0.01, 0.3, 0.7, 0.9, 1.1, 5.0)
    )
}


def value_of_labels(labels: np.ndarray, exponent: float) -> np.ndarray:
    """Present value of further labels on a - b * n^-c, or on the logarithm of n."""
    if exponent == 0:
        return VOLUME * GAIN * np.log2(1 + labels / ROWS)
    return VOLUME * GAIN * (1 - (ROWS / (ROWS + labels)) ** exponent) / (2**exponent - 1)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The mart, by use case."""
    models = compile_models(["assay__label_values"])
    names = pd.DataFrame({"use_case": list(CASES)})
    tables: dict[str, pd.DataFrame | str] = {
        "assay_inputs__use_cases": names.assign(currency="USD", has_outcomes=True),
        "assay_evaluation__champions": names.assign(model_version="m"),
        "assay_evaluation__learning_curves": names.assign(
            model_version="m",
            learner="logistic",
            training_share=1.0,
            metric="value_per_decision",
            training_rows=ROWS,
            value=3.0,
            gain_of_doubling=GAIN,
            curve_exponent=[exponent for exponent, _ in CASES.values()],
            gain_per_1000_rows=0.1,
            reason=pd.Series([None] * len(names), dtype="string"),
        ),
        "assay_value__simulations": names.assign(
            expected_volume=VOLUME, reason=pd.Series([None] * len(names), dtype="string")
        ),
        "assay_inputs__assumptions": names.assign(
            name="label_amount", expected_value=[price for _, price in CASES.values()]
        ),
    }
    with solve(tmp_path_factory.mktemp("solved"), tables, models) as connection:
        return connection.execute("from assay__label_values").df().set_index("use_case")


@pytest.mark.parametrize("name", CASES)
def test_the_best_number_of_labels_equals_a_search(labelled: pd.DataFrame, name: str) -> None:
    exponent, price = CASES[name]
    labels = np.arange(ROWS + 1)
    net = value_of_labels(labels, exponent) - price * labels
    found = labelled.loc[name]
    assert found["best_labels"] == pytest.approx(labels[net.argmax()], abs=1)
    assert found["best_net_amount"] == pytest.approx(net.max(), rel=1e-6, abs=1e-6)
    assert found["decision"] == ("label_more" if net.argmax() else "enough")
    slope = value_of_labels(np.array([1e-3]), exponent)[0] / 1e-3
    assert found["next_label_value_amount"] == pytest.approx(slope, rel=1e-5)
