"""What a calibration found: the draws, how well they fit, which parameters the evidence says anything about, and whether the sample is large enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from arviz_stats.base import array_stats
from scipy.special import ndtr
from scipy.stats import halfnorm, rankdata

from analysis.fitting import error
from analysis.fitting.fit import Fit
from analysis.fitting.leave_out import LeftOut, joined
from analysis.fitting.plausible import plausible
from analysis.fitting.tempering import REPLICATES, SPREAD, Population
from sim.runs import posterior
from sim.runs.prior import quantile

Array = npt.NDArray[np.float64]
Again = Mapping[str, Sequence[Population]]
"""Populations that were tempered again, by the scheme that was left out."""

REPLICATE, SEED = "replicate:", "seed"
"""Columns of the draws besides those that ship: the replicate of each scheme with which a draw agreed, and their seed."""
EVEN = 1.0 / np.sqrt(12.0)
"""Standard deviation of a position in the prior: all positions in the unit interval are alike likely."""
SPREADS = (0.05, 0.5, 0.95)
NARROWED = 0.2
"""Share of the prior's spread that must be gone for a parameter to count as identified."""
TIED = 0.3
"""Rank correlation from which two parameters count as tied to each other."""
_PREDICTED = 77


@dataclass(frozen=True)
class Found:
    """Results: tables of the command's help; ``together``: all populations as one; ``positions``: (draws, parameters) in the unit
    cube, in the order of ``names``; ``before``, ``after``: simulated quantities, (draws, observations), in the prior and in the
    posterior with chance of their own."""

    fit_of: Fit
    together: Population
    names: list[str]
    positions: Array
    posterior: pd.DataFrame
    fit: pd.DataFrame
    identified: pd.DataFrame
    pairs: pd.DataFrame
    spreads: pd.DataFrame
    left_out: pd.DataFrame
    without: pd.DataFrame
    before: Array
    after: Array


def find(
    fit: Fit,
    populations: Sequence[Population],
    together: Population,
    weights: LeftOut,
    again: Again,
    influence: pd.DataFrame,
) -> Found:
    """All tables of a calibration. ``together``: the populations as one; ``weights``: of the draws without each scheme;
    ``again``: populations that were tempered again without a scheme."""
    rng = np.random.default_rng([fit.seed, _PREDICTED])
    before = plausible(fit, len(together), rng)
    chance = rng.integers(0, REPLICATES, together.replicates.shape)
    simulated_before = fit.simulated(before.shared, before.theta, before.own, before.replicates)
    after = fit.simulated(together.shared, together.theta, together.own, chance)
    names, positions = _positions(fit, together)
    identified = _identified(fit, names, positions, [_positions(fit, each)[1] for each in populations], influence)
    return Found(
        fit, together, names, positions, draws_table(fit, together, weights), _fit(fit, simulated_before, after), identified,
        _pairs(names, positions), _spreads(fit, together, populations), _left_out(fit, weights, again), without_table(fit, again),
        simulated_before, after,
    )  # fmt: skip


def draws_table(fit: Fit, population: Population, without: LeftOut | None = None) -> pd.DataFrame:
    """The draws as :mod:`sim.runs.posterior` reads them, and the replicates with which they agreed."""
    values = _shared(fit, population)
    for place, name in enumerate(fit.varying):
        for number, scheme in enumerate(fit.schemes):
            values[f"{scheme}:{name}"] = fit.value(name, population.theta[:, number, place]).astype(np.float32)
    for place, name in enumerate(fit.own):
        drawn = quantile(fit.prior.ranges[name], population.own[:, place], name.partition(":")[2])
        values[name] = drawn.astype(np.float32)
    for number, scheme in enumerate(fit.schemes):
        if without is not None:
            values[posterior.WITHOUT + scheme] = without.weights[:, number].astype(np.float32)
        values[REPLICATE + scheme] = population.replicates[:, number]
    values[SEED] = np.full(len(population), fit.seed)
    return pd.DataFrame(values)


def without_table(fit: Fit, again: Again) -> pd.DataFrame:
    """The draws without a scheme as :mod:`sim.runs.posterior` reads them: what schemes share, by the scheme that is left out."""
    parts = [
        pd.DataFrame({posterior.LEFT_OUT: scheme} | _shared(fit, joined(found))) for scheme, found in again.items()
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({posterior.LEFT_OUT: np.array([], dtype=str)})


def _shared(fit: Fit, population: Population) -> dict[str, npt.NDArray[np.generic]]:
    """What schemes share, by column: parameters, means, spreads."""
    values: dict[str, npt.NDArray[np.generic]] = {}
    for place, name in enumerate(fit.shared):
        values[name] = quantile(fit.prior.ranges[name], population.shared[:, place], name).astype(np.float32)
    values[error.NAME] = fit.scale(population.shared).astype(np.float32)
    for place, name in enumerate(fit.varying):
        values[posterior.MEAN + name] = population.mean[:, place].astype(np.float32)
        values[posterior.SPREAD + name] = population.spread[:, place].astype(np.float32)
    return values


def _positions(fit: Fit, population: Population) -> tuple[list[str], Array]:
    """All parameters on the unit interval, where each is alike likely everywhere before the outcomes: names, (draws, parameters)."""
    names = [*fit.dimensions, *fit.varying, *fit.own]
    return names, np.concatenate([population.shared, ndtr(population.mean), population.own], axis=1)


def _fit(fit: Fit, before: Array, after: Array) -> pd.DataFrame:
    """Published against simulated, a row per observation."""
    rows = []
    for place, observation in enumerate(fit.observations):
        quantiles = [np.nanquantile(values[:, place], SPREADS) for values in (before, after)]
        low, _, high = quantiles[1]
        rows.append({
            "scheme": observation.scheme, "quantity": observation.quantity, "unit": observation.unit,
            "observed_low": observation.low, "observed_high": observation.high, "tolerance": observation.tolerance,
            **{f"prior_{name}": value for name, value in zip(("p05", "p50", "p95"), quantiles[0], strict=True)},
            **dict(zip(("p05", "p50", "p95"), quantiles[1], strict=True)),
            "inside": bool(low <= observation.high and high >= observation.low),
            "distance": float(observation.distance(after[:, place]).mean()),
            "evidence": ";".join(observation.evidence), "reason": observation.reason,
        })  # fmt: skip
    return pd.DataFrame(rows)


def _identified(
    fit: Fit, names: list[str], positions: Array, populations: Sequence[Array], influence: pd.DataFrame
) -> pd.DataFrame:
    """Plausible range against posterior, a row per parameter (of one that varies: its mean between schemes).

    ``narrowed``: share of the prior's spread that is gone, on the scale of the range; ``rhat`` and ``effective``: agreement of the
    populations, and effective number of draws (rank-normalised: Vehtari et al. 2021); ``influence``: before the fit.
    """
    spread = positions.std(axis=0)
    by_name = influence.set_index("parameter").influence
    rhat, effective = agreement(populations)
    rows = []
    for place, name in enumerate(names):
        each = fit.range(name)
        low, middle, high = quantile(each, np.quantile(positions[:, place], SPREADS), name.rpartition(":")[2])
        narrowed = 1.0 - spread[place] / EVEN
        rows.append({
            "parameter": name, "low": each.low, "high": each.high, "scale": each.scale, "p05": low, "p50": middle,
            "p95": high, "narrowed": narrowed, "identified": bool(narrowed >= NARROWED), "varies": name in fit.varying,
            "rhat": rhat[place], "effective": effective[place], "influence": by_name.get(name, np.nan),
            "source": ";".join(each.sources),
        })  # fmt: skip
    return pd.DataFrame(rows).sort_values("narrowed", ascending=False, kind="stable", ignore_index=True)


def agreement(populations: Sequence[Array]) -> tuple[Array, Array]:
    """R-hat and effective number of draws of each column: populations are chains, (draws, columns) each. NaN for one population."""
    chains = np.stack(populations)
    if len(chains) < 2:
        return np.full(chains.shape[2], np.nan), np.full(chains.shape[2], np.nan)
    columns = [chains[:, :, place] for place in range(chains.shape[2])]
    rhat = np.array([float(array_stats.rhat(each)) for each in columns])
    return rhat, np.array([float(array_stats.ess(each)) for each in columns])


def _spreads(fit: Fit, together: Population, populations: Sequence[Population]) -> pd.DataFrame:
    """Between-scheme spread of each parameter that varies, before and after: in standard deviations of its plausible range."""
    rhat, effective = agreement([each.spread for each in populations])
    rows = []
    for place, name in enumerate(fit.varying):
        low, middle, high = np.quantile(together.spread[:, place], SPREADS)
        prior = halfnorm.ppf(SPREADS, scale=SPREAD)
        rows.append({
            "parameter": name, "prior_p05": prior[0], "prior_p50": prior[1], "prior_p95": prior[2], "p05": low, "p50": middle,
            "p95": high, "below_prior_median": float((together.spread[:, place] < prior[1]).mean()),
            "rhat": rhat[place], "effective": effective[place],
        })  # fmt: skip
    return pd.DataFrame(rows)


def _left_out(fit: Fit, weights: LeftOut, again: Again) -> pd.DataFrame:
    """Whether the weights without a scheme can be trusted: shape k, effective number of draws; where they cannot, ``again``, and the
    worst R-hat of a mean or a spread among the populations that were tempered again."""
    rows = []
    for place, scheme in enumerate(fit.schemes):
        found = again.get(scheme, [])
        rhat = (
            np.concatenate([agreement([getattr(each, name) for each in found])[0] for name in ("mean", "spread")])
            if found
            else None
        )
        rows.append({
            "scheme": scheme, "shape": weights.shape[place], "effective": 1.0 / np.square(weights.weights[:, place]).sum(),
            "again": bool(found), "again_rhat": np.nan if rhat is None or not rhat.size else rhat.max(),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _pairs(names: list[str], positions: Array) -> pd.DataFrame:
    """Pairs of parameters whose rank correlation in the posterior is strong."""
    correlation = np.corrcoef(rankdata(positions, axis=0), rowvar=False)
    first, second = np.triu_indices(len(correlation), 1)
    table = pd.DataFrame({
        "first": np.array(names)[first], "second": np.array(names)[second], "rank_correlation": correlation[first, second],
    })  # fmt: skip
    strong = table[table.rank_correlation.abs() >= TIED]
    return strong.sort_values("rank_correlation", key=np.abs, ascending=False, ignore_index=True)
