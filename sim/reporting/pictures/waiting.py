"""Where candidates got stuck: person-months waited by cause, in all and month by month."""

import numpy as np
from matplotlib.figure import Figure

from sim.parameters import Config
from sim.reporting.estimates import by_month, estimates
from sim.reporting.pictures.bars import bars
from sim.reporting.pictures.months import events, month_axis
from sim.reporting.pictures.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    YELLOW,
    legend,
    page,
    plain_axis,
    styled,
)
from sim.reporting.results import Results
from sim.reporting.wording import WAITING, cause, estimated, number

COLOURS = dict(zip(WAITING, (SKY, ORANGE, PURPLE, RED, BLUE, GREEN, YELLOW, GREY), strict=True))


@styled
def waiting(config: Config, results: Results) -> Figure:
    """Person-months waited by cause (median, 90 % interval), and the mean number of persons waiting in each month."""
    bottom = 1.1 if config.start else 0.85
    figure, [totals, months] = page(
        config, results, "What candidates waited for", 4.2, panels=2, left=1.9, bottom=bottom, top=0.95, gap=0.75
    )
    known = estimates(results)
    labels = [cause(name).replace(" of ", "\nof ").replace(" in the ", "\nin the ") for name in WAITING]
    bars(totals, labels, [known[name] for name in WAITING], [COLOURS[name] for name in WAITING])
    totals.set_xlabel("person-months")
    totals.set_title("In all (median, 90 % interval)")
    means = np.array([np.nan_to_num(by_month(results, name)).mean(axis=0) for name in WAITING])
    places = np.arange(means.shape[1])
    step = "post" if places.size == 1 else None
    months.stackplot(np.append(places, places[-1] + 1) if step else places, np.repeat(means, 2, 1) if step else means,
                     colors=[COLOURS[name] for name in WAITING], alpha=0.85, linewidth=0)  # fmt: skip
    events(months, config, results)
    month_axis(months, config, labels=7)
    months.set_ylim(0, max(float(means.sum(axis=0).max()) * 1.08, 1.0))
    plain_axis(months.yaxis)
    months.set_title("Persons waiting in a month (mean)")
    months.set_ylabel("persons")
    legend(figure, months, columns=3)
    return figure


def explain_waiting(config: Config, results: Results) -> str:
    """How to read the figure of waiting, and the longest queue."""
    known = estimates(results)
    total = sum(np.nan_to_num(known[name].median) for name in WAITING)
    if total <= 0:
        return "In the median run nobody waited for anything."
    longest = max(WAITING, key=lambda name: np.nan_to_num(known[name].median))
    return (
        "A person who waits a month for one thing counts as one person-month; the colours on the right are those of the bars."
        f" Most was waited for {cause(longest).lower()}: {estimated(known[longest], unit=True)},"
        f" {number(known[longest].median / total, 'share')} of the medians of all causes."
    )
