"""The report of a calibration: whether the model agrees with what was published, and what the evidence leaves open."""

from collections.abc import Mapping

import numpy as np

from analysis.calibration import sentences
from analysis.calibration.pictures import unit, words
from analysis.calibration.tables import Found
from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.fitting.leave_out import TRUSTED
from analysis.fitting.numbers import interval, published, short
from sim.parameters import parameters
from sim.reporting import names

GREEN, ORANGE = "rgba(0, 158, 115, 0.18)", "rgba(230, 159, 0, 0.28)"
CAVEAT = (
    "The 90 % intervals cover parameters and chance. Each published number has its own tolerance for the errors of the source and of the"
    " model; it is wide if the source is vague. The result is only as right as these tolerances."
)
HOW = (
    "Points are drawn from the plausible ranges of all uncertain parameters and of what is not known about each scheme. Each scheme is"
    " simulated once for each point. The weight of the published outcomes then rises from nothing to full in small steps. At each step,"
    " points that agree badly are dropped, others are doubled, and all are moved by Markov moves. Most moves change one scheme of a point"
    " and ask only this scheme's outcomes; others change what all schemes share. This is done in independent populations: R-hat and the"
    " effective number of draws say how well they agree."
)
ROWS = 60
"""Parameters in the table of the page; all are in identified.csv."""


def page(found: Found, figures: Mapping[str, str]) -> Page:
    """The whole page."""
    sections = [
        Section("fit", "Published and simulated", pictures=[
            Picture("fit", "Published and simulated", figures["fit"], "Blue on grey: the model agrees with what was published. Values are shown in tolerances, so that persons, months and shares fit one picture.")],
            tables=[_fit(found)]),
        *([_varying(found, figures["spreads"])] if len(found.spreads) else []),
        Section("parameters", "What the outcomes say about parameters", [sentences.not_identified(found)], [
            Picture("narrowed", "What the published outcomes narrow", figures["narrowed"], "The shorter a blue bar is beside the grey one, the more the outcomes say."),
            Picture("densities", "Before and after", figures["densities"], "Bars: after calibration; line: before, when all values of the range were equally plausible.", folded=True)],
            [_identified(found)]),
        Section("pairs", "Parameters that are fixed only together", [sentences.tied(found)], [
            Picture("pairs", "Pairs of parameters", figures["pairs"], "A slanted cloud means that the outcomes fix a combination, not each of the two.")],
            [_pairs(found)] if len(found.pairs) else [], folded=True),
        Section("left-out", "As if a scheme had not been learned from", [sentences.left_out(found)], tables=[_left_out(found)], folded=True),
    ]  # fmt: skip
    fit = found.fit_of
    summary = [
        ("Schemes", ", ".join(names.label(names.scenario(scheme)) for scheme in fit.schemes)),
        ("Draws", f"{len(found.positions):,}"), ("Runs", f"{fit.runs:,}"),
    ]  # fmt: skip
    return Page("Which parameter values agree with the pilots", "Calibration of simulated pilot schemes", sentences.answer(found), CAVEAT,
                sections, [HOW], summary)  # fmt: skip


def _varying(found: Found, figure: str) -> Section:
    reading = (
        "Left: bars right of the line mean that schemes differ more than assumed. Right: the pale bars show where a new scheme may lie; one"
        " whose own value is known lies at its mark."
    )
    columns = [
        Column("Parameter", "Its name."), Column("Meaning", "What it says."),
        Column("Assumed spread", "Median, 90 % interval before the outcomes were looked at, in standard deviations of the plausible range.", True),
        Column("Spread", "The same after calibration.", True),
        Column("R-hat", "Agreement of the populations: 1 is perfect.", True), Column("Effective draws", "Independent draws that they are worth.", True),
    ]  # fmt: skip
    rows = [
        [row.parameter, parameters()[row.parameter].meaning, f"{row.prior_p50:.2f} ({row.prior_p05:.2f} to {row.prior_p95:.2f})",
         f"{row.p50:.2f} ({row.p05:.2f} to {row.p95:.2f})", _plain(row.rhat, ".2f"), _plain(row.effective, ",.0f")]
        for _, row in found.spreads.iterrows()
    ]  # fmt: skip
    table = Table("Spread between schemes", columns, rows, "All numbers are in spreads.csv.", folded=True)
    return Section(
        "spreads",
        "What differs between schemes",
        [sentences.varies(found)],
        [Picture("spreads", "How far schemes differ", figure, reading)],
        [table],
    )


def _fit(found: Found) -> Table:
    columns = [
        Column("Scheme", "The scheme."), Column("Quantity", "What was published."), Column("Unit", "Its unit."),
        Column("Published", "Value or range."), Column("Tolerance", "Error of the source and of the model.", True),
        Column("Before", "Simulated from the plausible ranges: median, 90 % interval.", True),
        Column("After", "Simulated after calibration: median, 90 % interval.", True),
        Column("Source", "Identifier in evidence/, and how it was read."),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = []
    for _, row in found.fit.iterrows():
        rows.append([
            names.label(names.scenario(row.scheme)), row.quantity, row.unit, published(row.observed_low, row.observed_high), short(row.tolerance),
            f"{short(row.prior_p50)} ({short(row.prior_p05)} to {short(row.prior_p95)})",
            Cell(interval(row), GREEN if row.inside else ORANGE, "" if row.inside else "not reached"), Cell(row.evidence.replace(";", ", "), note=row.reason),
        ])  # fmt: skip
    return Table("Every published quantity", columns, rows)


def _identified(found: Found) -> Table:
    columns = [
        Column("Parameter", "Its name; with a scheme in front: what is not known about that scheme."), Column("Unit", "Its unit."),
        Column("Plausible", "Range before the outcomes were looked at.", True), Column("After calibration", "Median, 90 % interval.", True),
        Column("Narrowed", "Share of the spread that is gone.", True),
        Column("R-hat", "Agreement of the populations: 1 is perfect.", True),
        Column("Effective draws", "Independent draws that they are worth.", True),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = [
        [words(row.parameter), unit(row.parameter), f"{short(row.low)} to {short(row.high)}",
         interval(row), Cell(f"{100 * max(row.narrowed, 0.0):.0f} %", GREEN if row.identified else ""), _plain(row.rhat, ".2f"),
         _plain(row.effective, ",.0f")]
        for _, row in found.identified.head(ROWS).iterrows()
    ]  # fmt: skip
    return Table(
        "Parameters, most narrowed first",
        columns,
        rows,
        f"The first {len(rows)} of {len(found.identified)}; all are in identified.csv.",
        folded=True,
    )


def _pairs(found: Found) -> Table:
    columns = [
        Column("First", "A parameter."),
        Column("Second", "Another."),
        Column("Rank correlation", "After calibration.", True),
    ]
    rows = [
        [words(row.first), words(row.second), f"{row.rank_correlation:+.2f}"]
        for row in found.pairs.head(20).itertuples()
    ]
    return Table(
        "Pairs of parameters that move together",
        columns,
        rows,
        "The strongest twenty; all are in pairs.csv.",
        folded=True,
    )


def _left_out(found: Found) -> Table:
    columns = [
        Column("Scheme", "The scheme that is left out."),
        Column("Pareto shape", f"Above {TRUSTED}, the weights of the draws without it cannot be trusted.", True),
        Column("Effective draws", "Draws that these weights are worth.", True),
        Column("Tempered again", "Whether the draws were tempered again without its outcomes."),
        Column("R-hat", "Worst agreement of a mean or a spread after that.", True),
    ]
    rows: list[list[str | Cell]] = [
        [names.label(names.scenario(row.scheme)), Cell(_plain(row.k, ".2f"), ORANGE if row.again else ""), f"{row.effective:,.0f}",
         "yes" if row.again else "no", _plain(row.again_rhat, ".2f")]
        for _, row in found.left_out.rename(columns={"shape": "k"}).iterrows()
    ]  # fmt: skip
    return Table("Draws without a scheme", columns, rows, "All numbers are in left_out.csv.")


def _plain(value: float, form: str) -> str:
    """A number in a table; nothing where there is none."""
    return format(value, form) if np.isfinite(value) else ""
