"""``python -m analysis.compare``: which design gives more, how sure, from which month, and what would turn it round.

Every design meets the same worlds, replicate by replicate (common random numbers), so that differences are the designs'.
The first design is the reference (``design_a``), every other is compared with it (``design_b``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from analysis.application import Application, Request, as_names, launch, names, setting
from analysis.designs import Budget, Design, chosen_designs, configured
from sim.errors import UserError

if TYPE_CHECKING:
    from analysis.comparison import Comparison
    from sim.parameters import Config


class Uncertainty(IntEnum):
    """What differs between replicates."""

    chance = 0
    parameters = 1
    both = 2


@dataclass
class Settings:
    """What can be set besides the configuration."""

    scenario: Any = names(["baseline"], "Scenario, or a list of them: scenario=[palim,homere]")
    designs: Any = names(
        ["three_year", "five_year"],
        "Designs to compare, the first is the reference: names, or written out: designs.short='design.duration_years=3'",
    )
    budget: Budget = setting(
        Budget.same_total, None, None, "category", "Budget basis: the same in total, or the same per year of funding"
    )
    uncertainty: Uncertainty = setting(
        Uncertainty.chance, None, None, "category", "What differs between replicates, and so what the intervals cover"
    )
    precision: float = setting(
        0.05, 1e-4, 1.0, "share", "Wanted half-width of a difference's interval, as a share of the reference's mean"
    )
    turning: int = setting(60, 0, 10_000, "runs", "Replicates for what would turn the answer round; 0: do not ask")


EXAMPLES = (
    "python -m analysis.compare scenario=covid_shock designs=[three_year,five_year] budget=same_total",
    "python -m analysis.compare scenario=[palim,homere] designs=[rigid,flexible] replicates=500",
    "python -m analysis.compare scenario=covid_shock designs.short='design.duration_years=3 design.flexibility=0.2'"
    " designs.long='design.duration_years=5'",
    "python -m analysis.compare designs=[three_year,five_year] budget=same_annual uncertainty=both shock.month=14",
)

TABLES = {
    "comparison.csv": "scenario x design x indicator: means, difference with 95 % interval, probability, correlation",
    "monthly.csv": "scenario x design x indicator x month: mean, quantiles, difference from the reference",
    "runs.parquet": "scenario x design x replicate: every indicator",
    "turning.csv": "what would turn the answer round: the difference under each changed condition",
    "report.html": "the answer, pictures and tables on one page; figures/ as SVG and PNG",
    "settings.yaml, run.json": "the settings; versions, hashes of the sources, seed, command, time",
}


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
        from analysis import comparison, comparison_page, comparison_pictures

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
    from analysis.comparison import SERIES, Comparison
    from analysis.experiments import Runs, run_designs
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
