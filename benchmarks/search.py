"""A whole search for the best designs as a user types it: wall time against the bare kernels for the same designs in the same worlds."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.figure import Figure
from benchmarks.work import ROOT, environment, seconds

RUNS, SMALL_RUNS = 600_000, 30_000
THREADS = 2
EVERY = 16
"""One of so many designs is timed in the bare kernels."""


def search(small: bool) -> list[Figure]:
    """Twelve levers, three objectives, 600,000 runs in the search, and what choice, report and page take besides."""
    runs = SMALL_RUNS if small else RUNS
    with tempfile.TemporaryDirectory() as folder:
        whole(Path(folder) / "warm", 4000, 8)  # compiles
        done, wall = whole(Path(folder) / "whole", runs, 64)
        table = pd.read_parquet(done / "search.parquet")
        made = json.loads((done / "run.json").read_text(encoding="utf-8"))
    bare = kernels(table, made["runs"])
    return [
        Figure("search: wall time against bare kernels on two cores", wall / (bare / THREADS), "x", 1.3, False,
               f"{made['runs']:,} runs in all: {wall:.1f} s; kernels alone {bare:.1f} s on one core", watched=not small),
    ]  # fmt: skip


def whole(outputs: Path, runs: int, population: int) -> tuple[Path, float]:
    """Run the command in a process of its own: its folder, and its wall time."""
    command = [
        sys.executable, "-m", "analysis.optimise", "scenario=open_pilot", f"runs={runs}", f"population={population}",
        f"workers={THREADS}", f"outputs={outputs}",
    ]  # fmt: skip
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    return Path(done.stdout.strip().splitlines()[-1]), time.perf_counter() - began


def kernels(table: pd.DataFrame, runs: int) -> float:
    """Seconds that the bare kernels need on one core for so many runs, from some of the designs that were tried."""
    from analysis.optimise.fields import Stage, worlds_of
    from analysis.optimise.levers import space
    from analysis.optimise.search import WORLDS
    from analysis.optimise.settings import USUAL, chosen_levers
    from analysis.worlds.experiments import Experiment
    from sim.indicators import COUNT
    from sim.kernel import run_many
    from sim.runs.sets import stack
    from sim.runs.task import enough_for
    from sim.setup.configuration import configure
    from sim.state import allocate

    searched = space(configure("open_pilot", "replicates=1"), chosen_levers(list(USUAL)))
    taken, timed = 0.0, 0
    for stage, worlds in enumerate(WORLDS):
        designs = table[table.stage == stage][searched.names].to_numpy()[::EVERY]
        field = worlds_of(searched, Stage(stage), worlds, "both", 0.0)
        design, world = np.repeat(np.arange(len(designs)), worlds), np.tile(np.arange(worlds), len(designs))
        columns = {name: values[world] for name, values in field.columns.items()}
        columns |= {name: values[design] for name, values in searched.columns(designs).items()}
        experiment = Experiment(stack([searched.config]), np.zeros(len(design), np.int64), columns)
        records = experiment.records()
        tables = allocate(records[0], enough_for(records))
        totals, monthly = np.empty((len(records), 1, COUNT)), np.empty((len(records), 0, 0, 0))
        first = field.replicate[world]
        taken += min(seconds(lambda: run_many(tables, records, first, 1, totals, monthly)) for _ in range(2))  # noqa: B023
        timed += len(records)
    return taken / timed * runs
