"""What a user waits for: the help, a pilot with its report, the first compilation."""

import os
import subprocess
import sys
import tempfile

from benchmarks.figure import Figure
from benchmarks.work import ROOT, best, environment, seconds

HELP = ("-m", "sim", "--help")
PILOT = ("-m", "sim", "scenario=palim", "replicates=200")
COMPILE = ("-c", "from sim.ensemble import compile_all; compile_all()")


def commands(small: bool) -> list[Figure]:
    """Commands as a user types them, each a process of its own: first with an empty cache, then warm."""
    rounds = 2 if small else 5
    with tempfile.TemporaryDirectory() as folder:

        def command(*arguments: str) -> None:
            environ = environment(SIM_CACHE_DIR=os.path.join(folder, "cache"))
            subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environ, capture_output=True, check=True)

        began = sum(os.times()[2:4])
        first = seconds(lambda: command(*COMPILE))
        processor = sum(os.times()[2:4]) - began
        outputs = f"outputs={folder}/outputs"
        usage, pilot = best(rounds, lambda: command(*HELP), lambda: command(*PILOT, outputs))
    compiled = f"{processor:.0f} s of processor time"
    return [
        Figure("first compilation", first, "s", 60, False, compiled),
        Figure("python -m sim --help, warm", usage, "s", 1, False, ""),
        Figure("a pilot, 200 replicates with report, warm", pilot, "s", 4, False, ""),
    ]
