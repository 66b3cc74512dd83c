"""What is wanted: objectives, and ceilings that must hold in most worlds.

One grammar, an objective a name::

    <indicator>               its mean over the worlds
    <indicator>_worst_tenth   mean of the worst tenth of the worlds
    <indicator>_p10           a quantile, from p01 to p99
    <indicator>_regret        90th percentile of what is lost against the best design found for each world
    target_met                share of the worlds in which the target is met

All of them take values of designs in worlds, (designs, worlds), and how often each world counts, (resamples, worlds), so that an
estimate and its bootstrap are computed alike. Only totals can be objectives: a ratio is best where almost nobody goes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.command.asked import one_of
from analysis.worlds.target import Target, parsed_target
from sim.errors import UserError, brief
from sim.indicators import BY_NAME, RUN
from sim.reporting import names

Array = npt.NDArray[np.float64]
Values = Mapping[str, Array]
"""By indicator: (designs, worlds)."""

MEAN, WORST, QUANTILE, REGRET, MET = "mean", "worst_tenth", "quantile", "regret", "target_met"
TENTH = 0.1
REGRETTED = 0.9
"""Quantile of regret that is judged."""
TOTALS = ("unspent", "capacity_left")
"""Indicators of a whole run that can be wanted as they are; the others are ratios and waits, undefined where nobody goes."""
COST = "public_cost"
"""Always kept: the page names the cost even if it is not an objective."""
LEAST, MOST = 2, 4
MATTERS = 0.02
"""The smallest difference that matters, as a share of the scenario's places, of its budget, or of the range that was found."""


@dataclass(frozen=True)
class Objective:
    """Something that is wanted: an indicator, how its worlds become one number, and whether more of it is better (+1, or -1)."""

    name: str
    indicator: str
    measure: str
    better: int
    quantile: float = 0.0

    @property
    def unit(self) -> str:
        """The unit of its numbers."""
        return "share" if self.measure == MET else BY_NAME[self.indicator].unit

    @property
    def is_cost(self) -> bool:
        """Whether it is the public money on average."""
        return self.indicator == COST and self.measure == MEAN

    @property
    def label(self) -> str:
        """What it is called in a sentence."""
        if self.measure == MET:
            return "share of worlds that meet the target"
        called = names.indicator(self.indicator)
        return {
            MEAN: called, WORST: f"{called} in the worst tenth of worlds", REGRET: f"regret of {called} (90th percentile)",
            QUANTILE: f"{called} ({100 * self.quantile:.0f}th percentile)",
        }[self.measure]  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Everything that a design is judged by. ``ceilings`` must each hold in a share ``certainty`` of the worlds."""

    objectives: tuple[Objective, ...]
    ceilings: tuple[Target, ...] = ()
    certainty: float = 0.9
    target: Target | None = None

    @property
    def indicators(self) -> list[str]:
        """Every indicator that must be kept of a run, in the order of the registry."""
        targets = [*self.ceilings, *([self.target] if self.target else [])]
        found = {COST, *(each.indicator for each in self.objectives if each.indicator)}
        found |= {name for target in targets for name in target.indicators}
        return [name for name in BY_NAME if name in found]

    @property
    def aim(self) -> int:
        """The objective that money is set against, by position: the first that is not the money itself."""
        return next((place for place, each in enumerate(self.objectives) if not each.is_cost), 0)

    @property
    def signs(self) -> Array:
        """+1 where more is better, -1 where less is."""
        return np.array([float(each.better) for each in self.objectives])

    def estimates(self, values: Values, weights: Array | None = None, best: Values | None = None) -> Array:
        """Every objective of every design: (designs, objectives), or (resamples, designs, objectives) with ``weights``.

        ``best``: by indicator (worlds), the best value that any design reached in each world, where there is regret.
        """
        given = weights if weights is not None else np.ones((1, next(iter(values.values())).shape[1]))
        each = [self._estimate(objective, values, given, best or {}) for objective in self.objectives]
        found = np.stack(each, axis=2)
        return found if weights is not None else found[0]

    def among(self, values: Values) -> Array:
        """Every objective of designs tried in the same worlds, regret measured against the best of them: (designs, objectives)."""
        return self.estimates(values, best=self.best(values))

    def shortfalls(self, values: Values, weights: Array | None = None) -> Array:
        """By how much each ceiling's share of worlds falls short of the certainty; none is above 0 where all hold.

        (designs, ceilings), or (resamples, designs, ceilings).
        """
        designs, worlds = next(iter(values.values())).shape
        given = weights if weights is not None else np.ones((1, worlds))
        each = [self.certainty - mean(met(target, values), given) for target in self.ceilings]
        found = np.stack(each, axis=2) if each else np.zeros((len(given), designs, 0))
        return found if weights is not None else found[0]

    @property
    def regretted(self) -> list[str]:
        """Indicators whose regret is an objective."""
        return [each.indicator for each in self.objectives if each.measure == REGRET]

    def best(self, values: Values) -> dict[str, Array]:
        """The best value in each world, over the designs, of each indicator whose regret is an objective: (worlds)."""
        return {
            name: (values[name] * BY_NAME[name].better).max(axis=0) * BY_NAME[name].better for name in self.regretted
        }

    def _estimate(self, objective: Objective, values: Values, weights: Array, best: Values) -> Array:
        if objective.measure == MET:
            assert self.target is not None
            return mean(met(self.target, values), weights)
        mine = values[objective.indicator]
        if objective.measure == MEAN:
            return mean(mine, weights)
        if objective.measure == QUANTILE:
            return quantile(mine, weights, objective.quantile)
        sign = BY_NAME[objective.indicator].better
        if objective.measure == WORST:
            return sign * worst(sign * mine, weights)
        return quantile(sign * (best[objective.indicator] - mine), weights, REGRETTED)


def wanted(objectives: Sequence[str], ceilings: str, certainty: float, target: str) -> Wanted:
    """What was asked for. Raises :class:`UserError` for what cannot be an objective, naming the nearest that can."""
    found = tuple(objective(name) for name in objectives)
    if not LEAST <= len(found) <= MOST:
        raise UserError(
            f"objectives: name {LEAST} to {MOST}, not {len(found)}: with one alone there is nothing to choose between"
        )
    judged = None
    if any(each.measure == MET for each in found):
        if not target:
            raise UserError("objectives: target_met needs a target, e.g. target='completed_mobilities >= 30'")
        judged = parsed_target(target)
    elif target:
        raise UserError("target is set but not used: put target_met among the objectives")
    texts = [text for text in ceilings.split(";") if text.strip()]
    return Wanted(found, tuple(parsed_target(text) for text in texts), certainty, judged)


def objective(name: str) -> Objective:
    """An objective by its name. Raises :class:`UserError` where it is none."""
    if name == MET:
        return Objective(name, "", MET, 1)
    indicator, measure, share = _parts(name)
    where = f"objectives: {brief(name)}: " if indicator != name else "objectives"
    one_of(indicator, [*BY_NAME, MET], where.rstrip(": "), "indicator")
    known = BY_NAME[indicator]
    if known.better == 0:
        raise UserError(
            f"objectives: {indicator} cannot be one, because neither more nor less of it is better: choose e.g. completed_mobilities"
        )
    if known.over == RUN and indicator not in TOTALS:
        raise UserError(
            f"objectives: {indicator} is a ratio or a wait, which is best where almost nobody goes: choose totals, e.g."
            " completed_mobilities and public_cost"
        )
    return Objective(name, indicator, measure, -1 if measure == REGRET else known.better, share)


def _parts(name: str) -> tuple[str, str, float]:
    """Indicator, measure and quantile."""
    for ending in (WORST, REGRET):
        if name.endswith(f"_{ending}"):
            return name.removesuffix(f"_{ending}"), ending, 0.0
    found = re.fullmatch(r"(\w+)_p(\d\d)", name)
    if found and found[2] != "00":
        return found[1], QUANTILE, int(found[2]) / 100.0
    return name, MEAN, 0.0


def met(target: Target, values: Values) -> Array:
    """1 where a target is met, else 0: (designs, worlds)."""
    given = {quantity: values[quantity.indicator] for quantity in target.quantities}
    return np.asarray(target.met(target.margin(given)), dtype=float)


def mean(values: Array, weights: Array) -> Array:
    """Weighted means over the worlds: (resamples, designs)."""
    return np.asarray(weights @ values.T / weights.sum(axis=1)[:, None])


def worst(values: Array, weights: Array, share: float = TENTH) -> Array:
    """Mean of the lowest ``share`` of the worlds; a world on the edge counts in part: (resamples, designs)."""
    found = np.empty((len(weights), len(values)))
    wanted_weight = share * weights.sum(axis=1)
    for design, mine in enumerate(values):
        order = np.argsort(mine, kind="stable")
        ordered = weights[:, order]
        before = np.cumsum(ordered, axis=1) - ordered
        counted = np.clip(wanted_weight[:, None] - before, 0.0, ordered)
        found[:, design] = counted @ mine[order] / wanted_weight
    return found


def quantile(values: Array, weights: Array, share: float) -> Array:
    """The least value that at least a ``share`` of the worlds does not exceed: (resamples, designs)."""
    found = np.empty((len(weights), len(values)))
    for design, mine in enumerate(values):
        order = np.argsort(mine, kind="stable")
        reached = np.cumsum(weights[:, order], axis=1) / weights.sum(axis=1)[:, None]
        found[:, design] = mine[order][(reached < share - 1e-12).sum(axis=1).clip(max=mine.size - 1)]
    return found


def matters(wanted: Wanted, places: float, budget: float, spread: Array) -> Array:
    """The smallest difference that matters in each objective. ``spread``: (objectives), range of what was found.

    Persons: a share of the places; euro: of the budget; anything else: of its range.
    """
    by_unit = {"persons": MATTERS * places, "EUR": MATTERS * budget}
    return np.array([
        max(by_unit.get(each.unit, MATTERS * float(wide)), 1e-12) for each, wide in zip(wanted.objectives, spread, strict=True)
    ])  # fmt: skip
