"""Which levers there are, and to which values each is pushed: the ends of its plausible range, all from the registry.

A number goes to both ends of its plausible range (of its allowed range where it declares none), a category to each other member, a
switch to its other value. A value that the scenario has already is no push. The budget is held, so that all designs spend the same
money; its lever is not pushed. What contradicts another value of the scenario cannot be asked and is named.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from analysis.command.asked import one_of
from analysis.worlds.levers import INSTEAD, TOGETHER
from sim.errors import UserError
from sim.parameters import LEVER, Config, Parameter, parameters, value_of
from sim.reporting.wording import setting

ALL = "all"
HELD = ("design.budget_total",)
"""Levers that are held: every design has the same budget."""


class Push(NamedTuple):
    """A lever and the value that it is pushed to; ``config``: the scenario with it."""

    lever: str
    before: Any
    after: Any
    config: Config

    @property
    def direction(self) -> str:
        """``up`` or ``down`` for a number; the member or ``true`` or ``false`` for a category or a switch."""
        parameter = parameters()[self.lever]
        if parameter.choices or parameter.type is bool:
            return setting(self.after)
        return "up" if self.after > self.before else "down"


def levers() -> dict[str, Parameter]:
    """Every lever that can be pushed, by name."""
    return {name: each for name, each in parameters().items() if each.kind == LEVER and name not in HELD}


def chosen_levers(asked: Sequence[str]) -> tuple[str, ...]:
    """The levers by name, in the order of the registry. Raises :class:`UserError` for what is none."""
    if list(asked) == [ALL]:
        return tuple(levers())
    for name in asked:
        if name in HELD:
            raise UserError(f"levers: {name} is held: every design gets the same budget")
        one_of(name, levers(), "levers", "lever", hint=" (python -m sim.parameters lists them)")
    return tuple(name for name in levers() if name in asked)


def unranged() -> list[str]:
    """Numbers among the levers that declare no plausible range."""
    return [name for name, each in levers().items() if each.low is not None and each.plausible is None]


def ends(parameter: Parameter, now: Any) -> list[Any]:
    """The values that a lever is pushed to from ``now``."""
    values: tuple[Any, ...]
    if parameter.choices:
        values = tuple(getattr(parameter.type, name) for name in parameter.choices)
    elif parameter.type is bool:
        values = (False, True)
    elif parameter.plausible:
        values = (parameter.plausible.low, parameter.plausible.high)
    elif parameter.name in INSTEAD:
        values = INSTEAD[parameter.name](now)
    else:
        values = (parameter.low, parameter.high)
    if parameter.type is int:
        values = tuple(round(value) for value in values)
    return [value for value in dict.fromkeys(values) if value != now]


def pushes(config: Config, chosen: Sequence[str]) -> tuple[list[Push], list[str]]:
    """Every push of these levers in a scenario, and those that cannot be asked, as ``lever=value: why``."""
    from analysis.worlds.designs import adjusted  # heavy: Hydra

    found, refused = [], []
    for lever, before, after in _wanted(config, chosen):
        values = {lever: after}
        above = TOGETHER.get(lever)
        if above and value_of(config, above) < after:
            values[above] = after
        try:
            found.append(Push(lever, before, after, adjusted(config, values)))
        except UserError as error:
            refused.append(f"{lever}={setting(after)}: {error}")
    return found, refused


def _wanted(config: Config, chosen: Sequence[str]) -> Iterator[tuple[str, Any, Any]]:
    for lever in chosen:
        before = value_of(config, lever)
        for after in ends(parameters()[lever], before):
            yield lever, before, after
