"""The tables of a validation as rows of text, for the report and the documentation."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.fitting.numbers import interval, published
from analysis.forecasting.arrivals import FIRST
from analysis.forecasting.scoring import AS_PUBLISHED, MOVED
from analysis.forecasting.sources import MODEL, OUTSIDE, PLAN, POOLED, PRIOR
from analysis.forecasting.wording import CALLED, persons
from analysis.validation.tables import class_of
from analysis.validation.words import NONE, expected, held, in_brackets, misses, of
from sim.reporting import names

Rows = list[tuple[str, ...]]

QUANTITIES = {MOVED: "moved", AS_PUBLISHED: "moved, as published", FIRST: "first arrival"}
"""Scored outcomes."""
LEAST_SKILL = 0.2
"""Skill against the outside view that was aimed at."""
WANTED_COVERAGE = 0.9
UNEXPLAINED = "not explained yet"
TARGETS = ("target", "found", "")
"""Columns of :func:`targets`."""


def targets(summary: pd.DataFrame) -> Rows:
    """What was aimed at, what was found, and whether it is met."""
    rows = of(summary)
    if not rows:
        return []
    model, outside = rows[MODEL], rows[OUTSIDE]
    found = in_brackets(model.skill, model.skill_low, model.skill_high)
    low, high = model.coverage_90_low, model.coverage_90_high
    return [
        (f"skill against the outside view of at least {LEAST_SKILL}", found, _met(model.skill >= LEAST_SKILL)),
        ("the exact interval of the 90 % coverage holds 90 %", f"{held(model)}: {100 * low:.1f} % to {100 * high:.1f} %",
         _met(low <= WANTED_COVERAGE <= high)),
        ("90 % intervals narrower than those of the outside view",
         f"{100 * model.width_90:.0f} % against {100 * outside.width_90:.0f} % of the plan", _met(model.width_90 < outside.width_90)),
    ]  # fmt: skip


def _met(met: bool) -> str:
    return "met" if met else "**not met**"


def _shares(value: float, low: float, high: float) -> str:
    return f"{100 * value:.0f} % ({100 * low:.0f} to {100 * high:.0f})"


SCORES = (
    "outcome", "source", "schemes", "CRPS", "skill", "against the plan", "against no fit", "held by 90 %", "held by 50 %", "width of 90 %",
)  # fmt: skip
"""Columns of :func:`score_lines`."""


def score_lines(summary: pd.DataFrame, quantities: tuple[str, ...] = (MOVED, AS_PUBLISHED)) -> Rows:
    """A row for each outcome and source: columns :data:`SCORES`. CRPS and width are shares of the plan, of a first arrival months.

    A dash where a source is compared with itself, and for the intervals of the plan, which has none.
    """
    found: Rows = []
    for quantity in quantities:
        for row in summary[summary.quantity == quantity].itertuples():
            skills = (
                (OUTSIDE, (row.skill, row.skill_low, row.skill_high)),
                (PLAN, (row.skill_against_plan, row.skill_against_plan_low, row.skill_against_plan_high)),
                (PRIOR, (row.skill_against_prior, row.skill_against_prior_low, row.skill_against_prior_high)),
            )
            intervals = (
                _shares(row.coverage_90, row.coverage_90_low, row.coverage_90_high),
                _shares(row.coverage_50, row.coverage_50_low, row.coverage_50_high), _amount(row.width_90, quantity, 2),
            )  # fmt: skip
            found.append((
                QUANTITIES[quantity], CALLED[row.source].removeprefix("the "), str(row.schemes), _amount(row.crps, quantity, 3),
                *(NONE if row.source == other else in_brackets(*skill) for other, skill in skills),
                *([NONE] * len(intervals) if row.source == PLAN else intervals),
            ))  # fmt: skip
    return found


def _amount(value: float, quantity: str, digits: int) -> str:
    return f"{value:.1f} months" if quantity == FIRST else f"{value:.{digits}f}"


CLASSES = (
    "class", "outcome", "schemes", "CRPS of the model", "of the outside view", "skill", "pooled", "held by 90 %",
)  # fmt: skip
"""Columns of :func:`class_lines`."""


def class_lines(summary: pd.DataFrame, quantities: tuple[str, ...] = (MOVED, FIRST)) -> Rows:
    """A row for each class and outcome, all classes first. ``summary`` has a column ``class``."""
    found: Rows = []
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
    "scheme", "class", "planned", "moved", "model", "outside view", "CRPS of the model", "of the outside view", "closer", "PIT",
)  # fmt: skip
"""Columns of :func:`scheme_lines`."""


def scheme_lines(scores: pd.DataFrame) -> Rows:
    """A row for each scheme whose number of persons was scored: published, median and 90 % interval of each forecast, scores."""
    moved = scores[scores.quantity == MOVED]
    found: Rows = []
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


def arrival_lines(scores: pd.DataFrame) -> Rows:
    """A row for each scheme whose first arrival was scored, in months from the start."""
    first = scores[scores.quantity == FIRST]
    found: Rows = []
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


def miss_lines(scores: pd.DataFrame, teaches: Mapping[str, str]) -> Rows:
    """A row for each miss. ``teaches``: what is learned from it, by scheme."""
    return [
        (names.label(names.scenario(row.scheme)), persons(row.planned), _outcome(row), expected(row), teaches.get(row.scheme) or UNEXPLAINED)
        for row in misses(scores).itertuples()
    ]  # fmt: skip


COMPARED = ("scheme", "quantity", "unit", "published", "simulated")
"""Columns of :func:`compared`."""


def compared(table: pd.DataFrame) -> Rows:
    """A row for each published quantity: scheme, quantity, unit, published, simulated without the scheme."""
    return [
        (row.scheme, row.quantity, row.unit, published(row.observed_low, row.observed_high),
         interval(row) + ("" if bool(row.inside) else " **missed**"))
        for _, row in table[~table.used_in_calibration].iterrows()
    ]  # fmt: skip


JUDGED = {
    "inside": "90 % interval",
    "inside_half": "middle half",
    "inside_with_tolerance": "90 % interval, with tolerance",
}
COVERAGE = ("worlds", "judged by", "quantities", "reached", "coverage")
"""Columns of :func:`coverage_lines`."""


def coverage_lines(table: pd.DataFrame) -> Rows:
    """A row for each kind of worlds and way of judging."""
    return [
        (
            row.basis,
            JUDGED[row.judged],
            str(row.quantities),
            str(row.reached),
            _shares(row.coverage, row.ci_low, row.ci_high),
        )
        for row in table.itertuples()
    ]
