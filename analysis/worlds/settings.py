"""What several commands let a user set about designs and worlds."""

from dataclasses import dataclass
from enum import IntEnum

from sim.categories import Uncertainty

__all__ = ["BASIS", "DRAWN", "MEANS", "PLAUSIBLE", "Budget", "Design", "Method", "Uncertainty", "drawn"]

MEANS = {
    "chance": "chance only (who applies, who hires, elections, demand), given the parameters as they are set",
    "parameters": "the uncertain parameters only (each replicate draws them once, the same for every design), chance held fixed",
    "both": "chance and the uncertain parameters (each replicate draws both, the same for every design)",
}
"""What an interval covers, by kind of uncertainty."""
DRAWN = "Worlds are drawn from those that agree with what real schemes achieved (docs/calibration.md)."
"""What every answer says that rests on drawn worlds."""
PLAUSIBLE = "Parameters are varied over their plausible ranges, each by itself, whatever real schemes achieved."
"""What an answer says that asks what drives the results."""


def drawn(uncertainty: str) -> str:
    """Where the parameters come from: nothing to say where only chance varies."""
    return "" if uncertainty == "chance" else DRAWN


class Method(IntEnum):
    """How worlds are sampled."""

    lhs = 0
    sobol = 1


class Budget(IntEnum):
    """Budget basis of a comparison."""

    same_total = 0
    same_annual = 1


BASIS = {
    Budget.same_total: "the same total budget and places for every design",
    Budget.same_annual: "the same budget and places per year, so more of both for a longer design",
}


@dataclass(frozen=True)
class Design:
    """A design: its name, what it stands for, and the overrides that make it (values only, no groups)."""

    name: str
    meaning: str
    overrides: tuple[str, ...]

    @property
    def sets(self) -> frozenset[str]:
        """Names of the parameters that it sets."""
        return frozenset(override.partition("=")[0] for override in self.overrides)
