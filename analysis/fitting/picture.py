"""One picture for published against simulated: a row per quantity, in tolerances from the published range."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from analysis.fitting.observations import Observation
from sim.reporting import names
from sim.reporting.pictures.style import FAINT, SMALL, WIDTH, sheet, styled

Array = npt.NDArray[np.float64]

REACH = 4.5
"""Tolerances to each side of the published range that are shown."""
THIN = 0.1
"""Half the width in which a single published number is drawn."""
PUBLISHED = "#c9c9c9"
COLOURS = {"#0072B2": "blue", "#E69F00": "orange"}


@dataclass(frozen=True)
class Layer:
    """Simulated quantities, (draws, observations): what they are, their colour, whether they are the picture's main point."""

    label: str
    values: Array
    colour: str
    main: bool = False


@styled
def compared(observations: Sequence[Observation], layers: Sequence[Layer], origin: str) -> Figure:
    """Median and 90 % interval of each layer over the published range, a row per observation."""
    height = 1.5 + 0.34 * len(observations)
    figure, [axes] = sheet(origin, "Published and simulated", height, left=4.0, bottom=0.75, top=0.75)
    for row, observation in enumerate(observations):
        middle = _middle(observation)
        width, left = _published(observation)
        axes.barh(row, width, left=left, height=0.8, color=PUBLISHED, zorder=0)
        for place, layer in enumerate(layers):
            if np.isnan(layer.values[:, row]).all():
                continue
            five, fifty, last = (
                np.nanquantile(layer.values[:, row], (0.05, 0.5, 0.95)) - middle
            ) / observation.tolerance
            level = row + 0.32 * (place - (len(layers) - 1) / 2)
            axes.plot(
                (five, last),
                (level, level),
                color=layer.colour,
                linewidth=4 if layer.main else 1.6,
                solid_capstyle="butt",
            )
            face = "white" if layer.main else layer.colour
            axes.plot(fifty, level, "o", color=face, markersize=4, markeredgecolor=layer.colour)
    axes.set_yticks(
        range(len(observations)),
        [f"{names.scenario(t.scheme)}: {t.quantity} ({t.published} {t.unit})" for t in observations],
        size=6.4,
    )
    axes.set_ylim(len(observations) - 0.4, -0.6)
    reach = REACH + max((t.high - t.low) / 2 / t.tolerance for t in observations if np.isfinite(t.high - t.low))
    axes.set_xlim(-reach, reach)
    axes.set_xlabel("distance from the middle of what was published, in tolerances")
    axes.tick_params(axis="y", length=0)
    key = "   ".join(f"{COLOURS[layer.colour]}: {layer.label}" for layer in layers)
    figure.text(
        0.12 / WIDTH,
        1 - 0.45 / height,
        f"grey: published   {key} (median, 90 % interval)",
        va="top",
        size=SMALL,
        color=FAINT,
    )
    return figure


def _middle(observation: Observation) -> float:
    """The middle of what was published; of a one-sided statement its end."""
    low = observation.low if np.isfinite(observation.low) else observation.high
    high = observation.high if np.isfinite(observation.high) else observation.low
    return (low + high) / 2.0


def _published(observation: Observation) -> tuple[float, float]:
    """Width and left end of the published range in tolerances around its middle."""
    middle = _middle(observation)
    low = (observation.low - middle) / observation.tolerance if np.isfinite(observation.low) else -10.0 * REACH
    high = (observation.high - middle) / observation.tolerance if np.isfinite(observation.high) else 10.0 * REACH
    low, high = min(low, -THIN), max(high, THIN)
    return high - low, low
