"""Stored model versions: what they are, how good they are, and what differs between two of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from assay.inputs.sentences import suggest

MODELS = "assay_training__models"
CHAMPIONS = "assay_evaluation__champions"
THRESHOLDS = "assay_evaluation__thresholds"
METRICS = "assay_evaluation__metrics"


class RegistryError(Exception):
    """A sentence for the user about why the registry cannot do what was asked."""


@dataclass(frozen=True)
class Version:
    """One stored model version.

    Attributes
    ----------
    use_case, model_version, learner, parameters, feature_space_version : str
        As in the waist of models; parameters are JSON.
    status : str
        ``champion``, ``challenger`` (scored, not champion) or ``archived`` (not scored any more).
    training_rows : int or None
        Number of training rows; None where the model was imported.
    value_per_decision : float or None
        Money per decision on validation rows; None where no money is declared or the version is archived.
    feature_names : list of str
        By position.
    trained_at : datetime
        UTC.
    """

    use_case: str
    model_version: str
    learner: str
    status: str
    parameters: str
    feature_space_version: str
    training_rows: int | None
    value_per_decision: float | None
    feature_names: list[str]
    trained_at: datetime


def list_versions(connection: duckdb.DuckDBPyConnection, use_case: str | None = None) -> list[Version]:
    """List stored versions: by use case, champion first, then challengers by money, then the latest.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        From :func:`open_registry`.
    use_case : str, optional
        All where not given.

    Returns
    -------
    list of Version
        One per use case and model version.

    Raises
    ------
    RegistryError
        If the use case has no model.
    """
    cursor = connection.execute(f"""
        select
            models.use_case, models.model_version, min(models.learner) as learner,
            case
                when any_value(champions.model_version) is not null then 'champion'
                when bool_or(models.is_current) then 'challenger'
                else 'archived'
            end as status,
            min(models.parameters) as parameters,
            min(models.feature_space_version) as feature_space_version,
            min(models.training_rows) as training_rows,
            any_value(thresholds.value_per_decision) as value_per_decision,
            coalesce(any_value(models.feature_names), []) as feature_names,
            min(models.trained_at) as trained_at
        from {MODELS} as models
        left join {CHAMPIONS} as champions using (use_case, model_version)
        left join {THRESHOLDS} as thresholds using (use_case, model_version)
        where models.fold = 0
        group by models.use_case, models.model_version
        order by
            models.use_case, array_position(['champion', 'challenger', 'archived'], status),
            value_per_decision desc nulls last, trained_at desc, models.model_version
    """)
    names = [column[0] for column in cursor.description]
    versions = [Version(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    if use_case is None:
        return versions
    chosen = [version for version in versions if version.use_case == use_case]
    if not chosen:
        names = sorted({version.use_case for version in versions})
        raise RegistryError(f"'{use_case}' has no model{suggest(use_case, names)}")
    return chosen


def find_version(connection: duckdb.DuckDBPyConnection, use_case: str, model_version: str) -> Version:
    """Find one version.

    Raises
    ------
    RegistryError
        If it is not stored.
    """
    versions = {version.model_version: version for version in list_versions(connection, use_case)}
    if model_version not in versions:
        raise RegistryError(f"{use_case} has no model '{model_version}'{suggest(model_version, versions)}")
    return versions[model_version]


def read_metrics(connection: duckdb.DuckDBPyConnection, version: Version) -> dict[tuple[str, str], float]:
    """Read a version's metrics, those of the whole model, by split and name; empty where it is archived."""
    rows = connection.execute(
        f"select split, metric, value from {METRICS}"
        " where use_case = ? and model_version = ? and label_class is null order by 1, 2",
        [version.use_case, version.model_version],
    ).fetchall()
    return {(split, metric): value for split, metric, value in rows}


def compare_versions(first: Version, second: Version) -> dict[str, tuple[Any, Any]]:
    """Name what differs between two versions: parameters, rows, and features that only one of them has.

    Returns
    -------
    dict of str to tuple
        What it is in the first and in the second; None where it is not there.
    """
    pairs: dict[str, tuple[Any, Any]] = {
        "learner": (first.learner, second.learner),
        "training_rows": (first.training_rows, second.training_rows),
        "feature_space_version": (first.feature_space_version, second.feature_space_version),
    }
    left, right = json.loads(first.parameters), json.loads(second.parameters)
    for name in sorted({*left, *right}):
        pairs[f"parameter {name}"] = (left.get(name), right.get(name))
    for name in sorted({*first.feature_names} ^ {*second.feature_names}):
        pairs[f"feature {name}"] = (name in first.feature_names or None, name in second.feature_names or None)
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
