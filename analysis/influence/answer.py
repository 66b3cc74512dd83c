"""The answer: the worlds, the shares, a picture and the page, written into a folder."""

import pandas as pd

from analysis.command.declare import Request
from analysis.command.folder import results
from analysis.influence.page import page
from analysis.influence.pictures import draw
from analysis.influence.runs import measured
from sim.errors import UserError
from sim.evidence.published import FOLDER
from sim.parameters import Config
from sim.progress import bar
from sim.reporting import folders
from sim.reporting.csv_files import to_csv

SHIPPED_COLUMNS = ["parameter", "influence", "ci_low", "ci_high"]


def write(request: Request, config: Config) -> None:
    """Simulate, write table, figure and the report."""
    settings = request.settings
    with results(request, config) as folder:
        with bar("worlds") as progress:
            table, found = measured(config, settings.outcome, settings.worlds, progress)
        folder.facts |= found
        folder.table("influence", table)
        texts = folder.figures({"influence": draw(table, config, settings.outcome, found)})
        shown = page(table, config, settings.outcome, found, texts)
        print(shown.answer[0])
        folder.report(shown)
        if settings.ship:
            ship(table)


def ship(table: pd.DataFrame) -> None:
    """Renew the file that ranks the assumptions. Raises :class:`UserError` where it cannot be written."""
    path = FOLDER / "influence.csv"
    try:
        folders.put_text(path, to_csv(table[SHIPPED_COLUMNS]) or "")
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from None
    print(path)
