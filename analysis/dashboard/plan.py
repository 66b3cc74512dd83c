"""What a planner asks: a scenario, what is changed for all designs, two to four designs, and how to compare them.

A plan is plain data and stands whole in the page's address (:func:`to_address`, :func:`from_address`): the server keeps
nothing between two visits. Everything that comes from an address is checked as if a stranger had typed it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

import numpy as np

from analysis.worlds.designs import adjusted, budget_of
from analysis.worlds.dimensions import DIMENSIONS
from analysis.worlds.experiments import stack
from analysis.worlds.settings import Budget, Design, Uncertainty
from sim.errors import UserError, did_you_mean
from sim.parameters import LEVER, Config, Parameter, parameters, value_of
from sim.reporting.wording import counted, setting
from sim.runs.task import enough_for
from sim.setup.catalogue import scenario_files
from sim.setup.checks import checked, checked_timeline
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
LONGEST_ADDRESS, MOST_FIELDS = 20_000, 1000
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
    uncertainty: Uncertainty = Uncertainty.chance
    replicates: int = 200
    seed: int = 1
    title: str = ""
    start: str = ""
    timeline: Values = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same text for the same question."""
        return to_address(self)


@cache
def levers() -> dict[str, Parameter]:
    """What a planner can set on the page: the levers and the five dimensions."""
    return {name: each for name, each in parameters().items() if each.kind == LEVER or name in WORLD}


def read(name: str, text: str) -> Any:
    """A value as typed into a field. Raises :class:`UserError` saying what is allowed."""
    parameter = parameters()[name]
    words = text.strip()
    if parameter.choices:
        return checked(name, words)
    if parameter.type is bool:
        if words not in ("true", "false"):
            raise UserError(f"{words!r} is not true or false")
        return words == "true"
    try:
        number = float(words.replace("\u2212", "-"))
    except ValueError:
        raise UserError(f"{words[:20]!r} is not {parameter.allowed}") from None
    try:
        return parameter.check(number)
    except ValueError:
        raise UserError(f"{words[:20]} is not {parameter.allowed}") from None


def text_of(value: Any) -> str:
    """A value as it stands in a field or an address: :func:`read` gives it back exactly."""
    value = plain(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


@lru_cache(maxsize=64)
def _shipped(scenario: str) -> Config:
    files = scenario_files()
    if scenario not in files:
        raise UserError(f"scenario '{scenario[:60]}' does not exist{did_you_mean(scenario, files)}")
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
        "replicates": plan.replicates, "seed": plan.seed, "journeys": 1, "workers": 0, "outputs": "outputs", **plan.common
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
    """The plan as the part of an address after the question mark."""
    pairs = [
        ("scenario", plan.scenario), ("budget", plan.budget.name), ("uncertainty", plan.uncertainty.name),
        ("runs", str(plan.replicates)), ("seed", str(plan.seed)),
    ]  # fmt: skip
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


def from_address(query: str) -> Plan:
    """The plan in an address; what is not said is as at the start. Raises :class:`UserError` for what is wrong in it."""
    if len(query) > LONGEST_ADDRESS:
        raise UserError("the address is too long")
    try:
        pairs = dict(parse_qsl(query.lstrip("?"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise UserError("the address sets too much") from None
    if not pairs:
        return Plan()
    plan = Plan(
        scenario=pairs.pop("scenario", SCENARIO),
        budget=_choice(Budget, pairs.pop("budget", Budget.same_total.name)),
        uncertainty=_choice(Uncertainty, pairs.pop("uncertainty", Uncertainty.chance.name)),
        replicates=_whole(pairs.pop("runs", "200"), 2, REPLICATES[-1], "runs"),
        seed=_whole(pairs.pop("seed", "1"), 0, 2**32 - 1, "seed"),
        title=pairs.pop("title", "")[:200],
        start=pairs.pop("start", "")[:7],
        timeline=_timeline(pairs.pop("timeline", "")),
    )
    groups: dict[str, Values] = {prefix: {} for prefix in (LOADED, COMMON, *LETTERS)}
    present: set[str] = set()
    for name, value in pairs.items():
        prefix, _, parameter = name.partition(".")
        allowed = parameters() if prefix == LOADED else levers()
        if prefix in LETTERS and not parameter:
            present.add(prefix)
        elif prefix in groups and parameter in allowed:
            groups[prefix][parameter] = read(parameter, value)
            present.add(prefix)
        # anything else is not ours: links that were passed on often carry a stranger's words
    own = [groups[letter] for letter in LETTERS if letter in present]
    if own and len(own) < FEWEST:
        own.append({})
    plan = replace(plan, loaded=groups[LOADED], common=groups[COMMON], designs=tuple(own) or Plan().designs)
    configurations(plan)
    return plan


def _choice(kind: Any, text: str) -> Any:
    if text not in kind.__members__:
        raise UserError(f"'{text[:40]}' is not one of {', '.join(kind.__members__)}")
    return kind[text]


def _whole(text: str, low: int, high: int, name: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 10 or not low <= int(text) <= high:
        raise UserError(f"{name}: '{text[:20]}' is not a whole number from {low} to {high}")
    return int(text)


def _timeline(text: str) -> Values:
    if not text:
        return {}
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise UserError("the timeline in the address cannot be read") from None
    found = checked_timeline(content)
    return {str(month): {name: plain(value) for name, value in changes.items()} for month, changes in found.items()}


def differences(config: Config, other: Config) -> Values:
    """The parameters in which a configuration differs from another one."""
    return {name: value_of(config, name) for name in parameters() if value_of(config, name) != value_of(other, name)}


def summary(plan: Plan, configs: Iterable[Config]) -> list[str]:
    """Every design in a line: what it is and what money it gets."""
    lines = []
    for name, config in zip(names(plan), configs, strict=True):
        money = f"{config.design.budget_total * config.scale:,.0f} EUR"
        places = counted(config.design.places * config.scale, "place")
        lines.append(f"{name}: {places}, {money}")
    return lines


def merged(plan: Plan, **changes: Any) -> Plan:
    """The plan with changes, what equals the scenario's own value taken out of what is changed."""
    plan = replace(plan, **changes)
    said = stated(plan)
    return replace(plan, common={name: value for name, value in plan.common.items() if value_of(said, name) != value})


def as_fields(values: Mapping[str, Any]) -> dict[str, str]:
    """Values as texts of fields."""
    return {name: text_of(value) for name, value in values.items()}
