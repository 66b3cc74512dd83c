"""Published outcomes that the model is compared with (how they are measured: :mod:`analysis.fitting.measuring`).

An observation is a quantity of one scheme, published as a number or a range (``low`` to ``high``; open to a side where that is
infinite), and a ``tolerance`` in its own unit: the standard deviation of what a simulated value may differ from the published one
because the source is vague and the model is a model. They come from two tables:

- ``evidence/targets.csv``: a row each, with a tolerance of its own;
- ``evidence/pairs.csv``: for each scheme to learn from that has a scenario, how many had *moved* by the month of the count, in
  principals who arrived, and its *first arrival*, where a target does not say so already. The error of these counts is learned
  (:mod:`analysis.fitting.error`); pictures show them in tolerances of :data:`MOVED`. That of a first arrival is :data:`FIRST`.

``statistic`` says how a quantity is measured:

- ``total``: sum of indicators (``a+b``, ``a-b``) over the ``window`` months before ``month`` (no window: all);
- ``first``: months from the start to the first event of an indicator (middle of its month);
- ``share``: a share over the matches of the first ``month`` months;
- ``end``: months of public funding.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from sim.evidence.outside_view import learned
from sim.evidence.pairs import Pair
from sim.evidence.published import FOLDER
from sim.parameters import Config
from sim.setup.catalogue import SCENARIOS

Array = npt.NDArray[np.float64]

FARTHEST = 6.0
"""Distance in tolerances beyond which a value is simply far off."""
MOVED = 0.1
"""Unit in which pictures show a number that moved: this share of the plan."""
FIRST = 3.0
"""Tolerance of a first arrival in months. Assumption: starts are dated by a signature, a launch or a call."""
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Observation:
    """One published quantity; see the module's docstring."""

    scheme: str
    quantity: str
    statistic: str
    indicator: str
    month: int | None
    low: float
    high: float
    tolerance: float
    unit: str
    evidence: tuple[str, ...]
    reason: str
    window: int | None = None
    planned: float | None = None
    """Persons of the plan, of a count whose error is learned (:mod:`analysis.fitting.error`)."""

    @property
    def published(self) -> str:
        """The published value in words."""
        low, high = (f"{value:,.4g}" for value in (self.low, self.high))
        if np.isinf(self.low):
            return f"at most {high}"
        if np.isinf(self.high):
            return f"at least {low}"
        return low if self.low == self.high else f"{low} to {high}"

    def distance(self, values: npt.ArrayLike) -> Array:
        """How far values lie outside the published range, in tolerances (0 inside); undefined values are far off."""
        given = np.asarray(values, np.float64)
        outside = np.maximum(self.low - given, given - self.high) / self.tolerance
        return np.where(np.isnan(given), FARTHEST, np.clip(outside, 0.0, FARTHEST))


@cache
def observations() -> tuple[Observation, ...]:
    """Every observation: those of targets in the order of their file, then those of pairs."""
    with (FOLDER / "targets.csv").open(encoding="utf-8", newline="") as file:
        targets = [_observation(row) for row in csv.DictReader(file)]
    said = {(each.scheme, each.statistic, each.indicator) for each in targets if each.statistic == "first"}
    found = [each for pair in learned_pairs().values() for each in _of_pair(pair)]
    return (*targets, *(each for each in found if (each.scheme, each.statistic, each.indicator) not in said))


def observed_schemes() -> list[str]:
    """The schemes of which an outcome is published, in the order of the observations."""
    return list(dict.fromkeys(observation.scheme for observation in observations()))


@cache
def learned_pairs() -> dict[str, Pair]:
    """The pairs to learn from that have a plan, a count and a scenario, and stand neither aside nor against an announcement."""
    return {name: each for name, each in learned().items() if (SCENARIOS / f"{name}.yaml").exists()}


def last_month(config: Config, wanted: list[Observation]) -> int:
    """Months that must be simulated for these observations of a scheme."""
    months = [_until(config, each) for each in wanted]
    return max(months, default=1)


def _until(config: Config, observation: Observation) -> int:
    planned = int(np.ceil(config.design.duration_years * MONTHS_A_YEAR))
    if observation.statistic == "end" or observation.month is None:
        return planned + 1 if observation.statistic == "end" else max(planned, round(min(observation.low, 600)) + 12)
    return observation.month


def _of_pair(pair: Pair) -> Iterator[Observation]:
    from sim.setup.configuration import configure  # Hydra: 0.3 s that targets alone do not need

    assert pair.arrived is not None
    assert pair.planned is not None
    low, _, high = pair.arrived
    month = pair.counted_until(round(configure(pair.scheme).design.duration_years * MONTHS_A_YEAR))
    yield Observation(
        pair.scheme, f"Moved by month {pair.month}", "total", "departures", month, low, high,
        MOVED * pair.planned, "persons", (f"pairs.{pair.scheme}",), "published count in principals who arrived",
        None if pair.window == pair.month else pair.window, pair.planned,
    )  # fmt: skip
    if pair.first_arrival is not None:
        yield Observation(
            pair.scheme, "First arrivals", "first", "departures", None, *pair.first_arrival, FIRST, "months",
            (f"pairs.{pair.scheme}",), "months from the start",
        )  # fmt: skip


def _observation(row: dict[str, str]) -> Observation:
    return Observation(
        row["scheme"], row["quantity"], row["statistic"], row["indicator"], int(row["month"]) if row["month"] else None,
        float(row["low"] or "-inf"), float(row["high"] or "inf"), float(row["tolerance"]), row["unit"],
        tuple(row["evidence"].split(";")), row["reason"],
    )  # fmt: skip
