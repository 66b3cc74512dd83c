"""Partnership: contacts build trust, every level must sign, crowding and coordination at origin (L1, L3, L4, L5, L6)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    BARE,
    budget,
    counted,
    engaged,
    finished,
    given_all,
    given_scheme,
    government,
    months,
    of_month,
    record,
    run,
    scheme,
    small,
    totals,
    world,
)

from sim.indicators import NAMES
from sim.processes import partnership

p = record()
share = st.floats(0, 1)


@given(st.floats(0, 10), st.floats(0, 1), st.floats(0, 1))
def test_coordination_takes_the_crowding_away(projects, one, other):
    less, more = (
        partnership.crowding(record({"trust.crowding": projects, "design.origin_coordination": share}))
        for share in sorted((one, other))
    )
    assert 0.0 < less <= more <= 1.0
    assert partnership.crowding(record({"trust.crowding": projects, "design.origin_coordination": 1.0})) == 1.0


def still(*values, **columns):
    """A world without contacts in which trust neither grows nor decays, coordination is covered and hosts stay."""
    nobody = {"agencies.contacts": 0.0, "agencies.staff_contacts": 0.0}
    state = world({"trust.decay": 0.0, "employers.quit_hazard": 0.0}, nobody, *values)
    budget(state, coordination=1e6)
    given_scheme(state, **columns)
    return state


#: What a contact of the month works, by hand: half scale, half covered, less 0.2 * 0.5 for coordination at origin and
#: 0.5 * 0.5 * 0.8 in the shock, over a load of 1 + 0.1 * 2 components * 3 countries: 0.5 * 0.5 * 0.9 * 0.8 / 1.6
WORKS = 0.1125
#: 40 contacts of the lead, 0.4 of them with ministries; 10 of each member of staff: 1.5 for ministries, 0.4 for hosts.
MINISTRIES = (16 + 15) * WORKS
HOSTS = (24 + 4) * WORKS
#: 0.2 * (0.3 + 0.7 * 0.5)
GAIN = 0.13


def busy(*values, **columns):
    """Two countries of origin and one of destination, a level each; three hosts, of which two are engaged."""
    settings = {
        **BARE, "scale": 0.5, "markets.employers": 6, "design.places": 8, "corridor.origins": 2,
        "corridor.levels_origin": 1, "corridor.levels_destination": 1, "trust.component_load": 0.1,
        "design.mentoring": True, "design.business_creation": True, "trust.coordination_effort": 0.2,
        "design.origin_coordination": 0.5, "shock.contacts": 0.5, "design.digital": 0.2, "costs.coordination": 1000.0,
        "costs.origin_coordination": 0.0, "costs.digital_running": 0.0, "costs.board": 0.0, "costs.staff": 0.0,
        "costs.facilitation": 0.0, "agencies.contacts": 40.0, "agencies.staff_contacts": 10.0,
        "design.facilitation_staff": 1.5, "design.host_staff": 0.4, "design.ministry_share": 0.4,
        "design.administrative_support": 0.0, "agencies.prospecting_share": 0.5, "agencies.board_contacts": 0.4,
        "trust.crowding": 3.0, "trust.gain": 0.2, "trust.facilitation_floor": 0.3, "design.facilitation": 0.5,
        "trust.contacts_needed": 2.0, "trust.decay": 0.1, "trust.disappointment": 0.8,
    }  # fmt: skip
    state = world(settings, *values)
    budget(state, coordination=250.0)  # coordination costs 1,000 * 0.5
    given_all(state.governments, trust=[0.5, 0.2, 0.4, 0.4][: state.governments.size], support=0.5, threshold=1.0)
    given_all(state.employers, trust=[0.3, 0.4, 0.5], disposed=0)
    given_all(state.agencies, digital=0.2)
    engaged(state, 2, 1)
    given_all(state.employers[1:], next_review=40)
    given_scheme(state, **({"intensity": 0.5, "places": 4} | columns))
    return state


def after(trust, contacts, gain=GAIN):
    """Trust after a month, by hand: gain and decay of 0.1, two contacts needed."""
    reached = 1 - math.exp(-contacts / 2)
    return trust + gain * reached * (1 - trust) - 0.1 * (1 - reached) * trust


def test_contacts_are_shared_between_governments_and_hosts():
    state = run("partnership engagement", busy(), 3)
    assert scheme(state).contacts == pytest.approx(MINISTRIES)
    assert scheme(state).host_contacts == pytest.approx(HOSTS)
    each = MINISTRIES / (3 * 0.5)
    crowded = each / (1 + 3 * 0.5)  # other projects call at origin, half coordinated
    expected = [after(0.5, crowded), after(0.2, crowded), after(0.4, each)]
    assert state.governments["trust"] == pytest.approx(expected)
    assert scheme(state).prospects == pytest.approx(HOSTS * 0.5 - 1)  # one host was contacted
    shared = HOSTS * 0.5 / 2
    assert state.employers["trust"] == pytest.approx([after(0.3, 1.0), after(0.4, shared), after(0.5, shared)])
    assert scheme(state).host_trust == pytest.approx(after(0.4, shared) + after(0.5, shared))
    assert scheme(state).covered == 0.5
    assert scheme(state).trust_gain == pytest.approx(GAIN)
    assert counted(state, 3) == {"spent_coordination": 250.0, "public_cost": 250.0}


def test_a_board_adds_contacts_as_far_as_coordination_is_covered():
    state = run("partnership engagement", busy({"design.advisory_board": True}), 3)
    each = MINISTRIES / (3 * 0.5) + 0.4 * 0.5
    crowded = each / (1 + 3 * 0.5)
    assert state.governments["trust"] == pytest.approx([after(0.5, crowded), after(0.2, crowded), after(0.4, each)])
    shared = HOSTS * 0.5 / 2 + 0.4 * 0.5
    assert state.employers["trust"][1:] == pytest.approx([after(0.4, shared), after(0.5, shared)])


NAMED = ("design.mentoring", "design.business_creation", "design.integration_package", "design.diaspora_network")


def test_components_cost_contacts_for_every_country_at_both_ends():
    for components, countries, load in ((0, 1, 1.0), (2, 1, 1.6), (2, 2, 1.8), (4, 1, 2.2)):
        added = {name: k < components for k, name in enumerate(NAMED)} | {"costs.diaspora_network": 0.0}
        state = busy(added, {"markets.count": 2, "markets.countries": countries})
        given_scheme(state, intensity=0.0, places=0)  # no host is sought
        run("partnership", state, 3)
        works = 0.5 * 0.5 * 0.9 / load
        assert scheme(state).contacts == pytest.approx(31 * works)
        assert state.governments[2].trust == pytest.approx(after(0.4, 31 * works / (state.governments.size * 0.5)))


def test_what_disappointed_is_weighed_by_the_country_that_it_concerns():
    state = busy(planned_trainees=8.0)
    given_all(state.origins, disappointed=[2.0, 1.0])
    given_all(state.countries, disappointed=1.0)
    run("partnership", state, 3)
    each = MINISTRIES / (3 * 0.5)
    crowded = each / (1 + 3 * 0.5)
    first, second = math.exp(-0.8 * 2 / 4), math.exp(-0.8 * 1 / 4)  # each origin has half of 8 trainees
    destination = math.exp(-0.8 * 1 / 4)  # of 4 places
    expected = [after(0.5, crowded) * first, after(0.2, crowded) * second, after(0.4, each) * destination]
    assert state.governments["trust"] == pytest.approx(expected)
    assert (state.origins["disappointed"].tolist(), state.countries["disappointed"].tolist()) == ([0.0, 0.0], [0.0])


def test_each_country_of_destination_judges_its_share_of_the_places():
    state = busy({"markets.count": 2, "markets.countries": 2})
    given_all(state.governments, trust=0.4)
    given_all(state.countries, disappointed=[0.0, 1.0])
    run("partnership", state, 3)
    trusting = state.governments["trust"]
    assert trusting[2] != pytest.approx(0.4)
    assert trusting[3] == pytest.approx(trusting[2] * math.exp(-0.8 * 1 / 2))  # half of the 4 places


def test_governments_are_won_by_their_own_readiness_and_forget_less_where_the_partnership_remembers():
    state = busy(memory=0.25)
    given_all(state.governments, readiness=[1.5, 0.0, 0.8])
    run("partnership", state, 3)
    each = MINISTRIES / (3 * 0.5)

    def remembered(trust, contacts, readiness):
        reached = 1 - math.exp(-contacts / 2)
        return trust + GAIN * readiness * reached * (1 - trust) - 0.1 * 0.75 * (1 - reached) * trust

    expected = [remembered(0.5, each / 2.5, 1.5), remembered(0.2, each / 2.5, 0.0), remembered(0.4, each, 0.8)]
    assert state.governments["trust"] == pytest.approx(expected)


def test_a_new_lead_achieves_less_until_it_has_settled():
    for settled, skill in ((1.0, 0.5), (0.4, 0.2), (0.0, 0.0)):
        state = run("partnership", busy(settled=settled), 3)
        assert scheme(state).trust_gain == pytest.approx(0.2 * (0.3 + 0.7 * skill))


@pytest.mark.parametrize(("share", "lost"), [(0.0, 0.25), (0.04, 0.125), (0.1, 0.0)])
def test_partner_countries_alone_mind_that_less_capacity_is_built(share, lost):
    settings = {"design.capacity_share": share, "trust.capacity_expected": 0.08, "trust.capacity_weight": 0.25}
    state = run("partnership", busy(settings), 3)
    each = MINISTRIES / (3 * 0.5)
    crowded, less = each / (1 + 3 * 0.5), GAIN * (1 - lost)
    expected = [after(0.5, crowded, less), after(0.2, crowded, less), after(0.4, each)]
    assert state.governments["trust"] == pytest.approx(expected)


def test_disappointment_counts_before_a_government_signs():
    for disappointed, signed in ((0.0, 1), (1.0, 0)):
        state = busy()
        given_all(state.countries, disappointed=disappointed)
        given_all(state.governments, support=1.0, threshold=[1.0, 1.0, 0.41])
        assert run("partnership", state, 3).governments[2].signed == signed


def test_a_scheme_that_ended_has_no_contacts():
    state = busy(alive=0)
    given_all(state.governments, trust=1.0, support=1.0)
    run("partnership", state, 3)
    assert scheme(state).covered == 0.0
    assert state.governments["trust"] == pytest.approx([0.9] * 3)
    assert (scheme(state).contacts, scheme(state).host_contacts) == (0.0, 0.0)
    assert state.governments["signed"].tolist() == [0, 0, 0]
    assert counted(state, 3) == {}


def test_a_government_signs_once_at_its_own_threshold():
    state = still()
    given_all(state.governments, trust=0.5, support=0.5, threshold=[0.25, 0.26, 0.24, 0.3], signed=[0, 0, 1, 0])
    run("partnership", state, 3)
    assert state.governments["signed"].tolist() == [1, 0, 1, 0]
    assert of_month(state, 3, "agreements_signed") == 1.0
    assert of_month(run("partnership", state, 4), 4, "agreements_signed") == 0.0


def test_a_government_may_sign_in_the_month_in_which_trust_is_there():
    state = busy()
    given_all(state.governments, support=1.0, threshold=[1.0, 1.0, 0.41])  # 0.4 before, 0.41 with this month's contacts
    assert run("partnership", state, 3).governments["signed"].tolist() == [0, 0, 1]


def test_a_desk_is_as_fast_as_the_weakest_level_allows():
    state = still({"permits.trust_effect": 0.5, "markets.count": 2, "markets.countries": 2})
    given_all(
        state.governments, trust=[0.1, 0.1, 0.8, 0.5, 0.9, 1.0], support=[0.1, 0.1, 0.5, 0.6, 1.0, 1.0], threshold=1.0
    )
    run("partnership", state, 3)  # 0.8 * 0.5 = 0.4 and 0.5 * 0.6 = 0.3; 0.9 and 1
    assert state.countries["speed"] == pytest.approx([1 - 0.5 * 0.7, 1 - 0.5 * 0.1])


def trust(name, *values):
    return np.nanmean(months(small(*values), 10)[:, :36, NAMES.index(name)])


@pytest.mark.parametrize("name", ["trust_government", "trust_employer"])
def test_trust_grows_with_contacts(name):
    few = {"agencies.contacts": 1.0, "agencies.staff_contacts": 1.0}
    assert trust(name, {"agencies.contacts": 100.0}) > trust(name) > trust(name, few)


def test_crowding_costs_trust_at_origin_only():
    crowded, coordinated = (
        {"trust.crowding": 5.0, "trust.disappointment": 0.0, "trust.memory_signed": 0.0},
        {"design.origin_coordination": 1.0, "trust.coordination_effort": 0.0},
    )
    plain = {"trust.disappointment": 0.0, "trust.memory_signed": 0.0}
    assert trust("trust_government_origin", crowded) < trust("trust_government_origin", plain)
    unmoved = trust("trust_government_destination", plain)
    assert trust("trust_government_destination", crowded) == pytest.approx(unmoved, abs=1e-4)
    assert trust("trust_government_origin", crowded, coordinated) > trust("trust_government_origin", crowded)


def test_trust_without_contact_decays():
    nobody = {"agencies.contacts": 0.0, "agencies.staff_contacts": 0.0}
    alike = {"trust.prior_spread": 0.0, "agencies.lead_change": 0.0, "design.capacity_share": 0.0}
    state = finished(small(nobody, alike, {"politics.election_month": 600, "politics.sign_threshold": 1.0}))
    p = record()
    assert state.governments["trust"] == pytest.approx(p.trust.prior * (1 - p.trust.decay) ** 72)


def test_every_level_of_a_country_must_sign():
    state = still({"corridor.levels_origin": 3, "corridor.origins": 2, "politics.minimum_support": 0.25})
    given_all(state.governments, signed=[1, 1, 0, 1, 1, 1, 1, 1], trust=0.1, support=0.3, threshold=1.0)
    run("partnership", state, 3)  # the first country of origin lacks its third level
    assert (state.origins["signed"].tolist(), state.countries["signed"].tolist()) == ([0, 1], [1])
    state.governments[2].signed = 1
    run("partnership", state, 4)
    assert (state.origins["signed"].tolist(), state.countries["signed"].tolist()) == ([1, 1], [1])
    state.governments[4].support = 0.24  # a level of the second country of origin suspends what it signed
    state.governments[7].signed = 0  # and one of destination has not signed
    run("partnership", state, 5)
    assert (state.origins["signed"].tolist(), state.countries["signed"].tolist()) == ([1, 0], [0])
    state.governments[4].support = 0.25
    assert run("partnership", state, 6).origins["signed"].tolist() == [1, 1]


def test_a_signature_is_given_once():
    run = totals(small({"corridor.levels_origin": 3, "corridor.levels_destination": 2}), 20)
    assert run["agreements_signed"].max() == 5


def test_contacts_are_shared_so_more_governments_mean_less_trust():
    few = {"corridor.levels_origin": 1, "corridor.levels_destination": 1}
    many = {"corridor.levels_origin": 3, "corridor.levels_destination": 3}
    assert trust("trust_government", many) < trust("trust_government", few)


@given(share, share, share)
def test_a_government_signs_once_its_standing_reaches_the_threshold(trust, support, threshold):
    signs = partnership.signs(government(trust=trust, support=support, threshold=threshold))
    assert signs == (trust * support >= threshold)


def test_a_government_without_support_suspends():
    low = p.politics.minimum_support
    assert partnership.suspends(government(support=low - 0.01), p)
    assert not partnership.suspends(government(support=low), p)


@given(share, share)
def test_desks_are_faster_where_the_weakest_level_trusts(one, other):
    slow, fast = (partnership.desk_speed(standing, p) for standing in sorted((one, other)))
    assert 0.0 <= slow <= fast <= 1.0


def test_the_speed_of_a_desk_by_hand():
    assert partnership.desk_speed(0.3, record({"permits.trust_effect": 0.4})) == pytest.approx(1 - 0.4 * 0.7)
