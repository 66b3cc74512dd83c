"""A server as a planner starts it, and a real browser to look at it: Debian's Chromium, driven by Playwright.

Where there is no browser these tests are skipped; ``BROWSER=required`` (as in ``.ci/run``) makes its absence a failure.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from sim.setup.catalogue import ROOT

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 20_000


def missing(what):
    """Skip, or fail where a browser is required."""
    if os.environ.get("BROWSER") == "required":
        pytest.fail(what)
    pytest.skip(what)


@contextmanager
def served(folder, *arguments):
    """A server started on the command line, in a folder of its own: the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis.dashboard", "port=0", f"outputs={folder}", *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        lines = iter(process.stdout.readline, "")
        line = next((line for line in lines if "The page is at" in line), "")
        assert "The page is at http://" in line, line
        yield line.split()[4]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """The address of the server that most tests share."""
    with served(tmp_path_factory.mktemp("planner")) as found:
        yield found


@pytest.fixture(scope="session")
def named_address(tmp_path_factory):
    """The address of a server that listens everywhere, as behind another web server, with a name of its own."""
    with served(tmp_path_factory.mktemp("named"), "host=0.0.0.0", "names=[pilots.ministry.example]") as found:
        yield found


@pytest.fixture
def inside(tmp_path):
    """A server in this process, so that a test sees its queues and connections: its address and itself."""
    import uvicorn

    from analysis.dashboard import serving
    from analysis.dashboard.guard import Guard
    from analysis.dashboard.listening import address_of, listen
    from analysis.dashboard.server import create_app

    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(serving.configured(Guard(create_app(tmp_path))))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield address_of(*listening.getsockname()), server
    server.should_exit = True
    thread.join(timeout=20)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def chromium():
    """The browser; it ends with its module, because Playwright's own event loop runs as long as it does."""
    if CHROMIUM is None:
        missing("no chromium is installed")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed (extra browser)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, address):
    """A function that opens the page in a session of its own and waits for its first answer."""
    contexts = []

    def opened(query="", wait=True, **options):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 720}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.requested, page.troubles = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.on("console", lambda message: page.troubles.append(message.text) if message.type == "error" else None)
        page.began = time.monotonic()
        page.goto(address + query)
        if wait:
            page.wait_for_selector("#drawn")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe():
    """The text of axe-core, from npm."""
    path = os.environ.get("AXE_CORE", "")
    if not Path(path).is_file() or not path:
        missing("AXE_CORE names no file: npm install axe-core, then AXE_CORE=node_modules/axe-core/axe.min.js")
    return Path(path).read_text(encoding="utf-8")
