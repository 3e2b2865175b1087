"""Maps from raw score to probability against scikit-learn and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.calibration import _SigmoidCalibration

from assay.training.calibration import METHODS, apply_calibration, choose_method, fit_calibration

ROWS = 4000


def _draw(true_map: str) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    draws = np.random.default_rng(7)
    scores = draws.normal(-0.5, 2, ROWS)
    probabilities = {
        "sigmoid": expit(1.7 * scores - 0.5),
        "beta": expit(0.4 * -np.logaddexp(0, -scores) + 2.5 * np.logaddexp(0, scores) + 0.3),
        "none": expit(scores),
        "isotonic": np.where(scores > 0, 0.8, np.where(scores > -2, 0.55, 0.05)),
    }[true_map]
    return scores, (draws.random(ROWS) < probabilities).astype(np.float32)


def test_sigmoid_is_platt_scaling_of_scikit_learn() -> None:
    scores, labels = _draw("sigmoid")
    expected = _SigmoidCalibration().fit(scores, labels).predict(scores)
    found = apply_calibration(fit_calibration(scores, labels, "sigmoid"), scores)
    np.testing.assert_allclose(found, np.clip(expected, 0.5 / ROWS, 1 - 0.5 / ROWS), atol=2e-6)


def test_beta_is_the_maximum_of_its_likelihood() -> None:
    scores, labels = _draw("beta")
    probabilities = expit(scores)
    columns = sm.add_constant(np.column_stack([np.log(probabilities), -np.log1p(-probabilities)]))
    oracle = sm.Logit(labels, columns).fit(disp=0, tol=1e-12)
    assert (oracle.params[1:] > 0).all()
    found = apply_calibration(fit_calibration(scores, labels, "beta"), scores)
    np.testing.assert_allclose(found, np.clip(oracle.predict(columns), 0.5 / ROWS, 1 - 0.5 / ROWS), atol=2e-6)


@pytest.mark.parametrize("method", METHODS)
def test_maps_rise_and_stay_within_their_bounds(method: str) -> None:
    scores, labels = _draw("sigmoid")
    # Labels against the scores: no map may fall.
    for given in (labels, 1 - labels):
        calibration = fit_calibration(scores, given, method)
        assert (np.diff(calibration.scores) > 0).all()
        assert (np.diff(calibration.probabilities) >= 0).all()
        assert calibration.probabilities.min() >= 0.5 / ROWS
        assert calibration.probabilities.max() <= 1 - 0.5 / ROWS


def test_none_keeps_the_log_odds() -> None:
    scores, labels = _draw("none")
    found = apply_calibration(fit_calibration(scores, labels, "none"), scores)
    np.testing.assert_allclose(found, np.clip(expit(scores), 0.5 / ROWS, 1 - 0.5 / ROWS), atol=2e-6)


@pytest.mark.parametrize("true_map", ["sigmoid", "beta", "isotonic"])
def test_best_finds_the_planted_map(true_map: str) -> None:
    scores, labels = _draw(true_map)
    assert choose_method(scores, labels, seed=1) == true_map
    chosen, named = fit_calibration(scores, labels, "best"), fit_calibration(scores, labels, true_map)
    np.testing.assert_array_equal(chosen.probabilities, named.probabilities)


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(ValueError, match="calibration: 'plat' is not one of"):
        fit_calibration(np.arange(4.0), np.array([0, 1, 0, 1], dtype=np.float32), "plat")
