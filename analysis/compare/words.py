"""What a comparison says in plain words, all of them computed, and how it writes numbers."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.command.amounts import interval_words
from analysis.compare.hanging import NOTHING, Hangs
from analysis.compare.runs import OUTCOME, Comparison
from analysis.compare.turning import Turn
from analysis.worlds.settings import BASIS
from analysis.worlds.statistics import FirstMonth, Interval, probability_better
from sim.parameters import Config
from sim.reporting import names, safest, safest_words
from sim.reporting.wording import calendar, month_name, number, with_unit

NAMED = 3
"""Parameters named in the answer, at most."""


def answer(
    comparisons: Sequence[Comparison], turns: Sequence[Turn], budget: object, table: pd.DataFrame, uncertainty: str = safest.CHANCE,
    hangs: Hangs = NOTHING,
) -> list[str]:  # fmt: skip
    """The answer for the first scenario: in how many worlds, what to promise, by how much on average, what would turn it round, cost.

    Then how it is in the other scenarios. ``uncertainty``: what differs between the worlds; ``hangs``: what the difference hangs on.
    """
    first = comparisons[0]
    sentences = [
        counted_worlds(first, budget, uncertainty) or verdict(first, budget),
        promises(first, uncertainty),
        verdict(first, budget, placed=False) if len(first.values(OUTCOME, 0)) > 1 else "",
        f"{turned_round(turns, first)} {hung(hangs)}".strip(),
        _cost(first, table),
        _others(comparisons),
    ]
    return [sentence for sentence in sentences if sentence]


def place_of(comparison: Comparison, budget: object) -> str:
    """Where and on what terms designs are compared."""
    return f"In {names.scenario(comparison.scenario)}, with {BASIS[budget]}"  # type: ignore[index]


def counted_worlds(comparison: Comparison, budget: object, uncertainty: str) -> str:
    """In how many worlds the contender completes strictly more, as many, and fewer; nothing to say of one world."""
    b = comparison.contender
    found = safest.better(comparison.values(OUTCOME, 0), comparison.values(OUTCOME, b))
    more, less = (b, 0) if found.more >= found.fewer else (0, b)
    if more == 0:
        found = safest.Better(found.fewer, found.equal, found.more)
    name = called(comparison, more)
    said = safest_words.more_equal_fewer(found, called(comparison, less), name, uncertainty)
    return f"{place_of(comparison, budget)}, {name}{said[len(name) :]}" if said else ""


def promises(comparison: Comparison, uncertainty: str) -> str:
    """What can be promised with each of the two designs by the last month; nothing to say of one world."""
    b = comparison.contender
    least = [safest.promise(comparison.values(OUTCOME, place)) for place in (b, 0)]
    if comparison.values(OUTCOME, 0).size < 2 or any(map(math.isnan, least)):
        return ""
    month = month_name(comparison.configs[0], comparison.configs[0].horizon)
    other, reference, kind = called(comparison, b), called(comparison, 0), safest_words.worlds(uncertainty)
    if max(least) < 1.0:
        return (
            f"Promise no number, neither with {other} nor with {reference}: in more than 2 of 10 {kind}, there is not one"
            f" completed mobility by {month}."
        )
    numbers = [count(each) if each >= 1.0 else "none" for each in least]
    return (
        f"Promise at most {numbers[0]} completed mobilities with {other} and {numbers[1]} with {reference}: 8 of 10 {kind} have"
        f" at least so many by {month}."
    )


def verdict(comparison: Comparison, budget: object, placed: bool = True) -> str:
    """Which design on average, by how much, how sure, from which month. ``placed``: whether it says where and on what terms."""
    b = comparison.contender
    difference = comparison.outcomes[b]
    reference, other = called(comparison, 0), called(comparison, b)
    where = place_of(comparison, budget) if placed else "On average"
    if difference.estimate == 0.0:
        same = " in every replicate" if difference.low == difference.high == 0.0 else " on average" if placed else ""
        return f"{where}, {other} and {reference} give the same number of completed mobilities{same}."
    more, less = (other, reference) if difference.estimate > 0 else (reference, other)
    values = comparison.values(OUTCOME, b), comparison.values(OUTCOME, 0)
    means = [float(value.mean()) for value in (values if difference.estimate > 0 else values[::-1])]
    among = f", the most of {len(comparison.designs)} designs" if len(comparison.designs) > 2 else ""
    digits = 0 if abs(difference.estimate) >= 10.0 else 1
    average = " on average" if placed else ""
    numbers = f"{means[0]:,.{digits}f} instead of {means[1]:,.{digits}f}{average}"
    if not difference.sure:
        needed = _needed(difference)
        return (
            f"{where}, {more} and {less} cannot be told apart by completed mobilities: {numbers}, a difference of"
            f" {count(abs(difference.estimate))} (95 % interval {_span(difference)}).{needed}"
        )
    month = (comparison.ahead if difference.estimate > 0 else comparison.behind)[b]
    ahead = f"ahead from {month_words(month, comparison.configs[0])} on."
    text = (
        f"{where}, {more} gives {count(abs(difference.estimate))} more completed mobilities than {less}{among}: {numbers}"
        f" (95 % interval of the difference {_span(difference)})"
    )
    if not placed:
        return f"{text}. It is {ahead}"
    chance = probability_better(values[1], values[0], 1 if difference.estimate > 0 else -1)
    return f"{text}, better in {_chance(chance)} of the worlds, and {ahead}"


def hung(hangs: Hangs) -> str:
    """What the difference hangs on, in a sentence; empty where nothing is known of it."""
    if not hangs.on:
        return ""
    named = "; ".join(each.meaning for each in hangs.on[:NAMED])
    return f"What the difference hangs on most: {named}."


def varies(comparison: Comparison, uncertainty: str) -> str:
    """How far the difference varies between worlds, apart from the interval of its mean; nothing to say of one world."""
    b = comparison.contender
    found = safest.spread(comparison.values(OUTCOME, b) - comparison.values(OUTCOME, 0))
    if not math.isfinite(found.mean_low):
        return ""
    few, minus = "runs" if uncertainty == safest.CHANCE else "worlds", "\u2212"
    return (
        f"From one {few[:-1]} to the next, the difference ({called(comparison, b)} less {called(comparison, 0)}) varies:"
        f" {safest_words.between(found.low, found.high, 'count').replace('-', minus)} in nine of ten. The 95 % interval above says"
        f" only how well {comparison.values(OUTCOME, 0).size:,} {few} tell the mean."
    )


def turned_round(turns: Sequence[Turn], comparison: Comparison) -> str:
    """What would turn the answer round, or come closest to it."""
    if not turns:
        return ""
    if not turns[0].stated.sure:
        decided = [turn for turn in turns if turn.difference.sure]
        if not decided:
            return "None of the conditions tried decides it."
        told = "; ".join(f"{turn.condition} ({_gain(turn.difference, comparison)})" for turn in decided[:3])
        return f"It would be decided by {told}."
    flipped = sorted((turn for turn in turns if turn.turned), key=lambda turn: turn.left)
    if flipped:
        told = "; ".join(f"{turn.condition} ({_gain(turn.difference, comparison)})" for turn in flipped[:3])
        return f"The answer turns round with {told}."
    if not turns[0].before.sure:
        return (
            f"{turns[0].before.defined:,} replicates are too few to say whether another condition turns it round:"
            f" take more (turning={turns[0].stated.defined})."
        )
    unsure = sorted((turn for turn in turns if turn.open), key=lambda turn: turn.left)
    if unsure:
        told = " or ".join(turn.condition for turn in unsure[:3])
        return f"No condition tried turns it round for sure, but with {told} the difference is no longer certain."
    closest = min(turns, key=lambda turn: turn.left)
    return (
        f"No condition tried turns it round; {closest.condition} comes closest and leaves"
        f" {number(closest.left, 'share')} of the difference ({count(abs(closest.difference.estimate))})."
    )


def _cost(comparison: Comparison, table: pd.DataFrame) -> str:
    b = comparison.contender
    ours = (table["scenario"] == comparison.scenario) & (table["design_b"] == comparison.designs[b].name)
    mine = table[ours].set_index("indicator")
    each = mine.loc["cost_per_completed"]
    spent = " and ".join(
        f"{_roughly(comparison, 'public_cost', place)} with {called(comparison, place)}{_until(comparison, place)}"
        for place in (b, 0)
    )
    text = f"Public money spent on average: {spent}"
    if each.replicates >= 2:
        both = " and ".join(_roughly(comparison, "cost_per_completed", place) for place in (b, 0))
        text += f"; per completed mobility {both}"
        if each.undefined:
            text += (
                f" (over the {each.replicates:,} of {each.replicates + each.undefined:,} worlds in which both had one)"
            )
    return f"{text}."


def _roughly(comparison: Comparison, name: str, place: int) -> str:
    """The mean of an amount over the worlds in which both designs have it, rounded to what is known."""
    values = comparison.values(name, place)
    both = values[~np.isnan(comparison.values(name, 0)) & ~np.isnan(comparison.values(name, comparison.contender))]
    return euros(safest.known(float(both.mean()), safest.width(both)))


def _until(comparison: Comparison, place: int) -> str:
    """When public funding ends, in the middle of the worlds."""
    end = safest.spread(comparison.values("funding_end", place)).median
    return "" if math.isnan(end) else f" (funded until month {end:.0f})"


def _others(comparisons: Sequence[Comparison]) -> str:
    if len(comparisons) < 2:
        return ""
    b = comparisons[0].contender
    other, reference = called(comparisons[0], b), called(comparisons[0], 0)
    outcomes = [each.outcomes[b] for each in comparisons]
    more = sum(each.sure and each.estimate > 0 for each in outcomes)
    less = sum(each.sure and each.estimate < 0 for each in outcomes)
    unsure = len(outcomes) - more - less
    return (
        f"Of the {len(outcomes)} scenarios, {other} surely gives more than {reference} in {more} and surely less in {less};"
        f" in {unsure} the two cannot be told apart."
    )


def called(comparison: Comparison, position: int) -> str:
    """A design within a sentence."""
    return names.design(comparison.designs[position].name)


def count(value: float) -> str:
    """Persons."""
    return number(value, "persons")


def _chance(share: float) -> str:
    """A share in percent; not 100 % where it is not quite."""
    text = number(share, "share")
    return "over 99 %" if share < 1.0 and text == "100 %" else "all" if share == 1.0 else text


def euros(value: float) -> str:
    """An amount with its unit."""
    return with_unit(value, "EUR")


def _span(interval: Interval) -> str:
    """The interval, turned so that the difference reads as positive."""
    if interval.estimate < 0:
        interval = interval._replace(low=-interval.high, high=-interval.low)
    return (
        interval_words(interval.low, interval.high, "persons")
        if math.isfinite(interval.low)
        else "unknown: one replicate"
    )


def _gain(difference: Interval, comparison: Comparison) -> str:
    b = comparison.contender
    name = called(comparison, b if difference.estimate > 0 else 0)
    return f"{name} then gives {count(abs(difference.estimate))} more, {_span(difference)}"


def _needed(difference: Interval) -> str:
    half = (difference.high - difference.low) / 2.0
    if not math.isfinite(half) or difference.estimate == 0.0:
        return ""
    needed = math.ceil(difference.defined * (half / abs(difference.estimate)) ** 2)
    if needed > 1_000_000:
        return ""
    return f" If the difference is what it seems, about {needed:,} replicates would show it."


def month_words(first: FirstMonth, config: Config) -> str:
    """The first month of being ahead, with its date and interval."""
    date = calendar(config, first.month)
    span = ""
    if math.isfinite(first.low):
        high = f"{first.high:.0f}" if math.isfinite(first.high) else "never"
        span = f"95 % interval {first.low:.0f} to {high}" if f"{first.low:.0f}" != high else "in all resamples"
    told = "; ".join(part for part in (date, span) if part)
    return f"month {first.month:.0f}" + (f" ({told})" if told else "")
