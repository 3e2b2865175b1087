"""How well a fitted model does on rows that it has not seen: what learning curves are drawn of."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from assay.training.calibration import log_loss, logistic
from assay.training.held_out_values import HeldOutValues, best_value
from assay.training.objectives import measure
from assay.training.schema import Fit
from assay.training.scoring import score_form
from assay.training.temperature import log_probabilities, mean_log_loss

Floats = NDArray[np.float64]


def measure_held_out(
    fit: Fit, features: NDArray[np.float32], labels: Floats, training_rows: int, values: HeldOutValues
) -> dict[str, Any]:
    """Measure a model on held-out rows, without calibration.

    Parameters
    ----------
    fit : Fit
        Of events, of classes or of a quantity; its model on every row is judged.
    features : array of float32, shape (h, p)
        Held-out rows.
    labels : array of float64, shape (h,)
        Their labels, as :class:`assay.training.examples.TrainingSet` has them.
    training_rows : int
        Rows that were learned from: a probability of an event comes no nearer to 0 and 1 than half a row.
    values : HeldOutValues
        What the decisions of the rows pay; read for events.

    Returns
    -------
    dict
        ``roc_auc``, ``log_loss`` and ``value_per_decision`` of events; ``macro_roc_auc`` and ``log_loss`` of classes;
        ``rmse`` and ``mae`` of a quantity, in its units.
    """
    scores = np.column_stack([score_form(form, features) for form in fit.forms[0].values()])
    if fit.link in ("identity", "log"):
        return {metric: measure(metric, fit.link, labels, scores[:, 0], {}) for metric in ("rmse", "mae")}
    if scores.shape[1] > 1:
        logarithms = log_probabilities(scores, fit.link)
        return {"macro_roc_auc": _macro_area(logarithms, labels), "log_loss": mean_log_loss(logarithms, labels)}
    margin = 0.5 / training_rows
    shares = logistic(scores[:, 0]) if fit.link == "logit" else scores[:, 0]
    probabilities = np.clip(shares, margin, 1 - margin)
    return {
        "roc_auc": float(roc_auc_score(labels, probabilities)),
        "log_loss": log_loss(probabilities, labels),
        "value_per_decision": best_value(probabilities, values),
    }


def _macro_area(logarithms: Floats, labels: Floats) -> float:
    """Mean over the classes that turned out of the area of each against all others."""
    return float(np.mean([roc_auc_score(labels == number, logarithms[:, int(number)]) for number in np.unique(labels)]))
