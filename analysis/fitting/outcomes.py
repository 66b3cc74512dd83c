"""Published outcomes that the model is compared with: ``evidence/targets.csv``, and how a run is measured for each.

A target is a quantity of one scheme, published as a number or a range (``low`` to ``high``; empty: open to that side), and a
``tolerance`` in its own unit: the standard deviation of what a simulated value may differ from the published one because
the source is vague and the model is a model. ``statistic`` says how it is measured:

- ``total``: sum of indicators (``a+b``, ``a-b``) over the first ``month`` months;
- ``first``: months from the start to the first event of an indicator (middle of its month);
- ``share``: a share over the matches of the first ``month`` months;
- ``end``: months of public funding.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from analysis.worlds.experiments import Runs
from sim.evidence.published import FOLDER

Array = npt.NDArray[np.float64]

FARTHEST = 6.0
"""Distance in tolerances beyond which a value is simply far off."""
SHARES = {"sme_share": ("matches-hires_large", "matches"), "first_time_share": ("hires_first_time", "matches")}
"""Shares as their parts and the whole, which can be summed over any months."""
END = "funding_end"


@dataclass(frozen=True)
class Target:
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

    def measure(self, runs: Runs) -> Array:
        """The simulated quantity: (sets, replicates). Needs the monthly values of :func:`indicators_of`."""
        if self.statistic == "end":
            return runs.totals[END]
        if self.statistic == "first":
            happened = runs.monthly[self.indicator] > 0
            return np.where(happened.any(axis=2), happened.argmax(axis=2) + 0.5, np.nan)
        if self.statistic == "share":
            part, whole = (_summed(runs, terms, self.month) for terms in SHARES[self.indicator])
            return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
        return _summed(runs, self.indicator, self.month)


def _terms(expression: str) -> list[tuple[float, str]]:
    """``a+b-c`` as signed names."""
    return [(-1.0 if sign == "-" else 1.0, name) for sign, name in re.findall(r"([+-]?)(\w+)", expression)]


def _summed(runs: Runs, expression: str, month: int | None) -> Array:
    parts = [sign * np.nansum(runs.monthly[name][:, :, :month], axis=2) for sign, name in _terms(expression)]
    return np.asarray(sum(parts))


def indicators_of(targets: Sequence[Target]) -> list[str]:
    """Monthly indicators that measuring these targets needs."""
    needed: dict[str, None] = {}
    for target in targets:
        if target.statistic == "end":
            continue
        expressions = SHARES[target.indicator] if target.statistic == "share" else (target.indicator,)
        needed |= {name: None for expression in expressions for _, name in _terms(expression)}
    return list(needed)


@cache
def targets() -> tuple[Target, ...]:
    """Every target, in the order of the file."""
    with (FOLDER / "targets.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_target(row) for row in csv.DictReader(file))


def _target(row: dict[str, str]) -> Target:
    return Target(
        row["scheme"], row["quantity"], row["statistic"], row["indicator"], int(row["month"]) if row["month"] else None,
        float(row["low"] or "-inf"), float(row["high"] or "inf"), float(row["tolerance"]), row["unit"],
        tuple(row["evidence"].split(";")), row["reason"],
    )  # fmt: skip
