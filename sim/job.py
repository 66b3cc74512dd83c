"""One configuration from simulation to a folder of results. Heavy: with it come Numba, pandas and Matplotlib."""

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from sim.parameters import Config
from sim.progress import bar
from sim.reporting import outputs
from sim.reporting.results import Results
from sim.reporting.safest import promise
from sim.runs.ahead import foresee, together
from sim.runs.ensemble import simulate

__all__ = ["all_of", "headline", "run"]

HEADLINE = ("matches", "completed_mobilities")


@contextmanager
def all_of(configs: Sequence[Config]) -> Iterator[None]:
    """Refuse a sweep before its first run where any of its runs does not fit; say with the first how long all of them take."""
    with together(sum(config.replicates for config in configs)):
        for config in configs:
            foresee(config)
        yield


def run(config: Config, command: str, summary: bool) -> tuple[Results, Path]:
    """Simulate one configuration and write its folder; refuse a folder that cannot be written before simulating."""
    folder = outputs.open_folder(config)
    try:
        began = time.perf_counter()
        with bar(f"{config.scenario}: replicates") as progress:
            results = simulate(config, progress=progress)
        outputs.write(folder, config, results, command, time.perf_counter() - began)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"Interrupted: {folder} is marked as incomplete.") from None
    if summary:
        outputs.print_summary(config, results)
        print(folder)
    return results, folder


def headline(label: str, results: Results) -> str:
    """One line on a run: medians and 90 % intervals, and what can be promised of completed mobilities in 8 of 10 runs."""
    table = results.summary.set_index("indicator")
    found = [
        f"{name} {row.p50:,.0f} [{row.p05:,.0f}, {row.p95:,.0f}]"
        for name, row in ((name, table.loc[name]) for name in HEADLINE)
    ]
    completed = results.runs[HEADLINE[-1]].to_numpy(np.float64)
    least = promise(completed) if completed.size > 1 else math.nan
    if math.isfinite(least):
        found.append(f"promise at most {least:,.0f}")
    return "  ".join([label, *found])
