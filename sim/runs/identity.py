"""What tells whether two installations give the same numbers: sources, versions, machine, and the numbers of two small runs."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np

from sim.compiled import DISABLED, source_hash
from sim.corridors.values import tables_hash
from sim.indicators import COUNT
from sim.parameters import RECORD, Config, to_record
from sim.runs.task import Task, compile_all, work
from sim.state import sizes_of

__all__ = ["PACKED", "identity", "made_with", "probe"]


def _packed(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The same fields without the unused bytes between them, whose content is undefined."""
    if dtype.names is None:
        return dtype
    return np.dtype([(name, _packed(dtype[name])) for name in dtype.names])


PACKED = _packed(RECORD)


@cache
def made_with() -> dict[str, Any]:
    """What besides parameters and sources could change a number's last bits."""
    libraries = {name: version(name) for name in ("numpy", "numba")}
    layout = hashlib.blake2b(repr(PACKED).encode(), digest_size=8).hexdigest()
    made = {
        "sources": source_hash(),
        "compiled": not DISABLED,
        "machine": platform.machine(),
        "layout": layout,
        "corridors": tables_hash(),
    }
    return made | libraries


def identity() -> dict[str, Any]:
    """What numbers depend on besides parameters: model sources, versions, machine, and the numbers of two small runs."""
    return made_with() | {"probe": probe()}


@cache
def probe() -> str:
    """A hash of all numbers of two small runs: processors and libraries of mathematics may round differently."""
    compile_all()
    record = to_record(Config())
    task = Task(record[None, :], np.zeros(1, np.int64), 2, 1, tuple(range(COUNT)), (), sizes_of(record), False)
    return hashlib.blake2b(work(task)[0].tobytes(), digest_size=8).hexdigest()
