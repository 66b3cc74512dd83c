"""``python -m analysis.validation``: how good the forecasts of real schemes would have been, had nobody known the outcome.

Every scheme is left out in turn: it is forecast without its own outcome, and the forecast is scored against what was published,
beside the outside view, the plan as promised, and the model that learned nothing.
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
    "How good would its forecasts of real schemes have been?",
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
