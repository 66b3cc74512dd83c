"""The answer: every design in every world, tables, pictures and the page, written into a folder."""

from analysis.command.declare import Request
from analysis.command.folder import results, store_of
from analysis.robustness.page import page
from analysis.robustness.pictures import draw
from analysis.robustness.runs import run_worlds
from analysis.robustness.settings import Asked
from analysis.robustness.tables import find
from analysis.worlds.worlds import sample_worlds
from sim.progress import bar


def write(request: Request, asked: Asked) -> None:
    """Simulate, write tables, figures and the report."""
    settings, first = request.settings, asked.configs[0]
    with results(request, first) as folder:
        worlds = sample_worlds(
            asked.configs,
            settings.worlds,
            first.seed,
            settings.method.name,
            settings.shock_probability,
            settings.uncertainty.name,
        )
        with bar("designs x worlds x replicates") as progress:
            wanted = list(dict.fromkeys([asked.outcome, *asked.target.indicators]))
            values, runs = run_worlds(
                worlds, settings.replicates, first.seed, wanted, first.workers, progress, store_of(first)
            )
        folder.facts |= runs.facts
        with bar("value of information") as progress:
            found = find(
                worlds, [design.name for design in asked.designs], values, asked.outcome, asked.better, asked.target,
                first.seed, progress,
            )  # fmt: skip
        folder.table("regret", found.regret)
        folder.table("regret_summary", found.summary)
        folder.table("value_of_information", found.information)
        folder.parquet("worlds", worlds.table())
        figures = folder.figures(draw(found, first))
        seconds = folder.phases(runs)
        shown = page(found, asked.designs, settings, first, figures, seconds)
        print(shown.answer[0])
        folder.report(shown)
