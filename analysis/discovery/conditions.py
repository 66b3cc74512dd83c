"""In which worlds a target is met, judged over the replicates of each world.

``of=mean``: every indicator is averaged over the replicates of a world first, then the target is read (a ratio is a
ratio of means). ``of=probability``: the target is read in every replicate; the world counts where at least the given share
of its replicates meets it. Replicates in which any part of the target is undefined are left out of a world, the same
for all designs; a world without any other is undefined itself.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.discovery.settings import Of, Undefined
from analysis.worlds.statistics import defined_mean, normal_quantile
from analysis.worlds.target import Quantity, Target
from sim.errors import UserError
from sim.indicators import BY_NAME
from sim.reporting.wording import counted

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Condition:
    """Worlds judged: ``value`` (worlds), the margin of the target or the share of replicates that meet it, NaN where undefined.

    ``usable``: worlds that are judged; ``hits``: those of them in which the target is met; ``threshold``: of ``value``;
    ``unsure``: worlds in which the chance of few replicates leaves open on which side they lie; ``undefined_runs``: runs
    of any design in which a part of the target is undefined; ``undefined_worlds``: worlds without a defined replicate.
    """

    value: Array
    usable: Mask
    hits: Mask
    threshold: float
    unsure: Mask
    undefined_runs: int
    undefined_worlds: int
    first_undefined: str


def judge(target: Target, values: dict[Quantity, Array], of: Of, probability: float, undefined: Undefined) -> Condition:
    """Judge every world. ``values``: (worlds, replicates) of every quantity of the target.

    Raises :class:`UserError` where a value is undefined and ``undefined`` is ``refused``.
    """
    by_run = target.margin(values)  # NaN where an indicator is, or a ratio has no value
    complete = np.asarray(np.isfinite(np.stack(list(values.values()))).all(axis=0))
    defined = complete if of == Of.mean else np.isfinite(by_run)
    first = _first_undefined(values, defined)
    if undefined == Undefined.refused and not defined.all():
        raise UserError(
            f"target '{target}' is undefined in {counted(int((~defined).sum()), 'replicate')} of {defined.size:,}"
            f" ({first}): undefined=left_out leaves such replicates out"
        )
    means = {quantity: _mean(each, defined) for quantity, each in values.items()}
    if of == Of.mean:
        value, threshold = target.margin(means), 0.0
        hits = target.met(value)
    else:
        value, threshold = _mean(target.met(by_run).astype(float), defined), probability
        hits = np.nan_to_num(value, nan=-1.0) >= probability
    known = np.isfinite(value)
    if undefined == Undefined.counted:
        hits = hits | ~known
    usable = known | (undefined == Undefined.counted)
    error = _error_of_mean(target, values, defined) if of == Of.mean else _error_of_share(value, defined)
    unsure = known & (np.abs(value - threshold) < normal_quantile() * error)
    return Condition(value, usable, hits & usable, threshold, unsure, int((~defined).sum()), int((~known).sum()), first)


def _mean(values: Array, defined: Mask) -> Array:
    return defined_mean(values, defined, axis=1)


def _error_of_mean(target: Target, values: dict[Quantity, Array], defined: Mask) -> Array:
    """Standard error of the margin of means over the replicates of each world, by the jackknife (Efron and Stein 1981)."""
    worlds, replicates = defined.shape
    left_out = np.full((worlds, replicates), np.nan)
    for replicate in range(replicates):
        others = defined.copy()
        others[:, replicate] = False
        margin = target.margin({quantity: _mean(each, others) for quantity, each in values.items()})
        left_out[:, replicate] = np.where(defined[:, replicate], margin, np.nan)
    number = np.isfinite(left_out).sum(axis=1)
    centre = _mean(np.nan_to_num(left_out), np.isfinite(left_out))
    squares = np.nansum((left_out - centre[:, None]) ** 2, axis=1)
    error = np.sqrt(squares * np.maximum(number - 1, 0) / np.maximum(number, 1))
    return np.asarray(np.where(number > 1, error, np.inf), np.float64)


def _error_of_share(share: Array, defined: Mask) -> Array:
    number = np.maximum(defined.sum(axis=1), 1)
    error = np.sqrt(np.nan_to_num(share * (1.0 - share)) / number)
    return np.asarray(np.maximum(error, 0.5 / number), np.float64)  # all or none of few replicates is no certainty


def _first_undefined(values: dict[Quantity, Array], defined: Mask) -> str:
    """The first undefined replicate, in words, and why."""
    if defined.all():
        return ""
    world, replicate = (int(place) for place in np.argwhere(~defined)[0])
    where = f"first in world {world}, replicate {replicate}"
    for quantity, each in values.items():
        if not np.isfinite(each[world, replicate]):
            definition = BY_NAME[quantity.indicator].definition
            return f"{where}: {quantity}; {definition[0].lower()}{definition[1:]}"
    return f"{where}: a division by zero"
