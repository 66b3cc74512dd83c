"""The answer: the search, tables, designs as scenario files, pictures and the page, written into a folder."""

from analysis.command.declare import Request
from analysis.command.folder import Folder, results, store_of
from analysis.optimise.files import scenario_file
from analysis.optimise.page import page
from analysis.optimise.pictures import draw
from analysis.optimise.runs import find
from analysis.optimise.search import WORLDS, Generation
from analysis.optimise.settings import Asked
from analysis.optimise.tables import Judged, every_table, judged
from analysis.optimise.words import changed
from sim.installation import shown
from sim.progress import bar
from sim.reporting import folders

DESIGNS = "designs"
PER_RUN = "search"
"""The table that is too long for a text file."""


def write(request: Request, asked: Asked) -> None:
    """Search, write tables, designs, figures and the report."""
    settings = request.settings
    with results(request, asked.config) as folder:
        with bar("search: runs") as progress:

            def told(each: Generation, generations: list[Generation]) -> None:
                done = sum(len(other.designs) * WORLDS[other.stage] for other in generations)
                if progress:
                    progress(min(done, settings.runs), settings.runs)

            found = find(asked, settings, store_of(asked.config), told)
        folder.facts |= found.runs.facts
        judge = judged(found)
        tables = every_table(judge, settings.more)
        for name, table in tables.items():
            if name == PER_RUN:
                folder.parquet(name, table)
            else:
                folder.table(name, table)
        write_designs(folder, judge)
        figures = folder.figures(draw(judge, tables["steps"]))
        report = page(judge, settings, tables, figures, folder.phases(found.runs), shown(folder.path))
        print(report.answer[0])
        folder.report(report)


def write_designs(folder: Folder, judge: Judged) -> None:
    """A complete scenario file of each design."""
    (folder.path / DESIGNS).mkdir()
    for place, name in enumerate(judge.names):
        text = scenario_file(judge.found, place, name, "; ".join(changed(judge, place)))
        folders.put_text(folder.path / DESIGNS / f"{name}.yaml", text)
