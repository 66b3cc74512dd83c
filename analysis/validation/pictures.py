"""Pictures of a validation: scores by scheme, every scheme as a strip, skill by class, and the PIT."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy import stats

from analysis.command.figures import origin
from analysis.forecasting.arrivals import FIRST
from analysis.forecasting.scoring import MOVED
from analysis.forecasting.sources import MODEL, OUTSIDE, POOLED, Sample
from analysis.forecasting.strips import FURTHER, ROWS, bar
from analysis.validation.rows import QUANTITIES
from analysis.validation.runs import Found
from analysis.validation.tables import ALL, class_of
from sim.evidence.outside_view import CLASSES, HIGHEST
from sim.reporting import names
from sim.reporting.pictures.style import FAINT, GRID, INK, legend, plain_axis, sheet, styled

LEVEL = 0.95
"""Of the band around the PIT."""
STRIPS = (MODEL, OUTSIDE)
SKILLS = (MODEL, POOLED)
BARS = "dot: median; thick: half of the worlds; thin: 90 %"
LINES = "lines: 95 % intervals over schemes"
LEFT = 3.3
"""Inches for the names of schemes."""
LEAST = -2.0
"""Skill at which the picture ends."""
_COLOUR = {source: colour for source, (_, colour) in (ROWS | FURTHER).items()}
_CALLED = {source: called for source, (called, _) in (ROWS | FURTHER).items()}


def draw(found: Found) -> dict[str, Figure]:
    """All figures by name; none where no number of persons was scored."""
    if not (found.scores.quantity == MOVED).any():
        return {}
    return {
        "validation": strips(found), "validation_scores": dumbbell(found), "validation_skill": skill(found),
        "validation_pit": pit(found),
    }  # fmt: skip


def ordered(scores: pd.DataFrame) -> list[str]:
    """Schemes by class, open first, and within it by the share of the plan that moved."""
    mine = scores[(scores.quantity == MOVED) & (scores.source == MODEL)]
    place = {name: number for number, name in enumerate(CLASSES.values())}
    return sorted(
        mine.scheme, key=lambda name: (place[class_of(name)], -float(mine[mine.scheme == name].outcome.iloc[0]))
    )


@styled
def strips(found: Found) -> Figure:
    """Share of the plan that moved, by scheme: the model without the scheme, the outside view, and what happened."""
    schemes = ordered(found.scores)
    figure, [axes] = sheet(_origin(found, BARS), "What was forecast, and what happened", 1.75 + 0.42 * len(schemes), left=LEFT, bottom=0.75, top=0.85)  # fmt: skip
    for place, name in enumerate(schemes):
        each = found.record.left_out[name]
        for source, shift in zip(STRIPS, (-0.16, 0.16), strict=True):
            sample = each.samples[source]
            bar(axes, Sample(sample.values / each.count.planned, sample.weights), place + shift, _COLOUR[source], 0.6, promise=False)  # fmt: skip
        assert each.count.ratios is not None
        low, middle, high = each.count.ratios
        axes.plot((low, high), (place, place), color=INK, linewidth=2.0, zorder=4)
        axes.plot(middle, place, "D", color=INK, markersize=5, zorder=5, label="what happened" if not place else None)
    _rows(axes, schemes)
    axes.axvline(1.0, color=GRID, linewidth=1.2, zorder=0)
    axes.set_xlim(0, HIGHEST)
    axes.set_xlabel("share of the plan that moved")
    plain_axis(axes.xaxis, "share")
    for source in STRIPS:
        axes.plot([], [], color=_COLOUR[source], linewidth=5, label=_CALLED[source])
    legend(figure, axes, 3)
    return figure


@styled
def dumbbell(found: Found) -> Figure:
    """CRPS by scheme: the model against the outside view; less is better."""
    moved = found.scores[found.scores.quantity == MOVED]
    table = moved.pivot(index="scheme", columns="source", values="crps")
    schemes = [str(name) for name in (table[MODEL] - table[OUTSIDE]).sort_values().index]
    figure, [axes] = sheet(_origin(found), "Who was closer, scheme by scheme", 1.75 + 0.3 * len(schemes), left=LEFT, bottom=0.75, top=0.85)  # fmt: skip
    for place, name in enumerate(schemes):
        mine, theirs = table.loc[name, MODEL], table.loc[name, OUTSIDE]
        axes.plot((mine, theirs), (place, place), color=_COLOUR[MODEL if mine < theirs else OUTSIDE], linewidth=2.5, alpha=0.45, zorder=1)  # fmt: skip
    for source in STRIPS:
        axes.plot(
            table.loc[schemes, source],
            range(len(schemes)),
            "o",
            color=_COLOUR[source],
            markersize=7,
            label=_CALLED[source],
        )
    _rows(axes, schemes)
    axes.set_xlim(left=0)
    axes.set_xlabel("CRPS in shares of the plan: 0 is a sure and right forecast")
    legend(figure, axes, 2)
    return figure


@styled
def skill(found: Found) -> Figure:
    """Skill against the outside view with its 95 % interval: all schemes, by class, and first arrivals."""
    rows: list[tuple[str, dict[str, Any]]] = []
    table = found.shipped
    for quantity in (MOVED, FIRST):
        for name in dict.fromkeys(table["class"]):
            mine = table[(table["class"] == name) & (table.quantity == quantity)]
            if len(mine):
                by_source = {row.source: row for row in mine.itertuples()}
                what = "all schemes" if name == ALL else name
                rows.append((f"{QUANTITIES[quantity]}: {what} ({by_source[MODEL].schemes})", by_source))
    figure, [axes] = sheet(_origin(found, LINES), "Skill against the outside view", 1.75 + 0.45 * len(rows), left=LEFT, bottom=0.75, top=0.85)  # fmt: skip
    for source, shift in zip(SKILLS, (-0.13, 0.13), strict=True):
        known = [(place + shift, each[source]) for place, (_, each) in enumerate(rows) if source in each]
        for place, row in known:
            if np.isfinite(row.skill_low):
                axes.plot(
                    (row.skill_low, row.skill_high), (place, place), color=_COLOUR[source], linewidth=2.5, alpha=0.5
                )
        axes.plot([max(row.skill, LEAST) for _, row in known], [place for place, _ in known], "o", color=_COLOUR[source], markersize=7, label=_CALLED[source])  # fmt: skip
    axes.axvline(0.0, color=INK, linewidth=1.0)
    axes.set_yticks(range(len(rows)), [text for text, _ in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(left=max(axes.get_xlim()[0], LEAST), right=max(1.0, axes.get_xlim()[1]))
    axes.set_xlabel("skill (0: as good as the outside view; 1: perfect)")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    legend(figure, axes, 2)
    return figure


@styled
def pit(found: Found) -> Figure:
    """Where outcomes lie in the forecasts: as a histogram and as a distribution, with the band in which an honest one stays."""
    moved = found.scores[found.scores.quantity == MOVED]
    figure, [left, right] = sheet(_origin(found), "Where outcomes lie in their forecasts", 3.9, 2, left=0.75, bottom=0.85, top=0.95, gap=0.65)  # fmt: skip
    mine = moved[moved.source == MODEL].pit.to_numpy()
    bins = np.linspace(0.0, 1.0, 6)
    left.hist(mine, bins.tolist(), color=_COLOUR[MODEL], alpha=0.7, edgecolor="white")
    low, high = stats.binom.ppf(((1 - LEVEL) / 2, (1 + LEVEL) / 2), mine.size, 1.0 / (bins.size - 1))
    left.set_ylim(0, max(high, np.histogram(mine, bins)[0].max()) + 0.5)
    left.axhspan(low, high, color=GRID, alpha=0.6, zorder=0)
    left.axhline(mine.size / (bins.size - 1), color=FAINT, linewidth=1.0, linestyle="--")
    left.set_title("model: schemes in each fifth")
    left.set_ylabel("schemes")
    plain_axis(left.yaxis)
    reach = band(mine.size)
    steps = np.array([0.0, 1.0])
    right.fill_between(
        steps, np.clip(steps - reach, 0, 1), np.clip(steps + reach, 0, 1), color=GRID, alpha=0.6, linewidth=0
    )
    for source in STRIPS:
        values = np.sort(moved[moved.source == source].pit.to_numpy())
        right.step([0.0, *values, 1.0], [*np.arange(values.size + 1) / values.size, 1.0], where="post", color=_COLOUR[source], linewidth=2.0, label=_CALLED[source])  # fmt: skip
    right.plot((0, 1), (0, 1), color=FAINT, linewidth=1.0, linestyle="--")
    right.set_title("share of schemes up to each PIT")
    for axes in (left, right):
        axes.set_xlim(0, 1)
        axes.set_xlabel("PIT: share of the forecast below the outcome")
    right.set_ylim(0, 1)
    legend(figure, right, 2)
    return figure


def band(count: int) -> float:
    """Largest distance of an even sample's distribution from the diagonal in :data:`LEVEL` of all cases (Kolmogorov and Smirnov, exact)."""
    return float(stats.kstwo.ppf(LEVEL, count))


def _rows(axes: Axes, schemes: Sequence[str]) -> None:
    axes.set_yticks(
        range(len(schemes)), [f"{names.label(names.scenario(name))}: {class_of(name)}" for name in schemes], size=7.5
    )
    axes.set_ylim(len(schemes) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")


def _origin(found: Found, note: str = "") -> str:
    return origin(
        f"each scheme left out · {found.draws:,} worlds each", found.table.basis.iloc[0], seed=found.seed, note=note
    )
