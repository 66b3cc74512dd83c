"""What is counted of a scheme: persons who moved by a month, against the plan, and what is known to have come of it.

*Moved* are principals who arrived: departures in the months 0 to ``month`` - 1. A real scheme is counted in the month of its
published count (``evidence/pairs.csv``), any other at its planned end of funding. A yearly quota that has run for long is counted
over its last months only (``window``; 0: all months), in a run as long as the longest plan.

>>> from sim import configure
>>> palim = count_of(configure("palim"))
>>> palim.planned, palim.month, palim.arrived
(30.0, 26, None)
>>> wafira = count_of(configure("wafira"))
>>> wafira.month, wafira.arrived, wafira.ratios
(41, (231.0, 231.0, 231.0), (0.924, 0.924, 0.924))
"""

from dataclasses import dataclass, replace

from sim.evidence.outside_view import learned
from sim.evidence.pairs import pairs
from sim.evidence.published import rows
from sim.parameters import Config
from sim.setup.catalogue import SCENARIOS

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Count:
    """Planned persons, the months in which arrivals count, and the outcome: None where none is known.

    ``arrived``: lowest, middle, highest number of principals who arrived; ``published``: achieved over planned as published.
    """

    scheme: str
    planned: float
    month: int
    window: int = 0
    arrived: tuple[float, float, float] | None = None
    published: float | None = None
    learned: bool = False
    """Whether this scheme is one of those that the outside view and the pool learn from."""

    @property
    def ratios(self) -> tuple[float, float, float] | None:
        """Lowest, middle and highest share of the plan that arrived."""
        if self.arrived is None:
            return None
        low, middle, high = self.arrived
        return low / self.planned, middle / self.planned, high / self.planned


def schemes() -> list[str]:
    """The schemes to learn from that have a scenario."""
    return [name for name in learned() if (SCENARIOS / f"{name}.yaml").exists()]


def published() -> list[str]:
    """Every scheme with a published outcome: those to learn from, then those of which only other outcomes are published."""
    return list(dict.fromkeys([*schemes(), *(row["scheme"] for row in rows("targets.csv"))]))


def planned_end(config: Config) -> int:
    """The month in which public funding was planned to end, counted from the start."""
    return max(1, round(config.design.duration_years * MONTHS_A_YEAR))


def count_of(config: Config, changed: bool = False) -> Count:
    """What is counted of a scenario. A real scheme that is ``changed`` has no outcome: it is a plan like any other."""
    end, places = planned_end(config), config.design.places * config.scale
    pair = None if changed else pairs().get(config.scenario)
    if pair is None:
        return Count(config.scenario, places, end)
    window = pair.window if pair.quota else 0
    plain = Count(config.scenario, pair.planned or places, pair.counted_until(end), window)
    if config.scenario not in learned():
        return plain
    return replace(plain, arrived=pair.arrived, published=pair.ratio, learned=True)


def with_horizon(config: Config, *months: int) -> Config:
    """The configuration, simulated at least up to these months."""
    return replace(config, horizon=max(config.horizon, *months))
