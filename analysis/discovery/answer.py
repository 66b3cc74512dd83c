"""The answer: worlds judged, boxes and tree, tables, pictures and the page, written into a folder."""

from analysis.command.declare import Request
from analysis.command.folder import results, store_of
from analysis.discovery.conditions import judge
from analysis.discovery.page import page
from analysis.discovery.pictures import draw
from analysis.discovery.runs import run_space
from analysis.discovery.settings import Asked
from analysis.discovery.space import sample_space
from analysis.discovery.tables import box_table, find, leaf_table, trajectory_table, world_table
from sim.progress import bar


def write(request: Request, asked: Asked) -> None:
    """Simulate, look for boxes, write tables, figures and the report."""
    settings, target, designs, first = request.settings, asked.target, asked.designs, asked.configs[0]
    space = sample_space(
        asked.configs, asked.factors, set().union(*(design.sets for design in designs)), settings.worlds, first.seed,
        settings.method.name, settings.shock_probability,
    )  # fmt: skip
    with results(request, first) as folder:
        with bar("designs x worlds x replicates") as progress:
            values, runs = run_space(
                space, target, settings.replicates, first.seed, first.workers, progress, store_of(first)
            )
        condition = judge(target, values, settings.of, settings.probability, settings.undefined)
        folder.facts |= runs.facts
        with bar("boxes in random halves") as progress:
            found = find(
                space, target, condition, settings.boxes, settings.density, settings.depth, settings.resamples, first.seed,
                progress,
            )  # fmt: skip
        folder.table("boxes", box_table(found))
        folder.table("trajectory", trajectory_table(found))
        folder.table("leaves", leaf_table(found))
        folder.parquet("worlds", world_table(found))
        figures = folder.figures(draw(found, settings, first))
        shown = page(found, designs, settings, first, figures, folder.phases(runs))
        for sentence in shown.answer:
            print(sentence)
        folder.report(shown)
