"""The sentences and rows of a validation, for the console, the report and the documentation. They need its tables only."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.fitting.numbers import interval, published
from analysis.forecasting.arrivals import FIRST
from analysis.forecasting.scoring import AS_PUBLISHED, MOVED
from analysis.forecasting.sources import MODEL, OUTSIDE, PLAN, POOLED, PRIOR
from analysis.forecasting.wording import CALLED, persons, signed
from analysis.validation.tables import ALL, class_of
from sim.reporting import names
from sim.reporting.wording import counted

QUANTITIES = {MOVED: "moved", AS_PUBLISHED: "moved, as published", FIRST: "first arrival"}
"""Scored outcomes."""
LEAST_SKILL = 0.2
"""Skill against the outside view that was aimed at."""
WANTED_COVERAGE = 0.9
UNEXPLAINED = "not explained yet"
NONE = "–"


def of(summary: pd.DataFrame, quantity: str = MOVED) -> dict[str, Any]:
    """The rows of a summary of all schemes, by source; empty where this quantity was not scored."""
    mine = summary[summary.quantity == quantity]
    if "class" in mine:
        mine = mine[mine["class"] == ALL]
    return {row.source: row for row in mine.itertuples()}


def answer(summary: pd.DataFrame, scores: pd.DataFrame) -> list[str]:
    """What the scores say, the verdict first; only what was left out where no number of persons was scored."""
    rows = of(summary)
    if not rows:
        return ["None of these schemes has a published number of persons to score: only other outcomes are compared."]
    texts = [verdict(rows, scores), sureness(rows), others(rows), missed(scores), first_words(of(summary, FIRST))]
    return [text for text in texts if text]


def verdict(rows: Mapping[str, Any], scores: pd.DataFrame) -> str:
    """Whether the model beats the outside view, by how much, in how many schemes, and how sure that is."""
    model = rows[MODEL]
    mine, theirs = (_crps(scores, MOVED, source) for source in (MODEL, OUTSIDE))
    better, schemes = int((mine < theirs.reindex(mine.index)).sum()), len(mine)
    change = f"{100 * abs(model.skill):.0f} % {'smaller' if model.skill > 0 else 'larger'}"
    does = "beats" if model.skill > 0 else "loses to"
    sure = (
        "" if not math.isfinite(model.skill_low) or not model.skill_low <= 0.0 <= model.skill_high
        else " The interval includes 0, so it is not sure which of the two is better."
    )  # fmt: skip
    return (
        f"The model {does} the outside view: its error is {change}, and it is closer to the outcome in {better} of"
        f" {counted(schemes, 'scheme')} (skill {span(model.skill, model.skill_low, model.skill_high)}).{sure}"
    )


def sureness(rows: Mapping[str, Any]) -> str:
    """How often the 90 % intervals hold the outcome, and how wide they are."""
    model, outside = rows[MODEL], rows[OUTSIDE]
    return (
        f"Its 90 % intervals hold {held(model)} outcomes and are {100 * model.width_90:.0f} % of the plan wide on average. Those of"
        f" the outside view hold {held(outside)} and are {100 * outside.width_90:.0f} % wide."
    )


def held(row: Any) -> str:
    """``15 of 17``."""
    return f"{round(row.coverage_90 * row.schemes)} of {row.schemes}"


def others(rows: Mapping[str, Any]) -> str:
    """Skill against the other alternatives, and that of the pool."""
    model, parts = rows[MODEL], []
    if PLAN in rows:
        found = span(model.skill_against_plan, model.skill_against_plan_low, model.skill_against_plan_high)
        parts.append(f"Against the plan as promised, the model's skill is {found}.")
    if PRIOR in rows:
        found = span(model.skill_against_prior, model.skill_against_prior_low, model.skill_against_prior_high)
        parts.append(f"Against the model before any fit it is {found}.")
    if POOLED in rows:
        pool = rows[POOLED]
        parts.append(f"Model and outside view together have a skill of {span(pool.skill, pool.skill_low, pool.skill_high)} against the outside view.")  # fmt: skip
    return " ".join(parts)


def missed(scores: pd.DataFrame) -> str:
    """The schemes whose outcome lies outside of the model's 90 % interval."""
    rows = misses(scores)
    if rows.empty:
        return "No outcome lies outside of the model's 90 % interval."
    listed = "; ".join(
        f"{names.scenario(row.scheme)} ({persons(row.outcome * row.planned)} moved, {more(row)} than {expected(row)})"
        for row in rows.itertuples()
    )
    return f"Outside of the model's 90 % interval: {listed}."


def misses(scores: pd.DataFrame) -> pd.DataFrame:
    """The rows of the model's scores whose 90 % interval does not hold how many moved."""
    mine = scores[(scores.quantity == MOVED) & (scores.source == MODEL)]
    return mine[~mine.inside_90.astype(bool)]


def more(row: Any) -> str:
    """Whether more or fewer moved than the interval holds."""
    return "more" if row.outcome > row.p95 else "fewer"


def expected(row: Any) -> str:
    """The 90 % interval in persons."""
    return f"{persons(row.p05 * row.planned)} to {persons(row.p95 * row.planned)}"


def first_words(rows: Mapping[str, Any]) -> str:
    """The verdict on first arrivals."""
    if MODEL not in rows:
        return ""
    model, outside = rows[MODEL], rows[OUTSIDE]
    return (
        f"First arrivals ({counted(model.schemes, 'scheme')}): the model's mean error is {model.crps:.1f} months, that of the outside view"
        f" {outside.crps:.1f} (skill {span(model.skill, model.skill_low, model.skill_high)}). The 90 % intervals hold {held(model)}."
    )


def span(value: float, low: float, high: float) -> str:
    """A skill with its interval: ``0.21 (95 % interval 0.05 to 0.33)``; alone where there is none."""
    return signed(value) + (f" (95 % interval {signed(low)} to {signed(high)})" if math.isfinite(low) else "")


def in_brackets(value: float, low: float, high: float) -> str:
    """The same for a table: ``0.21 (0.05 to 0.33)``; a dash where it is undefined."""
    if not math.isfinite(value):
        return NONE
    return signed(value) + (f" ({signed(low)} to {signed(high)})" if math.isfinite(low) else "")


def targets(summary: pd.DataFrame) -> list[tuple[str, str, str]]:
    """What was aimed at, what was found, and whether it is met."""
    rows = of(summary)
    if not rows:
        return []
    model, outside = rows[MODEL], rows[OUTSIDE]
    found = in_brackets(model.skill, model.skill_low, model.skill_high)
    low, high = model.coverage_90_low, model.coverage_90_high
    return [
        (f"skill against the outside view of at least {LEAST_SKILL}", found, _met(model.skill >= LEAST_SKILL)),
        ("the exact interval of the 90 % coverage holds 90 %", f"{held(model)}: {_shares(model.coverage_90, low, high)}",
         _met(low <= WANTED_COVERAGE <= high)),
        ("90 % intervals narrower than those of the outside view",
         f"{100 * model.width_90:.0f} % against {100 * outside.width_90:.0f} % of the plan", _met(model.width_90 < outside.width_90)),
    ]  # fmt: skip


def _met(met: bool) -> str:
    return "met" if met else "**not met**"


def _shares(value: float, low: float, high: float) -> str:
    return f"{100 * value:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


SCORES = (
    "outcome",
    "source",
    "schemes",
    "CRPS",
    "skill",
    "against the plan",
    "held by 90 %",
    "held by 50 %",
    "width of 90 %",
)
"""Columns of :func:`score_lines`; with the model before any fit its skill is the last."""


def score_lines(summary: pd.DataFrame, quantities: tuple[str, ...] = (MOVED, AS_PUBLISHED)) -> list[tuple[str, ...]]:
    """A row for each outcome and source: columns :data:`SCORES`. CRPS and width are shares of the plan, of a first arrival months."""
    return [
        (
            QUANTITIES[row.quantity], CALLED[row.source].removeprefix("the "), str(row.schemes), _amount(row.crps, row.quantity, 3),
            in_brackets(row.skill, row.skill_low, row.skill_high),
            in_brackets(row.skill_against_plan, row.skill_against_plan_low, row.skill_against_plan_high),
            _shares(row.coverage_90, row.coverage_90_low, row.coverage_90_high),
            _shares(row.coverage_50, row.coverage_50_low, row.coverage_50_high), _amount(row.width_90, row.quantity, 2),
        )
        for quantity in quantities
        for row in summary[summary.quantity == quantity].itertuples()
    ]  # fmt: skip


def _amount(value: float, quantity: str, digits: int) -> str:
    return f"{value:.1f} months" if quantity == FIRST else f"{value:.{digits}f}"


CLASSES = ("class", "outcome", "schemes", "CRPS of the model", "of the outside view", "skill", "pooled", "held by 90 %")
"""Columns of :func:`class_lines`."""


def class_lines(summary: pd.DataFrame, quantities: tuple[str, ...] = (MOVED, FIRST)) -> list[tuple[str, ...]]:
    """A row for each class and outcome, all classes first. ``summary`` has a column ``class``."""
    found = []
    for quantity in quantities:
        for name in dict.fromkeys(summary["class"]):
            rows = {
                row.source: row
                for row in summary[(summary["class"] == name) & (summary.quantity == quantity)].itertuples()
            }
            if MODEL not in rows:
                continue
            model, pool = rows[MODEL], rows.get(POOLED)
            found.append((
                name, QUANTITIES[quantity], str(model.schemes), _amount(model.crps, quantity, 3), _amount(rows[OUTSIDE].crps, quantity, 3),
                in_brackets(model.skill, model.skill_low, model.skill_high),
                NONE if pool is None else in_brackets(pool.skill, pool.skill_low, pool.skill_high), held(model),
            ))  # fmt: skip
    return found


SCHEMES = (
    "scheme",
    "class",
    "planned",
    "moved",
    "model",
    "outside view",
    "CRPS of the model",
    "of the outside view",
    "closer",
    "PIT",
)
"""Columns of :func:`scheme_lines`."""


def scheme_lines(scores: pd.DataFrame) -> list[tuple[str, ...]]:
    """A row for each scheme whose number of persons was scored: published, median and 90 % interval of each forecast, scores."""
    moved, found = scores[scores.quantity == MOVED], []
    for scheme, rows in moved.groupby("scheme", sort=False):
        model, outside = (next(rows[rows.source == source].itertuples()) for source in (MODEL, OUTSIDE))
        found.append((
            names.label(names.scenario(str(scheme))), class_of(str(scheme)), persons(model.planned), _outcome(model),
            f"{persons(model.p50 * model.planned)} ({expected(model)})" + ("" if model.inside_90 else " **missed**"),
            f"{persons(outside.p50 * outside.planned)} ({expected(outside)})", f"{model.crps:.3f}", f"{outside.crps:.3f}",
            "model" if model.crps < outside.crps else "outside view", f"{model.pit:.2f}",
        ))  # fmt: skip
    return found


def _outcome(row: Any) -> str:
    low, middle, high = (persons(value * row.planned) for value in (row.outcome_low, row.outcome, row.outcome_high))
    return middle if low == high else f"{middle} ({low} to {high})"


ARRIVALS = ("scheme", "class", "published", "model", "outside view", "closer")
"""Columns of :func:`arrival_lines`; months from the start."""


def arrival_lines(scores: pd.DataFrame) -> list[tuple[str, ...]]:
    """A row for each scheme whose first arrival was scored, in months from the start."""
    first, found = scores[scores.quantity == FIRST], []
    for scheme, rows in first.groupby("scheme", sort=False):
        model, outside = (next(rows[rows.source == source].itertuples()) for source in (MODEL, OUTSIDE))
        found.append((
            names.label(names.scenario(str(scheme))), class_of(str(scheme)), published(model.outcome_low, model.outcome_high),
            _months(model) + ("" if model.inside_90 else " **missed**"), _months(outside),
            "model" if model.crps < outside.crps else "outside view",
        ))  # fmt: skip
    return found


def _months(row: Any) -> str:
    return f"{row.p50:.0f} ({row.p05:.0f} to {row.p95:.0f})"


MISSES = ("scheme", "planned", "moved", "the model's 90 % interval", "what it teaches")
"""Columns of :func:`miss_lines`."""


def miss_lines(scores: pd.DataFrame, teaches: Mapping[str, str]) -> list[tuple[str, ...]]:
    """A row for each miss. ``teaches``: what is learned from it, by scheme."""
    return [
        (names.label(names.scenario(row.scheme)), persons(row.planned), _outcome(row), expected(row), teaches.get(row.scheme) or UNEXPLAINED)
        for row in misses(scores).itertuples()
    ]  # fmt: skip


COMPARED = ("scheme", "quantity", "unit", "published", "simulated")
"""Columns of :func:`compared`."""


def compared(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """A row for each published quantity: scheme, quantity, unit, published, simulated without the scheme."""
    return [
        (row.scheme, row.quantity, row.unit, published(row.observed_low, row.observed_high),
         interval(row) + ("" if bool(row.inside) else " **missed**"))
        for _, row in table[~table.used_in_calibration].iterrows()
    ]  # fmt: skip


def _crps(scores: pd.DataFrame, quantity: str, source: str) -> pd.Series:
    """CRPS by scheme."""
    return scores[(scores.quantity == quantity) & (scores.source == source)].set_index("scheme").crps
