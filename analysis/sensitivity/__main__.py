"""``python -m analysis.sensitivity``: what drives matches and completed mobilities, and what does not matter.

Uncertain parameters and the planner's levers are varied together over their plausible ranges; every parameter set meets
the same replicates. Factors: :mod:`analysis.sensitivity.factors`; methods: :mod:`analysis.sensitivity.indices`; runs that are done are kept
(:mod:`sim.runs.store`), so that the same command after an interruption runs only what is missing.
"""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from analysis.command.application import Application, Folder, Request, as_names, launch, names, setting
from sim.errors import UserError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from analysis.sensitivity.factors import Factor
    from analysis.sensitivity.runs import Study
    from sim.parameters import Config
    from sim.runs.store import Store


class Method(IntEnum):
    """How sensitivity is measured."""

    sobol = 0
    morris = 1
    pawn = 2
    delta = 3


class Groups(IntEnum):
    """What is varied together."""

    none = 0
    dimensions = 1
    sections = 2


class OnError(IntEnum):
    """What happens when a run fails."""

    stop = 0
    keep_going = 1


SAMPLES = {Method.sobol: 1024, Method.morris: 64, Method.pawn: 4096, Method.delta: 2048}
"""Sizes of samples where none is given."""
SCREENED = (Method.sobol, Method.delta)
"""Methods whose cost grows with the number of factors."""


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(["baseline"], "Scenario around which is varied (baseline)")
    method: Method = setting(Method.sobol, None, None, "category", "Sobol indices, Morris screening, PAWN or delta")
    samples: int = setting(0, 0, 1_000_000, "units", "Size of the sample: Sobol base points (a power of two), Morris trajectories,"
                           " points; 0: 1024, 64, 4096, 2048 for the four methods")  # fmt: skip
    replicates: int = setting(4, 1, 100_000, "runs", "Replicates of every parameter set, the same in all")
    factors: Any = names(["uncertainties", "dimensions"],
                         "Parameters to vary: names, patterns (shock.*), uncertainties, dimensions; ranges: factors.design.places='30 to 90'")  # fmt: skip
    groups: Groups = setting(Groups.none, None, None, "category", "Vary together: the planner's five dimensions, or sections of the registry (morris, sobol)")  # fmt: skip
    keep: int = setting(12, 0, 1000, "factors", "Factors that sobol and delta look at one by one after a Morris screening of all; 0: all")  # fmt: skip
    screening: int = setting(16, 4, 100_000, "trajectories", "Trajectories of that screening")
    indicators: Any = names(["matches", "completed_mobilities"], "Indicators that are explained, and the spread of each between replicates")  # fmt: skip
    second_order: bool = setting(True, None, None, "switch", "Sobol indices of pairs")
    by_month: bool = setting(True, None, None, "switch", "Indices for every month, too")
    precision: float = setting(0.05, 1e-4, 1.0, "0-1", "Half-width of the main index's interval that counts as enough (Morris: as a share of the largest effect)")  # fmt: skip
    shock_probability: float = setting(
        0.5, 0.0, 1.0, "probability", "Probability of a shock, where its month is varied"
    )
    on_error: OnError = setting(OnError.stop, None, None, "category", "When a run fails: stop, or run all others first")


EXAMPLES = (
    "python -m analysis.sensitivity scenario=baseline method=sobol samples=1024",
    "python -m analysis.sensitivity method=morris samples=100 groups=dimensions",
    "python -m analysis.sensitivity scenario=palim method=pawn factors=[recognition.months,shock.*]",
    "python -m analysis.sensitivity factors=[dimensions] factors.design.duration_years='2 to 5' replicates=10",
    "python -m analysis.sensitivity indicators=[departures,public_cost] method=delta samples=1024",
)
TABLES = {
    "indices.csv": "output x parameter x index: value with 95 % interval; parameter 'noise': share of chance",
    "screening.csv": "Morris indices of all factors, where sobol or delta look at some of them",
    "convergence.csv": "output x size x parameter: the main index on parts of the sample",
    "months.csv": "output x month x parameter: indices over time",
    "effects.csv": "output x parameter x value: mean of the output (direction, not only strength)",
    "factors.csv": "parameter: range, unit, group, meaning",
    "sample.parquet": "parameter set: value of every factor, every output",
    "failures.csv": "runs that failed, each with its error and the command that repeats it; only where one did",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


def run(request: Request) -> None:
    """Simulate, write tables, figures and the report."""
    settings = request.settings
    scenarios = as_names(settings.scenario, "scenario")
    if len(scenarios) != 1:
        raise UserError(f"scenario: sensitivity is asked of one scenario, not of {len(scenarios)}")
    indicators = chosen_indicators(settings.indicators)
    if settings.groups != Groups.none and settings.method not in (Method.morris, Method.sobol):
        raise UserError(
            f"groups: {settings.method.name} looks at single factors; groups need method=morris or method=sobol"
        )
    config = request.configure(scenarios[0], f"replicates={settings.replicates}", "journeys=0")

    from analysis.sensitivity.factors import chosen_factors
    from analysis.sensitivity.runs import grouped, study

    asked = settings.factors if isinstance(settings.factors, dict) else as_names(settings.factors, "factors")
    factors, left = chosen_factors(config, asked, settings.shock_probability)
    factors = grouped(factors, settings.groups.name)
    size = settings.samples or SAMPLES[settings.method]
    study(config, factors[:1], settings.method.name, size)  # refuses a size before anything is run
    with request.folder(config) as folder:
        from analysis.sensitivity.page import page
        from analysis.sensitivity.pictures import draw
        from analysis.sensitivity.tables import find
        from sim.progress import bar

        store = request.store(config, settings.on_error.name)
        screening = None
        folder.facts["seconds_by_phase"] = {}
        if settings.method in SCREENED and settings.groups == Groups.none and 0 < settings.keep < len(factors):
            with _phase(folder, "screening"):
                factors, screening = _screen(folder, config, factors, indicators, store)
        with _phase(folder, "sample"):
            planned = study(config, factors, settings.method.name, size, settings.second_order)
        _simulate(folder, planned, indicators, settings.by_month, store, settings.method.name)
        with _phase(folder, "indices"), bar("indices") as progress:
            found = find(planned, settings.precision, progress)
        with _phase(folder, "tables and figures"):
            _write(folder, planned, found, screening)
            texts = folder.figures(draw(found, screening))
        shown = page(found, texts, screening, left)
        print(shown.answer[0])
        folder.report(shown)


@contextmanager
def _phase(folder: Folder, name: str) -> Iterator[None]:
    """Measure the wall time of a phase, for ``run.json``."""
    began = time.perf_counter()
    yield
    folder.facts["seconds_by_phase"][name] = round(time.perf_counter() - began, 2)


def chosen_indicators(asked: Any) -> list[str]:
    """The indicators to explain. Raises :class:`UserError` for one that does not exist."""
    from sim.indicators import BY_NAME

    wanted = as_names(asked, "indicators")
    for name in wanted:
        if name not in BY_NAME:
            raise UserError(f"indicators: {name} is no indicator{did_you_mean(name, BY_NAME)}")
    return wanted


def _simulate(
    folder: Folder, planned: "Study", indicators: Sequence[str], by_month: bool, store: "Store", what: str
) -> None:
    """Say how many runs it takes and how long, then run them."""
    import pandas as pd

    from analysis.sensitivity.runs import expected_seconds, simulate
    from sim.progress import bar

    config = planned.config
    threads = config.workers or os.cpu_count() or 1
    sets, each = len(planned.experiment), config.replicates
    print(
        f"{what}: {sets:,} parameter sets x {each:,} replicates = {planned.count:,} runs, about"
        f" {_duration(expected_seconds(planned))} on {threads} threads, less what is in the store",
        flush=True,
    )
    began = time.perf_counter()
    try:
        with bar(f"{what}: runs") as progress:
            simulate(planned, indicators, by_month, store, progress)
    finally:
        if planned.runs and planned.runs.failures:
            folder.table("failures", pd.DataFrame([vars(each) for each in planned.runs.failures]))
    if planned.runs:
        facts = planned.runs.facts
        if what != "screening":
            inside, beside = planned.runs.inside, planned.runs.seconds - planned.runs.inside
            outputs = time.perf_counter() - began - planned.runs.seconds
            folder.facts["seconds_by_phase"] |= {
                "simulating": round(inside, 2), "sets and store": round(beside, 2), "outputs": round(outputs, 2)
            }  # fmt: skip
        for name in ("runs", "runs_from_store"):
            facts[name] += folder.facts.get(name, 0)
        folder.facts |= facts


def _duration(seconds: float) -> str:
    if seconds < 90.0:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 5400.0 else f"{seconds / 3600.0:.1f} h"


def _screen(
    folder: Folder, config: "Config", factors: "list[Factor]", indicators: Sequence[str], store: "Store"
) -> "tuple[list[Factor], pd.DataFrame]":
    """Screen all factors with Morris's method: those that change most stay single, the rest becomes a group."""
    from analysis.sensitivity.factors import OTHERS
    from analysis.sensitivity.runs import screened, study

    settings = folder.request.settings
    planned = study(config, factors, "morris", settings.screening)
    _simulate(folder, planned, indicators, False, store, "screening")
    kept, table = screened(planned, settings.keep)
    return [each if each.name in kept else replace(each, group=OTHERS) for each in factors], table


def _write(folder: Folder, planned: "Study", found: Any, screening: "pd.DataFrame | None") -> None:
    """All tables."""
    import pandas as pd

    folder.table("indices", found.indices)
    if screening is not None:
        folder.table("screening", screening)
    folder.table("convergence", found.convergence)
    folder.table("months", found.months)
    folder.table("effects", found.effects)
    rows = [(each.name, each.low, each.high, each.unit, each.group, each.meaning) for each in planned.factors]
    folder.table("factors", pd.DataFrame(rows, columns=["parameter", "low", "high", "unit", "group", "meaning"]))
    values = {each.name: planned.values(each) for each in planned.factors if each.parameter}
    folder.parquet("sample", pd.DataFrame({**values, **planned.outputs}))


APPLICATION = Application("sensitivity", "What drives matches and completed mobilities, and what does not matter?",
                          Settings, run, EXAMPLES, TABLES)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    launch(APPLICATION, arguments)


if __name__ == "__main__":
    main()
