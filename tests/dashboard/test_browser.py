"""The page in a real browser, as a planner uses it."""

import csv
import io
import re
import statistics
import subprocess
import sys

import pytest
from browsing import MOVE, NUMBER, SLIDER, download, open_tab, plan, wait_for_plan

from sim.setup.catalogue import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.compiled, pytest.mark.slow]


def test_first_page_comes_within_three_seconds_and_asks_nobody_else(visit, address):
    page = visit()
    seconds = page.evaluate("performance.now()") / 1000
    assert seconds < 3.0
    first, *_ = page.inner_text("#said .often >> nth=0").splitlines()
    assert re.match(r"In (all [\d,]+|(more than |fewer than )?\d+ of 100) plausible worlds, ", first)
    assert "Promise" in page.inner_text("#said .promise >> nth=0")
    assert "of 100 plausible worlds" in page.inner_text("#said .verdict")
    assert "95 % interval" in page.inner_text("#said .mean")
    assert page.locator("#drawn svg").count() == 9
    assert page.locator("#fold-outside svg").count() == 1
    assert "End of public funding" in page.inner_text("#fold-glance")
    outside = [url for url in page.requested if not url.startswith((address, "data:", "blob:"))]
    assert outside == []
    assert page.troubles == []


def test_from_slider_to_picture_takes_a_second_at_most(visit):
    page = visit()
    times = [page.evaluate(MOVE, [SLIDER, str(1.25 + 0.25 * move)]) for move in range(20) if 1.25 + 0.25 * move != 3.0]
    times.append(page.evaluate(MOVE, ["B-design-flexibility", "0.85"]))
    print(f"slider to picture, ms: median {statistics.median(times):.0f}, worst {max(times):.0f}")
    assert len(times) == 20
    assert statistics.median(times) <= 1000


def test_moving_again_supersedes_the_run_under_way(visit):
    page = visit(
        "?scenario=talent_partnership&runs=200&A.design.duration_years=5&B.design.duration_years=7", wait=False
    )
    page.wait_for_selector("#sentence .empty")
    page.wait_for_function("document.body.classList.contains('computing')")
    page.select_option("#scenario", "palim")
    wait_for_plan(page, "scenario=palim")  # under the patience of this test, far under the first question's time
    assert "PALIM" in page.inner_text(".verdict")
    page.evaluate(f"""() => {{ const s = document.querySelector('[data-for="{SLIDER}"]');
        for (const value of [2, 3, 4, 5, 6]) {{ s.value = value; s.dispatchEvent(new Event('input', {{ bubbles: true }})); }} }}""")
    wait_for_plan(page, "A.design.duration_years=6")


def test_ten_at_once_stay_fast_and_apart(visit):
    pages = [visit() for _ in range(10)]
    alone = min(
        pages[0].evaluate(f"(question) => ({NUMBER})(question)", [SLIDER, years]) for years in ("1.2", "1.3", "1.4")
    )
    rounds = []
    for later in (0.0, 0.1):  # the better of two, so that what else the machine does at the moment does not decide
        durations = [1.15 + 0.4 * number + later for number in range(10)]
        for page, years in zip(pages, durations, strict=True):
            page.evaluate(f"(question) => {{ window.taken = ({NUMBER})(question); }}", [SLIDER, f"{years:.2f}"])
        rounds.append(sorted(page.evaluate("window.taken") for page in pages))
        assert [plan(page).designs[0]["design.duration_years"] for page in pages] == pytest.approx(durations)
        assert [float(page.inner_text("#said .key li >> nth=0").split()[1]) for page in pages] == pytest.approx(
            durations
        )
    best = min(rounds, key=max)
    print(f"alone, ms: {alone:.0f}; ten at once: median {statistics.median(best):.0f}, worst {best[-1]:.0f}")
    assert best[-1] < 20 * alone  # each waits for the nine others, and as long again for ten tabs on the same machine


def test_what_drives_it_screens_and_can_be_stopped(visit):
    page = visit("?scenario=digital_explorers")
    open_tab(page, "drives")
    page.click("#screen")
    page.wait_for_selector("#drives_shown svg")
    assert "depend most on" in page.inner_text("#drives_shown")
    page.click("#analyse")
    page.wait_for_selector("#stop:enabled")
    page.wait_for_function("document.querySelector('#drives-phase').textContent.includes('of 3')")
    page.click("#stop")
    page.wait_for_function("document.querySelector('#drives-phase').textContent.startsWith('Stopped')")
    page.wait_for_selector("#analyse:enabled")
    page.fill("#all-shock-severity", "0.5")
    page.wait_for_selector(".stale")


def test_what_holds_it_back(visit):
    page = visit("?scenario=palim&runs=100")
    open_tab(page, "holds")
    page.wait_for_selector("#holds_shown >> text=Nothing asked yet")
    page.click("#relax")
    page.wait_for_selector("#holds_shown svg", timeout=60_000)
    assert "Candidates wait longest for" in page.inner_text("#holds_shown")


def test_how_far_to_trust_it(visit):
    page = visit()
    open_tab(page, "trust")
    text = page.inner_text("#shown .tab-pane.active")
    assert re.search(r"closer to the outcome in \d+ of \d+ schemes", text)
    assert re.search(r"shows \d+ of \d+ claims", text)
    assert "No published figure bounds" in text


def test_one_life(visit):
    page = visit()
    open_tab(page, "life")
    page.wait_for_selector("#life_shown svg")
    assert page.locator("#life_shown svg").count() == 2
    first = page.inner_text("#life_shown .story >> nth=0")
    assert "applied" in first
    page.click("#life_next")
    page.wait_for_function("(old) => document.querySelector('#life_shown .story').textContent !== old", arg=first)
    page.select_option("#life_end", "dropped_out")
    page.wait_for_function("document.querySelector('#life_shown .story').textContent.includes('left the scheme')")
    page.fill("#life_world", "0")
    page.wait_for_selector("#life_shown .error")


def test_the_scenario_taken_away_gives_the_same_numbers(visit, tmp_path):
    page = visit(
        "?scenario=palim&runs=100&all.recognition.months=5&A.design.duration_years=1.5&B.design.duration_years=4"
    )
    name, text = download(page, "yaml_B")
    assert name == "palim_B.yaml"
    (tmp_path / name).write_text(text, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "sim", f"scenario={tmp_path / name}", f"outputs={tmp_path}"],
        check=True,
        cwd=ROOT,
        capture_output=True,
    )
    [summary] = tmp_path.glob("palim/*/summary.csv")
    means = {
        row["indicator"]: float(row["mean"]) for row in csv.DictReader(summary.open(encoding="utf-8")) if row["mean"]
    }
    _, table = download(page, "table")
    rows = {row["indicator"]: row for row in csv.DictReader(io.StringIO(table))}
    for indicator in ("completed_mobilities", "matches", "public_cost", "waiting_permit"):
        assert float(rows[indicator]["mean_b"]) == pytest.approx(means[indicator], rel=1e-12)


def test_the_report_and_tables_can_be_taken_away(visit):
    page = visit("?runs=100&A.design.duration_years=2&B.design.duration_years=3")
    name, report = download(page, "report")
    assert name == "covid_shock_report.html"
    assert report.lstrip().startswith("<!DOCTYPE html>")
    assert not re.search(r'(src|href)="https?://', re.sub(r"<a [^>]*>", "", report))
    assert "B (3 years)" in report
    _, runs = download(page, "runs")
    assert len(runs.splitlines()) == 201
    _, months = download(page, "months")
    assert "difference_low" in months.splitlines()[0]
    assert page.input_value("#address") == page.url
    assert "analysis.compare" in page.inner_text("#command")


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)], ids=["desk", "phone"])
def test_no_serious_finding_of_axe(visit, axe, size):
    page = visit(viewport={"width": size[0], "height": size[1]})
    found = []
    for tab in ("compare", "drives", "holds", "best", "trust", "life", "take"):
        open_tab(page, tab)
        if tab == "drives":
            page.click("#screen")
            page.wait_for_selector("#drives_shown svg")
        if tab == "life":
            page.wait_for_selector("#life_shown svg")
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        page.wait_for_timeout(300)
        page.evaluate(axe)
        result = page.evaluate("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })")
        found += [
            (tab, each["id"], each["impact"], [node["target"] for node in each["nodes"]][:3])
            for each in result["violations"]
            if each["impact"] in ("serious", "critical")
        ]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
