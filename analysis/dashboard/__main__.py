"""``python -m analysis.dashboard``: a page for planners: choose, compare, see how sure; no network needed.

It listens on this machine only, unless told otherwise, and prints its address. Everything that is chosen stands in the
page's address; the server keeps nothing but the last answers and finished runs.
"""

from functools import partial

from analysis.command.application import launch
from analysis.command.declare import Application, Request
from analysis.dashboard.listening import listen
from analysis.dashboard.settings import EXAMPLES, Settings, refuse


def run(request: Request) -> None:
    """Refuse what cannot be set, then serve the page until interrupted."""
    refuse(request)
    listening = listen(request.settings.host, request.settings.port)
    from analysis.dashboard.serving import serve  # heavy: shiny, matplotlib, compiled kernels

    serve(listening, request.settings)


APPLICATION = Application(
    "dashboard", "Choose, compare, see how sure: a page for planners", Settings, run, EXAMPLES, {}, "dashboard"
)
main = partial(launch, APPLICATION)
"""Entry of the command line."""

if __name__ == "__main__":
    main()
