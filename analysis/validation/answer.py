"""The answer: every scheme left out, its scores, tables, pictures and the page, written into a folder; shipped where that is asked."""

import time

from analysis.command.declare import Request
from analysis.command.folder import results
from analysis.validation.page import page
from analysis.validation.pictures import draw
from analysis.validation.runs import validate
from analysis.validation.settings import Asked
from analysis.validation.shipped import ship
from sim.progress import bar
from sim.runs.ahead import together


def write(request: Request, asked: Asked) -> None:
    """Simulate, write tables, figures and the report."""
    settings, config = request.settings, asked.config
    with results(request, config) as folder:
        with together(settings.draws * len(asked.schemes)), bar("schemes") as progress:
            found = validate(asked.schemes, settings.draws, config.seed, config.workers, progress)
        folder.facts |= found.speed(time.perf_counter() - folder.began) | {"draws": found.draws, "replicates": 1}
        for name, frame in (
            ("summary", found.summary), ("by_class", found.by_class), ("scores", found.scores),
            ("validation", found.table), ("coverage", found.coverage),
        ):  # fmt: skip
            folder.table(name, frame)
        figures = draw(found)
        shown = page(found, folder.figures(figures))
        if settings.ship:
            ship(found, figures)
        for sentence in shown.answer:
            print(sentence)
        folder.report(shown)
