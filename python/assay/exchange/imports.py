"""Imported models in the registry of a warehouse: a row that is written whole, or not at all."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from assay.exchange.certificates import Certificate
from assay.exchange.foreign import ForeignModel
from assay.inputs.sentences import suggest
from assay.operations.versions import RegistryError
from assay.training.calibration import log_odds_map, share_map
from assay.training.learners import LEARNERS
from assay.training.schema import FITS, Calibration, Form

IMPORTS = "assay_training__imports"
USE_CASES = "assay_inputs__use_cases"
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
        If the last build knows no imports or not the use case, its task is another one, or the name is taken.
    """
    tables = {name for (name,) in connection.execute("select table_name from information_schema.tables").fetchall()}
    if IMPORTS not in tables:
        raise RegistryError("The warehouse has no table of imported models: run `dbt build` first.")
    tasks = dict(connection.execute(f"select use_case, task from {USE_CASES}").fetchall())
    if use_case not in tasks:
        raise RegistryError(f"There is no use case '{use_case}'{suggest(use_case, tasks)}")
    if tasks[use_case] != model.task:
        raise RegistryError(f"The model is for the task {model.task}, {use_case} is {tasks[use_case]}.")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", learner) or learner in LEARNERS:
        raise RegistryError(
            f"--name {learner!r} must be lower case letters, digits and underscores, and no learner of assay's own."
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
    """Write an imported model as one row.

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
    space = connection.execute(
        "select feature_name, position, centre, scale, feature_space_version"
        f" from {FEATURE_SPACE} where use_case = ? order by position",
        [use_case],
    ).fetchall()
    form = _placed(model, use_case, space)
    source_digest = hashlib.sha256(path.read_bytes()).hexdigest()
    parts = [use_case, source_digest, model.link, *model.feature_names, space[0][4]]
    fingerprint = hashlib.md5("|".join(parts).encode(), usedforsecurity=False).hexdigest()
    version = f"{learner}-{fingerprint[:12]}"
    if connection.execute(f"select 1 from {IMPORTS} where model_version = ?", [version]).fetchall():
        raise RegistryError(f"{path.name} is stored already, as {version}.")
    calibration = CALIBRATIONS.get(model.link, Calibration)()
    row: dict[str, Any] = {
        **dict.fromkeys(FITS.names),
        **{name: value for name, value in vars(form).items() if name != "tree_contributions"},
        "use_case": use_case,
        "model_version": version,
        "learner": learner,
        "task": model.task,
        "link": model.link,
        "output": "1" if model.task == "binary" else "value",
        "feature_space_version": space[0][4],
        "fingerprint": fingerprint,
        "parameters": json.dumps({"library": model.answered_by, "file": path.name}),
        "fold": 0,
        "feature_count": len(space),
        "feature_names": [name for name, *_ in space],
        "calibration_scores": calibration.scores,
        "calibration_probabilities": calibration.probabilities,
        "trained_at": datetime.now(UTC).replace(tzinfo=None),
        "source_file": path.name,
        "source_digest": source_digest,
        "compared_relation": relation,
        **_compared(certificate),
    }
    connection.register("imported_model", pa.Table.from_pylist([row], schema=pa.schema([*FITS, *CERTIFICATE])))
    connection.execute(f"insert into {IMPORTS} by name select * from imported_model")
    return version


def _compared(certificate: Certificate) -> dict[str, Any]:
    """Name what a certificate says as the registry's columns do."""
    same = {name: getattr(certificate, name) for name in CERTIFICATE.names if hasattr(certificate, name)}
    return {"library": certificate.answered_by, "compared_rows": certificate.rows, **same}


def _placed(model: ForeignModel, use_case: str, space: list[tuple[Any, ...]]) -> Form:
    """Put the model's features where the use case's arrays have them."""
    places = {name: int(position) for name, position, *_ in space}
    moved = {name for name, _, centre, scale, _ in space if (centre, scale) != (0.0, 1.0)}
    for name in model.feature_names:
        if name not in places:
            raise RegistryError(
                f"{use_case} has no feature {name!r}{suggest(name, places)}: declare the column in features.include,"
                " or train the model on the features that `assay model show` counts."
            )
        if name in moved:
            raise RegistryError(
                f"{use_case} keeps the feature {name!r} centred, so that 32-bit floats tell its values apart; the model"
                " reads it as it is."
            )
    targets = np.array([0, *(places[name] for name in model.feature_names)], dtype=np.int32)
    form = model.form
    if form.form == "linear":
        factors, centres = np.zeros(len(space)), np.zeros(len(space))
        factors[targets[1:] - 1], centres[targets[1:] - 1] = form.coefficients, form.feature_means
        return dataclasses.replace(
            form, coefficients=factors, feature_means=centres, feature_scales=np.ones(len(space))
        )
    return dataclasses.replace(
        form,
        tree_features=[targets[tree] for tree in form.tree_features],
        node_features=[targets[tree] for tree in form.node_features],
    )
