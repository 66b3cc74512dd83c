"""What a run says to a planner, in plain sentences computed from its results."""

import math

import numpy as np

from sim.parameters import Config
from sim.reporting.estimate import Estimate
from sim.reporting.estimates import estimates, first_months
from sim.reporting.results import Results
from sim.reporting.wording import (
    WAITING,
    budget,
    calendar,
    cause,
    counted,
    estimated,
    extrapolation,
    funding_end,
    interval,
    number,
    undefined_note,
    with_unit,
)


def answer(config: Config, results: Results) -> list[str]:
    """The answer, a sentence or two for each of: extrapolation, where it is one, outcome, way, time, obstacles, money, likelihood."""
    known = estimates(results)
    sentences = [
        extrapolation(config),
        _outcome(config, known),
        _likelihood(results),
        _way(known),
        _declarations(known),
        _time(config, results),
        stuck(known),
        cost(config, known),
    ]
    return [sentence for sentence in sentences if sentence]


def _outcome(config: Config, known: dict[str, Estimate]) -> str:
    done, places = known["completed_mobilities"], known["places_planned"].median
    if not done.known:
        return "The number of completed mobilities is undefined in all runs."
    spread = f" (90 % interval {interval(done)})" if done.defined > 1 else " (one run, so without an interval)"
    mobilities = (
        f"{counted(done.median, 'mobility', 'mobilities')}{spread} {'was' if done.median == 1 else 'were'} completed"
    )
    months = counted(config.horizon, "month")
    if not places > 0:
        return f"No places were planned; {mobilities} within {months}."
    text = f"Of {counted(places, 'planned place')}, {mobilities} within {months}"
    achieved = known["achievement"]
    return f"{text}: {number(achieved.median, 'share')} of the plan." if achieved.known else f"{text}."


def _likelihood(results: Results) -> str:
    achieved = results.runs["achievement"].to_numpy(np.float64)
    achieved = achieved[np.isfinite(achieved)]
    if achieved.size < 2:
        return ""
    half, full = int((achieved >= 0.5).sum()), int((achieved >= 1.0).sum())
    return (
        f"At least half of the places ended in a completed mobility in {_likely(half, achieved.size)},"
        f" all of them in {_likely(full, achieved.size)}."
    )


def _likely(count: int, runs: int) -> str:
    return f"{number(count / runs, 'share')} of the runs ({count:,} of {runs:,})" if count else "none of the runs"


def _way(known: dict[str, Estimate]) -> str:
    if not known["applicants"].known:
        return ""
    steps = {"trained": "were trained", "matches": "were matched with a host", "departures": "departed"}
    *parts, last = [f"{estimated(known[name])} {happened}" for name, happened in steps.items()]
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
    spread = f" ({interval(each)})" if each.defined > 1 else ""
    return (
        f"Hosts declared {number(each.median, 'vacancies')} vacancies for each match{spread}:"
        f" for {HIRES} hires that would be some {number(HIRES * each.median, 'count')}."
    )


def _persons(value: Estimate) -> str:
    spread = f" ({interval(value)})" if value.defined > 1 else ""
    return f"{counted(value.median, 'person')}{spread}"


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
        f"Candidates lost most time waiting for {cause(first.name).lower()}: {estimated(first, unit=True)},"
        f" {number(first.median / total, 'share')} of all waiting"
    )
    return (
        f"{text}; next came {cause(second.name).lower()} with {number(second.median, second.unit)}."
        if second.median > 0
        else f"{text}."
    )


def cost(config: Config, known: dict[str, Estimate]) -> str:
    """What it cost, in a sentence or two."""
    spent, unspent, each = known["public_cost"], known["unspent"], known["cost_per_completed"]
    total, contributed = budget(config), known["private_contribution"]
    if not spent.known:
        return "What it cost is undefined in all runs."
    text = f"Of {number(total, 'EUR')} EUR of public money, the scheme spent {_euros(spent)}"
    if unspent.known and unspent.median > 0:
        text += f" and returned {_euros(unspent)}"
    if contributed.known and contributed.median > 0:
        text += f"; hosts contributed {_euros(contributed)}"
    if not each.known:
        return f"{text}. No run had a completed mobility, so the cost of one is undefined."
    note = undefined_note(each)
    own = known["completed_self_financed"]
    apart = (
        f" {_persons(own)} more completed after the funding, paid for by hosts." if own.known and own.median > 0 else ""
    )
    return (
        f"{text}. A completed mobility that public money paid for cost {estimated(each, unit=True)}"
        f"{f'; {note} because they had none' if note else ''}.{apart}"
    )


def _euros(value: Estimate) -> str:
    return with_unit(value.median, "EUR")
