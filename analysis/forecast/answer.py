"""The answer: every scheme's forecasts, their scores, pictures and the page, written into a folder."""

import time

from analysis.command.declare import Request
from analysis.command.folder import results
from analysis.forecast.page import page
from analysis.forecast.pictures import draw
from analysis.forecast.runs import forecast
from analysis.forecast.settings import Asked
from analysis.forecast.tables import forecast_table
from analysis.forecasting.scoring import summary
from sim.setup.configuration import resolved_yaml


def write(request: Request, asked: Asked) -> None:
    """Simulate, write tables, figures and the report."""
    draws, first = request.settings.draws, asked.cases[0].config
    with results(request, first) as folder:
        found = forecast(asked.cases, draws)
        seconds, runs = time.perf_counter() - folder.began, draws * len(found.forecasts)
        simulating = sum(each.found.simulating for each in found.forecasts)
        folder.facts |= {
            "runs": runs, "runs_per_second": round(runs / seconds, 1), "outside_share": round(1.0 - simulating / seconds, 4),
            "draws": draws, "replicates": 1,
        }  # fmt: skip
        table, together = forecast_table(found), summary(found.scores)
        for name, frame in (("forecast", table), ("scores", found.scores), ("summary", together)):
            folder.table(name, frame)
        shown = page(found, table, together, folder.figures(draw(found)))
        for sentence in shown.answer:
            print(sentence)
        folder.report(shown, resolved_yaml(first) if len(asked.cases) == 1 else "")
