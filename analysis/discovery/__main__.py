"""``python -m analysis.discovery``: in which conditions a design misses a target, or loses against another design.

Many plausible worlds (:mod:`analysis.discovery.space`), the target judged in each (:mod:`analysis.discovery.target`, :mod:`analysis.discovery.conditions`);
then boxes (:mod:`analysis.discovery.boxes`) and a tree (:mod:`analysis.discovery.tree`) that tell where it is met.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.command.application import Application, Request, as_names, launch, names, setting
from analysis.discovery.judging import Of, Undefined
from analysis.robustness.__main__ import Method
from analysis.worlds.designs import Budget, Design, configured, named, written
from sim.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from analysis.discovery.target import Target
    from sim.parameters import Config

LEAST_WORLDS = 100


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(["baseline"], "Scenario around which worlds are sampled (baseline)")
    target: str = setting("five_year - three_year < 0", None, None, "text",
                          "What is looked for: a comparison of indicators, designs, or indicators of designs (design.indicator)")  # fmt: skip
    outcome: str = setting(
        "completed_mobilities", None, None, "indicator", "What a design's name alone stands for in the target"
    )
    designs: Any = names(
        [], "Further designs, written out: designs.short='design.duration_years=2' (named ones need no mention)"
    )
    budget: Budget = setting(Budget.same_total, None, None, "category", "Budget basis of designs named in the target")
    factors: Any = names(["uncertain"], "What differs between worlds: uncertain (all uncertain parameters and the shock),"
                         " names or patterns of parameters and levers, e.g. [uncertain,design.flexibility,markets.*]")  # fmt: skip
    worlds: int = setting(8192, LEAST_WORLDS, 1_000_000, "worlds", "Plausible worlds; half of them find, half judge")
    replicates: int = setting(6, 1, 100_000, "runs", "Replicates of every design in every world")
    of: Of = setting(
        Of.mean,
        None,
        None,
        "category",
        "Judged: the mean over a world's replicates, or in how many of them the target is met",
    )
    probability: float = setting(
        0.5, 0.0, 1.0, "share", "With of=probability: least share of replicates that meet the target"
    )
    undefined: Undefined = setting(
        Undefined.left_out, None, None, "category", "Worlds in which the target is undefined"
    )
    boxes: int = setting(3, 1, 10, "boxes", "Boxes looked for at most, one after another")
    density: float = setting(
        0.0, 0.0, 1.0, "share", "Take the largest box of at least this density; 0: the best contrast"
    )
    depth: int = setting(3, 1, 4, "questions", "Depth of the tree at most")
    resamples: int = setting(20, 0, 1000, "samples", "Random halves in which boxes are sought again")
    method: Method = setting(Method.lhs, None, None, "category", "Latin hypercube or Sobol sample")
    shock_probability: float = setting(0.5, 0.0, 1.0, "probability", "Probability of a shock during the funding")


EXAMPLES = (
    "python -m analysis.discovery target='completed_mobilities < 20'",
    "python -m analysis.discovery target='five_year - three_year < 0' scenario=palim",
    "python -m analysis.discovery target='five_year.matches - three_year.matches < 0' budget=same_annual density=0.7",
    "python -m analysis.discovery target='public_cost / completed_mobilities > 50000' factors=[uncertain,design.flexibility]",
    "python -m analysis.discovery designs.short='design.duration_years=2' target='short < default' of=probability probability=0.8",
)
TABLES = {
    "boxes.csv": "box x limited parameter: its limits; coverage, density and reliability of the box",
    "trajectory.csv": "box x step: coverage against density on the way to each box",
    "leaves.csv": "leaf of the tree: its conditions, share of worlds that meet the target",
    "worlds.parquet": "world: its factors, value of the target, whether it is met",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


def asked(request: Request) -> "tuple[Target, list[Design]]":
    """The target and the designs it names, the scenario's own left out. Raises :class:`UserError`."""
    from analysis.discovery.target import OWN, parse
    from sim.indicators import BY_NAME
    from sim.setup.catalogue import GROUPS, group_options

    settings = request.settings
    if settings.outcome not in BY_NAME:
        raise UserError(f"outcome: {settings.outcome} is no indicator{did_you_mean(settings.outcome, BY_NAME)}")
    given = settings.designs if isinstance(settings.designs, Mapping) else dict.fromkeys(settings.designs, "")
    own = {name: written(name, text) if text else named(name) for name, text in given.items()}
    for name in own:
        if name in BY_NAME:
            raise UserError(f"designs.{name}: this is the name of an indicator: choose another")
    known = [*own, *(option for group in GROUPS for option in group_options(group))]
    target = parse(settings.target, settings.outcome, known)
    for name in own:
        if name not in target.designs:
            raise UserError(f"designs: the target '{target}' does not name {name}")
    return target, [own.get(name) or named(name) for name in target.designs if name != OWN]


def configurations(request: Request, target: "Target", designs: Sequence[Design]) -> "list[Config]":
    """A configuration for each design of the target, in its order."""
    from analysis.discovery.target import OWN

    scenarios = as_names(request.settings.scenario, "scenario")
    if len(scenarios) != 1:
        raise UserError(f"scenario: worlds are sampled around one scenario, not {len(scenarios)}")
    by_name = {design.name: design for design in designs}
    return [
        request.configure(scenarios[0]) if name == OWN else configured(request, scenarios[0], by_name[name], request.settings.budget)
        for name in target.designs
    ]  # fmt: skip


def run(request: Request) -> None:
    """Simulate, look for boxes, write tables, figures and the report."""
    settings = request.settings
    target, designs = asked(request)
    request.overrides.append(f"replicates={settings.replicates}")
    configs = configurations(request, target, designs)
    first = configs[0]
    from analysis.discovery.space import sample_space

    space = sample_space(
        configs, as_names(settings.factors, "factors"), set().union(*(design.sets for design in designs)), settings.worlds,
        first.seed, settings.method.name, settings.shock_probability,
    )  # fmt: skip
    with request.folder(first) as folder:
        from analysis.discovery.conditions import judge, run_space
        from analysis.discovery.page import page
        from analysis.discovery.pictures import draw
        from analysis.discovery.tables import box_table, find, leaf_table, trajectory_table, world_table
        from sim.progress import bar
        from sim.reporting import folders

        with bar("designs x worlds x replicates") as progress:
            values, runs = run_space(
                space, target, settings.replicates, first.seed, first.workers, progress, request.store(first)
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
        table = world_table(found)
        folders.put(folder.path / "worlds.parquet", partial(table.to_parquet, index=False, compression="zstd"))
        figures = folder.figures(draw(found, settings, first))
        seconds = (runs.inside, time.perf_counter() - folder.began - runs.inside)
        folder.facts |= {"seconds_simulating": round(seconds[0], 2), "seconds_besides": round(seconds[1], 2)}
        shown = page(found, designs, settings, first, figures, seconds)
        for sentence in shown.answer:
            print(sentence)
        folder.report(shown)


APPLICATION = Application("discovery", "In which conditions does a design miss a target, or lose against another design?",
                          Settings, run, EXAMPLES, TABLES)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    launch(APPLICATION, arguments)


if __name__ == "__main__":
    main()
