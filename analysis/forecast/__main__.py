"""``python -m analysis.forecast``: how many persons will move, by when, and how sure that is.

Four forecasts stand side by side: the model, the outside view (what other schemes achieved), the plan as promised, and a pool of
the first two. Where the outcome is published they are scored.
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.forecast.settings import EXAMPLES, TABLES, TAKES, Settings, asked


def run(request: Request) -> None:
    """Refuse what cannot be asked, then simulate and write the folder."""
    question = asked(request)
    from analysis.forecast.answer import write  # heavy: pandas, scipy, matplotlib, compiled kernels

    write(request, question)


APPLICATION = Application(
    "forecast",
    "How many persons will move, by when, and how sure is that?",
    Settings,
    run,
    EXAMPLES,
    TABLES,
    worlds=True,
    takes=TAKES,
)
main = partial(launch, APPLICATION)
"""Entry of the command line."""

if __name__ == "__main__":
    main()
