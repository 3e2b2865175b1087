"""Fitted estimators of scikit-learn: linear models and trees behind scalers and fillers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assay.exchange.reading.columns import Column, Levels, Step, linear_form
from assay.exchange.reading.tree_questions import Codes, checked_tree, plain_trees
from assay.exchange.refused import RefusedModelError
from assay.training.branching_trees import Tree, forest, read_tree
from assay.training.schema import Form

IDENTITIES = ("LinearRegression", "Ridge", "Lasso", "ElasticNet")
LOSS_LINKS = {
    "log_loss": "logit",
    "squared_error": "identity",
    "absolute_error": "identity",
    "huber": "identity",
    "quantile": "identity",
    "poisson": "log",
    "gamma": "log",
}


def read_estimator(estimator: Any, columns: Sequence[Column | Levels], feature_count: int) -> tuple[list[Form], str]:
    """Read a fitted classifier or regressor.

    Parameters
    ----------
    estimator : sklearn.base.BaseEstimator
        One of ``READERS``.
    columns : sequence of Column or Levels
        What it reads.
    feature_count : int
        Number of features behind the columns.

    Returns
    -------
    tuple of (list of Form, str)
        A form and the link of its raw score. Of two classes it is the second one's probability; of more there is a
        form per class.

    Raises
    ------
    RefusedModelError
        For any other estimator, several outputs, and what an estimator does that the form cannot say.
    """
    name = type(estimator).__name__
    if name not in READERS:
        raise RefusedModelError(f"{name} cannot be read, only {', '.join(READERS)}")
    if len(columns) != estimator.n_features_in_:
        raise RefusedModelError(
            f"{name} reads {estimator.n_features_in_} columns, {len(columns)} come out of the steps"
        )
    if getattr(estimator, "n_outputs_", 1) != 1:
        raise RefusedModelError(f"{name} has several outputs, only one can be read")
    if hasattr(estimator, "classes_") and len(estimator.classes_) < 2:
        raise RefusedModelError(f"{name} has {len(estimator.classes_)} class, two or more can be read")
    forms, link = READERS[name](estimator, columns, feature_count)
    is_several = link == "logit" and len(forms) > 1
    return forms, "softmax" if is_several else link


def _read_linear(estimator: Any, columns: Sequence[Column | Levels], feature_count: int) -> tuple[list[Form], str]:
    name, rows = type(estimator).__name__, np.atleast_2d(estimator.coef_).astype(np.float64)
    starts = np.resize(np.ravel(estimator.intercept_), len(rows)).tolist()
    count = len(getattr(estimator, "classes_", ()))
    if rows.shape != (count if count > 2 else 1, len(columns)):
        raise RefusedModelError(f"{name} has several outputs, only one can be read")
    if count > 2 and (estimator.solver == "liblinear" or getattr(estimator, "multi_class", "auto") == "ovr"):
        raise RefusedModelError(f"{name} tells each class from all others, only the softmax of all classes can be read")
    link = "logit" if name == "LogisticRegression" else "identity" if name in IDENTITIES else "log"
    if name == "TweedieRegressor" and (
        estimator.link == "identity" or (estimator.link == "auto" and estimator.power <= 0)
    ):
        link = "identity"
    return [linear_form(columns, row, start, feature_count) for row, start in zip(rows, starts, strict=True)], link


def _read_forest(estimator: Any, columns: Sequence[Column | Levels], feature_count: int) -> tuple[list[Form], str]:
    members = getattr(estimator, "estimators_", [estimator])
    count = len(getattr(estimator, "classes_", ()))
    shares = range(count) if count > 2 else [1] if count else [0]
    forms = [
        _stored(
            [read_tree(tree.tree_, tree.tree_.value[:, 0, place]) for tree in members],
            _in_single(columns),
            1 / len(members),
        )
        for place in shares
    ]
    return forms, "share" if count else "identity"


def _read_boosting(estimator: Any, columns: Sequence[Column | Levels], feature_count: int) -> tuple[list[Form], str]:
    if estimator.loss not in LOSS_LINKS:
        raise RefusedModelError(f"the loss {estimator.loss!r} cannot be read, only {', '.join(LOSS_LINKS)}")
    if estimator.init_ != "zero" and not type(estimator.init_).__name__.startswith("Dummy"):
        raise RefusedModelError("a model that boosting starts from (init) cannot be read")
    starts = estimator._raw_predict_init(np.zeros((1, estimator.n_features_in_), dtype=np.float32))
    forms = [
        _stored(
            [read_tree(tree.tree_, tree.tree_.value[:, 0, 0]) for tree in trees],
            _in_single(columns),
            float(estimator.learning_rate),
            start,
        )
        for trees, start in zip(estimator.estimators_.T, np.ravel(starts).tolist(), strict=True)
    ]
    return forms, LOSS_LINKS[estimator.loss]


def _read_histogram_boosting(
    estimator: Any, columns: Sequence[Column | Levels], feature_count: int
) -> tuple[list[Form], str]:
    if estimator.loss not in LOSS_LINKS:
        raise RefusedModelError(f"the loss {estimator.loss!r} cannot be read, only {', '.join(LOSS_LINKS)}")
    starts = np.ravel(estimator._baseline_prediction).tolist()
    forms = [
        _stored(
            [_read_nodes(grown.nodes) for grown in predictors],
            columns,
            1.0,
            start,
            [_codes(grown.nodes, grown.raw_left_cat_bitsets) for grown in predictors],
        )
        for predictors, start in zip(zip(*estimator._predictors, strict=True), starts, strict=True)
    ]
    return forms, LOSS_LINKS[estimator.loss]


def _read_nodes(nodes: Any) -> Tree:
    is_leaf = nodes["is_leaf"].astype(bool)
    own = np.arange(1, len(nodes) + 1)
    return Tree(
        features=np.where(is_leaf, 0, nodes["feature_idx"] + 1).astype(np.int32),
        borders=np.where(is_leaf, 0.0, nodes["num_threshold"]),
        yes=np.where(is_leaf, own, nodes["left"] + 1).astype(np.int32),
        no=np.where(is_leaf, own, nodes["right"] + 1).astype(np.int32),
        missing_yes=np.where(is_leaf, True, nodes["missing_go_to_left"].astype(bool)),
        values=np.where(is_leaf, nodes["value"], 0.0),
        weights=nodes["count"].astype(np.float64),
    )


def _codes(nodes: Any, bitsets: Any) -> dict[int, frozenset[int]]:
    """Read the codes of categories that go left, by node: the bits of 32-bit words."""
    asked = np.flatnonzero(nodes["is_categorical"].astype(bool) & ~nodes["is_leaf"].astype(bool)).tolist()
    return {
        node: frozenset(np.flatnonzero(np.unpackbits(bitsets[place].view(np.uint8), bitorder="little")).tolist())
        for node, place in zip(asked, nodes["bitset_idx"][asked].tolist(), strict=True)
    }


def _in_single(columns: Sequence[Column | Levels]) -> list[Column | Levels]:
    """Trees but those of histograms round what comes out of the steps to 32-bit floats."""
    is_whole = [isinstance(column, Column) and not column.steps for column in columns]
    return [
        column if whole else column.then(Step(is_double=False)) for column, whole in zip(columns, is_whole, strict=True)
    ]


def _stored(
    trees: Sequence[Tree],
    columns: Sequence[Column | Levels],
    scale: float,
    bias: float = 0.0,
    codes: Sequence[Codes] = (),
) -> Form:
    plain, comparison = plain_trees(columns, [checked_tree(tree, len(columns)) for tree in trees], "le_double", codes)
    return forest(plain, comparison, scale, bias)


READERS: dict[str, Callable[[Any, Sequence[Column | Levels], int], tuple[list[Form], str]]] = {
    **dict.fromkeys((*IDENTITIES, "PoissonRegressor", "GammaRegressor", "TweedieRegressor"), _read_linear),
    "LogisticRegression": _read_linear,
    **dict.fromkeys(("DecisionTreeClassifier", "DecisionTreeRegressor"), _read_forest),
    **dict.fromkeys(("RandomForestClassifier", "RandomForestRegressor"), _read_forest),
    **dict.fromkeys(("ExtraTreesClassifier", "ExtraTreesRegressor"), _read_forest),
    **dict.fromkeys(("GradientBoostingClassifier", "GradientBoostingRegressor"), _read_boosting),
    **dict.fromkeys(("HistGradientBoostingClassifier", "HistGradientBoostingRegressor"), _read_histogram_boosting),
}
