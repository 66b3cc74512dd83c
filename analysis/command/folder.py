"""The folder of results of a command: tables, figures, the report, and what made them.

>>> with results(request, config) as folder:
...     folder.table("comparison", frame)
...     folder.figures({"difference": figure})
...     folder.report(page)

The folder is marked as incomplete until the ``with`` ends well; its path is then printed.
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.command.compose import settings_yaml
from analysis.command.declare import EXTRAS, Request
from analysis.command.page import Page
from analysis.command.questions import application
from analysis.worlds.experiments import Runs
from sim.compiled import source_hash
from sim.installation import expanded
from sim.parameters import Config
from sim.reporting import folders
from sim.reporting.csv_files import to_csv
from sim.reporting.pictures import to_png, to_svg
from sim.runs.executors import using
from sim.runs.store import FOLDER, Store

OWN_FOLDER = Path(__file__).resolve().parents[1]


def store_of(config: Config, on_error: str = "stop") -> Store:
    """Where finished runs are kept, so that an interrupted command goes on where it was: ``<outputs>/.store``."""
    return Store(expanded(config.outputs) / FOLDER, on_error)


@contextmanager
def results(request: Request, config: Config) -> "Iterator[Folder]":
    """A new folder ``<outputs>/<command>/<date>_<time>``, marked as incomplete until all went well."""
    path = folders.open_folder(expanded(config.outputs) / request.name)
    try:
        with using(config):
            yield Folder(path, request, time.perf_counter(), {"seed": config.seed, "replicates": config.replicates})
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"Interrupted: {path} is marked as incomplete.") from None
    folders.complete(path)
    print(path)


@dataclass
class Folder:
    """A folder of results being written."""

    path: Path
    request: Request
    began: float
    facts: dict[str, Any]
    """Further facts for ``run.json``: seed, replicates, number of runs, runs per second ..."""

    def table(self, name: str, frame: pd.DataFrame) -> None:
        """Write ``<name>.csv``."""
        folders.put(self.path / f"{name}.csv", partial(to_csv, frame))

    def parquet(self, name: str, frame: pd.DataFrame) -> None:
        """Write ``<name>.parquet``: for tables of a row per run."""
        folders.put(self.path / f"{name}.parquet", partial(frame.to_parquet, index=False, compression="zstd"))

    def figures(self, drawn: Mapping[str, Figure]) -> dict[str, str]:
        """Write every figure as SVG and PNG into ``figures/``. Returns the SVG texts by name."""
        (self.path / "figures").mkdir(exist_ok=True)
        texts = {name: to_svg(figure) for name, figure in drawn.items()}
        for name, figure in drawn.items():
            folders.put_text(self.path / "figures" / f"{name}.svg", texts[name])
            folders.put_bytes(self.path / "figures" / f"{name}.png", to_png(figure))
        return texts

    def phases(self, runs: Runs) -> tuple[float, float]:
        """Seconds spent simulating and besides, so far; also a fact."""
        seconds = runs.inside, time.perf_counter() - self.began - runs.inside
        self.facts |= {"seconds_simulating": round(seconds[0], 2), "seconds_besides": round(seconds[1], 2)}
        return seconds

    def provenance(self) -> dict[str, Any]:
        """What made these results: command, versions, hashes of the model's and the analysis's sources, facts."""
        packages = tuple(EXTRAS[application(self.request.name).extra])
        made = folders.provenance(self.request.command, time.perf_counter() - self.began, packages)
        return made | {"analysis": self.request.name, "analysis_hash": source_hash(OWN_FOLDER)} | self.facts

    def report(self, page: Page, config_yaml: str = "") -> None:
        """Write ``run.json``, ``settings.yaml``, ``config.yaml`` (where given) and, last, ``report.html``.

        The console says, too, where uncertain parameters were drawn from.
        """
        if page.drawn:
            print(page.drawn)
        made = self.provenance()
        folders.put_text(self.path / "settings.yaml", settings_yaml(self.request.settings))
        if config_yaml:
            folders.put_text(self.path / "config.yaml", config_yaml)
        folders.put_text(self.path / "run.json", json.dumps(made, indent=2, ensure_ascii=False) + "\n")
        folders.put_text(self.path / "report.html", page.render(made))
