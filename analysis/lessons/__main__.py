"""``python -m analysis.lessons``: does the model show each lesson of the brief (L1 to L22), and how strongly.

Every lesson is one or more designed experiments, declared in :mod:`analysis.lessons.partnership` and
:mod:`analysis.lessons.pathway`: arms on common draws, a claim, an effect with its interval, a verdict.
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.lessons.settings import EXAMPLES, TABLES, TAKES, Settings, asked


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.lessons.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "lessons",
    "Does the model show each lesson of the brief, and how strongly?",
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
