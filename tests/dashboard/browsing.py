"""What tests do with the page in a browser: move a slider and time it, open a tab, read the plan, save a file."""

from analysis.dashboard.address import from_address

MOVE = """
([identity, value]) => new Promise((resolve) => {
  const slider = document.querySelector(`[data-for="${identity}"]`), began = performance.now();
  const shown = () => ["#said", "#drawn"].map((part) => document.querySelector(part)?.dataset.plan);
  const before = document.querySelector("#drawn").dataset.plan;
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const look = () => {
    const [said, drawn] = shown();
    if (said && drawn !== before && said === drawn) resolve(performance.now() - began);
    else if (performance.now() - began > 20000) resolve(Infinity);
    else requestAnimationFrame(look);
  };
  look();
})
"""
NUMBER = MOVE.replace('document.querySelector(`[data-for="${identity}"]`)', "document.getElementById(identity)")
"""The same by the number beside the slider, which takes what lies between the slider's steps."""
SLIDER = "A-design-duration_years"


def open_tab(page, name):
    page.click(f'[data-value="{name}"]')


def plan(page):
    return from_address(page.get_attribute("#drawn", "data-plan"))


def wait_for_plan(page, pattern):
    page.wait_for_function(
        "(text) => ['#said', '#drawn'].every((part) => document.querySelector(part)?.dataset.plan.includes(text))", arg=pattern
    )  # fmt: skip


def download(page, button):
    open_tab(page, "take")
    page.wait_for_selector(f"#{button}:not(.disabled)")
    with page.expect_download() as found:
        page.click(f"#{button}")
    with open(found.value.path(), encoding="utf-8") as file:
        return found.value.suggested_filename, file.read()
