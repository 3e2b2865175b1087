"""Stored models out of the registry of a warehouse."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np

from assay.exchange.document import Model, Output, stored_form
from assay.exchange.writing.portable_encoding import LOOKED_UP
from assay.inputs.sentences import suggest
from assay.operations.versions import MODELS, RegistryError, Version, list_versions
from assay.training.schema import Calibration

CODES = "assay_features__target_encodings"
FEATURE_SPACE = "assay_features__feature_space"
FEATURE_MEMBERS = (
    "position", "feature_name", "source_columns", "encoding", "level", "centre", "scale", "parameters",
)  # fmt: skip


def find_model(connection: duckdb.DuckDBPyConnection, name: str) -> Version:
    """Find a model by its version, or the champion of a use case.

    Raises
    ------
    RegistryError
        If there is neither, or the use case has no champion yet.
    """
    versions = list_versions(connection)
    if named := [version for version in versions if version.model_version == name]:
        return named[0]
    of_use_case = [version for version in versions if version.use_case == name]
    if not of_use_case:
        known = {text for version in versions for text in (version.use_case, version.model_version)}
        raise RegistryError(f"There is no use case or model version '{name}'{suggest(name, sorted(known))}")
    if of_use_case[0].status != "champion":
        raise RegistryError(f"{name} has no champion: name a version of `assay model list`.")
    return of_use_case[0]


def read_model(connection: duckdb.DuckDBPyConnection, version: Version) -> Model:
    """Read the model that was trained on every training row.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        From :func:`assay.operations.registry.open_registry`.
    version : Version
        Which model.

    Returns
    -------
    Model
        Without a feature space where the version belongs to an earlier one, which is not kept.
    """
    cursor = connection.execute(
        f"select * from {MODELS} where use_case = ? and model_version = ? and fold = 0 order by output",
        [version.use_case, version.model_version],
    )
    columns = [column[0] for column in cursor.description]
    records = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    first = records[0]
    return Model(
        name=version.model_version,
        learner=version.learner,
        task=first["task"],
        link=first["link"],
        feature_names=version.feature_names,
        outputs={record["output"]: Output(stored_form(record), _calibration(record)) for record in records},
        feature_space=_read_feature_space(connection, version),
        temperature=first["temperature"],
    )


def _calibration(record: dict[str, Any]) -> Calibration:
    return Calibration(
        np.asarray(record["calibration_scores"] or [], dtype=np.float64),
        np.asarray(record["calibration_probabilities"] or [], dtype=np.float64),
    )


def read_feature_space(connection: duckdb.DuckDBPyConnection, use_case: str) -> list[dict[str, Any]]:
    """Read how the columns of a use case become features, by position, with the codes of levels.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the schema of the registry as the default one.
    use_case : str
        Which one.

    Returns
    -------
    list of dict
        As in a document; empty where the use case is not known.
    """
    rows = connection.execute(
        f"select {', '.join(FEATURE_MEMBERS)} from {FEATURE_SPACE} where use_case = ? order by position", [use_case]
    ).fetchall()
    features = [dict(zip(FEATURE_MEMBERS, row, strict=True)) for row in rows]
    for feature in features:
        if feature["encoding"] in LOOKED_UP:
            feature |= _read_codes(connection, use_case, feature)
    return features


def _read_feature_space(connection: duckdb.DuckDBPyConnection, version: Version) -> list[dict[str, Any]] | None:
    current = connection.execute(
        f"select 1 from {FEATURE_SPACE} where use_case = ? and feature_space_version = ?",
        [version.use_case, version.feature_space_version],
    ).fetchall()
    return read_feature_space(connection, version.use_case) if current else None


def _read_codes(connection: duckdb.DuckDBPyConnection, use_case: str, feature: dict[str, Any]) -> dict[str, Any]:
    """Read the codes that all training rows gave to a column's levels, and what any other level gets."""
    rows = connection.execute(
        f"select level, encoding, prior from {CODES}"
        " where use_case = ? and source_column = ? and method = ? and fold = 0 order by level",
        [use_case, feature["source_columns"], feature["encoding"]],
    ).fetchall()
    return {"levels": {level: code for level, code, _ in rows}, "prior": rows[0][2] if rows else None}
