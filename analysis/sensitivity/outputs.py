"""What is explained: an indicator at a date. Names, words, and the values read from monthly ones.

An output is called ``matches@18`` (up to the end of month 18), ``matches@planned_end`` (up to the planned end of each run's
own funding) or ``matches`` (up to the last month simulated). ``spread_of_matches`` is the standard deviation of the last
between replicates. Outputs of the same indicator are a family: they are drawn and told together.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.errors import UserError, did_you_mean, shortened
from sim.indicators import BY_NAME, FLOW, LEVEL, RUN
from sim.parameters import Config, value_of
from sim.reporting import names

Array = npt.NDArray[np.float64]

SPREAD = "spread_of_"
AT = "@"
PLANNED_END, HORIZON = "planned_end", "horizon"
DATES = ("18", PLANNED_END, HORIZON)
DURATION = "design.duration_years"
MONTHS_A_YEAR = 12
_ROUNDING = 1e-9


def named(indicator: str, date: str) -> str:
    """The output's name: that of the indicator, with the date unless this is the last month simulated."""
    return indicator if date == HORIZON else indicator + AT + date


def family(output: str) -> str:
    """What the outputs of one indicator have in common: its name (of a spread, the spread's)."""
    return output.partition(AT)[0]


def date_of(output: str) -> str:
    """The date at which it is read."""
    return output.partition(AT)[2] or HORIZON


def families(outputs: Iterable[str]) -> dict[str, list[str]]:
    """The outputs of each family, in the order in which they come."""
    found: dict[str, list[str]] = {}
    for output in outputs:
        found.setdefault(family(output), []).append(output)
    return found


def dates_of(indicator: str, dates: Sequence[str]) -> list[str]:
    """The dates at which an indicator can be read: one of a whole run, only when the run is over."""
    return [HORIZON] if BY_NAME[indicator].over == RUN else list(dates)


def checked_dates(asked: Sequence[str], config: Config) -> list[str]:
    """The dates in the order of time. Raises :class:`UserError` for one that is none, or not before the last month simulated."""
    months = {PLANNED_END: funding_months(config.design.duration_years), HORIZON: math.inf}
    for date in asked:
        if date in months:
            continue
        if not date.isdecimal() or int(date) < 1:
            raise UserError(
                f"dates: {shortened(date)} is neither a month such as 18 nor one of {PLANNED_END}, {HORIZON}{did_you_mean(date, months)}"
            )
        if int(date) >= config.horizon:
            raise UserError(
                f"dates: month {int(date)} is not before the last month simulated (horizon={config.horizon}):"
                f" leave it out, e.g. dates={HORIZON}, or simulate more months"
            )
    found = {(str(int(date)) if date.isdecimal() else date): months.get(date) or int(date) for date in asked}
    return sorted(found, key=lambda date: found[date])


def funding_months(years: float) -> int:
    """Months until funding is planned to end; a month that has begun counts."""
    return math.ceil(years * MONTHS_A_YEAR - _ROUNDING)


def planned_ends(config: Config, columns: Mapping[str, npt.NDArray[Any]], sets: int) -> npt.NDArray[np.int64]:
    """Months until the planned end of each set's own funding, at most those simulated: (sets).

    ``columns``: the values in which sets differ from the configuration, by parameter.
    """
    years = np.asarray(columns.get(DURATION, np.full(sets, float(value_of(config, DURATION)))), np.float64)
    ends = np.ceil(years * MONTHS_A_YEAR - _ROUNDING).astype(np.int64)
    return np.clip(ends, 1, config.horizon)


def read(indicator: str, monthly: Array, months: npt.NDArray[np.int64]) -> Array:
    """An indicator at the end of so many months: events up to then, or the level at that time.

    ``monthly``: (sets, replicates, months); ``months``: (sets), from 1. Returns (sets, replicates).
    """
    if BY_NAME[indicator].over == FLOW:
        counted = (np.arange(monthly.shape[2]) < months[:, None]).astype(np.float64)
        return np.asarray(np.einsum("srm,sm->sr", monthly, counted))
    return np.take_along_axis(monthly, (months - 1)[:, None, None], axis=2)[:, :, 0]


def words(output: str, dated: bool = False) -> str:
    """An output in words; ``dated``: it stands beside other dates, so that the last month is named as well."""
    if output.startswith(SPREAD):
        return f"the spread of {words(output.removeprefix(SPREAD))} between replicates"
    name = names.indicator(family(output))
    return f"{name} {when(output)}" if dated or AT in output else name


def when(output: str) -> str:
    """The date of an output within a sentence: ``by month 18``."""
    level, date = BY_NAME[indicator_of(output)].over == LEVEL, date_of(output)
    if date == HORIZON:
        return "when public funding ended" if level else "by the last month simulated"
    at = ("in" if date.isdecimal() else "at") if level else "by"
    return f"{at} month {date}" if date.isdecimal() else f"{at} the planned end of funding"


def indicator_of(output: str) -> str:
    """The indicator that an output is read from."""
    return family(output).removeprefix(SPREAD)


def unit(output: str) -> str:
    """An output's unit."""
    return BY_NAME[indicator_of(output)].unit
