"""The sentences of a validation, for the console, the report and the documentation. They need its tables only."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.forecasting.arrivals import FIRST
from analysis.forecasting.scoring import MOVED
from analysis.forecasting.sources import MODEL, OUTSIDE, PLAN, POOLED, PRIOR
from analysis.forecasting.wording import persons, signed
from analysis.validation.tables import ALL, PLAUSIBLE
from sim.reporting import names
from sim.reporting.wording import counted

ALIKE = 0.05
"""Skill below which neither side can be said to win (assumption)."""
NONE = "–"


def rests(basis: str) -> str:
    """On what the simulated quantities rest, in a sentence."""
    if basis == PLAUSIBLE:
        return "Parameters are drawn from their plausible ranges: no calibration shipped when these scores were made."
    return "Worlds are the calibrated ones, weighed as if the scheme had not been learned from."


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
    does = "is about as good as" if abs(model.skill) < ALIKE else "beats" if model.skill > 0 else "loses to"
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
        parts.append(f"Against the plan as promised, the model has a skill of {found}.")
    if PRIOR in rows:
        found = span(model.skill_against_prior, model.skill_against_prior_low, model.skill_against_prior_high)
        parts.append(f"Against itself before any fit, it has a skill of {found}.")
    if POOLED in rows:
        pool = rows[POOLED]
        parts.append(f"Against the outside view, model and outside view pooled have a skill of {span(pool.skill, pool.skill_low, pool.skill_high)}.")  # fmt: skip
    return " ".join(parts)


def missed(scores: pd.DataFrame) -> str:
    """The schemes whose outcome lies outside of the model's 90 % interval."""
    rows = misses(scores)
    if rows.empty:
        return "No outcome lies outside of the model's 90 % interval."
    listed = "; ".join(
        f"{names.scenario(row.scheme)} ({persons(row.outcome * row.planned)} moved, {expected(row)} expected)"
        for row in rows.itertuples()
    )
    return f"Outside of the model's 90 % interval: {listed}."


def misses(scores: pd.DataFrame) -> pd.DataFrame:
    """The rows of the model's scores whose 90 % interval does not hold how many moved."""
    mine = scores[(scores.quantity == MOVED) & (scores.source == MODEL)]
    return mine[~mine.inside_90.astype(bool)]


def expected(row: Any) -> str:
    """The 90 % interval in persons; rounding never lets it hold an outcome above it."""
    return f"{persons(row.p05 * row.planned)} to {persons(row.p95 * row.planned, down=row.outcome > row.p95)}"


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
    """A skill with its interval: ``0.21, 95 % interval 0.05 to 0.33``; alone where there is none."""
    return signed(value) + (f", 95 % interval {signed(low)} to {signed(high)}" if math.isfinite(low) else "")


def in_brackets(value: float, low: float, high: float) -> str:
    """The same for a table: ``0.21 (0.05 to 0.33)``; a dash where it is undefined."""
    if not math.isfinite(value):
        return NONE
    return signed(value) + (f" ({signed(low)} to {signed(high)})" if math.isfinite(low) else "")


def _crps(scores: pd.DataFrame, quantity: str, source: str) -> pd.Series:
    """CRPS by scheme."""
    return scores[(scores.quantity == quantity) & (scores.source == source)].set_index("scheme").crps
