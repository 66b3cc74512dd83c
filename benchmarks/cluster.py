"""What a cluster costs beyond the runs: the same ensemble on threads and on a cluster on this computer."""

import time
from typing import Any

import numpy as np

from benchmarks.figure import Figure
from benchmarks.work import SEED

THREADS = 2
REPLICATES = 4


def overhead(small: bool) -> list[Figure]:
    """Time on a cluster of this computer, which shares its cores with scheduler and caller, against threads."""
    from sim.parameters import to_record
    from sim.runs.ensemble import run_sets
    from sim.runs.executors import using
    from sim.setup.configuration import configure

    number = 2_000 if small else 8_000
    sets = np.repeat(to_record(configure("baseline"))[None, :], number, axis=0)
    sets["design"]["flexibility"] = np.linspace(0.0, 1.0, number)[:, None]

    def measured() -> tuple[float, float, Any]:
        began, used = time.perf_counter(), processor_time()
        totals = run_sets(sets, REPLICATES, SEED, workers=THREADS).totals
        return time.perf_counter() - began, processor_time() - used, totals

    rounds: dict[str, list[tuple[float, float, Any]]] = {"threads": [], "dask": []}
    with using(configure("baseline", "executor=dask", f"workers={THREADS}")):
        measured()
        for _ in range(2 if small else 3):
            rounds["dask"].append(measured())
            with using(configure("baseline")):
                rounds["threads"].append(measured())
    assert np.array_equal(rounds["threads"][0][2], rounds["dask"][0][2], equal_nan=True)
    wall, processor = ({name: min(each[place] for each in found) for name, found in rounds.items()} for place in (0, 1))
    runs = f"{number * REPLICATES:,} runs, {THREADS} threads"
    return [
        Figure("cluster against threads, processor time", processor["dask"] / processor["threads"], "x", 1.05, False,
               f"{runs}: {processor['dask']:.2f} s, threads {processor['threads']:.2f} s; scheduler and caller included"),
        Figure("cluster against threads, wall time", wall["dask"] / wall["threads"], "x", 1.05, False,
               f"{runs}: {wall['dask']:.2f} s, threads {wall['threads']:.2f} s"),
    ]  # fmt: skip


def processor_time() -> float:
    """Seconds of processor time of this process and of those that it started."""
    import psutil

    this = psutil.Process()
    return float(sum(sum(each.cpu_times()[:2]) for each in [this, *this.children(recursive=True)]))
