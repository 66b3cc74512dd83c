"""``python -m analysis.robustness``: which design is least regretted over many plausible worlds, and what is worth finding out.

Every design meets every world on common draws. Regret, satisficing: :mod:`analysis.robustness.regret`; value of information:
:mod:`analysis.robustness.information`; worlds: :mod:`analysis.worlds`.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.command.application import Application, Request, as_names, launch, names, setting
from analysis.worlds.designs import Budget, chosen_designs, configured
from sim.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from analysis.robustness.regret import Target

LEAST_WORLDS = 8


class Method(IntEnum):
    """How worlds are sampled."""

    lhs = 0
    sobol = 1


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(["baseline"], "Scenario around which worlds are sampled (baseline)")
    designs: Any = names(["three_year", "five_year", "flexible", "prepared"],
                         "Designs, by name or written out: designs.short='design.duration_years=3'")  # fmt: skip
    budget: Budget = setting(Budget.same_total, None, None, "category", "Budget basis")
    worlds: int = setting(1024, LEAST_WORLDS, 1_000_000, "worlds", "Plausible worlds")
    replicates: int = setting(4, 1, 100_000, "runs", "Replicates of every design in every world")
    method: Method = setting(Method.lhs, None, None, "category", "Latin hypercube or Sobol sample")
    outcome: str = setting("completed_mobilities", None, None, "indicator", "Indicator by which designs are judged")
    target: str = setting("completed_mobilities >= 30", None, None, "text", "Target that a satisfactory design meets")
    shock_probability: float = setting(0.5, 0.0, 1.0, "probability", "Probability of a shock during the funding")


EXAMPLES = (
    "python -m analysis.robustness",
    "python -m analysis.robustness scenario=palim designs=[rigid,flexible,five_year] target='completed_mobilities >= 15'",
    "python -m analysis.robustness outcome=cost_per_completed budget=same_annual worlds=1000 replicates=10",
    "python -m analysis.robustness designs.short='design.duration_years=2' designs.long='design.duration_years=6'",
    "python -m analysis.robustness method=sobol worlds=2048 shock_probability=0.2 recognition=friction",
)
TABLES = {
    "regret.csv": "world x design: the outcome and its regret against the best design there",
    "regret_summary.csv": "design: mean, mean, 90th-percentile and maximum regret, share best, share of worlds that meet the target",
    "value_of_information.csv": "uncertainty: what knowing it before choosing would add to the outcome, with interval",
    "worlds.parquet": "world: its shock and its parameters",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


def judged(settings: Settings) -> "tuple[str, int, Target]":
    """The outcome, whether more of it is better (+1) or less (-1), and the target. Raises :class:`UserError`."""
    from analysis.robustness.regret import parse_target
    from sim.indicators import BY_NAME

    if settings.outcome not in BY_NAME:
        raise UserError(f"outcome: {settings.outcome} is no indicator{did_you_mean(settings.outcome, BY_NAME)}")
    better = BY_NAME[settings.outcome].better
    if better == 0:
        raise UserError(
            f"outcome: of {settings.outcome} neither more nor less is better: choose e.g. completed_mobilities"
        )
    return settings.outcome, better, parse_target(settings.target)


def run(request: Request) -> None:
    """Simulate, write tables, figures and the report."""
    settings = request.settings
    outcome, better, target = judged(settings)
    scenarios = as_names(settings.scenario, "scenario")
    if len(scenarios) != 1:
        raise UserError(f"scenario: worlds are sampled around one scenario, not {len(scenarios)}")
    designs = chosen_designs(settings.designs, least=2)
    request.overrides.append(f"replicates={settings.replicates}")
    configs = [configured(request, scenarios[0], design, settings.budget) for design in designs]
    with request.folder(configs[0]) as folder:
        from analysis.robustness.page import page
        from analysis.robustness.pictures import draw
        from analysis.robustness.tables import find
        from analysis.worlds.worlds import run_worlds, sample_worlds
        from sim.progress import bar
        from sim.reporting import folders

        first = configs[0]
        worlds = sample_worlds(configs, settings.worlds, first.seed, settings.method.name, settings.shock_probability)
        with bar("designs x worlds x replicates") as progress:
            wanted = list(dict.fromkeys([outcome, target.indicator]))
            store = request.store(first)
            values, runs = run_worlds(worlds, settings.replicates, first.seed, wanted, first.workers, progress, store)
        folder.facts |= runs.facts
        with bar("value of information") as progress:
            found = find(
                worlds, [design.name for design in designs], values, outcome, better, target, first.seed, progress
            )
        folder.table("regret", found.regret)
        folder.table("regret_summary", found.summary)
        folder.table("value_of_information", found.information)
        folders.put(folder.path / "worlds.parquet", partial(worlds.table().to_parquet, index=False, compression="zstd"))
        figures = folder.figures(draw(found, first))
        seconds = (runs.inside, time.perf_counter() - folder.began - runs.inside)
        folder.facts |= {"seconds_simulating": round(seconds[0], 2), "seconds_besides": round(seconds[1], 2)}
        shown = page(found, designs, settings, first, figures, seconds)
        print(shown.answer[0])
        folder.report(shown)


APPLICATION = Application("robustness", "Which design is least regretted over many plausible worlds, and what is worth finding out first?",
                          Settings, run, EXAMPLES, TABLES)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    launch(APPLICATION, arguments)


if __name__ == "__main__":
    main()
