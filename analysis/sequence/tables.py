"""The tables of the plans: quantities with intervals, a budget by year, and every world.

The *worst tenth* is the mean of the tenth of the worlds that are worst by a quantity: the lowest where more is better, the highest
where less is. A cost per completed mobility is a ratio of means over the worlds, stays that hosts paid for left out, so that worlds
without any completed stay count with their cost.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.sequence.plans import BUDGET
from analysis.sequence.runs import (
    COMPLETED,
    COORDINATION,
    COST,
    DEPARTURES,
    MONTHLY,
    PHASES,
    SELF_FINANCED,
    Course,
    Found,
    Worlds,
)
from analysis.sequence.settings import MONTHS_A_YEAR, Settings
from analysis.worlds.statistics import (
    Interval,
    bands,
    mean_band,
    mean_interval,
    paired_difference,
    resampled_interval,
    share_interval,
)
from sim.indicators import BY_NAME
from sim.parameters import Config, phases_of
from sim.reporting import safest

Array = npt.NDArray[np.float64]

BY_YEAR, STOPPED, UNIT_COST = "departures_by_year", "stopped", "cost_per_completed"
WORST = 0.1
LEVELS = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
NO_INTERVAL = Interval(math.nan, math.nan, math.nan, 0, 0)


def worst_tenth(values: Array, better: int) -> Array:
    """Mean of the worst tenth of the last axis, at least of one value; undefined (NaN) where neither more nor less is better."""
    if better == 0:
        return np.full(values.shape[:-1], np.nan)
    worst = np.sort(better * values, axis=-1)[..., : math.ceil(WORST * values.shape[-1])]
    return np.asarray(better * worst.mean(axis=-1))


def by_year(monthly: Array) -> Array:
    """Sums of the months of each year: (worlds, years) from (worlds, months); the last year may be shorter."""
    starts = np.arange(0, monthly.shape[1], MONTHS_A_YEAR)
    return np.asarray(np.add.reduceat(np.nan_to_num(monthly), starts, axis=1))


def values_of(course: Course, settings: Settings) -> dict[str, Array]:
    """The quantities of a plan, (worlds) each, by name."""
    until = settings.by_year * MONTHS_A_YEAR
    found = {
        COMPLETED: course.totals[COMPLETED],
        BY_YEAR: safest.up_to(course.monthly[DEPARTURES], until),
        DEPARTURES: course.totals[DEPARTURES],
        SELF_FINANCED: course.totals[SELF_FINANCED],
        COST: course.totals[COST],
        COORDINATION: course.totals[COORDINATION],
    }
    return {settings.outcome: course.totals[settings.outcome]} | found


def better_of(quantity: str) -> int:
    """Whether more (+1) or less (-1) of a quantity is better."""
    return BY_NAME[DEPARTURES if quantity == BY_YEAR else quantity].better


def unit_cost(course: Course, other: Course | None = None) -> Interval:
    """Public cost per completed mobility of a plan; with another plan, that one's less this one's."""
    parts = [
        (each.totals[COST], each.totals[COMPLETED] - each.totals[SELF_FINANCED]) for each in (course, other) if each
    ]

    def statistic(chosen: npt.NDArray[np.int64]) -> Array:
        ratios = [_per(above[chosen].mean(axis=-1), below[chosen].mean(axis=-1)) for above, below in parts]
        return ratios[0] if other is None else ratios[1] - ratios[0]

    return resampled_interval(statistic, len(parts[0][0]))


def sequence_table(found: Found, settings: Settings) -> pd.DataFrame:
    """A row for each plan and quantity. Differences are from the first plan, world by world."""
    first = found.plans[0]
    rows: list[dict[str, Any]] = []
    for course in found.plans:
        reference = values_of(first, settings)
        for quantity, values in values_of(course, settings).items():
            rows.append(_row(course.plan.name, quantity, values, reference[quantity]))
        rows.append({
            "plan": course.plan.name, "quantity": UNIT_COST, "unit": "EUR", **_interval("", unit_cost(course)),
            **_interval("difference", unit_cost(first, course)), "worlds": len(found.worlds),
        })  # fmt: skip
        if len(phases_of(course.plan.schemes[0])) > 1:
            share = share_interval(int(stopped(course).sum()), len(found.worlds))
            rows.append({
                "plan": course.plan.name, "quantity": STOPPED, "unit": "share", **_interval("", share), "worlds": len(found.worlds)
            })  # fmt: skip
    return pd.DataFrame(rows)


def stopped(course: Course) -> npt.NDArray[np.bool_]:
    """Worlds in which the second of two schemes did not begin."""
    return np.asarray(course.totals[PHASES] < len(phases_of(course.plan.schemes[0])))


def _row(plan: str, quantity: str, values: Array, reference: Array) -> dict[str, Any]:
    better = better_of(quantity)
    worst = NO_INTERVAL
    if better:
        worst = resampled_interval(lambda chosen: worst_tenth(values[chosen], better), len(values))
    against = safest.better(reference, values)
    return {
        "plan": plan, "quantity": quantity, "unit": BY_NAME[DEPARTURES if quantity == BY_YEAR else quantity].unit,
        **_interval("", mean_interval(values)), **dict(zip(LEVELS, np.quantile(values, list(LEVELS.values())), strict=True)),
        **_interval("worst_tenth", worst), **_interval("difference", paired_difference(reference, values)),
        "worlds_more": against.more, "worlds_equal": against.equal, "worlds_fewer": against.fewer, "worlds": len(values),
    }  # fmt: skip


def _interval(name: str, found: Interval) -> dict[str, float]:
    """Columns of an estimate with its interval; without a name, it is the mean."""
    own = f"{name}_" if name else ""
    return {name or "mean": found.estimate, f"{own}ci_low": found.low, f"{own}ci_high": found.high}


def schedule_table(found: Found) -> pd.DataFrame:
    """A row for each plan, year and quantity: mean with its interval, and the spread of the worlds. Public money has its plan beside it."""
    parts = []
    for course in found.plans:
        for quantity in MONTHLY:
            years = by_year(course.monthly[quantity])
            mean, low, high = mean_band(years)
            p10, p50, p90 = bands(years, (0.1, 0.5, 0.9))
            planned = np.full(years.shape[1], np.nan)
            if quantity == COST:
                planned = by_year(planned_money(course, found.worlds)[None, :])[0]
            number = np.arange(years.shape[1])
            parts.append(pd.DataFrame({
                "plan": course.plan.name, "year": number + 1, "first_month": number * MONTHS_A_YEAR, "quantity": quantity,
                "unit": BY_NAME[quantity].unit, "mean": mean, "ci_low": low, "ci_high": high, "p10": p10, "p50": p50, "p90": p90,
                "planned": planned,
            }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def planned_money(course: Course, worlds: Worlds) -> Array:
    """The budget spread evenly over the planned months of funding, whatever a gate decides: (months), EUR; mean over the worlds."""
    months = np.zeros(course.monthly[COST].shape[1])
    for place, scheme in enumerate(course.plan.schemes):
        drawn = worlds.columns(place, course.plan.parts).get(BUDGET)
        for first, last, phase in funded(scheme):
            budget = phase.design.budget_total if drawn is None else float(drawn.mean())
            months[first:last] += budget * phase.scale / (last - first)
    return months


def funded(scheme: Config) -> list[tuple[int, int, Config]]:
    """First and last month of funding (exclusive) of each phase, as planned."""
    found: list[tuple[int, int, Config]] = []
    month = 0
    for phase in phases_of(scheme)[::-1]:
        first = month + (phase.phase.gap if found else 0)
        month = first + max(1, int(phase.design.duration_years * MONTHS_A_YEAR + 0.5))
        found.append((first, month, phase))
    return found


def worlds_table(found: Found, settings: Settings) -> pd.DataFrame:
    """A row for each plan and world: its quantities, the phases that began in one of its schemes, and the shock."""
    number = len(found.worlds)
    about = {"world": np.arange(number), "shock.month": found.worlds.month, "shock.severity": found.worlds.severity}
    parts = [
        pd.DataFrame({
            "plan": course.plan.name, **about, **values_of(course, settings), PHASES: course.totals[PHASES] / len(course.plan.schemes)
        })
        for course in found.plans
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _per(above: Array, below: Array) -> Array:
    return np.asarray(np.divide(above, below, out=np.full(np.shape(above), np.nan), where=np.asarray(below) > 0.0))
