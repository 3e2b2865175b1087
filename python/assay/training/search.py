"""Search for the parameters of one planned model: trials over the folds of its training rows."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from assay.training.draws import draw, grid
from assay.training.examples import TrainingSet
from assay.training.learners import LEARNERS
from assay.training.objectives import measure, name_metric
from assay.training.threads import count_cores, one_thread
from assay.training.trial_journal import TriedParameters, append_trial, read_trials
from assay.training.tunable import simplicity

DEFAULT_TRIALS = 20
PRUNING_TRIALS = 5


@dataclass
class Search:
    """A search under way.

    Attributes
    ----------
    plan : dict
        What :func:`search_parameters` is given.
    declared : dict
        The plan's ``search``.
    training : TrainingSet
        Rows of all trials; they share its arrays.
    journal, name : Path or None, str
        Where finished trials are kept, under which name.
    paid_seconds : float
        How long all trials together may take.
    tried : dict of int to TriedParameters
        Finished trials by place.
    """

    plan: dict[str, Any]
    declared: dict[str, Any]
    training: TrainingSet
    journal: Path | None
    name: str
    paid_seconds: float
    tried: dict[int, TriedParameters]
    lock: Lock = field(default_factory=Lock)


@one_thread()
def search_parameters(
    plan: dict[str, Any],
    training: TrainingSet,
    journal: Path | None,
    name: str | None = None,
    paid_seconds: float = np.inf,
) -> list[dict[str, Any]]:
    """Carry out the search of one plan, or what a killed one has left to do.

    Parameters
    ----------
    plan : dict
        ``learner``, ``task``, ``parameters`` and ``search`` (both JSON), ``fingerprint``, ``seed``, ``search_workers``.
    training : TrainingSet
        Training rows; not consumed.
    journal : Path or None
        File that finished trials are kept in; None keeps them in memory.
    name : str or None
        What the search is called in the journal; the plan's fingerprint where not given.
    paid_seconds : float
        How long all trials together may take. No trial starts that would go beyond if all of its round took as long
        as the longest before the round; the first one always starts, alone.

    Returns
    -------
    list of dict
        One per trial in the order of places: ``trial``, ``parameters``, ``metric``, ``value``, ``standard_error``,
        ``state``, ``is_chosen``, ``seconds``, ``finished_at``.

    Notes
    -----
    Trials go in rounds of a declared number. What a trial tries, and whether it is cut short, depends on the rounds
    before its own alone, so that the trials of a round may run side by side, in any order, and again after a kill. So
    does how many trials of a round a budget in seconds or money has something left for.
    Chosen is the simplest trial within one standard error of the best (Breiman, Friedman, Olshen and Stone 1984,
    section 3.4.3).
    """
    name = name or plan["fingerprint"]
    declared, tried = json.loads(plan["search"]), read_trials(journal, name)
    search = Search(plan, declared, training, journal, name, paid_seconds, tried)
    with ThreadPoolExecutor(_count_workers(search)) as pool:
        while places := _next_round(search):
            earlier = [tried[place] for place in range(_round_of(places[0], declared))]
            trials = [pool.submit(_try_and_keep, search, place, earlier) for place in places]
            for trial in trials:
                trial.result()
    return _rows(plan, [tried[place] for place in sorted(tried)])


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


def _round_of(place: int, declared: dict[str, Any]) -> int:
    """First place of the round that a place belongs to."""
    return place - place % int(declared["trials_per_round"])


def _next_round(search: Search) -> list[int]:
    """Places to try next: what is left of the first round that has not ended, as far as trials, patience, budget go."""
    declared, tried = search.declared, search.tried
    limit = len(grid(declared["space"])) if declared["method"] == "grid" else declared["trials"] or DEFAULT_TRIALS
    first = next(place for place in range(limit + 1) if place not in tried)
    start = _round_of(first, declared)
    values = [tried[place].value_if_complete for place in range(start)]
    is_patient = declared["patience"] is None or start - 1 - int(np.argmin([*values, np.inf])) < declared["patience"]
    stop = int(min(start + declared["trials_per_round"], limit, _end_of_budget(search, start)))
    return [place for place in range(start, stop) if place not in tried] if is_patient else []


def _end_of_budget(search: Search, start: int) -> float:
    """First place of a round that seconds and money have nothing left for, if each trial takes as long as the longest.

    The first trial of all always starts, and alone, because nothing is known before it. What is counted are the trials
    before the round, so that a round has the same trials after a kill.
    """
    seconds, paid = search.declared["seconds"], search.paid_seconds
    if seconds is None and np.isinf(paid):
        return np.inf
    if 0 not in search.tried:
        return 1
    known = max(start, 1)
    spent = [search.tried[place].seconds for place in range(known)]
    longest = max([*spent, 1e-9])
    starting = np.inf if seconds is None else np.ceil((seconds - sum(spent)) / longest)
    return known + max(0.0, float(min(starting, np.floor((paid - sum(spent)) / longest))))


def _count_workers(search: Search) -> int:
    """How many trials run side by side: the declared number, or as many as the cores carry."""
    parameters = json.loads(search.plan["parameters"])
    threads = LEARNERS[search.plan["learner"]].count_threads(search.training, parameters)
    workers = search.plan.get("search_workers") or max(1, count_cores() // threads)
    return min(int(workers), int(search.declared["trials_per_round"]))


def _try_and_keep(search: Search, place: int, earlier: Sequence[TriedParameters]) -> None:
    """Carry out a trial and keep it."""
    # A pool's thread has limits of its own for OpenMP.
    with one_thread():
        trial = _try(search, place, earlier)
    with search.lock:
        search.tried[place] = trial
        append_trial(search.journal, search.name, trial)


def _try(search: Search, place: int, earlier: Sequence[TriedParameters]) -> TriedParameters:
    """Fit outside one fold after the other and stop where the median of earlier trials is better."""
    drawn = draw(search.declared, earlier, place, search.plan["seed"])
    parameters = {**json.loads(search.plan["parameters"]), **drawn}
    complete = [trial.running_means for trial in earlier if not trial.is_pruned]
    may_prune = search.declared["method"] != "grid" and len(complete) >= PRUNING_TRIALS
    started = time.perf_counter()
    values: list[float] = []
    is_pruned = False
    for step, value in enumerate(fold_losses(search.plan, parameters, search.training)):
        values.append(value)
        is_last = step + 1 == len(search.training.held_out_folds)
        if may_prune and not is_last:
            best = min(np.cumsum(values) / np.arange(1, step + 2))
            is_pruned = bool(best > np.median([means[step] for means in complete]))
        if is_pruned:
            break
    ended = datetime.now(UTC).replace(tzinfo=None).isoformat()
    return TriedParameters(place, drawn, values, is_pruned, time.perf_counter() - started, ended)


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


def _rows(plan: dict[str, Any], finished: list[TriedParameters]) -> list[dict[str, Any]]:
    """Describe finished trials, numbered from 1."""
    rows: list[dict[str, Any]] = []
    for trial in finished:
        parameters = {**json.loads(plan["parameters"]), **trial.drawn}
        error = np.std(trial.fold_values, ddof=1) / np.sqrt(len(trial.fold_values)) if not trial.is_pruned else None
        rows.append(
            {
                "trial": trial.place + 1,
                "parameters": parameters,
                "metric": name_metric(plan["task"], parameters),
                "value": trial.value,
                "standard_error": error,
                "state": "pruned" if trial.is_pruned else "complete",
                "seconds": trial.seconds,
                "finished_at": trial.ended,
            }
        )
    chosen = choose(rows)
    return [{**row, "is_chosen": place == chosen} for place, row in enumerate(rows)]
