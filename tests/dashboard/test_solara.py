"""The documented page that watches a single run step by step, with Mesa's own SolaraViz: it starts as it is printed."""

import re

import pytest

from sim.setup.catalogue import ROOT


@pytest.mark.compiled
@pytest.mark.filterwarnings("ignore")
def test_the_documented_example_starts_and_steps():
    solara = pytest.importorskip("solara", reason="Mesa's viz extra is not installed")
    pytest.importorskip("altair", reason="Mesa's viz extra is not installed")
    import ipyvuetify

    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8"), re.DOTALL)
    [example] = [block for block in blocks if "SolaraViz(" in block]
    lines = [line for line in example.splitlines() if line.strip()]
    assert len(lines) <= 10
    names = {}
    exec(compile(example, "app.py", "exec"), names)
    _, context = solara.render(solara.AppLayout(children=[names["page"]]), handle_error=False)
    try:
        buttons = {str(button.children): button for button in context.find(ipyvuetify.Btn).widgets}
        buttons["['Step']"].click()
        assert "['Reset']" in buttons
    finally:
        context.close()
