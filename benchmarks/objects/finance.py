"""Finance and monitoring: the end of public funding and life after it, and what is measured (ODD, finance, monitoring)."""

from collections import Counter
from collections.abc import Iterable
from math import nan
from typing import TYPE_CHECKING

from benchmarks.objects.categories import Line, Side
from benchmarks.objects.government import Government
from sim.indicators import FLOW, INDICATORS, LEVEL

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme
    from benchmarks.objects.scheme import Scheme


def finance(model: "PilotScheme") -> None:
    """Capacity is built, the books are closed: is the scheme still funded, and if not, does the pathway live on?"""
    scheme, budget = model.scheme, model.budget
    if scheme.funded:
        budget.spend_evenly(Line.monitoring)
        amount = budget.spend_evenly(Line.capacity)
        if budget.total > 0:
            scheme.capacity_stock += model.p.agencies.capacity_gain * model.shock.services * amount / budget.total
    else:
        scheme.capacity_stock *= 0.5 ** (1 / model.p.agencies.capacity_half_life)
    if scheme.funded:
        if model.month + 1 >= scheme.end_month:
            scheme.funded = False
            scheme.alive = backed(model)
    elif scheme.alive:
        if scheme.covered >= 1:
            scheme.uncovered_months = 0
            model.count("months_sustained")
        else:
            scheme.uncovered_months += 1
        scheme.alive = scheme.uncovered_months <= model.p.costs.sustain_grace and backed(model)


def backed(model: "PilotScheme") -> bool:
    """Whether governments stand behind the pathway: some have signed, and all of these still want it."""
    signed = model.agents_by_type[Government].select(lambda government: government.signed)
    return len(signed) > 0 and all(not government.standing < model.p.costs.sustain_trust for government in signed)


def monitoring(model: "PilotScheme") -> None:
    """The levels at the end of the month."""
    governments = model.agents_by_type[Government]
    record = model.record
    record["trust_government"] = mean(government.trust for government in governments)
    for side in Side:
        on_side = governments.select(lambda government: government.side == side)  # noqa: B023
        record[f"trust_government_{side.name}"] = mean(government.trust for government in on_side)
    record["political_support"] = total(government.support / len(governments) for government in governments)
    record["demand"] = total(market.demand / len(model.markets) for market in model.markets)
    record["capacity_built"] = model.scheme.capacity_stock
    record["trust_employer"] = model.scheme.host_trust
    record["institutional_memory"] = model.scheme.memory


def total(values: Iterable[float]) -> float:
    """Their sum, added one after the other (Python's own ``sum`` compensates rounding from 3.12 on)."""
    added = 0.0
    for value in values:
        added += value
    return added


def mean(values: Iterable[float]) -> float:
    """Their mean; undefined if there are none."""
    listed = list(values)
    return ratio(total(listed), len(listed))


def ratio(part: float, whole: float) -> float:
    """A quotient; undefined with denominator 0."""
    return part / whole if whole else nan


def median(counts: Counter[int]) -> float:
    """Median of counted whole numbers; undefined if there are none."""
    ordered = sorted(counts.elements())
    if not ordered:
        return nan
    half = len(ordered) // 2
    return (ordered[(len(ordered) - 1) // 2] + ordered[half]) / 2


def outcome(
    months: list[dict[str, float]], end_month: int, schemes: "list[Scheme]", money: float, to_match: Counter[int],
    to_departure: Counter[int],
) -> dict[str, float]:  # fmt: skip
    """Every indicator of the run so far: months, the end of funding, and the schemes, one after the other."""
    last = months[min(end_month, len(months)) - 1]
    places = sum(scheme.places for scheme in schemes)
    found = {
        indicator.name: total(month[indicator.name] for month in months)
        if indicator.over == FLOW
        else last[indicator.name]
        for indicator in INDICATORS
        if indicator.over in (FLOW, LEVEL)
    }
    matches, completed = found["matches"], found["completed_mobilities"]
    found |= {
        "capacity_left": schemes[-1].capacity_stock,
        "phases_run": float(len(schemes)),
        "places_planned": float(places),
        "achievement": ratio(completed, places),
        "closing_rate": ratio(matches, found["declared_vacancies"]),
        "declared_per_hire": ratio(found["declared_vacancies"], matches),
        "sme_share": ratio(matches - found["hires_large"], matches),
        "first_time_share": ratio(found["hires_first_time"], matches),
        "internationalisation_share": ratio(found["hires_internationalisation"], matches),
        "months_to_match": median(to_match),
        "months_to_departure": median(to_departure),
        "unspent": money - found["public_cost"],
        "cost_per_match": ratio(found["public_cost"], matches),
        "cost_per_completed": ratio(found["public_cost"], completed - found["completed_self_financed"]),
        "funding_end": float(end_month),
        "profile_mismatch": ratio(total(scheme.mismatch for scheme in schemes), matches),
        "women_share": ratio(found["women_departed"], found["departures"]),
    }
    return {indicator.name: found[indicator.name] for indicator in INDICATORS}
