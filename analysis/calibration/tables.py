"""What a calibration found: the posterior, how well it fits, which parameters the evidence says anything about."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from analysis.fitting.fit import Fit
from analysis.fitting.tempering import REPLICATES, Population
from sim.declare import Range

Array = npt.NDArray[np.float64]

REPLICATE, SEED = "replicate:", "seed"
"""Columns of the posterior besides parameters: the replicate of each scheme with which a draw agreed, and their seed."""
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
    """Results: tables of the module's docstring; ``positions``: (draws, dimensions) in the unit cube; ``before``, ``after``:
    simulated quantities, (draws, observations), in the prior and in the posterior with chance of their own."""

    fit_of: Fit
    ranges: dict[str, Range]
    positions: Array
    posterior: pd.DataFrame
    fit: pd.DataFrame
    identified: pd.DataFrame
    pairs: pd.DataFrame
    before: Array
    after: Array


def find(fit: Fit, populations: Sequence[Population]) -> Found:
    """All tables of a calibration."""
    rng = np.random.default_rng([fit.seed, _PREDICTED])
    each = [fit.completed(population.positions, rng) for population in populations]
    positions = np.concatenate(each)
    chance = (len(positions), len(fit.schemes))
    before = fit.measured(rng.random(positions.shape), rng.integers(0, REPLICATES, chance))
    after = fit.measured(positions, rng.integers(0, REPLICATES, chance))
    posterior = pd.DataFrame(fit.prior.values(positions)).astype(np.float32)
    replicates = np.concatenate([population.replicates for population in populations])
    for place, scheme in enumerate(fit.schemes):
        posterior[REPLICATE + scheme] = replicates[:, place]
    posterior[SEED] = fit.seed
    identified = identified_table(fit, each, posterior)
    return Found(
        fit, dict(fit.prior.ranges), positions, posterior, fit_table(fit, before, after), identified,
        pairs_table(fit, positions, identified), before, after,
    )  # fmt: skip


def fit_table(fit: Fit, before: Array, after: Array) -> pd.DataFrame:
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


def identified_table(fit: Fit, populations: Sequence[Array], posterior: pd.DataFrame) -> pd.DataFrame:
    """Plausible range against posterior, a row per dimension. ``populations``: points with all dimensions.

    ``narrowed``: share of the prior's spread that is gone, on the scale of the range; ``disagreement``: largest distance
    between the populations' means, in standard deviations of the posterior.
    """
    means = np.stack([population.mean(axis=0) for population in populations])
    spread = np.concatenate(list(populations)).std(axis=0)
    rows = []
    for place, (name, each) in enumerate(fit.prior.ranges.items()):
        low, middle, high = posterior[name].quantile(list(SPREADS))
        narrowed = 1.0 - spread[place] / EVEN
        rows.append({
            "parameter": name, "low": each.low, "high": each.high, "scale": each.scale, "p05": low, "p50": middle,
            "p95": high, "narrowed": narrowed, "disagreement": np.ptp(means[:, place]) / max(spread[place], 1e-12),
            "matters": bool(place in fit.active), "identified": bool(narrowed >= NARROWED), "source": ";".join(each.sources),
        })  # fmt: skip
    return pd.DataFrame(rows).sort_values("narrowed", ascending=False, kind="stable", ignore_index=True)


def pairs_table(fit: Fit, positions: Array, identified: pd.DataFrame) -> pd.DataFrame:
    """Pairs of parameters whose rank correlation in the posterior is strong."""
    correlation = np.corrcoef(rankdata(positions, axis=0), rowvar=False)
    first, second = np.triu_indices(len(correlation), 1)
    table = pd.DataFrame({
        "first": np.array(fit.prior.names)[first], "second": np.array(fit.prior.names)[second],
        "rank_correlation": correlation[first, second],
    })  # fmt: skip
    strong = table[table.rank_correlation.abs() >= TIED]
    return strong.sort_values("rank_correlation", key=np.abs, ascending=False, ignore_index=True)
