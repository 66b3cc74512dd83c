"""The report of the influence: what matters in words, a bar per parameter, a table with direction and evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from analysis.command.page import Column, Page, Picture, Section, Table
from sim.compiled import source_hash
from sim.evidence.assumptions import plausible
from sim.evidence.published import QUALITIES
from sim.indicators import BY_NAME
from sim.parameters import Config, parameters
from sim.reporting.pictures.style import BLUE, FAINT, INK, ORANGE, legend, sheet, styled
from sim.reporting.wording import number

BARS = 20
ROWS = 40
NAMED = 3
CAVEAT = (
    "Shares are of the variance over worlds drawn from the plausible ranges: with another range, another scenario or another design a parameter"
    " may matter more or less. 95 % intervals are over the worlds. What parameters do only together, and chance, is in no share."
)
HOW = (
    "Every world draws all uncertain parameters once and has chance of its own. A parameter's share is the variance of the outcome's mean given"
    " that parameter, over the outcome's variance: the first-order Sobol index, estimated from one sample by a polynomial of degree 4 in the"
    " parameter's rank, so that a hump counts as well as a slope. The noise floor is the largest share among as many parameters"
    " without any effect: the same ones, shuffled over the worlds. A share below it is not told from none."
)


def told(table: pd.DataFrame, found: Mapping[str, Any]) -> pd.DataFrame:
    """The parameters whose share is told from none: above the noise floor, with an interval above zero."""
    return table[(table.influence > found["noise_floor"]) & (table.ci_low > 0.0)]


def _words(outcome: str) -> str:
    return outcome.replace("_", " ")


def _percent(share: float) -> str:
    return f"{max(100.0 * share, 0.0):.1f} %"


@styled
def draw(table: pd.DataFrame, config: Config, outcome: str, found: Mapping[str, Any]) -> Figure:
    """The largest shares with intervals, coloured by what the range rests on, and the noise floor."""
    rows = table.head(BARS)
    origin = f"{config.scenario} · {found['worlds']:,} worlds · seed {config.seed} · model {source_hash()} · spread over parameters and chance"
    figure, [axes] = sheet(origin, f"What {_words(outcome)} hang on", 1.9 + 0.27 * len(rows), left=3.0, bottom=0.95, top=0.75)  # fmt: skip
    places = np.arange(len(rows))
    for assumed, colour, label in ((True, ORANGE, "range assumed"), (False, BLUE, "range from published figures")):
        mine = rows.evidence.isin(QUALITIES).to_numpy() != assumed
        axes.barh(
            places[mine], rows.influence[mine].clip(lower=0.0), height=0.62, color=colour, linewidth=0, label=label
        )
    spans = (rows.influence - rows.ci_low).clip(lower=0.0), (rows.ci_high - rows.influence).clip(lower=0.0)
    axes.errorbar(rows.influence, places, xerr=spans, fmt="none", ecolor=INK, elinewidth=1.1, capsize=2.5)
    floor = found["noise_floor"]
    axes.axvline(floor, color=FAINT, linewidth=1, linestyle="--", label=f"noise floor: {_percent(floor)}")
    axes.set_yticks(places, list(rows.parameter))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max(float(rows.ci_high.max()), floor, 1e-6) * 1.05)
    axes.tick_params(axis="y", length=0)
    axes.grid(True, axis="x")
    axes.set_xlabel(f"share of the variance of {_words(outcome)} that the parameter explains by itself")
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    legend(figure, axes, columns=3)
    return figure


def answer(table: pd.DataFrame, config: Config, outcome: str, found: Mapping[str, Any]) -> list[str]:
    """The computed sentences: what matters most, how much of it is assumed, what is in no share."""
    sure = told(table, found)
    if sure.empty:
        return [f"No single parameter explains more of the {_words(outcome)} in {config.scenario} than noise would."]
    known = parameters()
    first = "; ".join(
        f"{known[row.parameter].meaning} ({row.parameter}, {_percent(row.influence)})"
        for row in sure.head(NAMED).itertuples()
    )
    assumed = sure[~sure.evidence.isin(QUALITIES)]
    leading = f": first {', '.join(assumed.parameter.head(NAMED))}" if len(assumed) else ""
    return [
        f"In {config.scenario}, {_words(outcome)} hang most on: {first}.",
        f"Of {len(table)} uncertain parameters {len(sure)} have an influence that is told from noise. {len(assumed)} of these have a range"
        f" that rests on an assumption{leading}. Together these {len(assumed)} explain {_percent(assumed.influence.sum())} of the variance, the"
        f" {len(sure) - len(assumed)} whose range rests on published figures {_percent(sure.influence.sum() - assumed.influence.sum())}.",
        f"The rest, {_percent(1.0 - sure.influence.sum())}, is chance, what parameters do only together, and small effects.",
    ]


def page(table: pd.DataFrame, config: Config, outcome: str, found: Mapping[str, Any], texts: Mapping[str, str]) -> Page:
    """The whole page."""
    reading = (
        f"Bars: share of the variance, lines: 95 % intervals. The {min(BARS, len(table))} largest of {len(table)}; left of the dashed line nothing is"
        " told from noise."
    )
    summary = [
        ("scenario", config.scenario),
        ("outcome", f"{BY_NAME[outcome].definition}: {_over(outcome, found)}"),
        ("worlds", f"{found['worlds']:,}" + (f", undefined in {found['undefined_worlds']:,}" if found["undefined_worlds"] else "")),
    ]  # fmt: skip
    section = Section("influence", "Influence", pictures=[Picture("influence", f"What {_words(outcome)} hang on", texts["influence"], reading)],
                      tables=[_table(table, outcome)])  # fmt: skip
    return Page(f"What {_words(outcome)} hang on", "Influence of uncertain parameters in simulated pilot schemes",
                answer(table, config, outcome, found), CAVEAT, [section], [HOW], summary)  # fmt: skip


def _over(outcome: str, found: Mapping[str, Any]) -> str:
    unit = BY_NAME[outcome].unit
    return f"mean {number(found['mean'], unit)}, standard deviation {number(found['sd'], unit)} over the worlds"


def _table(table: pd.DataFrame, outcome: str) -> Table:
    unit, known = BY_NAME[outcome].unit, parameters()
    columns: Sequence[Column] = (
        Column("Parameter", "Name of the parameter."),
        Column("Meaning", "What it is."),
        Column("Share", "Share of the outcome's variance that it explains by itself, with 95 % interval.", True),
        Column("Lowest fifth", "Mean of the outcome in the fifth of the worlds where it is lowest.", True),
        Column("Middle", "Mean of the outcome in the middle fifth.", True),
        Column("Highest", "Mean of the outcome in the fifth of the worlds where it is highest.", True),
        Column("Evidence", "Quality of the published figures behind its plausible range, and the range; or an assumption."),
    )  # fmt: skip
    rows = [
        (
            row.parameter, known[row.parameter].meaning,
            f"{_percent(row.influence)} ({100 * max(row.ci_low, 0):.1f} to {100 * max(row.ci_high, 0):.1f})",
            *(number(value, unit) for value in (row.lowest_fifth, row.middle_fifth, row.highest_fifth)),
            f"{row.evidence}: {plausible(known[row.parameter])}",
        )
        for row in table.head(ROWS).itertuples()
    ]  # fmt: skip
    more = f" All {len(table)} are in influence.csv." if len(table) > ROWS else ""
    return Table(f"The {len(rows)} most influential parameters", columns, rows,
                 f"A middle fifth above or below both others shows a best (or worst) value in between.{more}")  # fmt: skip
