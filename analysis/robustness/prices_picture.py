"""The picture of prices: what each design gives where a price that is an assumption halves or doubles."""

from matplotlib.figure import Figure

from analysis.command.figures import origin
from analysis.robustness.pictures import palette
from analysis.robustness.trials import Tried
from sim.parameters import Config
from sim.reporting import names
from sim.reporting.pictures.style import SMALL, legend, plain_axis, sheet, styled
from sim.reporting.wording import counted

PANELS = 4
"""Prices in the picture."""
STEPS = {0.5: "half", 1.0: "as is", 2.0: "double"}
"""What a price is, by factor."""
KEY_COLUMNS = 4
LONGEST = 24
"""Characters of a name that fit over a panel."""


@styled
def slopes(tried: Tried, config: Config, outcome: str) -> Figure:
    """A panel per price, those that matter most: the mean outcome of each design at half the price, as it is, and double."""
    shown = tried.ranked[:PANELS]
    key = 0.2 * -(-len(tried.designs) // KEY_COLUMNS)
    last = origin(
        config.scenario, f"{len(tried.as_is):,} worlds", f"{counted(tried.replicates, 'replicate')} each", seed=config.seed, covers="means",
    )  # fmt: skip
    figure, panels = sheet(
        last, "What prices that are assumptions change", 3.3 + key, len(shown), 0.8, 0.7, 0.9 + key, 0.25, True
    )
    for axes, price in zip(panels, shown, strict=True):
        trials = tried.of(price)
        means = [trial.values.mean(axis=0) for trial in trials]
        for place, (design, colour) in enumerate(zip(tried.designs, palette(len(tried.designs)), strict=True)):
            axes.plot(range(len(trials)), [each[place] for each in means], "o-", color=colour, linewidth=1.6, markersize=5,
                      label=names.label(names.design(design)))  # fmt: skip
        axes.set_xticks(range(len(trials)), [STEPS[trial.factor] for trial in trials])
        axes.set_xlim(-0.3, len(trials) - 0.7)
        axes.set_title(price.name if len(price.name) <= LONGEST else price.name.replace(".", ".\n", 1), size=SMALL)
        axes.grid(True, axis="y")
        plain_axis(axes.yaxis, "number")
    panels[0].set_ylabel(f"mean {names.indicator(outcome)}", size=SMALL)
    legend(figure, panels[0], columns=KEY_COLUMNS)
    return figure
