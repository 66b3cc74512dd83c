"""What a comparison says in plain words, all of them computed, and how it writes numbers."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis.command.amounts import interval_words
from analysis.compare.runs import OUTCOME, Comparison
from analysis.compare.turning import Turn
from analysis.worlds.settings import BASIS
from analysis.worlds.statistics import FirstMonth, Interval, probability_better
from sim.parameters import Config
from sim.reporting import names
from sim.reporting.wording import calendar, number, with_unit


def answer(comparisons: Sequence[Comparison], turns: Sequence[Turn], budget: object, table: pd.DataFrame) -> list[str]:
    """The answer for the first scenario, what would turn it round, what it costs, and how it is in the other scenarios."""
    first = comparisons[0]
    sentences = [
        f"{verdict(first, budget)} {turned_round(turns, first)}".strip(),
        _cost(first, table),
        _others(comparisons),
    ]
    return [sentence for sentence in sentences if sentence]


def verdict(comparison: Comparison, budget: object) -> str:
    """Which design, by how much, how sure, from which month: one computed sentence."""
    b = comparison.contender
    difference = comparison.outcomes[b]
    reference, other = called(comparison, 0), called(comparison, b)
    where = f"In {names.scenario(comparison.scenario)}, with {BASIS[budget]}"  # type: ignore[index]
    if difference.estimate == 0.0:
        same = " in every replicate" if difference.low == difference.high == 0.0 else " on average"
        return f"{where}, {other} and {reference} give the same number of completed mobilities{same}."
    more, less = (other, reference) if difference.estimate > 0 else (reference, other)
    values = comparison.values(OUTCOME, b), comparison.values(OUTCOME, 0)
    means = [value.mean() for value in (values if difference.estimate > 0 else values[::-1])]
    among = f", the most of {len(comparison.designs)} designs" if len(comparison.designs) > 2 else ""
    digits = 0 if abs(difference.estimate) >= 10.0 else 1
    numbers = f"{means[0]:,.{digits}f} instead of {means[1]:,.{digits}f}"
    if not difference.sure:
        needed = _needed(difference)
        return (
            f"{where}, {more} and {less} cannot be told apart by completed mobilities: {numbers} on average, a difference of"
            f" {count(abs(difference.estimate))} (95 % interval {_span(difference)}).{needed}"
        )
    chance = probability_better(values[1], values[0], 1 if difference.estimate > 0 else -1)
    month = (comparison.ahead if difference.estimate > 0 else comparison.behind)[b]
    return (
        f"{where}, {more} gives {count(abs(difference.estimate))} more completed mobilities than {less}{among}: {numbers} on average"
        f" (95 % interval of the difference {_span(difference)}), better in {_chance(chance)} of the worlds,"
        f" and ahead from {month_words(month, comparison.configs[0])} on."
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
    other, reference = called(comparison, b), called(comparison, 0)
    ours = (table["scenario"] == comparison.scenario) & (table["design_b"] == comparison.designs[b].name)
    mine = table[ours].set_index("indicator")
    spent, each = mine.loc["public_cost"], mine.loc["cost_per_completed"]
    text = f"Public money spent: {euros(spent.mean_b)} with {other}, {euros(spent.mean_a)} with {reference}"
    if each.replicates >= 2:
        text += f"; per completed mobility {euros(each.mean_b)} and {euros(each.mean_a)}"
        if each.undefined:
            text += (
                f" (over the {each.replicates:,} of {each.replicates + each.undefined:,} worlds in which both had one)"
            )
    return f"{text}."


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
