"""The reports in a real browser: on a telephone every number can be read, folded parts open, paper shows what is open."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from analysis.command.questions import main_of
from sim.__main__ import main as sim_main

pytestmark = [pytest.mark.browser, pytest.mark.compiled, pytest.mark.slow]

SMALL = {
    "sim": ("scenario=covid_shock", "replicates=20"),
    "advice": ("scenario=open_pilot,seasonal_pilot", "draws=20"),
    "bottlenecks": ("scenario=palim,homere", "replicates=2"),
    "calibration": ("scenario=palim", "points=20", "moves=1", "last_moves=1"),
    "compare": ("designs=three_year,five_year,flexible", "replicates=20", "turning=8"),
    "discovery": ("target=completed_mobilities < 45", "worlds=256", "replicates=2", "resamples=2"),
    "forecast": ("scenario=wafira,palim,ygca", "draws=40"),
    "influence": ("worlds=200",),
    "lessons": ("lessons=L1,L13", "replicates=4"),
    "optimise": ("levers=design.places,design.host_staff", "runs=3600", "population=8", "worlds=60", "shown=4"),
    "robustness": ("worlds=32", "replicates=2"),
    "sensitivity": ("samples=8", "replicates=2", "screening=4"),
    "sequence": ("worlds=20", "record=20", "worth=60000"),
    "validation": ("scenario=palim", "draws=40"),
}
PHONE, DESK = {"width": 375, "height": 667}, {"width": 1280, "height": 720}
PAPER = {"width": 672, "height": 1000}
"""The width between the margins of A4, in CSS pixels."""
MOST_SCREENS = 8
"""Screens of a report on a desk as it opens; with everything unfolded it may have many more."""

UNFOLD = "document.querySelectorAll('details').forEach((part) => { part.open = true })"
BEYOND = """
() => [...document.querySelectorAll("body *")].filter((part) => !part.closest(".box, .unseen, svg")
  && part.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((part) => part.outerHTML.slice(0, 90))
"""
HIDDEN = """
() => [...document.querySelectorAll(".box")].filter((box) => box.scrollWidth > box.clientWidth + 1).filter((box) => {
  const style = getComputedStyle(box), hint = box.previousElementSibling;
  const told = hint && hint.matches(".hint") && hint.getBoundingClientRect().height > 0;
  return !(style.overflowX === "auto" && style.backgroundImage.includes("gradient") && told);
}).map((box) => box.innerText.slice(0, 60))
"""
"""Boxes whose content is wider than they are without showing it."""
CUT = """
() => [...document.querySelectorAll("th, td")].filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
  .map((cell) => cell.innerText.slice(0, 60))
"""
BROKEN = """
() => [...document.querySelectorAll("td.number")].flatMap((cell) => {
  const found = [], walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) for (const number of walk.currentNode.data.matchAll(/[\\u2212+-]?\\d[\\d,.]*/g)) {
    const range = document.createRange();
    range.setStart(walk.currentNode, number.index);
    range.setEnd(walk.currentNode, number.index + number[0].length);
    if (range.getClientRects().length > 1) found.push(cell.innerText);
  }
  return found;
})
"""
"""Cells in which a number goes on in the next line."""


@cache
def report(name):
    """The address of a report, made once with the settings above."""
    folder = Path(mkdtemp(prefix="reports"))
    command = sim_main if name == "sim" else main_of(name)
    command([*SMALL[name], f"outputs={folder}"])
    [path] = folder.glob("*/*/report.html")
    return path.as_uri()


@pytest.fixture
def shown(chromium, request):
    """A function that opens a report at a size, everything folded as it comes or unfolded."""

    def opened(name, size, unfolded=True):
        page = chromium.new_page(viewport=size)
        request.addfinalizer(page.close)
        page.goto(report(name))
        if unfolded:
            page.evaluate(UNFOLD)
        return page

    return opened


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["telephone", "desk"])
@pytest.mark.parametrize("name", SMALL)
def test_nothing_is_cut_and_what_scrolls_shows_it(shown, name, size):
    page = shown(name, size)
    assert page.locator(".box table").count() == page.locator("table").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    for rule in (BEYOND, CUT, BROKEN, HIDDEN):
        assert page.evaluate(rule) == []


def test_the_rules_would_notice(shown):
    page = shown("compare", PHONE)
    page.add_style_tag(content=".hint { display: none !important } .box { background: none !important }")
    assert page.evaluate(HIDDEN)
    narrow = "table { width: 9rem !important; min-width: 0 !important } td.number { white-space: normal !important; word-break: break-all }"
    page.add_style_tag(content=narrow)
    assert page.evaluate(BROKEN)
    page.add_style_tag(content=".box { overflow: visible !important; width: 60rem }")
    assert page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]


@pytest.mark.parametrize("name", SMALL)
def test_the_answer_is_on_the_first_screen_and_the_rest_is_short(shown, name):
    page = shown(name, DESK, unfolded=False)
    assert page.locator("p.first").bounding_box()["y"] < DESK["height"]
    assert page.evaluate("document.documentElement.scrollHeight") <= MOST_SCREENS * DESK["height"]


def test_a_link_into_a_folded_part_opens_it(shown):
    page = shown("sim", DESK, unfolded=False)
    assert page.locator("#computed").is_visible()
    assert not page.locator("table.computed").is_visible()
    page.click("summary:has(#computed)")
    assert page.locator("table.computed").is_visible()


@pytest.mark.parametrize("name", SMALL)
def test_paper_shows_what_is_open_and_names_what_is_folded(shown, name):
    page = shown(name, PAPER, unfolded=False)
    page.emulate_media(media="print")
    said = "getComputedStyle(document.querySelector('details:not([open]) > summary'), '::after').content"
    assert "folded" in page.evaluate(said)
    page.evaluate(UNFOLD)
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
