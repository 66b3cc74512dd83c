"""What drives completed mobilities: a screening of all factors in seconds, or the full analysis (Sobol indices of what the screening kept)."""

import itertools
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from htmltools import Tag, tags

from analysis.compare.runs import OUTCOME
from analysis.dashboard import svg
from analysis.dashboard.jobs import AT_ONCE, LONG, Job
from analysis.dashboard.parts import markup, numbers
from analysis.dashboard.svg import Bar
from analysis.sensitivity.factors import DIMENSIONS, DUMMY, OTHERS, UNCERTAINTIES
from analysis.sensitivity.indices import MAIN, indices
from analysis.sensitivity.runs import Progress, Study
from analysis.sensitivity.settings import Asked, Method, Settings
from analysis.sensitivity.steps import explain, plan
from sim.parameters import Config, parameters
from sim.runs.store import FOLDER, Store

TRAJECTORIES, REPLICATES, RESAMPLES = 8, 4, 40
KEEP, POINTS = 12, 1024
SHOWN = 12


@dataclass(frozen=True)
class Drivers:
    """What was found: ``table`` with parameter, value, ci_low, ci_high, the largest first; how it is measured."""

    design: str
    method: str
    unit: str
    reading: str
    table: pd.DataFrame
    ranges: dict[str, str]


def store_folder(outputs: Path) -> Path:
    """Where finished runs are kept, the same place as for the commands."""
    return outputs / FOLDER


def screened(config: Config, design: str, outputs: Path, job: Job) -> Drivers:
    """Morris screening of all uncertain parameters and the planner's dimensions."""
    settings = Settings(method=Method.morris, samples=TRAJECTORIES, by_month=False)
    planned, table = _explained(config, settings, outputs, job, RESAMPLES)
    count = len(planned.factors) - 1  # without the dummy
    return Drivers(
        design, "screening", "mean absolute change of completed mobilities",
        f"Morris screening of {count} factors, {TRAJECTORIES} trajectories, {REPLICATES} worlds each: the mean absolute change"
        " of completed mobilities when the factor moves across its plausible range; whiskers: 95 % interval. A screening ranks the"
        " factors. It does not say how much of the uncertainty each explains; the full analysis does.",
        table, {each.name: each.range for each in planned.factors},
    )  # fmt: skip


def analysed(config: Config, design: str, outputs: Path, job: Job) -> Drivers:
    """Total Sobol indices of the factors that a screening keeps, the rest as one group."""
    settings = Settings(
        method=Method.sobol, samples=POINTS, keep=KEEP, screening=TRAJECTORIES, second_order=False, by_month=False
    )
    planned, table = _explained(config, settings, outputs, job, 100)
    noise = planned.noise.get(OUTCOME, (math.nan,))[0]
    return Drivers(
        design, "full analysis", "share of the variance (total index)",
        f"Total Sobol indices over {len(planned.experiment):,} parameter sets, {REPLICATES} worlds each: the share of the variance of completed"
        f" mobilities that involves the factor; whiskers: 95 % interval. {OTHERS}: all factors that the screening put aside, together."
        f" Chance in the output: {noise:.0%} of its variance.",
        table, {each.name: each.range for each in planned.factors},
    )  # fmt: skip


def _explained(
    config: Config, settings: Settings, outputs: Path, job: Job, resamples: int
) -> tuple[Study, pd.DataFrame]:
    """The command's own steps, followed by a job; the main index of every factor, the largest first."""
    asked = Asked(_small(config), [UNCERTAINTIES, DIMENSIONS], [OUTCOME])
    watch = Watch(job, steps=3 if settings.method == Method.sobol else 2, numbers=itertools.count(1))
    found = explain(asked, plan(asked, settings), settings, Store(store_folder(outputs)), watch).study
    with watch.phase(INDICES):
        table = indices(found.sample, found.outputs[OUTCOME], resamples, pairs=False)
    main = table[(table["index"] == MAIN[found.sample.method]) & (table.parameter != DUMMY)]
    return found, _ranked(main)


INDICES = "indices"


@dataclass(frozen=True)
class Watch:
    """Tells a job which step is under way, how many there are, and how far it is."""

    job: Job
    steps: int
    numbers: Iterator[int]

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """A step that runs nothing; only the last of them, the indices, takes long enough to be counted."""
        self.job.enter(f"{next(self.numbers)} of {self.steps}, {name}" if name == INDICES else name.capitalize())
        yield

    @contextmanager
    def runs(self, name: str, planned: Study) -> Iterator[Progress]:
        """The runs of a sample."""
        self.job.enter(f"{next(self.numbers)} of {self.steps}, {name}: {planned.count:,} runs")
        yield self.job.progress


def cores() -> int:
    """Cores for one of the analyses that run at the same time."""
    return max(1, (os.cpu_count() or 1) // AT_ONCE[LONG])


def _small(config: Config) -> Config:
    """Its share of the cores, so that sliders stay quick meanwhile."""
    return replace(config, replicates=REPLICATES, journeys=0, workers=cores())


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values("value", ascending=False, kind="stable", ignore_index=True)[
        ["parameter", "value", "ci_low", "ci_high"]
    ]


def shown(found: Drivers) -> Tag:
    """The picture, how to read it, and the numbers."""
    top = found.table[found.table.parameter != OTHERS].head(SHOWN)
    rest = found.table[found.table.parameter == OTHERS]
    groups = [
        (row.parameter, [Bar(row.value, row.ci_low, row.ci_high, svg.short(float(f"{row.value:.2g}")))])
        for row in pd.concat([top, rest]).itertuples()
    ]
    heading = f"What moves completed mobilities most in design {found.design} ({found.method})"
    rows = [
        (row.parameter, _meaning(row.parameter), found.ranges.get(row.parameter, ""), f"{row.value:.3g}", f"{row.ci_low:.3g} to {row.ci_high:.3g}")
        for row in found.table.head(30).itertuples()
    ]  # fmt: skip
    described = f"{heading}: " + "; ".join(f"{row.parameter} {row.value:.2g}" for row in top.itertuples())
    return tags.figure(
        tags.p(f"In design {found.design}, completed mobilities depend most on: {'; '.join(_meaning(each) for each in top.parameter.head(3))}.", class_="verdict"),
        tags.h3(heading),
        markup(svg.bars("drivers", described, groups, found.unit, label_width=170)),
        tags.figcaption(found.reading),
        numbers(heading, ("Factor", "What it is", "Range", "Value", "95 % interval"), rows),
        **{"data-method": found.method},
    )  # fmt: skip


def _meaning(name: str) -> str:
    known = parameters().get(name)
    if known is None:
        return "all other factors together"
    return known.meaning[:1].lower() + known.meaning[1:]
