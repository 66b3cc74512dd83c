"""Pictures of the validation: simulated against published, and predictions where nothing is published."""

import numpy as np
from matplotlib.figure import Figure

from analysis.command.figures import origin
from analysis.fitting.picture import Layer, compared
from analysis.validation.runs import BASIS, PREDICTED, Found
from sim import configure
from sim.reporting import names
from sim.reporting.pictures.style import BLUE, INK, PURPLE, SKY, plain_axis, sheet, styled

ROWS = ("matches", "departures", "completed_mobilities", "early_returns")
"""Predicted numbers of persons that are drawn."""


def draw(found: Found) -> dict[str, Figure]:
    """All figures by name."""
    figures = {}
    if found.observations:
        layers = (Layer(BASIS, found.simulated, BLUE, True),)
        figures["validation"] = compared(found.observations, layers, last_line(found))
    if found.predicted:
        figures["predictions"] = predictions(found)
    return figures


def last_line(found: Found) -> str:
    """What a figure shows."""
    return origin(f"{found.draws:,} draws from plausible ranges", covers="spread over parameters and chance")


@styled
def predictions(found: Found) -> Figure:
    """Per scheme without a published outcome: what its design lets expect, beside the places it planned."""
    schemes = list(found.predicted)
    figure, axes = sheet(
        last_line(found),
        "Predicted from the design alone",
        3.1,
        len(schemes),
        left=1.75,
        bottom=0.85,
        top=0.75,
        gap=0.35,
        sharey=True,
    )
    for panel, scheme in zip(axes, schemes, strict=True):
        places = configure(scheme).design.places
        for row, name in enumerate(ROWS):
            five, quarter, fifty, three_quarters, last = np.nanquantile(
                found.predicted[scheme][:, PREDICTED.index(name)], (0.05, 0.25, 0.5, 0.75, 0.95)
            )
            panel.plot((five, last), (row, row), color=SKY, linewidth=3)
            panel.plot((quarter, three_quarters), (row, row), color=BLUE, linewidth=7, solid_capstyle="butt")
            panel.plot(fifty, row, "o", color="white", markeredgecolor=INK, markersize=5)
        panel.axvline(places, color=PURPLE, linewidth=1.2, linestyle="--")
        panel.set_title(f"{names.scenario(scheme)} ({places} places planned: dashed)")
        panel.set_yticks(range(len(ROWS)), [name.replace("_", " ") for name in ROWS])
        panel.set_ylim(len(ROWS) - 0.5, -0.5)
        panel.set_xlim(left=0)
        panel.set_xlabel("persons: median, half of the draws, 90 %")
        plain_axis(panel.xaxis)
    return figure
