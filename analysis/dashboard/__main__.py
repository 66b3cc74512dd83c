"""``python -m analysis.dashboard``: a page for planners: choose, compare, see how sure; no network needed.

It listens on this machine only, unless told otherwise, and prints its address. Everything that is chosen stands in the
page's address; the server keeps nothing but the last answers and finished runs.
"""

import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from analysis.command.application import Application, Request, launch, setting
from sim.errors import UserError
from sim.installation import require

TRIES = 20


@dataclass
class Settings:
    """Settings of the command."""

    host: str = setting("127.0.0.1", None, None, "address", "Address to listen on; 0.0.0.0 lets the whole network in")
    port: int = setting(8000, 0, 65535, "number", "Port; where it is taken, the next free one; 0: any")
    browser: bool = setting(False, None, None, "switch", "Open the page in this machine's browser")
    outputs: str = setting("outputs", None, None, "folder", "Folder below which finished runs are kept")


EXAMPLES = (
    "python -m analysis.dashboard",
    "python -m analysis.dashboard port=8050 browser=true",
    "python -m analysis.dashboard host=0.0.0.0   # lets others on the network in",
)


def run(request: Request) -> None:
    """Serve the page until interrupted."""
    settings = request.settings
    if request.overrides:
        raise UserError(
            f"{request.overrides[0]}: parameters are chosen on the page; this command takes host, port, browser and outputs"
        )
    for module in ("shiny", "uvicorn"):
        require(module, "shiny", "dashboard", "the page")
    listening = _listen(settings.host, settings.port)
    _warm()
    _serve(listening, settings)


def _listen(host: str, port: int) -> socket.socket:
    """A socket on the port, or on the next free one. Raises :class:`UserError` where there is none."""
    try:
        family = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]
    except (OSError, UnicodeError):
        raise UserError(f"host: '{host}' is not an address of this machine") from None
    for each in range(port, min(port + TRIES, 65536)) if port else [0]:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, each))
            listening.listen(128)
            return listening
        except OSError as error:
            listening.close()
            problem = error
    raise UserError(f"cannot listen on {host}, port {port}: {problem.strerror}")


def _warm() -> None:
    """Compile and import what the first visitor would otherwise wait for, and answer the question the page starts with."""
    from analysis.dashboard import jobs, life
    from analysis.dashboard.answers import answer
    from analysis.dashboard.page import page
    from analysis.dashboard.plan import Plan
    from analysis.dashboard.words import pictures, sentence

    plan = Plan()
    found = answer(plan, jobs.Job())
    for part in (sentence(found), pictures(found), page(plan)):
        str(part)
    life.world(plan.key, 0, 0)


def _serve(listening: socket.socket, settings: Settings) -> None:
    import uvicorn

    from analysis.dashboard.guard import Guard
    from analysis.dashboard.server import create_app

    host, port = listening.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    class Announcing(uvicorn.Server):
        """A server that says where it is as soon as it answers."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            for line in announcement(host, address):
                print(line, flush=True)
            if settings.browser:
                import webbrowser

                webbrowser.open(address)

    config = uvicorn.Config(
        Guard(create_app(Path(settings.outputs).expanduser())), log_level="warning", ws_max_size=1_000_000, timeout_graceful_shutdown=2,
        server_header=False,
    )  # fmt: skip
    with suppress(KeyboardInterrupt):  # Ctrl+C is how it is ended
        Announcing(config).run(sockets=[listening])
    print("The page is closed.", file=sys.stderr)


def announcement(host: str, address: str) -> list[str]:
    """What is said when the page can be opened."""
    lines = [f"The page is at {address} (end it with Ctrl+C)"]
    if not ip_address(host.partition("%")[0]).is_loopback:
        lines.insert(
            0,
            "Others on the network can open this page, too, and there is no password: host=127.0.0.1 keeps it to this machine.",
        )
    return lines


APPLICATION = Application(
    "dashboard", "Choose, compare, see how sure: a page for planners", Settings, run, EXAMPLES, {}, "dashboard"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry of the command line."""
    launch(APPLICATION, arguments)


if __name__ == "__main__":
    main()
