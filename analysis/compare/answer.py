"""The answer to a comparison: runs, tables, pictures and the page, written into a folder."""

from analysis.command.declare import Request
from analysis.command.folder import results
from analysis.compare import pictures, tables
from analysis.compare.dates import dates_table
from analysis.compare.hanging import hanging_table, hangs_on
from analysis.compare.page import page
from analysis.compare.runs import compared
from analysis.compare.settings import Asked
from analysis.compare.turning import turning, turning_table
from analysis.worlds.experiments import totalled


def write(request: Request, asked: Asked) -> None:
    """Compare the designs and write the folder."""
    settings = request.settings
    with results(request, asked.first) as folder:
        comparisons = compared(asked, settings)
        folder.facts |= totalled([each.runs for each in comparisons]).facts
        hangs = hangs_on(comparisons[0], settings.uncertainty.name)
        turns = turning(request, asked, comparisons[0], hangs)
        table = tables.comparison_table(comparisons, settings.precision)
        folder.table("comparison", table)
        folder.table("monthly", tables.monthly_table(comparisons))
        folder.table("dates", dates_table(comparisons))
        folder.table("turning", turning_table(turns))
        folder.table("hangs_on", hanging_table(hangs))
        folder.parquet("runs", tables.runs_table(comparisons))
        texts = folder.figures(pictures.draw(comparisons, settings))
        shown = page(request, comparisons, turns, table, texts, folder.path / "figures", hangs)
        for sentence in shown.answer:
            print(sentence)
        folder.report(shown)
