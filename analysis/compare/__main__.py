"""``python -m analysis.compare``: which design gives more, how sure, from which month, and what would turn it round.

Every design meets the same worlds, replicate by replicate (common random numbers), so that differences are the designs'.
The first design is the reference (``design_a``), every other is compared with it (``design_b``).
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.compare.settings import EXAMPLES, TABLES, TAKES, Settings, asked


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.compare.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "compare",
    "Which design gives more, how sure is that, from which month, and what would turn the answer round?",
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
