"""One process at a time, for tests by hand: compiled, or in plain Python where NUMBA_DISABLE_JIT=1 is set.

Kernels can only be called by kernels, so every process has an entry point of its own here.
"""

import numpy as np

from sim.compiled import entry
from sim.indicators import NAMES
from sim.processes import (
    environment,
    finance,
    matching,
    mobility,
    monitoring,
    outreach,
    partnership,
    permits,
    recognition,
    selection,
    steering,
    training,
)
from sim.state import State


@entry
def _environment(state, month):
    environment.step(state, month)


@entry
def _partnership(state, month):
    partnership.step(state, month)


@entry
def _steering(state, month):
    steering.step(state, month)


@entry
def _outreach(state, month):
    outreach.step(state, month)


@entry
def _selection(state, month):
    selection.step(state, month)


@entry
def _training(state, month):
    training.step(state, month)


@entry
def _matching(state, month):
    matching.step(state, month)


@entry
def _recognition(state, month):
    recognition.step(state, month)


@entry
def _permits(state, month):
    permits.step(state, month)


@entry
def _mobility(state, month):
    mobility.step(state, month)


@entry
def _finance(state, month):
    finance.step(state, month)


@entry
def _monitoring(state, month):
    monitoring.step(state, month)


@entry
def _measure(state, months, out):
    monitoring.measure(state, months, out)


_PROCESSES = {
    "environment": _environment, "partnership": _partnership, "steering": _steering, "outreach": _outreach,
    "selection": _selection, "training": _training, "matching": _matching, "recognition": _recognition,
    "permits": _permits, "mobility": _mobility, "finance": _finance, "monitoring": _monitoring,
}  # fmt: skip


def run(process: str, state: State, month: int) -> State:
    """Run one process for one month, compiled or in plain Python; the state that it changed."""
    _PROCESSES[process](state, month)
    return state


def measured(state: State, months: int) -> dict[str, float]:
    """The indicators of a whole run that took ``months`` months."""
    out = np.zeros(len(NAMES))
    _measure(state, months, out)
    return dict(zip(NAMES, map(float, out), strict=True))
