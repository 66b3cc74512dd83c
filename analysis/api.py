"""The questions as functions: the same names, the same numbers as on the command line, tables instead of a folder.

>>> from analysis.api import compare, forecast
>>> found = compare("covid_shock", ["three_year", "five_year"], replicates=100, turning=0)   # doctest: +SKIP
>>> found.comparison, found.dates                                                             # doctest: +SKIP
>>> forecast("palim", draws=500).forecast                                                     # doctest: +SKIP

Settings of a command are keywords (``budget="same_annual"``, ``draws=500``), and so are ``replicates``, ``seed`` and ``workers``. What
changes the scenarios is written as on the command line: ``compare("palim", ["rigid", "flexible"], "shock.month=14")``. What is wrong
raises :class:`sim.errors.UserError`, whose text is the line that the command would show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.command.compose import composed_settings, refuse_sweeps
from analysis.command.declare import Application, Request
from analysis.command.questions import application

__all__ = ["Compared", "Forecasted", "compare", "forecast"]

Names = str | Sequence[str]


@dataclass(frozen=True)
class Compared:
    """A comparison: ``answer`` in sentences, and the tables of ``python -m analysis.compare`` by their names.

    ``runs``: scenario x design x replicate, every indicator.
    """

    answer: list[str]
    comparison: pd.DataFrame
    dates: pd.DataFrame
    monthly: pd.DataFrame
    runs: pd.DataFrame
    turning: pd.DataFrame
    hangs_on: pd.DataFrame


@dataclass(frozen=True)
class Forecasted:
    """Forecasts: ``answer`` in sentences, and the tables of ``python -m analysis.forecast`` by their names.

    ``scores`` and ``summary`` have no rows where no outcome is known.
    """

    answer: list[str]
    forecast: pd.DataFrame
    scores: pd.DataFrame
    summary: pd.DataFrame


def compare(
    scenario: Names = "baseline",
    designs: Names | Mapping[str, str] = ("three_year", "five_year"),
    *overrides: str,
    **settings: Any,
) -> Compared:
    """Which design gives more, how sure, and from which month: designs in the same worlds.

    ``designs``: names; or ``{name: overrides}``, e.g. ``{"short": "design.duration_years=2"}``; the first is the reference. Raises
    :class:`~sim.errors.UserError` for what the command would refuse.
    """
    from analysis.compare import tables  # heavy, as all that follows: pandas, compiled kernels
    from analysis.compare.dates import dates_table
    from analysis.compare.hanging import hanging_table, hangs_on
    from analysis.compare.runs import compared
    from analysis.compare.settings import asked
    from analysis.compare.turning import turning, turning_table
    from analysis.compare.words import answer

    request = _request(application("compare"), overrides, {"scenario": scenario, "designs": designs, **settings})
    question = asked(request)
    found = compared(question, request.settings)
    hangs = hangs_on(found[0], request.settings.uncertainty.name)
    turns = turning(request, question, found[0], hangs)
    table = tables.comparison_table(found, request.settings.precision)
    return Compared(
        answer(found, turns, request.settings.budget, table, request.settings.uncertainty.name, hangs), table, dates_table(found), tables.monthly_table(found), tables.runs_table(found),
        turning_table(turns), hanging_table(hangs),
    )  # fmt: skip


def forecast(scenario: Names = "baseline", *overrides: str, **settings: Any) -> Forecasted:
    """How many persons will move, by when, and how sure that is.

    ``scenario``: a name or several; ``blind``: all real schemes without a known outcome; ``learned``: all with one. Raises
    :class:`~sim.errors.UserError` for what the command would refuse.
    """
    from analysis.forecast.runs import forecast as found_of  # heavy, as all that follows: pandas, compiled kernels
    from analysis.forecast.settings import asked
    from analysis.forecast.tables import forecast_table
    from analysis.forecast.words import answer
    from analysis.forecasting.scoring import summary

    request = _request(application("forecast"), overrides, {"scenario": scenario, **settings})
    found = found_of(asked(request).cases, request.settings.draws)
    return Forecasted(answer(found), forecast_table(found), found.scores, summary(found.scores))


def _request(command: Application, overrides: Sequence[str], settings: Mapping[str, Any]) -> Request:
    """A request as the command line would make it: settings of the command, and overrides for configurations."""
    known = vars(command.schema())
    own: list[tuple[str, str]] = []
    for name, value in settings.items():
        if name in known and isinstance(value, Mapping):
            own += [(f"{name}.{key}", str(text)) for key, text in value.items()]
        elif name in known:
            own.append((name, _text(value)))
    others = [*overrides, *(f"{name}={_text(value)}" for name, value in settings.items() if name not in known)]
    refuse_sweeps(others)
    return Request(command.name, composed_settings(command, own), others, f"analysis.api.{command.name}")


def _text(value: Any) -> str:
    """A value as it is typed: ``true``, ``[a,b]``."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{','.join(map(str, value))}]" if isinstance(value, list | tuple) else str(value)
