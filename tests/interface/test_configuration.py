"""Configurations: what wins over what, inheritance, groups, timelines, the user's own files."""

import pytest

from sim import configure
from sim.errors import UserError
from sim.parameters import Config, parameters, registry, value_of
from sim.setup.catalogue import GROUPS, SCENARIOS, group_options, scenario_files
from sim.setup.checks import FIXED_AT_START
from sim.setup.configuration import resolved_yaml, runs
from sim.setup.typical import typical


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A working directory of the user's: ``own(name, text)`` writes ``scenarios/<name>.yaml`` there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()

    def write(name, text):
        path = tmp_path / "scenarios" / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_configuration_is_a_plain_dataclass_with_the_values_of_the_typical_world_or_the_registry():
    config = configure()
    assert type(config) is Config
    assert config.scenario == "baseline"
    for world, usually in (("typical", typical()), ("registry", {})):
        found = configure("baseline", f"world={world}")
        usual = {name: usually.get(name, p.default) for name, p in registry().items()}
        assert {name for name in usual if value_of(found, name) != usual[name]} <= {"scenario", "description"}
    assert config == configure("baseline", "world=typical")
    assert len(typical()) > 100


def test_precedence_defaults_file_options_file_values_line_options_line_values(own):
    own("mine", "defaults: [override /shock: severe]\nshock: {closure_months: 5}\n")
    default, severe, mild = 4.0, 8.0, 2.0
    assert configure("baseline", "world=registry").shock.closure_months == default
    assert configure().shock.closure_months == typical()["shock.closure_months"]
    assert configure("baseline", "shock=severe").shock.closure_months == severe
    assert configure("mine").shock.closure_months == 5.0
    assert configure("mine").shock.recovery_months == 12.0
    assert configure("mine", "shock=mild").shock.closure_months == mild
    assert configure("mine", "shock=mild", "shock.closure_months=6").shock.closure_months == 6.0
    assert configure("mine", "shock.closure_months=6", "shock=mild").shock.closure_months == 6.0


def test_an_option_on_the_command_line_replaces_the_one_in_the_file(own):
    own("mine", "defaults: [override /shock: severe]\ndesign.places: 10\n")
    assert configure("mine", "shock=covid").shock == configure("baseline", "shock=covid").shock
    assert configure("mine", "shock=default").shock == configure("mine").shock


@pytest.mark.parametrize("group", GROUPS)
def test_an_option_in_a_file_is_the_same_option_on_the_command_line(own, group):
    for option in group_options(group):
        own("mine", f"defaults: [override /{group}: {option}]\ndescription: x\n")
        own("bare", "description: x\n")
        in_file, on_line = configure("mine"), configure("bare", f"{group}={option}")
        on_line.scenario = "mine"
        assert in_file == on_line


def test_inheritance_heirs_win(own):
    own("parent", "defaults: [override /shock: covid]\ndesign: {places: 11, stay_months: 7}\n")
    own("heir", "defaults: [parent]\ndesign.places: 22\n")
    own("grandchild", "defaults: [heir, override /shock: mild]\nstart: 2020-02\n")
    heir, grandchild = configure("heir"), configure("grandchild")
    assert (heir.scenario, heir.design.places, heir.design.stay_months, heir.shock.month) == ("heir", 22, 7, 14)
    assert (grandchild.design.places, grandchild.shock.severity, grandchild.start) == (22, 0.5, "2020-02")


def test_a_shipped_scenario_can_be_inherited_and_the_users_file_wins_over_one_of_the_same_name(own):
    own("belgium", "defaults: [palim]\ndesign: {places: 40}\n")
    assert configure("belgium").design.places == 40
    assert configure("belgium").design.home_share == configure("palim").design.home_share
    own("homere", "design.places: 7\n")
    assert configure("homere").design.places == 7


def test_a_circle_of_inheritance_is_refused(own):
    own("a", "defaults: [b]\nseed: 1\n")
    own("b", "defaults: [a]\nseed: 1\n")
    with pytest.raises(UserError, match="circle"):
        configure("a")


def test_every_group_option_combines_with_every_scenario():
    reached = 0
    for name in scenario_files():
        for group, option in zip(
            GROUPS, ("five_year", "group", "match_first", "severe", "friction", "diverse"), strict=True
        ):
            assert configure(name, f"{group}={option}").scenario == name
            reached += 1
    assert reached == 6 * len(scenario_files())


def test_options_of_different_groups_combine_freely():
    config = configure("palim", "design=flexible", "shock=mild", "recognition=smooth", "markets=three")
    assert (config.design.flexibility, config.shock.severity) == (0.9, 0.5)
    assert (config.recognition.months, config.markets.count) == (1.0, 3)
    assert config.design.places == 30


def test_timeline_from_file_and_command_line(own):
    own("mine", "timeline: {24: {recognition: {months: 2}, design.flexibility: 1}}\n")
    config = configure("mine", "timeline.24.recognition.months=5", "timeline={6: {trust: {gain: 0.2}}}")
    assert config.timeline == {6: {"trust.gain": 0.2}, 24: {"recognition.months": 5.0, "design.flexibility": 1.0}}
    assert list(config.timeline) == [6, 24]
    assert configure("mine", "timeline.3={permits.months: 1}").timeline[3] == {"permits.months": 1.0}


def test_timelines_are_inherited_month_by_month(own):
    own("parent", "timeline: {12: {permits.months: 1}, 24: {permits.months: 2}}\n")
    own("heir", "defaults: [parent]\ntimeline: {24: {permits.months: 3, permits.refusal: 0}}\n")
    expected = {12: {"permits.months": 1.0}, 24: {"permits.months": 3.0, "permits.refusal": 0.0}}
    assert configure("heir").timeline == expected


@pytest.mark.parametrize("name", sorted(FIXED_AT_START))
def test_what_is_fixed_at_the_start_is_refused_on_a_timeline(name):
    assert name in parameters()
    default = registry()[name].default
    with pytest.raises(UserError, match="fixed at the start"):
        configure("baseline", f"timeline.12.{name}={getattr(default, 'name', default)}")


def test_a_file_anywhere_by_absolute_and_relative_path(tmp_path, monkeypatch):
    folder = tmp_path / "a folder (mine)"
    folder.mkdir()
    (folder / "x.yaml").write_text("defaults: [./y]\ndesign.places: 5\n")
    (folder / "y.yaml").write_text("design.stay_months: 9\n")
    monkeypatch.chdir(tmp_path)
    for given in (folder / "x.yaml", folder / "x", "./a folder (mine)/x.yaml"):
        config = configure(str(given))
        assert (config.scenario, config.design.places, config.design.stay_months) == ("x", 5, 9.0)


def test_one_broken_file_breaks_only_itself(own):
    own("broken", "a: [1,\n")
    own("typo", "design: {placs: 3}\n")
    own("good", "design: {places: 3}\n")
    assert configure("good").design.places == 3
    assert configure("palim").scenario == "palim"
    for name in ("broken", "typo"):
        with pytest.raises(UserError, match=rf"scenarios/{name}\.yaml"):
            configure(name)


def test_a_working_directory_with_its_own_conf_changes_nothing(own, tmp_path):
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "config.yaml").write_text("nonsense: [")
    assert configure("palim", "shock=covid").shock.month == 14


def test_a_resolved_configuration_is_a_scenario_that_yields_itself(tmp_path):
    config = configure("ygca", "timeline.7.permits.months=1", "design.advisory_board=true", "shock=severe")
    path = tmp_path / "config.yaml"
    path.write_text(resolved_yaml(config))
    assert configure(str(path)) == config


def test_texts_are_taken_as_typed():
    config = configure("baseline", "outputs=2024", "start=2019-03", "description='a, b'")
    assert (config.outputs, config.start, config.description) == ("2024", "2019-03", "a, b")
    config = configure("baseline", "outputs=/tmp/a folder (mine)", "description=Größe: [1")
    assert (config.outputs, config.description) == ("/tmp/a folder (mine)", "Größe: [1")


def test_whole_numbers_may_be_written_as_floats_and_types_are_the_registrys():
    config = configure("baseline", "design.places=1e2", "replicates=10.0", "design.duration_years=5")
    assert (config.design.places, type(config.design.places), type(config.replicates)) == (100, int, int)
    assert type(config.design.duration_years) is float


def test_settings_of_a_group_may_be_given_at_once():
    assert configure("baseline", "permits={months: 1, refusal: 0}").permits.months == 1.0


def test_a_configuration_does_not_share_state_with_another():
    first, second = configure("palim", "timeline.5.permits.months=1"), configure("palim")
    first.design.places = 99
    assert (second.design.places, second.timeline) == (30, {})


def test_a_sweep_gives_each_combination_and_its_label():
    swept = runs(["scenario=baseline,covid_shock", "design=three_year,five_year", "seed=3"], multirun=True)
    assert [run.label for run in swept] == [
        "scenario=baseline design=three_year", "scenario=baseline design=five_year",
        "scenario=covid_shock design=three_year", "scenario=covid_shock design=five_year",
    ]  # fmt: skip
    assert [run.config.design.duration_years for run in swept] == [3.0, 5.0, 3.0, 5.0]
    assert {run.config.seed for run in swept} == {3}


def test_sweeps_over_ranges_globs_and_timelines():
    assert [run.config.shock.month for run in runs(["shock.month=range(0,30,10)"], True)] == [0, 10, 20]
    assert {run.config.scenario for run in runs(["scenario=glob(covid_*)"], True)} == {
        "covid_early", "covid_late", "covid_shock",
    }  # fmt: skip
    assert [run.config.timeline[3] for run in runs(["timeline.3.permits.months=1,2"], True)] == [
        {"permits.months": 1.0}, {"permits.months": 2.0},
    ]  # fmt: skip
    assert len(runs(["scenario=palim"], multirun=True)) == 1


def test_hydra_of_a_caller_is_left_as_it_was(tmp_path):
    from hydra import compose, initialize_config_dir

    (tmp_path / "config.yaml").write_text("a: 1\n")
    with initialize_config_dir(str(tmp_path), version_base="1.3"):
        assert configure("palim").scenario == "palim"
        assert compose("config").a == 1


def test_scenarios_lie_flat_beside_each_other():
    assert not [path for path in SCENARIOS.iterdir() if path.is_dir() and path.name != "__pycache__"]
