"""Figures of amounts: the funnel, money, hosts, and how far chance spreads the result."""

import math
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.parameters import Config
from sim.reporting.estimate import Estimate, wide
from sim.reporting.estimates import Array, estimates, quantiles
from sim.reporting.pictures.bars import bars
from sim.reporting.pictures.style import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    SMALL,
    page,
    plain_axis,
    styled,
    undefined,
)
from sim.reporting.results import Results
from sim.reporting.safest import CHANCE, uncertainty_of
from sim.reporting.wording import HIRES, SPENT, STAGES, budget, estimated, line, number, stages, undefined_note

DIFFER = {
    CHANCE: "Every run has the same parameters; only luck differs.",
    "parameters": "Every run is a world with parameters of its own; luck is the same in all.",
    "both": "Every run is a world with parameters and luck of its own.",
}
"""What differs between the runs."""


@styled
def funnel(config: Config, results: Results) -> Figure:
    """Persons at every step from application to completed mobility: median and 90 % interval."""
    known = estimates(results)
    steps = stages(config)
    values = [known[name] for name in steps]
    log = wide(values)
    figure, [axes] = page(config, results, "From application to completed mobility", 4.4, left=1.75)
    colours = [SKY] * (len(values) - 1) + [GREEN]
    bars(axes, list(steps.values()), values, colours, log=log)
    axes.set_xlabel("persons (logarithmic scale)" if log else "persons")
    places = known["places_planned"].median
    if places > 0:
        axes.axvline(places, color=INK, linewidth=1.2, linestyle=(0, (1, 1.5)))
        axes.annotate("places planned", (places, -0.5), (4, 1), textcoords="offset points", size=SMALL, va="bottom")
    return figure


def explain_funnel(config: Config, results: Results) -> str:
    """How to read the funnel, and where it is narrowest."""
    known = estimates(results)
    persons = {name: float(np.nan_to_num(known[name].median)) for name in STAGES}
    abroad = 1.0 - config.design.home_share
    steps = {
        "between preselection and the end of training": (persons["preselected"], persons["trained"]),
        "between training and match": (persons["trained"] * abroad, persons["matches"]),
        "between match and departure": (persons["matches"], persons["departures"]),
        "between departure and the end of the stay": (persons["departures"], persons["completed_mobilities"]),
    }
    reading = "Bars are medians over the runs, the thin lines hold 90 % of the runs."
    if abroad < 1.0:
        home = estimated(known["local_placements"])
        reading += (
            f" Of those trained, {number(1.0 - abroad, 'share')} were meant for the economy of origin: it took {home}."
        )
    kept = {step: after / before for step, (before, after) in steps.items() if before > 0}
    if not kept:
        return f"{reading} In the median run nobody was preselected."
    step = min(kept, key=lambda name: kept[name])
    before, after = steps[step]
    meant = " meant for it" if abroad < 1.0 and step == "between training and match" else ""
    return (
        f"{reading} After preselection the way is narrowest {step}: {number(after, 'persons')} of"
        f" {number(before, 'persons')}{meant} pass ({number(kept[step], 'share')}, medians)."
    )


@styled
def money(config: Config, results: Results) -> Figure:
    """Public spending by line, in all, and what was returned, against the budget; contributions of hosts below."""
    known = estimates(results)
    names = [*SPENT, "public_cost", "unspent", "private_contribution"]
    labels = [*(line(name) for name in SPENT), "All public spending", "Returned unspent", "Contributed by hosts"]
    rows = [*range(len(SPENT)), *(len(SPENT) + 0.4 + step for step in range(3))]
    colours = [SKY] * len(SPENT) + [BLUE, ORANGE, GREEN]
    figure, [axes] = page(config, results, "Money: spending by line, against the public budget", 4.8, left=2.35)
    divisor, unit = (1e6, "million EUR") if budget(config) >= 2e7 else (1e3, "thousand EUR")
    planned = [results.plan[name.removeprefix("spent_")] / divisor for name in SPENT] if results.plan else []
    bars(axes, labels, [_scaled(known[name], divisor, unit) for name in names], colours, places=rows, planned=planned)
    total = budget(config) / divisor
    if total > 0:
        axes.set_xlim(0, max(axes.get_xlim()[1], total * 1.2))
        axes.axvline(total, color=INK, linewidth=1.2, linestyle=(0, (1, 1.5)))
        axes.annotate("public budget", (total, -0.5), (4, 1), textcoords="offset points", size=SMALL, va="bottom")
    axes.set_xlabel(unit)
    return figure


def explain_money(config: Config, results: Results) -> str:
    """How to read the figure of money, and what it says."""
    known = estimates(results)
    total, spent, unspent = budget(config), known["public_cost"], known["unspent"]
    if total <= 0 or not spent.known:
        return "Bars are medians, thin lines hold 90 % of the runs. There was no public budget to spend."
    largest = max(SPENT, key=lambda name: np.nan_to_num(known[name].median))
    return (
        f"Of {number(total, 'EUR')} EUR, {number(spent.median / total, 'share')} were spent and"
        f" {number(unspent.median / total, 'share')} returned (medians). The largest line was"
        f" {line(largest).lower()}; hosts contributed {estimated(known['private_contribution'], unit=True)}. Medians of lines"
        " need not add up to the median of their sum. A mark across a bar is what was planned for the line at the start."
    )


@styled
def hosts(config: Config, results: Results) -> Figure:
    """Who hired: shares of the matches by size, experience and motive of the host, median and 90 % interval over runs."""
    figure, [axes] = page(config, results, "Who hired: shares of all matches", 4.3, left=2.35)
    groups = _shares(results)
    colours = [colour for colour, shares in zip((SKY, ORANGE, PURPLE), groups, strict=True) for _ in shares]
    gaps = [0.5 * group for group, shares in enumerate(groups) for _ in shares]
    labels = [label for shares in groups for label in shares]
    values = [value for shares in groups for value in shares.values()]
    bars(axes, labels, values, colours, unit="share", places=[row + gap for row, gap in enumerate(gaps)])
    axes.set_xlim(0, 1.3)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0])
    axes.set_xlabel("share of matches")
    return figure


def explain_hosts(config: Config, results: Results) -> str:
    """How to read the figure of hosts, and what it says."""
    known = estimates(results)
    if not known["sme_share"].known:
        return "Nobody was matched in any run, so there are no shares to show."
    note = undefined_note(known["sme_share"])
    return (
        f"Of the matches, {estimated(known['sme_share'])} were with hosts of under 250 employees,"
        f" {estimated(known['first_time_share'])} with hosts that had never recruited abroad, and"
        f" {estimated(known['internationalisation_share'])} with hosts moved by internationalisation"
        f" (median and 90 % interval{'; ' + note if note else ''})."
    )


@styled
def spread(config: Config, results: Results) -> Figure:
    """How often the runs lead to which number of completed mobilities, and to which cost of one."""
    alone = uncertainty_of(config) == CHANCE
    title = (
        "What luck alone makes of it: results of all runs"
        if alone
        else "How far apart the worlds are: results of all runs"
    )
    figure, panels = page(config, results, title, 3.6, panels=2)
    for axes, name, label, unit in zip(
        panels, ("completed_mobilities", "cost_per_completed"), ("completed mobilities", "EUR per completed mobility"),
        ("count", "EUR"), strict=True,
    ):  # fmt: skip
        _histogram(axes, results.runs[name].to_numpy(np.float64), unit)
        axes.set_xlabel(label)
    panels[0].set_ylabel("runs")
    return figure


def explain_spread(config: Config, results: Results) -> str:
    """How to read the distributions."""
    known = estimates(results)
    text = DIFFER[uncertainty_of(config)]
    if not known["cost_per_completed"].known:
        return f"{text} No run had a completed mobility, so its cost is undefined."
    note = undefined_note(known["cost_per_completed"])
    return (
        f"{text} The line marks the median. A completed mobility cost {estimated(known['cost_per_completed'], unit=True)}"
        f"{' (' + note + ', which had none)' if note else ''}."
    )


def _shares(results: Results) -> list[dict[str, Estimate]]:
    runs = results.runs
    matches = runs["matches"].to_numpy(np.float64)

    def share(name: str) -> Array:
        shares = np.full(matches.size, np.nan)
        np.divide(runs[name].to_numpy(np.float64), matches, out=shares, where=matches > 0)
        return shares

    first, international = share("hires_first_time"), share("hires_internationalisation")
    return [
        {label: _estimate(name, share(name)) for name, label in HIRES.items()},
        {"First-time recruiters": _estimate("first", first), "Recruited abroad before": _estimate("before", 1 - first)},
        {
            "Motive: shortage": _estimate("shortage", 1 - international),
            "Motive: internationalisation": _estimate("international", international),
        },
    ]  # fmt: skip


def _scaled(value: Estimate, divisor: float, unit: str) -> Estimate:
    low, median, high = (part / divisor for part in (value.low, value.median, value.high))
    return replace(value, unit=unit, low=low, median=median, high=high)


def _estimate(name: str, values: Array) -> Estimate:
    low, median, high = (float(value) for value in quantiles(values, (0.05, 0.5, 0.95)))
    return Estimate(name, "share", median, low, high, int(np.isfinite(values).sum()), values.size)


def _histogram(axes: Axes, values: Array, unit: str) -> None:
    values = values[np.isfinite(values)]
    if values.size == 0:
        undefined(axes, "undefined in all runs")
        axes.set_xticks([])
        axes.set_yticks([])
        return
    low, high = float(values.min()), float(values.max())
    if unit == "count":
        step = max(1, math.ceil((high - low + 1) / 25))
        edges = np.arange(math.floor(low), high + step + 1, step) - 0.5
    else:
        margin = 0.0 if high > low else max(0.1 * abs(low), 1.0)
        edges = np.linspace(low - margin, high + margin, 26)
    axes.hist(values, edges.tolist(), color=GREEN if unit == "count" else ORANGE, alpha=0.75)
    axes.axvline(float(np.median(values)), color=INK, linewidth=1.6)
    plain_axis(axes.xaxis, unit)
    plain_axis(axes.yaxis)
    axes.grid(True, axis="y")
