"""What a worker of a cluster does: check that it is the same model as the caller's, run a chunk, send its numbers back.

Light, as a scheduler imports it too. Workers read and write no files: all that they need comes with the chunk.
"""

import hashlib
import pickle
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sim.errors import UserError

if TYPE_CHECKING:
    from sim.runs.ensemble import Task

__all__ = ["identity", "packed", "refusal", "run_packed", "unpacked"]

IN_WORDS = {
    "sources": "model sources",
    "compiled": "compilation",
    "machine": "machine",
    "layout": "layout of parameters",
    "probe": "numbers in a run made to compare",
}
"""What may differ between two installations, in words."""


def identity() -> dict[str, Any]:
    """What numbers depend on besides parameters: model sources, versions, machine, and the numbers of two small runs."""
    from sim.runs.parts import made_with

    return made_with() | {"probe": probe()}


@cache
def probe() -> str:
    """A hash of all numbers of two small runs: processors and libraries of mathematics may round differently."""
    import numpy as np

    from sim.indicators import COUNT
    from sim.parameters import Config, to_record
    from sim.runs.ensemble import Task, compile_all, work
    from sim.state import sizes_of

    compile_all()
    record = to_record(Config())
    task = Task(record[None, :], np.zeros(1, np.int64), 2, 1, tuple(range(COUNT)), (), sizes_of(record), False)
    return hashlib.blake2b(work(task)[0].tobytes(), digest_size=8).hexdigest()


def refusal(callers: dict[str, Any]) -> str | None:
    """Why this worker may not take part in what a caller with this :func:`identity` does, in a line; None where it may."""
    from distributed import get_worker

    from sim.runs.parts import made_with

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


def packed(task: "Task") -> bytes:
    """A task as bytes, which a scheduler passes on as they are. Parameters that are the same in all sets are sent once."""
    import numpy as np

    words = np.ascontiguousarray(task.sets).view(np.uint64).reshape(len(task.sets), -1)
    differ = np.flatnonzero((words != words[:1]).any(axis=0))
    return pickle.dumps((replace(task, sets=words[0]), task.sets.shape[1:], differ, words[:, differ]), protocol=5)


def unpacked(blob: bytes) -> "Task":
    """The task that was packed."""
    import numpy as np

    from sim.parameters import RECORD

    task, shape, differ, values = pickle.loads(blob)
    words = np.repeat(task.sets[None, :], len(values), axis=0)
    words[:, differ] = values
    return cast("Task", replace(task, sets=words.view(np.uint8).view(RECORD).reshape(len(values), *shape)))


def run_packed(callers: dict[str, Any], blob: bytes) -> Any:
    """Run a packed task on a worker. Raises :class:`UserError` where it runs another model than the caller."""
    if told := refusal(callers):
        raise UserError(told)
    from sim.runs.ensemble import work

    return work(unpacked(blob))
