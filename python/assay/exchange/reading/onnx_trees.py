"""Trees of the ONNX operators TreeEnsembleClassifier and TreeEnsembleRegressor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.reading.columns import Column
from assay.exchange.reading.tree_questions import checked_tree, plain_trees
from assay.exchange.refused import RefusedModelError
from assay.training.branching_trees import Tree, forest
from assay.training.schema import Form

# Whether a mode says yes below its border, and whether it says yes on it.
MODES = {
    "BRANCH_LEQ": (True, True),
    "BRANCH_LT": (True, False),
    "BRANCH_GT": (False, False),
    "BRANCH_GTE": (False, True),
}


Model = tuple[list[Form], str, list[Any]]


def read_classifier_trees(options: dict[str, Any], columns: Sequence[Column], feature_count: int) -> Model:
    """Read the attributes of a TreeEnsembleClassifier.

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
        The trees of the second of two classes, or of each class; the link of their sum, and the classes.

    Raises
    ------
    RefusedModelError
        For other modes of nodes, and transforms that give no probability of the classes.
    """
    classes = [*options.get("classlabels_int64s", []), *(x.decode() for x in options.get("classlabels_strings", []))]
    transform = options.get("post_transform", b"NONE").decode()
    ids = sorted(set(options["class_ids"]))
    stored = [float(x) for x in _numbers(options, "base_values")]
    bases = stored or [0.0] * len(classes)
    is_share = transform == "NONE"
    if len(classes) == 2 and len(ids) == 1 and transform in ("NONE", "LOGISTIC"):
        parts = [({ids[0]: 1.0}, bases[-1])]
    elif len(classes) == 2 and ids == [0, 1] and is_share:
        parts = [({1: 1.0}, bases[1])]
    elif len(classes) == 2 and ids == [0, 1] and transform == "SOFTMAX":
        parts = [({0: -1.0, 1: 1.0}, bases[1] - bases[0])]
    elif len(classes) > 2 and transform in ("NONE", "SOFTMAX") and len(bases) == len(classes):
        parts = [({place: 1.0}, base) for place, base in enumerate(bases)]
    else:
        raise RefusedModelError(
            f"the attribute post_transform of TreeEnsembleClassifier is {transform} for weights of {len(ids)} of"
            f" {len(classes)} classes, which gives no probability of them"
        )
    forms = [_form(options, "class", signs, columns, 1.0, bias) for signs, bias in parts]
    return forms, "share" if is_share else "logit" if len(forms) == 1 else "softmax", classes


def read_regressor_trees(options: dict[str, Any], columns: Sequence[Column], feature_count: int) -> Model:
    """Read the attributes of a TreeEnsembleRegressor of one target; see :func:`read_classifier_trees`."""
    transform = options.get("post_transform", b"NONE").decode()
    aggregate = options.get("aggregate_function", b"SUM").decode()
    if options.get("n_targets", 1) != 1 or transform != "NONE":
        raise RefusedModelError(
            "the attributes n_targets and post_transform of TreeEnsembleRegressor must be 1 and NONE"
        )
    if aggregate not in ("SUM", "AVERAGE"):
        raise RefusedModelError(f"the attribute aggregate_function of TreeEnsembleRegressor is {aggregate}")
    scale = 1 / len(set(options["nodes_treeids"])) if aggregate == "AVERAGE" else 1.0
    bases = [float(x) for x in _numbers(options, "base_values")]
    return [_form(options, "target", {0: 1.0}, columns, scale, bases[0] if bases else 0.0)], "identity", []


def _form(
    options: dict[str, Any], kind: str, signs: dict[int, float], columns: Sequence[Column], scale: float, bias: float
) -> Form:
    is_double = "nodes_values_as_tensor" in options
    places = zip(options[f"{kind}_treeids"], options[f"{kind}_nodeids"], options[f"{kind}_ids"], strict=True)
    weights: dict[tuple[int, int], float] = {}
    for (tree, node, target), weight in zip(places, _numbers(options, f"{kind}_weights"), strict=True):
        weights[tree, node] = weights.get((tree, node), 0.0) + signs.get(target, 0.0) * float(weight)
    owners = np.asarray(options["nodes_treeids"])
    trees = [
        checked_tree(_tree(options, owners == tree, int(tree), weights, is_double), len(columns))
        for tree in np.unique(owners)
    ]
    plain, comparison = plain_trees(columns, trees, "le_double" if is_double else "le_float")
    return forest(plain, comparison, scale, bias)


def _numbers(options: dict[str, Any], name: str) -> NDArray[np.float64]:
    """Read numbers that are floats, or a tensor of doubles."""
    if f"{name}_as_tensor" in options:
        from onnx import numpy_helper

        return np.ravel(numpy_helper.to_array(options[f"{name}_as_tensor"])).astype(np.float64)
    return np.asarray(options.get(name, []), dtype=np.float32).astype(np.float64)


def _tree(
    options: dict[str, Any], own: NDArray[np.bool_], number: int, weights: dict[tuple[int, int], float], is_double: bool
) -> Tree:
    def part(name: str) -> NDArray[Any]:
        return np.asarray(options[f"nodes_{name}"])[own]

    ids = part("nodeids").tolist()
    place = {node: row + 1 for row, node in enumerate(ids)}
    modes = [mode.decode() for mode in part("modes").tolist()]
    is_leaf = np.array([mode == "LEAF" for mode in modes])
    if unknown := sorted({mode for mode in modes if mode != "LEAF" and mode not in MODES}):
        raise RefusedModelError(f"the attribute nodes_modes holds {unknown[0]}, only {', '.join(MODES)} can be read")
    below, on_border = np.array([MODES.get(mode, (True, True)) for mode in modes]).T
    borders = _numbers(options, "nodes_values")[own]
    # x < border is x <= the number before it; x > border is the other answer to x <= border.
    kind: type[np.floating[Any]] = np.float64 if is_double else np.float32
    before = np.nextafter(borders.astype(kind), kind(-np.inf)).astype(np.float64)
    borders = np.where(below == on_border, borders, before)
    tracks = np.asarray(options.get("nodes_missing_value_tracks_true") or np.zeros(len(own)))[own].astype(bool)
    on_true, on_false = (
        np.array([place.get(node, 0) for node in part(f"{way}nodeids").tolist()]) for way in ("true", "false")
    )
    leaf = np.arange(1, len(ids) + 1)
    return Tree(
        features=np.where(is_leaf, 0, part("featureids") + 1).astype(np.int32),
        borders=np.where(is_leaf, 0.0, borders),
        yes=np.where(is_leaf, leaf, np.where(below, on_true, on_false)).astype(np.int32),
        no=np.where(is_leaf, leaf, np.where(below, on_false, on_true)).astype(np.int32),
        missing_yes=np.where(is_leaf, True, tracks == below),
        values=np.array([weights.get((number, node), 0.0) for node in ids]) * is_leaf,
    )
