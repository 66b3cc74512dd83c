"""The tab of the best designs in a real browser: the front grows, a design is taken over, one is saved, a search is stopped."""

import pytest
from browsing import open_tab, plan, wait_for_plan

from analysis.dashboard import best, best_page, best_search
from analysis.dashboard.plan import OWN, configurations
from sim.parameters import value_of
from sim.setup.configuration import configure

pytestmark = [pytest.mark.browser, pytest.mark.compiled, pytest.mark.slow]

QUERY = "?scenario=digital_explorers&runs=100&A.design.duration_years=2&B.design.duration_years=3"
RUNS = 3000
PATIENCE = 300_000
"""Milliseconds for a small search on a busy machine."""
RULES = "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })"


@pytest.fixture
def address(inside, monkeypatch):
    """The address of a server whose searches take seconds."""
    for owner, name, value in (
        (best, "SIZES", (RUNS,)), (best_page, "TAKES", {RUNS: "some seconds"}), (best_search, "POPULATION", 8),
        (best_search, "REPORT_WORLDS", 60), (best_search, "SHOWN", 3),
    ):  # fmt: skip
        monkeypatch.setattr(owner, name, value)
    return inside[0]


def findings(page, axe):
    """What axe-core finds that is serious."""
    page.evaluate(axe)
    return [
        (each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in page.evaluate(RULES)["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def test_the_front_grows_and_its_designs_can_be_used(visit, axe, tmp_path):
    page = visit(QUERY)
    open_tab(page, "best")
    page.wait_for_selector("#best_shown >> text=Nothing asked yet")
    for group in ("size", "staff"):
        page.uncheck(f'input[name="best_levers"][value="{group}"]')
    page.fill("#best_money", "2,000,000")
    page.select_option("#best_design", "B")
    page.click("#seek")
    page.wait_for_selector("#best_shown figure[data-generation] svg", timeout=PATIENCE)
    assert "designs tried in" in page.inner_text("#best_shown")
    page.wait_for_selector("#best_shown .verdict", timeout=PATIENCE)
    assert page.inner_text("#best_shown .verdict").startswith("For 2 million euro, front_0")
    assert not page.is_visible("#best-progress")
    for width, height in ((1280, 720), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert findings(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as saved:
        page.click("#best_yaml_0")
    assert saved.value.suggested_filename == "digital_explorers_front_01.yaml"
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    page.click("#best_take_0")
    page.wait_for_selector("#best_note >> text=front_01 was taken over as design C")
    open_tab(page, "compare")
    wait_for_plan(page, "C.design.duration_years=3")
    assert page.is_visible("#C")
    assert page.input_value("#C-design-duration_years") == "3"
    taken, file = configurations(plan(page))[2], configure(str(path))
    for name in (*best.GROUPS["signs"][1], *best.GROUPS["size"][1], *best.GROUPS["staff"][1]):
        assert value_of(taken, name) == value_of(file, name)
    assert plan(visit("?" + page.url.partition("?")[2])) == plan(page)
    open_tab(page, "best")
    page.fill(f"#B-{OWN[0].replace('.', '-')}", "4")
    page.wait_for_selector("#best_note .stale")
    before = page.url
    page.click("#best_take_0")
    page.wait_for_timeout(500)
    assert page.url == before
    assert page.troubles == []


def test_a_search_can_be_stopped_and_what_cannot_be_asked_is_said(visit):
    page = visit(QUERY)
    open_tab(page, "best")
    page.fill("#best_money", "a lot")
    page.click("#seek")
    page.wait_for_selector("#best-phase >> text=money at hand: 'a lot' is not a number")
    page.fill("#best_money", "")
    page.click("#seek")
    page.wait_for_selector("#seek_stop:enabled")
    page.wait_for_selector("#best_shown figure[data-generation]", timeout=PATIENCE)
    page.click("#seek_stop")
    page.wait_for_selector("#best-phase >> text=Stopped", timeout=PATIENCE)
    page.wait_for_selector("#seek:enabled")
    assert page.is_visible("#best_shown figure[data-generation]")
    assert page.troubles == []
