"""One run outside the kernel of many: its phases side by side, each with tables of its own, month by month.

Where a scheme follows no other, there is one phase, and its state is all there is.
"""

import numpy as np
import numpy.typing as npt

from sim import phases
from sim.indicators import BY_NAME, FLOW, MONTH, NAMES
from sim.kernel import advance
from sim.parameters import Config, to_record
from sim.runs.task import compile_all
from sim.state import State, Table, allocate, sizes_of

__all__ = ["Course", "rows_of_phases"]


def rows_of_phases(rows: npt.NDArray[np.void]) -> list[Table]:
    """The rows of each phase as if it were the only one, the first phase's first."""
    table = rows.view(np.recarray)
    number = phases.number(table)
    found = [table[phases.first_row(table, phase) : phases.last_row(table, phase)].copy() for phase in range(number)]
    for own in found:
        own["sequence"]["phases"] = 1
    return found


class Course:
    """A run of one or several phases, month by month. ``states``: of the phases that have begun."""

    def __init__(self, rows: Table, seed: int, replicate: int = 0, journal: bool = True) -> None:
        compile_all()
        self._rows = rows_of_phases(rows)
        self._journal = journal
        first = allocate(self._rows[0], sizes_of(self._rows[0]), journal)
        first.scheme.seed, first.scheme.replicate = seed, replicate
        advance(first, -1, 0)
        self.states = [first]

    @classmethod
    def of(cls, config: Config, seed: int, replicate: int = 0, journal: bool = True) -> "Course":
        """A run of a configuration."""
        return cls(to_record(config, config.timeline), seed, replicate, journal)

    @property
    def latest(self) -> State:
        """The state of the latest phase that has begun."""
        return self.states[-1]

    def advance(self, first: int, last: int) -> None:
        """Calendar months ``first`` to ``last - 1``."""
        if len(self._rows) == 1:
            advance(self.latest, first, last)
            return
        for month in range(first, last):
            for state in self.states:
                own = month - int(state.scheme.began)
                advance(state, own, own + 1)
            if len(self.states) < len(self._rows):
                self._go_on(month)

    def _go_on(self, month: int) -> None:
        """Begin the next phase after this month, if it is time."""
        rows, old = self._rows[len(self.states)], self.latest
        if not phases.follows(old.scheme, rows[0], month - int(old.scheme.began)):
            return
        state = allocate(rows, sizes_of(rows), self._journal)
        kept = {name: getattr(old, name).copy() for name in phases.Kept._fields}
        state = state._replace(kept=phases.Kept(**kept))
        old.scheme.alive = 0
        phases.succeed(state.scheme, old.scheme, month + 1)
        advance(state, -1, 0)
        self.states.append(state)

    def months(self, number: int) -> npt.NDArray[np.void]:
        """The first calendar months: flows of all phases added, levels of the latest that had begun."""
        if len(self._rows) == 1:
            return np.asarray(self.latest.monthly[:number])
        added = np.zeros(number, MONTH)
        for state in self.states:
            began = min(int(state.scheme.began), number)
            for name in NAMES:
                own = state.monthly[name][: number - began]
                added[name][began:] = added[name][began:] + own if BY_NAME[name].over == FLOW else own
        return added
