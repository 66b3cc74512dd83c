"""Choosing on the page in a real browser: fields, scenarios, files, addresses, what cannot be, Back and Forward."""

import pytest
from browsing import SLIDER, open_tab, plan, wait_for_plan

from analysis.dashboard.plan import OWN, Plan

pytestmark = [pytest.mark.browser, pytest.mark.compiled, pytest.mark.slow]


def test_an_address_restores_the_page(visit):
    query = "?scenario=palim&budget=same_annual&uncertainty=chance&runs=100&month=30&all.shock.month=20&A.design.duration_years=1.5&B.design.duration_years=3&B.design.digital=0.9&C.design.duration_years=5"
    page = visit(query)
    assert page.input_value("#scenario") == "palim"
    assert page.input_value("#all-shock-month") == "20"
    assert page.input_value("#B-design-digital") == "0.9"
    assert page.is_visible("#C")
    assert not page.is_visible("#D")
    assert page.is_checked('input[name="budget"][value="same_annual"]')
    assert page.is_checked('input[name="uncertainty"][value="chance"]')
    assert page.input_value("#month") == "30"
    assert "month=30" in page.url
    first = plan(page)
    assert len(first.designs) == 3
    again = visit("?" + page.url.partition("?")[2])
    assert plan(again) == first
    assert again.inner_text("#said") == page.inner_text("#said")


def test_an_address_that_cannot_be_waits_for_a_decision(visit):
    page = visit("?scenario=palmi&runs=100&all.recognition.months=7&A.design.duration_years=long", wait=False)
    page.wait_for_function("document.querySelector('#sentence')?.textContent.includes('No answer yet')")
    page.wait_for_timeout(3000)  # the notice used to be gone after half a second
    told = page.inner_text("#notice")
    assert "'palmi' is not a scenario: did you mean palim?" in told
    assert "A.design.duration_years: 'long' is not a number" in told
    assert page.locator("#said, #drawn").count() == 0
    assert page.input_value("#all-recognition-months") == "7"
    open_tab(page, "drives")
    page.click("#screen")
    page.wait_for_function("document.querySelector('#drives-phase').textContent.includes('first choose')")
    open_tab(page, "compare")
    page.click("#accept")
    page.wait_for_selector("#drawn")
    assert plan(page) == Plan(
        common={"recognition.months": 7.0}, designs=({OWN[0]: 3.0}, {OWN[0]: 3.0}), replicates=100
    )
    assert not page.is_visible("#notice")
    assert page.troubles == []


def test_an_address_with_a_wrong_name_leads_to_the_nearest(visit):
    page = visit("?scenario=palmi&runs=100&B.design.duration_years=4<script>alert(1)</script>", wait=False)
    page.click("#nearest")
    page.wait_for_function("document.querySelector('#notice')?.textContent.includes('alert(1)')")  # what else was wrong
    assert "palmi" not in page.inner_text("#notice")
    assert page.input_value("#scenario") == "palim"
    page.fill(f"#{SLIDER}", "2")  # a change decides too
    wait_for_plan(page, "scenario=palim")
    assert not page.is_visible("#notice")
    assert page.troubles == []


def test_a_value_out_of_range_is_explained_beside_its_field(visit):
    page = visit()
    before = page.inner_text("#said")
    page.fill("#all-shock-month", "700")
    page.wait_for_selector('#all-shock-month[aria-invalid="true"]')
    assert "from -1 to 600" in page.inner_text("#all-shock-month-problem")
    assert "beside its field" in page.inner_text("#problem")
    assert page.inner_text("#said") == before
    page.fill("#all-shock-month", "20")
    wait_for_plan(page, "all.shock.month=20")
    assert page.get_attribute("#all-shock-month", "aria-invalid") is None
    assert page.inner_text("#problem") == ""


def place_of(page, identity):
    return float(page.evaluate("(id) => document.querySelector(`[data-for='${id}']`).value", identity))


def test_a_refused_value_leaves_slider_and_answer_together(visit):
    page = visit("?runs=100&A.design.duration_years=3.5&B.design.duration_years=5")
    page.fill(f"#{SLIDER}", "9")
    page.wait_for_selector(f'#{SLIDER}[aria-invalid="true"]')
    assert "from 0.0833 to 8 years" in page.inner_text(f"#{SLIDER}-problem")
    page.wait_for_function(f"document.querySelector('[data-for=\"{SLIDER}\"]').value === '3.5'")
    assert page.input_value(f"#{SLIDER}") == "9"
    assert plan(page).designs[0]["design.duration_years"] == 3.5
    page.fill(f"#{SLIDER}", "4,5")
    wait_for_plan(page, "A.design.duration_years=4.5")
    assert place_of(page, SLIDER) == 4.5


def test_a_slider_to_what_contradicts_another_value_goes_back(visit):
    page = visit(
        "?scenario=match&runs=100&all.markets.count=6&all.markets.countries=5&A.design.duration_years=2&B.design.duration_years=3"
    )
    page.focus('[data-for="all-markets-count"]')
    page.keyboard.press("Home")
    page.wait_for_function("document.querySelector('#problem').textContent.includes('needs a market of its own')")
    assert page.input_value("#all-markets-count") == "1"
    assert page.inner_text("#all-markets-count-problem") == "not used: the answer is for 6"
    assert place_of(page, "all-markets-count") == 6
    page.keyboard.press("ArrowRight")
    wait_for_plan(page, "all.markets.count=7")
    assert page.inner_text("#problem") == ""
    assert (place_of(page, "all-markets-count"), page.input_value("#all-markets-count")) == (7, "7")


def test_what_cannot_be_simulated_says_so(visit):
    page = visit()
    page.fill("#all-design-places", "1000000")
    page.wait_for_function("document.querySelector('#problem').textContent.includes('cannot be simulated')")


def test_scenarios_designs_and_uncertainty(visit):
    page = visit()
    page.select_option("#scenario", "homere")
    wait_for_plan(page, "scenario=homere")
    assert page.input_value(f"#{SLIDER}") == "1.5"
    assert page.input_value("#all-design-places") == "250"
    page.click("text=What it rests on")
    assert page.locator("#described li").count() > 3
    page.check('input[name="count"][value="4"]')
    wait_for_plan(page, "&D.")
    assert page.locator("#said .key li").count() == 4
    assert page.is_checked('input[name="uncertainty"][value="both"]')
    assert "uncertainty" not in page.url
    page.check('input[name="uncertainty"][value="chance"]')
    wait_for_plan(page, "uncertainty=chance")
    assert "runs of this one world" in page.inner_text("#said")
    assert "luck alone, if the world were known" in page.inner_text("#uncertainty")


def read_at(page, month):
    page.wait_for_selector(f'#said[data-month="{month}"]')


def test_the_month_is_chosen_without_another_run(visit):
    page = visit()
    before, drawn = plan(page), page.evaluate_handle("document.querySelector('#drawn')")
    assert page.input_value("#month") == "96"
    assert "month" not in page.url
    page.click('.date[data-month="18"]')
    read_at(page, 18)
    assert "by month 18." in page.inner_text("#said")
    assert (page.input_value("#month"), page.inner_text("#month-shown")) == ("18", "18")
    page.wait_for_selector('.date[data-month="18"][aria-pressed="true"]')
    page.wait_for_function("document.activeElement.dataset.month === '18'")  # the keyboard stays where it was
    page.wait_for_function("location.search.includes('month=18')")
    page.wait_for_timeout(1200)
    page.focus("#month")
    page.keyboard.press("ArrowRight")
    read_at(page, 19)
    assert "19" in page.inner_text("#fold-by-date")
    page.wait_for_function("location.search.includes('month=19')")
    page.go_back()
    read_at(page, 18)
    assert page.input_value("#month") == "18"
    page.wait_for_timeout(1200)
    page.focus("#month")
    page.keyboard.press("End")
    read_at(page, 96)
    page.wait_for_function("!location.search.includes('month')")
    assert plan(page) == before
    assert drawn.evaluate("(part) => part.isConnected")  # the pictures are the same ones: nothing was simulated
    assert page.troubles == []


def test_the_month_stays_when_a_design_changes(visit):
    page = visit("?month=18")
    read_at(page, 18)
    page.fill(f"#{SLIDER}", "2")
    wait_for_plan(page, "A.design.duration_years=2")
    assert page.get_attribute("#said", "data-month") == "18"
    page.wait_for_selector('.date[data-month="24"]')  # the end of this design's funding
    page.select_option("#scenario", "palim")
    wait_for_plan(page, "scenario=palim")
    assert page.get_attribute("#said", "data-month") == "18"
    assert page.troubles == []


def test_a_telephone_shows_the_answer_and_folds_the_rest(visit):
    page = visit(viewport={"width": 390, "height": 844})
    assert page.locator(".fold[open]").count() == 0
    assert page.evaluate("document.querySelector('#said .promise').getBoundingClientRect().bottom < innerHeight")
    page.click("#fold-glance summary")
    assert "End of public funding" in page.inner_text("#fold-glance")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "against" in page.inner_text("#said .short")


def test_keyboard_alone(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"
    page.focus(f'[data-for="{SLIDER}"]')
    page.keyboard.press("ArrowRight")
    wait_for_plan(page, "A.design.duration_years=3.25")
    assert page.input_value(f"#{SLIDER}") == "3.25"
    page.focus(".hint >> nth=0")
    assert page.is_visible('[role="tooltip"] >> nth=0')
    assert "Rests on" in page.inner_text('[role="tooltip"] >> nth=0')
    page.keyboard.press("Escape")
    assert not page.is_visible('[role="tooltip"] >> nth=0')
    page.focus('[data-value="compare"]')
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("#screen:visible")


def test_a_planners_own_file(visit, tmp_path):
    page = visit()
    page.click("text=Start from your own YAML")
    path = tmp_path / "mine.yaml"
    path.write_text("description: Our <b>own</b> idea\ndefaults: [homere]\ndesign:\n  places: 77\n", encoding="utf-8")
    page.set_input_files("#file", path)
    wait_for_plan(page, "file.design.places=77")
    assert page.input_value("#all-design-places") == "77"
    assert "Our <b>own</b> idea" in page.inner_text("#described")
    again = visit("?" + page.url.partition("?")[2])
    assert plan(again) == plan(page)
    path.write_text("defaults: [/etc/passwd]\n", encoding="utf-8")
    page.set_input_files("#file", path)
    page.wait_for_function("document.querySelector('#file-problem').textContent.includes('only on scenarios')")
    path.write_text("# " + "x" * 70_000, encoding="utf-8")
    page.set_input_files("#file", path)
    page.wait_for_function("document.querySelector('#file-problem').textContent.includes('too large')")


def test_numbers_are_read_as_people_write_them(visit):
    page = visit("?scenario=palim&runs=100&A.design.duration_years=2&B.design.duration_years=3")
    page.fill("#all-design-budget_total", "3,200,000")
    wait_for_plan(page, "all.design.budget_total=3200000")
    page.fill("#all-design-budget_total", "3 400 000")
    wait_for_plan(page, "all.design.budget_total=3400000")
    page.fill("#B-design-flexibility", "0,8")
    wait_for_plan(page, "B.design.flexibility=0.8")
    assert place_of(page, "B-design-flexibility") == 0.8
    page.fill("#all-design-budget_total", "3,200")
    page.wait_for_selector('#all-design-budget_total[aria-invalid="true"]')
    assert "write 3200 or 3.2" in page.inner_text("#all-design-budget_total-problem")
    page.fill("#all-design-budget_total", "20,000,000,000")
    page.wait_for_function(
        "document.querySelector('#all-design-budget_total-problem').textContent.includes('0 to 10 billion EUR')"
    )


def years(page, wanted):
    page.wait_for_function(
        """(wanted) => document.getElementById("A-design-duration_years").value === wanted &&
        document.querySelector('[data-for="A-design-duration_years"]').value === wanted &&
        [...document.querySelectorAll("#said, #drawn")].every((each) => each.dataset.plan.includes("A.design.duration_years=" + wanted + "&"))""",
        arg=wanted,
    )  # fmt: skip


def test_back_undoes_and_forward_does_again(visit):
    page = visit("?runs=100&A.design.duration_years=3&B.design.duration_years=5")
    entries = page.evaluate("history.length")
    page.evaluate(f"""async () => {{ const slider = document.querySelector('[data-for="{SLIDER}"]');
        for (let value = 3.25; value <= 6; value += 0.25) {{
          slider.value = value; slider.dispatchEvent(new Event("input", {{ bubbles: true }}));
          await new Promise((resolve) => setTimeout(resolve, 120)); }} }}""")
    years(page, "6")
    assert page.evaluate("history.length") == entries + 1  # dragging is one step
    page.wait_for_timeout(1300)
    page.check('input[name="budget"][value="same_annual"]')
    wait_for_plan(page, "budget=same_annual")
    page.wait_for_timeout(1300)
    page.check('input[name="count"][value="3"]')
    wait_for_plan(page, "&C.")
    page.wait_for_timeout(1300)
    page.select_option("#scenario", "palim")
    wait_for_plan(page, "scenario=palim")
    assert page.evaluate("history.length") == entries + 4

    page.go_back()
    wait_for_plan(page, "scenario=covid_shock")
    assert page.input_value("#scenario") == "covid_shock"
    assert len(plan(page).designs) == 3
    page.go_back()
    page.wait_for_function("!document.querySelector('#drawn').dataset.plan.includes('&C.')")
    assert not page.is_visible("#C")
    assert page.is_checked('input[name="budget"][value="same_annual"]')
    page.go_back()
    page.wait_for_function("!document.querySelector('#drawn').dataset.plan.includes('budget=')")
    assert page.is_checked('input[name="budget"][value="same_total"]')
    years(page, "6")
    page.go_back()
    years(page, "3")
    assert page.input_value("#address") == page.url
    page.go_forward()
    years(page, "6")
    for _ in range(3):
        page.go_forward()
    wait_for_plan(page, "scenario=palim")
    assert page.input_value("#scenario") == "palim"
    assert page.evaluate("history.length") == entries + 4  # going back and forth adds nothing
    assert page.troubles == []


def test_back_restores_a_planners_own_file(visit, tmp_path):
    page = visit("?scenario=palim&runs=100&A.design.duration_years=2&B.design.duration_years=3")
    first = plan(page)
    page.click("text=Start from your own YAML")
    path = tmp_path / "mine.yaml"
    path.write_text("description: Ours\ndesign:\n  places: 77\n", encoding="utf-8")
    page.set_input_files("#file", path)
    wait_for_plan(page, "title=Ours")
    mine = plan(page)
    page.go_back()
    wait_for_plan(page, "scenario=palim")
    assert plan(page) == first
    assert page.input_value("#scenario") == "palim"
    page.go_forward()
    wait_for_plan(page, "title=Ours")
    assert plan(page) == mine
    assert page.input_value("#all-design-places") == "77"
