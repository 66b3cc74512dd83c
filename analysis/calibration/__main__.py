"""``python -m analysis.calibration``: which parameter values agree with what was published about the pilots.

The uncertain parameters (:mod:`sim.runs.prior`) are drawn from their plausible ranges and moved to those values whose runs
come close to the published outcomes of all schemes at once (:mod:`analysis.fitting.observations`, :mod:`analysis.fitting.fit`), by
tempering (:mod:`analysis.fitting.tempering`), in populations that know nothing of each other: where these differ, the sample is too
small. A step that is done is on disk; the same command goes on from there. The result stays in its folder; with ``ship=true`` every
analysis draws from it. ``check=100`` calibrates nothing but tries the sampler on simulated outcomes (:mod:`analysis.calibration.check`).
"""

from functools import partial

from analysis.calibration.settings import EXAMPLES, TABLES, TAKES, Settings, asked
from analysis.command.application import launch
from analysis.command.declare import Application, Request


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    if request.settings.check:
        from analysis.calibration.check_page import write  # heavy: pandas, scipy, matplotlib, compiled kernels
    else:
        from analysis.calibration.answer import write  # as heavy

    write(request, question)


APPLICATION = Application(
    "calibration",
    "Which parameter values agree with what was published about the pilots?",
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
