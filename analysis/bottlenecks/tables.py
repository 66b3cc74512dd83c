"""Tables of the bottlenecks: what is waited for, what each relaxation gives, which constraint binds, which side is strongest."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.bottlenecks.constraints import RELAXATIONS, SIZE, STAGES
from analysis.bottlenecks.ranks import among_strongest, ranks, step_in_words, step_of
from analysis.bottlenecks.runs import KEPT, OUTCOMES, WAITED, Array, Relaxations
from analysis.worlds.statistics import Interval, mean_interval, paired_difference

MILLION = 1e6


def waiting_table(runs: Relaxations) -> pd.DataFrame:
    """Person-months waited by cause and stage: a row per cause."""
    total = sum(float(runs.base(name).mean()) for name in WAITED)
    rows = []
    for cause, stage in STAGES.items():
        found = mean_interval(runs.base(f"waiting_{cause}"))
        share = found.estimate / total if total > 0.0 else np.nan
        rows.append((runs.config.scenario, cause, stage, found.estimate, found.low, found.high, share))
    return pd.DataFrame(rows, columns=["scenario", "cause", "stage", "person_months", "ci_low", "ci_high", "share"])


def bottleneck_table(runs: Relaxations) -> pd.DataFrame:
    """What relaxing each constraint gives: a row per constraint, relaxation and outcome."""
    strongest = _strongest(runs, runs.of_constraints)
    rows = []
    for position in runs.of_constraints:
        each = runs.relaxed[position]
        cause = each.constraint.cause
        waited = float(runs.base(f"waiting_{cause}").mean()) if cause else np.nan
        cost = paired_difference(runs.base("public_cost"), runs.values[1 + position, :, KEPT.index("public_cost")])
        for outcome in OUTCOMES:
            found = _gain(runs, position, outcome)
            per_million = found.estimate / cost.estimate * MILLION if cost.low > 0.0 else np.nan
            cliff = ""
            if outcome == OUTCOMES[1] and each.relaxation == RELAXATIONS[0]:
                cliff = _cliff(runs, each.constraint.name)
            among = strongest.get((position, outcome))
            rows.append((
                each.constraint.name, waited, found.estimate, found.low, found.high, runs.config.scenario, each.relaxation,
                outcome, float(runs.base(outcome).mean()), cause, cost.estimate, per_million, each.changed, each.constraint.side,
                np.nan if among is None else float(among.mean()), cliff,
            ))  # fmt: skip
    return pd.DataFrame(rows, columns=[
        "constraint", "person_months_waited", "gain_per_relaxation", "ci_low", "ci_high", "scenario", "relaxation", "indicator",
        "unrelaxed", "cause", "added_public_cost", "gain_per_million_eur", "changed", "side", "share_among_two_strongest", "cliff",
    ])  # fmt: skip


def side_table(runs: Relaxations) -> pd.DataFrame:
    """What relaxing each side gives, all of its constraints at once: a row per side, relaxation and outcome."""
    single, whole = _strongest(runs, runs.of_constraints), _strongest(runs, runs.of_sides)
    rows = []
    for position in runs.of_sides:
        each = runs.relaxed[position]
        for outcome in OUTCOMES:
            found = _gain(runs, position, outcome)
            held = sum(
                among
                for (place, counted), among in single.items()
                if counted == outcome
                and runs.relaxed[place].relaxation == each.relaxation
                and runs.relaxed[place].constraint.side == each.constraint.side
            )
            rows.append((
                each.constraint.side, found.estimate, found.low, found.high, runs.config.scenario, each.relaxation, outcome,
                float(runs.base(outcome).mean()), float(whole[position, outcome].mean()),
                float(np.minimum(held, 1.0).mean()), runs.values.shape[1],
            ))  # fmt: skip
    return pd.DataFrame(rows, columns=[
        "side", "gain_per_relaxation", "ci_low", "ci_high", "scenario", "relaxation", "indicator", "unrelaxed",
        "share_among_two_strongest", "share_with_a_strongest_constraint", "worlds",
    ])  # fmt: skip


def rank_table(runs: Relaxations) -> pd.DataFrame:
    """Gain and rank of each constraint and of each side in each world, for completed mobilities."""
    parts = []
    for places in (_ranked_places(runs), runs.of_sides):
        for relaxation in RELAXATIONS:
            chosen = [place for place in places if runs.relaxed[place].relaxation == relaxation]
            if not chosen:
                continue
            gains = np.stack([runs.gain(place, OUTCOMES[1]) for place in chosen])
            number, worlds = gains.shape
            found = [runs.relaxed[place].constraint for place in chosen]
            parts.append(pd.DataFrame({
                "scenario": runs.config.scenario, "world": np.tile(np.arange(worlds), number), "relaxation": relaxation,
                "constraint": np.repeat([f"all of {each.side}" if each.whole else each.name for each in found], worlds),
                "side": np.repeat([each.side for each in found], worlds), "gain": gains.ravel(), "rank": ranks(gains).ravel(),
            }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _gain(runs: Relaxations, position: int, outcome: str) -> Interval:
    base = runs.base(outcome)
    return paired_difference(base, base + runs.gain(position, outcome))


def _ranked_places(runs: Relaxations) -> list[int]:
    """Constraints that are ranked: the scheme's size is a goal."""
    return [place for place in runs.of_constraints if runs.relaxed[place].constraint.name != SIZE]


def _strongest(runs: Relaxations, places: Sequence[int]) -> dict[tuple[int, str], Array]:
    """By relaxation's position and outcome: whether it is among the two strongest in each world."""
    found: dict[tuple[int, str], Array] = {}
    for relaxation in RELAXATIONS:
        chosen = [
            place
            for place in places
            if runs.relaxed[place].relaxation == relaxation and runs.relaxed[place].constraint.name != SIZE
        ]
        for outcome in OUTCOMES if chosen else ():
            among = among_strongest(np.stack([runs.gain(place, outcome) for place in chosen]))
            found |= {(place, outcome): row for place, row in zip(chosen, among, strict=True)}
    return found


def _cliff(runs: Relaxations, constraint: str) -> str:
    """Where a constraint's tenth brings its gain in one step; empty where it is a slope, or no sure gain."""
    step = step_of(runs.quarters[constraint]) if constraint in runs.quarters else None
    return step_in_words(runs.config, constraint, step[0], runs.drawn) if step else ""


def ranked(table: pd.DataFrame, scenario: str, relaxation: str, indicator: str) -> pd.DataFrame:
    """The rows of a scenario, relaxation and outcome whose gain is surely above zero, the largest gain first."""
    rows = table[(table.scenario == scenario) & (table.relaxation == relaxation) & (table.indicator == indicator)]
    return rows[rows.ci_low > 0.0].sort_values("gain_per_relaxation", ascending=False, kind="stable")


def binding(table: pd.DataFrame, scenario: str, indicator: str = OUTCOMES[1]) -> pd.Series | None:
    """The binding constraint: the largest gain from a tenth of relaxation that is surely above zero.

    Where no tenth gives a sure gain, the largest from full relaxation; None where nothing does. The size of the scheme is
    a goal, not an obstacle, and never binding.
    """
    for relaxation in RELAXATIONS:
        rows = ranked(table, scenario, relaxation, indicator)
        rows = rows[rows.constraint != SIZE]
        if len(rows):
            return rows.iloc[0]
    return None


def binding_table(table: pd.DataFrame, scenarios: Sequence[str]) -> pd.DataFrame:
    """The binding constraint of each scenario for each outcome with its gain; an empty name if none binds."""
    rows = []
    for scenario in scenarios:
        for outcome in OUTCOMES:
            found = binding(table, scenario, outcome)
            base = table[(table.scenario == scenario) & (table.indicator == outcome)].unrelaxed.iloc[0]
            if found is None:
                rows.append((scenario, outcome, "", "", np.nan, np.nan, np.nan, base))
            else:
                rows.append((scenario, outcome, found.constraint, found.relaxation, found.gain_per_relaxation, found.ci_low,
                             found.ci_high, base))  # fmt: skip
    return pd.DataFrame(rows, columns=["scenario", "indicator", "constraint", "relaxation", "gain_per_relaxation", "ci_low",
                                       "ci_high", "unrelaxed"])  # fmt: skip
