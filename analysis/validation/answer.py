"""The answer: every scheme against what was published, tables, pictures and the page, written into a folder."""

import time

from analysis.command.declare import Request
from analysis.command.folder import results
from analysis.validation.page import page
from analysis.validation.pictures import draw
from analysis.validation.runs import validate
from analysis.validation.settings import Asked
from sim.progress import bar
from sim.runs.ahead import together


def write(request: Request, asked: Asked) -> None:
    """Simulate, write tables, figures and the report."""
    settings, config = request.settings, asked.config
    with results(request, config) as folder:
        with together(settings.draws * len(asked.schemes)), bar("schemes") as progress:
            found = validate(asked.schemes, settings.draws, config.seed, config.workers, progress)
        folder.facts |= found.speed(time.perf_counter() - folder.began) | {"draws": found.draws}
        folder.table("validation", found.table)
        folder.table("coverage", found.coverage)
        shown = page(found, folder.figures(draw(found)))
        print(shown.answer[0])
        folder.report(shown)
