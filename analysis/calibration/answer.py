"""The answer: the populations, tables, pictures and the page, written into a folder."""

import time

from analysis.calibration.page import page
from analysis.calibration.pictures import draw
from analysis.calibration.runs import expected_runs, name_of_steps, sampled
from analysis.calibration.settings import Asked
from analysis.calibration.tables import find
from analysis.command.declare import Request
from analysis.command.folder import results
from analysis.fitting.fit import PROBES, Fit
from sim.installation import expanded
from sim.runs.ahead import together


def write(request: Request, asked: Asked) -> None:
    """Sample, write tables, figures and the report."""
    settings, schemes, configs = request.settings, asked.schemes, asked.configs
    with results(request, configs[0]) as folder:
        fit = Fit(schemes, configs[0].seed, configs[0].workers)
        steps = expanded(configs[0].outputs) / "calibration" / f".steps-{name_of_steps(settings, configs[0].seed)}"
        with together(expected_runs(fit, settings)):
            fit.leave_out_inert(min(settings.points, PROBES))
            populations = [
                sampled(fit, settings, configs[0].seed, chain, steps) for chain in range(settings.populations)
            ]
        found = find(fit, populations)
        folder.facts |= fit.speed(time.perf_counter() - folder.began) | {
            "points": settings.points * settings.populations
        }
        folder.parquet("posterior", found.posterior)
        folder.table("fit", found.fit)
        folder.table("identified", found.identified)
        folder.table("pairs", found.pairs)
        shown = page(found, folder.figures(draw(found)), settings)
        print(shown.answer[0])
        folder.report(shown)
