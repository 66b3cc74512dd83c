"""The report: a page that needs no network, escapes what users write, and answers before it explains."""

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from synthetic import synthetic

from sim import indicators
from sim.categories import Uncertainty
from sim.errors import UserError
from sim.evidence.assumptions import assumptions, quality
from sim.evidence.published import references
from sim.parameters import Config, parameters, registry
from sim.reporting.answer import answer, by_dates, further
from sim.reporting.outputs import provenance
from sim.reporting.outside import departed, planned, view_of
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
        "What was simulated",
        "Headline numbers",
        "More pictures",
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
    assert len(labelled) == 8
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
    for text in ("python -m sim scenario=made_up", "chance and parameters", "numpy", "seed 1", "config.yaml"):
        assert text in typical


@pytest.mark.parametrize("fate", ["nothing", "undefined"])
@pytest.mark.parametrize(("replicates", "horizon"), [(1, 1), (4, 30)])
def test_edge_cases_have_a_report(fate, replicates, horizon):
    html = page(replace(TYPICAL, replicates=replicates, horizon=horizon), fate)
    assert not re.search(r"\bnan\b", html, re.IGNORECASE)


def test_the_answer_states_the_safest_numbers():
    results = synthetic(TYPICAL)
    completed = results.runs["completed_mobilities"]
    few = int((completed < 30).sum())
    kept = sorted(completed)[8]  # of 40, 32 reach it
    said = answer(TYPICAL, results)
    assert said[0].startswith(f"In {few} of 40 plausible worlds, fewer than half of the 60 places (fewer than 30)")
    promised = int(re.search(r"^Promise at most (\d+) completed mobilities: 8 of 10 plausible worlds", said[1])[1])
    assert kept - 5 < promised <= kept
    assert said[2].startswith("Outside view, from 13 real schemes in which firms are won one by one after the start:")
    assert "end after public funding has ended" in said[3]
    assert re.search(r"Of 1.5 million EUR of public money, the scheme spent 1.\d million EUR", said[4])


def test_the_rest_is_said_below():
    results = synthetic(TYPICAL)
    said = " ".join(further(TYPICAL, results))
    assert re.search(r"Of 60 planned places, \d+ \(\d+ to \d+\) mobilities were completed within 96 months", said)
    assert "waiting for a host in the pool" in said
    assert re.search(r"The first departed in month \d+ \(median\)", said)
    assert re.search(r"The mean of all 40 is \d+ \(95 % interval \d+ to \d+\)", said)


def test_three_dates_are_those_of_the_months():
    results = synthetic(replace(TYPICAL, replicates=3))
    done = np.zeros((3, 96))
    done[:, 10], done[0, 20], done[1:, 50] = 4, 1, 3
    results.monthly["completed_mobilities"] = done.ravel()
    results.monthly["departures"] = 0.0
    rows = by_dates(replace(TYPICAL, replicates=3), results)
    assert [row.date for row in rows] == [
        "month 18",
        "month 36, planned end of funding",
        "month 96, last month simulated",
    ]
    assert [row.departed for row in rows] == ["0", "0", "0"]
    # by month 36 the three have 5, 4, 4; by month 96 they have 5, 7, 7: the least is reached by all, the next by 2 of 3
    assert [(row.completed, row.promise) for row in rows] == [("4", "4"), ("4 (4 to 5)", "4"), ("7 (5 to 7)", "5")]


def test_the_first_screen_has_sentences_dates_strip_and_fan_and_the_rest_is_folded(typical):
    first = typical[: typical.index("<details")]
    for text in (
        "fewer than half",
        "Promise at most",
        "Persons by three dates",
        'id="figure-outside"',
        'id="figure-progress"',
    ):
        assert text in first
    assert "<figure" not in typical[typical.index("More pictures</h2>") :].split("</details>")[1]


def test_the_answer_says_when_nobody_left():
    nothing = synthetic(TYPICAL, fate="nothing")
    said = " ".join([*answer(TYPICAL, nothing), *further(TYPICAL, nothing)])
    assert "In all 40 plausible worlds, there is not one completed mobility." in said
    assert "Promise no number" in said
    assert "Nobody departed in any run" in said
    assert "No run had a completed mobility, so the cost of one is undefined" in said


def test_the_first_departure_is_the_median_over_all_runs():
    results = synthetic(replace(TYPICAL, replicates=5))
    departures = np.zeros((5, 96))
    departures[0, 10] = departures[1, 20] = departures[2, 30] = 1
    results.monthly["departures"] = departures.ravel()
    said = " ".join(further(replace(TYPICAL, start="2019-03"), results))
    assert "The first departed in month 30, Sep 2021 (median); nobody did in 40 % of the runs." in said


def test_by_chance_only_it_is_luck_in_one_world():
    config = replace(TYPICAL, uncertainty=Uncertainty.chance)
    said = answer(config, synthetic(config))
    assert "of 40 runs of this one world" in said[0]
    html = page(config)
    assert "The runs differ by luck alone" in html
    assert "intervals over chance only" in html
    assert "plausible worlds, fewer" not in html


def test_real_schemes_are_set_beside_departures_while_money_was_paid():
    config = replace(TYPICAL, replicates=2)
    results = synthetic(config)
    departures = np.zeros((2, 96))
    departures[:, 35], departures[:, 40], departures[:, 50] = 8, 4, 2
    results.monthly["departures"] = departures.ravel()
    results.runs["funding_end"] = [36.0, 48.0]  # the second was extended by a year
    assert departed(results).tolist() == [8.0, 12.0]


def test_without_evidence_or_places_there_is_no_outside_view(monkeypatch):
    config = replace(TYPICAL, design=replace(TYPICAL.design, places=0))
    assert view_of(config) is None
    assert planned(config) == 0.0
    assert view_of(TYPICAL) is not None
    monkeypatch.setattr("sim.evidence.outside_view.of", refuse)
    assert view_of(TYPICAL) is None
    assert not any("Outside view" in sentence for sentence in answer(TYPICAL, synthetic(TYPICAL)))


def refuse(config):
    raise UserError("The outside view needs evidence/pairs.csv, which is not installed.")
