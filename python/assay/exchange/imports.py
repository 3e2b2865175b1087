"""Imported models in the registry of a warehouse: written whole, or not at all."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.exchange.certificates import Certificate
from assay.exchange.reading.foreign import Feature, ForeignModel, placed_form
from assay.inputs.sentences import suggest
from assay.operations.versions import RegistryError
from assay.training.calibration import log_odds_map, share_map
from assay.training.learners import LEARNERS
from assay.training.schema import FITS, Calibration, Form, stored_numbers
from assay.training.tree_contributions import explained

IMPORTS = "assay_training__imports"
USE_CASES = "assay_inputs__use_cases"
EXAMPLES = "assay_features__examples"
FEATURE_SPACE = "assay_features__feature_space"
CALIBRATIONS = {"logit": log_odds_map, "share": share_map}
CERTIFICATE = pa.schema(
    [
        ("library", pa.string()),
        ("source_file", pa.string()),
        ("source_digest", pa.string()),
        ("compared_relation", pa.string()),
        ("compared_rows", pa.int64()),
        ("rows_digest", pa.string()),
        ("largest_difference", pa.float64()),
        ("equal_labels", pa.int64()),
    ]
)


def check_use_case(connection: duckdb.DuckDBPyConnection, use_case: str, learner: str, model: ForeignModel) -> None:
    """Raise unless a model can take part in a use case under a name.

    Raises
    ------
    RegistryError
        If the last build knows no imports, an earlier form of them or not the use case, its task or a class is another
        one, or the name is taken.
    """
    tables = {name for (name,) in connection.execute("select table_name from information_schema.tables").fetchall()}
    if IMPORTS not in tables:
        raise RegistryError("The warehouse has no table of imported models: run `dbt build` first.")
    columns = {row[0] for row in connection.execute(f"describe {IMPORTS}").fetchall()}
    if not columns.issuperset((*FITS.names, *CERTIFICATE.names)):
        raise RegistryError("The table of imported models is that of an earlier version: run `dbt build` first.")
    tasks = dict(connection.execute(f"select use_case, task from {USE_CASES}").fetchall())
    if use_case not in tasks:
        raise RegistryError(f"There is no use case '{use_case}'{suggest(use_case, tasks)}")
    if tasks[use_case] != model.task:
        raise RegistryError(f"The model is for the task {model.task}, {use_case} is {tasks[use_case]}.")
    _check_classes(connection, use_case, model)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", learner) or learner in LEARNERS:
        raise RegistryError(
            f"--name {learner!r} must be lower case letters, digits and underscores, and no learner of assay's own."
        )


def _check_classes(connection: duckdb.DuckDBPyConnection, use_case: str, model: ForeignModel) -> None:
    if model.task != "multiclass":
        return
    found = connection.execute(
        f"select distinct label_class from {EXAMPLES} where use_case = ? and label_class is not null", [use_case]
    ).fetchall()
    known = sorted(str(name) for (name,) in found)
    if unknown := [name for name in model.outputs if name not in known]:
        raise RegistryError(
            f"The model has the class {unknown[0]!r}, {use_case} has {', '.join(map(repr, known))}: name the model's"
            " classes in its own order with --classes a,b,c."
        )


def store_import(
    connection: duckdb.DuckDBPyConnection,
    use_case: str,
    learner: str,
    path: Path,
    model: ForeignModel,
    relation: str,
    certificate: Certificate,
) -> str:
    """Write an imported model, a row per output, all at once.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Opened to write.
    use_case, learner : str
        Where it takes part, and what it is called there.
    path : Path
        The file it was read from.
    model : ForeignModel
        The model.
    relation : str
        What it was compared on.
    certificate : Certificate
        How it compared.

    Returns
    -------
    str
        The model version.

    Raises
    ------
    RegistryError
        If a feature of the model is none of the use case, or the model is stored already.
    """
    space = _read_space(connection, use_case)
    targets = np.array([_place(feature, use_case, space) for feature in model.features], dtype=np.int32)
    own = _described(use_case, learner, path, model, space)
    version = str(own["model_version"])
    if connection.execute(f"select 1 from {IMPORTS} where model_version = ?", [version]).fetchall():
        raise RegistryError(f"{path.name} is stored already, as {version}.")
    rows = [
        {
            **dict.fromkeys(FITS.names),
            **own,
            **_compared(certificate),
            **stored_numbers(
                explained(placed_form(_centred(form, model.features, certificate.means), targets, len(space)))
            ),
            "output": output,
            "compared_relation": relation,
        }
        for output, form in model.outputs.items()
    ]
    connection.register("imported_model", pa.Table.from_pylist(rows, schema=pa.schema([*FITS, *CERTIFICATE])))
    connection.execute(f"insert into {IMPORTS} by name select * from imported_model")
    return version


def _described(
    use_case: str, learner: str, path: Path, model: ForeignModel, space: list[dict[str, Any]]
) -> dict[str, Any]:
    """Say what all outputs of an imported model share."""
    source_digest = hashlib.sha256(path.read_bytes()).hexdigest()
    space_version = str(space[0]["feature_space_version"])
    parts = [use_case, source_digest, model.link, *model.outputs, *model.feature_names, space_version]
    fingerprint = hashlib.md5("|".join(parts).encode(), usedforsecurity=False).hexdigest()
    calibration = CALIBRATIONS.get(model.link, Calibration)() if model.task == "binary" else Calibration()
    return {
        "use_case": use_case,
        "model_version": f"{learner}-{fingerprint[:12]}",
        "learner": learner,
        "task": model.task,
        "link": model.link,
        "feature_space_version": space_version,
        "fingerprint": fingerprint,
        "parameters": json.dumps({"library": model.answered_by, "file": path.name}),
        "fold": 0,
        "feature_count": len(space),
        "temperature": 1.0 if model.task == "multiclass" else None,
        "feature_names": [feature["feature_name"] for feature in space],
        "calibration_scores": calibration.scores,
        "calibration_probabilities": calibration.probabilities,
        "trained_at": datetime.now(UTC).replace(tzinfo=None),
        "source_file": path.name,
        "source_digest": source_digest,
    }


def _centred(form: Form, features: Sequence[Feature], means: NDArray[np.float64]) -> Form:
    """Let contributions of levels, which are never missing, count from how frequent the levels are."""
    if form.form != "linear":
        return form
    is_level = np.array([feature.level is not None for feature in features])
    centres = np.where(is_level, means, form.feature_means)
    moved = float((form.coefficients * (centres - form.feature_means)).sum())
    return dataclasses.replace(form, intercept=(form.intercept or 0.0) + moved, feature_means=centres)


def _compared(certificate: Certificate) -> dict[str, Any]:
    """Name what a certificate says as the registry's columns do."""
    same = {name: getattr(certificate, name) for name in CERTIFICATE.names if hasattr(certificate, name)}
    return {"library": certificate.answered_by, "compared_rows": certificate.rows, **same}


def _read_space(connection: duckdb.DuckDBPyConnection, use_case: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"select * from {FEATURE_SPACE} where use_case = ? order by position", [use_case])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _place(feature: Feature, use_case: str, space: list[dict[str, Any]]) -> int:
    """Find the position, from 1, where the use case's arrays have a feature of the model."""
    if feature.level is not None:
        return _indicator_place(feature, use_case, space)
    places = {str(own["feature_name"]): own for own in space}
    if feature.name not in places:
        raise RegistryError(
            f"{use_case} has no feature {feature.name!r}{suggest(feature.name, places)}: declare the column in"
            " features.include, or train the model on the features that `assay model show` counts."
        )
    own = places[feature.name]
    if (own["centre"], own["scale"]) != (0.0, 1.0):
        raise RegistryError(
            f"{use_case} keeps the feature {feature.name!r} centred, so that 32-bit floats tell its values apart; the"
            " model reads it as it is."
        )
    return int(own["position"])


def _indicator_place(feature: Feature, use_case: str, space: list[dict[str, Any]]) -> int:
    of_column = [own for own in space if own["source_columns"] == feature.column]
    levels = {str(own["level"]): int(own["position"]) for own in of_column if own["encoding"] == "one_hot"}
    if feature.level in levels:
        return levels[feature.level]
    if not of_column:
        columns = sorted({str(own["source_columns"]) for own in space})
        raise RegistryError(
            f"{use_case} has no feature of the column {feature.column!r}{suggest(feature.column, columns)}: declare"
            " the column in features.include."
        )
    if not levels:
        raise RegistryError(
            f"{use_case} encodes {feature.column!r} as {of_column[0]['encoding']}, the model asks whether it is"
            f" {feature.level!r}: declare one_hot_encoder for the column in features.encodings."
        )
    raise RegistryError(
        f"{use_case} has no indicator of {feature.level!r} of the column {feature.column!r}, which the model asks for:"
        " declare one_hot_encoder for it in features.encodings with a smaller frequency_threshold, or train the model"
        " without this level (min_frequency)."
    )
