"""The report of the bottlenecks: the answer in words, the pilots side by side, each scenario in detail."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.bottlenecks.constraints import BY_NAME, RELAXATIONS
from analysis.bottlenecks.runs import OUTCOMES
from analysis.bottlenecks.tables import ranked
from analysis.command.amounts import fine, interval_words
from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from sim.parameters import Config
from sim.reporting import names
from sim.reporting.names import label
from sim.reporting.wording import cause, counted, number

BLUE, ORANGE = "0, 114, 178", "213, 94, 0"
CAVEAT = (
    "Gains are means over the replicates. Their 95 % intervals cover chance only: the parameters stay as the scenario states them. Each"
    " constraint is relaxed by a tenth of its own amount. The table says what that is worth, not what it costs to get it. Among thirty"
    " constraints, one or two small gains may seem sure by chance."
)
HOW = (
    "Each constraint is relaxed alone, by a tenth and fully, and the scheme is run again on the same draws: the same persons, hosts, elections"
    " and months. A gain is the mean over the replicates of the difference. Gains of several constraints do not add up: removing one shows"
    " the next. The binding constraint is the one of which a tenth surely gives the most completed mobilities. If no tenth gives a sure gain, it is the"
    " one that gives the most when it is removed. The size of the scheme is a goal rather than an obstacle: it is shown, but not called binding."
)


def page(
    configs: Sequence[Config],
    waiting: pd.DataFrame,
    gains: pd.DataFrame,
    binding: pd.DataFrame,
    texts: Mapping[str, str],
) -> Page:
    """The whole page."""
    scenarios = [config.scenario for config in configs]
    several = len(configs) > 1
    title = "What holds the pilots back" if several else f"What holds {names.scenario(scenarios[0])} back"
    across = [_across(gains, scenarios)] if several else []
    sections = [
        Section("overview", "Binding constraints", tables=[_binding(binding, waiting), *across]),
        Section("waiting", "Waiting", pictures=[Picture("waiting", "What candidates waited for", texts["waiting"], _waited(waiting, scenarios))],
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
    summary = [("Scenarios" if several else "Scenario", told), ("Replicates", f"{configs[0].replicates:,}")]
    return Page(title, "Bottlenecks of simulated pilot schemes", answer(gains, binding, waiting, scenarios), CAVEAT, sections,
                [HOW], summary)  # fmt: skip


def words(name: str) -> str:
    """A constraint's name in words."""
    return name.replace("_", " ")


def answer(gains: pd.DataFrame, binding: pd.DataFrame, waiting: pd.DataFrame, scenarios: Sequence[str]) -> list[str]:
    """The computed sentences: the binding constraint of each scenario, what comes next, and what candidates wait for."""
    rows = binding[binding.indicator == OUTCOMES[1]].set_index("scenario")
    if len(scenarios) == 1:
        return [_one(rows.loc[scenarios[0]], scenarios[0]), _next(gains, scenarios[0]), _waited(waiting, scenarios)]
    groups: dict[str, list[str]] = {}
    for scenario in scenarios:
        groups.setdefault(rows.constraint[scenario], []).append(scenario)
    parts = [f"{words(name)} in {_named(where)}" for name, where in groups.items() if name]
    text = f"The binding constraint is {'; '.join(parts)}." if parts else ""
    if "" in groups:
        text += f" None of the constraints surely holds back {_named(groups[''])}."
    return [text.strip(), *(_one(rows.loc[scenario], scenario) for scenario in scenarios)]


def _named(scenarios: Sequence[str]) -> str:
    return names.listed([names.scenario(scenario) for scenario in scenarios])


def _gain(row: pd.Series) -> str:
    gain = fine(row.gain_per_relaxation, "persons", row.ci_high - row.ci_low)
    return f"{gain} ({interval_words(row.ci_low, row.ci_high, 'persons')})"


def _one(row: pd.Series, scenario: str) -> str:
    where = names.scenario(scenario)
    if not row.constraint:
        return f"In {where}, no constraint relaxed alone surely adds to the {row.unrelaxed:.1f} completed mobilities."
    meaning = BY_NAME[row.constraint].meaning.partition(";")[0]
    how = (
        "Relaxing it by a tenth" if row.relaxation == RELAXATIONS[0] else "No tenth surely gives more, but removing it"
    )
    return (
        f"In {where} the binding constraint is {words(row.constraint)} ({meaning}). {how} adds {_gain(row)} completed mobilities to the"
        f" {row.unrelaxed:.1f} there are."
    )


def _next(gains: pd.DataFrame, scenario: str) -> str:
    parts = []
    for relaxation, how in zip(RELAXATIONS, ("Relaxed by a tenth", "Fully relaxed"), strict=True):
        best = ranked(gains, scenario, relaxation, OUTCOMES[1]).head(4)
        told = ", ".join(f"{words(row.constraint)} {row.gain_per_relaxation:+.1f}" for _, row in best.iterrows())
        parts.append(f"{how}, these add the most: {told}." if told else f"{how}, none surely adds anything.")
    return " ".join(parts)


def _waited(waiting: pd.DataFrame, scenarios: Sequence[str]) -> str:
    found = []
    for scenario in scenarios:
        mine = waiting[waiting.scenario == scenario]
        if mine.person_months.sum() > 0:
            longest = mine.loc[mine.person_months.idxmax()]
            found.append(
                f"{names.scenario(scenario)}: {_cause(longest.cause)}, {100 * longest.share:.0f} % of {number(mine.person_months.sum(), 'count')} person-months"
            )
    if not found:
        return "Nobody waited for anything."
    if len(scenarios) == 1:
        return f"Candidates wait longest for {found[0].partition(': ')[2]}. A person who waits a month for one thing counts as one person-month."
    return f"What candidates wait for longest: {'; '.join(found)}. A person who waits a month for one thing counts as one person-month."


def _cause(name: str) -> str:
    return cause(f"waiting_{name}").lower()


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
        longest = _cause(mine.loc[mine.person_months.idxmax()].cause) if mine.person_months.sum() > 0 else "none"
        gain = _gain(row) if row.constraint else "none sure"
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
        return Cell(f"{full.gain_per_relaxation:+.1f}", "", "of none")
    share = full.gain_per_relaxation / full.unrelaxed
    sure = full.ci_low > 0 or full.ci_high < 0
    strength = 0.12 + 0.5 * min(abs(share), 1.0)
    colour = f"rgba({BLUE if share > 0 else ORANGE}, {strength:.2f})" if sure else ""
    return Cell(f"{100 * share:+.0f} %", colour, f"{100 * tenth.gain_per_relaxation / full.unrelaxed:+.1f} %")


def _waiting(waiting: pd.DataFrame) -> Table:
    columns = [
        Column("Scenario", "Name of the scenario."), Column("Cause", "What was waited for."), Column("Stage", "Where on their way candidates wait for it."),
        Column("Person-months", "Mean over the replicates of the months waited, summed over persons.", True),
        Column("95 % interval", "Interval of that mean over chance.", True), Column("Share", "Part of all waiting in the scenario.", True),
    ]  # fmt: skip
    rows = [
        [label(names.scenario(row.scenario)), _cause(row.cause), row.stage, f"{row.person_months:,.1f}", f"{row.ci_low:,.1f} to {row.ci_high:,.1f}",
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
        Column("Per million EUR", "Additional completed mobilities per million euro of additional public spending; empty where the relaxation"
               " does not surely cost more. Only spending that the model knows counts: the price of a host's or a government's goodwill is not in it.", True),
    ]  # fmt: skip
    mine = gains[gains.scenario == scenario]
    rows = []
    for (name, relaxation), both in mine.groupby(["constraint", "relaxation"], sort=False):
        matches, completed = (both[both.indicator == outcome].iloc[0] for outcome in OUTCOMES)
        waited, price = completed.person_months_waited, completed.gain_per_million_eur
        rows.append([words(name), _changed(completed.changed), "" if np.isnan(waited) else f"{waited:,.0f}", relaxation, _gain(matches), _gain(completed),
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
