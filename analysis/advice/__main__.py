"""``python -m analysis.advice``: what each lever does, what it costs and what gets worse, in four typical pilots.

Every lever is pushed to both ends of its plausible range, all else and the budget untouched, in the same drawn worlds as the design
itself. Levers and ends: :mod:`analysis.advice.pushes`; what is too good to be true: :mod:`analysis.advice.free_lunch`.
"""

from functools import partial

from analysis.advice.settings import EXAMPLES, TABLES, TAKES, Settings, asked
from analysis.command.application import launch
from analysis.command.declare import Application, Request


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.advice.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "advice",
    "What does each lever do in a typical pilot, what does it cost, and what gets worse?",
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
