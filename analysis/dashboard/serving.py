"""Serving the page: what the first visitor would wait for comes first; then the server runs until it is ended."""

import socket
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn

from analysis.dashboard import jobs, life
from analysis.dashboard.answers import answer
from analysis.dashboard.guard import Guard
from analysis.dashboard.listening import address_of, announcement
from analysis.dashboard.page import page
from analysis.dashboard.plan import Plan
from analysis.dashboard.server import create_app
from analysis.dashboard.settings import Settings, allowed
from analysis.dashboard.words import pictures, sentence

PING_SECONDS = 5.0
"""Time between two questions to a browser whether it is still there; one that is silent for three of them is gone."""


def serve(listening: socket.socket, settings: Settings) -> None:
    """Serve the page on a socket until interrupted."""
    _warm()
    _serve(listening, settings)


def _warm() -> None:
    """Compile and import what the first visitor would otherwise wait for, and answer the question the page starts with."""
    plan = Plan()
    found = answer(plan, jobs.Job())
    for part in (sentence(found), pictures(found), page(plan)):
        str(part)
    life.world(plan.key, 0, 0)


def _serve(listening: socket.socket, settings: Settings) -> None:
    host, port = listening.getsockname()[:2]
    address = address_of(host, port)

    class Announcing(uvicorn.Server):
        """A server that says where it is as soon as it answers."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            for line in announcement(host, address):
                print(line, flush=True)
            if settings.browser:
                webbrowser.open(address)

    application = Guard(create_app(Path(settings.outputs).expanduser()), allowed(settings))
    with suppress(KeyboardInterrupt):  # Ctrl+C is how it is ended
        Announcing(configured(application)).run(sockets=[listening])
    print("The page is closed.", file=sys.stderr)


def configured(application: Any) -> uvicorn.Config:
    """How the application is served."""
    return uvicorn.Config(
        application, log_level="warning", ws_max_size=1_000_000, timeout_graceful_shutdown=2, server_header=False,
        ws_ping_interval=PING_SECONDS, ws_ping_timeout=2 * PING_SECONDS,
    )  # fmt: skip
