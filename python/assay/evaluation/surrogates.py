"""Trees that can be read as rules: a team's own decision tree, or a shallow one that imitates the champion."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeRegressor

from assay.training.branching_trees import forest, read_tree
from assay.training.examples import feature_matrix
from assay.training.schema import FITS, Form
from assay.training.threads import one_thread

DEPTH = 3
ROW_LIMIT = 10_000.0
NODES = ("node_features", "node_borders", "node_yes", "node_no", "node_missing_yes", "node_values", "tree_features")
RULE_TREES = pa.schema(
    [
        ("use_case", pa.string()),
        ("model_version", pa.string()),
        ("kind", pa.string()),
        ("imitation_r2", pa.float64()),
        *(FITS.field(name) for name in ("form", "node_comparison", *NODES)),
    ]
)


@one_thread()
def fit_rule_trees(
    connection: duckdb.DuckDBPyConnection,
    models: str,
    champions: str,
    examples: str,
    predictions: str,
) -> pa.Table:
    """Collect current decision trees, and grow a tree on the predictions of each champion that is none.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the warehouse; only read.
    models, champions, examples, predictions : str
        Relation names, or queries in brackets, of ``assay_training__models``, ``assay_evaluation__champions``,
        ``assay_features__examples`` and ``assay_evaluation__predictions``.

    Returns
    -------
    pyarrow.Table
        One row per tree, with the members of a form of one branching tree.
    """
    own = connection.sql(f"""
        select use_case, model_version, 'tree' as kind, cast(null as double) as imitation_r2, form, node_comparison,
            {", ".join(NODES)}
        from {models} as models
        where is_current and fold = 0 and learner = 'decision_tree' and task in ('binary', 'regression')
        order by use_case, model_version
    """)
    imitated = connection.sql(f"""
        select champions.use_case, champions.model_version
        from {champions} as champions
        inner join {models} as models using (use_case, model_version)
        where fold = 0 and form <> 'constant' and models.learner <> 'decision_tree'
            and task in ('binary', 'regression')
        order by all
    """).fetchall()
    surrogates = []
    for use_case, model_version in imitated:
        rows = connection.sql(
            f"""
            select features, coalesce(probability, predicted_value) as prediction
            from (
                select *, row_number() over (order by example_number) as place, count(*) over () as row_count
                from {examples} as examples where use_case = $1 and split = 'train'
            ) as numbered
            inner join {predictions} as predictions using (use_case, entity_id, decided_at, split)
            where model_version = $2 and place % ceil(row_count / $3) = 0
            order by example_number
            """,
            params=[use_case, model_version, ROW_LIMIT],
        ).to_arrow_table()
        if rows.num_rows:
            form, r2 = fit_surrogate(
                feature_matrix(rows["features"].combine_chunks()).copy(), rows["prediction"].to_numpy()
            )
            surrogates.append(_record(form, use_case, model_version, r2))
    fitted = pa.Table.from_pylist(surrogates, schema=RULE_TREES)
    return pa.concat_tables([own.to_arrow_table().cast(RULE_TREES), fitted])


def fit_surrogate(features: NDArray[np.float32], predictions: NDArray[np.float64]) -> tuple[Form, float]:
    """Grow a shallow tree on what a model predicts.

    Parameters
    ----------
    features : array of float32, shape (n, p)
        NaN is missing.
    predictions : array of float64, shape (n,)
        Probabilities or quantities.

    Returns
    -------
    form : Form
        One branching tree whose leaves are mean predictions.
    r2 : float
        Share of the predictions' variance that the tree gives back; 1 where they do not vary.
    """
    smallest = max(1, min(20, len(predictions) // 4))
    model = DecisionTreeRegressor(max_depth=DEPTH, min_samples_leaf=smallest, random_state=1)
    model.fit(features, predictions)
    form = forest([read_tree(model.tree_, model.tree_.value[:, 0, 0])], "le_double", scale=1.0)
    return form, float(model.score(features, predictions)) if np.ptp(predictions) > 0 else 1.0


def _record(form: Form, use_case: str, model_version: str, r2: float) -> dict[str, Any]:
    members = {name: getattr(form, name) for name in ("form", "node_comparison", *NODES)}
    return {"use_case": use_case, "model_version": model_version, "kind": "surrogate", "imitation_r2": r2, **members}
