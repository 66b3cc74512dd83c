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
from analysis.command.declare import EXTRAS, Application, Request
from analysis.command.questions import application
from analysis.compare import settings as comparing
from analysis.compare import tables
from analysis.compare.dates import dates_table
from analysis.compare.hanging import hanging_table, hangs_on
from analysis.compare.runs import compared
from analysis.compare.turning import turning, turning_table
from analysis.compare.words import answer as compared_words
from analysis.forecast import settings as forecasting
from analysis.forecast.runs import forecast as forecasts
from analysis.forecast.tables import forecast_table
from analysis.forecast.words import answer as forecast_words
from analysis.forecasting.scoring import summary
from sim.installation import require
from sim.parameters import Config

__all__ = ["Compared", "Forecasted", "Optimised", "compare", "forecast", "optimise"]

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


@dataclass(frozen=True)
class Optimised:
    """The best designs that were found: ``answer`` in sentences, and the tables of ``python -m analysis.optimise`` by their names.

    ``designs``: each design as a configuration, which :func:`sim.simulate` takes.
    """

    answer: list[str]
    front: pd.DataFrame
    steps: pd.DataFrame
    changes: pd.DataFrame
    levers: pd.DataFrame
    named: pd.DataFrame
    prices: pd.DataFrame
    search: pd.DataFrame
    designs: dict[str, Config]


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
    request = _request(application("compare"), overrides, {"scenario": scenario, "designs": designs, **settings})
    question = comparing.asked(request)
    found = compared(question, request.settings)
    hangs = hangs_on(found[0], request.settings.uncertainty.name)
    turns = turning(request, question, found[0], hangs)
    table = tables.comparison_table(found, request.settings.precision)
    return Compared(
        compared_words(found, turns, request.settings.budget, table, request.settings.uncertainty.name, hangs), table, dates_table(found), tables.monthly_table(found), tables.runs_table(found),
        turning_table(turns), hanging_table(hangs),
    )  # fmt: skip


def forecast(scenario: Names = "baseline", *overrides: str, **settings: Any) -> Forecasted:
    """How many persons will move, by when, and how sure that is.

    ``scenario``: a name or several; ``blind``: all real schemes without a known outcome; ``learned``: all with one. Raises
    :class:`~sim.errors.UserError` for what the command would refuse.
    """
    request = _request(application("forecast"), overrides, {"scenario": scenario, **settings})
    found = forecasts(forecasting.asked(request).cases, request.settings.draws)
    return Forecasted(forecast_words(found), forecast_table(found), found.scores, summary(found.scores))


def optimise(scenario: str = "baseline", *overrides: str, **settings: Any) -> Optimised:
    """The best designs for the money: what cannot be had at once, what each step costs, what to buy next and what to cut first.

    Needs the extra ``optimise``. Raises :class:`~sim.errors.UserError` for what the command would refuse.
    """
    request = _request(application("optimise"), overrides, {"scenario": scenario, **settings})
    for package, module in EXTRAS["optimise"].items():
        require(module, package, "optimise", "analysis.optimise")
    from analysis.optimise.files import configuration  # heavy: pymoo, of an extra of its own
    from analysis.optimise.runs import find  # as above
    from analysis.optimise.settings import asked  # as above
    from analysis.optimise.tables import every_table, judged  # as above
    from analysis.optimise.words import answer  # as above

    found = find(asked(request), request.settings)
    judge, more = judged(found), request.settings.more
    made = every_table(judge, more)
    designs = {name: configuration(found, place) for place, name in enumerate(judge.names)}
    return Optimised(answer(judge, made["changes"], made["steps"], more), **made, designs=designs)


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
