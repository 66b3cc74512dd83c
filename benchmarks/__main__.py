"""``python -m benchmarks [NAME ...] [--small] [--json FILE]``: measure, and show what meets its target."""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.against_objects import against_objects
from benchmarks.commands import commands
from benchmarks.figure import Figure, show
from benchmarks.kernels import against_draws, against_python, growth, two_threads
from benchmarks.sensitivity import sensitivity

BENCHMARKS: dict[str, Callable[[bool], list[Figure]]] = {
    "commands": commands,
    "python": against_python,
    "objects": against_objects,
    "draws": against_draws,
    "threads": two_threads,
    "growth": growth,
    "sensitivity": sensitivity,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the model's speed.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which (default: all): {', '.join(BENCHMARKS)}")
    parser.add_argument("--small", action="store_true", help="smaller sizes and fewer rounds: under two minutes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here, too")
    chosen = parser.parse_args(arguments)
    for name in chosen.names:
        if name not in BENCHMARKS:
            parser.error(f"there is no benchmark {name!r}; there are {', '.join(BENCHMARKS)}")
    figures = [figure for name in chosen.names or BENCHMARKS for figure in BENCHMARKS[name](chosen.small)]
    show(figures)
    if chosen.json:
        rows = [asdict(figure) | {"verdict": figure.verdict} for figure in figures]
        chosen.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
