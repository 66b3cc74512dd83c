"""Pictures of the bottlenecks: what candidates wait for in each scenario, and what relaxing each constraint gives."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.bottlenecks.constraints import RELAXATIONS, STAGES
from analysis.bottlenecks.runs import OUTCOMES
from analysis.command.figures import origin, whiskers
from sim.parameters import Config
from sim.reporting import names
from sim.reporting.pictures.style import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    SMALL,
    WIDTH,
    YELLOW,
    legend,
    plain_axis,
    sheet,
    styled,
)  # fmt: skip
from sim.reporting.wording import cause, number

COLOURS = dict(zip(STAGES, (SKY, ORANGE, PURPLE, RED, BLUE, GREEN, YELLOW, GREY), strict=True))
COVERS = {"chance": "chance only", "parameters": "plausible parameters only", "both": "chance and plausible parameters"}
SHOWN = 14
"""Number of constraints in a picture: those whose full relaxation changes the most."""


def draw(configs: Sequence[Config], waiting: pd.DataFrame, gains: pd.DataFrame, uncertainty: str) -> dict[str, Figure]:
    """All figures by name."""
    figures = {"waiting": waiting_shares(configs, waiting, uncertainty)}
    for config in configs:
        figures[f"gains_{config.scenario}"] = gains_of(config, gains, uncertainty)
    return figures


def last_line(configs: Sequence[Config], uncertainty: str) -> str:
    """What a figure shows."""
    which = ", ".join(config.scenario for config in configs)
    which = which if len(which) < 70 else f"{len(configs)} scenarios"
    replicates = f"{configs[0].replicates:,} replicates"
    return origin(which, replicates, seed=configs[0].seed, covers=f"95 % intervals over {COVERS[uncertainty]}")


@styled
def waiting_shares(configs: Sequence[Config], waiting: pd.DataFrame, uncertainty: str) -> Figure:
    """A bar per scenario, its parts the shares of the person-months waited for each cause."""
    height = 1.75 + 0.42 * len(configs)
    figure, [axes] = sheet(
        last_line(configs, uncertainty), "What candidates waited for", height, left=1.75, bottom=0.85, top=0.85
    )
    for row, config in enumerate(configs):
        mine = waiting[waiting.scenario == config.scenario].set_index("cause")
        total, left = float(mine.person_months.sum()), 0.0
        for name in STAGES:
            share = float(mine.person_months[name]) / total if total > 0 else 0.0
            label = cause(f"waiting_{name}") if row == 0 else None
            axes.barh(row, share, left=left, height=0.66, color=COLOURS[name], alpha=0.85, linewidth=0, label=label)
            if share >= 0.06:
                axes.text(left + share / 2, row, number(share, "share"), ha="center", va="center", size=SMALL)
            left += share
        axes.annotate(
            f"{number(total, 'person-months')} person-months",
            (1.0, row),
            (6, 0),
            textcoords="offset points",
            va="center",
            size=SMALL,
        )
    axes.set_yticks(range(len(configs)), [names.label(names.scenario(config.scenario)) for config in configs])
    axes.set_ylim(len(configs) - 0.5, -0.5)
    axes.set_xlim(0, 1.27)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("share of the person-months waited in all replicates")
    legend(figure, axes, columns=3)
    return figure


@styled
def gains_of(config: Config, gains: pd.DataFrame, uncertainty: str) -> Figure:
    """Additional completed mobilities for each constraint, relaxed by a tenth (left) and fully (right)."""
    mine = gains[(gains.scenario == config.scenario) & (gains.indicator == OUTCOMES[1])]
    full = mine[mine.relaxation == RELAXATIONS[1]].set_index("constraint").gain_per_relaxation
    order = list(full.abs().sort_values(ascending=False, kind="stable").index[:SHOWN])
    order.sort(key=lambda name: -full[name])
    height = 1.65 + 0.27 * len(order)
    title = (
        f"{names.label(names.scenario(config.scenario))}: completed mobilities gained when one constraint is relaxed"
    )
    figure, panels = sheet(
        last_line([config], uncertainty), title, height, panels=2, left=1.75, bottom=0.85, top=0.8, gap=0.3, sharey=True
    )
    for axes, relaxation in zip(panels, RELAXATIONS, strict=True):
        _bars(axes, mine[mine.relaxation == relaxation].set_index("constraint").loc[order])
        axes.set_title("Relaxed by a tenth" if relaxation == RELAXATIONS[0] else "Fully relaxed")
        axes.set_xlabel("completed mobilities")
    panels[0].set_yticks(range(len(order)), [name.replace("_", " ") for name in order])
    return figure


def _bars(axes: Axes, rows: pd.DataFrame) -> None:
    """A bar per constraint with its interval and its number; the colour is strong if the gain surely differs from zero."""
    places = np.arange(len(rows))
    values = rows.gain_per_relaxation.to_numpy()
    low, high = (np.where(np.isnan(rows[side]), values, rows[side]) for side in ("ci_low", "ci_high"))
    sure = (low > 0) | (high < 0)
    axes.barh(places, values, height=0.62, color=[BLUE if value >= 0 else RED for value in values], linewidth=0,
              alpha=0.8)  # fmt: skip
    for bar, strong in zip(axes.patches, sure, strict=True):
        bar.set_alpha(0.8 if strong else 0.25)
    whiskers(axes, values, places, low, high)
    for place, value, end, strong in zip(places, values, high, sure, strict=True):
        axes.annotate(f"{value:+.1f}" if abs(value) < 9.95 else f"{value:+,.0f}", (max(end, 0.0), place), (5, 0), textcoords="offset points",
                      va="center", size=SMALL, color=INK if strong else FAINT)  # fmt: skip
    axes.axvline(0.0, color=FAINT, linewidth=0.8)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(True, axis="x")
    least, most = min(float(low.min(initial=0.0)), 0.0), max(float(high.max(initial=0.0)), 0.0)
    room = (most - least or 1.0) * 0.62 / (axes.get_position().width * WIDTH)
    axes.set_xlim(least - 0.04 * (most - least or 1.0), most + max(room, 0.05))
    plain_axis(axes.xaxis, "number")
