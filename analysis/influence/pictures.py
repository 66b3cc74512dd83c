"""The picture of the influence: a bar per parameter, coloured by what its range rests on."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from analysis.command.figures import origin, whiskers
from analysis.influence.words import percent, words
from sim.evidence.published import QUALITIES
from sim.parameters import Config
from sim.reporting.pictures.style import BLUE, FAINT, ORANGE, legend, sheet, styled

BARS = 20


@styled
def draw(table: pd.DataFrame, config: Config, outcome: str, found: Mapping[str, Any]) -> Figure:
    """The largest shares with intervals, coloured by what the range rests on, and the noise floor."""
    rows = table.head(BARS)
    worlds = f"{found['worlds']:,} worlds"
    line = origin(config.scenario, worlds, seed=config.seed, covers="spread over parameters and chance")
    figure, [axes] = sheet(line, f"What {words(outcome)} depend on", 1.9 + 0.27 * len(rows), left=3.0, bottom=0.95, top=0.75)  # fmt: skip
    places = np.arange(len(rows))
    for assumed, colour, label in ((True, ORANGE, "range assumed"), (False, BLUE, "range from published figures")):
        mine = rows.evidence.isin(QUALITIES).to_numpy() != assumed
        axes.barh(
            places[mine], rows.influence[mine].clip(lower=0.0), height=0.62, color=colour, linewidth=0, label=label
        )
    whiskers(axes, rows.influence, places, rows.ci_low, rows.ci_high)
    floor = found["noise_floor"]
    axes.axvline(floor, color=FAINT, linewidth=1, linestyle="--", label=f"noise floor: {percent(floor)}")
    axes.set_yticks(places, list(rows.parameter))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max(float(rows.ci_high.max()), floor, 1e-6) * 1.05)
    axes.tick_params(axis="y", length=0)
    axes.grid(True, axis="x")
    axes.set_xlabel(f"share of the variance of {words(outcome)} that the parameter explains by itself")
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    legend(figure, axes, columns=3)
    return figure
