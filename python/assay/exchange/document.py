"""A model as one document: the numbers that score, the features they read, and how they become a probability."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import jsonschema
import numpy as np

from assay.exchange.refused import RefusedModelError
from assay.training.schema import Calibration, Form

FORMAT_VERSION = 1
VECTORS = ("coefficients", "feature_means", "feature_scales", "square_coefficients")
TREES: dict[str, type[np.generic]] = {
    "tree_features": np.int32,
    "tree_borders": np.float64,
    "tree_leaf_values": np.float64,
    "node_features": np.int32,
    "node_borders": np.float64,
    "node_yes": np.int32,
    "node_no": np.int32,
    "node_missing_yes": np.bool_,
    "node_values": np.float64,
}
NUMBERS = ("intercept", "tree_scale", "tree_bias")


@dataclass(frozen=True)
class Output:
    """What a model says of one class or quantity.

    Attributes
    ----------
    form : Form
        Gives the raw score.
    calibration : Calibration
        Maps it to a probability; empty where none was fitted.
    """

    form: Form
    calibration: Calibration = field(default_factory=Calibration)


@dataclass(frozen=True)
class Model:
    """A model without its warehouse.

    Attributes
    ----------
    name, learner, task, link : str
        The model version, and what it is; see :class:`assay.training.schema.Fit` for links.
    feature_names : list of str
        By position.
    outputs : dict of str to Output
        As in the waist of models.
    feature_space : list of dict or None
        How columns become features, by position; None where only the names are known.
    temperature : float or None
        Of several classes, what logits are divided by; None for other tasks and constants.
    certificate : dict or None
        On which rows an imported model was compared with its library, and the largest difference.
    """

    name: str
    learner: str
    task: str
    link: str
    feature_names: list[str]
    outputs: dict[str, Output]
    feature_space: list[dict[str, Any]] | None = None
    certificate: dict[str, Any] | None = None
    temperature: float | None = None


def read_schema() -> dict[str, Any]:
    """Read the JSON Schema that the package ships as ``model.schema.json``."""
    return dict(json.loads(resources.files("assay.exchange").joinpath("model.schema.json").read_text()))


def write_document(model: Model) -> str:
    """Write a model as JSON text.

    Parameters
    ----------
    model : Model
        What to write. Only what scores is written, not the cover and contributions that explain.

    Returns
    -------
    str
        One line per member. Numbers are the shortest text that reads back as the same double; null stands for
        the infinite border of a level that a tree lacks.
    """
    document = {
        "format": "assay-model",
        "format_version": FORMAT_VERSION,
        **{name: value for name, value in vars(model).items() if name != "outputs"},
        "outputs": {name: _output_members(output) for name, output in model.outputs.items()},
    }
    members = [f" {json.dumps(name)}: {json.dumps(value, allow_nan=False)}" for name, value in document.items()]
    return "{\n" + ",\n".join(members) + "\n}\n"


def read_document(text: str) -> Model:
    """Read what :func:`write_document` wrote.

    Raises
    ------
    RefusedModelError
        If the text is not a document of this format.
    """
    try:
        document = json.loads(text)
        jsonschema.validate(document, read_schema())
    except ValueError as error:
        raise RefusedModelError(f"The document is not JSON: {error}") from error
    except jsonschema.ValidationError as error:
        raise RefusedModelError(
            f"The document breaks the schema at {error.json_path}: {error.message[:200]}"
        ) from error
    outputs = {name: _read_output(members) for name, members in document.pop("outputs").items()}
    own = {name: value for name, value in document.items() if not name.startswith("format")}
    return Model(outputs=outputs, **own)


def stored_form(record: Mapping[str, Any]) -> Form:
    """Read a form from a mapping of its members, such as a row of the waist of models; missing members are empty."""
    members: dict[str, Any] = {name: record.get(name) for name in ("node_comparison", *NUMBERS)}
    members |= {name: np.asarray(record.get(name) or [], dtype=np.float64) for name in VECTORS}
    for name, kind in TREES.items():
        trees = record.get(name) or []
        members[name] = [np.array([_finite_or_infinite(x) for x in tree], dtype=kind) for tree in trees]
    return Form(form=record["form"], **members)


def used_positions(form: Form) -> set[int]:
    """Give the positions, from 1, of the features that a form's score depends on."""
    if form.form in ("linear", "quadratic"):
        squares = form.square_coefficients if len(form.square_coefficients) else np.zeros(len(form.coefficients))
        return set((np.flatnonzero((form.coefficients != 0) | (squares != 0)) + 1).tolist())
    return {int(x) for tree in (*form.tree_features, *form.node_features) for x in tree} - {0}


def _output_members(output: Output) -> dict[str, Any]:
    form = output.form
    members: dict[str, Any] = {"form": form.form}
    members |= {name: getattr(form, name) for name in NUMBERS if getattr(form, name) is not None}
    members |= {name: getattr(form, name).tolist() for name in VECTORS if len(getattr(form, name))}
    if form.node_comparison:
        members["node_comparison"] = form.node_comparison
    for name in TREES:
        if trees := getattr(form, name):
            members[name] = [[None if _is_infinite(x) else x for x in tree.tolist()] for tree in trees]
    calibration = {name: values.tolist() for name, values in vars(output.calibration).items()}
    return {**members, "calibration": calibration}


def _read_output(members: Mapping[str, Any]) -> Output:
    corners = {name: np.asarray(values, dtype=np.float64) for name, values in members["calibration"].items()}
    return Output(stored_form(members), Calibration(**corners))


def _is_infinite(value: Any) -> bool:
    return isinstance(value, float) and math.isinf(value)


def _finite_or_infinite(value: Any) -> Any:
    return math.inf if value is None else value
