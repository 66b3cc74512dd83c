"""``python -m analysis.influence``: which uncertain parameters an outcome hangs on, and which of them are assumptions.

Worlds are drawn from the plausible ranges (:mod:`analysis.worlds.experiments`), each with chance of its own; the share of the
outcome's variance that each parameter explains is estimated from them all at once (:mod:`analysis.influence.shares`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.command.application import Application, Request, as_names, launch, names, setting
from sim.errors import UserError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from sim.parameters import Config

SHIPPED = ("baseline", "completed_mobilities")
"""Scenario and outcome for which ``evidence/influence.csv`` ranks the assumptions."""
SHIPPED_COLUMNS = ["parameter", "influence", "ci_low", "ci_high"]
LEAST_WORLDS = 200


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names([SHIPPED[0]], "Scenario around which worlds are drawn (baseline)")
    outcome: str = setting(SHIPPED[1], None, None, "indicator", "Indicator whose variance is shared out")
    worlds: int = setting(4000, LEAST_WORLDS, 1_000_000, "worlds", "Plausible worlds, one run each")
    ship: bool = setting(False, None, None, "switch", "Also renew evidence/influence.csv, which ranks the assumptions")


EXAMPLES = (
    "python -m analysis.influence",
    "python -m analysis.influence scenario=palim worlds=10000",
    "python -m analysis.influence scenario=covid_shock outcome=matches",
    "python -m analysis.influence scenario=thamm outcome=cost_per_completed design.duration_years=5",
    "python -m analysis.influence ship=true",
)
TABLES = {
    "influence.csv": "parameter: share of the variance with 95 % interval, outcome in its lowest, middle and highest fifth, evidence",
    "report.html, figures/": "the answer, table and picture; one page, no network needed",
}


def run(request: Request) -> None:
    """Simulate, write table, figure and the report."""
    settings = request.settings
    config = _checked(request)
    with request.folder(config) as folder:
        from analysis.influence.page import draw, page
        from sim.progress import bar

        with bar("worlds") as progress:
            table, found = measured(config, settings.outcome, settings.worlds, progress)
        folder.facts |= found
        folder.table("influence", table)
        texts = folder.figures({"influence": draw(table, config, settings.outcome, found)})
        shown = page(table, config, settings.outcome, found, texts)
        print(shown.answer[0])
        folder.report(shown)
        if settings.ship:
            _ship(table)


def _checked(request: Request) -> "Config":
    """The configuration, if the settings make sense together. Raises :class:`UserError`."""
    from sim.indicators import BY_NAME

    settings = request.settings
    scenarios = as_names(settings.scenario, "scenario")
    if len(scenarios) != 1:
        raise UserError(f"scenario: worlds are drawn around one scenario, not {len(scenarios)}")
    if settings.outcome not in BY_NAME:
        raise UserError(f"outcome: {settings.outcome} is no indicator{did_you_mean(settings.outcome, BY_NAME)}")
    if settings.ship and (*scenarios, settings.outcome) != SHIPPED:
        raise UserError(
            f"ship: evidence/influence.csv is about {SHIPPED[1]} in {SHIPPED[0]}: leave scenario and outcome"
        )
    return request.configure(scenarios[0], "replicates=1")


def measured(
    config: "Config", outcome: str, worlds: int, progress: Any = None
) -> "tuple[pd.DataFrame, dict[str, Any]]":
    """A row per drawn parameter, the most influential first; and facts: runs, speed, noise floor, sum of shares."""
    import numpy as np
    import pandas as pd

    from analysis.influence.shares import fifths, noise_floor, shares
    from analysis.worlds.experiments import (
        Experiment,
        quantile_sample,
        run,
        stack,
        uncertain_columns,
        uncertain_parameters,
    )
    from sim.evidence.assumptions import quality

    drawn = uncertain_parameters([config])
    first, each = np.zeros(worlds, np.int64), np.arange(worlds)
    columns = uncertain_columns([config], quantile_sample(worlds, len(drawn), config.seed), drawn, first, each)
    experiment = Experiment(stack([config]), first, columns, each)  # a replicate of its own for every world
    runs = run(experiment, 1, config.seed, workers=config.workers, indicators=(outcome,), progress=progress)
    values = np.column_stack([np.asarray(columns[parameter.name], float) for parameter in drawn])
    totals = runs.totals[outcome][:, 0]
    defined = ~np.isnan(totals)
    if defined.sum() < LEAST_WORLDS:
        raise UserError(f"outcome: {outcome} is defined in {defined.sum()} of {worlds} worlds: too few to say anything")
    values, totals = values[defined], totals[defined]
    found = shares(values, totals)
    lowest, middle, highest = fifths(values, totals).T
    table = pd.DataFrame({
        "parameter": [parameter.name for parameter in drawn], "influence": found.share.round(5),
        "ci_low": found.low.round(5), "ci_high": found.high.round(5), "lowest_fifth": lowest.round(4),
        "middle_fifth": middle.round(4), "highest_fifth": highest.round(4), "evidence": [quality(parameter) for parameter in drawn],
    })  # fmt: skip
    table = table.sort_values("influence", ascending=False, kind="stable", ignore_index=True)
    return table, runs.facts | {
        "noise_floor": round(noise_floor(values, totals), 5), "sum_of_shares": round(float(found.share.sum()), 4),
        "mean": float(totals.mean()), "sd": float(totals.std()), "undefined_worlds": int((~defined).sum()),
        "worlds": worlds,
    }  # fmt: skip


def _ship(table: "pd.DataFrame") -> None:
    """Renew the file that ranks the assumptions. Raises :class:`UserError` where it cannot be written."""
    from sim.evidence.published import FOLDER
    from sim.reporting import folders

    path = FOLDER / "influence.csv"
    try:
        folders.put_text(path, table[SHIPPED_COLUMNS].to_csv(index=False, lineterminator="\n"))
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from None
    print(path)


APPLICATION = Application("influence", "Which uncertain parameters does an outcome hang on, and which of them are assumptions?",
                          Settings, run, EXAMPLES, TABLES)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    launch(APPLICATION, arguments)


if __name__ == "__main__":
    main()
