"""The answer: every plan in every world, the record, tables, pictures and the page, written into a folder."""

from dataclasses import replace

import pandas as pd

from analysis.command.declare import Request
from analysis.command.folder import results, store_of
from analysis.sequence.gate import gate_table
from analysis.sequence.page import page
from analysis.sequence.pictures import draw
from analysis.sequence.plans import plans_of
from analysis.sequence.record import SCHEMES, Record, recorded
from analysis.sequence.runs import simulate
from analysis.sequence.settings import Asked
from analysis.sequence.tables import schedule_table, sequence_table, worlds_table
from sim.progress import bar
from sim.runs.ahead import together
from sim.setup.configuration import resolved_yaml


def write(request: Request, asked: Asked) -> None:
    """Simulate, write tables, figures and the report."""
    settings, config = request.settings, asked.config
    plans = plans_of(asked, settings)
    runs = settings.worlds * sum(len(plan.schemes) for plan in plans.every) + settings.record * len(SCHEMES)
    with results(request, config) as folder, together(runs):
        store = store_of(config)
        with bar("plans x worlds") as progress:
            found = simulate(asked, plans, settings, progress, store)
        record = Record(pd.DataFrame(), 0.0)
        if settings.record:
            with bar(f"record: {len(SCHEMES)} schemes") as progress:
                record = recorded(asked, settings.record, progress, store)
            folder.table("record", record.table)
        folder.facts |= found.runs.facts | {"worlds": settings.worlds}
        tables = {
            "sequence": sequence_table(found, settings), "schedule": schedule_table(found), "gate": gate_table(found, settings.worth)
        }  # fmt: skip
        for name, table in tables.items():
            folder.table(name, table)
        folder.parquet("worlds", worlds_table(found, settings))
        figures = folder.figures(draw(found, tables["schedule"], tables["gate"], config, settings))
        seconds = folder.phases(replace(found.runs, inside=found.runs.inside + record.simulating))
        shown = page(found, tables | {"record": record.table}, settings, config, figures, seconds)
        for sentence in shown.answer:
            print(sentence)
        folder.report(shown, resolved_yaml(config))
