"""The learners: what each is called, which tasks it serves, how simple it is and which function fits it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assay.training import boosting
from assay.training.boosted_leafwise import fit_boosted_leafwise
from assay.training.boosted_trees import fit_boosted_trees
from assay.training.constant import fit_constant
from assay.training.examples import TrainingSet
from assay.training.explainable_boosting import fit_explainable_boosting
from assay.training.forests import fit_decision_tree, fit_random_forest
from assay.training.generalised_linear import fit_gamma, fit_poisson, fit_tweedie
from assay.training.isolation_forest import fit_isolation_forest
from assay.training.k_means import fit_k_means
from assay.training.linear import fit_linear
from assay.training.logistic import fit_logistic
from assay.training.naive_bayes import fit_naive_bayes
from assay.training.penalised import fit_elastic_net, fit_lasso, fit_ridge
from assay.training.persistence import fit_persistence
from assay.training.principal_components import fit_pca
from assay.training.schema import Fit


def declared_threads(_: TrainingSet, parameters: dict[str, Any]) -> int:
    """Say how many threads a fit takes; one where the learner has no such parameter."""
    return int(parameters.get("threads", 1))


@dataclass(frozen=True)
class Learner:
    """One way to fit a model.

    Attributes
    ----------
    name : str
        What ``learners`` of a use case calls it.
    fit : callable
        ``(training set, parameters, seed) -> Fit``.
    tasks : tuple of str
        Tasks it serves.
    complexity : int
        Rank among learners, the simplest lowest: of two learners of equal merit the simpler one is champion.
    consumes_features : bool
        Whether ``fit`` gives the float matrix of the training set away.
    streams : tuple of str
        Tasks in which ``fit`` learns from batches where rows do not fit into memory; in others it gets a sample.
    count_threads : callable
        ``(training set, parameters) -> int``, the threads that one fit keeps busy.
    """

    name: str
    fit: Callable[[TrainingSet, dict[str, Any], int], Fit]
    tasks: tuple[str, ...]
    complexity: int
    consumes_features: bool = False
    streams: tuple[str, ...] = ()
    count_threads: Callable[[TrainingSet, dict[str, Any]], int] = declared_threads


# macros/training/learners.sql says the same to SQL, with the default parameters; a test compares the two.
LEARNERS = {
    learner.name: learner
    for learner in (
        Learner(
            "constant",
            fit_constant,
            ("binary", "multiclass", "regression", "clustering", "reduction", "anomaly"),
            10,
            streams=("binary", "regression"),
        ),
        Learner("persistence", fit_persistence, ("binary", "regression"), 15),
        Learner("linear", fit_linear, ("regression",), 20, streams=("regression",)),
        Learner("ridge", fit_ridge, ("regression",), 21, streams=("regression",)),
        Learner("lasso", fit_lasso, ("regression",), 22),
        Learner("elastic_net", fit_elastic_net, ("regression",), 23),
        Learner("poisson", fit_poisson, ("regression",), 24),
        Learner("gamma", fit_gamma, ("regression",), 25),
        Learner("tweedie", fit_tweedie, ("regression",), 26),
        Learner("logistic", fit_logistic, ("binary", "multiclass"), 20, streams=("binary",)),
        Learner("naive_bayes", fit_naive_bayes, ("binary", "multiclass"), 25),
        Learner("decision_tree", fit_decision_tree, ("binary", "multiclass", "regression"), 30),
        Learner("explainable_boosting", fit_explainable_boosting, ("binary", "multiclass"), 50, consumes_features=True),
        Learner("random_forest", fit_random_forest, ("binary", "multiclass", "regression"), 60),
        Learner(
            "boosted_trees",
            fit_boosted_trees,
            ("binary", "multiclass", "regression"),
            70,
            consumes_features=True,
            count_threads=boosting.count_threads,
        ),
        Learner(
            "boosted_leafwise",
            fit_boosted_leafwise,
            ("binary", "multiclass", "regression"),
            75,
            consumes_features=True,
            count_threads=boosting.count_threads,
        ),
        Learner("kmeans", fit_k_means, ("clustering",), 30),
        Learner("pca", fit_pca, ("reduction", "anomaly"), 30),
        Learner("isolation_forest", fit_isolation_forest, ("anomaly",), 60),
    )
}
