"""``python -m analysis.sequence``: one long scheme, two shorter ones with a decision between them, or several at once.

Every plan meets the same worlds with the same total money and places. Plans: :mod:`analysis.sequence.plans`; what a decision is
worth: :mod:`analysis.sequence.gate`; how totals of several schemes compare with what was published: :mod:`analysis.sequence.record`.
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.sequence.settings import EXAMPLES, TABLES, TAKES, Settings, asked


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.sequence.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "sequence",
    "One long scheme, two shorter ones with a decision between them, or several at once?",
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
