"""``python -m analysis.optimise``: the best designs for the money, what cannot be had at once, and what each step costs.

Levers and their grids: :mod:`analysis.optimise.levers`; what is wanted: :mod:`analysis.optimise.objectives`; the search:
:mod:`analysis.optimise.search`; the worlds of search and report: :mod:`analysis.optimise.fields`.
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.optimise.settings import EXAMPLES, TABLES, TAKES, Settings, asked


def run(request: Request) -> None:
    """Refuse what cannot be asked, then search and write the folder."""
    question = asked(request)
    from analysis.optimise.answer import write  # heavy: pandas, pymoo, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "optimise",
    "What is the best we can do with this money, and what cannot be had at once?",
    Settings,
    run,
    EXAMPLES,
    TABLES,
    extra="optimise",
    takes=TAKES,
)
main = partial(launch, APPLICATION)
"""Entry of the command line."""

if __name__ == "__main__":
    main()
