"""Search for the parameters of one planned model: trials over the folds of its training rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import optuna
from optuna.pruners import MedianPruner, NopPruner
from optuna.samplers import RandomSampler, TPESampler
from optuna.storages import InMemoryStorage, JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import FrozenTrial, Trial, TrialState

from assay.training.examples import TrainingSet
from assay.training.learners import LEARNERS
from assay.training.objectives import measure, name_metric
from assay.training.threads import one_thread
from assay.training.tunable import TUNABLES, simplicity

DEFAULT_TRIALS = 20


@one_thread()
def search_parameters(
    plan: dict[str, Any],
    training: TrainingSet,
    journal: Path | None,
    study_name: str | None = None,
    paid_seconds: float = np.inf,
) -> list[dict[str, Any]]:
    """Carry out the search of one plan, or what a killed one has left to do.

    Parameters
    ----------
    plan : dict
        ``learner``, ``task``, ``parameters`` and ``search`` (both JSON), ``fingerprint``, ``seed``.
    training : TrainingSet
        Training rows; not consumed.
    journal : Path or None
        File that finished trials are kept in; None keeps them in memory.
    study_name : str or None
        What the search is called in the journal; the plan's fingerprint where not given.
    paid_seconds : float
        How long all trials together may take. No trial starts that would go beyond if it took as long as the
        longest before it; the first one always starts.

    Returns
    -------
    list of dict
        One per trial in the order of trying: ``trial``, ``parameters``, ``metric``, ``value``, ``standard_error``,
        ``state``, ``is_chosen``, ``seconds``, ``finished_at``.

    Notes
    -----
    Every draw is seeded by the number of finished trials before it, so that a resumed search tries what an
    uninterrupted one would have tried. Chosen is the simplest trial within one standard error of the best
    (Breiman, Friedman, Olshen and Stone 1984, section 3.4.3).
    """
    search = json.loads(plan["search"])
    study = _open_study(study_name or plan["fingerprint"], journal, search["method"])
    while _may_continue(search, _finished(study), paid_seconds):
        trial = _ask(study, search, plan["seed"])
        _try(study, trial, {**json.loads(plan["parameters"]), **_suggest(trial, search["space"])}, plan, training)
    return _rows(plan, _finished(study))


def choose(trials: list[dict[str, Any]]) -> int:
    """Find the simplest of the trials within one standard error of the best.

    Parameters
    ----------
    trials : list of dict
        ``state``, ``value``, ``standard_error`` and ``parameters``; pruned ones cannot be chosen.

    Returns
    -------
    int
        Position in the list; of equally simple trials the better one, then the earlier one.
    """
    complete = [place for place, trial in enumerate(trials) if trial["state"] == "complete"]
    best = min((trials[place] for place in complete), key=lambda trial: trial["value"])
    bound = best["value"] + best["standard_error"]
    near = [place for place in complete if trials[place]["value"] <= bound]
    return min(near, key=lambda place: (simplicity(trials[place]["parameters"]), trials[place]["value"], place))


def _open_study(fingerprint: str, journal: Path | None, method: str) -> optuna.Study:
    """Open the study of a plan; a trial that a kill cut off counts for nothing."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    storage = JournalStorage(JournalFileBackend(str(journal))) if journal else InMemoryStorage()
    study = optuna.create_study(
        storage=storage,
        study_name=fingerprint,
        load_if_exists=True,
        pruner=NopPruner() if method == "grid" else MedianPruner(n_startup_trials=5),
    )
    for trial in study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
        study.tell(trial.number, state=TrialState.FAIL)
    return study


def _finished(study: optuna.Study) -> list[FrozenTrial]:
    return study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.PRUNED))


def _grid(space: dict[str, Any]) -> list[dict[str, Any]]:
    names = sorted(space)
    return [dict(zip(names, point, strict=True)) for point in product(*(space[name]["choices"] for name in names))]


def _may_continue(search: dict[str, Any], finished: list[FrozenTrial], paid_seconds: float) -> bool:
    """Whether trials, seconds, money and patience all allow one more trial."""
    limit = search["trials"] or DEFAULT_TRIALS
    if search["method"] == "grid":
        limit = len(_grid(search["space"]))
    if not finished:
        return True
    values = [_value(trial) for trial in finished]
    has_patience = search["patience"] is None or len(values) - 1 - values.index(min(values)) < search["patience"]
    spent, longest = sum(map(_seconds, finished)), max(map(_seconds, finished))
    has_time = search["seconds"] is None or spent < search["seconds"]
    return len(finished) < limit and has_patience and has_time and spent + longest <= paid_seconds


def _ask(study: optuna.Study, search: dict[str, Any], seed: int) -> Trial:
    """Start the next trial: the next point of the grid, or a draw seeded by what is finished."""
    number = len(_finished(study))
    draw_seed = int(np.random.SeedSequence([seed, number]).generate_state(1)[0])
    sampler = TPESampler if search["method"] == "tpe" else RandomSampler
    study.sampler = sampler(seed=draw_seed)
    # A kill between the two steps leaves the point waiting; it is the one to try.
    if search["method"] == "grid" and not study.get_trials(deepcopy=False, states=(TrialState.WAITING,)):
        study.enqueue_trial(_grid(search["space"])[number])
    return study.ask()


def _suggest(trial: Trial, space: dict[str, Any]) -> dict[str, Any]:
    """Take one value of every searched parameter."""
    values: dict[str, Any] = {}
    for name, values_of in sorted(space.items()):
        if values_of["choices"]:
            values[name] = trial.suggest_categorical(name, values_of["choices"])
        else:
            suggest = trial.suggest_int if TUNABLES[name].whole else trial.suggest_float
            values[name] = suggest(name, values_of["low"], values_of["high"], log=values_of["log"])
    return values


def _try(
    study: optuna.Study, trial: Trial, parameters: dict[str, Any], plan: dict[str, Any], training: TrainingSet
) -> None:
    """Fit outside one fold after the other and stop where the median of earlier trials is better."""
    trial.set_user_attr("parameters", parameters)
    values: list[float] = []
    for step, value in enumerate(fold_losses(plan, parameters, training)):
        values.append(value)
        trial.report(float(np.mean(values)), step)
        trial.set_user_attr("fold_values", values)
        if step + 1 < len(training.held_out_folds) and trial.should_prune():
            study.tell(trial, state=TrialState.PRUNED)
            return
    study.tell(trial, float(np.mean(values)))


def fold_losses(plan: dict[str, Any], parameters: dict[str, Any], training: TrainingSet) -> Iterator[float]:
    """Fit a learner outside each fold in turn and measure it inside.

    Parameters
    ----------
    plan : dict
        ``learner``, ``task`` and ``seed``.
    parameters : dict
        Parameters of the learner.
    training : TrainingSet
        Training rows; not consumed.

    Yields
    ------
    float
        The loss in the next fold, in the order of fold numbers.
    """
    metric = name_metric(plan["task"], parameters)
    for fold in training.held_out_folds:
        inside = training.inside(fold)
        part = replace(training, task=plan["task"], only_fold=fold)
        fit = LEARNERS[plan["learner"]].fit(part, parameters, plan["seed"])
        yield measure(metric, fit.link, training.labels[inside], fit.out_of_fold[inside], parameters)


def _value(trial: FrozenTrial) -> float:
    """Value of a complete trial; a pruned one is no improvement."""
    return trial.value if trial.state == TrialState.COMPLETE and trial.value is not None else np.inf


def _seconds(trial: FrozenTrial) -> float:
    return trial.duration.total_seconds() if trial.duration else 0.0


def _rows(plan: dict[str, Any], finished: list[FrozenTrial]) -> list[dict[str, Any]]:
    """Describe finished trials, numbered from 1."""
    rows: list[dict[str, Any]] = []
    for number, trial in enumerate(finished, start=1):
        values, parameters = trial.user_attrs["fold_values"], trial.user_attrs["parameters"]
        is_complete = trial.state == TrialState.COMPLETE
        rows.append(
            {
                "trial": number,
                "parameters": parameters,
                "metric": name_metric(plan["task"], parameters),
                "value": trial.value,
                "standard_error": np.std(values, ddof=1) / np.sqrt(len(values)) if is_complete else None,
                "state": "complete" if is_complete else "pruned",
                "seconds": _seconds(trial),
                "finished_at": trial.datetime_complete.astimezone(UTC).replace(tzinfo=None)
                if trial.datetime_complete
                else None,
            }
        )
    chosen = choose(rows)
    return [{**row, "is_chosen": place == chosen} for place, row in enumerate(rows)]
