"""Several visitors at once: analyses take turns, end with their page, and pause when nobody looks."""

import time

import pytest
from browsing import open_tab

from analysis.dashboard import background, jobs

pytestmark = [pytest.mark.browser, pytest.mark.compiled, pytest.mark.slow]

HIDE = """(hidden) => { Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange")); }"""
PATIENCE = 20.0


@pytest.fixture
def address(inside):
    """The address of a server whose queues a test sees."""
    return inside[0]


def analysing(visit, scenario):
    """A page of its own whose full analysis was asked for."""
    page = visit(f"?scenario={scenario}&runs=100")
    open_tab(page, "drives")
    page.click("#analyse")
    return page


def wait_for_phase(page, text):
    page.wait_for_function("(text) => document.querySelector('#drives-phase').textContent.includes(text)", arg=text)


def running():
    return len(jobs.QUEUES[jobs.LONG].running)


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_analysis_waits_its_turn_and_ends_with_its_page(visit):
    pages = [analysing(visit, scenario) for scenario in ("palim", "digital_explorers")]
    for page in pages:
        wait_for_phase(page, "of 3")
    third = analysing(visit, "palim")
    wait_for_phase(third, "Waiting for its turn: 1 other is served first")
    stopped = jobs.COUNTED["stopped"]
    began = time.monotonic()
    pages[0].close()  # nobody waits for it any more
    wait_for_phase(third, "of 3")
    assert time.monotonic() - began < 5.0
    assert jobs.COUNTED["stopped"] == stopped + 1
    for page in (pages[1], third):
        page.close()
    until(lambda: running() == 0)


def test_an_analysis_pauses_when_nobody_looks_and_goes_on(visit, monkeypatch):
    monkeypatch.setattr(background, "HIDDEN_SECONDS", 1.0)
    page = analysing(visit, "palim")
    wait_for_phase(page, "of 3")
    page.evaluate(HIDE, True)
    page.wait_for_timeout(300)
    page.evaluate(HIDE, False)  # looked away for a moment
    page.wait_for_timeout(1500)
    assert running() == 1
    page.evaluate(HIDE, True)
    wait_for_phase(page, "Paused, because nobody has looked at this page for 1 second")
    until(lambda: running() == 0)
    page.evaluate(HIDE, False)
    page.click("#drives_on")
    page.wait_for_selector("#drives_on", state="hidden")
    wait_for_phase(page, "of 3")
    assert running() == 1
    page.click("#stop")
    wait_for_phase(page, "Stopped")
    assert not page.is_visible("#drives_on")
    assert page.troubles == []


def test_another_tab_of_the_page_is_no_reason_to_stop(visit, monkeypatch):
    monkeypatch.setattr(background, "HIDDEN_SECONDS", 0.5)
    page = analysing(visit, "palim")
    wait_for_phase(page, "of 3")
    open_tab(page, "compare")
    page.wait_for_timeout(1200)
    assert running() == 1
