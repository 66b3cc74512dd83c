"""The answer: every lever pushed in every scenario, the table, pictures and the page, written into a folder."""

import pandas as pd

from analysis.advice.exceptions import exceptions
from analysis.advice.page import page
from analysis.advice.pictures import draw
from analysis.advice.runs import run_pushes
from analysis.advice.settings import Asked
from analysis.advice.tables import advice_table
from analysis.advice.words import read
from analysis.command.declare import Request
from analysis.command.folder import results, store_of
from analysis.worlds.experiments import totalled
from sim.errors import UserError
from sim.installation import ROOT
from sim.progress import bar
from sim.reporting import folders
from sim.reporting.csv_files import to_csv

SHIPPED = ROOT / "docs" / "advice.csv"


def write(request: Request, asked: Asked) -> None:
    """Simulate, write table, figures and the report."""
    configs, draws = asked.configs, request.settings.draws
    with results(request, configs[0]) as folder:
        store, pushed = store_of(configs[0]), []
        for config in configs:
            with bar(f"{config.scenario}: designs x worlds") as progress:
                pushed.append(run_pushes(config, asked.levers, draws, progress, store))
        folder.facts |= totalled(each.runs for each in pushed).facts | {"draws": draws}
        table = advice_table(pushed, asked.thresholds, exceptions())
        folder.table("advice", table)
        table = read(folder.path / "advice.csv")  # as everybody else reads it
        refused = [f"{each.config.scenario}: {why}" for each in pushed for why in each.refused]
        shown = page(configs, table, refused, asked.thresholds, draws, folder.figures(draw(configs, table, draws)))
        for sentence in shown.answer:
            print(sentence)
        folder.report(shown)
        if request.settings.ship:
            ship(table)


def ship(table: pd.DataFrame) -> None:
    """Renew the table from which the documentation is made. Raises :class:`UserError` where it cannot be written."""
    try:
        folders.put_text(SHIPPED, to_csv(table) or "")
    except OSError as error:
        raise UserError(f"{SHIPPED} cannot be written: {error.strerror}") from None
    print(SHIPPED)
