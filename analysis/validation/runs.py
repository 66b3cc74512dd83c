"""The prior predictive: what plausible ranges and each scheme's own design let expect, beside what was published of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from analysis.fitting.fit import Fit
from analysis.fitting.observations import Observation, observed_schemes
from analysis.fitting.tempering import REPLICATES
from analysis.worlds.experiments import Experiment, run
from analysis.worlds.statistics import share_interval
from analysis.worlds.uncertain import quantile_sample
from sim import configure
from sim.indicators import BY_NAME
from sim.runs.prior import prior
from sim.runs.sets import stack

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

BASIS = "plausible ranges"
"""On what every simulated quantity rests: nothing was fitted to what was published."""
PREDICTED = ("matches", "departures", "completed_mobilities", "early_returns", "funding_end")
"""Indicators predicted for schemes without a published outcome."""
SPREADS = (0.05, 0.25, 0.5, 0.75, 0.95)
JUDGED = ("inside", "inside_half", "inside_with_tolerance")
"""Ways of judging a quantity: by the 90 % interval, by the middle half of the draws, by the 90 % interval widened by the tolerance."""
_OWN_SEED = 90_210


@dataclass(frozen=True)
class Found:
    """Results. ``simulated``: published quantities, (draws, observations); ``predicted``: by scheme, (draws, indicators)."""

    observations: list[Observation]
    simulated: Array
    predicted: dict[str, Array]
    table: pd.DataFrame
    coverage: pd.DataFrame
    draws: int
    runs: int
    simulating: float

    def speed(self, seconds: float) -> dict[str, float]:
        """Runs, runs per second, share of the time outside the ensemble."""
        return {
            "runs": self.runs,
            "runs_per_second": round(self.runs / seconds, 1),
            "outside_share": round(1.0 - self.simulating / seconds, 4),
        }


def validate(schemes: Sequence[str], draws: int, seed: int, workers: int, progress: Progress | None = None) -> Found:
    """Every scheme over so many draws, each with chance of its own. A scheme's numbers do not depend on which others are asked for."""
    observed = observed_schemes()
    observations: list[Observation] = []
    columns: list[Array] = []
    predicted: dict[str, Array] = {}
    runs, simulating = 0, 0.0
    for done, scheme in enumerate(schemes):
        positions = quantile_sample(draws, len(prior([scheme]).names), seed)
        chance = np.random.default_rng([seed, _OWN_SEED]).integers(0, REPLICATES, draws)
        if scheme in observed:
            fit = Fit([scheme], seed, workers)
            columns.append(fit.measured(positions, chance[:, None]))
            observations += fit.observations
            runs, simulating = runs + fit.runs, simulating + fit.simulating
        else:
            predicted[scheme], spent = _predicted(scheme, positions, chance, seed, workers)
            runs, simulating = runs + draws, simulating + spent
        if progress:
            progress(done + 1, len(schemes))
    simulated = np.concatenate(columns, axis=1) if columns else np.empty((draws, 0))
    table = _table(observations, simulated, predicted)
    return Found(observations, simulated, predicted, table, _coverage(table), draws, runs, simulating)


def _predicted(
    scheme: str, positions: Array, chance: npt.NDArray[np.int64], seed: int, workers: int
) -> tuple[Array, float]:
    """Indicators of a scheme without a published outcome, (draws, indicators), and seconds spent in the ensemble."""
    config, mine = configure(scheme), prior([scheme])
    columns = mine.columns(config, mine.values(positions))
    experiment = Experiment(stack([config]), np.zeros(len(positions), np.int64), columns, chance)
    runs = run(experiment, 1, seed, workers=workers, indicators=PREDICTED)
    return np.stack([runs.totals[name][:, 0] for name in PREDICTED], axis=1), runs.inside


def _table(observations: Sequence[Observation], simulated: Array, predicted: dict[str, Array]) -> pd.DataFrame:
    rows = []
    error = ndtri((np.random.default_rng(_OWN_SEED).permutation(len(simulated)) + 0.5) / len(simulated))
    for place, observation in enumerate(observations):
        values = simulated[:, place]
        low, quarter, fifty, three_quarters, high = np.nanquantile(values, SPREADS)
        wide = np.nanquantile(values + observation.tolerance * error, (SPREADS[0], SPREADS[-1]))
        rows.append({
            "scheme": observation.scheme, "quantity": observation.quantity, "unit": observation.unit,
            "observed_low": observation.low if np.isfinite(observation.low) else np.nan,
            "observed_high": observation.high if np.isfinite(observation.high) else np.nan,
            "p05": low, "p50": fifty, "p95": high, "inside": _meets(observation, low, high),
            "inside_with_tolerance": _meets(observation, *wide), "used_in_calibration": False, "basis": BASIS,
            "evidence": ";".join(observation.evidence), "p25": quarter, "p75": three_quarters,
            "inside_half": _meets(observation, quarter, three_quarters),
        })  # fmt: skip
    for scheme, outcomes in predicted.items():
        for place, name in enumerate(PREDICTED):
            low, quarter, fifty, three_quarters, high = np.nanquantile(outcomes[:, place], SPREADS)
            rows.append({
                "scheme": scheme, "quantity": BY_NAME[name].definition, "unit": BY_NAME[name].unit, "observed_low": np.nan,
                "observed_high": np.nan, "p05": low, "p50": fifty, "p95": high, "inside": None, "inside_with_tolerance": None,
                "used_in_calibration": False, "basis": BASIS, "evidence": "", "p25": quarter, "p75": three_quarters,
                "inside_half": None,
            })  # fmt: skip
    return pd.DataFrame(rows)


def _meets(observation: Observation, low: float, high: float) -> bool:
    return bool(low <= observation.high and high >= observation.low)


def _coverage(table: pd.DataFrame) -> pd.DataFrame:
    """Share of the published quantities that the intervals reach, by the way of judging, with its own 95 % interval."""
    mine = table[table.inside.notna()]
    rows = []
    for counted in JUDGED if len(mine) else ():
        share = share_interval(int(mine[counted].sum()), len(mine))
        rows.append({
            "basis": BASIS, "judged": counted, "quantities": len(mine), "reached": int(mine[counted].sum()),
            "coverage": share.estimate, "ci_low": share.low, "ci_high": share.high,
        })  # fmt: skip
    return pd.DataFrame(rows)
