"""The answer: every scenario as it is and relaxed, tables, pictures and the page, written into a folder."""

import pandas as pd

from analysis.bottlenecks.page import page
from analysis.bottlenecks.pictures import draw
from analysis.bottlenecks.runs import expected_runs, run_relaxations
from analysis.bottlenecks.settings import Asked
from analysis.bottlenecks.tables import binding_table, bottleneck_table, rank_table, side_table, waiting_table
from analysis.command.declare import Request
from analysis.command.folder import results, store_of
from analysis.worlds.experiments import totalled
from sim.progress import bar
from sim.runs.ahead import together


def write(request: Request, asked: Asked) -> None:
    """Simulate, write tables, figures and the report."""
    settings, configs = request.settings, asked.configs
    how = settings.uncertainty.name, settings.repeats
    with results(request, configs[0]) as folder:
        store = store_of(configs[0])
        runs = []
        with together(sum(expected_runs(config, asked.constraints, *how) for config in configs)):
            for config in configs:
                with bar(f"{config.scenario}: relaxations x replicates") as progress:
                    runs.append(run_relaxations(config, asked.constraints, progress, store, *how))
        waiting = pd.concat([waiting_table(each) for each in runs], ignore_index=True)
        gains = pd.concat([bottleneck_table(each) for each in runs], ignore_index=True)
        sides = pd.concat([side_table(each) for each in runs], ignore_index=True)
        binding = binding_table(gains, [config.scenario for config in configs])
        folder.facts |= totalled(each.runs for each in runs).facts
        folder.table("bottlenecks", gains)
        folder.table("sides", sides)
        folder.parquet("ranks", pd.concat([rank_table(each) for each in runs], ignore_index=True))
        folder.table("waiting", waiting)
        folder.table("binding", binding)
        texts = folder.figures(draw(configs, waiting, gains, how[0]))
        shown = page(configs, waiting, gains, sides, binding, texts, how[0])
        for sentence in shown.answer if len(configs) == 1 else shown.answer[:1]:
            print(sentence)
        folder.report(shown)
