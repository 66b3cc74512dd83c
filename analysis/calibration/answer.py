"""The answer: the populations, tables, pictures and the page, written into a folder."""

import time
from functools import partial

import numpy as np

from analysis.calibration import typical
from analysis.calibration.page import page
from analysis.calibration.pictures import draw
from analysis.calibration.runs import expected_runs, name_of_steps, prepared, sampled, sampled_without
from analysis.calibration.settings import Asked
from analysis.calibration.tables import REPLICATE, SEED, Found, find
from analysis.command.declare import Request
from analysis.command.folder import results
from analysis.fitting.leave_out import joined, left_out, not_trusted
from sim.installation import ROOT, expanded
from sim.reporting import folders
from sim.reporting.csv_files import to_csv
from sim.runs import posterior
from sim.runs.ahead import together

DOCS = ROOT / "docs"
SHIPPED = ("fit", "identified", "spreads", "left_out")
"""Tables of which the documentation tells."""


def write(request: Request, asked: Asked) -> None:
    """Sample, write tables, figures and the report; ship the draws where that is asked."""
    settings, schemes, config = request.settings, asked.schemes, asked.configs[0]
    with results(request, config) as folder:
        steps = (
            expanded(config.outputs)
            / "calibration"
            / f".steps-{name_of_steps(schemes, (settings.points, settings.moves), config.seed)}"
        )
        with together(expected_runs(len(schemes), settings)):
            fit, influence = prepared(schemes, config.seed, config.workers, steps)
            chains = range(settings.populations)
            populations = [sampled(fit, len(fit.varying), settings, config.seed, chain, steps) for chain in chains]
            whole = joined(populations)
            weights = left_out(fit, whole, config.seed)
            again = {
                scheme: [
                    sampled_without(fit, populations[chain], scheme, settings, config.seed, chain, steps)
                    for chain in chains
                ]
                for scheme in not_trusted(schemes, weights)
            }
        found = find(fit, populations, whole, weights, again, influence)
        folder.facts |= fit.speed(time.perf_counter() - folder.began) | {"points": len(whole)}
        for name in ("posterior", "without"):
            folder.parquet(name, getattr(found, name))
        for name in ("fit", "identified", "spreads", "left_out", "pairs"):
            folder.table(name, getattr(found, name))
        shown = page(found, folder.figures(draw(found)))
        if settings.ship:
            ship(found)
            typical.ship(fit, whole)
        print(shown.answer[0])
        folder.report(shown)


def ship(found: Found) -> None:
    """Write the draws to the evidence, from where every analysis draws, and what was found to the documentation."""
    for name in SHIPPED:
        to_csv(getattr(found, name), DOCS / f"calibration_{name}.csv")
    kept = [name for name in found.posterior if not name.startswith(REPLICATE) and name != SEED]
    table = found.posterior[kept].astype(np.float32)
    for path, frame in ((posterior.FILE, table), (posterior.WITHOUT_FILE, found.without)):
        folders.put(path, partial(frame.to_parquet, index=False, compression="zstd"))
