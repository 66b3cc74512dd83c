"""One run as a command: what to type to see exactly that run again, from its parameters, seed and replicate."""

import shlex
from collections.abc import Iterator
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.countries import numbers
from sim.parameters import Parameter, parameters, to_record
from sim.parameters.rows import NAMED
from sim.setup.configuration import configure

__all__ = ["command_of"]

SCENARIO = "baseline"


def command_of(rows: npt.NDArray[Any], seed: int, replicate: int) -> str:
    """``python -m sim ...`` for the parameters in ``rows`` (one row, or a row per month): its last replicate is that run.

    Of a scheme that follows another, only its own parameters stand in the rows: which scheme went before is left to fill in.
    """
    known = parameters()
    stated = to_record(configure(SCENARIO))[:1]
    follows = int(rows[0]["sequence"]["phases"]) > 1
    rows = rows[: int(rows[0]["sequence"]["months"])] if follows else rows
    places = _named(rows[0])
    overrides = [
        f"{name}={places.pop(name, None) or _written(known[name], value)}"
        for name, value in _different(stated[0], rows[0])
    ]
    overrides += [f"{name}={codes}" for name, codes in places.items()]
    overrides += ["phase.after=SCENARIO_BEFORE"] if follows else []
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


def _named(row: Any) -> dict[str, str]:
    """The countries that a record names, by parameter, as a list of codes."""
    codes = {number: code for code, number in numbers().items()}
    listed = {name: [codes[int(each)] for each in row["named"][side] if each] for side, name in NAMED.items()}
    return {name: f"[{','.join(found)}]" for name, found in listed.items() if found}


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
