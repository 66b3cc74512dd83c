"""The plans: how the scheme's money and places are laid out over the years.

Every plan has the same total budget and places, or with ``budget=same_annual`` the same for each year that it is funded. Two
schemes in sequence have half of both each. Schemes at once have equal parts of the money, and parts of the places that are as equal as whole
numbers allow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from analysis.sequence.settings import Asked, Settings
from analysis.worlds.designs import adjusted, budget_of, factor_of
from sim.errors import UserError
from sim.parameters import Config, phases_of, value_of
from sim.reporting.wording import counted
from sim.setup.checks import validated

LONG, GATED, UNGATED = "one_long", "two_gated", "two_ungated"
BUDGET, TEAM = "design.budget_total", "costs.coordination"
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Plan:
    """A plan: its name, and its schemes: those that run at once, each with the schemes before it.

    ``parts``: by parameter, the part of the scenario's value that each phase of each scheme has, whatever that value is in a world.
    """

    name: str
    schemes: tuple[Config, ...]
    parts: Mapping[str, float]

    @property
    def places(self) -> int:
        """Places planned in all."""
        return sum(phase.design.places for scheme in self.schemes for phase in phases_of(scheme))


@dataclass(frozen=True)
class Plans:
    """The plans ``compared``, the first of which is the reference; two in sequence at other ``levels`` of the gate; the first ``alone``."""

    compared: tuple[Plan, ...]
    levels: Mapping[float, Plan]
    alone: Plan

    @property
    def every(self) -> list[Plan]:
        """All of them: those compared, the levels in order, the first alone."""
        return [*self.compared, *self.levels.values(), self.alone]


def parallel(schemes: int) -> str:
    """Name of the plan with so many schemes at once."""
    return f"{COUNTS[schemes]}_parallel"


def plans_of(asked: Asked, settings: Settings) -> Plans:
    """All plans. Raises :class:`UserError` for a plan that is not possible."""
    compared = (
        long(asked, settings), in_sequence(asked, settings, settings.gate, GATED), in_sequence(asked, settings, 0.0, UNGATED),
        at_once(asked, settings),
    )  # fmt: skip
    levels = [gate for gate in asked.gates if gate not in (0.0, settings.gate)]
    others = {gate: in_sequence(asked, settings, gate, f"gate {gate}") for gate in levels}
    return Plans(compared, others, first_alone(asked, settings))


def long(asked: Asked, settings: Settings) -> Plan:
    """One scheme with all of the money and places."""
    share, [places] = _parts(asked.config, settings, settings.years, 1)
    parts = {BUDGET: share}
    return Plan(LONG, (_scheme(asked, settings.years, places, parts),), parts)


def at_once(asked: Asked, settings: Settings) -> Plan:
    """Schemes that begin together."""
    years, number = settings.parallel_years, settings.schemes
    share, places = _parts(asked.config, settings, years, number)
    parts = {BUDGET: share} | ({TEAM: 1.0 / number} if settings.one_team else {})
    return Plan(parallel(number), tuple(_scheme(asked, years, each, parts) for each in places), parts)


def in_sequence(asked: Asked, settings: Settings, gate: float, name: str) -> Plan:
    """Two schemes one after the other; the second begins if the gate is reached."""
    years = settings.phase_years
    share, [first, second] = _parts(asked.config, settings, 2 * years, 2)
    parts = {BUDGET: share}
    last = adjusted(_scheme(asked, years, second, parts), {"phase.gap": settings.gap, "phase.gate": gate})
    last.earlier = _scheme(asked, years, first, parts)
    return Plan(name, (validated(last),), parts)


def first_alone(asked: Asked, settings: Settings) -> Plan:
    """The first of the two schemes in sequence, with none after it."""
    both = in_sequence(asked, settings, 0.0, "first_alone")
    return replace(both, schemes=(both.schemes[0].earlier,))


def _scheme(asked: Asked, years: float, places: int, parts: Mapping[str, float]) -> Config:
    config = replace(asked.config, horizon=asked.horizon)
    own = {name: part * value_of(config, name) for name, part in parts.items()}
    return adjusted(config, {"design.duration_years": years, "design.places": places} | own)


def _parts(config: Config, settings: Settings, years: float, parts: int) -> tuple[float, list[int]]:
    """What part of the scenario's budget each scheme has, and the places of each, in a plan that is funded for so many years."""
    places = budget_of(config, years, settings.budget)["design.places"]
    if places < parts:
        raise UserError(f"{counted(places, 'place')} cannot be shared among {parts} schemes: set more design.places")
    share = factor_of(config, years, settings.budget) / parts
    return share, [(places + left) // parts for left in reversed(range(parts))]
