"""What a run leaves behind: one folder with tables, figures and a report, complete or marked as not.

Every file is written beside its place and renamed into it, so that no file is ever half there; the marker
``INCOMPLETE`` is there first and goes last.
"""

import json
import os
import platform
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim import __version__
from sim.compiled import source_hash
from sim.console import print_summary
from sim.parameters import Config

if TYPE_CHECKING:
    from sim.results import Results

__all__ = ["MARKER", "open_folder", "print_summary", "provenance", "write"]

MARKER = "INCOMPLETE"
_MARKED = """This folder is not complete: its run is still going on, or was interrupted or failed.
Files that are here are whole, but not all are here. This file is removed when all are.
"""
PACKAGES = ("numpy", "numba", "pandas", "mesa")


def open_folder(config: Config) -> Path:
    """A new folder for a run, ``<outputs>/<scenario>/<date>_<time>[_n]``, marked as incomplete.

    Never an existing one, whoever else creates folders at the same time. Raises ``OSError`` where none can be made.
    """
    parent = Path(config.outputs).expanduser() / config.scenario
    parent.mkdir(parents=True, exist_ok=True)
    stem = datetime.now().strftime("%Y-%m-%d_%H%M%S")
    attempt = 1
    while True:
        folder = parent / (stem if attempt == 1 else f"{stem}_{attempt}")
        try:
            os.mkdir(folder)
        except FileExistsError:
            attempt += 1
            continue
        (folder / MARKER).write_text(_MARKED, encoding="utf-8")
        return folder


def write(folder: Path, config: Config, results: "Results", command: str, seconds: float) -> None:
    """Write all files of a run into its folder, then remove the marker.

    ``command``: the command line; ``seconds``: wall time of the simulation. Raises ``OSError`` where a file cannot be
    written; the folder then stays marked as incomplete.
    """
    from sim.configuration import resolved_yaml
    from sim.report import render

    _put(folder / "summary.csv", partial(results.summary.to_csv, index=False, lineterminator="\n"))
    for name, table in (("runs", results.runs), ("monthly", results.monthly), ("journeys", results.journeys)):
        _put(folder / f"{name}.parquet", partial(table.to_parquet, index=False, compression="zstd"))
    _text(folder / "config.yaml", resolved_yaml(config))
    made = provenance(config, results, command, seconds)
    _text(folder / "run.json", json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    _text(folder / "report.html", render(config, results, made, _figures(folder / "figures", config, results)))
    (folder / MARKER).unlink(missing_ok=True)


def provenance(config: Config, results: "Results", command: str, seconds: float) -> dict[str, Any]:
    """What made these results: sources, versions, seed, command, machine, time. Content of ``run.json``."""
    return {
        "scenario": config.scenario,
        "command": command,
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "seed": config.seed,
        "replicates": len(results.runs),
        "source_hash": source_hash(),
        "versions": {
            "project": __version__, "python": platform.python_version(), **{name: _version(name) for name in PACKAGES},
        },
        "platform": platform.platform(),
    }  # fmt: skip


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _figures(folder: Path, config: Config, results: "Results") -> dict[str, str]:
    """Write every figure as SVG and PNG; the SVG texts by name."""
    from sim.pictures import draw_all

    folder.mkdir(exist_ok=True)
    drawn = draw_all(config, results)
    for name, figure in drawn.items():
        _text(folder / f"{name}.svg", figure.svg)
        _bytes(folder / f"{name}.png", figure.png)
    return {name: figure.svg for name, figure in drawn.items()}


def _text(path: Path, text: str) -> None:
    _bytes(path, text.encode())


def _bytes(path: Path, content: bytes) -> None:
    _put(path, lambda part: part.write_bytes(content))


def _put(path: Path, write_to: Callable[[Path], object]) -> None:
    """Have a file written beside its place, then rename it into it."""
    part = path.with_name(f".{path.name}.part")
    try:
        write_to(part)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
