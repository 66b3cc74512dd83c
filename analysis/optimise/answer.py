"""The answer: the search, tables, designs as scenario files, pictures and the page, written into a folder."""

import yaml

from analysis.command.declare import Request
from analysis.command.folder import Folder, results, store_of
from analysis.optimise.found import Found
from analysis.optimise.page import page
from analysis.optimise.pictures import draw
from analysis.optimise.runs import find
from analysis.optimise.search import WORLDS, Generation
from analysis.optimise.settings import Asked
from analysis.optimise.tables import (
    Judged,
    changes_table,
    front_table,
    judged,
    levers_table,
    named_table,
    search_table,
    steps_table,
)
from analysis.optimise.words import changed
from analysis.worlds.designs import adjusted
from sim.installation import shown
from sim.parameters import SETTING, Config, registry
from sim.progress import bar
from sim.reporting import folders
from sim.runs import posterior
from sim.setup.configuration import resolved_yaml

DESIGNS = "designs"
KEPT = ("horizon", "scale", "scenario", "description", "start")
"""Settings that belong to a scenario rather than to a run."""


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
        tables = {
            "front": front_table(judge), "steps": steps_table(judge), "changes": changes_table(judge, settings.more),
            "levers": levers_table(judge), "named": named_table(judge),
        }  # fmt: skip
        for name, table in tables.items():
            folder.table(name, table)
        folder.parquet("search", search_table(found))
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


def scenario_file(found: Found, place: int, name: str, what: str) -> str:
    """A design as a scenario's file: every parameter of the model, no setting of a run but its name and what it is.

    Where draws know the scheme, it keeps its name: what is known of it holds for its new design, too.
    """
    config = found.asked.config
    design = adjusted(config, found.asked.space.values(found.designs[place]))
    tree = yaml.safe_load(resolved_yaml(design))
    for setting, declared in registry().items():
        if declared.kind == SETTING and setting not in KEPT and "." not in setting:
            tree.pop(setting, None)
    tree.pop("executor", None)
    tree["scenario"] = config.scenario if known(config) else name
    tree["description"] = f"Found for {config.scenario}: {what or 'as it is'}"
    return str(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=120))


def known(config: Config) -> bool:
    """Whether the calibrated draws hold values of this scheme's own."""
    draws = posterior.read()
    return draws is not None and config.scenario in draws.schemes
