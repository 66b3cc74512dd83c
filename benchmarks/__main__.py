"""``python -m benchmarks [NAME ...] [--small] [--json FILE] [--check]``: measure, show and write what meets its target."""

import argparse
import json
import os
import platform
import shlex
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.against_objects import against_objects
from benchmarks.cluster import overhead
from benchmarks.commands import commands
from benchmarks.estimates import estimates
from benchmarks.figure import Figure, as_json, as_markdown, not_measured, show
from benchmarks.kernels import against_draws, against_python, growth, two_threads
from benchmarks.memory import memory
from benchmarks.search import search
from benchmarks.sensitivity import sensitivity
from benchmarks.work import ROOT
from sim.reporting.folders import complete, open_folder, provenance, put_text

BENCHMARKS: dict[str, Callable[[bool], list[Figure]]] = {
    "commands": commands,
    "python": against_python,
    "objects": against_objects,
    "draws": against_draws,
    "threads": two_threads,
    "growth": growth,
    "cluster": overhead,
    "memory": memory,
    "sensitivity": sensitivity,
    "search": search,
    "estimates": estimates,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the model's speed.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which (default: all): {', '.join(BENCHMARKS)}")
    parser.add_argument("--small", action="store_true", help="smaller sizes and fewer rounds: under two minutes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    parser.add_argument("--outputs", type=Path, default=ROOT / "outputs", metavar="FOLDER", help="folder for results")
    parser.add_argument(
        "--check", action="store_true", help="exit with status 1 where a ratio misses half of its target"
    )
    chosen = parser.parse_args(arguments)
    for name in chosen.names:
        if name not in BENCHMARKS:
            parser.error(f"there is no benchmark {name!r}; there are {', '.join(BENCHMARKS)}")
    folder = open_folder(chosen.outputs.expanduser() / "benchmarks")
    command = shlex.join(["python", "-m", "benchmarks", *(sys.argv[1:] if arguments is None else arguments)])
    figures: list[Figure] = []
    failed: list[str] = []
    for name in chosen.names or BENCHMARKS:
        try:
            figures += BENCHMARKS[name](chosen.small)
        except Exception as error:
            traceback.print_exc()
            failed.append(name)
            figures.append(not_measured(name, error))
        write(figures, folder, chosen.json, command)
    show(figures)
    complete(folder)
    print(folder)
    if failed:
        parser.exit(1, f"Not measured, because of an error (above): {', '.join(failed)}\n")
    far = [figure for figure in figures if figure.far]
    if chosen.check and far:
        listed = "; ".join(f"{figure.name}: {figure.value:.3g}, target {figure.bound}" for figure in far)
        parser.exit(1, f"Below half of the target: {listed}\n")


def write(figures: Sequence[Figure], folder: Path, also: Path | None, command: str) -> None:
    """Write all that is measured so far: what comes later may fail, or be interrupted."""
    made, rows = made_by(command), [as_json(figure) for figure in figures]
    put_text(folder / "figures.json", json.dumps(made | {"figures": rows}, indent=2, allow_nan=False) + "\n")
    put_text(folder / "figures.md", as_markdown(figures, made))
    if also:
        put_text(also, json.dumps(rows, indent=2, allow_nan=False) + "\n")


def made_by(command: str) -> dict[str, Any]:
    """What made the figures: command, versions, hash of the sources, machine (processor, cores, memory), time."""
    made = provenance(command, time.process_time(), ("dask", "distributed", "scipy", "SALib", "scikit-learn"))
    made.pop("seconds", None)
    return made | {"processor": processor(), "cores": os.cpu_count(), "memory_gib": round(memory_bytes() / 2**30, 1)}


def processor() -> str:
    """The processor's name, as far as the system tells it."""
    told = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in told.read_text().splitlines() if line.startswith("model name")] \
        if told.exists() else []  # fmt: skip
    return names[0] if names else platform.processor() or platform.machine()


def memory_bytes() -> int:
    """The computer's memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


if __name__ == "__main__":
    main()
