"""The picture of the advice: what each lever changes in completed mobilities and in their cost, a figure per scenario."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.advice.words import shown
from analysis.command.figures import origin, whiskers
from sim.parameters import Config
from sim.reporting import names
from sim.reporting.pictures.style import BLUE, FAINT, ORANGE, RED, sheet, styled

BARS = 30
"""Pushes shown, at most: those that change completed mobilities most."""


@styled
def draw(configs: Sequence[Config], table: pd.DataFrame, draws: int) -> dict[str, Figure]:
    """A figure for each scenario in which anything changes, by its name."""
    return {f"advice_{config.scenario}": _draw(config, table, draws) for config in configs}


def _draw(config: Config, table: pd.DataFrame, draws: int) -> Figure:
    rows, _ = shown(table, config.scenario)
    rows = rows.loc[rows.completed_mobilities.abs().nlargest(BARS).index].sort_values(
        "completed_mobilities", ascending=False, kind="stable"
    )
    line = origin(config.scenario, f"{draws:,} worlds", seed=config.seed, covers="intervals over parameters and chance")
    title = f"{names.label(names.scenario(config.scenario))}: what pushing one lever changes"
    figure, panels = sheet(
        line, title, 1.7 + 0.27 * max(len(rows), 1), panels=2, left=3.1, bottom=0.85, top=0.8, gap=0.3, sharey=True
    )
    _bars(panels[0], rows, "completed_mobilities", 1.0, 1)
    _bars(panels[1], rows, "public_cost", 1e-3, -1)
    panels[0].set_title("Completed mobilities")
    panels[1].set_title("Public cost, thousand EUR")
    labels = [f"{row.lever.removeprefix('design.')}  {row.value_from} → {row.value_to}" for row in rows.itertuples()]
    panels[0].set_yticks(range(len(rows)), labels)
    for place, row in enumerate(rows.itertuples()):
        if row.free_lunch and not row.exception:
            panels[0].get_yticklabels()[place].set_color(RED)
    return figure


def _bars(axes: Axes, rows: pd.DataFrame, name: str, factor: float, better: int) -> None:
    """A bar per push with its interval: blue where it is for the better, orange where it is for the worse."""
    places = np.arange(len(rows))
    values, low, high = (factor * rows[column].to_numpy() for column in (name, f"{name}_ci_low", f"{name}_ci_high"))
    axes.barh(
        places, values, height=0.62, color=[BLUE if better * value >= 0 else ORANGE for value in values], linewidth=0
    )
    whiskers(axes, values, places, low, high)
    axes.axvline(0.0, color=FAINT, linewidth=0.8)
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(True, axis="x")
