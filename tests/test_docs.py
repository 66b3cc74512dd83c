"""The documentation is current, complete, and its links lead somewhere."""

import re

import pytest
import yaml
from sim.reporting.dictionary import ADDRESSES, MEANINGS, REASONS, STAGES

from docs import generate
from sim import __version__, indicators, state
from sim.categories import Reason, Stage
from sim.draws import Decision
from sim.kernel import SCHEDULE
from sim.parameters import parameters
from sim.setup.catalogue import GROUPS, ROOT, SCENARIOS, group_options

WIDTH = 120
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "CHANGELOG.md"])
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)\s]+)\)")


def page(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def by_hand(text):
    """What of a page is not generated."""
    return generate.BLOCK.sub("", text)


def anchors(text):
    """The anchors of a page's headings, as Markdown viewers make them."""
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", outside, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_tables_are_current(path):
    text = path.read_text(encoding="utf-8")
    assert generate.renewed(text) == (text, [])


def test_check_names_what_is_stale(tmp_path, monkeypatch, capsys):
    (tmp_path / "odd.md").write_text("<!-- generated: stages -->\nold\n<!-- end -->\n", encoding="utf-8")
    monkeypatch.setattr(generate, "DOCS", tmp_path)
    assert generate.main(["--check"]) == 1
    assert "odd.md: stages is stale" in capsys.readouterr().out
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    assert generate.main(["--chek"]) == 2


def test_every_table_is_used():
    used = {block["name"] for path in PAGES for block in generate.BLOCK.finditer(path.read_text(encoding="utf-8"))}
    assert used == set(generate.TABLES)


@pytest.mark.parametrize("name", MEANINGS)
def test_dictionary_and_state_agree(name):
    assert list(MEANINGS[name]) == list(getattr(state, name).names)
    assert all(MEANINGS[name].values())


def test_dictionary_holds_every_table_stage_reason_and_decision():
    tables = {name for name in vars(state) if name.isupper() and hasattr(getattr(state, name), "names")}
    assert set(MEANINGS) == tables
    assert list(STAGES) == list(Stage)
    assert list(REASONS) == list(Reason)
    assert list(ADDRESSES) == list(Decision)


def test_no_address_is_given_twice():
    places = [(decision, *address[:4]) for decision, all_of_it in ADDRESSES.items() for address in all_of_it]
    assert len(places) == len(set(places))


def test_odd_names_everything():
    text = page("odd.md")
    names = [*parameters(), *indicators.NAMES, *(member.name for kind in (Stage, Reason, Decision) for member in kind)]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_odd_describes_every_parameter_by_hand():
    text = by_hand(page("odd.md"))
    named = {name.rpartition(".")[0] if name.count(".") == 2 else name for name in parameters()}
    as_s = {f"shock.{name}" for name in re.findall(r"\bs\.(\w+)", text)}
    assert sorted(name for name in named - as_s if not re.search(rf"\b{re.escape(name)}\b", text)) == []


def test_odd_has_a_section_for_every_process_and_names_every_lesson():
    text = by_hand(page("odd.md"))
    for number, process in enumerate(SCHEDULE, 3):
        assert f"### 7.{number} {process.__name__.rpartition('.')[2].capitalize()}\n" in text
    for lesson in range(1, 23):
        assert re.search(rf"^\| L{lesson} \|", text, re.MULTILINE)


def test_every_scenario_and_option_is_listed():
    text = page("scenarios.md")
    assert [path.stem for path in SCENARIOS.glob("*.yaml") if f"| `{path.stem}` |" not in text] == []
    assert all(f"`{group}={option}`" in text for group in GROUPS for option in group_options(group))


def test_every_file_of_a_run_is_explained():
    text = page("reading-results.md")
    for name in ("report.html", "summary.csv", "runs.parquet", "monthly.parquet", "journeys.parquet", "config.yaml",
                 "run.json", "figures/"):  # fmt: skip
        assert f"`{name}`" in text


@pytest.mark.parametrize(
    "path",
    sorted({ROOT / "README.md", *(ROOT / "docs").glob("*.md")} - {ROOT / "docs" / "odd.md"}),
    ids=lambda path: path.name,
)
def test_prose_is_wrapped(path):
    """Lines of prose fit into the width; tables, code and what cannot be broken (a long link) may be longer. The ODD is half tables."""
    text = re.sub(r"```.*?```", "", by_hand(path.read_text(encoding="utf-8")), flags=re.DOTALL)
    lines = [line for line in text.splitlines() if not line.startswith("|")]
    assert [line for line in lines if len(line) > WIDTH and " " in line.strip().removeprefix("- ")] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_resolve(path):
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


def test_index_names_every_page():
    text = page("README.md")
    assert all(f"]({path.name})" in text for path in PAGES if path.parent.name == "docs" and path.name != "README.md")


def test_citation_and_licence():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == __version__
    assert citation["license"] == "MIT"
    assert "The pilot-schemes authors" in (ROOT / "LICENSE").read_text(encoding="utf-8")
