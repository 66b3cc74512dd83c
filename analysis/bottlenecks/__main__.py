"""``python -m analysis.bottlenecks``: which constraint holds a scheme back, and what relaxing each one gives (L21).

For every scenario: person-months waited by cause and stage; then each constraint of :mod:`analysis.bottlenecks.constraints` relaxed by
a tenth and fully, all else untouched, on common draws.
"""

from functools import partial

from analysis.bottlenecks.settings import EXAMPLES, TABLES, TAKES, Settings, asked
from analysis.command.application import launch
from analysis.command.declare import Application, Request


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.bottlenecks.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "bottlenecks",
    "Which constraint holds a scheme back, and what does relaxing each one give?",
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
