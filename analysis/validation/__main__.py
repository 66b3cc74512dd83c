"""``python -m analysis.validation``: simulated against published, scheme by scheme, and how the model predicts what it was not shown.

Three comparisons: with the posterior that ships with the project (all published outcomes were used for it); with each scheme's
own outcomes left out of the calibration, so that what is said about it is a prediction; and, for the schemes without a
published outcome, what their design alone lets expect.
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.validation.settings import EXAMPLES, TABLES, TAKES, Settings, asked


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.validation.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "validation",
    "Does the model say what was published, also about schemes it was not shown?",
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
