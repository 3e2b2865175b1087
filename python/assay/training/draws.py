"""Which parameters a trial tries: a point of a grid, or a draw that knows what was tried before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers import RandomSampler, TPESampler
from optuna.trial import TrialState, create_trial

from assay.training.trial_journal import TriedParameters
from assay.training.tunable import TUNABLES


def grid(space: dict[str, Any]) -> list[dict[str, Any]]:
    """List every point of a grid.

    Parameters
    ----------
    space : dict
        Name of a parameter to its ``choices``.

    Returns
    -------
    list of dict
        The last parameter in the order of names changes first.
    """
    names = sorted(space)
    return [dict(zip(names, point, strict=True)) for point in product(*(space[name]["choices"] for name in names))]


def draw(search: dict[str, Any], earlier: Sequence[TriedParameters], place: int, seed: int) -> dict[str, Any]:
    """Take the values that a trial tries.

    Parameters
    ----------
    search : dict
        ``method`` and ``space``.
    earlier : sequence of TriedParameters
        What TPE learns from, in the order of places.
    place : int
        Position of the trial in the search, from 0.
    seed : int
        Seed of the search.

    Returns
    -------
    dict
        Name to value. The same arguments give the same values, whatever else is running.

    Notes
    -----
    Optuna's samplers keep their state in memory: each draw gets a sampler and a study of its own, seeded by the place.
    """
    if search["method"] == "grid":
        return grid(search["space"])[place]
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    draw_seed = int(np.random.SeedSequence([seed, place]).generate_state(1)[0])
    sampler = TPESampler if search["method"] == "tpe" else RandomSampler
    study = optuna.create_study(sampler=sampler(seed=draw_seed))
    distributions = {name: _distribution(name, values) for name, values in sorted(search["space"].items())}
    study.add_trials([_frozen(trial, distributions) for trial in earlier])
    return study.ask(distributions).params


def _distribution(name: str, values: dict[str, Any]) -> BaseDistribution:
    if values["choices"]:
        return CategoricalDistribution(values["choices"])
    distribution = IntDistribution if TUNABLES[name].whole else FloatDistribution
    return distribution(values["low"], values["high"], log=values["log"])


def _frozen(trial: TriedParameters, distributions: dict[str, BaseDistribution]) -> optuna.trial.FrozenTrial:
    """Give the trial as Optuna knows it."""
    return create_trial(
        state=TrialState.PRUNED if trial.is_pruned else TrialState.COMPLETE,
        value=trial.value,
        params=trial.drawn,
        distributions=distributions,
        intermediate_values=dict(enumerate(trial.running_means.tolist())),
    )
