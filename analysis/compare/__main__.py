"""``python -m analysis.compare``: which design gives more, how sure, from which month, and what would turn it round.

Every design meets the same worlds, replicate by replicate (common random numbers), so that differences are the designs'.
The first design is the reference (``design_a``), every other is compared with it (``design_b``).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.command.application import Application, Request, as_names, launch
from analysis.compare.settings import EXAMPLES, TABLES, Settings
from analysis.worlds.designs import Design, chosen_designs, configured
from sim.errors import UserError

if TYPE_CHECKING:
    from analysis.compare.runs import Comparison
    from sim.parameters import Config


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    launch(APPLICATION, arguments)


def run(request: Request) -> None:
    """Compare the designs and write the folder."""
    settings = request.settings
    scenarios = as_names(settings.scenario, "scenario")
    designs = chosen_designs(settings.designs, least=2)
    configs = {
        scenario: [configured(request, scenario, each, settings.budget) for each in designs] for scenario in scenarios
    }
    called = [each[0].scenario for each in configs.values()]
    for name in called:
        if called.count(name) > 1:
            raise UserError(
                f"scenario: two of them are called '{name}': give one another name (scenario: ... in its file)"
            )
    first = configs[scenarios[0]][0]
    with request.folder(first) as folder:
        comparisons, facts = _simulated(request, configs, designs)
        from analysis.compare import page as comparison_page
        from analysis.compare import pictures as comparison_pictures
        from analysis.compare import runs as comparison

        folder.facts |= facts
        turns = comparison.turning(request, scenarios[0], designs, configs[scenarios[0]], comparisons[0])
        table = comparison.comparison_table(comparisons, settings.precision)
        folder.table("comparison", table)
        folder.table("monthly", comparison.monthly_table(comparisons))
        folder.table("turning", comparison.turning_table(turns))
        folder.parquet("runs", comparison.runs_table(comparisons))
        drawn = comparison_pictures.draw(comparisons, settings)
        texts = folder.figures(drawn)
        page = comparison_page.page(request, comparisons, turns, table, texts, folder.path / "figures")
        folder.report(page)
        for sentence in page.answer:
            print(sentence)


def _simulated(
    request: Request, configs: "dict[str, list[Config]]", designs: Sequence[Design]
) -> "tuple[list[Comparison], dict[str, Any]]":
    """Every scenario's designs in the same worlds, one scenario after the other; facts on speed."""
    from analysis.compare.runs import SERIES, Comparison
    from analysis.worlds.experiments import Runs, run_designs
    from sim.progress import bar

    comparisons = []
    speed = Runs({}, {}, 0.0, 0.0, 0)
    for scenario, chosen in configs.items():
        first = chosen[0]
        with bar(f"{scenario}: runs") as progress:
            runs = run_designs(
                chosen, first.replicates, first.seed, request.settings.uncertainty.name,
                workers=first.workers, monthly=SERIES, progress=progress,
            )  # fmt: skip
        speed.seconds, speed.inside, speed.count = (
            speed.seconds + runs.seconds, speed.inside + runs.inside, speed.count + runs.count,
        )  # fmt: skip
        comparisons.append(Comparison(first.scenario, list(designs), chosen, runs))
    return comparisons, speed.facts


APPLICATION = Application(
    "compare", __doc__.partition(": ")[2].partition("\n")[0].capitalize(), Settings, run, EXAMPLES, TABLES
)

if __name__ == "__main__":
    main()
