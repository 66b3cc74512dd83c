"""One run as a command: what to type to see exactly that run again, from its parameters, seed and replicate."""

import shlex
from collections.abc import Iterator
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.parameters import Parameter, parameters, to_record
from sim.setup.configuration import configure

__all__ = ["command_of"]

SCENARIO = "baseline"


def command_of(rows: npt.NDArray[Any], seed: int, replicate: int) -> str:
    """``python -m sim ...`` for the parameters in ``rows`` (one row, or a row per month): its last replicate is that run."""
    known = parameters()
    stated = to_record(configure(SCENARIO))[:1]
    overrides = [f"{name}={_written(known[name], value)}" for name, value in _different(stated[0], rows[0])]
    for month in range(1, len(rows)):
        for name, value in _different(rows[month - 1], rows[month]):
            overrides.append(f"timeline.{month}.{name}={_written(known[name], value)}")
    return shlex.join(
        [
            "python",
            "-m",
            "sim",
            f"scenario={SCENARIO}",
            *overrides,
            "uncertainty=chance",
            f"seed={seed}",
            f"replicates={replicate + 1}",
        ]
    )


def _different(before: Any, after: Any) -> Iterator[tuple[str, Any]]:
    """Names and values of the parameters that differ between two records."""
    for name in parameters():
        old, new = before, after
        for part in name.split("."):
            old, new = old[part], new[part]
        if old != new:
            yield name, new


def _written(parameter: Parameter, value: Any) -> str:
    """A value as an override: categories by name, numbers with all their digits."""
    plain = value.item() if isinstance(value, np.generic) else value
    if issubclass(parameter.type, IntEnum):
        return str(parameter.type(int(plain)).name)
    if parameter.type is bool:
        return str(bool(plain)).lower()
    return repr(plain)
