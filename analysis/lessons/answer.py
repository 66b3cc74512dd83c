"""The answer: the experiments of the lessons, their table, pictures and the page, written into a folder."""

from analysis.command.declare import Request
from analysis.command.folder import results
from analysis.lessons.page import page
from analysis.lessons.pictures import draw
from analysis.lessons.runs import run_lessons
from analysis.lessons.settings import Asked
from analysis.lessons.tables import lesson_table, print_table
from analysis.lessons.themes import chosen_lessons
from sim.progress import bar


def write(request: Request, asked: Asked) -> None:
    """Run the experiments, write the table, figures and the report."""
    settings, config, lessons = request.settings, asked.config, chosen_lessons(asked.numbers)
    with results(request, config) as folder:
        uncertainty = settings.uncertainty.name
        with bar("arms x replicates") as progress:
            findings, spent = run_lessons(lessons, request.configure, settings.replicates, uncertainty, progress)
        table = lesson_table(findings, settings.replicates, config.seed, uncertainty)
        folder.facts |= spent.facts | {"experiments": len(table), "arms": spent.count // settings.replicates}
        folder.table("lessons", table)
        shown = page(lessons, table, uncertainty, folder.figures(draw(table, config)))
        print_table(table)
        print(shown.answer[0])
        folder.report(shown)
