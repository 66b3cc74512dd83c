"""What a run says to a planner, in plain sentences computed from its results."""

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.estimates import Estimate, estimates, first_months
from sim.parameters import Config
from sim.wording import (
    WAITING,
    budget,
    calendar,
    cause,
    counted,
    estimated,
    funding_end,
    interval,
    number,
    significant,
    undefined_note,
    with_unit,
)

if TYPE_CHECKING:
    from sim.ensemble import Results


def answer(config: Config, results: "Results") -> list[str]:
    """The answer, a sentence or two for each of: outcome, way, time, obstacles, money, likelihood."""
    known = estimates(results)
    sentences = [_outcome(config, known), _likelihood(results), _way(known), _time(config, results), stuck(known), cost(config, known)]
    return [sentence for sentence in sentences if sentence]


def _outcome(config: Config, known: dict[str, Estimate]) -> str:
    done, places = known["completed_mobilities"], known["places_planned"].median
    if not done.known:
        return "The number of completed mobilities is undefined in all runs."
    spread = f" (90 % interval {interval(done)})" if done.defined > 1 else " (one run, so without an interval)"
    mobilities = counted(done.median, "mobility was", "mobilities were")
    months = counted(config.horizon, "month")
    if not places > 0:
        return f"No places were planned; {mobilities}{spread} completed within {months}."
    text = f"Of {counted(places, 'planned place')}, {mobilities}{spread} completed within {months}"
    achieved = known["achievement"]
    return f"{text}: {number(achieved.median, 'share')} of the plan." if achieved.known else f"{text}."


def _likelihood(results: "Results") -> str:
    achieved = results.runs["achievement"].to_numpy(np.float64)
    achieved = achieved[np.isfinite(achieved)]
    if achieved.size < 2:
        return ""
    half, full = int((achieved >= 0.5).sum()), int((achieved >= 1.0).sum())
    return (
        f"At least half of the places ended in a completed mobility in {number(half / achieved.size, 'share')} of the runs"
        f" ({half:,} of {achieved.size:,}), all of them in {number(full / achieved.size, 'share')}."
    )


def _way(known: dict[str, Estimate]) -> str:
    parts = [
        f"{estimated(known[name])} {verb}"
        for name, verb in (
            ("applicants", "persons applied"), ("trained", "were trained"), ("matches", "were matched with a host"),
            ("departures", "departed"),
        )
    ]  # fmt: skip
    return f"On the way there, {', '.join(parts[:-1])} and {parts[-1]}." if known["applicants"].known else ""


def _time(config: Config, results: "Results") -> str:
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
    return f"{text}; next came {cause(second.name).lower()} with {number(second.median, second.unit)}." if second.median > 0 else f"{text}."


def cost(config: Config, known: dict[str, Estimate]) -> str:
    """What it cost, in a sentence or two."""
    spent, unspent, each = known["public_cost"], known["unspent"], known["cost_per_completed"]
    total, contributed = budget(config), known["private_contribution"]
    if not spent.known:
        return "What it cost is undefined in all runs."
    text = f"{with_unit(significant(spent.median), 'EUR')} of {with_unit(total, 'EUR')} public money were spent"
    if unspent.known and unspent.median > 0:
        text += f" and {with_unit(significant(unspent.median), 'EUR')} returned"
    if contributed.known and contributed.median > 0:
        text += f"; hosts contributed {with_unit(significant(contributed.median), 'EUR')}"
    if not each.known:
        return f"{text}. The cost of a completed mobility is undefined: there was none in any run."
    note = undefined_note(each)
    return f"{text}. Per completed mobility that is {estimated(each, unit=True)}{f'; {note}, which had none' if note else ''}."
