"""Pictures of how an index or an output runs: over the months, with the values of a factor, with the size of the sample."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.sensitivity.factors import DUMMY, NEVER, OTHERS, Factor
from analysis.sensitivity.indices import MORRIS, SOBOL
from analysis.sensitivity.labels import COLOURS, below, date_title, index_words, label, last_line
from analysis.sensitivity.outputs import date_of, family, unit, when, words
from analysis.sensitivity.tables import Findings, strongest_member
from sim.reporting.pictures.style import BLUE, DPI, FAINT, SMALL, WIDTH, legend, plain_axis, sheet, styled

LINES = 6
YEAR = 12
LONGEST = 34
"""Characters below a small panel on one line."""


@styled
def over_months(found: Findings, output: str) -> Figure:
    """The main index of the strongest factors for the output up to each month."""
    table = found.months[(found.months.output == output) & (found.months["index"] == found.main)]
    peak = table[table.parameter != DUMMY].groupby("parameter", sort=False).value.max()
    parts = list(peak.sort_values(ascending=False, kind="stable").index[:LINES])
    figure, [axes] = sheet(
        last_line(found), f"What drives {words(output)}, month by month", 4.7, left=0.85, bottom=0.95, top=1.15
    )
    for part, colour in zip(parts, COLOURS, strict=False):
        rows = table[table.parameter == part].sort_values("month")
        axes.plot(rows.month + 1, rows.value, color=colour, linewidth=1.8, label=label(found, part)[0])
        axes.fill_between(rows.month + 1, rows.ci_low, rows.ci_high, color=colour, alpha=0.15, linewidth=0)
    for other in found.study.families[output]:
        if date_of(other).isdecimal():
            axes.axvline(
                int(date_of(other)), color=FAINT, linewidth=0.9, linestyle=":", label=f"month {date_of(other)}"
            )
    axes.set_xlim(0, found.study.config.horizon)
    axes.set_ylim(0.0, max(float(table[table.parameter.isin(parts)].ci_high.max()) * 1.05, 1e-9))
    axes.set_xlabel("month of the scheme (output counted up to this month)")
    axes.set_ylabel(index_words(found, output))
    plain_axis(axes.yaxis, "share" if found.method == SOBOL else "number")
    axes.grid(True)
    legend(figure, axes, columns=3)
    return figure


@styled
def effects(found: Findings, outputs: Sequence[str]) -> Figure:
    """The mean of the output for values of each of the strongest factors, a line for each date: direction and shape."""
    parts = [part for part in found.strongest(outputs) if part != OTHERS][:LINES]
    members = [(part, strongest_member(found, outputs[-1], part)) for part in parts]
    chosen: list[Factor] = [member for _, member in members if member]
    rows = max(1, math.ceil(len(chosen) / 3))
    height, extra = 1.15 + 2.0 * rows, 0.25 if len(outputs) > 1 else 0.0
    height += extra
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    grid = figure.subplots(rows, 3, sharey=True, squeeze=False)
    figure.subplots_adjust(
        0.75 / WIDTH, 0.85 / height, 1 - 0.2 / WIDTH, 1 - (0.55 + extra) / height, wspace=0.12, hspace=0.62
    )
    figure.text(
        0.12 / WIDTH,
        1 - 0.13 / height,
        f"How {words(family(outputs[0]))} change with each factor (mean over all others)",
        va="top",
        size=12,
        weight="bold",
    )
    figure.text(0.12 / WIDTH, 0.1 / height, last_line(found), va="bottom", size=7.5, color=FAINT)
    for axes, factor in zip(grid.flat, chosen, strict=False):
        for output in outputs:  # a date has the same colour in the pictures of all indicators
            place = found.study.families[family(output)].index(output)
            _effect(axes, found, output, factor, COLOURS[place % len(COLOURS)] if len(outputs) > 1 else BLUE)
        unit_words = f" ({factor.unit})" if factor.unit else ""
        fits = len(factor.name + unit_words) <= LONGEST
        axes.set_xlabel(factor.name + (unit_words if fits else unit_words.replace(" ", "\n", 1)), size=SMALL)
        axes.grid(True)
        if not (factor.parameter and factor.parameter.choices):
            axes.locator_params(axis="x", nbins=4)
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))
        if factor.low == NEVER:
            months = range(YEAR, int(factor.high) + 1, YEAR)
            axes.set_xticks([-1, *months], [NEVER, *(str(month) for month in months)])
    for axes in grid[:, 0]:
        axes.set_ylabel(unit(outputs[0]))
        axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    for axes in list(grid.flat)[len(chosen) :]:
        axes.set_visible(False)
    if len(outputs) > 1:
        legend(figure, grid[0, 0], columns=len(outputs))
    return figure


def _effect(axes: Axes, found: Findings, output: str, factor: Factor, colour: str) -> None:
    """The conditional means of one output along one factor."""
    table = found.effects[(found.effects.output == output) & (found.effects.parameter == factor.name)]
    choices = factor.parameter.choices if factor.parameter else ()
    places = np.arange(len(table)) if choices else table.value
    joined = places >= 0 if factor.low == NEVER else np.ones(len(table), bool)  # "none" is no month
    axes.fill_between(
        places[joined], table.ci_low[joined], table.ci_high[joined], color=colour, alpha=0.18, linewidth=0
    )
    axes.plot(
        places[joined],
        table["mean"][joined],
        color=colour,
        linewidth=1.6,
        marker="o",
        markersize=3.5,
        label=when(output),
    )
    for row in table[~joined].itertuples():
        axes.vlines(row.value, row.ci_low, row.ci_high, color=colour, alpha=0.5, linewidth=1.6)
        axes.plot(row.value, row.mean, color=colour, marker="o", markersize=3.5)
    if choices:
        axes.set_xticks(places, [choices[int(value)] for value in table.value], size=7)


@styled
def convergence(found: Findings, outputs: Sequence[str]) -> Figure:
    """The main index of the strongest factors against the size of the sample, a panel for each date."""
    parts = found.strongest(outputs)[:LINES]
    verdicts = {each.output: each.enough for each in found.verdicts}
    enough = [verdicts[output] for output in outputs]
    said = "It is" if all(enough) else "Not yet" if not any(enough) else "Not for every date"
    figure, panels = sheet(
        last_line(found), f"Is the sample large enough for {words(family(outputs[0]))}? {said}", 4.5, panels=len(outputs),
        left=0.85, bottom=0.95, top=1.4 if len(outputs) > 1 else 1.15, gap=0.3, sharey=found.method != MORRIS,
    )  # fmt: skip
    for axes, output in zip(panels, outputs, strict=True):
        _convergence(axes, found, output, parts)
        date_title(axes, outputs, output)
    panels[0].set_ylabel(index_words(found, outputs[0]))
    below(
        figure,
        panels,
        {SOBOL: "base points of the sample", MORRIS: "trajectories"}.get(found.method, "points of the sample"),
    )
    legend(figure, panels[0], columns=3)
    return figure


def _convergence(axes: Axes, found: Findings, output: str, parts: Sequence[str]) -> None:
    table = found.convergence[found.convergence.output == output]
    sizes = sorted(table["size"].unique())
    for place, (part, colour) in enumerate(zip(parts, COLOURS, strict=False)):
        rows = table[table.parameter == part].sort_values("size")
        x = rows["size"].to_numpy() * 2.0 ** ((place - (len(parts) - 1) / 2) * 0.05)
        axes.errorbar(x, rows.value, yerr=(np.maximum(rows.value - rows.ci_low, 0), np.maximum(rows.ci_high - rows.value, 0)), color=colour,
                      linewidth=1.4, marker="o", markersize=4, capsize=2.5, label=label(found, part)[0])  # fmt: skip
    axes.set_xscale("log", base=2)
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes], size=SMALL)
    axes.minorticks_off()
    plain_axis(axes.yaxis, "share" if found.method == SOBOL else "number")
    axes.grid(True)
