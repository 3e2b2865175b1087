"""Linear models of the ONNX operators LinearClassifier and LinearRegressor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from assay.exchange.reading.columns import Column, linear_form
from assay.exchange.reading.onnx_trees import Model
from assay.exchange.refused import RefusedModelError


def read_linear_classifier(options: dict[str, Any], columns: Sequence[Column], feature_count: int) -> Model:
    """Read the attributes of a LinearClassifier.

    Parameters
    ----------
    options : dict of str to object
        Attributes by name.
    columns : sequence of Column
        What the node reads.
    feature_count : int
        Number of features behind the columns.

    Returns
    -------
    tuple of (list of Form, str, list)
        The form of the second of two classes, or of each class; the link of its score, and the classes.

    Raises
    ------
    RefusedModelError
        For a transform that gives no probability of the classes.
    """
    transform = options.get("post_transform", b"NONE").decode()
    rows = np.reshape(options["coefficients"], (-1, len(columns))).astype(np.float64)
    starts = np.resize(options.get("intercepts", [0.0]), len(rows)).astype(np.float64)
    classes = [*options.get("classlabels_ints", []), *(x.decode() for x in options.get("classlabels_strings", []))]
    if len(classes) == 2 and len(rows) == 2 and transform == "SOFTMAX":
        rows, starts = rows[1:] - rows[:1], starts[1:] - starts[:1]
    elif len(rows) == 2 and transform == "LOGISTIC" and (rows[0] == -rows[1]).all() and starts[0] == -starts[1]:
        rows, starts = rows[1:], starts[1:]
    is_several = len(classes) > 2 and len(rows) == len(classes) and transform == "SOFTMAX"
    if not is_several and (len(rows) != 1 or len(classes) != 2 or transform not in ("LOGISTIC", "SOFTMAX")):
        raise RefusedModelError(
            f"the attribute post_transform of LinearClassifier is {transform} for {len(rows)} rows of coefficients and"
            f" {len(classes)} classes, which gives no probability of them"
        )
    forms = [linear_form(columns, row, start, feature_count) for row, start in zip(rows, starts.tolist(), strict=True)]
    return forms, "softmax" if is_several else "logit", classes


def read_linear_regressor(options: dict[str, Any], columns: Sequence[Column], feature_count: int) -> Model:
    """Read the attributes of a LinearRegressor of one target; see :func:`read_linear_classifier`."""
    transform = options.get("post_transform", b"NONE").decode()
    if options.get("targets", 1) != 1 or transform != "NONE":
        raise RefusedModelError("the attributes targets and post_transform of LinearRegressor must be 1 and NONE")
    coefficients = np.asarray(options["coefficients"], dtype=np.float64)
    start = float((options.get("intercepts") or [0.0])[0])
    return [linear_form(columns, coefficients, start, feature_count)], "identity", []
