"""Every parameter of the model, declared once.

From these declarations come Hydra's schema (:class:`Config`), the record that kernels read (:data:`RECORD`), the ranges
that are checked and sampled, the command ``python -m sim.parameters`` and the tables of the documentation. A parameter
has the same dotted name everywhere: ``recognition.months`` in YAML, on the command line, in a kernel
(``p.recognition.months``), in a result table.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import IntEnum
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sim import phases, world
from sim.agents import agency, candidate, employer, government, places, relations
from sim.categories import ExecutorName, Mobility, Sector, Size, Skill, Uncertainty
from sim.countries import Countries, named
from sim.declare import ATTRIBUTE, LEVER, SETTING, UNCERTAINTY, Price, Range, setting
from sim.errors import brief
from sim.laws import budget, desks, levels, plan, procedures, protectionism, remote, rights, tracks, trust, vacancies
from sim.numbers import in_words
from sim.parameters.order import ORDER
from sim.parameters.rows import default_of, fill, longest, phases_of, record_dtype, timelines, value_of, with_plumbing
from sim.processes import (
    agreement,
    balance,
    engagement,
    environment,
    examination,
    finance,
    leadership,
    memory,
    mobility,
    outreach,
    partnership,
    permits,
    politics,
    promises,
    recognition,
    reports,
    selection,
    signing,
    steering,
    training,
    visas,
)  # fmt: skip
from sim.processes.matching import hiring, interviews, referral

__all__ = [
    "ATTRIBUTE", "LEVER", "RECORD", "SETTING", "UNCERTAINTY", "Config", "Executor", "ExecutorName", "Mobility", "Parameter", "Parameters", "Phase", "Sector", "Size",
    "Skill", "Uncertainty", "declared_in", "is_own", "parameters", "phases_of", "registry", "to_record", "value_of",
]  # fmt: skip

# A group is declared in parts, each in the file of the mechanism that reads it. Bases are listed from the last to the
# first: a dataclass takes the fields of its last base first.


@dataclass
class Design(
    rights.Design, places.Design, interviews.Design, referral.Design, recognition.Design, mobility.Design, tracks.Design,
    examination.Design, training.Design, outreach.Design, steering.Design, engagement.Design, signing.Design, employer.Design, candidate.Design,
    trust.Design, partnership.Design, government.Design, agency.Design, budget.Design, plan.Design,
):  # fmt: skip
    """The scheme's design."""


@dataclass
class Corridor(government.Corridor, world.Corridor):
    """Which countries and levels of government take part."""


@dataclass
class Markets(environment.Markets, world.Markets):
    """Destination markets (country x sector): which are served, and how demand and skill profiles move."""


@dataclass
class Shock(remote.Shock, hiring.Shock, permits.Shock, partnership.Shock, environment.Shock):
    """A pandemic-like shock: closure, slow re-opening, a second wave."""


@dataclass
class Recognition(agreement.Recognition, procedures.Recognition, recognition.Recognition):
    """Recognition of qualifications, and a simplified procedure that governments can agree on."""


@dataclass
class Permits(visas.Permits, procedures.Permits, partnership.Permits, government.Permits, permits.Permits):
    """Work permits at a desk in each country of destination, then visas at a consulate in each country of origin."""


@dataclass
class Politics(protectionism.Politics, partnership.Politics, politics.Politics, government.Politics):
    """Political support and elections."""


@dataclass
class Trust(memory.Trust, promises.Trust, leadership.Trust, partnership.Trust, government.Trust, trust.Trust):
    """How trust grows with contact and decays without."""


@dataclass
class Employers(
    levels.Employers, rights.Employers, remote.Employers, hiring.Employers, interviews.Employers, referral.Employers, engagement.Employers, signing.Employers, vacancies.Employers, relations.Employers,
    employer.Employers,
):  # fmt: skip
    """Hosts: who they are, why they engage, when they hire, stay and contribute."""


@dataclass
class Agencies(
    finance.Agencies, reports.Agencies, desks.Agencies, interviews.Agencies, selection.Agencies, outreach.Agencies, trust.Agencies,
    engagement.Agencies, signing.Agencies, leadership.Agencies, agency.Agencies,
):  # fmt: skip
    """Capacities of the lead, public employment services and private recruiters."""


@dataclass
class Steering(reports.Steering, steering.Steering):
    """How a scheme changes its course."""


@dataclass
class Candidates(
    levels.Candidates, rights.Candidates, balance.Candidates, mobility.Candidates, recognition.Candidates, hiring.Candidates, tracks.Candidates, examination.Candidates, training.Candidates,
    environment.Candidates, candidate.Candidates, outreach.Candidates,
):  # fmt: skip
    """Candidates: numbers, attributes, patience, acceptance, return."""


@dataclass
class Sectors(signing.Sectors, recognition.Sectors, environment.Sectors, candidate.Sectors):
    """What differs between sectors besides the shock and recognition."""


@dataclass
class Costs(
    levels.Costs, rights.Costs, procedures.Costs, finance.Costs, partnership.Costs, places.Costs, mobility.Costs, recognition.Costs, interviews.Costs, selection.Costs,
    examination.Costs, training.Costs, outreach.Costs, steering.Costs, reports.Costs, signing.Costs, candidate.Costs, employer.Costs, government.Costs,
    agency.Costs, budget.Costs,
):  # fmt: skip
    """Unit costs."""


@dataclass
class Phase(phases.Phase):
    """A phase after another: which scheme it follows, how soon, and on what condition."""

    after: str = setting(
        "", None, None, "name",
        "Scheme that this one follows: a scenario, a file, or the folder of a run; empty: none",
    )  # fmt: skip


@dataclass
class Parameters:
    """All that a run depends on besides its seed: what kernels read."""

    horizon: int = setting(96, 1, 600, "months", "Months simulated", fixed=True)
    scale: float = setting(
        1.0, 1e-3, 1e4, "factor", "Factor on places, budget, applicants, hosts, capacities and costs", fixed=True
    )
    design: Design = field(default_factory=Design)
    corridor: Corridor = field(default_factory=Corridor)
    markets: Markets = field(default_factory=Markets)
    shock: Shock = field(default_factory=Shock)
    recognition: Recognition = field(default_factory=Recognition)
    permits: Permits = field(default_factory=Permits)
    politics: Politics = field(default_factory=Politics)
    trust: Trust = field(default_factory=Trust)
    employers: Employers = field(default_factory=Employers)
    agencies: Agencies = field(default_factory=Agencies)
    steering: Steering = field(default_factory=Steering)
    candidates: Candidates = field(default_factory=Candidates)
    sectors: Sectors = field(default_factory=Sectors)
    costs: Costs = field(default_factory=Costs)
    phase: phases.Phase = field(default_factory=phases.Phase)


@dataclass
class Executor:
    """Where runs are simulated. ``executor=dask`` is short for ``executor.name=dask``."""

    name: ExecutorName = setting(
        ExecutorName.threads,
        None,
        None,
        "name",
        "Where runs are simulated: threads of this computer, or dask (a cluster)",
    )
    address: str = setting(
        "", None, None, "address", "Scheduler of the cluster, tcp://host:port; empty: dask starts one on this computer"
    )


@dataclass
class Config(Parameters):
    """A complete configuration: the parameters, their timeline, and how to run. Hydra's schema."""

    phase: Phase = field(default_factory=Phase)
    earlier: Any = None  # the configuration of the phase before, found by sim.setup.phases
    asked: Any = None  # the name under which this one was found, where it is that of a phase before
    scenario: str = setting("custom", None, None, "name", "Name of the scenario")
    description: str = setting("", None, None, "text", "What the scenario illustrates")
    start: str = setting("", None, None, "YYYY-MM", "Calendar month in which the scheme starts, for the labels")
    timeline: dict[int, dict[str, Any]] = field(default_factory=dict)
    replicates: int = setting(200, 1, 1_000_000, "runs", "Replicates: runs, each in a plausible world of its own")
    uncertainty: Uncertainty = setting(
        Uncertainty.both, None, None, "category", "What differs between replicates, and so what the intervals cover"
    )
    seed: int = setting(1, 0, 2**32 - 1, "number", "Seed of all chance")
    journeys: int = setting(1, 0, 1000, "runs", "Replicates whose candidates' journeys are written")
    workers: int = setting(0, 0, 1024, "threads", "Threads; 0: one per core")
    executor: Executor = field(default_factory=Executor)
    outputs: str = setting("outputs", None, None, "folder", "Folder for results")


MOST_CHARACTERS = 10_000
"""Characters of a text at most."""
UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that break a line, turn its direction, or are none."""


@dataclass(frozen=True)
class Parameter:
    """One declared parameter."""

    name: str
    type: type
    default: Any
    kind: str
    low: Any
    high: Any
    unit: str
    meaning: str
    source: str
    plausible: Range | None = None
    price: Price | None = None
    fixed: bool = False
    """Whether it only acts before the first month, so that no timeline may change it."""
    countries: bool = False
    """Whether it is a number of countries, which may also be named by a list of ISO codes."""

    @property
    def choices(self) -> tuple[str, ...]:
        """Names of the allowed categories; empty for numbers, switches and texts."""
        return tuple(member.name for member in self.type) if issubclass(self.type, IntEnum) else ()

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.type is bool:
            return "true or false"
        if self.low is None:
            return "a text"
        listed = ", or a list of ISO codes, e.g. [MA,TN]" if self.countries else ""
        number = "a whole number" if self.type is int else "a number"
        unit = "" if self.unit in ("0-1", "number") else f" {self.unit}"
        return f"{number} from {in_words(self.low)} to {in_words(self.high)}{unit}{listed}"

    def check(self, value: Any) -> Any:
        """The value in this parameter's type. Raises ``ValueError`` saying what is allowed."""
        if isinstance(value, np.generic):
            value = value.item()
        if self.choices:
            name = value.name if isinstance(value, IntEnum) else value
            if name not in self.choices:
                raise ValueError(f"{self.name}: {brief(name)} is not {self.allowed}")
            return getattr(self.type, name)
        if self.countries and (isinstance(value, str | list | tuple | Countries) or value is False):
            value = self._named(value)
        right = isinstance(value, str if self.type is str else bool if self.type is bool else int | float)
        if not right or (isinstance(value, bool) and self.type is not bool):
            raise ValueError(f"{self.name}: {brief(value)} is not {self.allowed}")
        if isinstance(value, str):
            return self._text(value)
        if self.low is None:
            return value
        # whole numbers may be longer than any float: they are compared as they are
        if not self.low <= value <= self.high or (self.type is int and value != int(value)):
            raise ValueError(f"{self.name}: {brief(value)} is not {self.allowed}")
        return value if isinstance(value, Countries) else self.type(value)

    def _text(self, value: str) -> str:
        """The text, if it can stand in a table and in a file's name; a description may be written over several lines."""
        if self.unit == "text":
            value = " ".join(value.split())
        if UNSHOWN.search(value):
            raise ValueError(
                f"{self.name}: {brief(value)} contains a line break or another character that cannot be shown"
            )
        if len(value) > MOST_CHARACTERS:
            raise ValueError(f"{self.name}: {brief(value)} is too long: at most {MOST_CHARACTERS} characters")
        return value

    def _named(self, value: Any) -> Countries:
        try:
            return value if isinstance(value, Countries) else named(value)
        except ValueError as error:
            raise ValueError(f"{self.name}: {error}") from None


def declared_in(owner: Any, prefix: str = "") -> Iterator[Parameter]:
    """Every parameter that a dataclass (and the dataclasses in it) declares, by dotted name."""
    for item in fields(owner):
        default, name = default_of(item), prefix + item.name
        if is_dataclass(default):
            yield from declared_in(default, name + ".")
        elif item.metadata:
            yield Parameter(name, type(default), default, **item.metadata)


def _in_order(declared: Iterable[Parameter]) -> dict[str, Parameter]:
    """By name: those of version 0.1 in their places, then all others as they are declared."""
    known = {name: place for place, name in enumerate(ORDER)}

    def place(parameter: Parameter) -> int:
        group = parameter.name.rpartition(".")[0]  # of a parameter by sector, size, kind or level
        return known.get(parameter.name, known.get(group, len(known)))

    return {parameter.name: parameter for parameter in sorted(declared, key=place)}


@cache
def registry() -> dict[str, Parameter]:
    """Every declared parameter and setting by its dotted name, in the order of :mod:`sim.parameters.order`."""
    return _in_order(declared_in(Config))


@cache
def parameters() -> dict[str, Parameter]:
    """The parameters that kernels read (levers and uncertainties, horizon and scale), by dotted name."""
    return _in_order(declared_in(Parameters))


RECORD = with_plumbing(
    record_dtype(Parameters), {name: entry.high for name, entry in parameters().items() if entry.countries}
)

OWN = ("design", "phase")
"""Groups of parameters that every phase has of its own, besides all levers; the rest is the world, the same in all."""


@cache
def is_own(name: str) -> bool:
    """Whether a phase has a parameter of its own, rather than the world."""
    return parameters()[name].kind in (LEVER, ATTRIBUTE) or name.partition(".")[0] in OWN


def to_record(config: Parameters, timeline: Mapping[int, Mapping[str, Any]] | None = None) -> npt.NDArray[Any]:
    """The configuration as the rows that kernels read: row ``m`` holds the parameters of month ``m``.

    Without a timeline one row stands for all months; with one, the last row stands for all later months. Where a scheme
    follows another, as many rows come after them for the phase before: its own choices in the world of the last. Months
    are calendar months, those of the first phase. Returns a record array of dtype :data:`RECORD`.
    """
    phases, changes = phases_of(config), timelines(config, timeline or {}, is_own)
    rows = np.zeros((len(phases), longest(changes)), RECORD)
    rows["sequence"]["phases"], rows["sequence"]["months"] = rows.shape
    for own, phase, changed in zip(rows, phases, changes, strict=True):
        fill(own, {name: value_of(phase if is_own(name) else config, name) for name in parameters()}, changed)
    return rows.reshape(-1).view(np.recarray)
