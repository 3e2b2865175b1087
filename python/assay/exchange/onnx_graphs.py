"""Models in ONNX files: linear models and trees behind scalers, as skl2onnx and onnxmltools write them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.columns import Column, Step, linear_form
from assay.exchange.foreign import PROBABILITIES, Answers, ForeignModel, find_event, for_event
from assay.exchange.onnx_trees import read_classifier_trees, read_regressor_trees
from assay.exchange.refused import RefusedModelError
from assay.training.schema import Form

FLOATS = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64}
# What may follow the model, because it changes neither a probability of two classes nor a quantity.
AFTERWARDS = ("Cast", "Identity", "Normalizer", "Reshape", "ZipMap")


def onnx_model(path: Path, event: str | None = None) -> ForeignModel:
    """Read a model from an ONNX file.

    Parameters
    ----------
    path : Path
        Nothing in it is executed but by onnxruntime, which answers for the model.
    event : str or None
        The class that is the event; see :func:`assay.exchange.foreign.find_event`.

    Returns
    -------
    ForeignModel
        Features are the graph's inputs; a single input with several columns has no names.

    Raises
    ------
    RefusedModelError
        For any operator or attribute that is not read; the message names it.
    """
    import onnx
    import onnxruntime

    try:
        model = onnx.load(path)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    except Exception as error:  # the two libraries raise a dozen kinds
        raise RefusedModelError(f"this is no model in ONNX that runs: {str(error).splitlines()[0]}") from error
    graph = _Graph(model.graph)
    for node in model.graph.node:
        graph.read(node)
    if graph.form is None:
        raise RefusedModelError("the graph holds no model, such as TreeEnsembleClassifier or LinearRegressor")
    position = find_event(graph.classes, event) if graph.link in PROBABILITIES else 1

    def predict(rows: NDArray[np.float64]) -> Answers:
        return _ask(session, rows, graph, position)

    form = for_event(graph.form, graph.link, position)
    return ForeignModel(f"onnxruntime {onnxruntime.__version__}", form, graph.link, graph.names, predict)


class _Graph:
    """What the nodes read so far have made of the features.

    Attributes
    ----------
    columns : dict of str to list of Column
        What each tensor of features holds.
    form, link, classes
        The model, once its node is read.
    results : set of str
        Tensors that hold the model's answers.
    """

    def __init__(self, graph: Any) -> None:
        from onnx import numpy_helper

        self.constants = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
        self.columns: dict[str, list[Column]] = {}
        self.names: list[str] = []
        self.form: Form | None = None
        self.link = ""
        self.classes: list[Any] = []
        self.results: set[str] = set()
        inputs = [item for item in graph.input if item.name not in self.constants]
        count = 0
        for item in inputs:
            width = [dimension.dim_value for dimension in item.type.tensor_type.shape.dim][-1]
            if width < 1:
                raise RefusedModelError(f"the input {item.name!r} does not say how many columns it has")
            self.columns[item.name] = [Column(count + place) for place in range(width)]
            count += width
        self.feature_count = count
        if len(inputs) == count:
            self.names = [item.name for item in inputs]

    def read(self, node: Any) -> None:
        """Follow one node."""
        from onnx import helper

        options = {item.name: helper.get_attribute_value(item) for item in node.attribute}
        if self.results.intersection(node.input):
            self._read_after(node)
        elif node.op_type == "MatMul" and node.input[1] in self.constants:
            columns, factors = self._gathered(node.input[:1]), np.ravel(self.constants[node.input[1]])
            if len(factors) != len(columns):
                raise RefusedModelError("the operator MatMul has several outputs, only one can be read")
            self.form, self.link = linear_form(columns, factors.astype(np.float64), 0.0, self.feature_count), "identity"
            self.results.update(node.output)
        elif node.op_type in MODELS:
            columns = self._gathered(node.input)
            self.form, self.link, self.classes = MODELS[node.op_type](options, columns, self.feature_count)
            self.results.update(node.output)
        elif node.op_type in TRANSFORMERS:
            self.columns[node.output[0]] = TRANSFORMERS[node.op_type](self, node, options)
        else:
            known = ", ".join([*MODELS, *TRANSFORMERS])
            raise RefusedModelError(f"the operator {node.op_type} cannot be read, only {known}")

    def _read_after(self, node: Any) -> None:
        if node.op_type == "Exp" and self.link == "identity":
            self.link = "log"
        elif node.op_type == "Add" and self.form and self.form.form == "linear" and node.input[1] in self.constants:
            start = (self.form.intercept or 0.0) + float(np.ravel(self.constants[node.input[1]])[0])
            self.form = dataclasses.replace(self.form, intercept=start)
        elif node.op_type not in AFTERWARDS:
            raise RefusedModelError(f"the operator {node.op_type} behind the model cannot be read")
        self.results.update(node.output)

    def _gathered(self, inputs: Sequence[str]) -> list[Column]:
        unknown = [name for name in inputs if name not in self.columns]
        if unknown:
            raise RefusedModelError(f"the tensor {unknown[0]!r} holds no features that could be followed")
        return [column for name in inputs for column in self.columns[name]]


def _passed(graph: _Graph, node: Any, options: dict[str, Any]) -> list[Column]:
    return graph._gathered(node.input)


def _scaled(graph: _Graph, node: Any, options: dict[str, Any]) -> list[Column]:
    columns = graph._gathered(node.input)
    offsets, scales = (
        np.resize(options.get(name, [filler]), len(columns)) for name, filler in (("offset", 0), ("scale", 1))
    )
    return [
        column.then(Step(subtract=float(offset), multiply=float(scale), is_double=False))
        for column, offset, scale in zip(columns, offsets, scales, strict=True)
    ]


def _filled(graph: _Graph, node: Any, options: dict[str, Any]) -> list[Column]:
    columns = graph._gathered(node.input)
    if "imputed_value_floats" not in options or not np.isnan(options.get("replaced_value_float", 0.0)):
        raise RefusedModelError("the attribute replaced_value_float of Imputer is not NaN")
    values = np.resize(options["imputed_value_floats"], len(columns)).tolist()
    return [column.fill(value) for column, value in zip(columns, values, strict=True)]


def _chosen(graph: _Graph, node: Any, options: dict[str, Any]) -> list[Column]:
    columns, places = graph._gathered(node.input[:1]), graph.constants[node.input[1]]
    return [columns[int(place)] for place in np.ravel(places)]


def _moved(make: Callable[[float], Step]) -> Callable[[_Graph, Any, dict[str, Any]], list[Column]]:
    def read(graph: _Graph, node: Any, options: dict[str, Any]) -> list[Column]:
        if node.input[0] in graph.constants or node.input[1] not in graph.constants:
            raise RefusedModelError(f"the operator {node.op_type} of two tensors of features cannot be read")
        columns = graph._gathered(node.input[:1])
        values = np.resize(np.ravel(graph.constants[node.input[1]]), len(columns)).tolist()
        return [column.then(make(value)) for column, value in zip(columns, values, strict=True)]

    return read


def _linear_classifier(
    options: dict[str, Any], columns: Sequence[Column], feature_count: int
) -> tuple[Form, str, list[Any]]:
    transform = options.get("post_transform", b"NONE").decode()
    rows = np.reshape(options["coefficients"], (-1, len(columns))).astype(np.float64)
    starts = np.resize(options.get("intercepts", [0.0]), len(rows)).astype(np.float64)
    classes = [*options.get("classlabels_ints", []), *(x.decode() for x in options.get("classlabels_strings", []))]
    if len(classes) == 2 and len(rows) == 2 and transform == "SOFTMAX":
        rows, starts = rows[1:] - rows[:1], starts[1:] - starts[:1]
    elif len(rows) == 2 and transform == "LOGISTIC" and (rows[0] == -rows[1]).all() and starts[0] == -starts[1]:
        rows, starts = rows[1:], starts[1:]
    if len(rows) != 1 or transform not in ("LOGISTIC", "SOFTMAX"):
        raise RefusedModelError(
            f"the attribute post_transform of LinearClassifier is {transform} for {len(rows)} rows of coefficients,"
            " which gives no probability of two classes"
        )
    return linear_form(columns, rows[0], float(starts[0]), feature_count), "logit", classes


def _linear_regressor(
    options: dict[str, Any], columns: Sequence[Column], feature_count: int
) -> tuple[Form, str, list[Any]]:
    transform = options.get("post_transform", b"NONE").decode()
    if options.get("targets", 1) != 1 or transform != "NONE":
        raise RefusedModelError("the attributes targets and post_transform of LinearRegressor must be 1 and NONE")
    coefficients = np.asarray(options["coefficients"], dtype=np.float64)
    start = float((options.get("intercepts") or [0.0])[0])
    return linear_form(columns, coefficients, start, feature_count), "identity", []


TRANSFORMERS: dict[str, Callable[[_Graph, Any, dict[str, Any]], list[Column]]] = {
    "Scaler": _scaled,
    "Imputer": _filled,
    "ArrayFeatureExtractor": _chosen,
    "Concat": _passed,
    "FeatureVectorizer": _passed,
    "Cast": _passed,
    "Identity": _passed,
    "Sub": _moved(lambda value: Step(subtract=value)),
    "Div": _moved(lambda value: Step(divide=value)),
    "Mul": _moved(lambda value: Step(multiply=value)),
    "Add": _moved(lambda value: Step(add=value)),
}
MODELS: dict[str, Callable[[dict[str, Any], Sequence[Column], int], tuple[Form, str, list[Any]]]] = {
    "LinearClassifier": _linear_classifier,
    "LinearRegressor": _linear_regressor,
    "TreeEnsembleClassifier": read_classifier_trees,
    "TreeEnsembleRegressor": read_regressor_trees,
}


def _ask(session: Any, rows: NDArray[np.float64], graph: _Graph, position: int) -> Answers:
    feeds, start = {}, 0
    for item in session.get_inputs():
        width = len(graph.columns[item.name])
        if item.type not in FLOATS:
            raise RefusedModelError(f"the input {item.name!r} is {item.type}, only numbers can be read")
        feeds[item.name] = rows[:, start : start + width].astype(FLOATS[item.type])
        start += width
    outputs = session.run(None, feeds)
    if graph.link not in PROBABILITIES:
        return Answers(np.ravel(outputs[0]).astype(np.float64))
    labels, shares = outputs[0], outputs[1]
    event = graph.classes[position]
    if isinstance(shares, list):
        values = np.array([row[event] for row in shares], dtype=np.float64)
    else:
        values = np.asarray(shares, dtype=np.float64)[:, position]
    return Answers(values, np.asarray(labels) == event)
