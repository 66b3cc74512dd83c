"""``python -m analysis.lessons``: does the model show each lesson of the brief (L1 to L22), and how strongly.

Every lesson is one or more designed experiments, declared in :mod:`analysis.lessons.partnership` and
:mod:`analysis.lessons.pathway`: arms on common draws, a claim, an effect with its interval, a verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from analysis.command.application import Application, Request, as_names, launch, names, setting
from sim.errors import UserError

if TYPE_CHECKING:
    import pandas as pd


class Uncertainty(IntEnum):
    """What differs between replicates."""

    chance = 0
    parameters = 1
    both = 2


@dataclass
class Settings:
    """Settings of the command."""

    lessons: Any = names(["all"], "Lessons by number: lessons=[L1,L14] (all)")
    uncertainty: Uncertainty = setting(
        Uncertainty.both, None, None, "category", "What differs between replicates, and so what the intervals cover"
    )
    replicates: int = setting(1000, 2, 1_000_000, "runs", "Replicates of every arm of every experiment")


EXAMPLES = (
    "python -m analysis.lessons",
    "python -m analysis.lessons lessons=[L1,L14] replicates=2000",
    "python -m analysis.lessons lessons=L13 uncertainty=chance",
    "python -m analysis.lessons uncertainty=chance replicates=200 trust.gain=0.2",
)
TABLES = {
    "lessons.csv": "lesson x part: claim, effect with 95 % interval, supported or not, arms, parameters concerned",
    "report.html, figures/": "the answer, a picture and a table per theme; one page, no network needed",
    "settings.yaml, run.json": "the settings; versions, hashes of the sources, seed, number of runs, command, time",
}


def run(request: Request) -> None:
    """Run the experiments, write the table, figures and the report."""
    from analysis.lessons.runs import chosen_lessons, run_lessons

    settings = request.settings
    lessons = chosen_lessons(as_names(settings.lessons, "lessons"))
    if any(override.partition("=")[0].strip("+~ ") == "scenario" for override in request.overrides):
        raise UserError("scenario: every experiment states its own scenarios; other parameters may be set (see --help)")
    request.overrides.append(f"replicates={settings.replicates}")
    config = request.configure("baseline")
    with request.folder(config) as folder:
        from analysis.lessons.page import page
        from analysis.lessons.pictures import draw
        from analysis.lessons.words import lesson_table
        from sim.progress import bar

        uncertainty = settings.uncertainty.name
        with bar("arms x replicates") as progress:
            findings, facts = run_lessons(lessons, request.configure, settings.replicates, uncertainty, progress)
        table = lesson_table(findings, settings.replicates, config.seed, uncertainty)
        folder.facts |= facts.facts | {"experiments": len(table), "arms": facts.count // settings.replicates}
        folder.table("lessons", table)
        shown = page(lessons, table, uncertainty, folder.figures(draw(table, config)))
        print_table(table)
        print(shown.answer[0])
        folder.report(shown)


def print_table(table: "pd.DataFrame") -> None:
    """Print claims, effects and verdicts for a person to read, 100 characters wide where it goes to no terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from analysis.lessons.words import MARKS, effect_words

    out = Console(highlight=False)
    if not out.is_terminal or out.width < 80:
        out.width = 120
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading, ratio in (("lesson", 0), ("claim", 5), ("effect (95 % interval)", 4), ("supported", 0)):
        shown.add_column(heading, ratio=ratio or None, no_wrap=not ratio)
    for row in table.itertuples():
        last = row.part == (table.lesson == row.lesson).sum()
        effect = effect_words(row.effect, row.ci_low, row.ci_high, row.unit)
        waited = f"; longest: {row.longest_wait}" if row.longest_wait else ""
        shown.add_row(row.lesson if row.part == 1 else "", row.claim, effect + waited, f"{MARKS[row.supported]} {row.supported}",
                      end_section=last)  # fmt: skip
    out.print(shown)
    out.print()


APPLICATION = Application("lessons", "Does the model show each lesson of the brief, and how strongly?", Settings, run, EXAMPLES,
                          TABLES)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    launch(APPLICATION, arguments)


if __name__ == "__main__":
    main()
