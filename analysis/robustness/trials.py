"""The answer if a price that is an assumption halves or doubles: which design comes first then, and whether that is sure.

The parameter is multiplied in every world, for all designs; all else stays the same, including chance. One price is tried at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.robustness.prices import ASSUMED, Price
from analysis.robustness.regret import QUANTILE, least_regretted, regret, regret_quantile, usable_worlds
from analysis.worlds.statistics import Interval, paired_difference, resampled_interval
from sim.parameters import parameters

Array = npt.NDArray[np.float64]

AS_IS = 1.0
FACTORS = (0.5, 2.0)
"""What a price is multiplied by."""


def multiplied(name: str, values: npt.ArrayLike, factor: float) -> Array:
    """Values of a parameter times the factor, within the parameter's bounds; whole ones where it counts."""
    parameter = parameters()[name]
    found = np.clip(np.asarray(values, dtype=float) * factor, parameter.low, parameter.high)
    return np.asarray(np.rint(found) if parameter.type is int else found)


class Verdict(NamedTuple):
    """Which design comes first, by its position, and whether it takes the place of another.

    ``turned``: it does, and is surely ahead of the one that comes first as prices are; ``open``: it does, but not surely.
    """

    first: int
    turned: bool = False
    open: bool = False


@dataclass(frozen=True)
class Trial:
    """A price times a factor: the outcome (worlds, designs), and who comes first by 90 % regret and by mean."""

    price: Price
    factor: float
    values: Array
    regret: Verdict
    mean: Verdict


@dataclass(frozen=True)
class Tried:
    """All prices, and what the trials say: ``as_is`` is the outcome (worlds, designs) in the same worlds as prices are.

    There are no trials where no price is an assumption, where none was to be tried, or where no world has a defined outcome.
    """

    prices: Sequence[Price]
    designs: Sequence[str]
    better: int
    as_is: Array
    trials: Sequence[Trial] = ()
    replicates: int = 0

    @property
    def assumed(self) -> list[Price]:
        """The prices that are assumptions."""
        return [price for price in self.prices if price.basis == ASSUMED]

    @property
    def first(self) -> int:
        """Position of the least regretted design as prices are."""
        return least_regretted(self.as_is, self.better)

    @property
    def best(self) -> int:
        """Position of the design with the best mean as prices are."""
        return best_mean(self.as_is, self.better)

    @property
    def ranked(self) -> list[Price]:
        """Those that were tried, those first that matter most for the choice."""
        return sorted(dict.fromkeys(trial.price for trial in self.trials), key=self.shift, reverse=True)

    def of(self, price: Price) -> list[Trial]:
        """The price as it is and its trials, by factor; nothing where it was not tried."""
        mine = [trial for trial in self.trials if trial.price == price]
        plain = [Trial(price, AS_IS, self.as_is, Verdict(self.first), Verdict(self.best))] if mine else []
        return sorted([*plain, *mine], key=lambda trial: trial.factor)

    def shift(self, price: Price) -> float:
        """The most by which the price moves a design's mean outcome against that of all designs."""
        moves = [trial.values.mean(axis=0) - self.as_is.mean(axis=0) for trial in self.of(price)]
        return max(float(np.abs(move - move.mean()).max()) for move in moves)


def judge(
    found: Sequence[Price], designs: Sequence[str], better: int, as_is: Array, values: Array, replicates: int
) -> Tried:
    """What the trials say. ``as_is``: (worlds, designs); ``values``: (assumed prices, factors, worlds, designs).

    Worlds in which the outcome is undefined for a design in any trial are left out.
    """
    each_world = np.moveaxis(values, 2, 0).reshape(len(as_is), -1)
    usable = usable_worlds(np.hstack([as_is, each_world]))
    before, after = as_is[usable], values[:, :, usable]
    assumed = [price for price in found if price.basis == ASSUMED]
    trials = [
        Trial(price, factor, now, _by_regret(now, before, better), _by_mean(now, before, better))
        for price, of_price in zip(assumed, after, strict=True)
        for factor, now in zip(FACTORS, of_price, strict=True)
        if len(now)
    ]
    return Tried(found, designs, better, before, trials, replicates)


def best_mean(values: Array, better: int) -> int:
    """Position of the design with the best mean."""
    return int((better * values.mean(axis=0)).argmax())


def _by_regret(values: Array, as_is: Array, better: int) -> Verdict:
    holder, first = least_regretted(as_is, better), least_regretted(values, better)
    lost = regret(values, better)[:, [holder, first]]

    def ahead(chosen: npt.NDArray[np.int64]) -> Array:
        upper = np.quantile(lost[chosen], QUANTILE, axis=-2)
        return np.asarray(upper[..., 0] - upper[..., 1])

    return Verdict(holder) if first == holder else _verdict(first, resampled_interval(ahead, len(lost)))


def _by_mean(values: Array, as_is: Array, better: int) -> Verdict:
    holder, first = best_mean(as_is, better), best_mean(values, better)
    gain = better * values
    return Verdict(holder) if first == holder else _verdict(first, paired_difference(gain[:, holder], gain[:, first]))


def _verdict(first: int, ahead: Interval) -> Verdict:
    sure = ahead.low > 0.0
    return Verdict(first, turned=sure, open=not sure)


def prices_table(tried: Tried) -> pd.DataFrame:
    """A row per price, factor and design; a price that was not tried has one row without numbers."""
    rows: list[dict[str, Any]] = []
    for price in tried.prices:
        about = {
            "parameter": price.name, "meaning": price.parameter.meaning, "basis": price.basis, "levers": " ".join(price.levers),
            "designs": " | ".join(" ".join(group) for group in price.groups),
        }  # fmt: skip
        rows += [about | row for trial in tried.of(price) for row in _rows(trial, tried)] or [about]
    table = pd.DataFrame(rows, columns=[
        "parameter", "meaning", "basis", "levers", "designs", "factor", "worlds", "design", "mean", "p90_regret",
        "least_regretted", "regret_turned", "regret_open", "best_mean", "mean_turned", "mean_open",
    ])  # fmt: skip
    return table.astype({"worlds": "Int64"})


def _rows(trial: Trial, tried: Tried) -> list[dict[str, Any]]:
    columns = zip(tried.designs, trial.values.mean(axis=0), regret_quantile(trial.values, tried.better), strict=True)
    return [
        {
            "factor": trial.factor, "worlds": len(trial.values), "design": design, "mean": mean, "p90_regret": upper,
            "least_regretted": tried.designs[trial.regret.first], "regret_turned": trial.regret.turned,
            "regret_open": trial.regret.open, "best_mean": tried.designs[trial.mean.first],
            "mean_turned": trial.mean.turned, "mean_open": trial.mean.open,
        }
        for design, mean, upper in columns
    ]  # fmt: skip
