"""Which scheme goes before: found by name, file or folder of a run, and refused in one line where it cannot be."""

import numpy as np
import pytest
import yaml

from sim import configure
from sim.errors import UserError
from sim.parameters import phases_of, to_record
from sim.reporting.outside import planned
from sim.reporting.wording import budget, design, funding_end
from sim.runs.parts import digests_of
from sim.runs.sets import assign, stack
from sim.setup.configuration import resolved_yaml


def test_by_name():
    config = configure("covid_shock", "phase.after=palim")
    assert [phase.scenario for phase in phases_of(config)] == ["covid_shock", "palim"]
    own, before = to_record(config, config.timeline)
    assert (own.design.places, before.design.places) == (60, configure("palim").design.places)
    assert before.shock.month == own.shock.month == 14  # one world: that of the last
    assert before.permits.months == own.permits.months


def test_by_file_in_a_file_and_by_the_folder_of_a_run(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "config.yaml").write_text(resolved_yaml(configure("five_year", "design.places=17")), encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(f"phase: {{after: {folder}, gap: 7}}\n", encoding="utf-8")
    config = configure(str(file))
    assert config.earlier.design.places == 17
    assert config.phase.gap == 7
    assert configure("baseline", f"phase.after={file}", "horizon=200").earlier.earlier.design.places == 17


def test_the_configuration_of_a_run_finds_it_again(tmp_path):
    (tmp_path / "first.yaml").write_text("design: {places: 9}\n", encoding="utf-8")
    config = configure("baseline", f"phase.after={tmp_path}/first.yaml", "phase.gate=0.3")
    assert "earlier" not in yaml.safe_load(resolved_yaml(config))
    (tmp_path / "again.yaml").write_text(resolved_yaml(config), encoding="utf-8")
    again = configure(str(tmp_path / "again.yaml"))
    assert to_record(again).tobytes() == to_record(config).tobytes()


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        (("phase.after=palin",), "phase.after: 'palin' is not a scenario: did you mean palim"),
        (("phase.after=./nowhere.yaml",), "phase.after: scenario file ./nowhere.yaml does not exist"),
        (("phase.after=scenarios/",), "is no folder of a run: there is no config.yaml in it"),
        (
            ("phase.after=three_year", "horizon=38"),
            "the last phase begins, in month 39 at the earliest: simulate more months",
        ),
        (("phase.after=two_phases", "phase.gap=10", "horizon=80"), "in month 85 at the earliest"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(overrides, told):
    with pytest.raises(UserError, match=told.replace(".", r"\.")) as refused:
        configure("three_year", *overrides)
    assert "\n" not in str(refused.value)


def test_a_circle_is_refused(tmp_path):
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{one}.yaml").write_text(f"phase: {{after: {tmp_path}/{other}.yaml}}\n", encoding="utf-8")
    with pytest.raises(UserError, match="phases follow each other in a circle"):
        configure(str(tmp_path / "a.yaml"))


def test_a_scheme_that_follows_none_any_more_has_none_before():
    from analysis.worlds.designs import adjusted

    config = configure("two_phases")
    assert config.earlier is not None
    assert adjusted(config, {"phase.after": ""}).earlier is None
    assert adjusted(config, {"phase.after": "palim"}).earlier.scenario == "palim"


def test_what_is_uncertain_is_set_in_both_phases_and_a_lever_in_the_last():
    sets = stack(
        [configure("covid_shock", "phase.after=first_phase"), configure("baseline", "timeline.3.trust.gain=0.2")]
    )
    assign(sets, "trust.decay", [0.02, 0.05])
    assign(sets, "design.places", [11, 22])
    assert [*sets[0].trust.decay[:2]] == [0.02, 0.02]
    assert [*sets[0].design.places[:2]] == [11, 30]
    assert {*sets[1].trust.decay} == {0.05}
    assert {*sets[1].design.places} == {22}


def test_a_lever_may_be_set_in_every_phase():
    sets = stack([configure("covid_shock", "phase.after=first_phase")])
    assign(sets, "design.flexibility", [0.2], every_phase=True)
    assert [*sets[0].design.flexibility] == [0.2, 0.2]
    assign(sets, "design.flexibility", [0.9])
    assert [*sets[0].design.flexibility] == [0.9, 0.2]


def test_the_store_tells_sequences_apart_by_the_phase_before():
    def digest(*overrides):
        return digests_of(to_record(configure("two_phases", *overrides))[None, :], np.zeros(1, np.int64))[0]

    found = [digest(), digest("phase.after=three_year"), digest("phase.gate=0.5"), digest("phase.gap=4")]
    assert len({*found}) == 4
    assert digest() == found[0]


def test_what_was_planned_is_that_of_all_phases():
    """Two phases of three years, 30 places and 750,000 EUR, three months apart."""
    config = configure("two_phases", "phase.gap=3")
    assert planned(config) == 60.0
    assert budget(config) == 1.5e6
    assert funding_end(config) == 36 + 3 + 36
    lines = design(config)
    assert lines[0].startswith("Design: 3 years of public funding, 30 places, 750,000 EUR")
    assert lines[1] == "Follows: 1 earlier phase; in all 60 places and 1.5 million EUR"
    assert design(configure("first_phase"))[1].startswith("Serves:")
