"""What the posterior says about every scheme: with its own outcomes, without them, and where nothing is published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from analysis.fitting.fit import Fit
from analysis.fitting.observations import Observation, observed_schemes
from analysis.fitting.tempering import REPLICATES, Population, forget
from analysis.worlds.experiments import Experiment, run, stack
from analysis.worlds.statistics import share_interval
from sim import configure
from sim.indicators import BY_NAME
from sim.runs import posterior
from sim.runs.prior import prior

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

CALIBRATED, LEFT_OUT, DESIGN = "all outcomes used", "own outcomes left out", "design alone"
"""On what a simulated quantity rests."""
PREDICTED = ("matches", "departures", "completed_mobilities", "early_returns", "funding_end")
"""Indicators predicted for schemes without a published outcome."""
SPREADS = (0.05, 0.5, 0.95)
_OWN_SEED = 90_210


@dataclass(frozen=True)
class Found:
    """Results. ``with_own``, ``without``: simulated quantities, (draws, observations); ``predicted``: by scheme, (draws, indicators)."""

    everything: Fit
    observations: list[Observation]
    with_own: Array
    without: Array
    predicted: dict[str, Array]
    table: pd.DataFrame
    coverage: pd.DataFrame

    @property
    def draws(self) -> int:
        """Draws of the posterior."""
        return len(self.with_own)


def expected_runs(schemes: Sequence[str], leave_out: bool, moves: int) -> int:
    """Runs of a whole validation."""
    draws, calibrated = len(posterior.draws()), observed_schemes()
    left_out = sum(scheme in schemes for scheme in calibrated) if leave_out else 0
    new = sum(scheme not in calibrated for scheme in schemes)
    each = moves * (len(calibrated) - 1) + 1
    return draws * (len(calibrated) * (2 if leave_out else 1) + left_out * each + new)


def validate(
    schemes: Sequence[str], leave_out: bool, moves: int, seed: int, workers: int, progress: Progress | None = None
) -> Found:
    """All comparisons of these schemes."""
    calibrated = observed_schemes()
    fit = Fit(calibrated, posterior.seed(), workers)
    rng = np.random.default_rng([seed, _OWN_SEED])
    positions = fit.prior.positions({name: posterior.draws()[name].to_numpy() for name in fit.prior.names})
    with_own = fit.measured(positions, rng.integers(0, REPLICATES, (len(positions), len(calibrated))))
    without = np.full_like(with_own, np.nan)
    wanted = [scheme for scheme in calibrated if scheme in schemes]
    if leave_out:
        chance = posterior.replicates(calibrated)
        known = fit.measured(positions, chance)
        everything = Population(positions, chance, fit.of(known), 1.0, 0)
        for done, scheme in enumerate(wanted):
            mine = [place for place, observation in enumerate(fit.observations) if observation.scheme == scheme]
            rest = [place for place, each in enumerate(calibrated) if each != scheme]
            others = Fit([calibrated[place] for place in rest], fit.seed, workers, calibrated)
            left = forget(
                others, replace(everything, replicates=chance[:, rest]), fit.of(known, scheme),
                seed + 1 + calibrated.index(scheme), moves,
            )  # fmt: skip
            alone = Fit([scheme], fit.seed, workers, calibrated)
            without[:, mine] = alone.measured(
                _open(fit, left.positions, scheme, rng), rng.integers(0, REPLICATES, (len(positions), 1))
            )
            fit.runs += others.runs + alone.runs
            fit.simulating += others.simulating + alone.simulating
            if progress:
                progress(done + 1, len(wanted))
    predicted = {scheme: predict(scheme, fit, seed, rng) for scheme in schemes if scheme not in calibrated}
    shown = [place for place, observation in enumerate(fit.observations) if observation.scheme in wanted]
    chosen = [fit.observations[place] for place in shown]
    with_own, without = with_own[:, shown], without[:, shown]
    table = _table(chosen, with_own, without, predicted)
    return Found(fit, chosen, with_own, without, predicted, table, _coverage(table))


def _open(fit: Fit, positions: Array, scheme: str, rng: np.random.Generator) -> Array:
    """Points whose unknowns about one scheme are drawn from their plausible ranges again."""
    own = [place for place, name in enumerate(fit.prior.names) if name.startswith(f"{scheme}:")]
    opened = positions.copy()
    opened[:, own] = rng.random((len(positions), len(own)))
    return opened


def predict(scheme: str, fit: Fit, seed: int, rng: np.random.Generator) -> Array:
    """Indicators of a scheme from its design alone, (draws, indicators); its unknowns are drawn from their plausible ranges."""
    config = configure(scheme)
    shared = {name: posterior.draws()[name].to_numpy() for name in posterior.known()}
    own = replace(prior([scheme]), ranges={name: each for name, each in prior([scheme]).ranges.items() if ":" in name})
    values = shared | own.values(rng.random((len(posterior.draws()), len(own.ranges))))
    columns = prior([scheme]).columns(config, values)
    experiment = Experiment(
        stack([config]),
        np.zeros(len(posterior.draws()), np.int64),
        columns,
        rng.integers(0, REPLICATES, len(posterior.draws())),
    )
    runs = run(experiment, 1, seed, workers=fit.workers, indicators=PREDICTED)
    fit.runs += runs.count
    fit.simulating += runs.inside
    return np.stack([runs.totals[name][:, 0] for name in PREDICTED], axis=1)


def _table(chosen: Sequence[Observation], with_own: Array, without: Array, predicted: dict[str, Array]) -> pd.DataFrame:
    rows = []
    error = ndtri((np.random.default_rng(_OWN_SEED).permutation(len(with_own)) + 0.5) / len(with_own))
    for place, observation in enumerate(chosen):
        for basis, values in ((CALIBRATED, with_own[:, place]), (LEFT_OUT, without[:, place])):
            if np.isnan(values).all():
                continue
            five, fifty, last = np.nanquantile(values, SPREADS)
            wide = np.nanquantile(values + observation.tolerance * error, (SPREADS[0], SPREADS[-1]))
            rows.append({
                "scheme": observation.scheme, "quantity": observation.quantity, "unit": observation.unit,
                "observed_low": observation.low if np.isfinite(observation.low) else np.nan,
                "observed_high": observation.high if np.isfinite(observation.high) else np.nan,
                "p05": five, "p50": fifty, "p95": last, "inside": bool(five <= observation.high and last >= observation.low),
                "inside_with_tolerance": bool(wide[0] <= observation.high and wide[1] >= observation.low),
                "used_in_calibration": basis == CALIBRATED, "basis": basis, "evidence": ";".join(observation.evidence),
            })  # fmt: skip
    for scheme, outcomes in predicted.items():
        for place, name in enumerate(PREDICTED):
            five, fifty, last = np.nanquantile(outcomes[:, place], SPREADS)
            rows.append({
                "scheme": scheme, "quantity": BY_NAME[name].definition, "unit": BY_NAME[name].unit, "observed_low": np.nan,
                "observed_high": np.nan, "p05": five, "p50": fifty, "p95": last, "inside": None, "inside_with_tolerance": None, "used_in_calibration": False,
                "basis": DESIGN, "evidence": "",
            })  # fmt: skip
    return pd.DataFrame(rows)


def _coverage(table: pd.DataFrame) -> pd.DataFrame:
    """Share of the published quantities that the 90 % intervals reach, by basis, with its own 95 % interval."""
    rows = []
    for basis in (CALIBRATED, LEFT_OUT):
        mine = table[table.basis == basis]
        if len(mine):
            for counted in ("inside", "inside_with_tolerance"):
                share = share_interval(int(mine[counted].sum()), len(mine))
                rows.append({
                    "basis": basis, "judged": counted, "quantities": len(mine), "reached": int(mine[counted].sum()),
                    "coverage": share.estimate, "ci_low": share.low, "ci_high": share.high,
                })  # fmt: skip
    return pd.DataFrame(rows)
