"""Designed experiments: two or more arms on the same replicates, effects as paired differences with 95 % intervals."""

from functools import cache
from math import sqrt

import numpy as np

from sim import configure
from sim.ensemble import run_sets
from sim.indicators import NAMES
from sim.parameters import to_record

REPLICATES = 160


class Arm(dict):
    """Indicators of one arm by name: arrays with a value per replicate."""

    def __init__(self, outcome):
        super().__init__(zip(NAMES, outcome.totals[0].T, strict=True))
        self.monthly = outcome.monthly[0] if outcome.monthly.size else None

    def by_month(self, indicator):
        """Replicates x months."""
        return self.monthly[:, :, NAMES.index(indicator)]


@cache
def arm(scenario, *overrides, replicates=REPLICATES, monthly=False):
    """Run one arm; the same replicates in every arm."""
    config = configure(scenario, *overrides)
    sets = to_record(config, config.timeline)[None, :]
    return Arm(run_sets(sets, replicates, 1, monthly=monthly))


def effect(difference):
    """Mean and half-width of its 95 % interval of one difference per replicate (undefined ones left out)."""
    known = np.asarray(difference, float)
    known = known[~np.isnan(known)]
    assert known.size > 30
    return known.mean(), 1.96 * known.std(ddof=1) / sqrt(known.size)


def rises(difference):
    """Whether the difference is positive with its whole interval."""
    mean, half = effect(difference)
    return mean - half > 0


def falls(difference):
    """Whether the difference is negative with its whole interval."""
    return rises(-np.asarray(difference, float))


def share(part, whole):
    """Part of a whole, undefined where there is none."""
    with np.errstate(all="ignore"):
        return np.where(whole > 0, part / whole, np.nan)
