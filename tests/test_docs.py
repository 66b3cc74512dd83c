"""The documentation is current, complete, and its links lead somewhere."""

import re
from inspect import cleandoc

import pytest
import yaml

from docs import generate, model_tables
from sim import __version__, indicators, phases, queues, state, world
from sim.categories import Reason, Stage
from sim.draws import ADDRESSES, decision
from sim.parameters import parameters
from sim.schedule import AGENTS, LAWS, MECHANISMS, SCHEDULE
from sim.setup.catalogue import GROUPS, ROOT, SCENARIOS, group_options

WIDTH = 120
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "CHANGELOG.md"])
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)\s]+)\)")


def page(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def by_hand(text):
    """What of a page is not generated."""
    return generate.BLOCK.sub("", text)


def in_words(text):
    """What somebody wrote of the model: the page by hand, and the mechanisms' own texts, which are pasted into it."""
    return by_hand(text) + model_tables.submodels([world, *AGENTS, queues, *LAWS, *SCHEDULE, phases])


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


@pytest.mark.parametrize("name", state.TABLES)
def test_every_column_has_a_meaning_and_stands_in_the_table_of_its_agent(name):
    rows = re.findall(r"^\| `(\w+)` \| \w+ \| (.+) \|$", model_tables.state_table(name), re.MULTILINE)
    assert sorted(column for column, _ in rows) == sorted(state.TYPES[name].names)
    assert model_tables.state_table(name) in page("odd.md")
    for column, meaning in rows:
        assert meaning.strip(), column
        assert not meaning[0].islower(), column
        assert not meaning.endswith("."), column


def test_every_kind_of_stage_and_reason_has_a_meaning():
    assert all(member.meaning for kind in (Stage, Reason) for member in kind)


def test_no_number_and_no_name_of_a_decision_is_given_twice():
    numbers = {address.name: address.number for address in ADDRESSES.values()}
    assert len(set(numbers.values())) == len(numbers)
    assert {(address.number, address.other) for address in ADDRESSES.values()} == set(ADDRESSES)
    assert all(any(word != "-" for word in address.words) for address in ADDRESSES.values())
    with pytest.raises(ValueError, match="'another' of a decision is taken"):
        decision(next(iter(numbers.values())), "another", "something")
    with pytest.raises(ValueError, match="is taken"):
        decision(max(numbers.values()) + 1, next(iter(numbers)), "something")
    assert {address.name: address.number for address in ADDRESSES.values()} == numbers


def test_odd_names_everything():
    text = page("odd.md")
    names = [*parameters(), *indicators.NAMES, *(member.name for kind in (Stage, Reason) for member in kind)]
    names += [address.name for address in ADDRESSES.values()]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_odd_describes_every_parameter_in_words():
    text = in_words(page("odd.md"))
    named = {name.rpartition(".")[0] if name.count(".") == 2 else name for name in parameters()}
    as_s = {f"shock.{name}" for name in re.findall(r"\bs\.(\w+)", text)}
    assert sorted(name for name in named - as_s if not re.search(rf"\b{re.escape(name)}\b", text)) == []


@pytest.mark.parametrize("module", MECHANISMS, ids=lambda module: module.__name__.removeprefix("sim."))
def test_odd_has_the_text_of_every_mechanism(module):
    what, _, text = cleandoc(module.__doc__ or "").partition("\n\n")
    assert what.partition(": ")[2].strip()
    assert text in page("odd.md")


def test_odd_has_a_section_for_every_process_and_names_every_lesson():
    text = page("odd.md")
    titles = [f"\n### {process.__name__.rpartition('.')[2].capitalize()}\n" for process in SCHEDULE]
    assert all(text.count(title) == 1 for title in titles)
    assert [text.index(title) for title in titles] == sorted(text.index(title) for title in titles)
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
