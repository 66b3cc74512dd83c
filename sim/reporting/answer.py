"""What a run says to a planner, in plain sentences computed from its results: the safest numbers first."""

import math
from typing import NamedTuple

import numpy as np

from sim.parameters import Config
from sim.reporting import safest, safest_words
from sim.reporting.estimate import Estimate
from sim.reporting.estimates import by_month, estimates, first_months
from sim.reporting.outside import departed, planned, view_of
from sim.reporting.results import Results
from sim.reporting.safest_words import roughly
from sim.reporting.wording import (
    WAITING,
    budget,
    calendar,
    cause,
    counted,
    extrapolation,
    funding_end,
    number,
    undefined_note,
    with_unit,
)


def answer(config: Config, results: Results) -> list[str]:
    """The answer, a sentence or two each: how often too few, what to promise, the outside view, what comes after, the cost."""
    uncertainty, places = safest.uncertainty_of(config), planned(config)
    completed = results.runs["completed_mobilities"].to_numpy(np.float64)
    frequencies = safest.frequencies(completed, places)
    view = view_of(config)
    sentences = [
        extrapolation(config),
        " ".join(safest_words.how_often(each, places, uncertainty) for each in frequencies)
        or outcome(config, estimates(results)),
        safest_words.promised(completed, config.horizon, config, uncertainty),
        safest_words.outside(view, places, departed(results), config) if view else "",
        _after(results),
        cost(config, results),
    ]
    return [sentence for sentence in sentences if sentence]


def further(config: Config, results: Results) -> list[str]:
    """What else there is to say: outcome, way, hosts, time, obstacles, and how well the mean is known."""
    known = estimates(results)
    completed = results.runs["completed_mobilities"].to_numpy(np.float64)
    sentences = [
        outcome(config, known),
        safest_words.mean_and_spread(completed, safest.uncertainty_of(config)),
        _way(known),
        _declarations(known),
        _time(config, results),
        stuck(known),
    ]
    return [sentence for sentence in sentences if sentence]


class DateRow(NamedTuple):
    """A date and what has happened by then, in words."""

    date: str
    departed: str
    completed: str
    promise: str


def by_dates(config: Config, results: Results) -> list[DateRow]:
    """Departures and completed stays up to month 18, the planned end of funding and the last month, and what to promise."""
    left, done = by_month(results, "departures"), by_month(results, "completed_mobilities")
    return [date_row(date, config, left, done) for date in safest.dates(funding_end(config), config.horizon)]


def date_row(date: safest.Date, config: Config, departures: safest.Array, completed: safest.Array) -> DateRow:
    """One date in words; ``departures``, ``completed``: events by month, (worlds, months)."""
    left, done = (safest.up_to(monthly, date.months) for monthly in (departures, completed))
    least = safest.promise(done) if len(done) > 1 else math.nan
    return DateRow(
        safest_words.date_label(date, config), safest_words.persons(safest.spread(left)),
        safest_words.persons(safest.spread(done)), "–" if math.isnan(least) else number(least, "count"),
    )  # fmt: skip


def _after(results: Results) -> str:
    ends = results.runs["funding_end"].to_numpy(np.float64)
    completed = safest.after(by_month(results, "completed_mobilities"), ends)
    return safest_words.after_funding(completed, results.runs["completed_self_financed"].to_numpy(np.float64))


def outcome(config: Config, known: dict[str, Estimate]) -> str:
    """How many completed, of how many places, in a sentence."""
    done, places = known["completed_mobilities"], planned(config)
    if not done.known:
        return "The number of completed mobilities is undefined in all runs."
    spread = "" if done.defined > 1 else " (one run, so without an interval)"
    mobilities = f"{roughly(done)} {'mobility was' if done.median == 1 and done.defined == 1 else 'mobilities were'} completed{spread}"
    months = counted(config.horizon, "month")
    if not places > 0:
        return f"No places were planned; {mobilities} within {months}."
    text = f"Of {counted(places, 'planned place')}, {mobilities} within {months}"
    achieved = known["achievement"]
    share = safest_words.rounded(achieved.median, "share", achieved.high - achieved.low)
    return f"{text}: {share} of the plan." if achieved.known else f"{text}."


def _way(known: dict[str, Estimate]) -> str:
    if not known["applicants"].known:
        return ""
    steps = {"trained": "were trained", "matches": "were matched with a host", "departures": "departed"}
    *parts, last = [f"{roughly(known[name])} {happened}" for name, happened in steps.items()]
    text = f"On the way there, {_persons(known['applicants'])} applied, {', '.join(parts)} and {last}."
    placed = known["local_placements"]
    return (
        f"{text} {_persons(placed)} found work in the economy of origin."
        if placed.known and placed.median > 0
        else text
    )


HIRES = 50
"""Hires for which declared vacancies are counted."""


def _declarations(known: dict[str, Estimate]) -> str:
    each = known["declared_per_hire"]
    if not each.known:
        return ""
    width = each.high - each.low
    spread = f" ({safest_words.between(each.low, each.high, each.unit)})" if each.defined > 1 else ""
    return (
        f"Hosts declared {safest_words.rounded(each.median, each.unit, width)} vacancies for each match{spread}:"
        f" for {HIRES} hires that would be some {safest_words.rounded(HIRES * each.median, 'count', HIRES * width)}."
    )


def _persons(value: Estimate) -> str:
    return f"{roughly(value)} {'person' if value.median == value.high == 1 else 'persons'}"


def _time(config: Config, results: Results) -> str:
    first = first_months(results, "departures")
    never = float(np.isinf(first).mean())
    planned, actual = funding_end(config), estimates(results)["funding_end"].median
    if never == 1.0:
        text = "Nobody departed in any run."
    else:
        month = float(np.quantile(first, 0.5, method="inverted_cdf"))
        if math.isfinite(month):
            date = calendar(config, month)
            text = f"The first departed in month {month:.0f}{f', {date}' if date else ''} (median)"
            text += f"; nobody did in {number(never, 'share')} of the runs." if never else "."
        else:
            text = f"Nobody departed in {number(never, 'share')} of the runs."
    if math.isfinite(actual) and abs(actual - planned) >= 0.5:
        later = "later" if actual > planned else "earlier"
        text += f" Public funding ended {counted(abs(round(actual - planned)) or 1, 'month')} {later} than planned (median)."
    return text


def stuck(known: dict[str, Estimate]) -> str:
    """Where candidates lost most time, in a sentence."""
    ranked = sorted(WAITING, key=lambda name: -np.nan_to_num(known[name].median))
    total = sum(np.nan_to_num(known[name].median) for name in WAITING)
    if total <= 0:
        return "Nobody waited for anything in the median run."
    first, second = known[ranked[0]], known[ranked[1]]
    text = (
        f"Candidates lost most time waiting for {cause(first.name).lower()}: {roughly(first)},"
        f" {number(first.median / total, 'share')} of all waiting"
    )
    if second.median > 0:
        after = safest_words.rounded(second.median, second.unit, second.high - second.low)
        return f"{text}; next came {cause(second.name).lower()} with {after}."
    return f"{text}."


def cost(config: Config, results: Results) -> str:
    """What it cost, in a sentence or two."""
    known = estimates(results)
    spent, unspent, each = known["public_cost"], known["unspent"], known["cost_per_completed"]
    total, contributed = budget(config), known["private_contribution"]
    if not spent.known:
        return "What it cost is undefined in all runs."
    text = f"Of {with_unit(total, 'EUR')} of public money, the scheme spent {_euros(spent)}"
    if unspent.known and unspent.median > 0:
        text += f" and returned {_euros(unspent)}"
    if contributed.known and contributed.median > 0:
        text += f"; hosts contributed {_euros(contributed)}"
    most = safest_words.spent_at_most(results.runs["public_cost"].to_numpy(np.float64), safest.uncertainty_of(config))
    text = f"{text}. {most}".strip()
    if not each.known:
        return f"{text} No run had a completed mobility, so the cost of one is undefined."
    note = undefined_note(each)
    return (
        f"{text} A completed mobility that public money paid for cost {roughly(each)}"
        f"{f'; {note} because they had none' if note else ''}."
    )


def _euros(value: Estimate) -> str:
    return with_unit(safest.known(value.median, value.high - value.low), "EUR")
