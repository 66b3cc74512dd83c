"""A whole run as the invariants see it: its figures, what stood in its books after every month, its last state, its journal."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.categories import Line, Stage
from sim.indicators import NAMES
from sim.kernel import advance
from sim.parameters import Config, to_record, value_of
from sim.runs.ensemble import create_state, run_sets
from sim.state import State

Array = npt.NDArray[Any]
#: What of the scheme's own record is kept after every month.
SCHEME = (
    "private_balance",
    "places_taken",
    "places",
    "ceiling",
    "pending",
    "vacancies",
    "support",
    "funded",
    "alive",
    "end_month",
)
#: What of every host's row is kept after every month.
HOSTS = ("open", "real_open", "need_left", "status")
#: Shares that agents hold: the lowest and the highest of each month are kept.
SHARES = (("governments", "trust"), ("governments", "support"), ("employers", "trust"))


@dataclass
class Run:
    """One run. A test spoils a copy of it to see that an invariant notices."""

    config: Config
    state: State
    """After the last month."""
    whole: dict[str, float]
    """Every indicator of the run, as results tell it."""
    months: dict[str, Array]
    """Every indicator of every month, as results tell it."""
    stepped: dict[str, Array]
    """The same of the run that was simulated month by month."""
    stages: Array
    """Months x stages: persons in each stage after the month."""
    lines: dict[str, Array]
    """Months x lines of the budget: what each holds and has spent."""
    scheme: dict[str, Array]
    """The scheme's own record after every month."""
    lowest: Array
    highest: Array
    """Months x :data:`SHARES`."""
    hosts: dict[str, Array]
    """Months x hosts: what each host's row holds after the month (:data:`HOSTS`)."""
    needs: Array
    """By host: the persons that it will ever need, before the first month."""
    ways: dict[int, list[tuple[int, Stage, int, int]]] = field(default_factory=dict)
    """By candidate: month, stage, reason and host of each entry of the journal."""

    def sofar(self, name: str) -> Array:
        """A flow summed up to every month."""
        return np.cumsum(self.months[name])

    def throughout(self, name: str) -> set[Any]:
        """Every value that a parameter has at any time, the timeline's included."""
        changes = [each[name] for each in self.config.timeline.values() if name in each]
        return {value_of(self.config, name), *changes}

    @property
    def people(self) -> Any:
        """The table of candidates."""
        return self.state.candidates[: self.state.scheme.candidates]

    @property
    def tolerance(self) -> float:
        """Euro that sums may be off by rounding."""
        return 1e-9 * max(float(self.state.scheme.budget), 1.0)

    def number_in(self, stage: Stage) -> Array:
        """Persons in a stage after every month."""
        column: Array = self.stages[:, stage]
        return column

    def always(self, name: str) -> bool:
        """Whether no timeline changes a parameter."""
        return len(self.throughout(name)) == 1

    def entries(self, stage: Stage) -> Array:
        """By month: how often the journal says that somebody entered a stage."""
        counted = np.zeros(self.config.horizon)
        for way in self.ways.values():
            for month, entered, _, _ in way:
                counted[month] += entered == stage
        return counted

    def copy(self) -> "Run":
        """A copy that can be spoilt."""
        own = State(*(each.copy() if isinstance(each, np.ndarray) else each for each in self.state))
        own = own._replace(scheme=own.schemes[0])
        rest = {name: deepcopy(value) for name, value in vars(self).items() if name != "state"}
        return Run(state=own, **rest)


def run_of(config: Config) -> Run:
    """Simulate replicate 0 of a configuration twice: whole, as results are made, and month by month, looking at the books."""
    outcome = run_sets(to_record(config, config.timeline)[None, :], 1, config.seed, workers=1, monthly=True)
    state = create_state(config, config.seed)
    stages, allocation, spent, lowest, highest = [], [], [], [], []
    scheme: dict[str, list[Any]] = {name: [] for name in SCHEME}
    hosts: dict[str, list[Array]] = {name: [] for name in HOSTS}
    needs = state.employers["need_left"].copy()
    for month in range(config.horizon):
        advance(state, month, month + 1)
        stages.append(state.stages["count"].copy())
        allocation.append(state.money["allocation"].copy())
        spent.append(state.money["spent"].copy())
        for name in SCHEME:
            scheme[name].append(state.scheme[name])
        for name in HOSTS:
            hosts[name].append(state.employers[name].astype(int))
        held = [getattr(state, table)[column] for table, column in SHARES]
        lowest.append([each.min(initial=0.5) for each in held])
        highest.append([each.max(initial=0.5) for each in held])
    ways: dict[int, list[tuple[int, Stage, int, int]]] = {i: [] for i in range(int(state.scheme.candidates))}
    for entry in state.journal[: int(state.scheme.journal)].tolist():
        made = dict(zip(state.journal.dtype.names or (), entry, strict=True))
        ways[made["candidate"]].append((made["month"], Stage(made["stage"]), made["reason"], made["employer"]))
    stepped = state.monthly[: config.horizon]
    return Run(
        config=config,
        state=state,
        whole=dict(zip(NAMES, outcome.totals[0, 0].tolist(), strict=True)),
        months={name: outcome.monthly[0, 0, :, place].copy() for place, name in enumerate(NAMES)},
        stepped={name: np.array(stepped[name]) for name in NAMES},
        stages=np.array(stages),
        lines={"allocation": np.array(allocation), "spent": np.array(spent).reshape(-1, len(Line))},
        scheme={name: np.array(values) for name, values in scheme.items()},
        lowest=np.array(lowest),
        highest=np.array(highest),
        hosts={name: np.array(values).reshape(config.horizon, -1) for name, values in hosts.items()},
        needs=needs,
        ways=ways,
    )
