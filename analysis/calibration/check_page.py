"""The report of a check of the sampler: how often the draws hold the truth, and where they do not."""

import time

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.calibration.check import PLACES, SURE, Band, band, checked, judged
from analysis.calibration.pictures import words
from analysis.calibration.runs import name_of_steps, prepared
from analysis.calibration.settings import Asked
from analysis.command.declare import Request
from analysis.command.figures import origin
from analysis.command.folder import results
from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.fitting.fit import Fit
from sim.installation import expanded
from sim.reporting import names
from sim.reporting.pictures.style import BLUE, DPI, FAINT, GRID, INK, ORANGE, SMALL, WIDTH, styled
from sim.reporting.wording import counted

AMBER = "rgba(230, 159, 0, 0.28)"
COLUMNS = 3
CAVEAT = (
    "This checks the sampler, not the model: the outcomes are simulated with the model itself, so that the true parameters are known. It uses"
    " a few small schemes and small populations, which agree less well than those of a whole calibration."
)
HOW = (
    "For each fit, true parameters are drawn from the plausible ranges, the schemes are simulated with them, and each simulated quantity is"
    " changed by a random error as large as its tolerance. The schemes are then fitted to these outcomes. The rank of a truth is the share of"
    " draws below it. If the sampler is right, all ranks are equally frequent."
)


def write(request: Request, asked: Asked) -> None:
    """Fit to simulated outcomes, write tables, the figure and the report."""
    settings, config = request.settings, asked.configs[0]
    sizes = (settings.check_points, settings.check_moves, settings.check_last_moves)
    with results(request, config) as folder:
        steps = expanded(config.outputs) / "calibration" / f".check-{name_of_steps(asked.schemes, sizes, config.seed)}"
        fit, influence = prepared(asked.schemes, config.seed, config.workers, steps)
        ranks = checked(fit, influence, settings, config.seed, steps)
        expected = band(settings.check, config.seed)
        table = judged(ranks, expected)
        folder.facts |= fit.speed(time.perf_counter() - folder.began) | {"fits": settings.check}
        folder.table("ranks", ranks)
        folder.table("judged", table)
        figures = folder.figures({"ranks": picture(ranks, table, expected, fit)})
        shown = page(table, fit, settings.check, figures["ranks"])
        print(shown.answer[0])
        folder.report(shown)


def answer(table: pd.DataFrame, fits: int) -> list[str]:
    """The computed sentences."""
    outside = table[~table.within]
    texts = [
        f"In {counted(fits, 'fit')} to simulated outcomes, {len(table) - len(outside)} of {len(table)} parameters have ranks as a right sampler"
        f" gives them. On average {100 * table.inside_90.mean():.0f} % of the truths lie within the 90 % interval of the draws."
    ]
    if len(outside):
        listed = names.listed(
            [f"{words(row.parameter)} (mean rank {row.mean_rank:.2f})" for row in outside.itertuples()]
        )
        texts.append(
            f"Ranks are not as they should be for {listed}. About one parameter in twenty lies outside by chance."
        )
    return texts


@styled
def picture(ranks: pd.DataFrame, table: pd.DataFrame, expected: Band, fit: Fit) -> Figure:
    """For each parameter, how many more ranks than expected lie below each place, and how many more may."""
    lines = -(-len(table) // COLUMNS)
    height = 1.25 + 1.3 * lines
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    grid = figure.subplots(lines, COLUMNS, squeeze=False, sharex=True, sharey=True)
    figure.subplots_adjust(0.075, 0.72 / height, 0.98, 1 - 0.95 / height, wspace=0.1, hspace=0.45)
    figure.text(0.12 / WIDTH, 1 - 0.13 / height, "Does the sampler find the truth?", va="top", size=12, weight="bold")
    key = f"line: share of ranks below, less what is expected (orange: leaves the band)   grey: band of {100 * SURE:.0f} % of right samplers"
    figure.text(0.12 / WIDTH, 1 - 0.42 / height, key, va="top", size=SMALL, color=FAINT)
    last = origin(
        ", ".join(fit.schemes), counted(expected.fits, "fit"), seed=fit.seed, covers="ranks of simulated truths"
    )
    figure.text(0.12 / WIDTH, 0.1 / height, last, va="bottom", size=7.5, color=FAINT)
    ends = np.concatenate([[0.0], PLACES, [1.0]])
    low, high = (np.concatenate([[0.0], each - PLACES, [0.0]]) for each in (expected.low, expected.high))
    for axes, row in zip(grid.flat, table.itertuples(), strict=False):
        mine = ranks.loc[ranks.parameter == row.parameter, "rank"].to_numpy()
        share = (mine[None, :] <= ends[:, None]).mean(axis=1)
        axes.fill_between(ends, low, high, color=GRID, linewidth=0)
        axes.axhline(0.0, color=FAINT, linewidth=0.7)
        axes.step(
            ends,
            np.where(ends < 1.0, share - ends, 0.0),
            where="post",
            color=BLUE if row.within else ORANGE,
            linewidth=1.5,
        )
        axes.set_title(words(row.parameter), size=7.4, color=INK)
        axes.tick_params(labelsize=7)
    for axes in list(grid.flat)[len(table) :]:
        axes.set_visible(False)
    return figure


def page(table: pd.DataFrame, fit: Fit, fits: int, figure: str) -> Page:
    """The whole page."""
    columns = [
        Column("Parameter", "Its name; mean and spread: between schemes."),
        Column("Mean rank", "0.5 if the draws lie neither too high nor too low.", True),
        Column("Truth inside", "Share of the truths within the 90 % interval of the draws.", True),
        Column("Probability", "Share of right samplers whose ranks lie as far off as these.", True),
        Column("Effective draws", "Independent draws that those of a fit are worth (median).", True),
    ]
    rows: list[list[str | Cell]] = [
        [words(row.parameter), f"{row.mean_rank:.2f}", f"{100 * row.inside_90:.0f} %",
         Cell(f"{row.probability:.2g}", "" if row.within else AMBER), f"{row.effective:,.0f}"]
        for row in table.itertuples()
    ]  # fmt: skip
    reading = "A line that bends down, then up: the draws are too narrow. One that is above the band: the draws lie too high; below: too low."
    section = Section("ranks", "Ranks of the truth among the draws", pictures=[Picture("ranks", "Ranks of the truth", figure, reading)],
                      tables=[Table("Every parameter", columns, rows, "Every fit is in ranks.csv.", folded=True)])  # fmt: skip
    summary = [
        ("Schemes", ", ".join(names.label(names.scenario(scheme)) for scheme in fit.schemes)), ("Fits", f"{fits:,}"),
        ("Runs", f"{fit.runs:,}"),
    ]  # fmt: skip
    return Page("Does the sampler find the truth?", "Check of the calibration by simulation", answer(table, fits), CAVEAT, [section],
                [HOW], summary)  # fmt: skip
