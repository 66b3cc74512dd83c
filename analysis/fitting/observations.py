"""Published outcomes that the model is compared with: ``evidence/targets.csv``, a row each (how they are measured: :mod:`analysis.fitting.measuring`).

An observation is a quantity of one scheme, published as a number or a range (``low`` to ``high``; empty: open to that side), and a
``tolerance`` in its own unit: the standard deviation of what a simulated value may differ from the published one because
the source is vague and the model is a model. ``statistic`` says how it is measured:

- ``total``: sum of indicators (``a+b``, ``a-b``) over the first ``month`` months;
- ``first``: months from the start to the first event of an indicator (middle of its month);
- ``share``: a share over the matches of the first ``month`` months;
- ``end``: months of public funding.
"""

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from sim.evidence.published import FOLDER

Array = npt.NDArray[np.float64]

FARTHEST = 6.0
"""Distance in tolerances beyond which a value is simply far off."""


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
    """Every observation, in the order of the file."""
    with (FOLDER / "targets.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_observation(row) for row in csv.DictReader(file))


def observed_schemes() -> list[str]:
    """The schemes of which an outcome is published, in the order of the file."""
    return list(dict.fromkeys(observation.scheme for observation in observations()))


def _observation(row: dict[str, str]) -> Observation:
    return Observation(
        row["scheme"], row["quantity"], row["statistic"], row["indicator"], int(row["month"]) if row["month"] else None,
        float(row["low"] or "-inf"), float(row["high"] or "inf"), float(row["tolerance"]), row["unit"],
        tuple(row["evidence"].split(";")), row["reason"],
    )  # fmt: skip
