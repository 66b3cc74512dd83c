"""What the bottlenecks say: the binding constraint, the strongest sides, steps, and what candidates wait for, in sentences."""

import math
from collections.abc import Sequence

import pandas as pd

from analysis.bottlenecks.constraints import BY_NAME, HOSTS, RELAXATIONS
from analysis.bottlenecks.runs import OUTCOMES
from analysis.bottlenecks.tables import ranked
from sim.reporting import names
from sim.reporting.safest_words import worlds
from sim.reporting.wording import cause, number

_MEANS = (
    "Everything that holds one side back is removed at once, and the two of the five sides that give most are counted."
)


def words(name: str) -> str:
    """A constraint's name in words."""
    return name.replace("_", " ")


def answer(
    gains: pd.DataFrame,
    sides: pd.DataFrame,
    binding: pd.DataFrame,
    waiting: pd.DataFrame,
    scenarios: Sequence[str],
    uncertainty: str,
) -> list[str]:
    """The computed sentences: the binding constraint of each scenario, what comes next, the strongest sides, steps, waiting."""
    told = [*strongest(sides, scenarios, uncertainty), *cliffs(gains, scenarios)]
    rows = binding[binding.indicator == OUTCOMES[1]].set_index("scenario")
    if len(scenarios) == 1:
        return [
            _one(rows.loc[scenarios[0]], scenarios[0], gains, uncertainty),
            _next(gains, scenarios[0]),
            *told,
            waited(waiting, scenarios),
        ]
    groups: dict[str, list[str]] = {}
    for scenario in scenarios:
        groups.setdefault(rows.constraint[scenario], []).append(scenario)
    parts = [f"{words(name)} in {_named(where)}" for name, where in groups.items() if name]
    text = f"The binding constraint is {'; '.join(parts)}." if parts else ""
    if "" in groups:
        text += f" None of the constraints surely holds back {_named(groups[''])}."
    return [text.strip(), *(_one(rows.loc[scenario], scenario, gains, uncertainty) for scenario in scenarios), *told]


def strongest(sides: pd.DataFrame, scenarios: Sequence[str], uncertainty: str) -> list[str]:
    """In how many worlds of a hundred the hosts' side, removed as a whole, is among the two that give most."""
    where = worlds(uncertainty)
    mine = sides[(sides.relaxation == RELAXATIONS[1]) & (sides.indicator == OUTCOMES[1])]
    if mine.empty:
        return []
    of_hundred = (100 * mine.set_index(["scenario", "side"]).share_among_two_strongest).round().astype(int)
    if len(scenarios) > 1:
        told = names.listed([f"{of_hundred[scenario, HOSTS]} in {names.scenario(scenario)}" for scenario in scenarios])
        return [f"Of 100 {where}, the hosts' side is among the two strongest in {told}. {_MEANS}"]
    rest = of_hundred[scenarios[0]].drop(HOSTS).sort_values(ascending=False, kind="stable")
    told = names.listed([f"{side} in {count}" for side, count in rest.items()])
    return [
        f"The hosts' side is among the two strongest in {of_hundred[scenarios[0], HOSTS]} of 100 {where} ({told}). {_MEANS}"
    ]


def cliffs(gains: pd.DataFrame, scenarios: Sequence[str]) -> list[str]:
    """Gains of a tenth that come at once, where a whole number or a threshold is passed."""
    parts = []
    for scenario in scenarios:
        mine = gains[(gains.scenario == scenario) & (gains.cliff != "")]
        if len(mine):
            told = names.listed([f"{words(row.constraint)} ({row.cliff})" for row in mine.itertuples()])
            parts.append(f"{told} in {names.scenario(scenario)}" if len(scenarios) > 1 else told)
    if not parts:
        return []
    return [
        f"Not a slope but a step: {'; '.join(parts)}. The gain comes at once between these two values, where a whole number or a"
        " threshold is passed, so it says little about a smaller or a larger change."
    ]


def persons(value: float, least: str = "0.0") -> str:
    """A number of persons, rounded: tenths below ten, whole ones above. ``least``: what stands for less than a twentieth."""
    if not math.isfinite(value):
        return "–"
    text = f"{abs(value):,.0f}" if abs(value) >= 9.95 else f"{abs(value):.1f}"
    if text == "0.0":
        return least if value else "0"
    return f"−{text}" if value < 0 else text


def _named(scenarios: Sequence[str]) -> str:
    return names.listed([names.scenario(scenario) for scenario in scenarios])


def gain_words(row: pd.Series) -> str:
    """A gain with its interval, rounded."""
    return f"{persons(row.gain_per_relaxation, 'under 0.1')} ({persons(row.ci_low)} to {persons(row.ci_high)})"


def _one(row: pd.Series, scenario: str, gains: pd.DataFrame, uncertainty: str) -> str:
    where = names.scenario(scenario)
    if not row.constraint:
        return (
            f"In {where}, no constraint relaxed alone surely adds to the {persons(row.unrelaxed)} completed mobilities."
        )
    meaning = BY_NAME[row.constraint].meaning.partition(";")[0]
    how = (
        "Relaxing it by a tenth" if row.relaxation == RELAXATIONS[0] else "No tenth surely gives more, but removing it"
    )
    return (
        f"In {where} the binding constraint is {words(row.constraint)} ({meaning}). {how} adds {gain_words(row)} completed mobilities to the"
        f" {persons(row.unrelaxed)} there are, on average.{_often(row, scenario, gains, uncertainty)}"
    )


def _often(row: pd.Series, scenario: str, gains: pd.DataFrame, uncertainty: str) -> str:
    """In how many worlds of a hundred the binding constraint is among the two that add most: it need not bind in each."""
    mine = gains[(gains.scenario == scenario) & (gains.constraint == row.constraint)]
    [share] = mine[(mine.relaxation == row.relaxation) & (mine.indicator == row.indicator)].share_among_two_strongest
    return f" It is among the two constraints that add most in {100 * share:.0f} of 100 {worlds(uncertainty)}."


def _next(gains: pd.DataFrame, scenario: str) -> str:
    parts = []
    for relaxation, how in zip(RELAXATIONS, ("Relaxed by a tenth", "Fully relaxed"), strict=True):
        best = ranked(gains, scenario, relaxation, OUTCOMES[1]).head(4)
        told = ", ".join(f"{words(row.constraint)} +{persons(row.gain_per_relaxation)}" for _, row in best.iterrows())
        parts.append(f"{how}, these add the most: {told}." if told else f"{how}, none surely adds anything.")
    return " ".join(parts)


def waited(waiting: pd.DataFrame, scenarios: Sequence[str]) -> str:
    """What candidates wait for longest."""
    found = []
    for scenario in scenarios:
        mine = waiting[waiting.scenario == scenario]
        if mine.person_months.sum() > 0:
            longest = mine.loc[mine.person_months.idxmax()]
            found.append(
                f"{names.scenario(scenario)}: {cause_words(longest.cause)}, {100 * longest.share:.0f} % of {number(mine.person_months.sum(), 'count')} person-months"
            )
    if not found:
        return "Nobody waited for anything."
    if len(scenarios) == 1:
        return f"Candidates wait longest for {found[0].partition(': ')[2]}. A person who waits a month for one thing counts as one person-month."
    return f"What candidates wait for longest: {'; '.join(found)}. A person who waits a month for one thing counts as one person-month."


def cause_words(name: str) -> str:
    """A cause of waiting in words."""
    return cause(f"waiting_{name}").lower()
