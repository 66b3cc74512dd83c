"""Prices that are assumptions, of the levers in which designs differ.

A lever has a price (:class:`sim.declare.Price`) that names parameters. If the plausible
range of one rests on no published figure, and nobody states its value, it is an assumption. A lever with the same value in all
designs is left out: they all pay the same for it.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.parameters import LEVER, UNCERTAINTY, Config, Parameter, parameters, phases_of, value_of
from sim.setup.typical import stated

ASSUMED, PUBLISHED, STATED = "assumption", "published", "stated"
"""What a price rests on: nothing published, published figures, or what the scenario or a design states itself."""


class Price(NamedTuple):
    """A parameter of a price, and the levers in which designs differ that it belongs to.

    ``groups``: names of the designs, those together that set these levers alike; ``basis``: what it rests on.
    """

    name: str
    levers: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    basis: str

    @property
    def parameter(self) -> Parameter:
        """The parameter of the registry."""
        return parameters()[self.name]


def prices(configs: Sequence[Config], designs: Sequence[str]) -> list[Price]:
    """All parts of the price of each lever that differs between designs, if the price is at least partly an assumption; assumptions first."""
    courses = {name: [_course(config, name) for config in configs] for name in _levers()}
    belongs: dict[str, list[str]] = {}
    for lever, parts in _levers().items():
        if len(set(courses[lever])) > 1 and any(_basis(configs, part) == ASSUMED for part in parts):
            for part in parts:
                belongs.setdefault(part, []).append(lever)
    found = [
        Price(part, tuple(levers), _alike(designs, [courses[lever] for lever in levers]), _basis(configs, part))
        for part, levers in belongs.items()
    ]
    return sorted(found, key=lambda price: price.basis != ASSUMED)


def _levers() -> dict[str, list[str]]:
    """Every lever, and the parameters of its price that are uncertain; others are choices themselves."""
    known = parameters()
    return {
        name: [part for part in each.price.parameters if known[part].kind == UNCERTAINTY]
        for name, each in known.items()
        if each.kind == LEVER and each.price
    }


def _course(config: Config, lever: str) -> tuple[Any, ...]:
    """What a scheme sets a lever to, and how its timeline changes it; of each phase, where phases differ."""
    phases = [
        (value_of(phase, lever), *((month, said[lever]) for month, said in phase.timeline.items() if lever in said))
        for phase in phases_of(config)
    ]
    return tuple(dict.fromkeys(phases))


def _alike(designs: Sequence[str], courses: Sequence[Sequence[Any]]) -> tuple[tuple[str, ...], ...]:
    """The designs in groups that set all of these levers alike. ``courses``: (levers, designs)."""
    groups: dict[Any, tuple[str, ...]] = {}
    for name, said in zip(designs, zip(*courses, strict=True), strict=True):
        groups[said] = (*groups.get(said, ()), name)
    return tuple(groups.values())


def _basis(configs: Sequence[Config], name: str) -> str:
    changes = any(name in said for config in configs for said in config.timeline.values())
    if changes or any(stated(config, name) for config in configs):
        return STATED
    plausible = parameters()[name].plausible
    return ASSUMED if plausible is None or plausible.assumed else PUBLISHED
