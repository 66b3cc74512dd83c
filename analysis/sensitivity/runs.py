"""The runs behind a sensitivity analysis: a sample's points as parameter sets, the same replicates in every one.

An output is a number per parameter set: the mean over the replicates of an indicator at a date, or the indicator's spread
(standard deviation) between them. Because every set meets the same replicates, a factor without effect changes nothing at all; what is left of
chance in the outputs is the noise share.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.sensitivity.factors import DUMMY, OTHERS, Factor, dummy
from analysis.sensitivity.indices import DELTA, MAIN, MORRIS, SOBOL, Sample, draw, indices
from analysis.sensitivity.outputs import (
    HORIZON,
    PLANNED_END,
    SPREAD,
    date_of,
    families,
    family,
    indicator_of,
    planned_ends,
    read,
    words,
)
from analysis.sensitivity.settings import Asked
from analysis.worlds.dimensions import DIMENSIONS
from analysis.worlds.experiments import Experiment, Runs, run
from analysis.worlds.statistics import Resampled, resample_weights
from sim.errors import UserError
from sim.indicators import BY_NAME, FLOW, MONTHLY
from sim.parameters import Config
from sim.runs.reproduce import command_of
from sim.runs.sets import stack
from sim.runs.store import Store

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

NOISE = "noise"
NOISE_RESAMPLES = 200
_NOISE_SEED = 7


@dataclass
class Study:
    """A sample, its parameter sets, and what came out: outputs by name (rows), by month (rows, months), noise shares."""

    config: Config
    factors: list[Factor]
    sample: Sample
    experiment: Experiment
    outputs: dict[str, Array] = field(default_factory=dict)
    months: dict[str, Array] = field(default_factory=dict)
    noise: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    runs: Runs | None = None

    @property
    def count(self) -> int:
        """Number of runs."""
        return len(self.experiment) * self.config.replicates

    def values(self, factor: Factor) -> Array:
        """A factor's values in its own unit, by row."""
        place = self.sample.names.index(factor.name)
        return np.asarray(factor.quantiles(self.sample.points[:, place]), np.float64)

    @property
    def looked_at(self) -> list[str]:
        """What has indices of its own; delta, which takes seconds for each, leaves out what a screening has put aside."""
        if self.sample.method != DELTA:
            return self.sample.parts
        return [factor.name for factor in self.factors if factor.group != OTHERS]

    @property
    def families(self) -> dict[str, list[str]]:
        """The outputs of each indicator, in the order of time."""
        return families(self.outputs)

    def words(self, output: str) -> str:
        """An output in words, with its date where it is read at several."""
        return words(output, dated=len(self.families[family(output)]) > 1)

    def members(self, part: str) -> list[Factor]:
        """The factors that are varied together as ``part``."""
        return [factor for factor in self.factors if factor.group == part]


def study(config: Config, factors: Sequence[Factor], method: str, size: int, second_order: bool = False) -> Study:
    """The parameter sets of a sample of ``size`` units over factors; a dummy is added as the zero line."""
    everything = [*factors, dummy()]
    names = [factor.name for factor in everything]
    groups = [factor.group for factor in everything] if method in (SOBOL, MORRIS) else names
    sample = draw(method, names, size, config.seed, groups, second_order)
    columns = {
        factor.name: factor.quantiles(sample.points[:, place])
        for place, factor in enumerate(everything)
        if factor.parameter
    }
    experiment = Experiment(stack([config]), np.zeros(len(sample.points), np.int64), columns)
    return Study(config, everything, sample, experiment)


def grouped(factors: Sequence[Factor], by: str) -> list[Factor]:
    """The factors with their groups: ``none``, the planner's ``dimensions``, or the ``sections`` of the registry."""

    def group(name: str) -> str:
        if by == "sections":
            return name.partition(".")[0]
        found = [each.name for each in DIMENSIONS if any(fnmatchcase(name, own) for own in each.parameters)]
        return found[0] if found else OTHERS

    return list(factors) if by == "none" else [replace(factor, group=group(factor.name)) for factor in factors]


def simulate(planned: Study, asked: Asked, by_month: bool, store: Store, progress: Progress | None = None) -> None:
    """Run a study's sets, or find them in the store, and fill in its outputs.

    ``by_month``: keep the means of every month as well. Raises :class:`UserError` where a run failed or an output is undefined in any run: indices over the rest would mislead.
    """
    config, outputs = planned.config, asked.outputs
    early = {indicator_of(output) for output in outputs if date_of(output) != HORIZON}
    monthly = [name for name in asked.indicators if name in MONTHLY and (by_month or name in early)]
    planned.runs = run(
        planned.experiment, config.replicates, config.seed, workers=config.workers, indicators=asked.indicators,
        monthly=monthly, progress=progress, store=store, counted=None if config.replicates > 1 else ("samples", planned.sample.size),
    )  # fmt: skip
    refuse_failures(planned)
    for output in outputs:
        values = _at_its_date(planned, output)
        refuse_undefined(planned, output, values)
        planned.outputs[output] = values.mean(axis=1)
        if config.replicates > 1:
            planned.noise[output] = noise_share(values, lambda each: each.mean(axis=1))
    for name in asked.indicators if asked.spread and config.replicates > 1 else ():
        values, spread = planned.runs.totals[name], SPREAD + name
        planned.outputs[spread] = values.std(axis=1, ddof=1)
        if config.replicates > 2:
            planned.noise[spread] = noise_share(values, lambda each: each.std(axis=1, ddof=1))
    for name in monthly if by_month else ():
        means = planned.runs.monthly[name].mean(axis=1)
        planned.months[name] = np.cumsum(means, axis=1) if BY_NAME[name].over == FLOW else means
    planned.runs.monthly.clear()


def _at_its_date(planned: Study, output: str) -> Array:
    """The values of an output by run: (sets, replicates)."""
    assert planned.runs
    name, date = indicator_of(output), date_of(output)
    if date == HORIZON:
        return planned.runs.totals[name]
    if date == PLANNED_END:
        months = planned_ends(planned.config, planned.experiment.columns, len(planned.experiment))
    else:
        months = np.full(len(planned.experiment), int(date))
    return read(name, planned.runs.monthly[name], months)


def refuse_failures(planned: Study) -> None:
    """Refuse results with runs that failed."""
    failures = planned.runs.failures if planned.runs else []
    if failures:
        first = failures[0]
        raise UserError(
            f"{len(failures):,} of {planned.count:,} runs failed, so that no index can be computed (failures.csv lists them); all others are kept. The first:"
            f" row {first.set}, replicate {first.replicate}: {first.error}. The same run alone: {first.command}"
        )


def refuse_undefined(planned: Study, name: str, values: Array) -> None:
    """Refuse an indicator that is undefined or infinite in any run, naming the runs."""
    rows, replicates = np.nonzero(~np.isfinite(values))
    if rows.size:
        record = planned.experiment.records(int(rows[0]), int(rows[0]) + 1)[0]
        listed = ", ".join(str(row) for row in np.unique(rows)[:8]) + (", ..." if np.unique(rows).size > 8 else "")
        raise UserError(
            f"{name} is undefined in {rows.size:,} of {values.size:,} runs (rows {listed} of the sample), and indices over the rest would"
            f" mislead: choose an indicator that is always defined, such as {_defined_like(name)}. The first of these runs alone:"
            f" {command_of(record, planned.config.seed, int(replicates[0]))}"
        )


def _defined_like(name: str) -> str:
    return "public_cost" if BY_NAME[indicator_of(name)].unit == "EUR" else "completed_mobilities"


def noise_share(values: Array, statistic: Callable[[Array], Array]) -> tuple[float, float, float]:
    """The part of an output's variance over the sample that other replicates would change, with a 95 % interval.

    ``values``: (rows, replicates). The variance of the statistic that stems from its replicates is found by leaving out one
    at a time (jackknife), beyond what a replicate changes in all rows alike: that part shifts the output, not the indices.
    """
    rows, replicates = values.shape
    left_out = np.stack([statistic(np.delete(values, r, axis=1)) for r in range(replicates)], axis=1)
    beyond = left_out - left_out.mean(axis=1, keepdims=True)
    beyond -= beyond.mean(axis=0)
    noise = (replicates - 1) / replicates * (beyond**2).sum(axis=1)
    output = statistic(values)
    if np.ptp(output) == 0.0:
        return float("nan"), float("nan"), float("nan")
    weights = resample_weights(rows, NOISE_RESAMPLES, _NOISE_SEED) / rows
    total = weights @ output**2 - (weights @ output) ** 2
    share = np.minimum(noise.mean() / output.var(), 1.0)
    low, high = Resampled(share, np.minimum((weights @ noise) / total, 1.0)).percentile()
    return float(share), float(low), float(high)


def screened(found: Study, keep: int) -> tuple[list[str], pd.DataFrame]:
    """The ``keep`` factors with the largest mean elementary effects on any output, and the table of all of them."""
    tables = []
    for name, output in found.outputs.items():
        if np.ptp(output) > 0.0:
            table = indices(found.sample, output, 50)
            table.insert(0, "output", name)
            tables.append(table)
    if not tables:
        raise UserError(f"none of {', '.join(found.outputs)} varies at all over these factors")
    everything = pd.concat(tables, ignore_index=True)
    main = everything[(everything["index"] == MAIN[MORRIS]) & (everything.parameter != DUMMY)]
    shares = main.value / main.groupby("output").value.transform("max")
    order = shares.groupby(main.parameter, sort=False).max().sort_values(ascending=False, kind="stable")
    return list(order.index[:keep]), everything
