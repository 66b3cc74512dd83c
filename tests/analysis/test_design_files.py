"""Designs from files: what of a file is a design, what it is called, what is refused, and the commands that take them."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.command.declare import Request
from analysis.command.questions import main_of
from analysis.worlds.designs import chosen_designs, configured, values_of, written
from analysis.worlds.settings import Budget
from sim import configure
from sim.errors import UserError
from sim.parameters import value_of
from sim.setup.configuration import resolved_yaml

SHORT = """\
description: Two years, and rules that bend.
design.duration_years: 2
design: {flexibility: 0.9}
permits.months: 4
shock.month: 9
horizon: 48
timeline:
  12: {design.digital: 0.8, recognition.months: 2}
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A working directory with a design's file in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return put("found/designs/front_03.yaml", SHORT)


def put(name, text):
    """A file with this text, the folders on the way made."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name


def test_a_design_is_what_its_file_states_about_levers(here):
    [design] = chosen_designs([here])
    assert (design.name, design.meaning) == ("front_03", "Two years, and rules that bend")
    assert design.overrides == (
        "design.duration_years=2.0",
        "design.flexibility=0.9",
        "timeline.12.design.digital=0.8",
    )


def test_what_a_file_builds_on_is_part_of_it_and_an_heir_wins():
    parent = "defaults: [{override /design: five_year}, {override /closing: association}]\ndesign.digital: 0.7\ndesign.places: 50\n"
    put("somewhere/parent.yaml", parent)
    heir = put("somewhere/heir.yaml", "defaults: [parent, {override /design: rigid}]\ndesign.places: 40\n")
    [design] = chosen_designs([heir])
    assert values_of(design) == {  # five_year is no longer chosen: a group holds one option
        "design.flexibility": 0.05, "design.digital": 0.7, "design.places": 40, "design.signed_share": 1.0,
        "design.signed_by.association": 1.0, "design.signed_by.institution": 0.0, "design.signed_by.group": 0.0,
    }  # fmt: skip
    assert design.meaning == f"As {Path(heir)} says"


@pytest.mark.parametrize("scenario", ["palim", "two_phases"])
def test_a_complete_file_makes_the_scheme_that_it_was_written_from(scenario):
    chosen = configure(scenario, "design.flexibility=0.9", "timeline.24.design.digital=0.9")
    [design] = chosen_designs([put("complete.yaml", resolved_yaml(chosen))])
    assert configured(Request("compare", None, [], ""), scenario, design, Budget.same_total) == chosen


def test_a_complete_file_leaves_the_world_and_the_scheme_to_the_scenario():
    made = configure("palim", "permits.months=11", "shock=covid", "design.kind=study", "design.flexibility=0.9")
    [design] = chosen_designs([put("complete.yaml", resolved_yaml(made))])
    found = configured(Request("compare", None, [], ""), "baseline", design, Budget.same_total)
    for name in ("permits.months", "shock.month", "design.kind", "candidates.per_place"):
        assert value_of(found, name) == value_of(configure("baseline"), name) != value_of(made, name)
    assert (found.design.flexibility, found.design.places) == (0.9, 30)


def test_a_phase_before_is_part_of_a_design():
    [design] = chosen_designs([put("second.yaml", "phase: {after: first_phase, gate: 0.5}\n")])
    assert values_of(design) == {"phase.after": "first_phase", "phase.gate": 0.5}


def test_a_folder_stands_for_the_files_in_it():
    put("found/designs/front_01.yaml", "design.places: 40\n")
    put("found/designs/notes.txt", "no design")
    designs = chosen_designs(["three_year", "found/designs"])
    assert [design.name for design in designs] == ["three_year", "front_01", "front_03"]


@pytest.mark.parametrize(("name", "called"), [("03 best", "design_03_best"), ("a-b", "a_b"), ("größer", "größer")])
def test_a_name_is_made_valid(name, called):
    assert [design.name for design in chosen_designs([put(f"./{name}.yaml", SHORT)])] == [called]


def test_a_file_may_be_given_another_name(here):
    [best, other] = chosen_designs({"best": here, "other": "design.places=40"})
    assert (best.name, other.name) == ("best", "other")
    assert best.overrides == chosen_designs([here])[0].overrides
    assert chosen_designs({"a": put("a=b/x.yaml", "design.places: 40\n")})[0].overrides == ("design.places=40",)


def test_settings_with_a_path_in_them_are_no_file(here):
    assert written("second", f"phase.after={here}").overrides == (f"phase.after={here}",)


@pytest.mark.parametrize("option", ["association", "match_first"])
def test_options_that_set_parameters_of_another_group_are_designs(option):
    group = {"association": "closing", "match_first": "pipeline"}[option]
    [design] = chosen_designs([option])
    made = configured(Request("compare", None, [], ""), "baseline", design, Budget.same_total)
    assert made == configure("baseline", f"{group}={option}")


WORLD = "permits.months: 4\nshock.month: 9\ntimeline: {12: {recognition.months: 2}}\n"


@pytest.mark.parametrize(
    ("files", "designs", "message"),
    [
        ({}, ["./front_3.yaml"], "designs: ./front_3.yaml does not exist. Allowed: a scenario file that states levers"),
        ({}, {"best": "no/front_03.yaml"}, "designs: no/front_03.yaml does not exist. Allowed"),
        ({"world.yaml": WORLD}, ["world.yaml"], r"designs: world.yaml states no lever. Allowed"),
        ({"empty/a.txt": ""}, ["./empty"], r"no \.yaml file in the folder \./empty. Allowed"),
        ({}, {"best": "./found"}, r"designs: \./found is a folder, not a file. Allowed"),
        ({"s.yaml": "worlds: 16\n"}, ["s.yaml"], r"designs: s.yaml: 'worlds' is not a parameter.* Allowed"),
        ({"s.yaml": "design.place: 6\n"}, ["s.yaml"], r"did you mean design\.places\? Allowed"),
        ({"s.yaml": "design.places: -6\n"}, ["s.yaml"], r"s.yaml: design\.places: -6 is not a whole number"),
        ({"t.csv": "a: b: c"}, ["./t.csv"], r"t\.csv is not YAML"),
        ({"b/x.yaml": "design.places: 6\n", "c/x.yaml": "design.places: 7\n"}, ["b/x.yaml", "c/x.yaml"],
         "two designs are called x"),
        ({}, ["front.csv"], "or give a file or a folder"),
    ],
)  # fmt: skip
def test_what_is_refused(files, designs, message):
    for name, text in files.items():
        put(name, text)
    with pytest.raises(UserError, match=message) as refused:
        chosen_designs(designs)
    assert "\n" not in str(refused.value)


def table(capsys, question, name, *arguments):
    """A table that a command writes."""
    main_of(question)([*arguments, "outputs=outputs"])
    return pd.read_csv(Path(capsys.readouterr().out.splitlines()[-1]) / f"{name}.csv")


SAME = "design.duration_years=2 design.flexibility=0.9 timeline.12.design.digital=0.8"
COMPARED = ("replicates=6", "turning=0", "horizon=48")
JUDGED = ("worlds=8", "replicates=2", "horizon=48")


@pytest.mark.compiled
@pytest.mark.parametrize(
    "asked", ["designs=found/designs/front_03.yaml,three_year", "designs=[found/designs,three_year]"]
)
def test_a_comparison_takes_files_and_gives_what_the_same_design_written_out_gives(capsys, asked):
    found = table(capsys, "compare", "comparison", asked, *COMPARED)
    assert set(zip(found.design_a, found.design_b, strict=True)) == {("front_03", "three_year")}
    same = table(
        capsys, "compare", "comparison", f"designs.front_03={SAME}", "designs.three_year=design=three_year", *COMPARED
    )
    pd.testing.assert_frame_equal(found, same)


@pytest.mark.compiled
def test_robustness_takes_files_and_gives_what_the_same_design_written_out_gives(capsys):
    found, same = (
        table(capsys, "robustness", "regret", f"designs.best={text}", "designs.rigid=design=rigid", *JUDGED)
        for text in ("found/designs/front_03.yaml", SAME)
    )
    assert list(dict.fromkeys(found.design)) == ["best", "rigid"]
    pd.testing.assert_frame_equal(found, same)


@pytest.mark.compiled
def test_discovery_takes_files(capsys):
    found = table(
        capsys, "discovery", "leaves", "target=front_03 < three_year", "designs=found/designs/front_03.yaml", "worlds=100",
        "replicates=1", "resamples=0", "horizon=48",
    )  # fmt: skip
    assert len(found)


@pytest.mark.parametrize("question", ["compare", "robustness"])
def test_a_command_refuses_a_missing_file_in_one_line(capsys, question):
    with pytest.raises(SystemExit) as ended:
        main_of(question)(["designs=found/designs/front_04.yaml,three_year", "outputs=outputs"])
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    [line] = said.err.splitlines()
    assert line.startswith("Error: designs: found/designs/front_04.yaml does not exist. Allowed: ")
