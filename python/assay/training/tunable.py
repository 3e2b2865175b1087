"""What can be searched: the parameters of learners, and which of two values makes the simpler model."""

from __future__ import annotations

from typing import Any, NamedTuple


class Tunable(NamedTuple):
    """A parameter, whichever learners have it.

    Attributes
    ----------
    whole : bool
        Whether its values are whole numbers.
    simpler : int
        1 where a smaller value makes a simpler model, -1 where a larger one does.
    """

    whole: bool
    simpler: int


# Of two parameter sets the one that is simpler in the first parameter in which they differ is the simpler one.
TUNABLES = {
    "max_depth": Tunable(True, 1),
    "depth": Tunable(True, 1),
    "max_leaves": Tunable(True, 1),
    "n_estimators": Tunable(True, 1),
    "iterations": Tunable(True, 1),
    "min_samples_leaf": Tunable(True, -1),
    "min_data_in_leaf": Tunable(True, -1),
    "ccp_alpha": Tunable(False, -1),
    "max_features": Tunable(False, 1),
    "alpha": Tunable(False, -1),
    "l1_ratio": Tunable(False, -1),
    "C": Tunable(False, 1),
    "l2_leaf_reg": Tunable(False, -1),
    "learning_rate": Tunable(False, 1),
    "border_count": Tunable(True, 1),
    "var_smoothing": Tunable(False, -1),
}


def simplicity(parameters: dict[str, Any]) -> tuple[float, ...]:
    """Order parameter sets of one learner.

    Parameters
    ----------
    parameters : dict
        Name to value; what cannot be searched is not looked at.

    Returns
    -------
    tuple of float
        Smaller for the simpler of two models.
    """
    return tuple(rule.simpler * parameters[name] for name, rule in TUNABLES.items() if name in parameters)
