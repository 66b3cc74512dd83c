"""``python -m analysis.validation``: simulated against published, scheme by scheme, before anything is fitted.

The prior predictive: uncertain parameters, and what is not known about a scheme, are drawn from their plausible ranges. Schemes
without a published outcome are predicted in the same way.
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
    "Does the model say what was published, before anything is fitted to it?",
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
