"""The runs of every design; those of a design that was run lately are found again, for anybody who asks.

Moving one design's slider leaves the others as they are, and common random numbers make a design's runs independent of
what it is compared with: only what changed is simulated. So are drawn parameters, which depend on the scenario and the number of
worlds alone.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from analysis.worlds.experiments import Progress, Runs, run_designs
from sim.indicators import NAMES
from sim.parameters import Config, to_record

MOST_BYTES = 250_000_000
"""Memory of the runs that are kept."""

_kept: "OrderedDict[bytes, Runs]" = OrderedDict()
_lock = threading.Lock()


def run(
    configs: Sequence[Config], replicates: int, seed: int, uncertainty: str, *, workers: int = 0, monthly: Sequence[str] = (),
    progress: Progress | None = None,
) -> Runs:  # fmt: skip
    """The runs of the designs in the same worlds, as :func:`analysis.worlds.experiments.run_designs` gives them.

    Raises what ``progress`` raises when they are no longer wanted.
    """
    if len({config.horizon for config in configs}) > 1:
        return run_designs(configs, replicates, seed, uncertainty, workers=workers, monthly=monthly, progress=progress)
    addresses = [_address(config, replicates, seed, uncertainty, monthly) for config in configs]
    found = {address: kept for address in addresses if (kept := _find(address))}
    missing = {address: config for address, config in zip(addresses, configs, strict=True) if address not in found}
    if missing:
        runs = run_designs(
            list(missing.values()), replicates, seed, uncertainty, workers=workers, monthly=monthly, progress=progress
        )
        for place, address in enumerate(missing):
            found[address] = _of(runs, place)
            _keep(address, found[address])
    each = [found[address] for address in addresses]
    totals = {name: np.concatenate([runs.totals[name] for runs in each]) for name in NAMES}
    series = {name: np.concatenate([runs.monthly[name] for runs in each]) for name in monthly}
    seconds = sum(found[address].seconds for address in missing)
    return Runs(totals, series, seconds, seconds, len(configs) * replicates)


def _of(runs: Runs, place: int) -> Runs:
    """The runs of one design, copied so that the others can be forgotten."""
    some = slice(place, place + 1)
    totals = {name: values[some].copy() for name, values in runs.totals.items()}
    monthly = {name: values[some].copy() for name, values in runs.monthly.items()}
    count = next(iter(totals.values())).shape[1]
    return Runs(totals, monthly, runs.seconds, runs.inside, count)


def _address(config: Config, replicates: int, seed: int, uncertainty: str, monthly: Sequence[str]) -> bytes:
    """A hash of everything that the runs of a configuration depend on; worlds are drawn by the scenario's name."""
    digest = hashlib.blake2b(to_record(config, config.timeline).tobytes(), digest_size=20)
    digest.update(f"{config.scenario} {replicates} {seed} {uncertainty} {' '.join(monthly)}".encode())
    return digest.digest()


def _find(address: bytes) -> Runs | None:
    with _lock:
        found = _kept.get(address)
        if found:
            _kept.move_to_end(address)
        return found


def _keep(address: bytes, runs: Runs) -> None:
    with _lock:
        _kept[address] = runs
        while len(_kept) > 1 and sum(map(size, _kept.values())) > MOST_BYTES:
            _kept.popitem(last=False)


def size(runs: Runs) -> int:
    """Bytes of what was kept of runs."""
    return sum(values.nbytes for kept in (runs.totals, runs.monthly) for values in kept.values())
