"""Sensitivity indices of any output: SALib's samples and estimators behind one form, with intervals for every index.

>>> sample = draw("sobol", ["a", "b", "dummy"], size=1024, seed=1)   # sample.points: (rows, factors) in the unit cube
>>> indices(sample, output, resamples=200)                           # parameter, index, value, ci_low, ci_high

A sample consists of units that are drawn independently and resampled as a whole: a block of Saltelli's scheme (Sobol), a
trajectory (Morris), a point (PAWN, delta). The first units of a larger sample are the smaller sample, so that
convergence is read off the beginnings of one sample.

- ``sobol``: shares of the output's variance; S1 of a factor alone, ST with all its interactions, S2 of a pair together
  (Saltelli et al. 2010; total order: Jansen).
- ``morris``: elementary effects, the output's change over the whole range of a factor; mu (mean), mu_star (mean size), sigma
  (Morris 1991; Campolongo et al. 2007).
- ``pawn``: largest distance between the output's distribution and that with the factor known; median and maximum over
  ten slices (Pianosi and Wagener 2018).
- ``delta``: half the mean area between those densities (Borgonovo 2007; Plischke et al. 2013).
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from SALib.analyze import delta as delta_analyze
from SALib.analyze import sobol as sobol_analyze
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from analysis.worlds.statistics import Resampled
from analysis.worlds.uncertain import quantile_sample
from sim.errors import UserError

Array = npt.NDArray[np.float64]

SOBOL, MORRIS, PAWN, DELTA = "sobol", "morris", "pawn", "delta"
MAIN = {SOBOL: "ST", MORRIS: "mu_star", PAWN: "pawn_median", DELTA: "delta"}
"""The index by which each method ranks factors."""
COLUMNS = ["parameter", "index", "value", "ci_low", "ci_high"]
LEVELS = 4
SLICES = 10
PAIR = " & "
LEAST = {SOBOL: 8, MORRIS: 4, PAWN: 64, DELTA: 128}
"""The fewest units that an estimator can work with."""


@dataclass(frozen=True)
class Sample:
    """Points of the unit cube, (rows, factors), in the order that a method wants; ``groups``: the group of each factor."""

    method: str
    points: Array
    names: tuple[str, ...]
    groups: tuple[str, ...]
    size: int
    seed: int
    second_order: bool = False

    @property
    def parts(self) -> list[str]:
        """The groups in order of first appearance: what has an index of its own."""
        return list(dict.fromkeys(self.groups))

    @property
    def unit(self) -> int:
        """Rows of a unit."""
        number = len(self.parts)
        return {SOBOL: 2 * number + 2 if self.second_order else number + 2, MORRIS: number + 1}.get(self.method, 1)

    @property
    def problem(self) -> dict[str, Any]:
        """The sample as SALib describes it."""
        return _problem(self.names, self.groups)

    def first(self, size: int) -> "Sample":
        """The sample of its first units."""
        return replace(self, points=self.points[: size * self.unit], size=size)

    def rows(self, units: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The rows of some units."""
        return (units[:, None] * self.unit + np.arange(self.unit)).ravel()

    @property
    def independent(self) -> npt.NDArray[np.int64]:
        """Rows that were drawn independently of each other, for conditional means."""
        if self.method == SOBOL:
            starts = np.arange(self.size) * self.unit
            return np.sort(np.concatenate([starts, starts + self.unit - 1]))
        return np.arange(len(self.points))


def _problem(names: Sequence[str], groups: Sequence[str]) -> dict[str, Any]:
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    return problem if list(names) == list(groups) else problem | {"groups": list(groups)}


def draw(
    method: str, names: Sequence[str], size: int, seed: int, groups: Sequence[str] = (), second_order: bool = False
) -> Sample:
    """A seeded sample of ``size`` units. Raises :class:`UserError` for a size that the method cannot use."""
    least = LEAST[method]
    if size < least:
        raise UserError(f"samples: {size} is too few for {method}: at least {least}")
    if method == SOBOL and size & (size - 1):
        below = 1 << (size.bit_length() - 1)
        raise UserError(f"samples: a Sobol sample is a power of two: {below} or {2 * below}, not {size}")
    groups = tuple(groups or names)
    problem, salib_seed = _problem(names, groups), 1 + seed % (2**31 - 2)
    with quiet():
        if method == SOBOL:
            points = sobol_sample.sample(problem, size, calc_second_order=second_order, seed=salib_seed)
        elif method == MORRIS:
            points = morris_sample.sample(problem, size, num_levels=LEVELS, seed=salib_seed)
        else:
            points = quantile_sample(size, len(names), seed, "sobol")
    return Sample(method, np.asarray(points), tuple(names), groups, size, seed, second_order and method == SOBOL)


@contextmanager
def quiet() -> Iterator[None]:
    """Undo what SALib does to others: it seeds NumPy's common generator and changes how warnings are shown."""
    state, shown = np.random.get_state(), warnings.formatwarning
    try:
        with warnings.catch_warnings(record=True):  # SALib sets the filters anew
            warnings.simplefilter("ignore")
            yield
    finally:
        np.random.set_state(state)
        warnings.formatwarning = shown


def indices(
    sample: Sample, output: npt.ArrayLike, resamples: int = 200, *, pairs: bool = True, parts: Sequence[str] = ()
) -> pd.DataFrame:
    """All indices of an output (a value per row) with 95 % intervals: parameter, index, value, ci_low, ci_high.

    ``pairs``: second-order indices, where the sample has them; ``parts``: only these (delta). Values of an output that does
    not vary are undefined. Raises ``ValueError`` for outputs that are not finite, or as many as there are rows.
    """
    values = np.asarray(output, np.float64)
    if values.shape != (len(sample.points),):
        raise ValueError(f"{values.shape} outputs for {len(sample.points)} rows")
    if not np.isfinite(values).all():
        bad = np.flatnonzero(~np.isfinite(values))
        raise ValueError(f"{bad.size} of {values.size} outputs are not finite: row {bad[0]} is the first")
    wanted = [part for part in sample.parts if not parts or part in parts]
    if np.ptp(values) == 0.0:
        return pd.DataFrame([(part, MAIN[sample.method], *[np.nan] * 3) for part in wanted], columns=COLUMNS)
    with quiet():
        rows = {SOBOL: _sobol, MORRIS: _morris, PAWN: _pawn, DELTA: _delta}[sample.method](
            sample, values, max(2, resamples), pairs, wanted
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _sobol(sample: Sample, values: Array, resamples: int, pairs: bool, wanted: Sequence[str]) -> list[Any]:
    second, names = sample.second_order and pairs, sample.parts
    if sample.second_order and not pairs:  # the rows that second order adds are left out
        block = values.reshape(sample.size, sample.unit)
        values = np.delete(block, np.s_[len(names) + 1 : 2 * len(names) + 1], axis=1).ravel()
    found = sobol_analyze.analyze(sample.problem, values, second, resamples, seed=1 + sample.seed % (2**31 - 2))
    rows = [
        (name, index, value, value - half, value + half)
        for index in ("S1", "ST")
        for name, value, half in zip(names, found[index], found[f"{index}_conf"], strict=True)
    ]
    if second:
        for j, one in enumerate(names):
            for k in range(j + 1, len(names)):
                value, half = found["S2"][j, k], found["S2_conf"][j, k]
                rows.append((one + PAIR + names[k], "S2", value, value - half, value + half))
    return rows


def _morris(sample: Sample, values: Array, resamples: int, pairs: bool, wanted: Sequence[str]) -> list[Any]:
    effects = elementary_effects(sample, values)
    rng = np.random.default_rng([sample.seed, 31])
    estimate = _of_effects(effects)
    drawn = [_of_effects(effects[rng.integers(sample.size, size=sample.size)]) for _ in range(resamples)]
    low, high = Resampled(estimate, np.array(drawn)).normal()
    grouped = tuple(sample.groups) != tuple(sample.names)
    table = []
    for place, index in enumerate(("mu_star", "mu", "sigma")):
        if grouped and index != "mu_star":  # of a group, effects of different sign cancel
            continue
        least = low[place] if index == "mu" else np.maximum(low[place], 0.0)
        table += list(zip(sample.parts, [index] * len(least), estimate[place], least, high[place], strict=True))
    return table


def elementary_effects(sample: Sample, values: Array) -> Array:
    """The output's change over the whole range of each part, from each trajectory: (trajectories, parts).

    The sign is that of a part's first factor. SALib has these numbers (a test compares them), but gives them only together with
    an interval of its own that takes a hundred times as long, for each of hundreds of resamples.
    """
    points = sample.points.reshape(sample.size, sample.unit, -1)
    step = np.diff(points, axis=1)  # (trajectories, steps, factors): one part moves in each step
    change = np.diff(values.reshape(sample.size, sample.unit), axis=1)
    first = [sample.groups.index(part) for part in sample.parts]
    moved = step[:, :, first]
    slope = np.divide(change[:, :, None], moved, out=np.zeros_like(moved), where=moved != 0.0)
    return np.asarray(slope.sum(axis=1))


def _of_effects(effects: Array) -> Array:
    """Mean size, mean and standard deviation of the effects of each part: (3, parts)."""
    return np.stack([np.abs(effects).mean(axis=0), effects.mean(axis=0), effects.std(axis=0, ddof=1)])


def _pawn(sample: Sample, values: Array, resamples: int, pairs: bool, wanted: Sequence[str]) -> list[Any]:
    x = sample.points[:, [sample.names.index(name) for name in wanted]]
    estimate = slice_distances(x, values)
    rng = np.random.default_rng([sample.seed, 37])
    drawn = []
    for _ in range(resamples):
        rows = rng.integers(len(values), size=len(values))
        drawn.append(slice_distances(x[rows], values[rows]))
    distances = np.array(drawn)  # (resamples, slices, factors)
    table = []
    for index, over in (("pawn_median", np.median), ("pawn_maximum", np.max)):
        value = over(estimate, axis=0)
        low, high = (np.clip(end, 0.0, 1.0) for end in Resampled(value, over(distances, axis=1)).normal())
        table += list(zip(wanted, [index] * len(value), value, low, high, strict=True))
    return table


def slice_distances(x: Array, values: Array) -> Array:
    """Kolmogorov and Smirnov's distance of the output in each slice of each factor from the whole: (slices, factors).

    The numbers are those of SALib's PAWN (a test compares them), which computes an exact p-value for every slice and drops it:
    for 190 factors 13 s instead of a tenth, for each of hundreds of resamples.
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    last = np.append(ordered[1:] != ordered[:-1], True)  # where a distribution function may be read
    whole = np.arange(1, len(values) + 1)[last] / len(values)
    edges = np.quantile(x, np.arange(0, 1 + 1 / SLICES, 1 / SLICES), axis=0)
    distances = np.empty((SLICES, x.shape[1]))
    for factor in range(x.shape[1]):
        slot = np.searchsorted(edges[:, factor], x[order, factor], side="right") - 1
        for number in range(SLICES):
            inside = np.cumsum(slot == number)
            share = inside[last] / inside[-1] if inside[-1] else whole
            distances[number, factor] = np.abs(share - whole).max()
    return distances


def _delta(sample: Sample, values: Array, resamples: int, pairs: bool, wanted: Sequence[str]) -> list[Any]:
    chosen = [sample.names.index(name) for name in wanted]
    names = [f"x{place}" for place in range(len(wanted))]  # SALib refuses some endings of names
    found = delta_analyze.analyze(
        _problem(names, names), sample.points[:, chosen], values, num_resamples=resamples, method="delta",
        seed=1 + sample.seed % (2**31 - 2),
    )  # fmt: skip
    value, half = np.asarray(found["delta_raw"]), np.asarray(found["delta_raw_conf"])
    return list(zip(wanted, ["delta"] * len(wanted), value, value - half, value + half, strict=True))
