"""The report of the search: what the money buys, the picture of the front, the designs, what the next euro buys, and what to be careful about."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.optimise import words
from analysis.optimise.changes import for_the_money
from analysis.optimise.objectives import MATTERS, Objective
from analysis.optimise.search import WORLDS
from analysis.optimise.tables import BUYS, SAVES, Judged
from analysis.worlds.settings import MEANS, drawn
from analysis.worlds.target_words import in_words
from sim.reporting import names
from sim.reporting.names import label
from sim.reporting.wording import counted, money

BLUE = "rgba(0, 114, 178, 0.18)"
SHOWN = 8
"""Single changes of each kind on the page; changes.csv has all."""
FEW = 15
"""Levers that are listed at the head of the page, at most."""
CAVEAT = (
    "These designs are the best that a search found in a model, not the best that exist. The numbers come from plausible worlds; the 95 %"
    " intervals show how much they might change with other worlds drawn in the same way. The search knows nothing of what the model leaves"
    " out. Take each design as a proposal, and question it."
)


def page(
    judged: Judged, settings: Any, tables: Mapping[str, pd.DataFrame], figures: Mapping[str, str], seconds: tuple[float, float],
    folder: str,
) -> Page:  # fmt: skip
    """The whole page. ``tables``: by the names of their files; ``seconds``: spent simulating, and on all else."""
    asked = judged.found.asked
    pictures = _pictures(judged, figures)
    place = for_the_money(judged.found)
    sections = [
        Section("front", "The front", _read(judged), [pictures[name] for name in ("front", "worst") if name in pictures],
                [_designs(judged, tables["front"]), _named(judged, tables["named"]), _steps(judged, tables["steps"])]),
        Section("money", "Where to spend the next euro, and where to cut first", _money(judged, settings.more), tables=_changes(judged, tables["changes"], settings.more)),
        Section("levers", "Which levers matter", pictures=[pictures["levers"]], tables=[_levers(tables["levers"])], folded=True),
        Section("reservations", "What to be careful about", words.reservations(judged)),
    ]  # fmt: skip
    if place is not None:
        sections.insert(1, Section("design", f"What {judged.names[place]} changes, and at what price", _command(judged, place, folder),
                                   tables=[_prices(judged.names[place], tables["prices"])]))  # fmt: skip
    ceilings = [in_words(target) for target in asked.wanted.ceilings]
    summary = [
        ("Scenario", label(names.scenario(asked.config.scenario))),
        ("Wanted", "; ".join(f"{'more' if each.better > 0 else 'less'} {each.label}" for each in asked.wanted.objectives)),
        *([("Ceilings", f"{'; '.join(ceilings)}; each in {100 * asked.wanted.certainty:.0f} % of the worlds")] if ceilings else []),
        ("May change", may_change(asked.space.names)),
        ("Between worlds differ", MEANS[settings.uncertainty.name]),
    ]  # fmt: skip
    facts = [("Time", f"{seconds[0]:.0f} s simulating; {seconds[1]:.0f} s for searching, tables and figures")]
    return Page(
        "What is the best we can do with this money?", "Search for the best designs of simulated pilot schemes",
        words.answer(judged, tables["changes"], tables["steps"], settings.more), CAVEAT, sections, _how(judged, settings), summary, facts,
        drawn(settings.uncertainty.name),
    )  # fmt: skip


def may_change(levers: list[str]) -> str:
    """The levers by name, where they are few."""
    return ", ".join(levers) if len(levers) <= FEW else f"{len(levers)} levers (levers.csv)"


def _how(judged: Judged, settings: Any) -> list[str]:
    found = judged.found
    tried = sum(len(each.designs) for each in found.generations)
    stages = ", then ".join(f"{worlds}" for worlds in WORLDS)
    return [
        f"The search (NSGA-II) tried {counted(tried, 'design')} in {counted(len(found.generations), 'generation')} of about {settings.population}, in {stages}"
        " worlds, with new worlds in each stage. In a stage, every design meets the same worlds. Levers take only values on a grid within their plausible range.",
        "The calibrated draws are split at random into two halves. The search and the choice of the designs use the first half; all numbers"
        f" on this page come from {settings.worlds:,} worlds of the second half, with new chance. Optimism: value in the search minus value in this report.",
        f"A few designs stand for the front: differences below {100 * MATTERS:g} % of the places or of the budget (of other objectives: of the range"
        " found) do not matter. If changing a lever makes no difference that matters, it goes back to the scenario's value. Designs with the same"
        " outcome in every world count as one.",
        "Probability of being on the front: share of resamples of the worlds in which nothing beats the design. A design is beaten if another design here, the"
        " scenario or a named design is at least as good in everything and better in something."
        f" From resample to resample, the front as a whole moves by {100 * judged.moves:.0f} % (docs/optimising.md says how this is measured).",
    ]  # fmt: skip


def _read(judged: Judged) -> list[str]:
    return [
        f"The front is a choice between {counted(judged.number, 'design')}: if you want more of one thing, you must give up some of another. The"
        " scenario as it is stands beside them for comparison."
    ]


def _pictures(judged: Judged, figures: Mapping[str, str]) -> dict[str, Picture]:
    aim = judged.found.asked.wanted.objectives[judged.aim].label
    readings = {
        "front": ("The front", f"Each dot is a design: money across, {aim} upwards. Numbers between dots: euro for one more. Band: nine of ten fronts in"
                  " resampled worlds lie here. Grey: designs that the search tried. Cross: the scenario as it is; diamonds: named designs."),
        "worst": ("Average and worst tenth", "Each design on average and in the worst tenth of the worlds. A long line: the result depends much on the world. Bar: 95 % interval."),
        "levers": ("Levers along the front", "Each row is a lever, each column a design, the one that gives most last. Dark: high in its plausible range; pale: low."
                   " Ring: the same as in the scenario."),
    }  # fmt: skip
    return {
        name: Picture(name, heading, figures[name], reading)
        for name, (heading, reading) in readings.items()
        if name in figures
    }


def _value(objective: Objective, row: pd.Series) -> Cell:
    low, high = row[f"{objective.name}_ci_low"], row[f"{objective.name}_ci_high"]
    return Cell(words.amount(objective, row[objective.name], high), "", words.between(objective, low, high))


def _designs(judged: Judged, table: pd.DataFrame) -> Table:
    objectives = judged.found.asked.wanted.objectives
    columns = [
        Column("Design", "Its name in the folder designs/, and what it changes in the scenario."),
        *(Column(names.starting(each.label), f"{names.starting(each.label)}, below it the 95 % interval.", True) for each in objectives),
        *(Column("Optimism", f"{names.starting(each.label)}: value in the search minus value in this report.", True) for each in objectives[judged.aim : judged.aim + 1]),
        Column("On the front", "Share of resampled worlds in which nothing here beats it.", True),
        Column("Nearest named", "The named design (or the scenario) that is most like it."),
    ]  # fmt: skip
    chosen = for_the_money(judged.found)
    rows: list[list[str | Cell]] = []
    for place, row in table.iterrows():
        shade = BLUE if place == chosen else ""
        told = words.listed(judged, int(place))
        rows.append([
            Cell(row.design, shade, told), *(_value(each, row) for each in objectives),
            f"{row[f'{objectives[judged.aim].name}_optimism']:+.2g}", f"{100 * row.probability_on_front:.0f} %", label(names.design(row.nearest_named)),
        ])  # fmt: skip
    return Table("The designs found, from the one that gives least to the one that gives most", columns, rows,
                 f"Shaded: the best for {money(judged.found.asked.money)} euro.", wide=True)  # fmt: skip


def _named(judged: Judged, table: pd.DataFrame) -> Table:
    objectives = judged.found.asked.wanted.objectives
    columns = [
        Column("Design", "The scenario as it is, and designs that have a name."),
        *(Column(names.starting(each.label), f"{names.starting(each.label)}, below it the 95 % interval.", True) for each in objectives),
        Column("On the front", "Share of resampled worlds in which nothing here beats it.", True),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = [
        [label(names.design(row.design)), *(_value(each, row) for each in objectives), f"{100 * row.probability_on_front:.0f} %"]
        for _, row in table.iterrows()
    ]  # fmt: skip
    return Table("The scenario and named designs in the same worlds", columns, rows, folded=True)


def _steps(judged: Judged, table: pd.DataFrame) -> Table:
    first = judged.found.asked.wanted.objectives[judged.aim]
    columns = [
        Column("From", "A design on the front."), Column("To", "The next dearer one that gives more."),
        Column("More", f"What it adds: {first.label}, 95 % interval.", True), Column("Money", "What this costs in public money, EUR.", True),
        Column("For one more", "Money for each one that it adds, EUR.", True),
    ]  # fmt: skip
    rows = [
        [row.design_from, row.design_to, Cell(words.amount(first, row.more), "", words.between(first, row.more_ci_low, row.more_ci_high)),
         money(row.money), money(row.money_per_one) if row.money_per_one > 0 else "–"]
        for _, row in table.iterrows()
    ]  # fmt: skip
    reading = "A step may cost less for one more than the step before: some designs are on the front for another objective, such as the worst tenth."
    return Table("What one more costs, step by step", columns, rows, reading, folded=True)


def _money(judged: Judged, more: float) -> list[str]:
    place = for_the_money(judged.found)
    if place is None:
        return ["No design is cheap enough for this money, so there is none to change."]
    return [
        f"Each row changes one lever of {judged.names[place]}. Numbers go up or down by a quarter of the lever's range; everything else stays. The"
        f" order of the rows comes from worlds of the search, the numbers from other worlds. Per {money(more)}: what the change would give if it"
        " could be made larger or smaller until it moves that sum."
    ]


def _changes(judged: Judged, table: pd.DataFrame, more: float) -> list[Table]:
    columns = [
        Column("Lever", "What changes."), Column("From, to", "Its value in the design, and after the change."),
        Column("Adds", "What the change adds, 95 % interval.", True), Column("Public money", "What the change costs or saves, EUR.", True),
        Column(f"Per {money(more)}", f"What the change adds for each {money(more)} EUR that it costs or saves; minus: it loses.", True),
    ]  # fmt: skip
    made = []
    for kind, caption in ((BUYS, "What more money buys"), (SAVES, "What to cut first")):
        rows = [
            [row.lever, f"{row.value_from} → {row.value_to}", Cell(f"{row.more:+.1f}", "", f"{row.more_ci_low:+.1f} to {row.more_ci_high:+.1f}"),
             f"{'−' if row.money < 0 else '+'}{money(abs(row.money))}", f"{row.per_money:+.1f}"]
            for _, row in shown(table, kind).head(SHOWN).iterrows()
        ]  # fmt: skip
        if rows:
            made.append(Table(caption, columns, rows))
    return made


def shown(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Changes of a kind; a purchase that turned out to add nothing in the worlds of the report is none."""
    mine = table[table.kind == kind]
    return mine[mine.more > 0.0] if kind == BUYS else mine


def _levers(table: pd.DataFrame) -> Table:
    columns = [
        Column("Lever", "Its name."), Column("Scenario", "Its value in the scenario."), Column("On the front", "Least and most in the designs found."),
        Column("Changed", "Designs in which it differs from the scenario.", True), Column("Plausible", "Range that the search may use."),
        Column("At an end", "Number of designs in which the search moved it to the low end, and to the high end.", True),
        Column("Near the front", "Range that sets designs near the front apart from all others that were tried; empty: there is no such range."),
        Column("Price", "Whether at least a part of its price is an assumption."),
    ]  # fmt: skip
    rows = [
        [row.lever, row.scenario, f"{row.least} to {row.most}", str(row.designs_changed), f"{row.plausible_low} to {row.plausible_high}",
         f"{row.at_low}, {row.at_high}", " to ".join(filter(None, [row.front_low, row.front_high])), "assumption" if row.price_assumed else "no assumption"]
        for _, row in table.iterrows()
    ]  # fmt: skip
    return Table("Levers", columns, rows)


def _command(judged: Judged, place: int, folder: str) -> list[str]:
    name, config = judged.names[place], judged.found.asked.config
    return [
        f"Its file is a complete scenario: python -m sim scenario={folder}/designs/{name}.yaml runs it, python -m analysis.compare"
        f" scenario={config.scenario} designs=three_year,{folder}/designs/{name}.yaml compares it."
    ]


def _prices(design: str, table: pd.DataFrame) -> Table:
    columns = [
        Column("Lever", "What changes."), Column("From, to", "The scenario's value and the design's."),
        Column("Price", "What the lever costs, at the model's default prices."),
    ]  # fmt: skip
    rows = [
        [row.lever, f"{row.value_from} → {row.value_to}", row.price]
        for _, row in table[table.design == design].iterrows()
    ]
    return Table(
        "Prices of what it changes", columns, rows, "The prices of what the other designs change are in prices.csv."
    )
