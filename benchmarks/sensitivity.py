"""A whole Sobol analysis as a user types it: wall time against the bare kernels, memory, and what five minutes give."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figure import Figure
from benchmarks.work import ROOT, environment, seconds

FACTORS = (
    "design.duration_years", "design.flexibility", "costs.coordination", "employers.hire_base", "employers.need_weight",
    "trust.gain", "agencies.contacts", "trust.contacts_needed", "politics.sign_threshold", "sectors.demand.ict",
    "agencies.prospecting_share", "permits.months",
)  # fmt: skip
BUDGET = 300.0
THREADS = 2


def sensitivity(small: bool) -> list[Figure]:
    """Sobol with 12 factors: N = 1,024 and 10 replicates are 266,240 runs."""
    size, replicates = (64, 4) if small else (1024, 10)
    with tempfile.TemporaryDirectory() as folder:
        analyse(Path(folder) / "warm", 8, 2)  # compiles
        done = analyse(Path(folder) / "whole", size, replicates)
        again = analyse(Path(folder) / "whole", size, replicates)
        largest = within(Path(folder) / "budget", 20.0 if small else BUDGET)
    bare = kernels(size, replicates, small)
    phases = done["seconds_by_phase"] | {"loading": done["wall"] - sum(done["seconds_by_phase"].values())}
    said = ", ".join(f"{name} {spent:.1f} s" for name, spent in phases.items())
    runs = f"{done['runs']:,} runs, {done['runs'] - done['runs_from_store']:,} simulated"
    return [
        Figure("sensitivity: wall time against bare kernels on two cores", done["wall"] / (bare / THREADS), "x", 1.15, False,
               f"{runs}: {done['wall']:.1f} s; kernels alone {bare:.1f} s on one core; {said}", watched=not small),
        Figure("sensitivity: the runs alone, store included, against bare kernels on two cores",
               (phases["simulating"] + phases["sets and store"]) / (bare / THREADS), "x", 1.15, False,
               f"{phases['simulating']:.1f} s simulating, {phases['sets and store']:.1f} s making sets and storing runs", watched=not small),
        Figure("sensitivity: processor time of everything against bare kernels", done["processor"] / bare, "x", 1.15, False,
               f"{done['processor']:.1f} s against {bare:.1f} s, loading and report included", watched=not small),
        Figure("sensitivity: peak memory", done["memory"] / 2**30, "GiB", 2.0, False, runs),
        Figure("sensitivity: the same again, from the store", again["wall"], "s", 30.0, False,
               f"{again['runs'] - again['runs_from_store']:,} runs simulated"),
        largest,
    ]  # fmt: skip


def analyse(outputs: Path, size: int, replicates: int, **settings: Any) -> dict[str, Any]:
    """Run the command in a process of its own: its ``run.json`` with wall time, peak memory (bytes) and folder."""
    command = [
        sys.executable, "-m", "analysis.sensitivity", f"factors=[{','.join(FACTORS)}]", f"samples={size}",
        f"replicates={replicates}", f"workers={THREADS}", f"outputs={outputs}", *(f"{k}={v}" for k, v in settings.items()),
    ]  # fmt: skip
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
    assert process.stdout
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    folder = Path(printed.strip().splitlines()[-1])
    memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    measured: dict[str, Any] = json.loads((folder / "run.json").read_text())
    return measured | {
        "wall": wall,
        "memory": memory,
        "folder": str(folder),
        "processor": usage.ru_utime + usage.ru_stime,
    }


def kernels(size: int, replicates: int, small: bool) -> float:
    """Seconds that the bare kernels need for all runs on one core, from every eighth block of the sample."""
    from analysis.sensitivity.factors import chosen_factors
    from analysis.sensitivity.runs import study
    from sim.indicators import COUNT
    from sim.kernel import run_many
    from sim.runs.task import enough_for
    from sim.setup.configuration import configure
    from sim.state import allocate

    config = configure("baseline", f"replicates={replicates}")
    planned = study(config, chosen_factors(config, FACTORS)[0], "sobol", size, True)
    unit = planned.sample.unit
    keep = [name for name in planned.sample.parts if name != "dummy"]
    rows = [row for row in range(len(planned.experiment)) if (row // unit) % (1 if small else 8) == 0]
    parts = planned.sample.parts  # the dummy's rows repeat others: they are not run
    repeated = {1 + parts.index("dummy"), 1 + len(parts) + parts.index("dummy")}
    rows = [row for row in rows if row % unit not in repeated]
    records = planned.experiment.records()[rows]
    tables = allocate(records[0], enough_for(records))
    totals, monthly = np.empty((len(rows), replicates, COUNT)), np.empty((len(rows), 0, 0, 0))
    first = np.zeros(len(rows), np.int64)
    taken = min(seconds(lambda: run_many(tables, records, first, 1, totals, monthly)) for _ in range(2))
    return taken / len(rows) * size * (2 * len(keep) + 2)


def within(outputs: Path, budget: float) -> Figure:
    """Double the sample until its convergence is stated as enough, as long as all of it fits into the budget."""
    began, size, best, spent, said = time.perf_counter(), 64, 0, 0.0, []
    while True:
        before = time.perf_counter() - began
        done = analyse(outputs, size, 4, by_month="false")
        spent = time.perf_counter() - began
        enough = convergence(Path(done["folder"]))
        said.append(f"{size:,} {'enough' if enough else 'not enough'} ({spent:.0f} s)")
        if enough:
            best = size
        if spent + 2.0 * (spent - before) > budget:
            break
        size *= 2
    return Figure("sensitivity: largest sample that is enough within the budget", best, "base points", 1024 if budget >= BUDGET else 0, True,
                  f"4 replicates, {budget:.0f} s for all sizes one after the other: {', '.join(said)}")  # fmt: skip


def convergence(folder: Path) -> bool:
    """Whether the report says that the sample was enough for matches and for completed mobilities."""
    text = (folder / "report.html").read_text(encoding="utf-8")
    return "The sample was large enough" in text
