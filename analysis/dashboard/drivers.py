"""What drives it: a screening of everything in seconds, or the full analysis (Sobol indices of what the screening kept)."""

import math
import os
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from htmltools import Tag, tags

from analysis.compare.runs import OUTCOME
from analysis.dashboard import svg
from analysis.dashboard.jobs import Job
from analysis.dashboard.parts import markup, numbers
from analysis.dashboard.svg import Bar
from analysis.sensitivity.factors import OTHERS
from sim.parameters import Config, parameters

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
    from sim.runs.store import FOLDER

    return outputs / FOLDER


def screened(config: Config, design: str, outputs: Path, job: Job) -> Drivers:
    """Morris screening of all uncertain parameters and the planner's dimensions."""
    from analysis.sensitivity.factors import DUMMY, chosen_factors
    from analysis.sensitivity.indices import indices
    from analysis.sensitivity.runs import simulate, study
    from sim.runs.store import Store

    config = _small(config)
    factors, _ = chosen_factors(config, ["uncertainties", "dimensions"])
    planned = study(config, factors, "morris", TRAJECTORIES)
    job.enter(f"Screening: {planned.count:,} runs of {len(factors)} factors")
    simulate(planned, [OUTCOME], False, Store(store_folder(outputs)), job.progress)
    job.enter("Indices")
    table = indices(planned.sample, planned.outputs[OUTCOME], RESAMPLES)
    table = table[(table["index"] == "mu_star") & (table.parameter != DUMMY)]
    return Drivers(
        design, "screening", "mean absolute change of completed mobilities",
        f"Morris screening of {len(factors)} factors, {TRAJECTORIES} trajectories, {REPLICATES} worlds each: the mean absolute change"
        " of completed mobilities when the factor moves across its plausible range; whiskers: 95 % interval. A screening ranks; it"
        " does not say how much of the uncertainty a factor explains: the full analysis does.",
        _ranked(table), {each.name: each.range for each in factors},
    )  # fmt: skip


def analysed(config: Config, design: str, outputs: Path, job: Job) -> Drivers:
    """Total Sobol indices of the factors that a screening keeps, the rest as one group."""
    from analysis.sensitivity.factors import DUMMY, chosen_factors
    from analysis.sensitivity.indices import indices
    from analysis.sensitivity.runs import screened as screen
    from analysis.sensitivity.runs import simulate, study
    from sim.runs.store import Store

    config, store = _small(config), Store(store_folder(outputs))
    factors, _ = chosen_factors(config, ["uncertainties", "dimensions"])
    first = study(config, factors, "morris", TRAJECTORIES)
    job.enter(f"1 of 3, screening: {first.count:,} runs")
    simulate(first, [OUTCOME], False, store, job.progress)
    job.check()
    kept, _ = screen(first, KEEP)
    some = [each if each.name in kept else replace(each, group=OTHERS) for each in factors]
    planned = study(config, some, "sobol", POINTS)
    job.enter(f"2 of 3, Sobol sample: {planned.count:,} runs")
    simulate(planned, [OUTCOME], False, store, job.progress)
    job.enter("3 of 3, indices")
    table = indices(planned.sample, planned.outputs[OUTCOME], 100, pairs=False)
    table = table[(table["index"] == "ST") & (table.parameter != DUMMY)]
    noise = planned.noise.get(OUTCOME, (math.nan,))[0]
    return Drivers(
        design, "full analysis", "share of the variance (total index)",
        f"Total Sobol indices over {len(planned.experiment):,} parameter sets, {REPLICATES} worlds each: the share of the variance of completed"
        f" mobilities that involves the factor; whiskers: 95 % interval. {OTHERS}: all factors that the screening put aside, together."
        f" Chance in the output: {noise:.0%} of its variance.",
        _ranked(table), {each.name: each.range for each in factors},
    )  # fmt: skip


def _small(config: Config) -> Config:
    """Half of the cores, so that sliders stay quick meanwhile."""
    return replace(config, replicates=REPLICATES, journeys=0, workers=max(1, (os.cpu_count() or 1) // 2))


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
        tags.p(f"In design {found.design}, most hangs on: {'; '.join(_meaning(each) for each in top.parameter.head(3))}.", class_="verdict"),
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
