"""The answer: every design in every world, tables, pictures and the page, written into a folder."""

import numpy as np

from analysis.command.declare import Request
from analysis.command.folder import results, store_of
from analysis.robustness.page import page
from analysis.robustness.pictures import draw
from analysis.robustness.prices import ASSUMED, prices
from analysis.robustness.prices_page import price_sentences
from analysis.robustness.prices_picture import slopes
from analysis.robustness.runs import Array, run_prices, run_worlds
from analysis.robustness.settings import Asked, Settings
from analysis.robustness.tables import averaged, find
from analysis.robustness.trials import FACTORS, Tried, judge, prices_table
from analysis.worlds.experiments import Runs, totalled
from analysis.worlds.worlds import Worlds, sample_worlds
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
        tried, again = try_prices(asked, settings, worlds, values[asked.outcome])
        runs = totalled([runs, *again])
        folder.facts |= runs.facts
        with bar("value of information") as progress:
            found = find(
                worlds, [design.name for design in asked.designs], values, asked.outcome, asked.better, asked.target,
                first.seed, progress,
            )  # fmt: skip
        folder.table("regret", found.regret)
        folder.table("regret_summary", found.summary)
        folder.table("value_of_information", found.information)
        folder.table("prices", prices_table(tried))
        folder.parquet("worlds", worlds.table())
        drawn = draw(found, first) | ({"prices": slopes(tried, first, asked.outcome)} if tried.trials else {})
        figures = folder.figures(drawn)
        seconds = folder.phases(runs)
        shown = page(found, asked.designs, settings, first, figures, seconds, tried)
        for sentence in (shown.answer[0], *price_sentences(tried, found.chosen)):
            print(sentence)
        folder.report(shown)


def try_prices(asked: Asked, settings: Settings, worlds: Worlds, values: Array) -> tuple[Tried, list[Runs]]:
    """Every price that is an assumption and in which the designs differ, halved and doubled; and the runs that this took.

    ``values``: the outcome, (worlds, replicates, designs). As many replicates are run again as take no more runs than the
    answer itself, at least one.
    """
    designs, first = [design.name for design in asked.designs], asked.configs[0]
    found = prices(asked.configs, designs)
    names = [price.name for price in found if price.basis == ASSUMED]
    number = min(settings.price_worlds, len(worlds))
    if not names or not number:
        return Tried(found, designs, asked.better, averaged(values[:number])), []
    affordable = len(worlds) * settings.replicates // (number * len(names) * len(FACTORS))
    replicates = int(np.clip(affordable, 1, settings.replicates))
    with bar("designs x worlds x prices") as progress:
        again, runs = run_prices(
            worlds.first(number), names, settings.replicates, replicates, first.seed, asked.outcome, first.workers, progress,
            store_of(first),
        )  # fmt: skip
    as_is, after = averaged(values[:number, :replicates]), averaged(again)
    return judge(found, designs, asked.better, as_is, after, replicates), [runs]
