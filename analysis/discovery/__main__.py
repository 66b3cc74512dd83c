"""``python -m analysis.discovery``: in which conditions a design misses a target, or loses against another design.

Many plausible worlds (:mod:`analysis.discovery.space`), the target judged in each (:mod:`analysis.worlds.target`, :mod:`analysis.discovery.conditions`);
then boxes (:mod:`analysis.discovery.boxes`) and a tree (:mod:`analysis.discovery.tree`) that tell where it is met.
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.discovery.settings import EXAMPLES, TABLES, TAKES, Settings, asked


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.discovery.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "discovery",
    "In which conditions does a design miss a target, or lose against another design?",
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
