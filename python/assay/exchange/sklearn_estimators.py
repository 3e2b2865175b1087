"""Fitted estimators of scikit-learn: linear models and trees behind scalers and fillers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assay.exchange.columns import Column, Step, linear_form, plain_trees
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


def read_estimator(estimator: Any, columns: Sequence[Column], feature_count: int) -> tuple[Form, str]:
    """Read a fitted classifier or regressor.

    Parameters
    ----------
    estimator : sklearn.base.BaseEstimator
        One of ``READERS``.
    columns : sequence of Column
        What it reads.
    feature_count : int
        Number of features behind the columns.

    Returns
    -------
    tuple of (Form, str)
        The form and the link of its raw score. Of two classes it is the second one's probability.

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
    classes = getattr(estimator, "classes_", ())
    if hasattr(estimator, "classes_") and len(classes) != 2:
        raise RefusedModelError(f"{name} has {len(classes)} classes, only two can be read")
    return READERS[name](estimator, columns, feature_count)


def _read_linear(estimator: Any, columns: Sequence[Column], feature_count: int) -> tuple[Form, str]:
    coefficients, intercepts = np.ravel(estimator.coef_), np.ravel(estimator.intercept_)
    if len(coefficients) != len(columns):
        raise RefusedModelError(f"{type(estimator).__name__} has several outputs, only one can be read")
    name = type(estimator).__name__
    link = "logit" if name == "LogisticRegression" else "identity" if name in IDENTITIES else "log"
    if name == "TweedieRegressor" and (
        estimator.link == "identity" or (estimator.link == "auto" and estimator.power <= 0)
    ):
        link = "identity"
    return linear_form(columns, coefficients.astype(np.float64), float(intercepts[0]), feature_count), link


def _read_forest(estimator: Any, columns: Sequence[Column], feature_count: int) -> tuple[Form, str]:
    members = getattr(estimator, "estimators_", [estimator])
    is_classifier = hasattr(estimator, "classes_")
    trees = [read_tree(tree.tree_, tree.tree_.value[:, 0, 1 if is_classifier else 0]) for tree in members]
    return _stored(trees, _in_single(columns), 1 / len(trees)), "share" if is_classifier else "identity"


def _read_boosting(estimator: Any, columns: Sequence[Column], feature_count: int) -> tuple[Form, str]:
    if estimator.estimators_.shape[1] != 1:
        raise RefusedModelError("GradientBoostingClassifier has several outputs, only one can be read")
    if estimator.loss not in LOSS_LINKS:
        raise RefusedModelError(f"the loss {estimator.loss!r} cannot be read, only {', '.join(LOSS_LINKS)}")
    if estimator.init_ != "zero" and not type(estimator.init_).__name__.startswith("Dummy"):
        raise RefusedModelError("a model that boosting starts from (init) cannot be read")
    trees = [read_tree(tree.tree_, tree.tree_.value[:, 0, 0]) for tree in estimator.estimators_[:, 0]]
    start = estimator._raw_predict_init(np.zeros((1, estimator.n_features_in_), dtype=np.float32))
    scale, bias = float(estimator.learning_rate), float(np.ravel(start)[0])
    return _stored(trees, _in_single(columns), scale, bias), LOSS_LINKS[estimator.loss]


def _read_histogram_boosting(estimator: Any, columns: Sequence[Column], feature_count: int) -> tuple[Form, str]:
    if estimator._preprocessor is not None:
        raise RefusedModelError("categorical features cannot be read, only numbers")
    if estimator.n_trees_per_iteration_ != 1:
        raise RefusedModelError("HistGradientBoostingClassifier has several outputs, only one can be read")
    if estimator.loss not in LOSS_LINKS:
        raise RefusedModelError(f"the loss {estimator.loss!r} cannot be read, only {', '.join(LOSS_LINKS)}")
    trees = [_read_nodes(predictor.nodes) for (predictor,) in estimator._predictors]
    bias = float(np.ravel(estimator._baseline_prediction)[0])
    return _stored(trees, columns, 1.0, bias), LOSS_LINKS[estimator.loss]


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


def _in_single(columns: Sequence[Column]) -> list[Column]:
    """Trees but those of histograms round what comes out of the steps to 32-bit floats."""
    return [column.then(Step(is_double=False)) if column.steps else column for column in columns]


def _stored(trees: Sequence[Tree], columns: Sequence[Column], scale: float, bias: float = 0.0) -> Form:
    for tree in trees:
        turns = np.concatenate([tree.yes, tree.no])
        if turns.min() < 1 or turns.max() > len(tree.yes) or tree.features.max() > len(columns):
            raise RefusedModelError("a tree names nodes or columns that do not exist: the file is damaged")
    plain, comparison = plain_trees(columns, trees, "le_double")
    return forest(plain, comparison, scale, bias)


READERS: dict[str, Callable[[Any, Sequence[Column], int], tuple[Form, str]]] = {
    **dict.fromkeys((*IDENTITIES, "PoissonRegressor", "GammaRegressor", "TweedieRegressor"), _read_linear),
    "LogisticRegression": _read_linear,
    **dict.fromkeys(("DecisionTreeClassifier", "DecisionTreeRegressor"), _read_forest),
    **dict.fromkeys(("RandomForestClassifier", "RandomForestRegressor"), _read_forest),
    **dict.fromkeys(("ExtraTreesClassifier", "ExtraTreesRegressor"), _read_forest),
    **dict.fromkeys(("GradientBoostingClassifier", "GradientBoostingRegressor"), _read_boosting),
    **dict.fromkeys(("HistGradientBoostingClassifier", "HistGradientBoostingRegressor"), _read_histogram_boosting),
}
