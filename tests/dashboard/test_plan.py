"""Plans: the same in an address and back, checked wherever they come from, and the comparison's own configurations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.command.declare import Request
from analysis.dashboard.address import from_address, read_address
from analysis.dashboard.plan import (
    LETTERS,
    OWN,
    Plan,
    base,
    configurations,
    levers,
    merged,
    names,
    to_address,
)
from analysis.dashboard.typed import read, text_of
from analysis.worlds.designs import configured, written
from analysis.worlds.settings import Budget, Uncertainty
from sim.countries import Countries
from sim.errors import UserError
from sim.parameters import parameters, value_of
from sim.setup.configuration import configure

PLANS = [
    Plan(),
    Plan("palim", common={"shock.month": 20, "design.advisory_board": True}, designs=({OWN[0]: 1.5}, {OWN[1]: 0.9}, {})),
    Plan("thamm", budget=Budget.same_annual, uncertainty=Uncertainty.chance, replicates=100, seed=7, month=18),
    Plan("homere", uncertainty=Uncertainty.parameters, replicates=1000, month=240),
    Plan("baseline", loaded={"design.places": 77, "trust.gain": 0.2}, title="Ours: a & b = c", timeline={"24": {"recognition.months": 2.0}}),
]  # fmt: skip


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.title or plan.scenario)
def test_an_address_gives_the_plan_back(plan):
    assert from_address(to_address(plan)) == plan


@given(st.floats(1 / 12, 8.0), st.floats(0.0, 1.0), st.integers(-1, 60))
def test_every_value_survives_an_address(years, flexibility, month):
    plan = Plan(common={"shock.month": month}, designs=({OWN[0]: years}, {OWN[1]: flexibility}))
    assert from_address(to_address(plan)) == plan


def test_what_is_as_on_a_new_page_is_not_written_out():
    assert to_address(Plan()) == "scenario=covid_shock&A.design.duration_years=3&B.design.duration_years=5"
    written = to_address(Plan(uncertainty=Uncertainty.chance, month=18))
    assert written.startswith("scenario=covid_shock&uncertainty=chance&month=18&A.")
    assert Plan().uncertainty == Uncertainty.both


def test_old_links_mean_what_they_meant():
    old = "scenario=palim&budget=same_total&uncertainty=chance&runs=200&seed=1&A.design.duration_years=1.5&B.design.duration_years=3"
    assert from_address(old) == Plan("palim", designs=({OWN[0]: 1.5}, {OWN[0]: 3.0}), uncertainty=Uncertainty.chance)
    assert from_address(old.replace("chance", "both")) == Plan("palim", designs=({OWN[0]: 1.5}, {OWN[0]: 3.0}))


def test_a_month_is_no_other_question():
    assert Plan(month=18).key == Plan().key
    assert Plan(uncertainty=Uncertainty.chance).key != Plan().key


@given(st.text(max_size=300))
def test_no_address_does_more_than_be_refused(text):
    refused = ""
    try:
        from_address(text)
    except UserError as error:
        refused = str(error)
    assert "\n" not in refused


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("scenario=palimm", "did you mean palim"),
        ("scenario=/etc/passwd", "is not a scenario"),
        ("scenario=../scenarios/palim.yaml", "is not a scenario"),
        ("scenario=a%0Ab", "no line breaks"),
        ("title=a%0D%0Ab", "no line breaks"),
        ("title=a%E2%80%A8b", "no line breaks"),
        ("title=${oc.env:HOME}", "may not use"),
        ("start=${x}", "may not use"),
        ("A.design.kind=${oc.env:HOME}", "may not use"),
        ("file.markets.count=${oc.env:HOME}", "may not use"),
        ("timeline={%2224%22:{%22design.digital%22:%22${oc.env:HOME}%22}}", "may not use"),
        ("timeline={%2224%22:{%22design.digital%22:" + "9" * 400 + "}}", "cannot be read"),
        ("timeline={%2224%22:{%22design.digital%22:" + "9" * 5000 + "}}", "cannot be read"),
        ("timeline={%22" + "9" * 400 + "%22:{}}", "not a month"),
        ("timeline={%2224%22:{%22design.pipeline%22:%22" + "x" * 5000 + "%22}}", "not one of"),
        ("A.design.places=" + "9" * 400, "too long"),
        ("A.design.places=" + "9" * 5000, "too long"),
        ("runs=" + "9" * 5000, "not a whole number"),
        ("A.design.kind=" + "x" * 5000, "not one of"),
        ("A.design.durration=3", "not a parameter"),
        ("A.trust.gain=1", "only in a file"),
        ("file.outputs=/etc", "not a parameter"),
        ("all.shock.month=9999", "not a whole number from -1 to 600"),
        ("all.shock.month=two", "'two' is not"),
        ("A.design.kind=holiday", "not one of employment"),
        ("runs=1000000", "whole number from 2 to 1000"),
        ("month=241", "month: '241' is not a whole number from 0 to 240"),
        ("month=${x}", "may not use"),
        ("uncertainty=luck", "not one of chance, parameters, both"),
        ("seed=\u0663", "not a whole number"),
        ("budget=none", "not one of same_total"),
        ("timeline=[[[", "cannot be read"),
        ("timeline={%2224%22:{%22design.placs%22:3}}", "not a parameter"),
        ("all.design.places=1000000", "fit into one run"),
        ("scenario=talent_partnership&runs=1000&D.design.duration_years=3&C.=&B.=&A.=", "too many for this page"),
        ("file.horizon=600", "too many for this page"),
        ("x" * 30_000, "too long"),
        ("&".join(f"a{i}=1" for i in range(1001)), "too many values"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(query, what):
    with pytest.raises(UserError, match=what) as refusal:
        from_address(query)
    assert len(str(refusal.value)) < 400
    assert "\n" not in str(refusal.value)


def test_words_of_strangers_in_an_address_are_passed_over():
    assert from_address("utm_source=${x}&outputs=/etc") == Plan()


def test_what_is_right_in_an_address_is_kept_and_what_is_not_is_named():
    query = "scenario=palm&runs=100&all.recognition.months=7&A.design.duration_years=long&B.design.duration_years=4"
    found = read_address(query)
    assert found.plan == Plan(common={"recognition.months": 7.0}, designs=({}, {OWN[0]: 4.0}), replicates=100)
    assert found.problems[0] == "scenario: 'palm' is not a scenario: did you mean palim?"
    assert found.problems[1].startswith("A.design.duration_years: 'long' is not a number")
    assert len(found.problems) == 2
    assert found.nearest == "palim"
    assert read_address(found.instead).plan.scenario == "palim"
    assert read_address("scenario=xyzzyxx").nearest == ""


def test_values_that_contradict_each_other_leave_a_page_to_show():
    found = read_address("scenario=match&all.markets.count=1&all.markets.countries=2")
    assert "needs a market of its own" in found.problems[0]
    assert found.plan == Plan("match")
    assert read_address("file.horizon=600").plan.loaded == {"horizon": 600}  # its fields can be shown, and changed


def test_named_countries_survive_an_address():
    plan = Plan("baseline", loaded={"corridor.origins": Countries(["MA", "TN"])}, title="Ours")
    again = from_address(to_address(plan))
    assert again == plan
    assert again.loaded["corridor.origins"].codes == ("MA", "TN")


@pytest.mark.parametrize("basis", Budget)
def test_configurations_are_those_of_the_command(basis):
    plan = Plan(
        "palim", common={"recognition.months": 5.0}, designs=({OWN[0]: 1.5}, {OWN[0]: 4.0, OWN[1]: 0.9}), budget=basis
    )
    request = Request("compare", None, ["recognition.months=5"], "")
    for config, text in zip(
        configurations(plan),
        ("design.duration_years=1.5", "design.duration_years=4 design.flexibility=0.9"),
        strict=True,
    ):
        wanted = configured(request, "palim", written("d", text), basis)
        assert {name: value_of(config, name) for name in parameters()} == {
            name: value_of(wanted, name) for name in parameters()
        }


def test_fewer_markets_take_fewer_countries():
    assert configure("match").markets.countries > 1
    assert base(Plan("match", common={"markets.count": 1})).markets.countries == 1
    with pytest.raises(UserError, match="needs a market of its own"):
        base(Plan("match", common={"markets.count": 1, "markets.countries": 2}))


def test_what_equals_the_scenario_is_no_change():
    said = configure("palim").shock.month
    assert merged(Plan("palim"), common={"shock.month": said, "shock.severity": 0.5}).common == {"shock.severity": 0.5}


def test_names_tell_the_designs_apart():
    plan = Plan(designs=({OWN[0]: 3.0, "design.digital": 0.5}, {OWN[0]: 5.0, "design.digital": 0.5}))
    assert names(plan) == ["A (3 years)", "B (5 years)"]
    assert names(Plan(designs=({}, {}))) == list(LETTERS[:2])


@pytest.mark.parametrize("name", levers())
def test_a_field_reads_what_it_shows(name):
    value = value_of(configure("baseline"), name)
    assert read(name, text_of(value)) == value
    assert type(read(name, text_of(value))) is type(value)
