"""The answer: every plan in every world, the record, tables, pictures and the page, written into a folder."""

import pandas as pd

from analysis.command.declare import Request
from analysis.command.folder import results, store_of
from analysis.sequence.gate import gate_table
from analysis.sequence.page import page
from analysis.sequence.pictures import draw
from analysis.sequence.plans import plans_of
from analysis.sequence.record import SCHEMES, record_table
from analysis.sequence.runs import simulate
from analysis.sequence.settings import Asked
from analysis.sequence.tables import schedule_table, sequence_table, worlds_table
from sim.progress import bar
from sim.setup.configuration import resolved_yaml


def write(request: Request, asked: Asked) -> None:
    """Simulate, write tables, figures and the report."""
    settings, config = request.settings, asked.config
    plans = plans_of(asked, settings)
    with results(request, config) as folder:
        store = store_of(config)
        with bar("plans x worlds") as progress:
            found = simulate(asked, plans, settings, progress, store)
        folder.facts |= found.runs.facts | {"worlds": settings.worlds}
        record = pd.DataFrame()
        if settings.record:
            with bar(f"record: {len(SCHEMES)} schemes") as progress:
                record = record_table(asked, settings.record, progress, store)
            folder.table("record", record)
        tables = {
            "sequence": sequence_table(found, settings), "schedule": schedule_table(found), "gate": gate_table(found, settings.worth)
        }  # fmt: skip
        for name, table in tables.items():
            folder.table(name, table)
        folder.parquet("worlds", worlds_table(found, settings))
        figures = folder.figures(draw(found, tables["schedule"], tables["gate"], config, settings))
        shown = page(found, tables | {"record": record}, settings, config, figures, folder.phases(found.runs))
        for sentence in shown.answer:
            print(sentence)
        folder.report(shown, resolved_yaml(config))
