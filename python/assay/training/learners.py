"""The learners: what each is called, which tasks it serves, how simple it is and which function fits it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assay.training.boosted_trees import fit_boosted_trees
from assay.training.constant import fit_constant
from assay.training.examples import TrainingSet
from assay.training.logistic import fit_logistic
from assay.training.schema import Fit


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
    """

    name: str
    fit: Callable[[TrainingSet, dict[str, Any], int], Fit]
    tasks: tuple[str, ...]
    complexity: int
    consumes_features: bool = False


# macros/training/learners.sql says the same to SQL, with the default parameters; a test compares the two.
LEARNERS = {
    learner.name: learner
    for learner in (
        Learner("constant", fit_constant, ("binary",), 10),
        Learner("logistic", fit_logistic, ("binary",), 20),
        Learner("boosted_trees", fit_boosted_trees, ("binary",), 70, consumes_features=True),
    )
}
