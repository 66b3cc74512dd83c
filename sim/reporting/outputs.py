"""What a run leaves behind: one folder with tables, figures and a report."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from sim.installation import expanded
from sim.parameters import Config
from sim.reporting import folders
from sim.reporting.console import print_summary
from sim.reporting.csv_files import to_csv
from sim.reporting.folders import MARKER
from sim.reporting.pictures import draw_all
from sim.reporting.report import render
from sim.reporting.results import Results
from sim.setup.configuration import resolved_yaml

__all__ = ["MARKER", "open_folder", "print_summary", "provenance", "write"]


def open_folder(config: Config) -> Path:
    """A new folder for a run, ``<outputs>/<scenario>/<date>_<time>[_n]``, see :func:`sim.reporting.folders.open_folder`."""
    return folders.open_folder(expanded(config.outputs) / config.scenario)


def write(folder: Path, config: Config, results: Results, command: str, seconds: float) -> None:
    """Write all files of a run into its folder, then remove the marker.

    ``command``: the command line; ``seconds``: wall time of the simulation. Raises ``OSError`` where a file cannot be
    written; the folder then stays marked as incomplete.
    """
    folders.put(folder / "summary.csv", partial(to_csv, results.summary))
    for name, table in (("runs", results.runs), ("monthly", results.monthly), ("journeys", results.journeys)):
        folders.put(folder / f"{name}.parquet", partial(table.to_parquet, index=False, compression="zstd"))
    folders.put_text(folder / "config.yaml", resolved_yaml(config))
    made = provenance(config, results, command, seconds)
    folders.put_text(folder / "run.json", json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    folders.put_text(
        folder / "report.html", render(config, results, made, _figures(folder / "figures", config, results))
    )
    folders.complete(folder)


def provenance(config: Config, results: Results, command: str, seconds: float) -> dict[str, Any]:
    """What made these results: sources, versions, seed, command, machine, time. Content of ``run.json``."""
    return {
        "scenario": config.scenario, **folders.provenance(command, seconds), "seed": config.seed, "replicates": len(results.runs),
    }  # fmt: skip


def _figures(folder: Path, config: Config, results: Results) -> dict[str, str]:
    """Write every figure as SVG and PNG; the SVG texts by name."""
    folder.mkdir(exist_ok=True)
    drawn = draw_all(config, results)
    for name, figure in drawn.items():
        folders.put_text(folder / f"{name}.svg", figure.svg)
        folders.put_bytes(folder / f"{name}.png", figure.png)
    return {name: figure.svg for name, figure in drawn.items()}
