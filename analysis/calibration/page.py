"""The report of a calibration: whether the model agrees with what was published, and what the evidence leaves open."""

from collections.abc import Mapping

import numpy as np

from analysis.calibration.pictures import words
from analysis.calibration.tables import NARROWED, TIED, Found
from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.fitting.numbers import published, short
from sim.parameters import parameters
from sim.reporting import names

GREEN, ORANGE = "rgba(0, 158, 115, 0.18)", "rgba(230, 159, 0, 0.28)"
CAVEAT = (
    "The 90 % intervals cover parameters and chance. Each published number has its own tolerance for the errors of the source and of the"
    " model; it is wide if the source is vague. The result is only as right as these tolerances. Schemes without a published outcome (YGCA,"
    " MATCH) are not part of it."
)
HOW = (
    "Points are drawn from the plausible ranges of all uncertain parameters and of what is not known about each scheme. Each scheme is"
    " simulated once for each point. The weight of the published outcomes then rises from nothing to full in small steps. At each step,"
    " points that agree badly are dropped, others are doubled, and all are moved by Markov steps. This is done in independent populations;"
    " the column 'Disagreement' shows how much they differ."
)
ROWS = 60
"""Parameters in the table of the page; all are in identified.csv."""


def answer(found: Found) -> list[str]:
    """The computed sentences."""
    fit, identified = found.fit, found.identified
    before = int(sum(_reached(found, place) for place in range(len(fit))))
    texts = [
        f"After calibration {int(fit.inside.sum())} of {len(fit)} published quantities lie within the model's 90 % interval (before: {before})."
        f" The published outcomes narrow {int(identified.identified.sum())} of {len(identified)} uncertain parameters by {100 * NARROWED:.0f} % or more;"
        " they add next to nothing to the plausible ranges of the others."
    ]
    missed = fit[~fit.inside]
    if len(missed):
        listed = "; ".join(
            f"{names.scenario(row.scheme)}, {row.quantity.lower()}: {short(row.p50)} ({short(row.p05)} to {short(row.p95)}) against {published(row.observed_low, row.observed_high)}"
            for row in missed.itertuples()
        )
        texts.append(f"Not reached: {listed}.")
    typical, worst = identified.disagreement.median(), identified.iloc[int(identified.disagreement.argmax())]
    texts.append(
        f"Is the sample large enough? Independent populations disagree on a parameter's mean by {typical:.2f} posterior standard deviations"
        f" (median), and by {worst.disagreement:.2f} at most ({words(worst.parameter)})."
    )
    return texts


def _reached(found: Found, place: int) -> bool:
    observation = found.fit_of.observations[place]
    low, high = np.nanquantile(found.before[:, place], (0.05, 0.95))
    return bool(low <= observation.high and high >= observation.low)


def page(found: Found, figures: Mapping[str, str], settings: object) -> Page:
    """The whole page."""
    sections = [
        Section("fit", "Published and simulated", pictures=[
            Picture("fit", "Published and simulated", figures["fit"], "Blue on grey: the model agrees with what was published. Values are shown in tolerances, so that persons, months and shares fit one picture.")],
            tables=[_fit(found)]),
        Section("parameters", "What the evidence says about parameters", [_not_identified(found)], [
            Picture("narrowed", "What the published outcomes narrow", figures["narrowed"], "The shorter a blue bar is beside the grey one, the more the outcomes say."),
            Picture("densities", "Posterior against prior", figures["densities"], "Bars: posterior; line: prior, the same for every value of the range.", folded=True)],
            [_identified(found)]),
        Section("pairs", "Parameters that are fixed only together", [_tied(found)], [
            Picture("pairs", "Pairs of parameters", figures["pairs"], "A slanted cloud means that the outcomes fix a combination, not each of the two.")],
            [_pairs(found)] if len(found.pairs) else [], folded=True),
    ]  # fmt: skip
    summary = [
        ("Schemes", ", ".join(names.scenario(scheme) for scheme in found.fit_of.schemes)),
        ("Draws", f"{len(found.positions):,}"), ("Runs", f"{found.fit_of.runs:,}"),
    ]  # fmt: skip
    return Page("Which parameter values agree with the pilots", "Calibration of simulated pilot schemes", answer(found), CAVEAT, sections,
                [HOW], summary)  # fmt: skip


def _fit(found: Found) -> Table:
    columns = [
        Column("Scheme", "The scheme."), Column("Quantity", "What was published."), Column("Unit", "Its unit."),
        Column("Published", "Value or range."), Column("Tolerance", "Error of the source and of the model.", True),
        Column("Before", "Simulated in the prior: median, 90 % interval.", True),
        Column("After", "Simulated in the posterior: median, 90 % interval.", True),
        Column("Source", "Identifier in evidence/, and how it was read."),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = []
    for row in found.fit.itertuples():
        after = f"{short(row.p50)} ({short(row.p05)} to {short(row.p95)})"
        rows.append([
            names.scenario(row.scheme), row.quantity, row.unit, published(row.observed_low, row.observed_high), short(row.tolerance),
            f"{short(row.prior_p50)} ({short(row.prior_p05)} to {short(row.prior_p95)})",
            Cell(after, GREEN if row.inside else ORANGE, "" if row.inside else "not reached"), Cell(row.evidence.replace(";", ", "), note=row.reason),
        ])  # fmt: skip
    return Table("Every published quantity", columns, rows)


def _identified(found: Found) -> Table:
    columns = [
        Column("Parameter", "Its name; with a scheme in front: what is not known about that scheme."), Column("Unit", "Its unit."),
        Column("Plausible", "Range before the outcomes were looked at.", True), Column("Posterior", "Median, 90 % interval.", True),
        Column("Narrowed", "Share of the spread that is gone.", True),
        Column("Disagreement", "Largest difference between populations, in standard deviations.", True),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = [
        [words(row.parameter), parameters()[row.parameter.rpartition(":")[2]].unit, f"{short(row.low)} to {short(row.high)}",
         f"{short(row.p50)} ({short(row.p05)} to {short(row.p95)})",
         Cell(f"{100 * max(row.narrowed, 0.0):.0f} %", GREEN if row.identified else ""), f"{row.disagreement:.2f}"]
        for row in found.identified.head(ROWS).itertuples()
    ]  # fmt: skip
    return Table(
        "Parameters, most narrowed first",
        columns,
        rows,
        f"The first {len(rows)} of {len(found.identified)}; all are in identified.csv.",
        folded=True,
    )


def _not_identified(found: Found) -> str:
    rest = found.identified[~found.identified.identified & ~found.identified.parameter.str.contains(":")]
    groups = rest.parameter.str.partition(".")[0].value_counts()
    listed = ", ".join(f"{count} of {name}" for name, count in groups.items())
    return (
        f"The outcomes say next to nothing about {len(rest)} of the parameters that all schemes share ({listed}). Results that depend on them"
        " rest on judgement; docs/evidence.md ranks those that matter."
    )


def _tied(found: Found) -> str:
    if found.pairs.empty:
        return f"No two parameters have a rank correlation of {TIED} or more in the posterior."
    row = found.pairs.iloc[0]
    return (
        f"{len(found.pairs)} pairs of parameters have a rank correlation of {TIED} or more in either direction. The strongest pair is"
        f" {words(row['first'])} and {words(row['second'])} ({row.rank_correlation:+.2f}). Draws keep such pairs together."
    )


def _pairs(found: Found) -> Table:
    columns = [
        Column("First", "A parameter."),
        Column("Second", "Another."),
        Column("Rank correlation", "In the posterior.", True),
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
