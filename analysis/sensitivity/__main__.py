"""``python -m analysis.sensitivity``: which factors drive matches and completed mobilities, and which do not matter.

Uncertain parameters and the planner's levers are varied together over their plausible ranges; every parameter set meets
the same replicates. Factors: :mod:`analysis.sensitivity.factors`; methods: :mod:`analysis.sensitivity.indices`; runs that are done are kept
(:mod:`sim.runs.store`), so that the same command after an interruption runs only what is missing.
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.sensitivity.settings import EXAMPLES, TABLES, TAKES, Settings, asked


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.sensitivity.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "sensitivity",
    "Which factors drive matches and completed mobilities, and which do not matter?",
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
