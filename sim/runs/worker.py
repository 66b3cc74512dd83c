"""What a worker of a cluster does: check that it is the same model as the caller's, run a chunk, send its numbers back.

Workers read and write no files: all that they need comes with the chunk.
"""

import pickle
from dataclasses import replace
from typing import Any, cast

import numpy as np
from distributed import get_worker

from sim.errors import UserError
from sim.parameters import RECORD
from sim.runs.identity import identity, made_with, probe
from sim.runs.task import Task, work

__all__ = ["packed", "refusal", "run_packed", "unpacked"]

IN_WORDS = {
    "sources": "model sources",
    "compiled": "compilation",
    "machine": "machine",
    "layout": "layout of parameters",
    "corridors": "tables of countries and corridors",
    "probe": "numbers in a run made to compare",
}
"""What may differ between two installations, in words."""


def refusal(callers: dict[str, Any]) -> str | None:
    """Why this worker may not take part in what a caller with this :func:`identity` does, in a line; None where it may."""
    own = made_with()
    differ = [key for key in own if own[key] != callers.get(key)]
    if not differ:  # only then: it may have to be compiled
        own, differ = identity(), [] if probe() == callers["probe"] else ["probe"]
    if not differ:
        return None
    listed = ", ".join(f"{IN_WORDS.get(key, key)} {own[key]} instead of {callers.get(key)}" for key in differ)
    return (
        f"the worker {get_worker().address} would not give the same numbers ({listed}): install the same version of"
        " everything there"
    )


def packed(task: Task) -> bytes:
    """A task as bytes, which a scheduler passes on as they are. Parameters that are the same in all sets are sent once."""
    words = np.ascontiguousarray(task.sets).view(np.uint64).reshape(len(task.sets), -1)
    differ = np.flatnonzero((words != words[:1]).any(axis=0))
    return pickle.dumps((replace(task, sets=words[0]), task.sets.shape[1:], differ, words[:, differ]), protocol=5)


def unpacked(blob: bytes) -> Task:
    """The task that was packed."""
    task, shape, differ, values = pickle.loads(blob)
    words = np.repeat(task.sets[None, :], len(values), axis=0)
    words[:, differ] = values
    return cast(Task, replace(task, sets=words.view(np.uint8).view(RECORD).reshape(len(values), *shape)))


def run_packed(callers: dict[str, Any], blob: bytes) -> Any:
    """Run a packed task on a worker. Raises :class:`UserError` where it runs another model than the caller."""
    if told := refusal(callers):
        raise UserError(told)
    return work(unpacked(blob))
