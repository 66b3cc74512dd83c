"""From values in worlds to tables: the front, its steps, single changes, levers, named designs.

Intervals resample calibrated draws with all worlds that rest on them, the same for every design.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.optimise.found import Found, joined
from analysis.optimise.front import dearer, deviation, near, probability_on_front
from analysis.optimise.levers import Lever, Places
from analysis.optimise.objectives import COST, Values, Wanted, mean
from analysis.worlds.prim import find_box
from analysis.worlds.statistics import Resampled, cluster_weights
from sim.parameters import parameters
from sim.reporting.prices import in_plain_words

Array = npt.NDArray[np.float64]
Ends = tuple[Array, Array]

RESAMPLES = 500
FRONTS = 100
"""Resamples whose fronts are laid over each other."""
LARGEST = 700
"""The largest number of participants for which a scheme gives evidence: more is extrapolation."""
LEAST_NEAR = 20
"""Designs near the front of the search from which a range can be read."""
LEAST_MONEY = 0.05
"""Part of the further money that a single change must cost or save to be ranked."""


STEPS = [
    "design_from",
    "design_to",
    "more",
    "more_ci_low",
    "more_ci_high",
    "money",
    "money_ci_low",
    "money_ci_high",
    "money_per_one",
]
CHANGES = [
    "design", "lever", "value_from", "value_to", "more", "more_ci_low", "more_ci_high", "money", "money_ci_low", "money_ci_high",
    "per_money", "kind",
]  # fmt: skip
BUYS, SAVES = "buys", "saves"
"""Kinds of single changes: they cost more and give more, or cost less."""


@dataclass(frozen=True)
class Judged:
    """What was found, with resamples: ``estimate`` (designs, objectives), ``drawn`` (resamples, designs, objectives).

    The named designs stand after the found ones, the scenario first among them.
    """

    found: Found
    weights: Array

    @property
    def names(self) -> list[str]:
        """Names of the found designs, in order."""
        width = len(str(len(self.found.designs)))
        return [f"front_{place + 1:0{max(2, width)}d}" for place in range(len(self.found.designs))]

    @property
    def number(self) -> int:
        """How many designs were found."""
        return len(self.found.designs)

    @cached_property
    def values(self) -> dict[str, Array]:
        """Values of found and named designs together."""
        return joined(self.found.values, self.found.named_values)

    @cached_property
    def estimate(self) -> Array:
        """Objectives of every design in the worlds of the report."""
        return self.found.asked.wanted.estimates(self.values, best=self.found.best)

    @cached_property
    def drawn(self) -> Array:
        """The same in every resample."""
        return self.found.asked.wanted.estimates(self.values, self.weights, self.found.best)

    @cached_property
    def allowed(self) -> npt.NDArray[np.bool_]:
        """Whether the ceilings hold in each resample: (resamples, designs)."""
        short = self.found.asked.wanted.shortfalls(self.values, self.weights)
        return np.asarray((short <= 0.0).all(axis=2))

    @cached_property
    def on_front(self) -> Array:
        """Probability of each found design that no other found or named design dominates it."""
        signs = self.found.asked.wanted.signs
        return probability_on_front(signs * self.drawn, self.allowed)

    @property
    def aim(self) -> int:
        """The objective that money is set against, by position."""
        return self.found.asked.wanted.aim

    @cached_property
    def against_money(self) -> Array:
        """What the found designs give and save in a hundred resamples: (resamples, designs, 2), more is better."""
        weights, better = self.weights[:FRONTS], self.found.asked.wanted.signs[self.aim]
        gives = better * self.drawn[:FRONTS, : self.number, self.aim]
        return np.stack([gives, -mean(self.found.values[COST], weights)], axis=2)

    @cached_property
    def moves(self) -> float:
        """How far the front moves from resample to resample, as a share of its hypervolume; for two objectives, because more take hours."""
        gains = self.against_money
        low, high = gains.min(axis=(0, 1)), gains.max(axis=(0, 1))
        return deviation(gains, low - (high - low) / 10.0 - 1e-9)

    def interval(self, objective: int) -> Ends:
        """Of one objective of every design."""
        return Resampled(self.estimate[:, objective], self.drawn[:, :, objective]).percentile()

    def gain(self, objective: int) -> tuple[Array, Ends]:
        """What each found design has more of an objective than the scenario, with its paired interval."""
        mine, own = slice(0, self.number), self.number
        difference = self.estimate[mine, objective] - self.estimate[own, objective]
        drawn = self.drawn[:, mine, objective] - self.drawn[:, own, objective][:, None]
        return difference, Resampled(difference, drawn).percentile()


def judged(found: Found) -> Judged:
    """What was found, ready to be told."""
    return Judged(found, cluster_weights(found.field.draws, RESAMPLES))


def front_table(judged: Judged) -> pd.DataFrame:
    """A row per design: lever values, objectives with intervals, optimism and gain, probability on the front, what to be careful about."""
    found, space = judged.found, judged.found.asked.space
    rows: dict[str, object] = {"design": judged.names}
    for place, lever in enumerate(space.levers):
        rows[lever.name] = [lever.shown[design[place]] for design in found.designs]
    for place, objective in enumerate(found.asked.wanted.objectives):
        low, high = judged.interval(place)
        difference, (gain_low, gain_high) = judged.gain(place)
        mine = slice(0, judged.number)
        rows |= {
            objective.name: judged.estimate[mine, place], f"{objective.name}_ci_low": low[mine],
            f"{objective.name}_ci_high": high[mine],
            f"{objective.name}_optimism": found.searched[:-1, place] - judged.estimate[mine, place],
            f"{objective.name}_gain": difference, f"{objective.name}_gain_ci_low": gain_low,
            f"{objective.name}_gain_ci_high": gain_high,
        }  # fmt: skip
    rows |= {
        "probability_on_front": judged.on_front[: judged.number],
        "nearest_named": [nearest(judged, design) for design in found.designs],
        "at_bounds": ["; ".join(at_bounds(space.levers, design)) for design in found.designs],
        "extrapolation": [extrapolation(judged, design) for design in found.designs],
    }
    return pd.DataFrame(rows)


def named_table(judged: Judged) -> pd.DataFrame:
    """The scenario and named designs: objectives with intervals, probability that none of all designs dominates them."""
    rows: dict[str, object] = {"design": list(judged.found.named)}
    for place, objective in enumerate(judged.found.asked.wanted.objectives):
        low, high = judged.interval(place)
        mine = slice(judged.number, None)
        rows |= {
            objective.name: judged.estimate[mine, place], f"{objective.name}_ci_low": low[mine],
            f"{objective.name}_ci_high": high[mine],
        }  # fmt: skip
    return pd.DataFrame(rows | {"probability_on_front": judged.on_front[judged.number :]})


def nearest(judged: Judged, design: Places) -> str:
    """The named design (or the scenario) that differs least: mean distance over the levers, each from 0 to 1."""
    space = judged.found.asked.space
    own = {name: space.position(each[None, :])[0] for name, each in judged.found.named.items()}
    here = space.position(design[None, :])[0]
    return min(own, key=lambda name: float(np.abs(own[name] - here).mean()))


def at_bounds(levers: tuple[Lever, ...], design: Places) -> list[str]:
    """Levers that stand at an end of their plausible range and were moved there."""
    return [
        f"{lever.name}={lever.shown[place]}"
        for lever, place in zip(levers, design, strict=True)
        if lever.ordered and place in lever.ends and place != lever.own
    ]


def extrapolation(judged: Judged, design: Places) -> str:
    """Where no scheme gives evidence: more participants than any pilot had, and values outside their plausible range."""
    space = judged.found.asked.space
    values = space.values(design)
    planned = values.get("design.places", space.config.design.places) * space.config.scale
    found = [f"more than {LARGEST} places"] if planned > LARGEST else []
    found += [
        f"{lever.name}={lever.shown[place]}"
        for lever, place in zip(space.levers, design, strict=True)
        if lever.ordered and not lever.ends[0] <= place <= lever.ends[1]
    ]
    return "; ".join(found)


def steps_table(judged: Judged) -> pd.DataFrame:
    """From each design to the next dearer one that gives more: persons (or what is wanted first), money, and what one more costs."""
    wanted = judged.found.asked.wanted
    names, mine = judged.names, np.arange(judged.number)
    cost = judged.found.values[COST]
    drawn_cost = mean(cost, judged.weights)
    aim, sign = judged.aim, wanted.signs[judged.aim]
    along = sign * judged.estimate[mine, aim]
    order = dearer(along, cost.mean(axis=1)).tolist()
    rows = []
    for before, after in zip(order, order[1:], strict=False):
        more, drawn = (
            along[after] - along[before],
            sign * (judged.drawn[:, after, aim] - judged.drawn[:, before, aim]),
        )
        money, money_drawn = cost[after].mean() - cost[before].mean(), drawn_cost[:, after] - drawn_cost[:, before]
        (low, high), (money_low, money_high) = (
            Resampled(more, drawn).percentile(),
            Resampled(money, money_drawn).percentile(),
        )
        each = money / more if more > 0.0 else np.nan
        rows.append((names[before], names[after], more, low, high, money, money_low, money_high, each))
    return pd.DataFrame(rows, columns=STEPS)


def changes_table(judged: Judged, more_money: float) -> pd.DataFrame:
    """Single changes to the design for the money, the best purchase first, then the cheapest saving.

    ``per_money``: what the first objective gains (or loses) for ``more_money`` of public money spent (or saved).
    """
    changes = judged.found.changes
    if changes is None:
        return pd.DataFrame(columns=CHANGES)
    wanted, space = judged.found.asked.wanted, judged.found.asked.space
    weights = cluster_weights(changes.draws, RESAMPLES)
    once = np.ones((1, len(changes.draws)))
    more, money = (each[0] for each in _moved(wanted, changes.values, once))
    drawn = [Resampled(each[0], each).percentile() for each in _moved(wanted, changes.values, weights)]
    (low, high), (money_low, money_high) = drawn
    seen, seen_money = (
        each[0] for each in _moved(wanted, changes.ranking, np.ones((1, changes.ranking[COST].shape[1])))
    )
    design = judged.found.designs[changes.design]
    rows = []
    for place, (changed, row) in enumerate(zip(changes.levers, changes.designs, strict=True)):
        lever = space.levers[changed]
        rows.append((
            judged.names[changes.design], lever.name, lever.shown[design[changed]], lever.shown[row[changed]], more[place], low[place],
            high[place], money[place], money_low[place], money_high[place], _per(more[place], money[place], more_money),
            _kind(seen[place], seen_money[place], LEAST_MONEY * more_money), _per(seen[place], seen_money[place], more_money),
        ))  # fmt: skip
    table = pd.DataFrame(rows, columns=[*CHANGES, "rank"])
    table = table.assign(group=table.kind.map({BUYS: 0, SAVES: 1}).fillna(2))
    ordered = table.sort_values(["group", "rank"], ascending=[True, False], kind="stable", ignore_index=True)
    return ordered[CHANGES]


def _moved(wanted: Wanted, values: Values, weights: Array) -> tuple[Array, Array]:
    """What each change gives and costs: (resamples, changes) each."""
    found = wanted.signs[wanted.aim] * wanted.estimates(values, weights, wanted.best(values))[:, :, wanted.aim]
    cost = mean(values[COST], weights)
    return found[:, 1:] - found[:, :1], cost[:, 1:] - cost[:, :1]


def _per(more: float, money: float, unit: float) -> float:
    """What is gained (or lost) for so much money spent (or saved)."""
    return more / abs(money) * unit if money else np.nan


def _kind(more: float, money: float, least: float) -> str:
    """Whether a change buys something or saves money; empty if it moves too little money to tell."""
    if abs(money) < least:
        return ""
    if money < 0.0:
        return SAVES
    return BUYS if more > 0.0 else ""


def levers_table(judged: Judged) -> pd.DataFrame:
    """A row per lever: the scenario's value, its values on the front, how many designs stand at a bound, and where the front lies.

    ``front_low``, ``front_high``: the range that tells designs near the front from all others that the search tried (PRIM), empty where
    the lever does not tell them apart.
    """
    found, space = judged.found, judged.found.asked.space
    box = front_box(found)
    rows = []
    for place, lever in enumerate(space.levers):
        mine = found.designs[:, place]
        at = [int(((mine == end) & (mine != lever.own)).sum()) if lever.ordered else 0 for end in lever.ends]
        low, high = box[place] if box else ("", "")
        rows.append((
            lever.name, lever.shown[lever.own], lever.shown[int(mine.min())], lever.shown[int(mine.max())],
            int((mine != lever.own).sum()), *(lever.shown[end] for end in lever.ends), *at, low, high,
            int(assumed(lever.name)),
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=[
        "lever", "scenario", "least", "most", "designs_changed", "plausible_low", "plausible_high", "at_low", "at_high", "front_low",
        "front_high", "price_assumed",
    ])  # fmt: skip


def front_box(found: Found) -> list[tuple[str, str]]:
    """For each lever the range of values in which designs near the front lie, empty if no range tells them apart."""
    wanted, last = found.asked.wanted, found.last
    gains = wanted.signs * wanted.among(last.values)
    close = near(gains, found.margin)
    if close.sum() < LEAST_NEAR or close.all():
        return []
    box = find_box(last.designs.astype(float), close).box
    return [
        ("" if not np.isfinite(low) else lever.shown[int(np.ceil(low))], "" if not np.isfinite(high) else lever.shown[int(np.floor(high))])
        for lever, low, high in zip(found.asked.space.levers, box.low, box.high, strict=True)
    ]  # fmt: skip


def assumed(name: str) -> bool:
    """Whether a part of a lever's price rests on an assumption."""
    price = parameters()[name].price
    ranges = [parameters()[each].plausible for each in price.parameters] if price else []
    return any(each is not None and each.assumed for each in ranges)


def search_table(found: Found) -> pd.DataFrame:
    """A row per design that was tried in the search: stage, generation, levers as places in their grids, objectives, whether ceilings hold."""
    parts = []
    for each in found.generations:
        table = pd.DataFrame(each.designs, columns=found.asked.space.names)
        table = pd.DataFrame({"stage": each.stage, "generation": each.number}, index=table.index).join(table)
        for place, objective in enumerate(found.asked.wanted.objectives):
            table[objective.name] = each.objectives[:, place]
        parts.append(table.assign(ceilings_hold=each.allowed))
    return pd.concat(parts, ignore_index=True)


def prices_table(judged: Judged) -> pd.DataFrame:
    """The price list of each design: every lever that it changes, from which value to which, and what the lever costs."""
    rows = [
        (name, lever.name, lever.shown[lever.own], lever.shown[there], in_plain_words(lever.parameter))
        for name, design in zip(judged.names, judged.found.designs, strict=True)
        for lever, there in zip(judged.found.asked.space.levers, design, strict=True)
        if there != lever.own
    ]
    return pd.DataFrame(rows, columns=["design", "lever", "value_from", "value_to", "price"])


def every_table(judged: Judged, more_money: float) -> dict[str, pd.DataFrame]:
    """Every table by the name of its file."""
    return {
        "front": front_table(judged), "steps": steps_table(judged), "changes": changes_table(judged, more_money),
        "levers": levers_table(judged), "named": named_table(judged), "prices": prices_table(judged),
        "search": search_table(judged.found),
    }  # fmt: skip
