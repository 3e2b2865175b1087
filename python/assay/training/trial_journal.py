"""Finished trials of a search, and the file beside the warehouse from which a search that was killed goes on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class TriedParameters:
    """A trial that has ended.

    Attributes
    ----------
    place : int
        Position in the search, from 0.
    drawn : dict
        Values of the searched parameters.
    fold_values : list of float
        Loss in each fold that was tried, in the order of folds.
    is_pruned : bool
        Whether it was cut short.
    seconds : float
        Wall time of its fits.
    finished_at : str
        UTC, in ISO format.
    """

    place: int
    drawn: dict[str, Any]
    fold_values: list[float]
    is_pruned: bool
    seconds: float
    finished_at: str

    @property
    def value(self) -> float:
        """Mean loss over the folds that were tried."""
        return float(np.mean(self.fold_values))

    @property
    def value_if_complete(self) -> float:
        """The same; infinite where it was cut short, because it is no improvement then."""
        return np.inf if self.is_pruned else self.value

    @property
    def running_means(self) -> NDArray[np.float64]:
        """Mean loss over the first fold, the first two, and so on."""
        means: NDArray[np.float64] = np.cumsum(self.fold_values) / np.arange(1, len(self.fold_values) + 1)
        return means

    @property
    def ended(self) -> datetime:
        """When it ended, UTC."""
        return datetime.fromisoformat(self.finished_at)


def read_trials(journal: Path | None, name: str) -> dict[int, TriedParameters]:
    """Read the trials of a search that have ended.

    Parameters
    ----------
    journal : Path or None
        A file with a JSON object in each line; a search that is kept in memory has none.
    name : str
        Name of the search.

    Returns
    -------
    dict of int to TriedParameters
        By place. A line that a kill cut off is no trial.
    """
    found: dict[int, TriedParameters] = {}
    for line in journal.read_text().splitlines() if journal and journal.exists() else ():
        try:
            written = json.loads(line)
        except json.JSONDecodeError:
            continue
        if written.get("search") == name:
            trial = TriedParameters(**written["trial"])
            found[trial.place] = trial
    return found


def append_trial(journal: Path | None, name: str, trial: TriedParameters) -> None:
    """Write a trial to the end of the journal, on a line of its own.

    Parameters
    ----------
    journal : Path or None
        The file; nothing is written where there is none.
    name : str
        Name of the search.
    trial : TriedParameters
        What has ended.
    """
    if journal is not None:
        with journal.open("a") as lines:
            lines.write("\n" + json.dumps({"search": name, "trial": asdict(trial)}))
