"""One process at a time, for tests by hand: compiled, or in plain Python where NUMBA_DISABLE_JIT=1 is set.

Kernels can only be called by kernels, so every process of the schedule gets an entry point of its own here.
"""

from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

from sim import kernel
from sim.compiled import entry
from sim.indicators import NAMES
from sim.schedule import SCHEDULE
from sim.state import State


def name_of(process: ModuleType) -> str:
    """The name by which tests call a process: that of its file or folder."""
    return process.__name__.rpartition(".")[2]


def _one_step(state, month):
    step(state, state.parameters[min(month, state.parameters.size - 1)], month)  # type: ignore[name-defined] # noqa: F821


def _runner(process: ModuleType) -> Any:
    """A function of its own name, under which its compiled code is cached, that runs one process for one month."""
    function = FunctionType(_one_step.__code__, {"__name__": __name__, "step": process.step})
    function.__name__ = function.__qualname__ = f"_step_{name_of(process)}"
    return entry(function)


PROCESSES: dict[str, Callable[[State, int], None]] = {name_of(process): _runner(process) for process in SCHEDULE}
"""An entry point for each process, by name, in the order of a month."""


@entry
def _record(state, month):
    kernel.record(state, month)


@entry
def _measure(state, months):
    kernel.measure(state, months)


def run(processes: str, state: State, month: int) -> State:
    """Run one process, or several named in order, for one month; the state that they changed."""
    for process in processes.split():
        PROCESSES[process](state, month)
    return state


def recorded(state: State, month: int) -> State:
    """Record the levels of a month, as at its end; the state that it is written into."""
    _record(state, month)
    return state


def measured(state: State, months: int) -> dict[str, float]:
    """The indicators of a whole run that took ``months`` months; the state is left as it was."""
    before = state.monthly[months].copy()
    _measure(state, months)
    figures = {name: float(state.monthly[months][name]) for name in NAMES}
    state.monthly[months] = before
    return figures
