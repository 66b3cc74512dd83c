"""The scores of every source for schemes whose outcome is known, and what they say together.

Two outcomes are scored: ``moved``, the principals who arrived, which decides; and ``moved_as_published``, the ratio as it was
published. Both are shares of the plan. Where a range is published, the CRPS is the mean over five points of it, and an interval
holds the outcome if it holds its middle.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.forecasting.counts import Count
from analysis.forecasting.pool import Terms, terms
from analysis.forecasting.scores import coverage, crps, outcomes, pit, quantiles, skill
from analysis.forecasting.sources import MODEL, OUTSIDE, PLAN, POOLED, PRIOR, Sample

Array = npt.NDArray[np.float64]

MOVED, AS_PUBLISHED = "moved", "moved_as_published"
WIDE, HALF = (0.05, 0.95), (0.25, 0.75)
"""Ends of the 90 % and of the 50 % interval."""
COLUMNS = (
    "scheme", "quantity", "source", "crps", "skill", "inside_90", "pit", "inside_50", "width_90", "width_50", "planned",
    "outcome_low", "outcome", "outcome_high", "p05", "p50", "p95",
)  # fmt: skip
"""Columns of the scores; widths, outcomes and quantiles are shares of the plan (of a first arrival months)."""
TOGETHER = (
    "quantity", "source", "schemes", "crps", "skill", "skill_low", "skill_high", "skill_against_plan", "skill_against_plan_low",
    "skill_against_plan_high", "coverage_90", "coverage_90_low", "coverage_90_high", "width_90", "coverage_50", "coverage_50_low",
    "coverage_50_high", "width_50", "skill_against_prior", "skill_against_prior_low", "skill_against_prior_high",
)  # fmt: skip
"""Columns of the summary."""


def known_outcomes(count: Count) -> dict[str, tuple[float, float, float]]:
    """Lowest, middle and highest outcome by quantity, as shares of the plan; none where none is known."""
    found = {} if count.ratios is None else {MOVED: count.ratios}
    return found | ({} if count.published is None else {AS_PUBLISHED: (count.published,) * 3})


def terms_of(count: Count, samples: Mapping[str, Sample], low: float, high: float) -> Terms:
    """What the CRPS of any pool of model and outside view needs to know, for an outcome between two shares of the plan."""
    model, outside = samples[MODEL], samples[OUTSIDE]
    return terms(model.values / count.planned, outside.values / count.planned, outcomes(low, high), model.weights)


def scores_of(count: Count, samples: Mapping[str, Sample], weight: float) -> pd.DataFrame:
    """A row for each known outcome and source, columns :data:`COLUMNS`. ``weight``: of the model in the pool."""
    rows: list[dict[str, Any]] = []
    for quantity, (low, middle, high) in known_outcomes(count).items():
        points, known = outcomes(low, high), terms_of(count, samples, low, high)
        by_source = {
            MODEL: known.crps(1.0), OUTSIDE: known.crps(0.0), PLAN: crps([1.0], points), POOLED: known.crps(weight)
        }  # fmt: skip
        shares = {source: Sample(sample.values / count.planned, sample.weights) for source, sample in samples.items()}
        if PRIOR in shares:
            by_source[PRIOR] = crps(shares[PRIOR].values, points, shares[PRIOR].weights)
        rows += rows_of(count.scheme, quantity, shares, by_source, (low, middle, high), count.planned)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def rows_of(
    scheme: str,
    quantity: str,
    samples: Mapping[str, Sample],
    by_source: Mapping[str, float],
    outcome: tuple[float, float, float],
    planned: float,
) -> list[dict[str, Any]]:
    """A row for each source, columns :data:`COLUMNS`. ``samples`` have the unit of ``outcome``: its lowest, middle, highest value.

    ``by_source``: the CRPS of each.
    """
    low, middle, high = outcome
    rows = []
    for source, sample in samples.items():
        wide, half = (quantiles(sample.values, ends, sample.weights) for ends in (WIDE, HALF))
        rows.append({
            "scheme": scheme, "quantity": quantity, "source": source, "crps": by_source[source],
            "skill": 1.0 - by_source[source] / by_source[OUTSIDE], "inside_90": bool(wide[0] <= middle <= wide[1]),
            "pit": pit(sample.values, outcomes(low, high), scheme, sample.weights),
            "inside_50": bool(half[0] <= middle <= half[1]), "width_90": wide[1] - wide[0], "width_50": half[1] - half[0],
            "planned": planned, "outcome_low": low, "outcome": middle, "outcome_high": high, "p05": wide[0],
            "p50": float(quantiles(sample.values, 0.5, sample.weights)), "p95": wide[1],
        })  # fmt: skip
    return rows


def summary(scores: pd.DataFrame) -> pd.DataFrame:
    """What the scores say together: a row for each quantity and source.

    Mean CRPS; skill against the outside view, against the plan and against the model that learned nothing, with 95 % intervals
    by bootstrap over schemes; coverage of the 90 % and 50 % intervals with exact binomial intervals; mean widths. Undefined
    (NaN) where an alternative says nothing.
    """
    rows = []
    for (quantity, source), mine in scores.groupby(["quantity", "source"], sort=False):
        same = scores[scores.quantity == quantity]
        row: dict[str, Any] = {"quantity": quantity, "source": source, "schemes": len(mine), "crps": mine.crps.mean()}
        for other, name in ((OUTSIDE, "skill"), (PLAN, "skill_against_plan"), (PRIOR, "skill_against_prior")):
            theirs = same[same.source == other].set_index("scheme").crps.reindex(mine.scheme)
            found = skill(mine.crps.to_numpy(), theirs.to_numpy())
            row |= {name: found.estimate, f"{name}_low": found.low, f"{name}_high": found.high}
        for level in ("90", "50"):
            held = coverage(mine[f"inside_{level}"].to_numpy())
            row |= {
                f"coverage_{level}": held.estimate, f"coverage_{level}_low": held.low, f"coverage_{level}_high": held.high,
                f"width_{level}": mine[f"width_{level}"].mean(),
            }  # fmt: skip
        rows.append(row)
    return pd.DataFrame(rows, columns=list(TOGETHER))
