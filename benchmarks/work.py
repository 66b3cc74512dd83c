"""What is timed: one run of a scenario, here or in a process of its own.

``python -m benchmarks.work TASK SCENARIO [OVERRIDE ...]`` does one task in this process and prints its result as JSON.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

SEED = 1
ROOT = Path(__file__).resolve().parent.parent
Clock = Callable[[], float]

TRANSFORMS = ("normal_from", "lognormal_from", "exponential_from", "logistic_from")


class Run:
    """Replicate 0 of a configuration, its tables allocated, ready to be run again and again (with its journal or not)."""

    def __init__(self, scenario: str, *overrides: str, journal: bool = False) -> None:
        from sim.indicators import COUNT
        from sim.kernel import run_many
        from sim.parameters import to_record
        from sim.setup.configuration import configure
        from sim.state import allocate, sizes_of

        config = configure(scenario, *overrides)
        self.run_many = run_many
        self.sets = to_record(config, config.timeline)[None, :]
        self.state = allocate(self.sets[0], sizes_of(self.sets[0]), journal)
        self.first = np.zeros(1, np.int64)
        self.totals = np.empty((1, 1, COUNT))
        self.monthly = np.empty((1, 0, 0, 0))

    def __call__(self) -> None:
        """Create the world and simulate all months."""
        self.run_many(self.state, self.sets, self.first, SEED, self.totals, self.monthly)

    @property
    def candidates(self) -> int:
        """Rows of the candidates' table that the run filled."""
        return int(self.state.scheme.candidates)


def seconds(action: Callable[[], object], calls: int = 1, clock: Clock = time.process_time) -> float:
    """Seconds that one of ``calls`` calls takes: of this process's processor time, or of another clock."""
    began = clock()
    for _ in range(calls):
        action()
    return (clock() - began) / calls


def best(rounds: int, *actions: Callable[[], object], calls: int = 1, clock: Clock = time.process_time) -> list[float]:
    """Seconds of each action in its best of several rounds.

    The actions take turns, so that a busy spell of a shared machine hits all of them; the best round is the one that
    others disturbed least. Processor time does not count the waiting for a processor that others use.
    """
    for action in actions:
        action()
    times = [[seconds(action, calls, clock) for action in actions] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


def environment(**variables: str) -> dict[str, str]:
    """The environment of a command as a user has it: byte code is kept."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | variables


def in_process(task: str, scenario: str, *overrides: str, **variables: str) -> dict[str, Any]:
    """Do a task in a fresh process, with environment variables, and return its result."""
    command = [sys.executable, "-m", "benchmarks.work", task, scenario, *overrides]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(**variables), stdout=subprocess.PIPE, check=True, text=True
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def timed(run: Run) -> dict[str, Any]:
    """One run in its best of nine rounds, the number of candidates, and the peak of resident memory in bytes."""
    [taken] = best(9, run)
    return {"seconds": taken, "candidates": run.candidates, "memory": peak_memory()}


def uncompiled(run: Run) -> dict[str, Any]:
    """One run, once: without the JIT it takes long enough."""
    return {"seconds": seconds(run), "candidates": run.candidates}


def counted(run: Run) -> dict[str, Any]:
    """How many blocks of random words a run draws, and how many of them go through which inverse distribution."""
    from sim import draws

    counts: Counter[str] = Counter()

    def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def count(*arguments: Any) -> Any:
            counts[name] += 1
            return function(*arguments)

        return count

    users = [module for name, module in sys.modules.items() if name.startswith("sim.") and module is not draws]
    for name in ("uniforms", *TRANSFORMS):
        function = getattr(draws, name)
        for module in users:
            if getattr(module, name, None) is function:
                setattr(module, name, counting(name, function))
    run()
    return {"candidates": run.candidates, **{name: counts[name] for name in ("uniforms", *TRANSFORMS)}}


def peak_memory() -> int:
    """Peak of this process's resident memory in bytes (Linux tells it per process, others with the parent's)."""
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    chosen = {"timed": timed, "uncompiled": uncompiled, "counted": counted}[sys.argv[1]]
    print(json.dumps(chosen(Run(*sys.argv[2:]))))
