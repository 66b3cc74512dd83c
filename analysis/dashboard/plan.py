"""What a planner asks: a scenario, what is changed for all designs, two to four designs, and how to compare them.

A plan is plain data and stands whole in the page's address (:func:`to_address`): the server keeps
nothing between two visits. What comes from an address is checked in :mod:`analysis.dashboard.address`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

import numpy as np

from analysis.dashboard.typed import text_of
from analysis.worlds.designs import adjusted, budget_of
from analysis.worlds.dimensions import DIMENSIONS
from analysis.worlds.settings import Budget, Design, Uncertainty
from sim.errors import UserError, unknown
from sim.parameters import ATTRIBUTE, LEVER, Config, Parameter, parameters, value_of
from sim.reporting.wording import setting
from sim.runs.sets import stack
from sim.runs.task import enough_for
from sim.setup.catalogue import scenario_files
from sim.setup.checks import checked_timeline
from sim.setup.configuration import configure
from sim.setup.scenario_file import plain

Values = dict[str, Any]

SCENARIO = "covid_shock"
LETTERS = "ABCD"
FEWEST = 2
REPLICATES = (100, 200, 500, 1000)
LONGEST = 240
"""Months that the page simulates at most."""
MOST_ROWS = 400_000_000
"""Persons in all runs of a comparison at most, about a minute on two cores."""
COMMON, LOADED = "all", "file"
WORLD = tuple(name for each in DIMENSIONS if not each.differs for name in each.settings)
"""Of the planner's five dimensions those that are usually the same for every design."""
OWN = tuple(name for each in DIMENSIONS if each.differs for name in each.settings)
"""Of the planner's five dimensions those in which designs usually differ."""


@dataclass(frozen=True)
class Plan:
    """A question. ``loaded``: values of a planner's file, ``common``: changed for all designs, ``designs``: a mapping each."""

    scenario: str = SCENARIO
    loaded: Values = field(default_factory=dict)
    common: Values = field(default_factory=dict)
    designs: tuple[Values, ...] = ({OWN[0]: 3.0}, {OWN[0]: 5.0})
    budget: Budget = Budget.same_total
    uncertainty: Uncertainty = Uncertainty.both
    replicates: int = 200
    seed: int = 1
    title: str = ""
    start: str = ""
    timeline: Values = field(default_factory=dict)
    month: int = 0
    """Results are read up to the end of so many months; 0: all that are simulated. No other runs are needed for another month."""

    @property
    def key(self) -> str:
        """The same text for the same question, whatever the month at which its answer is read."""
        return to_address(replace(self, month=0))


@cache
def levers() -> dict[str, Parameter]:
    """What a planner can set on the page: the levers and the five dimensions."""
    return {name: each for name, each in parameters().items() if each.kind in (LEVER, ATTRIBUTE) or name in WORLD}


@lru_cache(maxsize=64)
def _shipped(scenario: str) -> Config:
    files = scenario_files()
    if scenario not in files:
        raise unknown(scenario[:60], "a scenario", files)
    return configure(scenario)


def stated(plan: Plan) -> Config:
    """What the scenario (or the planner's file) says, before anything is changed on the page."""
    config = _shipped(plan.scenario)
    if not (plan.loaded or plan.timeline or plan.title or plan.start):
        return config
    config = adjusted(config, plan.loaded)
    if plan.title:
        config.description = plan.title
        config.scenario = "my_scenario"
    config.start = plan.start or config.start
    if plan.timeline:
        config.timeline = checked_timeline(plan.timeline)
    return config


def base(plan: Plan) -> Config:
    """The scenario with what is changed for all designs."""
    values: Values = {
        "replicates": plan.replicates, "seed": plan.seed, "uncertainty": plan.uncertainty, "journeys": 1, "workers": 0,
        "outputs": "outputs", **plan.common,
    }  # fmt: skip
    return adjusted(stated(plan), _with_countries(stated(plan), values))


def _with_countries(config: Config, values: Values) -> Values:
    """Fewer markets than countries of destination cannot be: countries follow, where they were not set themselves."""
    count = values.get("markets.count")
    if count is not None and "markets.countries" not in values and count < config.markets.countries:
        return values | {"markets.countries": count}
    return values


def configurations(plan: Plan) -> list[Config]:
    """The checked configuration of every design. Raises :class:`UserError` for what cannot be, or is too large."""
    common = base(plan)
    configs = []
    for position, own in enumerate(plan.designs):
        duration = own.get(OWN[0], common.design.duration_years)
        money = budget_of(common, duration, plan.budget) if plan.budget == Budget.same_annual else {}
        try:
            configs.append(adjusted(common, _with_countries(common, money | own)))
        except UserError as error:
            raise UserError(f"Design {LETTERS[position]}: {error}") from None
    _refuse_too_large(configs, plan)
    return configs


def _refuse_too_large(configs: Iterable[Config], plan: Plan) -> None:
    configs = list(configs)
    longest = max(config.horizon for config in configs)
    if longest > LONGEST:
        raise UserError(
            f"{longest} months are too many for this page: at most {LONGEST}, or use python -m analysis.compare"
        )
    rows = enough_for(np.asarray(stack(configs))).candidates * plan.replicates * len(configs)
    if rows > MOST_ROWS:
        raise UserError(
            f"this would simulate up to {rows:,} persons in all runs, too many for this page:"
            " choose fewer runs or places, or use python -m analysis.compare"
        )


def names(plan: Plan) -> list[str]:
    """What each design is called: its letter and where it differs from the others."""
    differing = [
        name
        for name in {name: None for own in plan.designs for name in own}
        if len({text_of(own.get(name, "")) for own in plan.designs}) > 1
    ]
    found = []
    for letter, own in zip(LETTERS, plan.designs, strict=False):
        words = [_short(name, own[name]) for name in differing if name in own][:2]
        found.append(f"{letter} ({', '.join(words)})" if words else letter)
    return found


def _short(name: str, value: Any) -> str:
    parameter = parameters()[name]
    if name == OWN[0]:
        return f"{value:.3g} {'year' if value == 1 else 'years'}"
    unit = "" if parameter.unit in ("0-1", "category", "switch", "number", "share", "month") else f" {parameter.unit}"
    return f"{name.rpartition('.')[2].replace('_', ' ')} {setting(value)}{unit}"


def designs(plan: Plan, named: bool = True) -> list[Design]:
    """The designs as a comparison knows them; ``named``: with their differences, else by letter."""
    called = names(plan) if named else list(LETTERS)
    return [
        Design(called[place], ", ".join(_short(*each) for each in own.items()) or "as the scenario",
               tuple(f"{name}={text_of(value)}" for name, value in own.items()))
        for place, own in enumerate(plan.designs)
    ]  # fmt: skip


def title(plan: Plan) -> str:
    """The scenario's name, as sentences use it."""
    return stated(plan).scenario


def to_address(plan: Plan) -> str:
    """The plan as the part of an address after the question mark.

    Scenario and designs always stand in it. What says how to compare and to read them is left out where it is as on a new page.
    """
    pairs = [("scenario", plan.scenario)]
    pairs += [each for each, usual in zip(_how(plan), _how(Plan()), strict=True) if each != usual]
    groups = [(LOADED, plan.loaded), (COMMON, plan.common), *zip(LETTERS, plan.designs, strict=False)]
    for prefix, values in groups:
        pairs += [(f"{prefix}.{name}", text_of(value)) for name, value in values.items()]
    pairs += [(letter, "") for letter, own in zip(LETTERS, plan.designs, strict=False) if not own]
    if plan.title:
        pairs.append(("title", plan.title))
    if plan.start:
        pairs.append(("start", plan.start))
    if plan.timeline:
        pairs.append(("timeline", json.dumps(plan.timeline, separators=(",", ":"), default=plain)))
    return urlencode(pairs)


def _how(plan: Plan) -> list[tuple[str, str]]:
    """How designs are compared and read, as parts of an address."""
    return [
        ("budget", plan.budget.name), ("uncertainty", plan.uncertainty.name), ("runs", str(plan.replicates)),
        ("seed", str(plan.seed)), ("month", str(plan.month)),
    ]  # fmt: skip


def differences(config: Config, other: Config) -> Values:
    """The parameters in which a configuration differs from another one."""
    return {name: value_of(config, name) for name in parameters() if value_of(config, name) != value_of(other, name)}


def merged(plan: Plan, **changes: Any) -> Plan:
    """The plan with changes, what equals the scenario's own value taken out of what is changed."""
    plan = replace(plan, **changes)
    said = stated(plan)
    return replace(plan, common={name: value for name, value in plan.common.items() if value_of(said, name) != value})


def as_fields(values: Mapping[str, Any]) -> dict[str, str]:
    """Values as texts of fields."""
    return {name: text_of(value) for name, value in values.items()}
