"""A small sweep, for tests of the store; as a program: killed again and again, or by several processes at once.

``python -m tests.sweeps TASK FOLDER`` prints what happened as JSON; tasks: ``killed``, ``together``, ``results`` (folders of
results that are killed while they are written).
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import numpy as np

from analysis.worlds.experiments import Experiment, run
from sim import configure, simulate
from sim.reporting import outputs, pictures, report
from sim.runs import store
from sim.runs.sets import stack
from sim.runs.store import Store

KEPT = ("matches", "public_cost", "cost_per_match")
MONTHLY = ("matches",)
KILLS = 50
PARTS = 23
ENDED = os.WEXITED | os.WNOHANG | os.WNOWAIT


def experiment(sets=24):
    """Sets that differ in one lever; the last two are equal."""
    config = configure("baseline", "horizon=40", "shock.month=6")
    shares = np.linspace(0.0, 1.0, sets)
    shares[-1] = shares[-2]
    return Experiment(stack([config]), np.zeros(sets, int), {"design.flexibility": shares})


def sweep(folder=None, sets=24, replicates=6, on_error=store.STOP, **chosen):
    """Run it, with a store or without."""
    kept = Store(Path(folder), on_error) if folder else None
    return run(experiment(sets), replicates, 1, indicators=KEPT, monthly=MONTHLY, workers=2, store=kept, **chosen)


def same(a, b):
    """Whether two results are equal to the last bit."""
    pairs = [
        *zip(a.totals.values(), b.totals.values(), strict=True),
        *zip(a.monthly.values(), b.monthly.values(), strict=True),
    ]
    return all(one.tobytes() == other.tobytes() for one, other in pairs)


def finished_parts(folder):
    """How many parts of the sweep are on disk."""
    return len(list(folder.glob("*/*/*.parquet")))


def _killed(folder, whole):
    """Kill the sweep at random moments until it was killed so often; finish it; compare."""
    random.seed(7)
    killed = attempts = 0
    stores = [Path(folder) / "0"]
    partly = False
    while killed < KILLS and attempts < 20 * KILLS:
        attempts += 1
        there, more = finished_parts(stores[-1]), random.randint(0, 3)
        process = os.fork()
        if process == 0:
            sweep(stores[-1])
            os._exit(0)
        while finished_parts(stores[-1]) < there + more and os.waitid(os.P_PID, process, ENDED) is None:
            time.sleep(0.001)  # however slow the machine: killed while it begins, or some parts later
        time.sleep(random.uniform(0.0, 0.02))
        os.kill(process, signal.SIGKILL)
        if os.WIFSIGNALED(os.waitpid(process, 0)[1]):
            killed += 1
        else:  # it was quicker: begin another
            stores.append(Path(folder) / str(len(stores)))
        partly = partly or 0 < finished_parts(stores[-1]) < PARTS
    again = [sweep(each) for each in stores]
    return {
        "killed": killed, "same": all(same(each, whole) for each in again), "partly": partly,
        "rerun": sum(each.count - each.stored for each in again), "runs": sum(each.count for each in again),
    }  # fmt: skip


def _together(folder, whole):
    """Three processes run the same sweep in the same store at the same time."""
    processes = []
    for _ in range(3):
        process = os.fork()
        if process == 0:
            os._exit(0 if same(sweep(folder), whole) else 1)
        processes.append(process)
    statuses = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
    again = sweep(folder)
    return {"statuses": statuses, "same": same(again, whole), "rerun": again.count - again.stored}


def _results(folder, _):
    """Kill a process at random moments while it writes folders of results; look at what each of them holds."""
    config = configure("baseline", "replicates=20", f"outputs={folder}")
    results = simulate(config)
    drawn, page = pictures.draw_all(config, results), "<html>" + 100_000 * "a row " + "</html>"
    pictures.draw_all = lambda *_: drawn  # drawn once: what is killed is the writing
    report.render = lambda *_: page

    def write():
        outputs.write(outputs.open_folder(config), config, results, "python -m sim", 1.0)

    began = time.perf_counter()
    write()
    longest = time.perf_counter() - began
    random.seed(11)
    for _ in range(KILLS):
        process = os.fork()
        if process == 0:
            write()
            write()
            os._exit(0)
        time.sleep(random.uniform(0.0, 1.5 * longest))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    folders = sorted((Path(folder) / "baseline").iterdir())
    files = {path.relative_to(folders[0]) for path in folders[0].rglob("*")}
    complete = [each for each in folders if not (each / outputs.MARKER).exists()]
    broken = [str(path) for each in folders for path in each.rglob("*") if not _whole(path)]
    lacking = [str(each) for each in complete if {path.relative_to(each) for path in each.rglob("*")} < files]
    return {"marked": len(folders) - len(complete), "complete": len(complete), "broken": broken, "lacking": lacking}


def _whole(path):
    """Whether a file of results is whole, by what it ends with; a hidden one is not there yet."""
    endings = {".html": b"</html>", ".svg": b"</svg>", ".json": b"}", ".parquet": b"PAR1", ".png": b"IEND\xaeB`\x82"}
    if path.name.startswith(".") or path.suffix not in endings:
        return True
    return path.read_bytes().rstrip(b"\n").endswith(endings[path.suffix])


if __name__ == "__main__":
    import pandas  # noqa: F401  (imported before forking, which each process would do again)
    import pyarrow.parquet  # noqa: F401

    store.PART_RUNS = 6
    task = {"killed": _killed, "together": _together, "results": _results}[sys.argv[1]]
    print(json.dumps(task(sys.argv[2], sweep())))
