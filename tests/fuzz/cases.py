"""What is drawn: a scenario, group options, values of any parameters, a timeline, a seed. A case is what a user types.

Sizes are bounded so that a run takes milliseconds; all else is drawn from the whole range that a parameter allows, its
ends and its plausible range included.
"""

import shlex
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from typing import Any

from worlds import in_range

from sim.categories import Mobility
from sim.errors import UserError
from sim.parameters import Config, parameters, value_of
from sim.setup.catalogue import GROUPS, SCENARIOS, group_options
from sim.setup.checks import FIXED_AT_START, LONGEST_SEASON, SEASONS_APART, validated
from sim.setup.configuration import configure
from sim.setup.overrides import written
from tests.fuzz.limits import NOTHING

#: Ranges that keep a run small; all other parameters are drawn from the whole of their own range.
SIZED = {
    "horizon": (1, 60), "scale": (0.1, 2.0), "design.places": (0, 12), "design.home_share": (0.0, 0.8),
    "markets.employers": (0, 40), "candidates.per_place": (0.0, 8.0), "candidates.exhaustion": (1.0, 3.0),
    "corridor.origins": (1, 3), "shock.month": (-1, 60), "politics.election_month": (-1, 60),
    "recognition.agreement_month": (-1, 60), "design.reserve_share": (0.0, 3.0), "design.facilitation_staff": (0.0, 4.0),
    "design.host_staff": (0.0, 4.0), "phase.gap": (0, 12),
}  # fmt: skip
#: Money and capacities span many orders of magnitude: drawn near the scale of a pilot, where they bind.
SCARCE = {
    "design.budget_total": 2e6, "agencies.contacts": 100.0, "agencies.screenings": 300.0, "agencies.interviews": 30.0,
    "agencies.recruiter_screenings": 300.0, "agencies.recruiter_interviews": 30.0, "recognition.capacity": 5.0,
    "permits.capacity": 5.0, "costs.coordination": 2e4, "costs.coordination_country": 1e4, "costs.coordination_component": 1e4,
    "costs.training_seats": 30.0, "costs.staff": 1e4, "costs.facilitation": 1e4, "costs.digital_setup": 1e5, "costs.digital_running": 1e4,
    "costs.board": 1e4, "costs.origin_coordination": 1e4, "costs.coordination_market": 1e4, "costs.oversight": 1e4, "costs.preparation": 2e4,
    "costs.diaspora_network": 1e4, "agencies.staff_contacts": 100.0, "costs.amendment": 1e4, "costs.monitoring": 5e3,
}  # fmt: skip
#: So that most runs get under way.
OPEN_TO_ALL = {
    "politics.sign_threshold": 0.05, "trust.prior": 0.4, "horizon": 60, "employers.disposed": 0.9, "employers.engagement_base": -0.5,
    "politics.minimum_support": 0.1, "permits.refusal": 0.05, "permits.visa_refusal": 0.05,
}  # fmt: skip
#: So that hosts go on paying after a short public funding.
LIVES_ON = OPEN_TO_ALL | {
    "design.duration_years": 1.5, "design.training_months": 1.0, "costs.sustain_trust": 0.0, "costs.coordination": 0.0,
    "costs.coordination_country": 0.0, "costs.coordination_component": 0.0, "costs.sustain_grace": 24, "markets.employers": 40,
    "costs.lean_coordination": 0.0,
}  # fmt: skip

#: So that some leave their host abroad for another one, which is rare.
MOVED = OPEN_TO_ALL | {
    "design.change_of_host": 1.0, "candidates.change_share": 1.0, "employers.takes_over": 1.0, "employers.vacancies.micro": 4.0,
    "employers.vacancies.small": 4.0, "employers.hire_base": 4.0, "candidates.return_utility": 2.0, "design.places": 12,
    "markets.employers": 40, "design.training_months": 1.0,
}  # fmt: skip

SIZES = tuple(name for name in parameters() if name.startswith("employers.size_share."))
SIGNED = tuple(name for name in parameters() if name.startswith("design.signed_by."))
PHASES = ("two_phases",)
"""Scenarios with a phase after a phase: longer runs, in which the second one can begin."""
LONG = 72
SHIPPED = tuple(sorted(path.stem for path in SCENARIOS.glob("*.yaml")))


def drawn(name: str, share: float) -> Any:
    """A value of a parameter, ``share`` of the way through its (small) range."""
    if name in SCARCE:
        return share * SCARCE[name]
    if name in SIZED:
        low, high = SIZED[name]
        value = low + share * (high - low)
        return round(value) if parameters()[name].type is int else value
    return in_range(name, share)


def consistent(values: dict[str, Any]) -> dict[str, Any]:
    """The values without contradictions among them."""
    values = dict(values)
    values["markets.countries"] = min(values.get("markets.countries", 1), values.get("markets.count", 1))
    for weights in (SIZES, SIGNED):  # those that are not given may be 0 in the scenario
        given = [values[name] for name in weights if name in values]
        if given and max(given) <= 0:
            values[weights[0]] = 1.0
    if parameters()["design.kind"].check(values.get("design.kind", Mobility.employment)) == Mobility.seasonal:
        values["design.stay_months"] = min(values.get("design.stay_months", LONGEST_SEASON), LONGEST_SEASON)
        values["design.intake_months"] = min(
            SEASONS_APART, key=lambda apart: abs(apart - values.get("design.intake_months", 12))
        )
    elif (
        values.get("design.stay_months", 0) > LONGEST_SEASON
        or values.get("design.intake_months", 12) not in SEASONS_APART
    ):
        values.setdefault("design.kind", Mobility.employment)  # a scenario may be seasonal
    return values


MIDDLE = {name: drawn(name, 0.5) for name in (*SIZED, *SCARCE)}
"""A small scheme."""


@dataclass(frozen=True)
class Case:
    """What a user types: a scenario, options of groups, values, a timeline; and the seed."""

    scenario: str = "baseline"
    options: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    timeline: dict[int, dict[str, Any]] = field(default_factory=dict)
    seed: int = 1

    @property
    def overrides(self) -> list[str]:
        """Everything besides the scenario, as on a command line."""
        changes = [
            written(f"timeline.{month}.{name}", value)
            for month, each in self.timeline.items()
            for name, value in each.items()
        ]
        chosen = [f"{group}={option}" for group, option in self.options.items()]
        return [*chosen, *(written(name, value) for name, value in self.values.items()), *changes, f"seed={self.seed}"]

    @property
    def command(self) -> str:
        """The command that runs it."""
        return shlex.join(["python", "-m", "sim", f"scenario={self.scenario}", *self.overrides, "replicates=2"])

    def __repr__(self) -> str:
        return self.command


@cache
def _composed(scenario: str, *options: str) -> Config:
    return configure(scenario, *options)


def config_of(case: Case) -> Config:
    """The configuration of a case, checked, without Hydra: what :func:`by_the_door` composes in ten times the time."""
    config = deepcopy(_composed(case.scenario, *(f"{group}={option}" for group, option in case.options.items())))
    for name, value in {**case.values, "seed": case.seed, "replicates": 2}.items():
        owner, _, last = name.rpartition(".")
        setattr(value_of(config, owner) if owner else config, last, value)
    months = config.timeline.keys() | case.timeline.keys()
    config.timeline = {month: config.timeline.get(month, {}) | case.timeline.get(month, {}) for month in months}
    return validated(config)


def by_the_door(case: Case) -> Config:
    """The configuration of a case as a user gets it: every value written as text, read, composed by Hydra, checked."""
    return configure(case.scenario, *case.overrides, "replicates=2")


CHANGING = tuple(name for name in parameters() if name not in FIXED_AT_START and name not in SIZES)
ENDS = [
    *((name, number) for name, number, *_ in NOTHING),
    ("design.interview_share", 1.0),
    ("design.budget_total", 0.0),
]
#: Scenarios by themselves, and every option of every group: each takes Hydra a tenth of a second, once.
STARTS: list[tuple[str, dict[str, str]]] = [(name, {}) for name in SHIPPED]
STARTS += [("baseline", {group: option}) for group in GROUPS for option in group_options(group)]


def some_value(chance: Random, name: str) -> Any:
    """A value of one parameter: an end of its range, of its plausible range, or anything between."""
    parameter = parameters()[name]
    if parameter.plausible and name not in SIZED and chance.random() < 0.3:
        plausible = parameter.plausible
        return parameter.type(
            chance.choice((plausible.low, plausible.high, chance.uniform(plausible.low, plausible.high)))
        )
    return drawn(name, chance.choice((0.0, 1.0, chance.random(), chance.random(), chance.random())))


def some(chance: Random, among: Sequence[str], number: int) -> dict[str, Any]:
    """Values of so many parameters."""
    return {name: some_value(chance, name) for name in chance.sample(sorted(among), number)}


def some_options(chance: Random) -> dict[str, str]:
    """Options of some groups, any of them together."""
    return {group: chance.choice(group_options(group)) for group in GROUPS if chance.random() < 0.4}


def some_case(chance: Random, started: bool = True) -> Case:
    """A case whose run is small; most in a world in which schemes get under way, some with nothing of something.

    ``started``: from a scenario or an option that is composed only once; else from any scenario and options.
    """
    scenario, options = chance.choice(STARTS) if started else (chance.choice(SHIPPED), some_options(chance))
    number = chance.choice((chance.randint(0, 4), chance.randint(0, 15), chance.randint(0, len(parameters()))))
    values = MIDDLE | some(chance, list(parameters()), number) | chance.choice(({}, OPEN_TO_ALL, OPEN_TO_ALL, LIVES_ON))
    if chance.random() < 0.3:
        values |= dict([chance.choice(ENDS)])
    months = chance.sample(range(70), chance.choice((0, 0, 1, 2)))
    timeline = {month: some(chance, CHANGING, chance.randint(1, 3)) for month in months}
    if scenario in PHASES:
        values["horizon"] = max(values["horizon"], LONG)
    seed = chance.randrange(2**32)
    if chance.random() < 0.05:
        values |= MOVED
    return Case(scenario, options, consistent(values), timeline, seed)


def smaller(case: Case) -> Iterator[Case]:
    """The case with one thing less, each thing once."""
    if case.seed != 1:
        yield replace(case, seed=1)
    if case.scenario != "baseline":
        yield replace(case, scenario="baseline")
    for part in ("timeline", "options", "values"):
        for name in getattr(case, part):
            yield replace(case, **{part: {key: each for key, each in getattr(case, part).items() if key != name}})


def reduced(case: Case, fails: Callable[[Case], bool]) -> Case:
    """The smallest case found that still fails, one thing less at a time."""
    for less in smaller(case):
        try:
            if fails(less):
                return reduced(less, fails)
        except UserError:
            pass  # contradictory without it
    return case
