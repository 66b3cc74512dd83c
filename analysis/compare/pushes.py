"""Parameters pushed to an end of what is plausible, for every design alike, to see whether the answer turns round."""

from collections.abc import Sequence
from typing import Any

from analysis.compare.hanging import Hangs
from analysis.worlds.designs import adjusted
from analysis.worlds.settings import Design
from sim.errors import UserError
from sim.evidence.published import ranges
from sim.parameters import Config, parameters, value_of
from sim.reporting.wording import setting
from sim.setup.typical import usual

COORDINATION = (
    "costs.coordination", "costs.coordination_country", "costs.coordination_component", "costs.coordination_market",
    "costs.origin_coordination", "costs.lean_coordination",
)  # fmt: skip
"""Costs of coordination: they are pushed whatever the regression says."""
UNSAID = ("0-1", "share", "factor", "probability", "index")
ENDS = {-1: "lowest", 1: "highest"}


def pushed(
    pair: Sequence[Config], designs: Sequence[Design], hangs: Hangs, difference: float, sure: bool
) -> dict[str, list[Config]]:
    """Both configurations with each push, by what is said of it.

    Costs of coordination go to both ends together. Each parameter of ``hangs`` goes to the end that speaks against the answer;
    where the answer is not sure, to both. What a design sets itself stays.
    """
    found: dict[str, list[Config]] = {}
    for end, said in ((1, "coordination as dear as is plausible"), (-1, "coordination as cheap as is plausible")):
        values = {name: end_of(name, end) for name in COORDINATION if name in ranges()}
        _add(found, said, pair, designs, values)
    for each in hangs.on:
        against = -1 if each.coefficient * difference > 0.0 else 1
        for end in (against,) if sure else (-1, 1):
            value = end_of(each.name, end)
            _add(
                found,
                f"{each.meaning} at its {ENDS[end]} plausible value ({shown(each.name, value)})",
                pair,
                designs,
                {each.name: value},
            )
    return found


def end_of(name: str, end: int) -> Any:
    """The lowest (-1) or highest (1) plausible value of a parameter, in its type."""
    known, parameter = ranges()[name], parameters()[name]
    value = known.low if end < 0 else known.high
    return int(round(value)) if parameter.type is int else float(value)


def shown(name: str, value: Any) -> str:
    """A value with its unit."""
    unit = parameters()[name].unit
    return setting(value) if unit in UNSAID else f"{setting(value)} {unit}"


def _add(
    found: dict[str, list[Config]], said: str, pair: Sequence[Config], designs: Sequence[Design], values: dict[str, Any]
) -> None:
    """Add a push; none where it changes nothing, or leads to a configuration that is refused."""
    moved = {name: value for name, value in values.items() if value not in (usual(name), parameters()[name].default)}
    try:
        both = [
            adjusted(config, {name: value for name, value in moved.items() if name not in design.sets})
            for config, design in zip(pair, designs, strict=True)
        ]
    except UserError:
        return
    if any(value_of(x, name) != value_of(y, name) for x, y in zip(both, pair, strict=True) for name in moved):
        found[said] = both
