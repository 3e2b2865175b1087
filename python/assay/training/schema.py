"""What training stores: a record per model version, fold and output, and one per share of a learning curve."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

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
        ("link", pa.string()),
        ("output", pa.string()),
        ("feature_space_version", pa.string()),
        ("fingerprint", pa.string()),
        ("parameters", pa.string()),
        ("fold", pa.int32()),
        ("seed", pa.int32()),
        ("feature_count", pa.int32()),
        ("training_rows", pa.int64()),
        ("sampled_rows", pa.int64()),
        ("fitted_rows", pa.int64()),
        ("peak_memory_bytes", pa.int64()),
        ("training_seconds", pa.float64()),
        ("run_busy_seconds", pa.float64()),
        ("temperature", pa.float64()),
        ("intercept", pa.float64()),
        ("explained_variance", pa.float64()),
        ("tree_scale", pa.float64()),
        ("tree_bias", pa.float64()),
        ("feature_names", pa.list_(pa.string())),
        ("coefficients", pa.list_(pa.float64())),
        ("feature_means", pa.list_(pa.float64())),
        ("feature_scales", pa.list_(pa.float64())),
        ("square_coefficients", pa.list_(pa.float64())),
        ("tree_features", pa.list_(pa.list_(pa.int32()))),
        ("tree_borders", pa.list_(pa.list_(pa.float64()))),
        ("tree_leaf_values", pa.list_(pa.list_(pa.float64()))),
        ("tree_leaf_weights", pa.list_(pa.list_(pa.float64()))),
        ("tree_means", pa.list_(pa.float64())),
        ("tree_contributions", pa.list_(pa.list_(pa.list_(pa.float64())))),
        ("node_comparison", pa.string()),
        ("node_features", pa.list_(pa.list_(pa.int32()))),
        ("node_borders", pa.list_(pa.list_(pa.float64()))),
        ("node_yes", pa.list_(pa.list_(pa.int32()))),
        ("node_no", pa.list_(pa.list_(pa.int32()))),
        ("node_missing_yes", pa.list_(pa.list_(pa.bool_()))),
        ("node_values", pa.list_(pa.list_(pa.float64()))),
        ("node_weights", pa.list_(pa.list_(pa.float64()))),
        ("weight_standard_errors", pa.list_(pa.float64())),
        ("weight_p_values", pa.list_(pa.float64())),
        ("calibration_scores", pa.list_(pa.float64())),
        ("calibration_probabilities", pa.list_(pa.float64())),
        ("trained_at", pa.timestamp("us")),
    ]
)

LEARNING_CURVES = pa.schema(
    [
        ("use_case", pa.string()),
        ("model_version", pa.string()),
        ("learner", pa.string()),
        ("training_share", pa.float64()),
        ("training_rows", pa.int64()),
        ("held_out_rows", pa.int64()),
        ("roc_auc", pa.float64()),
        ("log_loss", pa.float64()),
        ("value_per_decision", pa.float64()),
        ("values_digest", pa.string()),
        ("reason", pa.string()),
        ("macro_roc_auc", pa.float64()),
        ("rmse", pa.float64()),
        ("mae", pa.float64()),
        ("run_busy_seconds", pa.float64()),
        ("run_memory_bytes", pa.int64()),
        ("run_machine_bytes", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Form:
    """A fitted function of a feature array, in the numbers that SQL scores with.

    Attributes
    ----------
    form : str
        ``constant`` (raw score = intercept), ``linear`` (raw score =
        ``intercept + sum(coefficients * z)`` with ``z = (coalesce(x, feature_means) - feature_means) /
        feature_scales``), ``quadratic`` (the same plus ``sum(square_coefficients * z * z)``),
        ``oblivious_trees`` or ``branching_trees`` (raw score = ``tree_scale * sum(leaf values) + tree_bias``).
    intercept : float or None
        See ``form``.
    coefficients, feature_means, feature_scales : array of float64, shape (p,)
        Linear and quadratic forms; empty otherwise.
    square_coefficients : array of float64, shape (p,)
        Quadratic form; empty otherwise.
    explained_variance : float or None
        Principal components: variance of the training rows along the component, or of all features together.
    tree_features : list of array of int32
        Per tree, the 1-based feature position of every level; level k sets bit k of the leaf's index.
    tree_borders : list of array of float64
        Per tree and level, the float32 value a feature must exceed to set the bit; NULL features never do.
    tree_leaf_values : list of array of float64
        Per tree, ``2 ** depth`` values, multiples of one power of two, so that they add up without rounding.
    tree_leaf_weights : list of array of float64
        Per tree and leaf, the total weight of the training rows that fell into it (its cover).
    tree_means : array of float64
        Per tree, symmetric or branching, the mean leaf value by cover; empty where trees are not explained.
    tree_contributions : list of array of float64, shape (depth, 2 ** depth)
        Per tree and level, what knowing the level's feature adds in each leaf; a feature's first level holds it all.
    tree_scale, tree_bias : float or None
        See ``form``.
    node_comparison : str or None
        Branching trees: when a node says yes. ``le_double`` (x <= border in double), ``le_float`` or ``lt_float``
        (both sides as float32), as the library that trained it compares.
    node_features, node_yes, node_no : list of array of int32
        Per branching tree and node, the 1-based feature position (0 at a leaf) and the 1-based next nodes.
        The first node is the root; a leaf's next nodes are itself.
    node_borders, node_values : list of array of float64
        Per tree and node, what is compared with, and the value of a leaf.
    node_missing_yes : list of array of bool
        Per tree and node, whether a missing feature goes the way of yes.
    node_weights : list of array of float64
        Per tree and node, the total weight of the training rows that met it (its cover); empty where it is not known.
    """

    form: str
    intercept: float | None = None
    coefficients: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    feature_means: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    feature_scales: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    square_coefficients: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    explained_variance: float | None = None
    tree_features: list[NDArray[np.int32]] = field(default_factory=list)
    tree_borders: list[NDArray[np.float64]] = field(default_factory=list)
    tree_leaf_values: list[NDArray[np.float64]] = field(default_factory=list)
    tree_leaf_weights: list[NDArray[np.float64]] = field(default_factory=list)
    tree_means: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    tree_contributions: list[NDArray[np.float64]] = field(default_factory=list)
    tree_scale: float | None = None
    tree_bias: float | None = None
    node_comparison: str | None = None
    node_features: list[NDArray[np.int32]] = field(default_factory=list)
    node_borders: list[NDArray[np.float64]] = field(default_factory=list)
    node_yes: list[NDArray[np.int32]] = field(default_factory=list)
    node_no: list[NDArray[np.int32]] = field(default_factory=list)
    node_missing_yes: list[NDArray[np.bool_]] = field(default_factory=list)
    node_values: list[NDArray[np.float64]] = field(default_factory=list)
    node_weights: list[NDArray[np.float64]] = field(default_factory=list)


def stored_numbers(form: Form) -> dict[str, Any]:
    """List the numbers of a form by column of :data:`FITS`, with tables as lists of rows, which Arrow asks for."""
    return {**vars(form), "tree_contributions": [list(table) for table in form.tree_contributions]}


@dataclass(frozen=True)
class Calibration:
    """A monotone, piecewise-linear map from raw score to probability, flat outside its corners.

    Attributes
    ----------
    scores, probabilities : array of float64, shape (k,)
        Corners, scores strictly increasing; empty where the raw score needs no map.
    """

    scores: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    probabilities: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True)
class Fit:
    """What a learner returns: the model, its cross-validation models and its calibration.

    Attributes
    ----------
    forms : dict of int to dict of str to Form
        Fold 0 is the model trained on every row; fold k is trained on the rows outside fold k. Within a fold
        one form per output: ``"1"`` for a binary task, ``"value"`` for a quantity, else a class, cluster or component.
    link : str
        What a raw score is: ``probability``, ``share`` (of events or of a class, before calibration), ``logit``,
        ``softmax`` (logits of classes, up to a number they share), ``identity``, ``log``, ``distance`` (squared, to a
        cluster), ``component``, ``residual`` (coordinates in units of the mean reconstruction error) or ``path`` (mean
        depth of isolation, as a share of the expected one).
    calibrations : dict of str to Calibration
        The map of each output; an output that is not there needs none.
    out_of_fold : array of float64, shape (n,) or (n, classes)
        Raw scores by the model that has not seen the row, NaN where none was asked for; empty where nobody asks.
    temperature : float or None
        What the logits of classes, or the logarithms of their shares, are divided by; None where it is not known.
    """

    forms: dict[int, dict[str, Form]]
    link: str
    calibrations: dict[str, Calibration] = field(default_factory=dict)
    out_of_fold: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    temperature: float | None = None
