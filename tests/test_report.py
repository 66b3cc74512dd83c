"""The report: a page that needs no network, escapes what users write, and answers before it explains."""

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from synthetic import synthetic

from sim import indicators
from sim.evidence.assumptions import assumptions, quality
from sim.evidence.published import references
from sim.parameters import Config, parameters, registry
from sim.reporting.answer import answer
from sim.reporting.outputs import provenance
from sim.reporting.pictures import draw_all
from sim.reporting.report import render

TYPICAL = Config(scenario="made_up", description="Made up for a test", replicates=40, horizon=96)


class Page(HTMLParser):
    """What a page consists of: tags with attributes, and the texts of its headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.headings: list[tuple[int, str]] = []
        self.open: int | None = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if re.fullmatch("h[1-6]", tag):
            self.open = int(tag[1])
            self.headings.append((self.open, ""))

    def handle_endtag(self, tag):
        if re.fullmatch("h[1-6]", tag):
            self.open = None

    def handle_data(self, data):
        if self.open:
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)


def page(config: Config, fate: str = "typical") -> str:
    results = synthetic(config, fate=fate)
    figures = {name: figure.svg for name, figure in draw_all(config, results).items()}
    return render(config, results, provenance(config, results, "python -m sim scenario=made_up", 1.2), figures)


@pytest.fixture(scope="module")
def typical() -> str:
    return page(TYPICAL)


def test_nothing_is_loaded_from_anywhere(typical):
    for tag, attributes in Page(typical).tags:
        assert tag not in {"script", "iframe", "img", "object", "embed", "video", "audio", "base"}
        assert "src" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        if tag == "link":
            assert attributes["href"] == "data:,"
        if tag != "a":
            links = [attributes.get(name) or "#" for name in ("href", "xlink:href")]
            assert all(link.startswith(("#", "data:,")) for link in links)
    assert "@import" not in typical
    assert not re.search(r"url\((?!#)", typical)


def test_it_answers_first_and_headings_are_in_order(typical):
    levels = [level for level, _ in Page(typical).headings]
    titles = [text for level, text in Page(typical).headings if level == 2]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert titles == [
        "The answer",
        "Headline numbers",
        "Pictures",
        "All indicators",
        "Parameters",
        "Sources",
        "How it was computed",
    ]


def test_identifiers_are_unique_and_links_within_the_page_lead_somewhere(typical):
    tags = Page(typical).tags
    found = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(found) == len(set(found))
    inside = {attributes["href"][1:] for tag, attributes in tags if tag == "a" and attributes["href"].startswith("#")}
    assert inside <= set(found)


def test_tables_and_pictures_can_be_read_without_seeing_them(typical):
    tags = [tag for tag, _ in Page(typical).tags]
    assert tags.count("caption") == tags.count("table")
    assert all(attributes.get("scope") for tag, attributes in Page(typical).tags if tag == "th")
    labelled = [attributes for tag, attributes in Page(typical).tags if tag == "svg"]
    assert len(labelled) == 7
    assert all(attributes["role"] == "img" and attributes["aria-label"] for attributes in labelled)


def test_what_a_user_writes_is_shown_as_text():
    hostile = "<script>alert('x')</script> & {{ 7 * 7 }} \"quoted\""
    html = page(replace(TYPICAL, scenario="<b>bold</b>", description=hostile, replicates=3))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html
    assert "<b>" not in html


def test_every_indicator_and_parameter_is_there(typical):
    plain = typical.replace("<wbr>", "")
    assert all(f"<code>{name}</code>" in plain for name in (*indicators.NAMES, *parameters()))


def test_parameters_set_otherwise_come_first_with_their_default():
    config = replace(TYPICAL, design=replace(TYPICAL.design, places=77), timeline={24: {"recognition.months": 2.0}})
    html = page(config).replace("<wbr>", "")
    changed = html[html.index("Set differently") : html.index("Assumptions that matter")]
    assert re.search(r"<code>design\.places</code>.*?>77<.*?>60<", changed, re.DOTALL)
    assert changed.count("<code>") == 2
    assert "month 24" in changed


def test_sources_are_resolved_and_assumptions_marked(typical):
    palim = references()["palim.applicants"]
    assert f'href="{palim.url}"' in typical.replace("&amp;", "&")
    marked = len(re.findall(r'<td><span class="assumption">assumption</span>', typical.replace("\n", "")))
    assert marked == sum(quality(parameter) == "assumption" for parameter in parameters().values())


def test_assumptions_are_ranked_and_the_plausible_ranges_shown(typical):
    plain = typical.replace("<wbr>", "")
    ranked = plain[plain.index("Assumptions that matter most") : plain.index("All parameters")]
    names = re.findall(r"<code>([a-z_.]+)</code></th>", ranked)
    assert names == [parameter.name for parameter in assumptions()]
    permits = plain[plain.rindex("<code>permits.months</code>") :]
    assert "<td>1 to 4</td>" in permits[: permits.index("</tr>")]
    assert "medium: <a" in permits[: permits.index("</tr>")]


def test_what_is_not_plausible_is_said():
    config = replace(TYPICAL, permits=replace(TYPICAL.permits, months=20.0), replicates=3)
    html = page(config)
    assert html.count("outside the plausible range") == 1
    assert "outside the plausible range" not in page(replace(TYPICAL, replicates=3))


def test_every_source_of_a_parameter_is_in_the_evidence():
    named = {parameter.source for parameter in registry().values()} - {"assumption"}
    assert named <= set(references())


def test_it_says_how_it_was_computed(typical):
    for text in ("python -m sim scenario=made_up", "chance only", "numpy", "seed 1", "config.yaml"):
        assert text in typical


@pytest.mark.parametrize("fate", ["nothing", "undefined"])
@pytest.mark.parametrize(("replicates", "horizon"), [(1, 1), (4, 30)])
def test_edge_cases_have_a_report(fate, replicates, horizon):
    html = page(replace(TYPICAL, replicates=replicates, horizon=horizon), fate)
    assert not re.search(r"\bnan\b", html, re.IGNORECASE)


def test_the_answer_states_the_numbers():
    results = synthetic(TYPICAL)
    row = results.summary.set_index("indicator").loc["completed_mobilities"]
    half = int((results.runs["achievement"] >= 0.5).sum())
    said = " ".join(answer(TYPICAL, results))
    assert f"Of 60 planned places, {row.p50:.0f} mobilities (90 % interval {row.p05:.0f} to {row.p95:.0f})" in said
    assert f"({half} of 40)" in said
    assert "waiting for a host in the pool" in said
    assert re.search(r"The first departed in month \d+ \(median\)", said)


def test_the_answer_says_when_nobody_left():
    said = " ".join(answer(TYPICAL, synthetic(TYPICAL, fate="nothing")))
    assert "0 mobilities" in said
    assert "Nobody departed in any run" in said
    assert "No run had a completed mobility, so the cost of one is undefined" in said


def test_the_first_departure_is_the_median_over_all_runs():
    results = synthetic(replace(TYPICAL, replicates=5))
    departures = np.zeros((5, 96))
    departures[0, 10] = departures[1, 20] = departures[2, 30] = 1
    results.monthly["departures"] = departures.ravel()
    said = " ".join(answer(replace(TYPICAL, start="2019-03"), results))
    assert "The first departed in month 30, Sep 2021 (median); nobody did in 40 % of the runs." in said
