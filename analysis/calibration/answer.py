"""The answer: the populations, tables, pictures and the page, written into a folder."""

import time

import numpy as np

from analysis.calibration import typical
from analysis.calibration.page import page
from analysis.calibration.pictures import draw
from analysis.calibration.runs import expected_runs, name_of_steps, prepared, sampled
from analysis.calibration.settings import Asked
from analysis.calibration.tables import REPLICATE, SEED, Found, find
from analysis.command.declare import Request
from analysis.command.folder import results
from analysis.fitting.leave_out import joined, left_out
from sim.installation import expanded
from sim.runs import posterior
from sim.runs.ahead import together


def write(request: Request, asked: Asked) -> None:
    """Sample, write tables, figures and the report; ship the draws where that is asked."""
    settings, schemes, config = request.settings, asked.schemes, asked.configs[0]
    with results(request, config) as folder:
        steps = expanded(config.outputs) / "calibration" / f".steps-{name_of_steps(schemes, settings, config.seed)}"
        with together(expected_runs(len(schemes), settings)):
            fit, influence = prepared(schemes, config.seed, config.workers, steps)
            populations = [
                sampled(fit, len(fit.varying), settings, config.seed, chain, steps)
                for chain in range(settings.populations)
            ]
        whole = joined(populations)
        found = find(fit, populations, whole, left_out(fit, whole, config.seed), influence)
        folder.facts |= fit.speed(time.perf_counter() - folder.began) | {"points": len(whole)}
        folder.parquet("posterior", found.posterior)
        for name in ("fit", "identified", "spreads", "left_out", "pairs"):
            folder.table(name, getattr(found, name))
        shown = page(found, folder.figures(draw(found)), settings)
        if settings.ship:
            ship(found)
            typical.ship(fit, whole)
        print(shown.answer[0])
        folder.report(shown)


def ship(found: Found) -> None:
    """Write the draws to the evidence, from where every analysis draws."""
    kept = [name for name in found.posterior if not name.startswith(REPLICATE) and name != SEED]
    table = found.posterior[kept].astype(np.float32)
    table.to_parquet(posterior.FILE, index=False, compression="zstd")
