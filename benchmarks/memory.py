"""Resident memory against runs: a sweep with its store, watched while it grows to a million runs."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.work import ROOT, environment

INDICATORS = ("matches", "completed_mobilities")
MONTHS = 36
REPLICATES = 4
KEPT = 8 * len(INDICATORS) + 8
"""Bytes of a run that are kept by intention: its results, and its share of the sample's columns, at most."""


def memory(small: bool) -> list[Figure]:
    """Bytes by which resident memory grows with each run, beyond the results that are kept."""
    runs = 60_000 if small else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.memory", str(runs), folder]
        done = subprocess.run(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, check=True, text=True)
    points = json.loads(done.stdout.splitlines()[-1])
    told = ", ".join(f"{count:,} runs {size / 2**20:,.0f} MiB" for count, size in points)
    (first, before), (last, after) = points[1], points[-1]
    each = max(0.0, (after - before) / (last - first) - KEPT)
    return [Figure("memory for a run of a sweep, beyond its results", each, "bytes", 32, False, told)]


def measure(runs: int, folder: str) -> list[tuple[int, int]]:
    """Run a sweep of pilots with parameters of their own; resident bytes at every tenth of its runs."""
    import numpy as np

    from analysis.worlds.experiments import Experiment, run
    from sim.runs.sets import stack
    from sim.runs.store import Store
    from sim.setup.configuration import configure

    points: list[tuple[int, int]] = []

    def look(done: int, total: int) -> None:
        if done >= (len(points) + 1) * total / 10:
            points.append((done, resident()))

    shares = np.linspace(0.0, 1.0, runs // REPLICATES)
    config = configure("baseline", f"horizon={MONTHS}")
    experiment = Experiment(stack([config]), np.zeros(len(shares), np.int64), {"design.flexibility": shares})
    run(experiment, REPLICATES, 1, indicators=INDICATORS, progress=look, store=Store(Path(folder)))
    return points


def resident() -> int:
    """This process's resident memory in bytes, now."""
    import psutil

    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), sys.argv[2])))
