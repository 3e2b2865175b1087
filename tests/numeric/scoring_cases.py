"""Stored forms and rows put into a warehouse and scored there by the package's macros."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.training.schema import FITS, Form
from tests.numeric.demo import render_expressions


@dataclass
class ScoringCase:
    """Models with the rows to score and what a library says of them.

    Attributes
    ----------
    forms : mapping of str to Form
        A form per output.
    features : array, shape (n, p)
        float32 or float64; NaN is missing.
    expected : array of float64, shape (n, outputs)
        The library's raw scores, outputs in the order of ``forms``.
    tolerance : float
        Of the larger of 1 and the size of a score.
    """

    forms: Mapping[str, Form]
    features: NDArray[Any]
    expected: NDArray[np.float64]
    tolerance: float


def score_cases(cases: Mapping[str, ScoringCase], folder: Path) -> dict[str, NDArray[np.float64]]:
    """Score every case in SQL; dbt renders all of them in one run, reading their layout from the stored models.

    Parameters
    ----------
    cases : mapping of str to ScoringCase
        Cases by name.
    folder : Path
        Where the warehouse and dbt's files go.

    Returns
    -------
    dict of str to array of float64, shape (n, outputs)
        Raw scores, as SQL computes them.
    """
    path = str(folder / "warehouse.duckdb")
    with duckdb.connect(path) as connection:
        for number, case in enumerate(cases.values()):
            connection.register("stored_models", stored_models(case))
            connection.register("stored_rows", stored_rows(case))
            connection.execute(f"create table models_{number} as select * from stored_models")
            connection.execute(f"create table rows_{number} as select * from stored_rows")
    calls = [
        f"assay.score_models('(select * from main.rows_{n})', '(select * from main.models_{n})')"
        for n in range(len(cases))
    ]
    queries = render_expressions(calls, folder)
    scores = {}
    with duckdb.connect(path) as connection:
        for (name, case), query in zip(cases.items(), queries, strict=True):
            found = connection.execute(f"select output, raw_score from ({query}) order by output, example_number")
            outputs = found.fetchnumpy()
            columns = [np.ma.getdata(outputs["raw_score"])[outputs["output"] == output] for output in case.forms]
            scores[name] = np.column_stack(columns)
    return scores


def stored_models(case: ScoringCase) -> pa.Table:
    """Put a case's forms in a table, a row per output, with the columns of ``assay_training__models`` that are stored.

    Parameters
    ----------
    case : ScoringCase
        What to store.

    Returns
    -------
    pyarrow.Table
        In the form of :data:`assay.training.schema.FITS`.
    """
    rows = [
        {"learner": "a", "model_version": "a-1", "fold": 0, "output": output, **vars(form)}
        for output, form in case.forms.items()
    ]
    return pa.Table.from_pylist([{name: row.get(name) for name in FITS.names} for row in rows], schema=FITS)


def stored_rows(case: ScoringCase) -> pa.Table:
    """Put a case's rows in a table; missing values are NULL.

    Parameters
    ----------
    case : ScoringCase
        What to store.

    Returns
    -------
    pyarrow.Table
        ``example_number`` from 0 and ``features``.
    """
    values = [[None if np.isnan(x) else x for x in row] for row in case.features.tolist()]
    number_type = pa.float32() if case.features.dtype == np.float32 else pa.float64()
    return pa.table({"example_number": range(len(values)), "features": pa.array(values, pa.list_(number_type))})
