"""Whether the sampler can be trusted: fits to simulated outcomes, whose true parameters are known (Talts et al. 2018).

True parameters are drawn from the prior, a few small schemes are simulated with them, and each simulated quantity is changed by an error
as the likelihood assumes it. Fitted to these outcomes, the draws must hold the truth: over many fits, the share of
draws below it must be alike often everywhere between 0 and 1. That is looked at for the means and spreads of what varies and for the
most influential shared parameters. Each fit takes its draws from the second half of its last rounds.

Quantities that are not defined in a run (the first arrival where nobody arrived) cannot be published. So truths are drawn until all
quantities are defined; draws that leave one undefined are far off for the likelihood, so that both know the same worlds.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from arviz_stats.base import array_stats
from scipy.stats import binom

from analysis.calibration.settings import Settings
from analysis.fitting import error
from analysis.fitting.fit import Fit
from analysis.fitting.observations import Observation
from analysis.fitting.plausible import Points, plausible
from analysis.fitting.tempering import Population, moved, start, temper
from sim.progress import bar
from sim.reporting import folders

Array = npt.NDArray[np.float64]

INFLUENTIAL = 10
"""Shared parameters that are looked at, besides means and spreads."""
PLACES = np.linspace(0.0, 1.0, 41)[1:-1]
"""Where the share of ranks below is compared with what is expected."""
SURE = 0.95
"""Share of right samplers whose ranks stay within the band everywhere."""
SIMULATED = 10_000
"""Right samplers that are simulated to find this band."""
CLOSE = 1e-9
"""Relative difference up to which two probabilities are the same."""
TRUTHS = 64
"""Truths that are drawn at a time."""
_TRUTH, _FIT, _BAND = 1_618, 2_718, 3_141


@dataclass(frozen=True)
class Truth:
    """One simulated world: its parameters, (1, ...), and what would have been published of it."""

    points: Points
    published: list[Observation]


def truths(fit: Fit, count: int, seed: int) -> list[Truth]:
    """So many truths with simulated outcomes. The first are the same, however many there are."""
    found: list[Truth] = []
    for batch in itertools.count():
        if len(found) >= count:
            break
        rng = np.random.default_rng([seed, _TRUTH, batch])
        points = plausible(fit, TRUTHS, rng)
        simulated = fit.simulated(points.shared, points.theta, points.own, points.replicates)
        normal, student = rng.standard_normal(simulated.shape), rng.standard_t(error.FREEDOM, simulated.shape)
        counts = fit.scale(points.shared)[:, None] * student
        for row in np.flatnonzero(np.isfinite(simulated).all(axis=1)):
            published = [
                _published(each, simulated[row, place], normal[row, place], counts[row, place])
                for place, each in enumerate(fit.observations)
            ]
            one = {name: values[row : row + 1] for name, values in vars(points).items()}
            found.append(Truth(Points(**one), published))
    return found[:count]


def fitted(fit: Fit, truth: Truth, settings: Settings, seed: int) -> Iterator[Population]:
    """The populations of a fit to a truth, from the second half of the last rounds."""
    here = Fit(fit.schemes, fit.varying, fit.seed, fit.workers, fit.weights, fit.inert, truth.published)
    here.configs = fit.configs  # as long as the published outcomes need, whatever was simulated
    population = start(here, settings.check_points, len(fit.varying), seed)
    for later in temper(here, population, seed, settings.check_moves, settings.check_moves):
        population = later
    rng = np.random.default_rng([seed, _FIT])
    for last in range(settings.check_last_moves):
        population = moved(here, population, rng, 1)
        if 2 * last >= settings.check_last_moves - 1:
            yield population
    fit.runs, fit.simulating = fit.runs + here.runs, fit.simulating + here.simulating


def looked_at(fit: Fit, influence: pd.DataFrame) -> list[str]:
    """The quantities whose ranks are kept: means, spreads, the error's scale, the most influential shared parameters."""
    shared = [name for name in influence.parameter if name in fit.shared][:INFLUENTIAL]
    return [*(f"mean:{name}" for name in fit.varying), *(f"spread:{name}" for name in fit.varying), error.NAME, *shared]


def values(fit: Fit, asked: Sequence[str], shared: Array, mean: Array, spread: Array) -> Array:
    """These quantities of points, (points, quantities)."""
    every = dict(zip(fit.dimensions, shared.T, strict=True))
    for kind, drawn in (("mean", mean), ("spread", spread)):
        every |= {f"{kind}:{name}": drawn[:, place] for place, name in enumerate(fit.varying)}
    return np.column_stack([every[name] for name in asked])


def ranked(fit: Fit, truth: Truth, asked: Sequence[str], settings: Settings, seed: int) -> pd.DataFrame:
    """A row per quantity: the truth, the draws' median and 90 % interval (positions for shared parameters), and the truth's rank:
    the share of draws below it. ``effective``: independent draws that these are worth."""
    points = truth.points
    true = values(fit, asked, points.shared, points.mean, points.spread)[0]
    rounds = [values(fit, asked, each.shared, each.mean, each.spread) for each in fitted(fit, truth, settings, seed)]
    drawn = np.stack(rounds, axis=1)  # (points, rounds, quantities): each point is a chain
    flat = drawn.reshape(-1, len(asked))
    low, middle, high = np.quantile(flat, (0.05, 0.5, 0.95), axis=0)
    effective = [float(array_stats.ess(drawn[:, :, place], method="mean")) for place in range(len(asked))]
    rank = (flat < true).mean(axis=0)
    return pd.DataFrame({
        "parameter": list(asked), "truth": true, "p05": low, "p50": middle, "p95": high, "rank": rank, "effective": effective,
    })  # fmt: skip


def checked(fit: Fit, influence: pd.DataFrame, settings: Settings, seed: int, steps: Path) -> pd.DataFrame:
    """The ranks of all fits, a row per fit and quantity. A fit that is done is on disk."""
    asked, found = looked_at(fit, influence), []
    steps.mkdir(parents=True, exist_ok=True)
    with bar("fits to simulated outcomes") as progress:
        for number, truth in enumerate(truths(fit, settings.check, seed)):
            path = steps / f"fit-{number}.parquet"
            if not path.exists():
                table = ranked(fit, truth, asked, settings, seed * 1_000_000 + number)
                folders.put(path, partial(table.to_parquet, index=False))
            found.append(pd.read_parquet(path).assign(fit=number))
            if progress:
                progress(number + 1, settings.check)
    every = pd.concat(found, ignore_index=True)
    return every[["fit", *every.columns.drop("fit")]]


@dataclass(frozen=True)
class Band:
    """What is expected of right samplers: the share of ranks below :data:`PLACES` lies between ``low`` and ``high``, (places), in
    :data:`SURE` of all of them. ``least``: (simulated samplers) how unlikely their least likely share is."""

    fits: int
    low: Array
    high: Array
    least: Array

    def probability(self, ranks: Array) -> float:
        """Share of right samplers whose ranks lie as far off as these."""
        return float((self.least <= _least(_below(ranks[None, :]), self.fits)[0] * (1.0 + CLOSE)).mean())


def band(fits: int, seed: int) -> Band:
    """The simultaneous band by simulation (Säilynoja, Bürkner and Vehtari 2022)."""
    rng = np.random.default_rng([seed, _BAND])
    least = _least(_below(rng.random((SIMULATED, fits))), fits)
    level = float(np.quantile(least, 1.0 - SURE, method="lower")) * (1.0 - CLOSE)
    low, high = (binom.ppf(end, fits, PLACES) / fits for end in (level / 2.0, 1.0 - level / 2.0))
    return Band(fits, low, high, least)


def judged(ranks: pd.DataFrame, expected: Band) -> pd.DataFrame:
    """A row per quantity: mean rank, share of truths within the 90 % interval, probability of ranks so far off, whether it lies
    within the band."""
    rows = []
    for name, mine in ranks.groupby("parameter", sort=False):
        share = _below(mine["rank"].to_numpy()[None, :])[0] / len(mine)
        rows.append({
            "parameter": name, "mean_rank": mine["rank"].mean(), "inside_90": ((mine.p05 <= mine.truth) & (mine.truth <= mine.p95)).mean(),
            "probability": expected.probability(mine["rank"].to_numpy()),
            "within": bool(((expected.low <= share) & (share <= expected.high)).all()), "effective": mine.effective.median(),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _published(observation: Observation, simulated: float, normal: float, count: float) -> Observation:
    """What would have been published: with a normal error of the tolerance, or the error of a count in log odds."""
    value = simulated + observation.tolerance * normal
    if observation.planned is not None:
        value = float(error.persons(error.on_scale(simulated, observation.planned) + count, observation.planned))
    return replace(observation, low=float(value), high=float(value))


def _below(ranks: Array) -> Array:
    """Ranks below each of :data:`PLACES`: (samplers, places), from (samplers, fits)."""
    return np.stack([(ranks <= place).sum(axis=1) for place in PLACES], axis=1)


def _least(below: Array, fits: int) -> Array:
    """How unlikely the least likely of these numbers is, both ends counted: (samplers)."""
    either = np.minimum(binom.cdf(below, fits, PLACES), binom.sf(below - 1, fits, PLACES))
    return np.asarray(np.minimum(2.0 * either, 1.0).min(axis=1))
