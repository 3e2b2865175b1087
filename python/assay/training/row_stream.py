"""Training rows whose features stay in the warehouse and are read again batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
from numpy.typing import NDArray

from assay.training.examples import BATCH_VALUES, TrainingSet, feature_matrix


def stream_training_set(
    connection: duckdb.DuckDBPyConnection, examples: str, use_case: str, row_count: int, feature_count: int
) -> TrainingSet:
    """Read labels and folds of a use case now, and its features whenever they are asked for.

    Parameters
    ----------
    connection, examples, use_case, row_count, feature_count
        As for :func:`assay.training.examples.read_training_set`.

    Returns
    -------
    TrainingSet
        Without features, with batches of at most about a million values.

    Raises
    ------
    ValueError
        If the relation holds another number of rows or features than promised.
    """
    rows = f"from {examples} as examples where use_case = ? and split = 'train'"
    columns = connection.sql(
        f"""
        select cast(label as double) as label, cast(coalesce(fold, -1) as tinyint) as fold,
            cast(coalesce(learned_from_fold, -1) as tinyint) as learned_from_fold
        {rows}
        """,
        params=[use_case],
    ).fetchnumpy()
    refusal = f"{use_case}: examples differ from the plan of {row_count} rows x {feature_count} features"
    if len(columns["label"]) != row_count:
        raise ValueError(refusal)

    def read() -> Iterator[tuple[slice, NDArray[np.float32]]]:
        start = 0
        batch_rows = max(2048, BATCH_VALUES // max(feature_count, 1))
        for batch in connection.sql(f"select features {rows}", params=[use_case]).to_arrow_reader(batch_rows):
            values = feature_matrix(batch.column(0))
            if values.shape[1] != feature_count:
                raise ValueError(refusal)
            yield slice(start, start + batch.num_rows), values
            start += batch.num_rows

    return TrainingSet(
        features=np.empty((0, feature_count), dtype=np.float32),
        labels=np.asarray(columns["label"], dtype=np.float64),
        folds=np.asarray(columns["fold"], dtype=np.int8),
        learned_from=columns["learned_from_fold"] if (columns["learned_from_fold"] > 0).any() else None,
        batches=read,
    )
