"""The report of robustness: the answer in words, regret and targets by design, the value of information."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.robustness.pictures import telling, unit_of
from analysis.robustness.prices_page import price_section, price_sentences
from analysis.robustness.tables import ALL, NONE, Findings
from analysis.robustness.trials import Tried
from analysis.worlds.settings import BASIS, MEANS, Design, drawn
from analysis.worlds.target_words import in_words
from analysis.worlds.worlds import SHOCK
from sim.indicators import BY_NAME
from sim.parameters import Config
from sim.reporting import names
from sim.reporting.names import label
from sim.reporting.wording import number

CAVEAT = (
    "The worlds are plausible, not predicted: nothing fits them to what was published about the pilots."
    " Regret and shares of worlds describe this set of worlds. The 95 % intervals say how much a mean might change with other worlds drawn"
    " in the same way."
)
HOW = (
    "A world fixes every uncertain parameter, whether and when a shock comes, and chance. Parameters are drawn from their plausible"
    " ranges. If the scenario states a value, they vary around it. A shock comes with the probability given in the settings, in"
    " any month of the longest design's funding and with any severity from 0.2 to 1, all equally likely. Every design meets the same worlds.",
    "Regret is what a design loses in a world against the design that is best there. Both are averages over the replicates of the world."
    " The chance that remains in these averages counts as regret, too; with more replicates less of it remains.",
    "The value of perfect information compares two choices: the best design of each world, and the one design that is best on average. It is"
    " the difference of their mean outcomes, corrected for the chance that few replicates leave. For a single uncertainty, the outcomes of the worlds are replaced by their regression"
    " on it (penalised splines; Strong, Oakley and Brennan 2014), with bootstrap intervals and a correction for the noise of the regression.",
)
STUDIES = 30
"""Rows of the table of the value of information on the page; the file has all."""


def page(
    found: Findings,
    designs: Sequence[Design],
    settings: Any,
    config: Config,
    texts: Mapping[str, str],
    seconds: tuple[float, float],
    tried: Tried,
) -> Page:
    """The whole page. ``seconds``: spent simulating, and on all else."""
    pictures = {
        "regret": ("Regret of each design", "A design further left loses less, whichever world comes. Box: half of the"
                   " worlds; line: nine worlds of ten; diamond: exceeded in one world of ten; red: the worst world."),
        "satisficing": ("How often a target is met", f"For each level of {unit_of(found)}, the share of worlds in which a design reaches it. The design with the"
                        " highest curve at a level is the safest choice for that target. Where curves cross, the answer depends on how much is wanted."),
        "best_design": ("Which design is best where", _map_reading(found)),
        "information": ("Value of information", f"What could be gained on average, in {unit_of(found)}, by resolving an uncertainty before choosing. Pale bars are not"
                        " surely above zero. Values of several uncertainties do not add up."),
    }  # fmt: skip
    shown = {
        name: Picture(name, heading, texts[name], reading, folded=name in ("satisficing", "best_design"))
        for name, (heading, reading) in pictures.items()
        if name in texts
    }
    sections = [
        Section("designs", "Designs", pictures=[shown["regret"], shown["satisficing"]], tables=[_summary(found, designs)]),
        *price_section(tried, texts, found.outcome),
        Section("information", "What is worth finding out", pictures=[shown[name] for name in ("information", "best_design") if name in shown],
                tables=[_information(found)]),
    ]  # fmt: skip
    left_out = int((~found.usable).sum())
    summary = [
        ("Scenario", label(names.scenario(config.scenario))), ("Designs", ", ".join(label(names.design(name)) for name in found.designs)),
        ("Budget", label(BASIS[settings.budget])),
        ("Worlds", f"{len(found.worlds):,}, {settings.replicates} replicates each, shock with probability {settings.shock_probability:g}"),
        ("Between worlds differ", MEANS[settings.uncertainty.name]),
        ("Judged by", f"{unit_of(found)} ({'more' if found.better > 0 else 'less'} is better); target: {in_words(found.target)}"),
    ]  # fmt: skip
    if left_out:
        summary.append(("Left out", f"{left_out:,} worlds in which {unit_of(found)} is undefined for a design"))
    facts = [
        (
            "Time",
            f"{seconds[0]:.1f} s simulating; {seconds[1]:.1f} s for loading, the value of information, tables and figures",
        )
    ]
    return Page(
        "Which design holds in any world?",
        "Robustness of simulated pilot schemes",
        [*answer(found), *price_sentences(tried, found.chosen)],
        CAVEAT,
        sections,
        HOW,
        summary,
        facts,
        drawn(settings.uncertainty.name),
    )


def _amount(found: Findings, value: float) -> str:
    return number(value, BY_NAME[found.outcome].unit, 0.0 if abs(value) < 100 else value)


def answer(found: Findings) -> list[str]:
    """The computed sentences: the least regretted design, the other criteria, and the uncertainties worth a study."""
    summary = found.summary.set_index("design")
    row, what = summary.loc[found.chosen], unit_of(found)
    if not (summary.max_regret > 0).any():
        return [
            f"All designs give the same {what} in all {len(found.values):,} worlds: no choice is regretted, and nothing is worth finding out."
        ]
    second = summary.drop(found.chosen).p90_regret.idxmin()
    first = (
        f"{names.starting(names.design(found.chosen))} is least regretted: in nine of ten worlds it loses at most {_amount(found, row.p90_regret)} {what} against the best design of"
        f" the world. The next is {names.design(second)}, which loses at most {_amount(found, summary.p90_regret[second])}."
    )
    sentences = [first, _criteria(found), _target(found), _study(found)]
    return [sentence for sentence in sentences if sentence]


def _criteria(found: Findings) -> str:
    summary = found.summary.set_index("design")
    row, what = summary.loc[found.chosen], unit_of(found)
    mean = summary["mean"].idxmax() if found.better > 0 else summary["mean"].idxmin()
    worst, often = summary.max_regret.idxmin(), summary.share_best.idxmax()
    text = f"It is best in {100 * row.share_best:.0f} % of the worlds and loses {_amount(found, row.mean_regret)} on average."
    others = [f"{names.design(name)} {phrase}" for name, phrase in (
        (mean, f"gives the better mean ({_amount(found, summary['mean'][mean])} {what} against {_amount(found, row['mean'])})"),
        (worst, f"has the smaller loss in its worst world ({_amount(found, summary.max_regret[worst])} against {_amount(found, row.max_regret)})"),
        (often, f"is best more often ({100 * summary.share_best[often]:.0f} %)"),
    ) if name != found.chosen]  # fmt: skip
    return text + (
        f" By other measures the choice differs: {'; '.join(others)}."
        if others
        else " It also comes first by mean, by worst world and by share of worlds."
    )


def _target(found: Findings) -> str:
    ordered = found.summary.sort_values("satisficing", ascending=False, kind="stable")
    best, last = ordered.iloc[0], ordered.iloc[-1]
    target = in_words(found.target)
    if best.satisficing == last.satisficing:
        return f"The target ({target}) is met in {100 * best.satisficing:.0f} % of the worlds by every design."
    return (
        f"The target ({target}) is met most often by {names.design(best.design)}, in {100 * best.satisficing:.0f} % of the worlds, and least often by"
        f" {names.design(last.design)}, in {100 * last.satisficing:.0f} %."
    )


def _study(found: Findings) -> str:
    what, perfect = unit_of(found), found.perfect
    total = f"Knowing everything but chance would add {perfect.estimate:.2g} ({perfect.low:.2g} to {perfect.high:.2g}) {what} on average"
    rows = found.telling
    if len(rows):
        parts = [
            f"{_named(row.parameter, row.meaning)}, worth {row.evppi:.2g} ({row.ci_low:.2g} to {row.ci_high:.2g})"
            for row in rows.head(3).itertuples()
        ]
        more = f"; then {'; '.join(parts[1:])}" if len(parts) > 1 else ""
        return f"The uncertainty most worth a study before deciding is {parts[0]} {what} on average{more}. {total}."
    top = found.ranked.iloc[0]
    if top.evppi <= 0:
        return f"No single uncertainty is worth a study before deciding. {total}."
    return (
        f"No single uncertainty is surely worth a study before deciding with so many worlds; the likeliest is {_named(top.parameter, top.meaning)}, worth"
        f" {top.evppi:.2g} ({top.ci_low:.2g} to {top.ci_high:.2g}) {what} on average. {total}."
    )


def _named(name: str, meaning: str) -> str:
    return f"{meaning[0].lower()}{meaning[1:]}" if name == SHOCK else f"{name} ({meaning[0].lower()}{meaning[1:]})"


def _map_reading(found: Findings) -> str:
    two = telling(found)
    return (
        f"Each point is a world: its colour shows the design that is best there, its position the two uncertainties with the largest value of information ({' and '.join(two)})."
        " The colour behind is the design that is best on average at these values, from a regression on the two. The legend gives each design's share of"
        " the worlds. Where points of several colours mix, other uncertainties, or chance, decide."
    )


def _summary(found: Findings, designs: Sequence[Design]) -> Table:
    what = unit_of(found)
    meaning = {design.name: design.meaning for design in designs}
    columns = [
        Column("Design", "Name of the design, and what it stands for."), Column("Mean", f"Mean {what} over the worlds, 95 % interval.", True),
        Column("Mean regret", "Mean loss against the best design of each world, 95 % interval.", True),
        Column("90 % regret", "Loss that is exceeded in only one world of ten; it is smallest for the least regretted design.", True),
        Column("Maximum regret", "Loss in the worst world.", True), Column("Best in", "Share of worlds in which no design does better; ties are shared.", True),
        Column("Target met", f"Share of worlds in which {in_words(found.target)} (mean over replicates), 95 % interval.", True),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = []
    for row in found.summary.sort_values("p90_regret", kind="stable").to_dict("records"):
        shade = "rgba(0, 114, 178, 0.18)" if row["design"] == found.chosen else ""
        amounts = [
            _amount(found, row[name])
            for name in (
                "mean",
                "mean_ci_low",
                "mean_ci_high",
                "mean_regret",
                "mean_regret_ci_low",
                "mean_regret_ci_high",
            )
        ]
        rows.append([
            Cell(label(names.design(row["design"])), "", meaning[row["design"]]), f"{amounts[0]} ({amounts[1]} to {amounts[2]})", f"{amounts[3]} ({amounts[4]} to {amounts[5]})",
            Cell(_amount(found, row["p90_regret"]), shade), _amount(found, row["max_regret"]), f"{100 * row['share_best']:.0f} %",
            f"{100 * row['satisficing']:.0f} % ({100 * row['satisficing_ci_low']:.0f} % to {100 * row['satisficing_ci_high']:.0f} %)",
        ])  # fmt: skip
    return Table(
        f"Designs over {len(found.values):,} worlds, the least regretted first",
        columns,
        rows,
        "Shaded: the least 90 % regret.",
    )


def _information(found: Findings) -> Table:
    what = unit_of(found)
    columns = [
        Column("Uncertainty", "Parameter by its name; shock: whether one comes, when and how strong; all: perfect information; none: pure noise, the zero line."),
        Column("What it is", "Meaning of the parameter."), Column("Worth", f"Gain of {what} on average, if it were known before choosing a design.", True),
        Column("95 % interval", "Bootstrap over the worlds.", True), Column("Share", "Of the value of perfect information; shares do not add up to 100 %.", True),
        Column("Range", "Lowest and highest value in the worlds, as the first design meets them.", True),
    ]  # fmt: skip
    table = found.information
    rows = [
        [row.parameter, row.meaning, f"{row.evppi:.2f}", f"{row.ci_low:.2f} to {row.ci_high:.2f}",
         "" if np.isnan(row.share_of_evpi) else f"{100 * row.share_of_evpi:.0f} %", _range(found, str(row.parameter))]
        for row in table[table.parameter.isin([ALL, NONE]) | table.index.isin(table.index[:STUDIES])].itertuples()
    ]  # fmt: skip
    return Table("Value of information", columns, rows, "An uncertainty is worth a study where its value is surely above zero and above that of noise, and the study"
                 " costs less than the gain. All uncertainties are in value_of_information.csv.", folded=True)  # fmt: skip


def _range(found: Findings, name: str) -> str:
    values = found.worlds.values.get(name)
    return "" if values is None else f"{values.min():.3g} to {values.max():.3g}"
