"""``python -m analysis.validation``: simulated against published, scheme by scheme, and how the model predicts what it was not shown.

Three comparisons: with the posterior that ships with the project (all published outcomes were used for it); with each scheme's
own outcomes left out of the calibration, so that what is said about it is a prediction; and, for the schemes without a
published outcome, what their design alone lets expect.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.command.application import Application, Request, launch, names, setting
from sim.errors import UserError, did_you_mean


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(["palim", "homere", "digital_explorers", "thamm", "morocco_germany", "ygca", "match"],
                          "Schemes to compare, or to predict where nothing is published (all)")  # fmt: skip
    leave_out: bool = setting(True, None, None, "switch", "Predict each scheme without its own outcomes, too")
    moves: int = setting(40, 1, 10_000, "moves", "Markov moves after a scheme's outcomes are left out")


EXAMPLES = (
    "python -m analysis.validation",
    "python -m analysis.validation leave_out=false",
    "python -m analysis.validation scenario=[palim,ygca] moves=80",
)
TABLES = {
    "validation.csv": "scheme x quantity x basis: published, simulated (5, 50, 95 %), whether it was used in calibration",
    "coverage.csv": "basis: share of the published quantities within the 90 % intervals, with an interval of its own",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


def run(request: Request) -> None:
    """Simulate, write tables, figures and the report."""
    from analysis.command.application import as_names

    settings = request.settings
    schemes = as_names(settings.scenario, "scenario")
    _refuse(request.overrides, schemes)
    config = request.configure("baseline")
    with request.folder(config) as folder:
        from analysis.calibration.__main__ import speed
        from analysis.validation.page import page
        from analysis.validation.pictures import draw
        from analysis.validation.runs import validate
        from sim.progress import bar

        with bar("schemes left out") as progress:
            found = validate(schemes, settings.leave_out, settings.moves, config.seed, config.workers, progress)
        folder.facts |= speed(found.everything, time.perf_counter() - folder.began) | {"draws": found.draws}
        folder.table("validation", found.table)
        folder.table("coverage", found.coverage)
        shown = page(found, folder.figures(draw(found)))
        print(shown.answer[0])
        folder.report(shown)


def _refuse(overrides: Sequence[str], schemes: Sequence[str]) -> None:
    """Schemes are taken as they were; only how to run may be said."""
    from analysis.calibration.__main__ import refuse_overrides

    refuse_overrides(overrides, "validation")
    for scheme in schemes:
        if scheme not in Settings().scenario:
            raise UserError(
                f"scenario: {scheme} is not one of the real schemes{did_you_mean(scheme, Settings().scenario)}"
            )


APPLICATION = Application("validation", "Does the model say what was published, also about schemes it was not shown?",
                          Settings, run, EXAMPLES, TABLES)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    launch(APPLICATION, arguments)


if __name__ == "__main__":
    main()
