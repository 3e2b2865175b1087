"""What the decisions of the fold pay that learning curves are judged on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

LARGEST_VALUE = 1e15


@dataclass(frozen=True)
class HeldOutValues:
    """What the decisions of the held-out fold pay.

    Attributes
    ----------
    acting, not_acting : array of float64, shape (h,)
        Money of each row under both alternatives; NaN where it is not known.
    """

    acting: NDArray[np.float64]
    not_acting: NDArray[np.float64]

    @property
    def digest(self) -> str:
        """Changes with any value, so that a share is judged again when the declared outcomes are others."""
        return hashlib.md5(self.acting.tobytes() + self.not_acting.tobytes()).hexdigest()  # noqa: S324


def find_held_out_fold(connection: duckdb.DuckDBPyConnection, examples: str, use_case: str) -> int:
    """Find the fold that learning curves are judged on: the first one, or the last one of time-ordered folds.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the warehouse; only read.
    examples : str
        Relation name, or query in brackets, of ``assay_features__examples``.
    use_case : str
        Whose rows to read.

    Returns
    -------
    int
        Its number. In the order of time the model of the last fold has learned from the most rows.
    """
    query = f"""
        select case when max(learned_from_fold) is null then 1 else max(fold) end
        from {examples} as examples
        where use_case = ? and split = 'train'
    """
    [(fold,)] = connection.execute(query, [use_case]).fetchall()
    return int(fold)


def read_values(
    connection: duckdb.DuckDBPyConnection, examples: str, decisions: str, use_case: str, fold: int
) -> HeldOutValues:
    """Read what the decisions of the held-out fold pay.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the warehouse; only read.
    examples, decisions : str
        Relation names, or queries in brackets, of ``assay_features__examples`` and ``assay_inputs__decisions``.
    use_case : str
        Whose rows to read.
    fold : int
        The held-out fold.

    Returns
    -------
    HeldOutValues
        In the order of the examples.
    """
    query = f"""
        with held_out as (
            select use_case, entity_id, decided_at, example_number, label from {examples} as examples
            where use_case = ? and split = 'train' and fold = {fold}
        ),

        decisions as (
            select use_case, entity_id, decided_at, value_tp, value_fp, value_fn, value_tn from {decisions} as decisions
        )

        select
            cast(case when label = 1 then value_tp else value_fp end as double) as acting,
            cast(case when label = 1 then value_fn else value_tn end as double) as not_acting
        from held_out
        left join decisions using (use_case, entity_id, decided_at)
        order by example_number
    """
    columns = connection.sql(query, params=[use_case]).fetchnumpy()
    return HeldOutValues(*(np.ma.filled(columns[name], np.nan) for name in ("acting", "not_acting")))


def best_value(probabilities: NDArray[np.float64], values: HeldOutValues) -> float | None:
    """Money per decision at the threshold that earns most on the same rows: the maximum profit.

    Parameters
    ----------
    probabilities : array of float64, shape (h,)
        By which rows are acted on, the highest first.
    values : HeldOutValues
        Their values; a row counts where both are known.

    Returns
    -------
    float or None
        Never below the value of not acting at all; None where no row has values.

    Notes
    -----
    Verbraken, Verbeke and Baesens (2013). The threshold has seen the rows, so the level is optimistic; a
    learning curve uses differences between shares, which are judged on the same rows.
    """
    known = (np.abs(values.acting) <= LARGEST_VALUE) & (np.abs(values.not_acting) <= LARGEST_VALUE)
    if not known.any():
        return None
    order = np.argsort(-probabilities[known], kind="stable")
    ordered = probabilities[known][order]
    earned = np.cumsum((values.acting - values.not_acting)[known][order])
    may_stop = np.append(ordered[1:] != ordered[:-1], True)
    return float((values.not_acting[known].sum() + max(0.0, earned[may_stop].max())) / known.sum())
