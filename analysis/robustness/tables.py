"""From runs to tables: regret by world and design, a summary by design, the value of information by uncertainty."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.robustness import regret as by_regret
from analysis.robustness.information import evpi_by_world, evppi
from analysis.worlds.statistics import Interval, clustered_mean, defined_mean, mean_interval, share_interval
from analysis.worlds.target import Target
from analysis.worlds.worlds import Worlds, label

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

ALL, NONE = "all", "none"
"""Rows of the value of information besides the uncertainties: everything known, and columns of pure noise."""
NOISE_COLUMNS = 100


@dataclass(frozen=True)
class Findings:
    """What robustness found: ``values`` (worlds, designs) of the outcome, means over replicates, where all are defined."""

    worlds: Worlds
    designs: list[str]
    outcome: str
    better: int
    target: Target
    values: Array
    usable: npt.NDArray[np.bool_]
    regret: pd.DataFrame
    summary: pd.DataFrame
    information: pd.DataFrame
    perfect: Interval

    @property
    def chosen(self) -> str:
        """The least regretted design."""
        return self.designs[by_regret.least_regretted(self.values, self.better)]

    @property
    def noise(self) -> float:
        """The value that a column of pure noise seems to have."""
        return float(self.information.loc[self.information.parameter == NONE, "evppi"].iloc[0])

    @property
    def ranked(self) -> pd.DataFrame:
        """Uncertainties by value of information, the largest first."""
        known = self.information[~self.information.parameter.isin([ALL, NONE])]
        return known.sort_values("evppi", ascending=False, kind="stable")

    @property
    def telling(self) -> pd.DataFrame:
        """Uncertainties surely worth something: the interval is above 0 and the value above that of pure noise."""
        rows = self.ranked
        return rows[(rows.ci_low > 0.0) & (rows.evppi > self.noise)]


def averaged(replicates: Array) -> Array:
    """Means over the replicates in which a value is defined: (..., worlds, designs) from (..., worlds, replicates, designs)."""
    return defined_mean(replicates, np.isfinite(replicates), axis=-2)


def regret_table(
    values: Array, usable: npt.NDArray[np.bool_], designs: list[str], outcome: str, better: int
) -> pd.DataFrame:
    """A row per world and design: the outcome's mean over the replicates and its regret; undefined where a design's is."""
    lost = np.full(values.shape, np.nan)
    lost[usable] = by_regret.regret(values[usable], better)
    world, design = np.divmod(np.arange(values.size), len(designs))
    return pd.DataFrame({
        "world": world, "design": np.array(designs)[design], "outcome": outcome, "value": values.ravel(), "regret": lost.ravel(),
    })  # fmt: skip


def summary_table(values: Array, met: Mask, designs: list[str], better: int) -> pd.DataFrame:
    """A row per design, over the usable worlds. ``met`` (worlds, designs): where the mean over the replicates meets the target."""
    lost = by_regret.regret(values, better)
    upper, worst, best = (
        by_regret.regret_quantile(values, better),
        by_regret.maximum_regret(values, better),
        by_regret.share_best(values, better),
    )
    rows = []
    for place, design in enumerate(designs):
        mean, loss = mean_interval(values[:, place]), mean_interval(lost[:, place])
        share = share_interval(int(met[:, place].sum()), len(met))
        rows.append((design, mean.estimate, mean.low, mean.high, loss.estimate, loss.low, loss.high, upper[place], worst[place],
                     best[place], share.estimate, share.low, share.high))  # fmt: skip
    return pd.DataFrame(rows, columns=[
        "design", "mean", "mean_ci_low", "mean_ci_high", "mean_regret", "mean_regret_ci_low", "mean_regret_ci_high", "p90_regret",
        "max_regret", "share_best", "satisficing", "satisficing_ci_low", "satisficing_ci_high",
    ])  # fmt: skip


def information_table(
    worlds: Worlds, replicates: Array, usable: npt.NDArray[np.bool_], better: int, seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[pd.DataFrame, Interval]:  # fmt: skip
    """The value of information of every uncertainty, of all together and of noise, in units of the outcome."""
    gain = better * averaged(replicates)[usable]
    each_defined = np.where(np.isfinite(replicates), replicates, averaged(replicates)[:, None, :])
    each, draws = np.unique(worlds.draws[usable], return_inverse=True)
    perfect = clustered_mean(evpi_by_world(better * each_defined[usable]), draws)
    known = worlds.information()
    random = np.random.default_rng([seed, 104_729])
    rows = [(ALL, perfect.estimate, 1.0, perfect.low, perfect.high, "Everything about the world but chance")]
    noise = [evppi(gain, random.random((len(each), 1))[draws], seed, draws=draws) for _ in range(NOISE_COLUMNS)]
    largest = max(noise, key=lambda found: found.value)
    rows.append((NONE, largest.value, _share(largest.value, perfect), largest.low, largest.high,
                 f"Nothing: the largest of {NOISE_COLUMNS} columns of noise"))  # fmt: skip
    for done, (name, columns) in enumerate(known.items(), 1):
        found = evppi(gain, columns[usable], seed, draws=draws)
        rows.append((name, found.value, _share(found.value, perfect), found.low, found.high, label(name)))
        if progress:
            progress(done, len(known))
    table = pd.DataFrame(rows, columns=["parameter", "evppi", "share_of_evpi", "ci_low", "ci_high", "meaning"])
    return table.sort_values("evppi", ascending=False, kind="stable", ignore_index=True), perfect


def _share(value: float, perfect: Interval) -> float:
    return value / perfect.estimate if perfect.estimate > 0.0 else np.nan


def find(
    worlds: Worlds, designs: list[str], replicates: dict[str, Array], outcome: str, better: int, target: Target, seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Findings:  # fmt: skip
    """All tables. ``replicates``: by indicator (worlds, replicates, designs)."""
    values = averaged(replicates[outcome])
    usable = by_regret.usable_worlds(values)
    judged = {quantity: averaged(replicates[quantity.indicator])[usable] for quantity in target.quantities}
    met = target.met(target.margin(judged))
    summary = summary_table(values[usable], met, designs, better)
    information, perfect = information_table(worlds, replicates[outcome], usable, better, seed, progress)
    return Findings(worlds, designs, outcome, better, target, values[usable], usable,
                    regret_table(values, usable, designs, outcome, better), summary, information, perfect)  # fmt: skip
