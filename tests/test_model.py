"""One run as a Mesa model: Mesa's own tools work on it, and agents are live in both directions."""

import gc
import weakref

import mesa
import numpy as np
import pytest

from sim import configure
from sim.ensemble import run_sets
from sim.indicators import BY_NAME, FLOW, MONTHLY, NAMES
from sim.model import Agency, Candidate, Employer, Government, PartnershipModel
from sim.parameters import Size, to_record
from sim.state import Stage

NEW_MESA = tuple(int(part) for part in mesa.__version__.split(".")[:2]) >= (3, 5)


@pytest.fixture
def model():
    return PartnershipModel("baseline", seed=3)


@pytest.fixture(scope="module")
def finished():
    model = PartnershipModel("baseline", seed=3)
    model.run()
    return model


def test_a_model_is_a_replicate_of_the_ensemble(finished):
    config = configure("baseline")
    outcome = run_sets(to_record(config)[None], 2, 3)
    for name in MONTHLY:
        if BY_NAME[name].over == FLOW:
            assert finished.total(name) == pytest.approx(outcome.totals[0, 0, NAMES.index(name)], rel=1e-12), name
    other = PartnershipModel(config, seed=3, replicate=1)
    other.run()
    assert other.total("applicants") == outcome.totals[0, 1, NAMES.index("applicants")]


def test_step_by_step_is_the_same_as_one_run(finished):
    stepped = PartnershipModel("baseline", seed=3)
    while stepped.running:
        stepped.step()
    assert stepped.steps == finished.steps == 96
    assert stepped.monthly.equals(finished.monthly)
    assert stepped.journeys.equals(finished.journeys)
    stepped.step()
    assert stepped.month == 96


def test_agents_are_registered_when_asked_for_and_grow(model):
    assert model._views[Employer] == []
    kinds = {kind.__name__: len(agents) for kind, agents in model.agents_by_type.items()}
    assert kinds == {"Government": 4, "Agency": 4, "Employer": 150}
    for _ in range(20):
        model.step()
    assert len(model.agents_by_type[Candidate]) == model.total("applicants") > 0
    assert len(model.agents) == 158 + model.total("applicants")
    assert model.view(Employer, 7).row == 7


def test_a_view_changes_the_simulation(model):
    twin = PartnershipModel("baseline", seed=3)
    for government in model.agents_by_type[Government]:
        government.trust = 1.0
    for employer in model.agents_by_type[Employer]:
        employer.trust = 1
    assert model.state.governments["trust"].min() == 1
    model.run()
    twin.run()
    assert model.total("completed_mobilities") > twin.total("completed_mobilities")


def test_capacities_of_agents_are_the_ones_in_force():
    """Setting what an agent can do changes what it does."""
    closed, mute, usual = (PartnershipModel("baseline", seed=3) for _ in range(3))
    closed.agents_by_type[Government].set("capacity", 0.0)
    mute.agents_by_type[Agency].set("contacts", 0.0)
    for each in (closed, mute, usual):
        each.run()
    assert usual.total("departures") > 0
    assert closed.total("departures") == 0
    assert closed.total("matches") > 0
    assert mute.total("agreements_signed") == 0


def test_the_kernels_change_the_views(model):
    employers = model.agents_by_type[Employer]
    assert employers.agg("hires", sum) == 0
    model.run()
    assert employers.agg("hires", sum) == model.total("matches") > 0
    departed = model.agents_by_type[Candidate].select(lambda person: person.departed >= 0)
    assert len(departed) == model.total("departures")


def test_agent_sets(finished):
    employers = finished.agents_by_type[Employer]
    assert len(employers.select(at_most=5)) == 5
    assert set(employers.get("size_class")) == set(Size)
    assert len(employers.get(["trust", "hires"])[0]) == 2
    grouped = employers.groupby("size_class").agg("hires", sum)
    assert grouped[Size.small] == finished.total("hires_small")
    stages = finished.agents_by_type[Candidate].groupby("stage").count()
    assert stages[Stage.stayed] == finished.total("stayed")
    other = PartnershipModel("baseline", seed=1)
    other.agents_by_type[Employer].set("trust", 0.5)
    assert (other.state.employers["trust"] == 0.5).all()
    assert "trust" in next(iter(employers)).row_values()


def test_data_collector_with_agent_reporters(model):
    collector = mesa.DataCollector(
        model_reporters={"matches": lambda m: m.total("matches")},
        agenttype_reporters={Government: {"trust": "trust"}, Employer: {"hires": "hires"}},
    )
    for _ in range(18):
        model.step()
        collector.collect(model)
    assert len(collector.get_model_vars_dataframe()) == 18
    trust = collector.get_agenttype_vars_dataframe(Government)["trust"]
    assert len(trust) == 18 * 4
    assert trust.iloc[-4:].mean() > trust.iloc[:4].mean()
    assert len(model.datacollector.get_model_vars_dataframe()) == 18


def test_batch_run():
    how = {"rng": [1, 2]} if NEW_MESA else {"iterations": 1}
    rows = mesa.batch_run(
        PartnershipModel,
        parameters={"config": "baseline", "design.duration_years": [3, 5], "horizon": 48},
        number_processes=1, max_steps=200, display_progress=False, **how,
    )  # fmt: skip
    assert len(rows) == (4 if NEW_MESA else 2)
    three, five = (next(row for row in rows if row["design.duration_years"] == years) for years in (3, 5))
    assert three["applicants"] > 0
    assert three["public_cost"] != five["public_cost"]


def test_overrides_go_with_a_name():
    assert PartnershipModel(**{"design.places": 10}).config.design.places == 10
    with pytest.raises(ValueError, match="overrides go with"):
        PartnershipModel(configure("baseline"), **{"design.places": 10})
    with pytest.raises(AttributeError):
        PartnershipModel("baseline").agents = []


def test_a_model_whose_agents_were_never_asked_for_is_freed():
    model = PartnershipModel("baseline", seed=1)
    model.run()
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("stage", [Stage.rejected, Stage.stayed, Stage.reintegrated, Stage.dropped_out])
def test_a_candidates_story_tells_the_journey(finished, stage):
    person = next(iter(finished.agents_by_type[Candidate].select(lambda each: each.stage == stage)))
    story = person.story()
    own = finished.journeys[finished.journeys["candidate"] == person.row]
    assert "applied" in story
    assert all(f"month {month} " in story for month in own["month"])
    if stage == Stage.rejected:
        assert "rejected" in story
    if stage in (Stage.stayed, Stage.reintegrated):
        assert f"host {person.employer}" in story
        assert "completed the planned stay" in story


def test_a_hosts_story(finished):
    hosts = finished.agents_by_type[Employer]
    hiring = max(hosts, key=lambda host: host.hires).story()
    assert "engaged in month" in hiring
    assert "It hired" in hiring
    stories = {host.story() for host in hosts}
    assert any("declined" in story for story in stories)
    assert all(story.endswith(".") for story in stories)


def test_levels_are_undefined_before_the_first_month(model):
    assert np.isnan(model.total("trust_government"))


def test_mesas_viewer_renders_the_model():
    visualization = pytest.importorskip("mesa.visualization", reason="Mesa's viz extra is not installed")
    solara = pytest.importorskip("solara", reason="Mesa's viz extra is not installed")
    model = PartnershipModel("baseline", seed=1)
    page = visualization.SolaraViz(
        model, components=[visualization.make_plot_component("matches")], model_params={"seed": 1}, name="One run"
    )
    _, context = solara.render(page, handle_error=False)
    context.close()
