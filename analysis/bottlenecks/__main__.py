"""``python -m analysis.bottlenecks``: which constraint holds a scheme back, and what relaxing each one gives (L21).

For every scenario: person-months waited by cause and stage; then each constraint of :mod:`analysis.bottlenecks.constraints` relaxed by
a tenth and fully, all else untouched, on common draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.command.application import Application, Request, as_names, launch, names, setting
from sim.errors import UserError

if TYPE_CHECKING:
    from analysis.bottlenecks.runs import Relaxations

PILOTS = ("palim", "homere", "digital_explorers", "ygca", "thamm", "match")


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(PILOTS, "Scenario, or a list of them (the six pilots)")
    constraints: Any = names(["all"], "Constraints to relax, by name (all)")
    replicates: int = setting(100, 1, 1_000_000, "runs", "Replicates of every scenario and relaxation")


EXAMPLES = (
    "python -m analysis.bottlenecks",
    "python -m analysis.bottlenecks scenario=palim replicates=500",
    "python -m analysis.bottlenecks scenario=[palim,homere] shock=none",
    "python -m analysis.bottlenecks scenario=thamm constraints=[training_seats,permit_capacity,money]",
    "python -m analysis.bottlenecks scenario=talent_partnership replicates=20",
)
TABLES = {
    "bottlenecks.csv": "constraint x relaxation x outcome: person-months waited, gain with 95 % interval, cost",
    "waiting.csv": "person-months waited by cause and stage",
    "binding.csv": "the binding constraint of each scenario",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


def run(request: Request) -> None:
    """Simulate, write tables, figures and the report."""
    from analysis.bottlenecks.runs import chosen_constraints

    settings = request.settings
    constraints = chosen_constraints(as_names(settings.constraints, "constraints"))
    replicates = f"replicates={settings.replicates}"
    configs = [request.configure(name, replicates) for name in as_names(settings.scenario, "scenario")]
    called = [config.scenario for config in configs]
    if len(set(called)) < len(called):
        raise UserError(f"scenario: two of them are called {max(called, key=called.count)}")
    with request.folder(configs[0]) as folder:
        import pandas as pd

        from analysis.bottlenecks.page import page
        from analysis.bottlenecks.pictures import draw
        from analysis.bottlenecks.runs import binding_table, bottleneck_table, run_relaxations, waiting_table
        from sim.progress import bar

        store = request.store(configs[0])
        runs: list[Relaxations] = []
        for config in configs:
            with bar(f"{config.scenario}: relaxations x replicates") as progress:
                runs.append(run_relaxations(config, constraints, progress, store))
        waiting = pd.concat([waiting_table(each) for each in runs], ignore_index=True)
        gains = pd.concat([bottleneck_table(each) for each in runs], ignore_index=True)
        binding = binding_table(gains, called)
        folder.facts |= speed(runs)
        folder.table("bottlenecks", gains)
        folder.table("waiting", waiting)
        folder.table("binding", binding)
        texts = folder.figures(draw(configs, waiting, gains))
        shown = page(configs, waiting, gains, binding, texts)
        print(shown.answer[0])
        folder.report(shown)


def speed(runs: "Sequence[Relaxations]") -> dict[str, float]:
    """Runs, runs per second and share of the time outside the ensemble, over all scenarios."""
    count = sum(each.runs.count for each in runs)
    seconds = max(sum(each.runs.seconds for each in runs), 1e-9)
    inside = sum(each.runs.inside for each in runs)
    return {
        "runs": count,
        "runs_from_store": sum(each.runs.stored for each in runs),
        "runs_per_second": round(count / seconds, 1),
        "outside_share": round(1.0 - inside / seconds, 4),
    }


APPLICATION = Application("bottlenecks", "Which constraint holds a scheme back, and what does relaxing each one give?",
                          Settings, run, EXAMPLES, TABLES)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    launch(APPLICATION, arguments)


if __name__ == "__main__":
    main()
