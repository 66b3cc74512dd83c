"""The Mesa model: live views in both directions, Mesa's own tools, stories, and nothing kept in memory that was not asked for."""

import gc
import inspect
import weakref

import mesa
import pytest
from worlds import assert_identical, totals
from worlds import small as smallest

from sim import PartnershipModel, configure
from sim.categories import Motive, Stage, Status
from sim.indicators import BY_NAME, LEVEL, MONTHLY
from sim.model import REPORTED
from sim.parameters import Size
from sim.stories import _ENTERED
from sim.views import KINDS, Agency, Candidate, Employer, Government


def small():
    """A small scheme with hosts that like to take part: they engage, and persons come to every stage."""
    config = smallest()
    config.employers.disposed = 1.0
    config.employers.engagement_base = 0.0
    config.employers.hire_base = 1.0
    return config


@pytest.fixture
def model():
    return PartnershipModel(small(), seed=1)


@pytest.fixture(scope="module")
def finished():
    model = PartnershipModel(small(), seed=1)
    model.run()
    return model


def steps(model, number):
    for _ in range(number):
        model.step()
    return model


def test_a_run_gives_the_numbers_of_the_ensemble(finished):
    ensemble = totals(small(), 1)
    for name in MONTHLY:
        if BY_NAME[name].over != LEVEL:
            assert finished.monthly[name].sum() == pytest.approx(ensemble[name][0], rel=1e-12), name
            assert finished.total(name) == finished.monthly[name].sum()


def test_step_by_step_is_the_run(model, finished):
    while model.running:
        model.step()
    assert model.month == model.steps == 72
    assert model.monthly.equals(finished.monthly)
    assert model.journeys.equals(finished.journeys)


def test_a_run_can_go_on_after_some_steps(model, finished):
    steps(model, 17).run()
    assert model.monthly.equals(finished.monthly)
    assert (model.month, model.steps, model.running) == (72, 72, False)


def test_a_finished_model_stays_as_it_is(finished):
    before = finished.monthly
    finished.step()
    assert finished.month == 72
    assert finished.monthly.equals(before)


def test_seed_and_replicate_address_all_chance():
    one = {(s, r): PartnershipModel(small(), seed=s, replicate=r) for s in (1, 2) for r in (0, 1)}
    traits = {key: tuple(model.state.employers["need"]) for key, model in one.items()}
    assert len(set(traits.values())) == 4
    assert tuple(PartnershipModel(small(), seed=2).state.employers["need"]) == traits[2, 0]


def test_a_scenario_by_name_with_overrides():
    model = PartnershipModel("covid_shock", **{"design.duration_years": 5, "scale": 0.1})
    assert model.config.design.duration_years == 5
    assert model.config.shock.month == 14
    assert model.config.seed == 1
    with pytest.raises(ValueError, match="overrides"):
        PartnershipModel(small(), scale=0.1)


def test_looking_at_agents_changes_nothing(model, finished):
    while model.running:
        model.step()
        assert len(model.agents) > 0
    assert model.monthly.equals(finished.monthly)


def test_agents_are_registered_when_asked_for_and_grow(model):
    assert not any(model._views.values())
    at_first = {kind: len(agents) for kind, agents in model.agents_by_type.items()}
    assert set(at_first) == {Government, Agency, Employer}
    steps(model, 24)
    later = {kind: len(agents) for kind, agents in model.agents_by_type.items()}
    assert set(later) == set(KINDS)
    assert later[Candidate] == model.total("applicants")
    assert all(later[kind] == at_first[kind] for kind in at_first)
    assert len(model.agents) == sum(later.values())
    identities = [agent.unique_id for agent in model.agents]
    assert len(set(identities)) == len(identities)


def test_views_read_the_state(model):
    steps(model, 20)
    state = model.state
    for kind, table in ((Employer, state.employers), (Government, state.governments), (Agency, state.agencies)):
        agents = model.agents_by_type[kind]
        for column in kind.columns:
            assert [getattr(agent, column) for agent in agents] == list(table[column])
    host = model.view(Employer, 3)
    assert isinstance(host.size_class, Size)
    assert isinstance(host.motive, Motive)
    assert set(host.row_values()) == set(Employer.columns)
    assert host is list(model.agents_by_type[Employer])[3]


def test_setting_an_attribute_changes_the_state_at_once(model):
    host = model.view(Employer, 0)
    host.trust = 0.75
    host.status = Status.declined
    assert model.state.employers[0].trust == 0.75
    assert model.state.employers[0].status == Status.declined
    with pytest.raises(AttributeError):
        model.agents = []


def pairs(number):
    """Pairs of models of the same run, the first of them finished: what one run says may be luck."""
    for replicate in range(number):
        plain, other = (PartnershipModel(small(), seed=1, replicate=replicate) for _ in range(2))
        plain.run()
        yield plain, other


def test_setting_trust_changes_the_later_run():
    """Hosts trust more in every run; that they act on it, one run may not show."""
    others = 0
    for plain, trusted in pairs(8):
        steps(trusted, 2)
        for host in trusted.agents_by_type[Employer]:
            host.trust = 1
        trusted.run()
        before, after = plain.monthly, trusted.monthly
        assert after.iloc[:2].equals(before.iloc[:2])
        gained = (
            (after["trust_employer"] - before["trust_employer"]).iloc[2:18].dropna()
        )  # undefined while none is engaged
        assert len(gained)
        assert (gained > 0).all()
        others += not after["offers"].equals(before["offers"])
    assert others >= 4


def test_setting_a_government_changes_the_later_run():
    signed = 0
    for plain, opposed in pairs(4):
        opposed.agents_by_type[Government].set("support", 0.0).set("threshold", 1.0)
        opposed.run()
        assert opposed.total("agreements_signed") == opposed.total("applicants") == 0
        signed += plain.total("agreements_signed")
    assert signed > 0


def test_setting_the_lead_changes_the_later_run():
    for plain, idle in pairs(4):
        idle.agents_by_type[Agency].set("contacts", 0.0)
        idle.run()
        before, after = plain.monthly, idle.monthly  # later on, what few persons do disappoints nobody either
        assert (after["trust_government"] < before["trust_government"]).iloc[:18].all()


def test_setting_candidates_changes_their_fate(model):
    steps(model, 24)
    everyone = model.agents_by_type[Candidate]
    everyone.select(lambda person: person.stage == Stage.pool).set("expiry", 0)
    waiting = everyone.select(lambda person: person.stage == Stage.pool)
    assert len(waiting) > 0
    model.step()
    assert {person.stage for person in waiting} == {Stage.dropped_out}


def test_mesas_agent_sets(model):
    steps(model, 30)
    hosts = model.agents_by_type[Employer]
    engaged = hosts.select(lambda host: host.status == Status.engaged)
    assert 0 < len(engaged) < len(hosts)
    assert hosts.agg("trust", max) == max(hosts.get("trust")) <= 1.0
    first = next(iter(hosts))
    assert hosts.get(["trust", "hires"])[0] == [first.trust, first.hires]
    groups = hosts.groupby("size_class")
    assert sum(len(group) for _, group in groups) == len(hosts)
    assert {size for size, _ in groups} <= set(Size)
    hosts.set("trust", 0.5)
    assert (model.state.employers["trust"] == 0.5).all()
    best = next(iter(model.agents_by_type[Candidate].sort("skill", ascending=False)))
    assert best.skill == pytest.approx(model.state.candidates["skill"][: int(model.total("applicants"))].max())


def test_the_models_own_data_collector(model):
    steps(model, 12)
    collected = model.datacollector.get_model_vars_dataframe()
    assert list(collected.columns) == list(REPORTED)
    assert len(collected) == 12
    for name in REPORTED:
        if BY_NAME[name].over != LEVEL:
            assert collected[name].is_monotonic_increasing, name
            assert collected[name].iloc[-1] == model.total(name)


def test_a_data_collector_with_agent_reporters(model):
    collector = mesa.DataCollector(
        model_reporters={"matches": lambda m: m.total("matches")},
        agenttype_reporters={Employer: {"trust": "trust", "hires": "hires"}},
        agent_reporters={"kind": lambda agent: type(agent).__name__},
    )
    for _ in range(6):
        model.step()
        collector.collect(model)
    hosts = collector.get_agenttype_vars_dataframe(Employer)
    assert len(hosts) == 6 * len(model.state.employers)
    last = hosts.loc[hosts.index.get_level_values(0).max()]
    assert list(last["trust"]) == pytest.approx(list(model.state.employers["trust"]))
    assert set(collector.get_agent_vars_dataframe()["kind"]) == {"Government", "Agency", "Employer", "Candidate"} - (
        {"Candidate"} if model.total("applicants") == 0 else set()
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_mesas_batch_run():
    from mesa.batchrunner import batch_run

    newer = "rng" in inspect.signature(batch_run).parameters  # Mesa 3.4 replaced the number of iterations by seeds
    rows = batch_run(
        PartnershipModel,
        parameters={
            "config": "baseline",
            "scale": 0.1,
            "horizon": 30,
            "design.flexibility": [0.0, 1.0],
            "replicate": range(3),
        },
        number_processes=1,
        display_progress=False,
        **({"rng": [7]} if newer else {"iterations": 1}),
    )
    assert len(rows) == 6
    for row in rows:
        config = configure("baseline", "scale=0.1", "horizon=30", f"design.flexibility={row['design.flexibility']}")
        alone = PartnershipModel(config, seed=row.get("seed", config.seed), replicate=row["replicate"])
        alone.run()
        assert row["matches"] == alone.total("matches")
        assert row["public_cost"] == pytest.approx(alone.total("public_cost"))


def test_a_model_whose_agents_were_never_asked_for_is_freed():
    model = PartnershipModel(small(), seed=1)
    steps(model, 3).run()
    kept = weakref.ref(model)
    del model
    gc.collect()
    assert kept() is None


def test_a_model_does_not_touch_its_configuration():
    config = small()
    model = PartnershipModel(config)
    model.agents_by_type[Employer].set("trust", 1.0)
    model.run()
    assert_identical(config, small(), replicates=2)


def test_the_story_of_a_candidate_tells_its_journal(finished):
    journal = finished.state.journal[: finished.state.scheme.journal]
    people = finished.agents_by_type[Candidate]
    told = set()
    for person in people:
        story = person.story()
        own = journal[journal["candidate"] == person.row]
        position = 0
        for entry in own:
            phrase = f"in month {entry['month']} {_ENTERED[Stage(entry['stage'])]}"
            position = story.index(phrase, position)
            told.add(Stage(entry["stage"]))
        assert ("woman" in story) == bool(person.gender)
        assert story.endswith(".")
        assert "  " not in story
    assert {
        Stage.applied,
        Stage.rejected,
        Stage.training,
        Stage.matched,
        Stage.permit,
        Stage.visa,
        Stage.abroad,
        Stage.completed,
    } <= told


def test_the_story_of_a_candidate_who_waits(model):
    steps(model, 24)
    waiting = model.agents_by_type[Candidate].select(lambda person: person.stage == Stage.pool)
    assert "still waiting" in next(iter(waiting)).story()


def test_the_story_of_a_host(finished):
    for host in finished.agents_by_type[Employer]:
        story = host.story()
        assert host.size_class.name in story
        if host.engaged_month >= 0:
            assert f"engaged in month {host.engaged_month}" in story
            assert f"declared {host.declared} " in story
            assert f"hired {host.hires}" in story
        else:
            assert "declined" in story or "not contacted" in story


def test_every_stage_has_its_words():
    assert set(_ENTERED) == set(Stage)


@pytest.mark.filterwarnings("ignore")
def test_solara_shows_the_model_steps_it_and_starts_it_anew():
    solara = pytest.importorskip("solara", reason="Mesa's viz extra is not installed")
    pytest.importorskip("altair", reason="Mesa's viz extra is not installed")
    import ipyvuetify
    from mesa.visualization import SolaraViz, make_plot_component

    model = PartnershipModel("baseline", scale=0.15, horizon=72)
    shown = solara.reactive(model)
    controls = {
        "config": "baseline", "scale": 0.15, "horizon": 72,
        "design.flexibility": {"type": "SliderFloat", "value": 0.9, "label": "Flexibility", "min": 0.0, "max": 1.0, "step": 0.1},
    }  # fmt: skip

    @solara.component
    def page():
        with solara.AppLayout():
            SolaraViz(shown, components=[make_plot_component(["matches", "departures"])], model_params=controls)

    _, context = solara.render(page(), handle_error=False)
    try:
        buttons = {str(button.children): button for button in context.find(ipyvuetify.Btn).widgets}
        buttons["['Step']"].click()
        assert model.month == 1
        buttons["['Reset']"].click()
        assert shown.value is not model
        assert shown.value.month == 0
        assert shown.value.config.design.flexibility == 0.9
    finally:
        context.close()
