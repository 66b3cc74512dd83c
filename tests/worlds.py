"""Small configurations, rows of tables and runs, for tests of the model."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.indicators import NAMES
from sim.kernel import advance
from sim.parameters import Config, parameters, to_record, value_of
from sim.runs.ensemble import create_state, run_sets
from sim.setup.checks import validated
from sim.state import AGENCY, CANDIDATE, EMPLOYER, GOVERNMENT, SCHEME, State

#: A tenth of the baseline: about ten places, some two hundred applicants, a few milliseconds a run.
SMALL = {"scale": 0.15, "horizon": 72}

Values = Mapping[str, Any]


def configured(*values: Values, timeline: Mapping[int, Values] | None = None) -> Config:
    """A checked configuration: the parameters' defaults and values by dotted name, later ones win."""
    config = Config(scenario="test")
    for part in values:
        for name, value in part.items():
            owner, _, last = name.rpartition(".")
            setattr(value_of(config, owner) if owner else config, last, value)
    config.timeline = {month: dict(changes) for month, changes in (timeline or {}).items()}
    return validated(config)


def small(*values: Values, timeline: Mapping[int, Values] | None = None) -> Config:
    """The same, of a small scheme."""
    return configured(SMALL, *values, timeline=timeline)


def record(*values: Values) -> Any:
    """The parameters as a decision reads them."""
    return to_record(configured(*values))[0]


def row(table: np.dtype[Any], **values: Any) -> Any:
    """One row of a table, zero but for the values given."""
    made = np.zeros(1, table).view(np.recarray)[0]
    for name, value in values.items():
        made[name] = value
    return made


def key(seed: int = 1, replicate: int = 0) -> Any:
    """The key of all draws of a run."""
    return row(SCHEME, seed=seed, replicate=replicate)


def employer(**values: Any) -> Any:
    """A host of middling need, burden and trust."""
    return row(EMPLOYER, **{"need": 1.0, "burden": 0.6, "trust": 0.4, "real_need": 2, "open": 3} | values)


def government(**values: Any) -> Any:
    """A government that half trusts and half supports."""
    return row(GOVERNMENT, **{"trust": 0.5, "support": 0.5, "threshold": 0.2} | values)


def agency(**values: Any) -> Any:
    """An agency without any means."""
    return row(AGENCY, **values)


def candidate(**values: Any) -> Any:
    """An average candidate."""
    return row(CANDIDATE, **values)


def finished(config: Config, seed: int = 1, replicate: int = 0, months: int | None = None) -> State:
    """The state of one run after its last month (or after ``months``), with its journal."""
    state = create_state(config, seed, replicate)
    advance(state, 0, config.horizon if months is None else months)
    return state


def totals(config: Config, replicates: int = 5, seed: int = 1) -> dict[str, npt.NDArray[np.float64]]:
    """Every indicator of every replicate."""
    sets = to_record(config, config.timeline)[None, :]
    values = run_sets(sets, replicates, seed, workers=1).totals[0]
    return {name: values[:, position] for position, name in enumerate(NAMES)}


def months(config: Config, replicates: int = 5, seed: int = 1) -> npt.NDArray[np.float64]:
    """Every indicator in every month: replicates x months x indicators."""
    sets = to_record(config, config.timeline)[None, :]
    return run_sets(sets, replicates, seed, workers=1, monthly=True).monthly[0]


def assert_identical(one: Config, other: Config, besides: Iterable[str] = (), replicates: int = 5) -> None:
    """Both configurations give bit-identical indicators on the same draws, but for those named."""
    left, right = totals(one, replicates), totals(other, replicates)
    ignored = set(besides)
    differing = [
        name for name in NAMES if name not in ignored and not np.array_equal(left[name], right[name], equal_nan=True)
    ]
    assert not differing


def in_range(name: str, share: float) -> Any:
    """A value of a parameter within its range: ``share`` 0 is the lowest, 1 the highest, or the first and last category."""
    parameter = parameters()[name]
    if parameter.choices:
        return parameter.choices[min(int(share * len(parameter.choices)), len(parameter.choices) - 1)]
    if parameter.type is bool:
        return share >= 0.5
    value = parameter.low + share * (parameter.high - parameter.low)
    return round(value) if parameter.type is int else float(min(value, parameter.high))
