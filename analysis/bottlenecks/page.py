"""The report of the bottlenecks: the answer in words, the pilots side by side, each scenario in detail."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.bottlenecks.constraints import RELAXATIONS, SIDES
from analysis.bottlenecks.runs import OUTCOMES
from analysis.bottlenecks.words import answer, cause_words, gain_words, persons, waited, words
from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.worlds.settings import MEANS, drawn
from sim.parameters import Config
from sim.reporting import names
from sim.reporting.names import label
from sim.reporting.safest_words import worlds
from sim.reporting.wording import counted

BLUE, ORANGE = "0, 114, 178", "213, 94, 0"
CAVEAT = (
    "Gains are means over {worlds}. Their 95 % intervals cover {covers}. Each"
    " constraint is relaxed by a tenth of its own amount. The table says what that is worth, not what it costs to get it. Among thirty"
    " constraints, one or two small gains may seem sure by chance."
)
HOW = (
    "Each constraint is relaxed alone, by a tenth and fully, and the scheme is run again on the same draws: the same persons, hosts, elections"
    " and months. A gain is the mean over the replicates of the difference. Gains of several constraints do not add up: removing one shows"
    " the next. Where parameters are drawn, what was drawn in each world is relaxed there. The binding constraint is the one of which a tenth surely gives the most completed mobilities. If no tenth gives a sure gain, it is the"
    " one that gives the most when it is removed. The size of the scheme is a goal rather than an obstacle: it is shown, but not called binding.",
    "A side is relaxed by relaxing all of its constraints at once. In each world, constraints and sides are ranked by the completed mobilities"
    " that they add; those that tie for a place share it, and what adds nothing has none. Where a tenth surely gives some, a quarter, a half and"
    " three quarters of the tenth are tried too: if one quarter surely brings more than the three others together, the gain is a step.",
)


def page(
    configs: Sequence[Config],
    waiting: pd.DataFrame,
    gains: pd.DataFrame,
    sides: pd.DataFrame,
    binding: pd.DataFrame,
    texts: Mapping[str, str],
    uncertainty: str = "both",
) -> Page:
    """The whole page."""
    scenarios = [config.scenario for config in configs]
    several = len(configs) > 1
    title = "What holds the pilots back" if several else f"What holds {names.scenario(scenarios[0])} back"
    across = [_across(gains, scenarios)] if several else []
    sections = [
        Section("overview", "Binding constraints", tables=[_binding(binding, waiting), *([_sides(sides, scenarios)] if len(sides) else []), *across]),
        Section("waiting", "Waiting", pictures=[Picture("waiting", "What candidates waited for", texts["waiting"], waited(waiting, scenarios))],
                tables=[_waiting(waiting)]),
    ]  # fmt: skip
    for config in configs:
        name = f"gains_{config.scenario}"
        reading = (
            "Bars: mean number of additional completed mobilities, lines: 95 % intervals; pale if the interval holds zero. The constraints"
            " shown are those that change most when fully relaxed."
        )
        picture = Picture(name, f"Gains in {names.scenario(config.scenario)}", texts[name], reading)
        sections.append(
            Section(name, f"Gains in {names.scenario(config.scenario)}", [config.description], [picture],
                    [_gains(gains, config.scenario)], folded=several)
        )  # fmt: skip
    told = ", ".join(label(names.scenario(scenario)) for scenario in scenarios)
    summary = [
        ("Scenarios" if several else "Scenario", told),
        (label(worlds(uncertainty)), f"{configs[0].replicates:,}"),
    ]
    return Page(title, "Bottlenecks of simulated pilot schemes", answer(gains, sides, binding, waiting, scenarios, uncertainty),
                CAVEAT.format(worlds=worlds(uncertainty), covers=MEANS[uncertainty]), sections, HOW, summary, drawn=drawn(uncertainty))  # fmt: skip


def _binding(binding: pd.DataFrame, waiting: pd.DataFrame) -> Table:
    columns = [
        Column("Scenario", "Name of the scenario."),
        Column("Outcome", "What is counted."),
        Column("As it is", "Mean over the replicates without any relaxation.", True),
        Column(
            "Binding constraint",
            "The constraint of which a tenth surely gives the most (if no tenth does, the one that gives the most when it is removed).",
        ),
        Column("Relaxed", "By a tenth, or fully where no tenth gives a sure gain."),
        Column(
            "Gain (95 % interval)",
            "What the relaxation adds to the outcome: mean of the differences on the same draws.",
            True,
        ),
        Column(
            "Longest waiting",
            "The cause with the most person-months of waiting. It need not be the binding constraint.",
        ),
    ]
    rows = []
    for row in binding.itertuples():
        mine = waiting[waiting.scenario == row.scenario]
        longest = cause_words(mine.loc[mine.person_months.idxmax()].cause) if mine.person_months.sum() > 0 else "none"
        gain = gain_words(row) if row.constraint else "none sure"
        rows.append(
            [
                label(names.scenario(row.scenario)),
                label(names.indicator(row.indicator)),
                f"{row.unrelaxed:.1f}",
                words(row.constraint) or "none",
                row.relaxation or "",
                gain,
                longest,
            ]
        )
    return Table("The binding constraint of each scenario", columns, rows, "A long queue need not be the binding constraint: shortening it helps only if the next step has room.")  # fmt: skip


def _sides(sides: pd.DataFrame, scenarios: Sequence[str]) -> Table:
    columns = [
        Column("Scenario", "Name of the scenario."), Column("Side", "All that holds this side back is relaxed at once."),
        Column("Removed", "Additional completed mobilities, 95 % interval.", True),
        Column("Two strongest, removed", "Of 100 worlds (or runs, where only chance varies), those in which it is among the two sides that add most.", True),
        Column("Holds one", "Of 100 worlds, those in which one of the two strongest single constraints is on this side, removed.", True),
        Column("By a tenth", "Additional completed mobilities if all of its constraints are relaxed by a tenth, 95 % interval.", True),
        Column("Two strongest, by a tenth", "Of 100 worlds, those in which a tenth of it is among the two that add most.", True),
    ]  # fmt: skip
    rows = []
    for scenario in scenarios:
        mine = sides[(sides.scenario == scenario) & (sides.indicator == OUTCOMES[1])].set_index(["side", "relaxation"])
        for side, meaning in SIDES.items():
            tenth, full = (mine.loc[(side, relaxation)] for relaxation in RELAXATIONS)
            rows.append([
                label(names.scenario(scenario)), label(meaning), gain_words(full), f"{100 * full.share_among_two_strongest:.0f}",
                f"{100 * full.share_with_a_strongest_constraint:.0f}", gain_words(tenth), f"{100 * tenth.share_among_two_strongest:.0f}",
            ])  # fmt: skip
    return Table("Sides: what each gives, and how often it is among the two strongest of five", columns, rows,
                 "Two of five sides are counted in each world, so by luck alone each would be counted in 40 of 100.")  # fmt: skip


def _across(gains: pd.DataFrame, scenarios: Sequence[str]) -> Table:
    """Constraint x scenario: completed mobilities gained from full relaxation, in percent of what there is."""
    mine = gains[(gains.indicator == OUTCOMES[1]) & (gains.relaxation == RELAXATIONS[1])]
    columns = [Column("Constraint", "What is removed, all else untouched.")]
    columns += [
        Column(
            label(names.scenario(name)),
            f"Change of completed mobilities in {names.scenario(name)} against the scheme as it is, in percent; below it, when relaxed by a tenth.",
            True,
        )
        for name in scenarios
    ]
    tenth = gains[(gains.indicator == OUTCOMES[1]) & (gains.relaxation == RELAXATIONS[0])].set_index(
        ["constraint", "scenario"]
    )
    rows: list[list[str | Cell]] = []
    for name in dict.fromkeys(mine.constraint):
        row: list[str | Cell] = [words(name)]
        for scenario in scenarios:
            entry = mine[(mine.constraint == name) & (mine.scenario == scenario)].iloc[0]
            row.append(_shaded(entry, tenth.loc[(name, scenario)]))
        rows.append(row)
    return Table("Completed mobilities gained when one constraint is removed (below: when it is relaxed by a tenth)", columns, rows,
                 "Blue: surely more, which is better; orange: surely fewer; white: the 95 % interval holds zero.", folded=True)  # fmt: skip


def _shaded(full: pd.Series, tenth: pd.Series) -> Cell:
    if not full.unrelaxed > 0:
        return Cell(persons(full.gain_per_relaxation), "", "of none")
    share = full.gain_per_relaxation / full.unrelaxed
    sure = full.ci_low > 0 or full.ci_high < 0
    strength = 0.12 + 0.5 * min(abs(share), 1.0)
    colour = f"rgba({BLUE if share > 0 else ORANGE}, {strength:.2f})" if sure else ""
    return Cell(f"{100 * share:+.0f} %", colour, f"{100 * tenth.gain_per_relaxation / full.unrelaxed:+.0f} %")


def _waiting(waiting: pd.DataFrame) -> Table:
    columns = [
        Column("Scenario", "Name of the scenario."), Column("Cause", "What was waited for."), Column("Stage", "Where on their way candidates wait for it."),
        Column("Person-months", "Mean over the replicates of the months waited, summed over persons.", True),
        Column("95 % interval", "Interval of that mean over chance.", True), Column("Share", "Part of all waiting in the scenario.", True),
    ]  # fmt: skip
    rows = [
        [label(names.scenario(row.scenario)), cause_words(row.cause), row.stage, f"{row.person_months:,.1f}", f"{row.ci_low:,.1f} to {row.ci_high:,.1f}",
         "" if np.isnan(row.share) else f"{100 * row.share:.0f} %"]
        for row in waiting.itertuples()
    ]  # fmt: skip
    return Table("Person-months waited by cause and stage", columns, rows, folded=True)


def _gains(gains: pd.DataFrame, scenario: str) -> Table:
    columns = [
        Column("Constraint", "What is relaxed, all else untouched."), Column("What changes", "Parameters and their values before and after."),
        Column("Waited", "Person-months waited for its cause in the scheme as it is; empty where nobody waits for it as such.", True),
        Column("Relaxed", "By a tenth, or fully."), Column("Matches", "Additional matches, 95 % interval.", True),
        Column("Completed", "Additional completed mobilities, 95 % interval.", True),
        Column("Two strongest", "Of 100 worlds (or runs, where only chance varies), those in which it is among the two constraints that add most.", True),
        Column("Step", "Where a tenth brings its gain at once rather than little by little; empty where it is a slope."),
        Column("Per million EUR", "Additional completed mobilities per million euro of additional public spending; empty where the relaxation"
               " does not surely cost more. Only spending that the model knows counts: the price of a host's or a government's goodwill is not in it.", True),
    ]  # fmt: skip
    mine = gains[gains.scenario == scenario]
    rows = []
    for (name, relaxation), both in mine.groupby(["constraint", "relaxation"], sort=False):
        matches, completed = (both[both.indicator == outcome].iloc[0] for outcome in OUTCOMES)
        waited, price = completed.person_months_waited, completed.gain_per_million_eur
        rows.append([words(name), _changed(completed.changed), "" if np.isnan(waited) else f"{waited:,.0f}", relaxation, gain_words(matches), gain_words(completed),
                     "" if np.isnan(completed.share_among_two_strongest) else f"{100 * completed.share_among_two_strongest:.0f}", completed.cliff,
                     "" if np.isnan(price) else f"{price:,.1f}"])  # fmt: skip
    return Table(
        f"{label(names.scenario(scenario))}: {counted(mine.constraint.nunique(), 'constraint')}, relaxed by a tenth and fully",
        columns,
        rows,
        folded=True,
    )


def _changed(text: str) -> str:
    parts = text.split("; ")
    return (
        "nothing: the scheme does not have it"
        if not text
        else "; ".join(parts[:2]) + (f"; {len(parts) - 2} more" if len(parts) > 2 else "")
    )
