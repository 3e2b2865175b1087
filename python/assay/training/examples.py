"""Training rows from the warehouse into one array."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

BATCH_VALUES = 1 << 20


@dataclass
class TrainingSet:
    """The training rows of one use case, in key order.

    Attributes
    ----------
    features : array of float32, shape (n, p), column-major
        Feature values; NaN is missing.
    labels : array of float64, shape (n,)
        0 or 1 for a binary task, the position in ``classes`` for several classes, otherwise the quantity; NaN where
        nothing is learnt from it.
    folds : array of int8, shape (n,)
        Cross-validation fold that holds the row out, from 1; -1 where none does.
    calibration : str
        Method of :func:`assay.training.calibration.fit_calibration`; of several classes, ``none`` or a temperature.
    task : str
        ``binary``, ``multiclass``, ``regression``, ``clustering``, ``reduction`` or ``anomaly``.
    classes : tuple of str
        Names of the classes of the training rows, in order; empty unless the task is ``multiclass``.
    only_fold : int or None
        Where a search asks for one model only: the fold it is fitted outside.
    learned_from : array of int8, shape (n,), or None
        Time-ordered folds: the first fold whose model learns from the row; those of later folds do too. None where
        the model of a fold learns from every row outside it.
    batches : callable or None
        Where the rows do not fit into memory: reads places and features of the rows batch by batch; ``features`` has
        no rows then.
    last_label : tuple of (int, float, float) or None
        Which feature is the entity's last known label: its 1-based position, and centre and scale of
        ``label = centre + scale * feature``. None where no feature is.
    """

    features: NDArray[np.float32]
    labels: NDArray[np.float64]
    folds: NDArray[np.int8]
    calibration: str = "isotonic"
    task: str = "binary"
    classes: tuple[str, ...] = ()
    only_fold: int | None = None
    learned_from: NDArray[np.int8] | None = None
    last_label: tuple[int, float, float] | None = None
    batches: Callable[[], Iterator[tuple[slice, NDArray[np.float32]]]] | None = None

    def read_batches(self) -> Iterator[tuple[slice, NDArray[np.float32]]]:
        """Read places and features of the rows, in one batch where they are in memory."""
        if self.batches is None:
            yield slice(0, len(self.labels)), self.features
        else:
            yield from self.batches()

    @property
    def score_shape(self) -> tuple[int, ...]:
        """Shape of the raw scores of all rows: a column per class where there are several."""
        return (len(self.labels), len(self.classes)) if self.classes else (len(self.labels),)

    @property
    def held_out_folds(self) -> tuple[int, ...]:
        """The folds that have a model without them, in order."""
        return tuple(int(fold) for fold in np.unique(self.folds) if fold > 0)

    @property
    def models(self) -> tuple[int, ...]:
        """Which models to fit: 0 for the one on every row, k for the one without fold k."""
        if self.only_fold is not None:
            return (self.only_fold,)
        return (0, *self.held_out_folds)

    def outside(self, fold: int) -> NDArray[np.bool_]:
        """Rows that the model of a fold learns from; every row for fold 0."""
        if fold == 0 or self.learned_from is None:
            return np.not_equal(self.folds, fold)
        return np.less_equal(self.learned_from, fold)

    def without(self, fold: int) -> TrainingSet:
        """Copy what the model of a fold learns from, with the folds that are left in it."""
        kept = self.outside(fold)
        learned_from = None if self.learned_from is None else self.learned_from[kept]
        features = np.asfortranarray(self.features[kept])
        return replace(
            self, features=features, labels=self.labels[kept], folds=self.folds[kept], learned_from=learned_from
        )

    def stopping_rows(self, learned: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]] | None:
        """Part the rows that a model learns from by one of their folds: the first, in the order of time the last.

        Parameters
        ----------
        learned : array of bool, shape (n,)
            Rows that the model learns from.

        Returns
        -------
        tuple of arrays of bool, shape (n,), or None
            Rows to learn from and rows to be judged on; None where there is no such part.
        """
        folds = np.unique(self.folds[learned & (self.folds > 0)])
        if not len(folds):
            return None
        fold = int(folds[0] if self.learned_from is None else folds[-1])
        parts = learned & self.outside(fold), learned & self.inside(fold)
        return parts if parts[0].any() else None

    def inside(self, fold: int) -> NDArray[np.bool_]:
        """Rows that the model of a fold is judged on; none for fold 0."""
        return np.equal(self.folds, fold)


def read_training_set(
    connection: duckdb.DuckDBPyConnection,
    examples: str,
    use_case: str,
    row_count: int,
    feature_count: int,
    task: str = "binary",
    sampled_rows: int | None = None,
) -> TrainingSet:
    """Read the training rows of a use case batch by batch into one preallocated array.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the warehouse.
    examples : str
        The examples waist: a relation name or a query in brackets. Its rows are stored in key order.
    use_case : str
        Whose rows to read.
    row_count, feature_count : int
        n and p, known from the training plan.
    task : str
        What is predicted; of ``multiclass`` the names of classes are read too.
    sampled_rows : int or None
        Where memory holds fewer rows: how many. They are those whose decision has the smallest hash.

    Returns
    -------
    TrainingSet
        The rows; the arrays are owned by the caller.

    Raises
    ------
    ValueError
        If the relation holds another number of rows or features than promised.
    """
    sample = _sample(connection, examples, use_case, sampled_rows)
    row_count = row_count if sampled_rows is None else sampled_rows
    features = np.empty((row_count, feature_count), dtype=np.float32, order="F")
    labels = np.empty(row_count, dtype=np.float64)
    folds = np.empty(row_count, dtype=np.int8)
    learned_from = np.empty(row_count, dtype=np.int8)
    query = f"""
        select features, cast(label as double) as label, cast(coalesce(fold, -1) as tinyint) as fold,
            cast(coalesce(learned_from_fold, -1) as tinyint) as learned_from_fold
        from {examples} as examples
        where use_case = ? and split = 'train' {sample}
    """
    batch_rows = max(2048, BATCH_VALUES // max(feature_count, 1))
    start = 0
    for batch in connection.sql(query, params=[use_case]).to_arrow_reader(batch_rows):
        stop = start + batch.num_rows
        if stop > row_count or batch.num_rows * feature_count != len(batch.column(0).flatten()):
            raise ValueError(
                f"{use_case}: examples differ from the plan of {row_count} rows x {feature_count} features"
            )
        features[start:stop] = feature_matrix(batch.column(0))
        labels[start:stop] = batch.column(1).to_numpy(zero_copy_only=False)
        folds[start:stop] = batch.column(2).to_numpy(zero_copy_only=False)
        learned_from[start:stop] = batch.column(3).to_numpy(zero_copy_only=False)
        start = stop
    if start != row_count:
        raise ValueError(f"{use_case}: {start} training rows where the plan has {row_count}")
    training = TrainingSet(features, labels, folds, task=task)
    if (learned_from > 0).any():
        training.learned_from = learned_from
    if task == "multiclass":
        numbers, training.classes = _read_classes(connection, examples, use_case)
        training.labels = np.searchsorted(numbers, labels).astype(np.float64)
    return training


def _read_classes(
    connection: duckdb.DuckDBPyConnection, examples: str, use_case: str
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Numbers and names of the classes that training rows have, in the order of their numbers."""
    query = f"""
        select distinct cast(label as double) as label, label_class
        from {examples} as examples
        where use_case = ? and split = 'train'
        order by label
    """
    rows = connection.execute(query, [use_case]).fetchall()
    return np.array([number for number, _ in rows]), tuple(name for _, name in rows)


def _sample(connection: duckdb.DuckDBPyConnection, examples: str, use_case: str, sampled_rows: int | None) -> str:
    """Say in SQL which decisions have the smallest hashes; keys differ, and so do their hashes."""
    if sampled_rows is None:
        return ""
    place = "md5(concat_ws('|', entity_id, decided_at))"
    query = f"""
        select max(place) from (
            select {place} as place from {examples} as examples
            where use_case = ? and split = 'train'
            order by place limit {sampled_rows}
        )
    """
    [(last,)] = connection.execute(query, [use_case]).fetchall()
    return f"and {place} <= '{last}'"


def feature_matrix(lists: pa.ListArray) -> NDArray[np.float32]:
    """Put a column of lists of one length in one array.

    Parameters
    ----------
    lists : pyarrow.ListArray
        n lists of p floats, none of them NULL; an element may be.

    Returns
    -------
    array of float32, shape (n, p)
        NaN where an element is missing.
    """
    values = lists.flatten()
    if values.null_count:
        values = pc.fill_null(values, float("nan"))
    width = len(values) // max(len(lists), 1)
    result: NDArray[np.float32] = values.to_numpy(zero_copy_only=False).reshape(len(lists), width)
    return result
