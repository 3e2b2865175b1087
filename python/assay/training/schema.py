"""The stored form of a model: one Arrow record per (use case, model version, fold)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

FITS = pa.schema(
    [
        ("use_case", pa.string()),
        ("model_version", pa.string()),
        ("learner", pa.string()),
        ("task", pa.string()),
        ("form", pa.string()),
        ("feature_space_version", pa.string()),
        ("fingerprint", pa.string()),
        ("parameters", pa.string()),
        ("fold", pa.int32()),
        ("seed", pa.int32()),
        ("feature_count", pa.int32()),
        ("training_rows", pa.int64()),
        ("peak_memory_bytes", pa.int64()),
        ("training_seconds", pa.float64()),
        ("intercept", pa.float64()),
        ("tree_scale", pa.float64()),
        ("tree_bias", pa.float64()),
        ("feature_names", pa.list_(pa.string())),
        ("coefficients", pa.list_(pa.float64())),
        ("feature_means", pa.list_(pa.float64())),
        ("feature_scales", pa.list_(pa.float64())),
        ("tree_features", pa.list_(pa.list_(pa.int32()))),
        ("tree_borders", pa.list_(pa.list_(pa.float64()))),
        ("tree_leaf_values", pa.list_(pa.list_(pa.float64()))),
        ("calibration_scores", pa.list_(pa.float64())),
        ("calibration_probabilities", pa.list_(pa.float64())),
        ("trained_at", pa.timestamp("us")),
    ]
)


@dataclass(frozen=True)
class Form:
    """A fitted function of a feature array, in the numbers that SQL scores with.

    Attributes
    ----------
    form : str
        ``constant`` (raw score = intercept, a probability), ``linear`` (raw score = log-odds,
        ``intercept + sum(coefficients * (coalesce(x, feature_means) - feature_means) / feature_scales)``) or
        ``oblivious_trees`` (raw score = log-odds, ``tree_scale * sum(leaf values) + tree_bias``).
    intercept : float or None
        See ``form``.
    coefficients, feature_means, feature_scales : array of float64, shape (p,)
        Linear form; empty otherwise.
    tree_features : list of array of int32
        Per tree, the 1-based feature position of every level; level k sets bit k of the leaf's index.
    tree_borders : list of array of float64
        Per tree and level, the float32 value a feature must exceed to set the bit; NULL features never do.
    tree_leaf_values : list of array of float64
        Per tree, ``2 ** depth`` values, multiples of one power of two, so that they add up without rounding.
    tree_scale, tree_bias : float or None
        See ``form``.
    """

    form: str
    intercept: float | None = None
    coefficients: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    feature_means: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    feature_scales: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    tree_features: list[NDArray[np.int32]] = field(default_factory=list)
    tree_borders: list[NDArray[np.float64]] = field(default_factory=list)
    tree_leaf_values: list[NDArray[np.float64]] = field(default_factory=list)
    tree_scale: float | None = None
    tree_bias: float | None = None


@dataclass(frozen=True)
class Fit:
    """What a learner returns: the model, its cross-validation models and its calibration.

    Attributes
    ----------
    forms : dict of int to Form
        Fold 0 is the model trained on every row; fold k is trained on the rows outside fold k.
    calibration_scores, calibration_probabilities : array of float64
        Corners of the monotone, piecewise-linear map from raw score to probability; empty where the raw
        score is a probability already.
    """

    forms: dict[int, Form]
    calibration_scores: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    calibration_probabilities: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
