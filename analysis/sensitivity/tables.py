"""What a sensitivity analysis finds: indices, their convergence, their course over months, and the direction of effects."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.sensitivity.factors import DUMMY, Factor
from analysis.sensitivity.indices import DELTA, LEAST, MAIN, MORRIS, SOBOL, indices
from analysis.sensitivity.runs import NOISE, Study
from analysis.worlds.statistics import clustered_mean

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

RESAMPLES = {SOBOL: 200, MORRIS: 200, "pawn": 100, DELTA: 20}
MONTH_RESAMPLES = 30
STARTED = 0.01
"""Share of the final variance below which a month's output is taken as not yet begun."""
DELTA_MONTHS = 12
BINS = 10
MOST_VALUES = 12
MATTERS = 0.05
"""Share of the variance (Sobol), or of the largest effect (Morris), below which a factor does not matter."""


@dataclass(frozen=True)
class Verdict:
    """Whether a sample was large enough for an output: the widest half-interval, the largest move since half the sample."""

    output: str
    enough: bool
    half_width: float
    widest: str
    moved: float
    needed: int


@dataclass
class Findings:
    """All tables. ``indices``: output, parameter, index, value, ci_low, ci_high; see the columns of each."""

    study: Study
    indices: pd.DataFrame
    convergence: pd.DataFrame
    months: pd.DataFrame
    effects: pd.DataFrame
    verdicts: list[Verdict]
    precision: float

    @property
    def method(self) -> str:
        """The method."""
        return self.study.sample.method

    @property
    def main(self) -> str:
        """The index by which factors are ranked."""
        return MAIN[self.method]

    def ranked(self, output: str, index: str = "") -> pd.DataFrame:
        """The rows of one output and index (default: the main one), the largest value first, without the dummy."""
        table = self.indices
        rows = table[(table.output == output) & (table["index"] == (index or self.main)) & (table.parameter != DUMMY)]
        return rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)

    def strongest(self, outputs: Sequence[str]) -> list[str]:
        """What has an index, by the largest that it has for any of these outputs, measured by each output's scale."""
        tables = [self.ranked(name) for name in outputs]
        shares = [
            table.set_index("parameter").value / self.scale(name) for name, table in zip(outputs, tables, strict=True)
        ]
        largest = pd.concat(shares, axis=1).max(axis=1)
        return list(largest.sort_values(ascending=False, kind="stable").index)

    def varying(self, outputs: Sequence[str]) -> list[str]:
        """Those outputs that vary at all over the sample."""
        known = {each.output for each in self.verdicts}
        return [name for name in outputs if name in known]

    def zero_line(self, output: str) -> float:
        """The upper end of the dummy's interval: what a factor without effect may show."""
        table = self.indices
        rows = table[(table.output == output) & (table["index"] == self.main) & (table.parameter == DUMMY)]
        return float(rows.ci_high.iloc[0]) if len(rows) else math.nan

    def scale(self, output: str) -> float:
        """What indices are measured by: 1 for shares and distances, the largest effect for Morris."""
        return float(self.ranked(output).value.max()) if self.method == MORRIS else 1.0

    def threshold(self, output: str) -> float:
        """The index below which a factor does not matter."""
        limit = max(
            MATTERS * self.scale(output) if self.method in (SOBOL, MORRIS) else 0.0,
            np.nan_to_num(self.zero_line(output)),
        )
        noise = self.study.noise.get(output, (0.0,))[0]  # looks like an interaction of every factor
        return float(max(limit, np.nan_to_num(noise)) if self.method == SOBOL else limit)

    def drivers(self, output: str) -> pd.DataFrame:
        """The factors whose index surely exceeds that threshold."""
        ranked = self.ranked(output)
        return ranked[ranked.ci_low > self.threshold(output)]

    def idle(self, output: str) -> list[str]:
        """The factors whose index surely does not exceed the threshold; for PAWN and delta, those that cannot be told from the dummy."""
        ranked, limit = self.ranked(output), self.threshold(output)
        known = ranked.ci_high <= limit if self.method in (SOBOL, MORRIS) else ranked.value <= limit
        return list(ranked.parameter[known])


def find(study: Study, precision: float, progress: Progress | None = None) -> Findings:
    """Everything there is to find in a study whose runs are done."""
    method, sample = study.sample.method, study.sample
    varying = [name for name, values in study.outputs.items() if np.ptp(values) > 0.0]
    steps, done = len(study.outputs) + len(varying) + len(study.months), 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(done, steps)

    tables, courses = [], []
    for name, output in study.outputs.items():
        tables.append(_named(indices(sample, output, RESAMPLES[method], parts=study.looked_at), output=name))
        if name in study.noise:
            tables.append(pd.DataFrame([(name, NOISE, "share", *study.noise[name])], columns=tables[0].columns))
        step()
    table = pd.concat(tables, ignore_index=True)
    for name in varying:
        courses.append(_convergence(study, name, table))
        step()
    months = []
    for name, values in study.months.items():
        months.append(_over_months(study, name, values))
        step()
    effects = pd.concat([_effects(study, name) for name in study.outputs], ignore_index=True)
    convergence = pd.concat(courses, ignore_index=True) if courses else pd.DataFrame()
    found = Findings(study, table, convergence, _joined(months), effects, [], precision)
    found.verdicts = [_verdict(found, name) for name in varying]
    return found


def _named(table: pd.DataFrame, **columns: object) -> pd.DataFrame:
    for place, (name, value) in enumerate(columns.items()):
        table.insert(place, name, value)
    return table


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    columns = ["output", "month", "parameter", "index", "value", "ci_low", "ci_high"]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)


def _convergence(study: Study, name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The main index for an eighth, a quarter, half and all of the sample."""
    sample, main = study.sample, MAIN[study.sample.method]
    tables = []
    for share in (8, 4, 2):
        size = sample.size // share
        if size >= LEAST[sample.method]:
            part = sample.first(size)
            output = study.outputs[name][: len(part.points)]
            found = indices(part, output, RESAMPLES[sample.method] // 2, pairs=False, parts=study.looked_at)
            tables.append(_named(found[found["index"] == main], output=name, size=size))
    own = table[(table.output == name) & (table["index"] == main)].drop(columns="output")
    return pd.concat([*tables, _named(own.copy(), output=name, size=sample.size)], ignore_index=True)


def _verdict(found: Findings, name: str) -> Verdict:
    """Enough where no interval of the main index is wider than the precision, and none moved by more in the second half."""
    course = found.convergence[found.convergence.output == name]
    sample, scale = found.study.sample, found.scale(name)
    last = course[course["size"] == sample.size].set_index("parameter")
    half = ((last.ci_high - last.ci_low) / 2.0 / scale).fillna(math.inf)
    before = course[course["size"] == sample.size // 2].set_index("parameter")
    moved = float((last.value - before.value).abs().max() / scale) if len(before) else math.inf
    widest = float(half.max())
    enough = widest <= found.precision and moved <= 2.0 * found.precision
    factor = max(2.0, (widest / found.precision) ** 2) if math.isfinite(widest) else 2.0
    needed = sample.size if enough else math.ceil(sample.size * factor)
    if sample.method == SOBOL:
        needed = 1 << (needed - 1).bit_length()
    return Verdict(name, enough, widest, str(half.idxmax()), moved, needed)


def _over_months(study: Study, name: str, values: Array) -> pd.DataFrame:
    """The indices of every month's output; early months, in which it hardly varies, have none."""
    sample, method = study.sample, study.sample.method
    variance = values.var(axis=0)
    begun = np.isfinite(values).all(axis=0) & (variance > STARTED * np.nanmax(variance)) & (np.ptp(values, axis=0) > 0)
    tables = []
    for month in np.flatnonzero(begun):
        if method == DELTA and month % DELTA_MONTHS != DELTA_MONTHS - 1:
            continue  # its densities take seconds each
        resamples = 3 if method == DELTA else MONTH_RESAMPLES
        found = indices(sample, values[:, month], resamples, pairs=False, parts=study.looked_at)
        tables.append(_named(found, output=name, month=int(month)))
    return _joined(tables)


def _effects(study: Study, name: str) -> pd.DataFrame:
    """The mean of an output for values of each factor: output, parameter, value, mean, ci_low, ci_high, rows."""
    rows, table = study.sample.independent, []
    output, unit = study.outputs[name][rows], rows // study.sample.unit
    for factor in study.factors:
        if factor.parameter:
            for value, inside in _slices(study.values(factor)[rows]):
                mean = clustered_mean(output[inside], unit[inside])  # rows of a unit share most of their point
                table.append((name, factor.name, value, mean.estimate, mean.low, mean.high, mean.defined))
    return pd.DataFrame(table, columns=["output", "parameter", "value", "mean", "ci_low", "ci_high", "rows"])


def _slices(values: Array) -> list[tuple[float, npt.NDArray[np.bool_]]]:
    """A factor's values in slices of equally many rows, or one by one where they are few: mean value and rows."""
    unique = np.unique(values)
    if len(unique) <= MOST_VALUES:
        return [(float(value), values == value) for value in unique]
    edges = np.unique(np.quantile(values, np.linspace(0, 1, BINS + 1)))
    slot = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    return [(float(values[slot == k].mean()), slot == k) for k in range(len(edges) - 1) if (slot == k).any()]


def direction(found: Findings, output: str, parameter: str) -> str:
    """How the output changes with a parameter, read from its conditional means; empty if neither direction is clear."""
    table = found.effects[(found.effects.output == output) & (found.effects.parameter == parameter)]
    if len(table) < 2:
        return ""
    first, last = table.iloc[0], table.iloc[-1]
    top, bottom = table.loc[table["mean"].idxmax()], table.loc[table["mean"].idxmin()]
    if top.ci_low > max(first.ci_high, last.ci_high):
        return "rise, then fall with it"
    if bottom.ci_high < min(first.ci_low, last.ci_low):
        return "fall, then rise with it"
    if last.ci_low > first.ci_high:
        return "rise with it"
    return "fall with it" if last.ci_high < first.ci_low else ""


def strongest_member(found: Findings, output: str, part: str) -> Factor | None:
    """Of the factors varied together as ``part``, the one along which the output's conditional mean varies most."""
    members = [factor for factor in found.study.members(part) if factor.parameter]
    mine = found.effects[found.effects.output == output]

    def varies(factor: Factor) -> float:
        table = mine[mine.parameter == factor.name]
        return float(
            np.average((table["mean"] - np.average(table["mean"], weights=table["rows"])) ** 2, weights=table["rows"])
        )

    return max(members, key=varies) if members else None
