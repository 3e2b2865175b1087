"""A model as ONNX: standard operators for what is added up, TreeEnsembleRegressor for trees."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.document import Model, Output
from assay.exchange.refused import RefusedModelError
from assay.exchange.writing.class_sql import CLASS_LINKS
from assay.training.schema import Calibration, Form

OPERATORS, ML_OPERATORS, IR_VERSION = 18, 3, 8
INPUT = "features"
DOUBLE = 11  # number of the type in TensorProto
FINAL = {"logit": "Sigmoid", "log": "Exp", "identity": "Identity", "probability": "Identity", "share": "Identity"}


def write_onnx(model: Model) -> bytes:
    """Write a model that any ONNX runtime scores.

    Parameters
    ----------
    model : Model
        With one output, or with a class per output.

    Returns
    -------
    bytes
        A graph that reads ``features``, a float tensor of n rows and a column per encoded feature, NaN where missing,
        and gives ``raw_score`` and ``probability`` or ``value`` as doubles. The names of the features are JSON in
        the metadata ``feature_names``; outputs are in the order of the metadata ``outputs``.

    Raises
    ------
    RefusedModelError
        For several outputs that are no classes, and links that no single number follows from.
    """
    from onnx import TensorProto, helper

    is_several = len(model.outputs) > 1
    if model.link not in (CLASS_LINKS if is_several else FINAL):
        raise RefusedModelError(
            f"{model.name} has {len(model.outputs)} outputs and the link {model.link!r}, which ONNX is not written for"
        )
    graph = _Graph()
    raw = [graph.raw_score(output.form) for output in model.outputs.values()]
    graph.add("Concat", raw, "raw_score", axis=1)
    name = "value" if model.link in ("identity", "log") else "probability"
    if is_several:
        graph.divide("raw_score", model.link, model.temperature or 1.0, name)
    else:
        graph.finish(next(iter(model.outputs.values())), model.link, name)
    width = len(model.outputs)
    written = helper.make_graph(
        graph.nodes,
        "assay",
        [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [None, len(model.feature_names)])],
        [helper.make_tensor_value_info(text, TensorProto.DOUBLE, [None, width]) for text in ("raw_score", name)],
        graph.constants,
    )
    domains = [helper.make_opsetid("", OPERATORS), helper.make_opsetid("ai.onnx.ml", ML_OPERATORS)]
    document = helper.make_model(written, producer_name="assay", opset_imports=domains, ir_version=IR_VERSION)
    metadata = {"model": model.name, "learner": model.learner, "task": model.task, "link": model.link}
    lists = {"feature_names": model.feature_names, "outputs": list(model.outputs)}
    helper.set_model_props(document, metadata | {key: json.dumps(names) for key, names in lists.items()})
    return bytes(document.SerializeToString())


class _Graph:
    """Nodes and constants as they are added.

    Attributes
    ----------
    nodes, constants : list
        What the graph consists of.
    """

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, operator: str, inputs: Iterable[str], output: str = "", **options: Any) -> str:
        """Add a node and name what it gives."""
        from onnx import helper

        output = output or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **options))
        return output

    def constant(self, values: Any) -> str:
        """Add an array and name it."""
        from onnx import numpy_helper

        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def raw_score(self, form: Form) -> str:
        """Score the features with a form: a column of doubles."""
        if form.form in ("oblivious_trees", "branching_trees"):
            return self._leaf_sum(form)
        if form.form == "constant":
            return self._constant_score(form.intercept or 0.0)
        given, means = self.add("Cast", [INPUT], to=DOUBLE), self.constant(form.feature_means[None, :])
        filled = self.add("Where", [self.add("IsNaN", [given]), means, given])
        z = self.add("Div", [self.add("Sub", [filled, means]), self.constant(form.feature_scales[None, :])])
        total = self.add("MatMul", [z, self.constant(form.coefficients[:, None])])
        if len(form.square_coefficients):
            squares = self.add("MatMul", [self.add("Mul", [z, z]), self.constant(form.square_coefficients[:, None])])
            total = self.add("Add", [total, squares])
        return self.add("Add", [total, self.constant([[form.intercept or 0.0]])])

    def finish(self, output: Output, link: str, name: str) -> None:
        """Turn the raw score into a probability or a quantity."""
        if not len(output.calibration.scores):
            self.add(FINAL[link], ["raw_score"], name)
            return
        self._interpolate(output.calibration, name)

    def divide(self, raw_scores: str, link: str, temperature: float, name: str) -> None:
        """Turn raw scores of classes into probabilities: the softmax of logits at a temperature."""
        if link == "probability":
            self.add("Identity", [raw_scores], name)
            return
        logits = self.add("Log", [raw_scores]) if link == "share" else raw_scores
        self.add("Softmax", [self.add("Div", [logits, self.constant([[temperature]])])], name, axis=1)

    def _constant_score(self, intercept: float) -> str:
        """Repeat a number in as many rows as there are."""
        rows = self.add("Shape", [INPUT], start=0, end=1)
        shape = self.add("Concat", [rows, self.constant(np.array([1], dtype=np.int64))], axis=0)
        return self.add("Expand", [self.constant([[intercept]]), shape])

    def _interpolate(self, calibration: Calibration, name: str) -> None:
        """Walk along the corners: how far a score has come on each segment, times the segment's slope."""
        scores, heights = calibration.scores, calibration.probabilities
        widths = np.diff(scores)
        moved = self.add("Sub", ["raw_score", self.constant(scores[None, :-1])])
        begun = self.add("Max", [moved, self.constant(np.zeros((1, 1)))])
        walked = self.add("Min", [begun, self.constant(widths[None, :])])
        climbed = self.add("MatMul", [walked, self.constant((np.diff(heights) / widths)[:, None])])
        self.add("Add", [climbed, self.constant([[heights[0]]])], name)

    def _leaf_sum(self, form: Form) -> str:
        options = _symmetric(form) if form.form == "oblivious_trees" else _branching(form)
        total = self.add(
            "TreeEnsembleRegressor", [INPUT], domain="ai.onnx.ml", n_targets=1, post_transform="NONE", **options
        )
        scaled = self.add("Mul", [self.add("Cast", [total], to=DOUBLE), self.constant([[form.tree_scale or 0.0]])])
        return self.add("Add", [scaled, self.constant([[form.tree_bias or 0.0]])])


def _branching(form: Form) -> dict[str, Any]:
    """Give the attributes of branching trees; a border in double becomes the largest float below it."""
    modes = {"lt_float": "BRANCH_LT"}
    nodes: list[tuple[Any, ...]] = []
    for tree, positions in enumerate(form.node_features):
        borders = form.node_borders[tree]
        single = borders.astype(np.float32)
        if form.node_comparison == "le_double":
            single = np.where(single > borders, np.nextafter(single, np.float32(-np.inf)), single)
        mode = modes.get(form.node_comparison or "", "BRANCH_LEQ")
        for node, position in enumerate(positions.tolist()):
            turns = (int(form.node_yes[tree][node]) - 1, int(form.node_no[tree][node]) - 1)
            tracks = int(form.node_missing_yes[tree][node])
            value = float(form.node_values[tree][node])
            nodes.append((tree, node, position, mode, float(single[node]), turns, tracks, value))
    return _attributes(nodes)


def _symmetric(form: Form) -> dict[str, Any]:
    """Unfold symmetric trees: node k of a heap asks x > border, and missing says no."""
    nodes: list[tuple[Any, ...]] = []
    for tree, (positions, borders) in enumerate(zip(form.tree_features, form.tree_borders, strict=True)):
        depth = len(positions)
        for node in range(2 ** (depth + 1) - 1):
            level = (node + 1).bit_length() - 1
            if level == depth:
                leaf = _leaf_index(node, depth)
                nodes.append((tree, node, 0, "", 0.0, (0, 0), 0, float(form.tree_leaf_values[tree][leaf])))
                continue
            border = float(np.clip(borders[level], None, np.finfo(np.float32).max))
            turns = (2 * node + 2, 2 * node + 1)
            nodes.append((tree, node, int(positions[level]), "BRANCH_GT", border, turns, 0, 0.0))
    return _attributes(nodes)


def _leaf_index(node: int, depth: int) -> int:
    """Read a leaf's index off its way from the root: level k, where it went up, sets bit k."""
    path = node + 1 - 2**depth
    return int(f"{path:0{depth}b}"[::-1], 2) if depth else 0


def _attributes(nodes: list[tuple[Any, ...]]) -> dict[str, Any]:
    trees, ids, positions, modes, borders, turns, tracks, values = map(list, zip(*nodes, strict=True))
    is_leaf: NDArray[np.bool_] = np.array(positions) == 0
    leaves = np.flatnonzero(is_leaf).tolist()
    return {
        "nodes_treeids": trees,
        "nodes_nodeids": ids,
        "nodes_featureids": [max(position - 1, 0) for position in positions],
        "nodes_modes": ["LEAF" if leaf else mode for leaf, mode in zip(is_leaf, modes, strict=True)],
        "nodes_values": borders,
        "nodes_hitrates": [1.0] * len(nodes),
        "nodes_truenodeids": [0 if leaf else turn[0] for leaf, turn in zip(is_leaf, turns, strict=True)],
        "nodes_falsenodeids": [0 if leaf else turn[1] for leaf, turn in zip(is_leaf, turns, strict=True)],
        "nodes_missing_value_tracks_true": tracks,
        "target_treeids": [trees[node] for node in leaves],
        "target_nodeids": [ids[node] for node in leaves],
        "target_ids": [0] * len(leaves),
        "target_weights": [values[node] for node in leaves],
    }
