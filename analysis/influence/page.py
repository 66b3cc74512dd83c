"""The report of the influence: what matters in words, a bar per parameter, a table with direction and evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.command.page import Column, Page, Picture, Section, Table
from analysis.influence.pictures import BARS
from analysis.influence.words import answer, depend, percent, words
from analysis.worlds.settings import PLAUSIBLE
from sim.evidence.assumptions import plausible
from sim.indicators import BY_NAME
from sim.parameters import Config, parameters
from sim.reporting import names
from sim.reporting.names import label
from sim.reporting.wording import number

ROWS = 40
CAVEAT = (
    "A share is a share of the variance over worlds drawn from the plausible ranges. With another range, scenario or design a parameter may"
    " matter more or less. 95 % intervals are over the worlds. The shares leave out chance, and what parameters do only together."
)
HOW = (
    "Every world draws all uncertain parameters from their plausible ranges, whatever real schemes achieved, and has its own chance: a calibration"
    " has some three hundred draws, in which small shares could not be told from noise. A parameter's share is the variance of the outcome's mean given"
    " that parameter, divided by the outcome's variance. This is the first-order Sobol index, estimated from one sample with a polynomial of degree 4 in the"
    " parameter's rank, so it finds humps as well as slopes. The noise floor is the largest share among as many parameters"
    " without any effect: the same ones, shuffled over the worlds. A share below it cannot be told from zero."
)


def page(table: pd.DataFrame, config: Config, outcome: str, found: Mapping[str, Any], texts: Mapping[str, str]) -> Page:
    """The whole page."""
    reading = (
        f"Bars: share of the variance; lines: 95 % intervals. Shown are the {min(BARS, len(table))} largest of {len(table)}. A share left of the dashed line cannot be told from"
        " noise."
    )
    summary = [
        ("Scenario", label(names.scenario(config.scenario))),
        ("Outcome", f"{BY_NAME[outcome].definition}: {_over(outcome, found)}"),
        ("Worlds", f"{found['worlds']:,}" + (f", undefined in {found['undefined_worlds']:,}" if found["undefined_worlds"] else "")),
    ]  # fmt: skip
    section = Section("influence", "Influence", pictures=[Picture("influence", f"What {words(outcome)} {depend(outcome)} on", texts["influence"], reading)],
                      tables=[_table(table, outcome)])  # fmt: skip
    return Page(f"What {words(outcome)} {depend(outcome)} on", "Influence of uncertain parameters in simulated pilot schemes",
                answer(table, config, outcome, found), CAVEAT, [section], [HOW], summary, drawn=PLAUSIBLE)  # fmt: skip


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
            f"{percent(row.influence)} ({100 * max(row.ci_low, 0):.1f} to {100 * max(row.ci_high, 0):.1f})",
            *(number(value, unit) for value in (row.lowest_fifth, row.middle_fifth, row.highest_fifth)),
            f"{row.evidence}: {plausible(known[row.parameter])}",
        )
        for row in table.head(ROWS).itertuples()
    ]  # fmt: skip
    more = f" All {len(table)} are in influence.csv." if len(table) > ROWS else ""
    return Table(f"The {len(rows)} most influential parameters", columns, rows,
                 f"If the middle fifth lies above or below both others, the best (or worst) value lies in between.{more}", folded=True)  # fmt: skip
