"""``python -m analysis.influence``: which uncertain parameters an outcome depends on most, and which of them are assumptions.

Worlds are drawn from the plausible ranges (:mod:`analysis.worlds.experiments`), each with chance of its own; the share of the
outcome's variance that each parameter explains is estimated from them all at once (:mod:`analysis.influence.shares`).
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.influence.settings import EXAMPLES, TABLES, TAKES, Settings, asked


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.influence.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "influence",
    "Which uncertain parameters does an outcome depend on most, and which of them are assumptions?",
    Settings,
    run,
    EXAMPLES,
    TABLES,
    takes=TAKES,
)
main = partial(launch, APPLICATION)
"""Entry of the command line."""

if __name__ == "__main__":
    main()
