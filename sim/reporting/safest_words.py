"""The safest numbers in sentences: how often, what to promise, by which date, and the outside view beside the model's."""

import math
from collections.abc import Sequence

import numpy as np

from sim.evidence.outside_view import OutsideView
from sim.parameters import Config
from sim.reporting import safest
from sim.reporting.estimate import Estimate
from sim.reporting.names import COUNTED
from sim.reporting.safest import Array, Date, Frequency, Spread
from sim.reporting.wording import UNDEFINED, counted, funding_end, month_name, number, span, with_unit

FRACTIONS = {0.1: "a tenth", 0.25: "a quarter", 0.5: "half", 0.75: "three quarters", 1.0: "all"}
"""Shares of the places in words."""
HUNDRED = 100
UNNAMED = (*COUNTED, "share", "0-1", "index")
"""Units that a sentence leaves out after a number."""
CLASSES = {
    1.0: "firms are won one by one after the start",
    0.5: "half of the places are signed before the start",
    0.0: "all places are signed before the start",
}
"""Who closes the deal, by the share of places that is open."""
DIFFERS = {
    safest.CHANCE: "The runs differ by luck alone: who applies, who hires, elections, demand. All of them use the same"
    " parameters, as if the world were known; the ranges do not say how wrong the parameters may be.",
    "parameters": "The worlds differ in the uncertain parameters, which each world draws once; luck is the same in all of them.",
    "both": "The worlds differ in luck (who applies, who hires, elections, demand) and in the uncertain parameters, which each"
    " world draws once.",
}
"""What differs between the runs, in a sentence or two."""
DATE_COLUMNS = ("departed", "completed", "promise at most")
"""What is told of each date: median (nine worlds in ten), and the promise."""
OUTSIDE_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def worlds(uncertainty: str) -> str:
    """What a frequency counts: plausible worlds, or runs of one world where only chance differs."""
    return "runs of this one world" if uncertainty == safest.CHANCE else "plausible worlds"


def of_hundred(count: int, total: int) -> str:
    """``24 of 100``, from any number of worlds; fewer than 100 worlds are counted as they are."""
    if total < HUNDRED or count in (0, total):
        return f"{count:,} of {total:,}"
    hundredths = math.floor(HUNDRED * count / total + 0.5)
    if hundredths == 0:
        return f"fewer than 1 of {HUNDRED}"
    return f"more than {HUNDRED - 1} of {HUNDRED}" if hundredths == HUNDRED else f"{hundredths} of {HUNDRED}"


def how_often(each: Frequency, places: float, uncertainty: str) -> str:
    """A frequency in a sentence."""
    planned, share = counted(places, "place"), FRACTIONS.get(each.fraction, "")
    every = f"all {each.total:,}" if each.worlds in (0, each.total) else of_hundred(each.worlds, each.total)
    where = f"In {every} {worlds(uncertainty)}"
    if each.fraction == 0.0:
        return f"{where}, there is not one completed mobility."
    if each.fraction == 1.0:
        return f"{where}, {'all' if each.worlds == 0 else 'not all'} of the {planned} lead to a completed mobility."
    few = f"fewer than {share} of the {planned} (fewer than {each.below:,})"
    if each.worlds == 0:
        few = f"at least {share} of the {planned} ({each.below:,} or more)"
    return f"{where}, {few} lead to a completed mobility."


def caveat(uncertainty: str, replicates: int) -> str:
    """What the numbers of a page are, and what differs between its runs."""
    if replicates == 1:
        return (
            "This is one run. Luck alone may make another one look different: take more replicates to see by how much."
        )
    few = "runs" if uncertainty == safest.CHANCE else "worlds"
    return (
        f"Numbers are medians over {replicates:,} {few}, and a range in brackets holds nine in ten of them. Both are rounded to"
        f" what is known. {DIFFERS[uncertainty]}"
    )


def promised(values: Array, months: int, config: Config, uncertainty: str) -> str:
    """What can be promised of completed mobilities by a date; nothing to say of fewer than two worlds."""
    number_kept, total = safest.promise(values), _defined(values)
    if total < 2 or math.isnan(number_kept):
        return ""
    kind = worlds(uncertainty)
    by = month_name(config, months)
    if number_kept < 1.0:
        return f"Promise no number: in more than 2 of 10 {kind}, there is not one completed mobility by {by}."
    shown = counted(number_kept, "completed mobility", "completed mobilities")
    least = "at least so many" if number_kept > 1.0 else "at least this one"
    return f"Promise at most {shown}: 8 of 10 {kind} have {least} by {by}."


def spent_at_most(values: Array, uncertainty: str) -> str:
    """What public spending does not exceed in 8 of 10 worlds; nothing to say of fewer than two worlds."""
    most = safest.at_most(values)
    if _defined(values) < 2 or math.isnan(most):
        return ""
    return f"In 8 of 10 {worlds(uncertainty)}, the scheme spends at most {with_unit(most, 'EUR')} of public money."


def persons(spread: Spread) -> str:
    """Median and nine worlds in ten, rounded to what is known: ``24 (8 to 45)``."""
    if math.isnan(spread.median):
        return UNDEFINED
    middle = rounded(spread.median, "count", spread.high - spread.low)
    return middle if spread.high == spread.low else f"{middle} ({between(spread.low, spread.high, 'count')})"


def rounded(value: float, unit: str, width: float) -> str:
    """A number rounded to what is known (:func:`sim.reporting.safest.known`), persons as whole ones."""
    found = safest.known(value, width)
    return number(math.floor(found + 0.5) if unit == "count" and abs(found) >= 1.0 else found, unit)


def between(low: float, high: float, unit: str) -> str:
    """``8 to 45``, rounded to what is known."""
    ends = (safest.known(end, high - low) for end in (low, high))
    first, last = (math.floor(end + 0.5) if unit == "count" and abs(end) >= 1.0 else end for end in ends)
    return span(first, last, unit)


def roughly(value: Estimate) -> str:
    """Median and interval of an indicator, rounded to what is known: ``120 (80 to 170)``; the median with its unit."""
    if not value.known:
        return UNDEFINED
    width = value.high - value.low
    kind = "count" if value.unit in COUNTED else value.unit
    middle = rounded(value.median, kind, width)
    text = middle if value.unit in UNNAMED else f"{middle} {value.unit}"
    return text if value.defined < 2 else f"{text} ({between(value.low, value.high, kind)})"


def date_label(date: Date, config: Config) -> str:
    """A date in a table: ``month 36, planned end of funding``."""
    told = {"planned_end": "planned end of funding", "horizon": "last month simulated"}.get(date.name, "")
    return month_name(config, date.months) + (f", {told}" if told else "")


def after_funding(completed: Array, own: Array) -> str:
    """Mobilities that were completed after public funding had ended, as a part of all; nothing to say where there are none."""
    found, paid = safest.spread(completed), safest.spread(own)
    if math.isnan(found.high) or found.high < 1.0:
        return ""
    text = f"Of the completed mobilities, {persons(found)} end after public funding has ended"
    return f"{text}; hosts pay for {persons(paid)} of them." if paid.high >= 1.0 else f"{text}."


def mean_and_spread(values: Array, uncertainty: str) -> str:
    """The interval of the mean apart from the spread of the worlds; nothing to say of fewer than two worlds."""
    found = safest.spread(values)
    if not math.isfinite(found.mean_low):
        return ""
    total = _defined(values)
    few = "run" if uncertainty == safest.CHANCE else "world"
    precision = found.mean_high - found.mean_low
    return (
        f"The {few}s differ: nine in ten have {between(found.low, found.high, 'count')} completed mobilities. The mean of all"
        f" {total:,} is {rounded(found.mean, 'count', precision)} (95 % interval"
        f" {between(max(found.mean_low, 0.0), found.mean_high, 'count')}). More {few}s narrow this interval, not the spread."
    )


def outside(view: OutsideView, places: float, departed: Array, config: Config) -> str:
    """The outside view in persons beside the model's; ``departed``: persons per world by the end of public funding."""
    low, _, middle, _, high = (float(ratio) * places for ratio in view.quantile(OUTSIDE_LEVELS))
    own = safest.spread(departed)
    schemes = counted(view.rows, "real scheme")
    text = (
        f"Outside view, from {schemes} in which {CLASSES[view.open_share]}: {rounded(middle, 'count', high - low)} persons"
        f" move ({between(low, high, 'count')} in nine cases of ten)."
    )
    if math.isnan(own.median):
        return text
    return f"{text} The model: {persons(own)} depart by {end_of_funding(config)}."


def outside_rule(view: OutsideView) -> str:
    """What the outside view is, in two sentences."""
    return (
        "The outside view asks only what share of its plan each real scheme of the same kind achieved, and knows nothing else"
        f" of this scheme. It rests on {counted(view.rows, 'scheme')} in which {CLASSES[view.open_share]}, and to a smaller"
        " part on all others."
    )


def end_of_funding(config: Config) -> str:
    """Until when departures are counted beside the outside view: the funding's end, or the last month simulated before it."""
    planned = funding_end(config)
    return "the end of public funding" if planned <= config.horizon else month_name(config, config.horizon)


def more_equal_fewer(found: safest.Better, first: str, second: str, uncertainty: str) -> str:
    """In how many worlds the second design completes strictly more than the first, as many, and fewer."""
    if found.total < 2:
        return ""
    if found.equal == found.total:
        both = f"{second[:1].upper()}{second[1:]} and {first}"
        return f"{both} complete equally many mobilities in all {found.total:,} {worlds(uncertainty)}."
    parts = hundredths((found.more, found.equal, found.fewer), found.total)
    of = min(found.total, HUNDRED)
    return (
        f"{second[:1].upper()}{second[1:]} completes more than {first} in {parts[0]}, as many in {parts[1]},"
        f" fewer in {parts[2]} of {of:,} {worlds(uncertainty)}."
    )


def hundredths(counts: Sequence[int], total: int) -> list[int]:
    """Counts of a total as counts of 100, where there are more; they still add up (largest remainders)."""
    if total <= HUNDRED:
        return list(counts)
    exact = [HUNDRED * count / total for count in counts]
    whole = [math.floor(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in order[: HUNDRED - sum(whole)]:
        whole[place] += 1
    return whole


def _defined(values: Array) -> int:
    return int((~np.isnan(values)).sum())
