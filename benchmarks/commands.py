"""What a user waits for: the help, a pilot with its report, the first compilation."""

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.figure import Figure
from benchmarks.work import ROOT, best, environment, seconds

HELP = ("-m", "sim", "--help")
PILOT = ("-m", "sim", "scenario=palim", "replicates=200")
COMPILE = ("-c", "from sim.runs.task import compile_all; compile_all()")


def commands(small: bool) -> list[Figure]:
    """Commands as a user types them, each a process of its own: first with an empty cache, then warm."""
    rounds = 2 if small else 5
    with tempfile.TemporaryDirectory() as folder:

        def command(*arguments: str) -> None:
            environ = environment(SIM_CACHE_DIR=os.path.join(folder, "cache"))
            subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environ, capture_output=True, check=True)

        began = children()
        first = seconds(lambda: command(*COMPILE), clock=time.perf_counter)
        compiling = children() - began
        warm = [lambda: command(*HELP), lambda: command(*PILOT, f"outputs={folder}/outputs")]
        usage, pilot = best(rounds, *warm, clock=time.perf_counter)
        usage_alone, pilot_alone = best(1, *warm, clock=children)
    return [
        Figure("first compilation", first, "s", 60, False, _alone(compiling)),
        Figure("python -m sim --help, warm", usage, "s", 1, False, _alone(usage_alone)),
        Figure("a pilot, 200 replicates with report, warm", pilot, "s", 4, False, _alone(pilot_alone)),
    ]


def children() -> float:
    """Seconds of processor time that finished child processes have used."""
    return sum(os.times()[2:4])


def _alone(seconds: float) -> str:
    return f"processor time {seconds:.1f} s"
