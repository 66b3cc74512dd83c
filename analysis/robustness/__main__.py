"""``python -m analysis.robustness``: which design is least regretted over many plausible worlds, and which uncertainty is worth resolving.

Every design meets every world on common draws. Regret, satisficing: :mod:`analysis.robustness.regret`; value of information:
:mod:`analysis.robustness.information`; worlds: :mod:`analysis.worlds`.
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.robustness.settings import EXAMPLES, TABLES, TAKES, Settings, asked


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.robustness.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "robustness",
    "Which design is least regretted over many plausible worlds, and what is worth finding out first?",
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
