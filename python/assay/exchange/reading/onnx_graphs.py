"""Models in ONNX files: linear models and trees behind scalers, as skl2onnx and onnxmltools write them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.exchange.reading.columns import Column, Step, linear_form
from assay.exchange.reading.foreign import PROBABILITIES, Answers, Reading
from assay.exchange.reading.inputs import Inputs
from assay.exchange.reading.onnx_linear import read_linear_classifier, read_linear_regressor
from assay.exchange.reading.onnx_trees import Model, read_classifier_trees, read_regressor_trees
from assay.exchange.refused import RefusedModelError
from assay.training.schema import Form

FLOATS = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64}
# What may follow the model, because it changes neither a probability of two classes nor a quantity.
AFTERWARDS = ("Cast", "Identity", "Normalizer", "Reshape", "ZipMap")


def onnx_model(path: Path) -> Reading:
    """Read a model from an ONNX file.

    Parameters
    ----------
    path : Path
        Nothing in it is executed but by onnxruntime, which answers for the model.

    Returns
    -------
    Reading
        Features are the graph's inputs; a single input with several columns has no names.

    Raises
    ------
    RefusedModelError
        For any operator or attribute that is not read; the message names it.
    """
    import onnx
    import onnxruntime

    try:
        model = onnx.load(path, load_external_data=False)
    except Exception as error:  # protobuf and onnx raise several kinds
        raise RefusedModelError(f"this is no model in ONNX: {str(error).splitlines()[0]}") from error
    _refuse_other_files(model.graph)
    graph = _Graph(model.graph)
    for node in model.graph.node:
        graph.read(node)
    if not graph.forms:
        raise RefusedModelError("the graph holds no model, such as TreeEnsembleClassifier or LinearRegressor")
    try:  # only now, when every operator is known
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises a dozen kinds
        raise RefusedModelError(f"this is no model in ONNX that runs: {str(error).splitlines()[0]}") from error
    inputs = Inputs(graph.feature_count, graph.names)

    def predict(rows: NDArray[np.float64]) -> Answers:
        return _ask(session, rows, graph)

    return Reading(f"onnxruntime {onnxruntime.__version__}", graph.forms, graph.link, inputs, predict, graph.classes)


def _refuse_other_files(graph: Any) -> None:
    """Refuse tensors that are kept in other files, whose paths could lead anywhere."""
    from onnx.external_data_helper import uses_external_data

    tensors = [*graph.initializer, *(item.t for node in graph.node for item in node.attribute if item.HasField("t"))]
    if any(uses_external_data(tensor) for tensor in tensors):
        raise RefusedModelError("it keeps numbers in other files: save it as one file")


class _Graph:
    """What the nodes read so far have made of the features.

    Attributes
    ----------
    columns : dict of str to list of Column
        What each tensor of features holds.
    forms, link, classes
        The model, once its node is read.
    results : set of str
        Tensors that hold the model's answers.
    """

    def __init__(self, graph: Any) -> None:
        from onnx import numpy_helper

        self.constants = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
        self.columns: dict[str, list[Column]] = {}
        self.names: list[str] = []
        self.forms: list[Form] = []
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
            self.forms = [linear_form(columns, factors.astype(np.float64), 0.0, self.feature_count)]
            self.link = "identity"
            self.results.update(node.output)
        elif node.op_type in MODELS:
            columns = self._gathered(node.input)
            self.forms, self.link, self.classes = MODELS[node.op_type](options, columns, self.feature_count)
            self.results.update(node.output)
        elif node.op_type in TRANSFORMERS:
            self.columns[node.output[0]] = TRANSFORMERS[node.op_type](self, node, options)
        else:
            known = ", ".join([*MODELS, *TRANSFORMERS])
            raise RefusedModelError(f"the operator {node.op_type} cannot be read, only {known}")

    def _read_after(self, node: Any) -> None:
        if node.op_type == "Exp" and self.link == "identity":
            self.link = "log"
        elif node.op_type == "Add" and self.forms[0].form == "linear" and node.input[1] in self.constants:
            start = (self.forms[0].intercept or 0.0) + float(np.ravel(self.constants[node.input[1]])[0])
            self.forms = [dataclasses.replace(self.forms[0], intercept=start)]
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
    return [column.filled_with(value) for column, value in zip(columns, values, strict=True)]


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
MODELS: dict[str, Callable[[dict[str, Any], Sequence[Column], int], Model]] = {
    "LinearClassifier": read_linear_classifier,
    "LinearRegressor": read_linear_regressor,
    "TreeEnsembleClassifier": read_classifier_trees,
    "TreeEnsembleRegressor": read_regressor_trees,
}


def _ask(session: Any, rows: NDArray[np.float64], graph: _Graph) -> Answers:
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
    labels, shares = outputs[0].tolist(), outputs[1]
    if isinstance(shares, list):
        shares = [[row[name] for name in graph.classes] for row in shares]
    return Answers(np.asarray(shares, dtype=np.float64), np.array([graph.classes.index(name) for name in labels]))
