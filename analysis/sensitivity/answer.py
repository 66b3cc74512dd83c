"""The answer: screening, sample and runs, tables, pictures and the page, written into a folder."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd

from analysis.command.declare import Request
from analysis.command.folder import Folder, results, store_of
from analysis.sensitivity.outputs import SPREAD
from analysis.sensitivity.page import page
from analysis.sensitivity.pictures import draw
from analysis.sensitivity.runs import Progress, Study
from analysis.sensitivity.settings import Asked
from analysis.sensitivity.steps import SCREENING, Explained, explain, plan
from analysis.sensitivity.tables import Findings, find
from sim.progress import bar


def write(request: Request, asked: Asked) -> None:
    """Simulate, write tables, figures and the report."""
    settings, config = request.settings, asked.config
    planned = plan(asked, settings)
    with results(request, config) as folder:
        watch = Watch(folder)
        explained = explain(asked, planned, settings, store_of(config, settings.on_error.name), watch)
        with watch.phase("indices"), bar("indices") as progress:
            found = find(explained.study, settings.precision, progress)
        with watch.phase("tables and figures"):
            _tables(folder, explained, found)
            texts = folder.figures(draw(found, explained.screening))
        shown = page(found, texts, explained.screening, planned.left)
        told = len([name for name in found.study.families if not name.startswith(SPREAD)])
        print(*shown.answer[: told + 1], sep="\n")
        folder.report(shown)


@dataclass(frozen=True)
class Watch:
    """Says on the terminal what is run, and keeps for ``run.json`` how long everything takes."""

    folder: Folder

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Measure the wall time of a phase."""
        began = time.perf_counter()
        yield
        self._took({name: time.perf_counter() - began})

    @contextmanager
    def runs(self, name: str, planned: Study) -> Iterator[Progress | None]:
        """Say how many runs it takes, then follow them."""
        sets, replicates = len(planned.experiment), planned.config.replicates
        print(f"{name}: {sets:,} parameter sets x {replicates:,} replicates = {planned.count:,} runs", flush=True)
        began = time.perf_counter()
        try:
            with bar(f"{name}: runs") as progress:
                yield progress
        finally:
            if planned.runs and planned.runs.failures:
                self.folder.table("failures", pd.DataFrame([vars(each) for each in planned.runs.failures]))
        if planned.runs:
            self._ran(name, planned, time.perf_counter() - began)

    def _ran(self, name: str, planned: Study, seconds: float) -> None:
        assert planned.runs
        runs, facts = planned.runs, planned.runs.facts
        beside, outputs = runs.seconds - runs.inside, seconds - runs.seconds
        if name == SCREENING:
            self._took({SCREENING: seconds})
        else:
            self._took({"simulating": runs.inside, "sets and store": beside, "outputs": outputs})
        for each in ("runs", "runs_from_store"):
            facts[each] += self.folder.facts.get(each, 0)
        self.folder.facts |= facts

    def _took(self, seconds: dict[str, float]) -> None:
        phases = self.folder.facts.setdefault("seconds_by_phase", {})
        phases |= {name: round(value, 2) for name, value in seconds.items()}


def _tables(folder: Folder, explained: Explained, found: Findings) -> None:
    study = explained.study
    folder.table("indices", found.indices)
    if explained.screening is not None:
        folder.table("screening", explained.screening)
    folder.table("convergence", found.convergence)
    folder.table("months", found.months)
    folder.table("effects", found.effects)
    rows = [(each.name, each.low, each.high, each.unit, each.group, each.meaning) for each in study.factors]
    folder.table("factors", pd.DataFrame(rows, columns=["parameter", "low", "high", "unit", "group", "meaning"]))
    values = {each.name: study.values(each) for each in study.factors if each.parameter}
    folder.parquet("sample", pd.DataFrame({**values, **study.outputs}))
