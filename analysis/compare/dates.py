"""A comparison read at several dates: month 18, the planned end of each design's funding, and the last month simulated."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.compare.runs import OUTCOME, Comparison
from analysis.worlds import statistics
from analysis.worlds.statistics import Array, Interval
from sim.reporting import names, safest
from sim.reporting.wording import calendar, funding_end

READ = ("departures", OUTCOME)
"""What is read at each date."""


class DateOf(NamedTuple):
    """A date of a comparison: up to the end of so many months; ``ending``: the designs whose funding is planned to end then."""

    months: int
    review: bool
    ending: tuple[int, ...]
    last: bool


def dates_of(comparison: Comparison) -> list[DateOf]:
    """Every date at which some design is read, in the order of time. Dates after the last month simulated are left out."""
    horizon = min(config.horizon for config in comparison.configs)
    found: dict[int, DateOf] = {}
    for design, config in enumerate(comparison.configs):
        end = funding_end(config)
        for date in safest.dates(end, horizon):
            known = found.get(date.months, DateOf(date.months, False, (), date.months == horizon))
            ends = (*known.ending, design) if date.months == math.ceil(end - 1e-9) else known.ending
            found[date.months] = known._replace(review=known.review or date.months == safest.REVIEW, ending=ends)
    return [found[months] for months in sorted(found)]


def date_words(date: DateOf, comparison: Comparison) -> str:
    """``month 36 (Mar 2022), planned end of five years``; all designs are not named one by one."""
    day = calendar(comparison.configs[0], date.months)
    text = f"month {date.months}" + (f" ({day})" if day else "")
    if date.ending:
        every = len(date.ending) == len(comparison.designs)
        ending = [names.design(comparison.designs[place].name) for place in date.ending]
        text += ", planned end of funding" + ("" if every else f" of {names.listed(ending)}")
    return f"{text}, last month simulated" if date.last else text


def read_at(comparison: Comparison, name: str, design: int, months: int) -> Array:
    """Events of a design up to a date: (worlds)."""
    return safest.up_to(comparison.runs.monthly[name][design], months)


def difference_at(comparison: Comparison, name: str, design: int, months: int) -> Interval:
    """Mean difference of a design from the reference at a date, with its interval."""
    return statistics.paired_difference(read_at(comparison, name, 0, months), read_at(comparison, name, design, months))


def dates_table(comparisons: "list[Comparison] | tuple[Comparison, ...]") -> pd.DataFrame:
    """A row per scenario, design, date and indicator: spread of the worlds, promise, difference from the reference."""
    rows = []
    for comparison in comparisons:
        for date in dates_of(comparison):
            for design, each in enumerate(comparison.designs):
                for name in READ:
                    values = read_at(comparison, name, design, date.months)
                    found = safest.spread(values)
                    against = safest.better(read_at(comparison, name, 0, date.months), values)
                    difference = difference_at(comparison, name, design, date.months)
                    rows.append({
                        "scenario": comparison.scenario, "design": each.name, "month": date.months,
                        "planned_end": design in date.ending, "indicator": name, "mean": found.mean, "p05": found.low,
                        "p50": found.median, "p95": found.high, "promise": safest.promise(values) if values.size > 1 else np.nan,
                        "worlds_more": against.more, "worlds_equal": against.equal, "worlds_fewer": against.fewer,
                        "difference": difference.estimate, "ci_low": difference.low, "ci_high": difference.high,
                    })  # fmt: skip
    return pd.DataFrame(rows)
