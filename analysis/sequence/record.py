"""The record: four real schemes together, each forecast without its own outcome, beside what was published about them.

A funder that starts several schemes wants to know what comes of all of them. So PALIM, HOMERe, Digital Explorers and WAFIRA are
forecast as ``analysis.forecast`` does it: each in worlds that have not learned from it, with the error of a count. No final
number was published for PALIM: its interim count of mid-2020 is used instead. Then the four are added up.

How their worlds go together is not known. If they were *independent*, good luck in one would make up for bad luck in another. But
the schemes share parameters, and if all of them had their good and their bad worlds *together*, the total would be as uncertain as
it can be. The truth lies between the two, so both are shown. The published total should lie inside either 90 % interval.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.fitting.observations import Observation, last_month, observations
from analysis.forecasting.ensembles import ensemble, with_tolerance
from analysis.sequence.settings import Asked
from analysis.worlds.experiments import Progress
from sim.runs.store import Store
from sim.setup.configuration import configure

Array = npt.NDArray[np.float64]

SCHEMES = ("palim", "homere", "digital_explorers", "wafira")
COUNTED = ("departures", "matches")
"""What is counted in a scheme: persons who moved, or persons who were placed if only that was published."""
TOTAL, ALONE, INDEPENDENT, TOGETHER = "total", "alone", "independent", "together"
LEVELS = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
_PAIRING = 90_213


class Record(NamedTuple):
    """The table, and the seconds in which something was simulated for it."""

    table: pd.DataFrame
    simulating: float


def published(scheme: str) -> Observation:
    """The last published count of a scheme's persons: of those who moved, else of those who were placed."""
    counts = [each for each in observations() if each.scheme == scheme and each.statistic == "total"]
    found = next(mine for name in COUNTED if (mine := [each for each in counts if each.indicator == name]))
    return max(found, key=lambda each: each.month or 0)


def paired(samples: Array, seed: int, together: bool) -> Array:
    """Sums of the schemes' counts, (worlds) from (schemes, worlds): good worlds ``together``, or in an order of each scheme's own."""
    if together:
        return np.asarray(np.sort(samples, axis=1).sum(axis=0))
    own = [np.random.default_rng([seed, _PAIRING, place]).permutation(each) for place, each in enumerate(samples)]
    return np.asarray(np.sum(own, axis=0))


def recorded(asked: Asked, worlds: int, progress: Progress | None = None, store: Store | None = None) -> Record:
    """A row for each scheme, and two for their total: counted persons as published, and as simulated without the scheme's outcome."""
    seed, workers = asked.config.seed, asked.config.workers
    counts = [published(scheme) for scheme in SCHEMES]
    rows: list[dict[str, Any]] = []
    samples: list[Array] = []
    simulating = 0.0
    for done, each in enumerate(counts):
        config = configure(each.scheme)
        config = replace(config, horizon=last_month(config, [each]))
        found = ensemble(config, worlds, seed, workers, each.scheme, wanted=[each], store=store)
        simulating += found.simulating
        samples.append(np.maximum(with_tolerance(each, found.measured[:, 0], found.errors), 0.0))
        rows.append(_row(each.scheme, ALONE, each.quantity, config.design.places, each.low, each.high, samples[-1]))
        if progress:
            progress(done + 1, len(counts))
    low, high = (sum(getattr(each, end) for each in counts) for end in ("low", "high"))
    planned = sum(row["planned"] for row in rows)
    for pairing in (INDEPENDENT, TOGETHER):
        sums = paired(np.array(samples), seed, pairing == TOGETHER)
        rows.append(_row(TOTAL, pairing, "All four", planned, low, high, sums))
    return Record(pd.DataFrame(rows), simulating)


def _row(
    scheme: str, pairing: str, quantity: str, planned: float, low: float, high: float, sample: Array
) -> dict[str, Any]:
    found = dict(zip(LEVELS, (float(value) for value in np.quantile(sample, list(LEVELS.values()))), strict=True))
    middle = 0.5 * (low + high)
    return {
        "scheme": scheme, "pairing": pairing, "quantity": quantity, "planned": planned, "published_low": low, "published": middle,
        "published_high": high, "mean": float(sample.mean()), **found, "inside_90": found["p05"] <= middle <= found["p95"],
    }  # fmt: skip
