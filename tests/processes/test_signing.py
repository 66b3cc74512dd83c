"""Signing: places by class and host, work until a signature, refusal, fee, lent trust, and places still pending (L1, L10)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    BARE,
    TINY,
    Decision,
    budget,
    configured,
    counted,
    drawn,
    given_all,
    given_row,
    given_scheme,
    line,
    partner,
    record,
    run,
    scheme,
    world,
)

from sim.agents import employer as hosts
from sim.categories import AgencyKind, Closing, Line, Status
from sim.processes import signing
from sim.runs.ensemble import create_state

FAR = 32_000
CLASSES = (Closing.association, Closing.institution, Closing.group)

#: 20 places, of which 0.55 are signed for, half of them by an association, a third by institutions, a sixth by a group.
MIXED = {
    "design.places": 20, "design.signed_share": 0.55, "design.signed_by.association": 1.0,
    "design.signed_by.institution": 0.7, "design.signed_by.group": 0.3, "employers.signed_places.association": 2.5,
    "employers.signed_places.institution": 2.0, "employers.signed_places.group": 9.0,
}  # fmt: skip


@pytest.mark.parametrize(("places", "scale", "share", "signed"), [
    (20, 1.0, 0.55, 11), (20, 1.0, 0.524, 10), (20, 1.0, 0.525, 11), (21, 0.5, 1.0, 11), (20, 1.0, 0.0, 0), (0, 1.0, 1.0, 0),
])  # fmt: skip
def test_signed_places_are_a_share_of_all_rounded(places, scale, share, signed):
    p = record({"design.places": places, "scale": scale, "design.signed_share": share})
    assert signing.signed_places(p) == signed


def test_places_of_the_classes_by_hand():
    p = record(MIXED)  # 11 places: up to 5.5 and 9.35 and 11, rounded
    assert [signing.places_before(number, p) for number in range(4)] == [0, 6, 9, 11]
    assert [signing.hosts_for(number, p) for number in range(3)] == [3, 2, 1]  # 6 / 2.5, 3 / 2, 2 / 9, rounded up
    assert signing.hosts_needed(p) == 6
    assert signing.most_hosts(p) == 6 + 3  # all 11 by the class with the fewest places a host, and one more each


def test_nobody_signs_without_weights():
    p = record(MIXED)
    for c in CLASSES:
        p.design.signed_by[c.name] = 0.0  # no configuration may ask for this
    assert [signing.places_before(number, p) for number in range(4)] == [0, 0, 0, 0]
    assert signing.hosts_needed(p) == 0


@given(
    st.integers(0, 300), st.floats(0, 1), *[st.floats(0, 1)] * 3, st.floats(1, 9), st.floats(1, 9), st.integers(1, 5)
)
def test_places_and_hosts_add_up(places, share, association, institution, group, few, many, markets):
    p = record({
        "design.places": places, "design.signed_share": share, "design.signed_by.association": association,
        "design.signed_by.institution": institution, "design.signed_by.group": group, "markets.count": markets,
        "employers.signed_places.association": few, "employers.signed_places.group": many,
    })  # fmt: skip
    before = [signing.places_before(number, p) for number in range(4)]
    assert before == sorted(before)
    assert before[3] == (signing.signed_places(p) if association + institution + group > 0 else 0)
    assert (
        sum(signing.hosts_of_market(m, p) for m in range(markets)) == signing.hosts_needed(p) <= signing.most_hosts(p)
    )


def signed(*values, columns=None, **given):
    """A scheme of three kinds of partners, all of them willing and honest, in two markets with five hosts in reach."""
    settings = {
        **MIXED, **BARE, "markets.count": 2, "markets.employers": 5, "design.ministry_share": 0.0,
        "agencies.contacts": 30.0, "agencies.signing_contacts": 8.0, "design.facilitation": 0.5,
        "trust.facilitation_floor": 0.5, "trust.decay": 0.0, "trust.gain": 0.0, "costs.coordination": 0.0, "costs.facilitation": 0.0,
        "costs.signed_place": 100.0, "employers.signing_work.association": 18.0,
        "employers.signing_work.institution": 6.0, "employers.signing_work.group": 1000.0,
        "agencies.association_trust": 0.25, "employers.signing_once": 1.0, "design.sector": "health",
        "employers.group_posts.employment": 1.0,
    }  # fmt: skip
    honest = {f"employers.{name}.{c.name}": 1.0 for name in ("honoured", "signing_chance") for c in CLASSES}
    state = world(settings, honest, *values)
    budget(state, coordination=1e6)
    given_scheme(state, **given)
    return state


def of_class(state, closing):
    return [host for host in state.employers if host.closing == closing]


def test_hosts_of_the_partners_are_created_behind_those_in_reach():
    state = signed()
    # five hosts in reach: three in the first market, two in the second; six signed ones are dealt out in turn
    assert state.markets["first"].tolist() == [0, 6]
    assert state.markets["hosts"].tolist() == [3, 2]
    assert scheme(state).in_reach == 5
    closing = state.employers["closing"].tolist()
    assert closing == [0, 0, 0, Closing.association, Closing.association, Closing.institution,
                       0, 0, Closing.association, Closing.institution, Closing.group]  # fmt: skip
    assert [host.real_need for host in of_class(state, Closing.association)] == [2, 2, 2]  # 6 by three
    assert [host.real_need for host in of_class(state, Closing.institution)] == [
        1,
        2,
    ]  # 3 by two: number 3 is the first
    assert [host.real_need for host in of_class(state, Closing.group)] == [2]
    assert state.employers["index"].tolist() == [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4]
    for host in state.employers:
        if host.closing != Closing.open:
            traits = (host.disposed, host.clears, host.experience, host.willing)
            assert traits == (1, 1, 1, 1)
            assert (host.status, host.need_left, host.open, host.declared) == (Status.declined, host.real_need, 0, 0)
        else:
            assert host.status == Status.unaware


def test_the_partners_by_hand():
    state = signed()
    rows = [(p.closing, p.places, p.first, p.hosts, p.willing, p.signed, p.refused) for p in state.partners]
    assert rows == [
        (Closing.association, 6, 0, 3, 1, 0, 0), (Closing.institution, 3, 3, 2, 1, 0, 0), (Closing.group, 2, 5, 1, 1, 0, 0),
    ]  # fmt: skip
    assert scheme(state).pending == 11
    assert state.partners["work"].tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("seed", range(1, 9))
def test_who_would_sign_and_who_keeps_its_word_is_drawn_by_class_and_by_host(seed):
    values = {
        "design.sector": "health", "employers.group_posts.employment": 1.0, "employers.signing_size.association": 12.0, "employers.signing_size.institution": 3.0,
        "employers.signing_size.group": 1.0,
        "employers.signing_chance.association": 0.4, "employers.signing_chance.institution": 0.5,
        "employers.signing_chance.group": 0.6, "employers.honoured.association": 0.3,
        "employers.honoured.institution": 0.5, "employers.honoured.group": 0.7, "markets.count": 2,
        "employers.money_weight": 0.0,
    }  # fmt: skip
    state = create_state(configured(TINY, MIXED, values), seed)
    assert {signing.honours(u, 1, state.parameters[0]) for u in (0.999, 1e-9)} == {False, True}
    chances = (0.4, 0.5, 0.6)
    sizes = (12.0, 3.0, 1.0)  # of 6, 3 and 2 places: asked for half of what is usual, for all of it, for twice as much
    asked = [chance ** (places / size) for chance, places, size in zip(chances, (6, 3, 2), sizes, strict=True)]
    willing = [drawn(state, Decision.partner, 0, k + 1)[0] < asked[k] for k in range(3)]
    assert state.partners["willing"].tolist() == willing
    for host in state.employers:
        if host.closing != Closing.open:
            honest = drawn(state, Decision.signed_host, host.market, host.index)[0] < (0.3, 0.5, 0.7)[host.closing - 1]
            assert (host.real_need > 0) == (host.need_left > 0) == honest


def test_a_signature_is_kept_the_likelier_the_more_a_stay_is_worth_against_its_price():
    # nine months of 800 EUR against 1,200 + a quarter of 8,000 + 3,000
    worth = {
        "design.kind": "apprenticeship", "employers.month_worth.apprenticeship": 800.0, "employers.break_in": 3.0,
        "design.stay_months": 12.0, "costs.host_own": 1200.0, "employers.alternative": 3000.0,
        "costs.full_price": 8000.0, "design.contribution_share": 0.25, "employers.money_weight": 1.3,
        "employers.commitment.apprenticeship": 0.8, "employers.honoured.institution": 0.6,
    }  # fmt: skip
    utility = math.log(0.6 / 0.4) + 0.8 * 1.3 * math.log(7200 / 6200)
    chance = 1 / (1 + math.exp(-utility))
    p = record(worth)
    assert signing.honours(chance - 1e-6, Closing.institution, p)
    assert not signing.honours(chance + 1e-6, Closing.institution, p)
    for share, kept in ((0.0, False), (1.0, True)):
        p = record(worth, {"employers.honoured.institution": share})
        assert {signing.honours(u, Closing.institution, p) for u in (1e-9, 0.5, 1 - 1e-9)} == {kept}


def test_negotiations_take_contacts_in_order_and_work_by_the_leads_skill():
    state = run("partnership signing", signed(), 3)  # 30 contacts; 8 each, three quarters of them work
    assert state.partners["work"] == pytest.approx([6.0, 6.0, 6.0])
    assert scheme(state).host_contacts == pytest.approx(30 - 24)
    assert state.partners["signed"].tolist() == [0, 1, 0]
    assert scheme(state).pending == 8
    run("partnership signing", state, 4)  # the institutions have signed: nothing more to negotiate
    assert state.partners["work"] == pytest.approx([12.0, 6.0, 12.0])
    assert scheme(state).host_contacts == pytest.approx(30 - 16)
    run("partnership signing", state, 5)
    assert state.partners["signed"].tolist() == [1, 1, 0]
    assert scheme(state).pending == 2


def test_contacts_that_are_not_there_do_no_work_and_half_a_scale_has_half():
    state = run("partnership signing", signed({"agencies.contacts": 10.0}), 3)
    assert state.partners["work"] == pytest.approx([6.0, 1.5, 0.0])
    assert scheme(state).host_contacts == 0.0
    state = run("partnership signing", signed({"scale": 0.5, "markets.employers": 10}), 3)
    assert state.partners["places"].tolist() == [3, 2, 1]
    assert state.partners["work"] == pytest.approx([6.0, 6.0, 6.0])  # four of the 15 contacts each
    assert scheme(state).host_contacts == pytest.approx(15 - 12)


def test_talks_go_slowly_under_a_new_lead():
    state = run("partnership signing", signed(settled=0.2), 3)
    assert partner(state, Closing.association).work == pytest.approx(8.0 * (0.5 + 0.5 * 0.5 * 0.2))


def test_a_partner_that_would_not_sign_refuses_and_its_places_are_open():
    state = signed({"employers.signing_chance.institution": 0.0})
    run("partnership signing", state, 3)
    institutions = partner(state, Closing.institution)
    assert (institutions.signed, institutions.refused) == (0, 1)
    assert scheme(state).pending == 8
    assert {host.status for host in of_class(state, Closing.institution)} == {Status.declined}
    assert counted(state, 3) == {}
    run("partnership signing", state, 4)
    assert institutions.work == pytest.approx(6.0)  # and nobody asks again
    assert institutions.refused == 1


def test_hosts_of_a_partner_that_signs_engage_and_declare_their_places():
    state = signed()
    given_row(of_class(state, Closing.institution)[1], real_need=0, need_left=0)  # one does not keep its word
    run("partnership signing", state, 3)
    honest, other = of_class(state, Closing.institution)
    assert (honest.status, honest.engaged_month, honest.next_review) == (Status.engaged, 3, FAR)
    assert (honest.open, honest.declared, honest.real_open) == (1, 1, 1)
    assert (other.status, other.open, other.declared) == (Status.declined, 0, 0)
    assert counted(state, 3) == {"employers_engaged": 1.0, "declared_vacancies": 1.0}
    assert scheme(state).vacancies == 1  # so that nobody seeks hosts this month for places just given
    assert state.markets["active"].tolist() == [1, 0]
    assert state.engaged[0] == 5


def test_signed_hosts_stand_on_the_ring_of_their_market_by_their_position():
    every = {f"employers.signing_work.{c.name}": 0.1 for c in CLASSES}
    state = run("partnership signing", signed(every, {"agencies.contacts": 300.0}), 0)
    assert state.markets["active"].tolist() == [3, 3]
    assert state.markets["fresh"].tolist() == [0, 0]
    for market in state.markets:
        rows = state.engaged[market.first : market.first + market.active].tolist()
        assert rows == sorted(rows, key=lambda row: hosts.position(row - market.first))
        assert sorted(rows) == [market.first + market.hosts + k for k in range(3)]
    assert scheme(state).pending == 0
    assert counted(state, 0)["declared_vacancies"] == 11.0


AT_ONCE = {"employers.signing_work.association": 6.0, "employers.signing_work.institution": 1000.0}


@pytest.mark.parametrize(("holds", "paid"), [(1e6, 600.0), (600.0, 600.0), (450.0, 450.0), (0.0, 0.0)])
def test_an_association_is_paid_by_place_as_far_as_coordination_goes(holds, paid):
    state = signed(AT_ONCE)
    budget(state, coordination=holds)
    run("partnership signing", state, 3)
    assert partner(state, Closing.association).signed == 1
    assert line(state, Line.coordination).spent == paid
    assert line(state, Line.coordination).unmet == 0.0
    assert counted(state, 3).get("public_cost", 0.0) == paid


def test_an_overdrawn_line_pays_an_association_nothing():
    state = signed(AT_ONCE)
    budget(state, coordination=100.0)
    given_row(line(state, Line.coordination), spent=300.0)
    run("partnership signing", state, 3)
    assert line(state, Line.coordination).spent == 300.0


def test_an_association_lends_its_trust_to_the_hosts_in_reach():
    state = signed(AT_ONCE)
    given_all(state.employers, trust=0.2)
    run("partnership signing", state, 3)
    assert [host.trust for host in of_class(state, Closing.open)] == pytest.approx([0.2 + 0.25 * 0.8] * 5)
    assert [host.trust for c in CLASSES for host in of_class(state, c)] == pytest.approx([0.2] * 6)
    association = next(office for office in state.agencies if office.kind == AgencyKind.association)
    assert association.volume == 6.0
    assert sum(office.volume for office in state.agencies) == 6.0


@pytest.mark.parametrize("closing", [Closing.institution, Closing.group])
def test_other_partners_cost_no_fee_and_lend_no_trust(closing):
    never = {f"employers.signing_work.{c.name}": 1000.0 for c in CLASSES}
    state = signed(never | {f"employers.signing_work.{closing.name}": 6.0})
    before = state.employers["trust"].tolist()
    run("partnership signing", state, 3)
    assert partner(state, closing).signed == 1
    assert state.employers["trust"].tolist() == before
    assert "public_cost" not in counted(state, 3)
    assert sum(office.volume for office in state.agencies) == 0.0


def test_more_places_take_more_talks_by_hand():
    p = record({
        "employers.signing_work.association": 80.0, "employers.signing_work.group": 20.0, "employers.signing_once": 0.25,
        "employers.signing_usual": 40.0,
    })  # fmt: skip
    assert signing.work_needed(Closing.association, 40, p) == pytest.approx(80.0)  # a usual number: as it says
    assert signing.work_needed(Closing.association, 0, p) == pytest.approx(20.0)  # a quarter is done once
    assert signing.work_needed(Closing.association, 100, p) == pytest.approx(80.0 * (0.25 + 0.75 * 2.5))
    assert signing.work_needed(Closing.group, 10, p) == pytest.approx(20.0 * (0.25 + 0.75 * 0.25))
    p.scale = 2.0  # everything is twice as large, the lead's time included
    assert signing.work_needed(Closing.association, 80, p) == pytest.approx(80.0)


def test_talks_end_with_the_work_that_the_places_need():
    # half of the work once, half by place: three of six usual places take three quarters of it; a month brings six contacts
    less = {"employers.signing_once": 0.5, "employers.signing_usual": 6.0, "employers.signing_work.institution": 8.0}
    state = run("partnership signing", signed(less), 3)
    assert partner(state, Closing.institution).signed == 1  # 8 * 0.75 = 6 needed, 6 done
    state = run("partnership signing", signed(less | {"employers.signing_work.institution": 8.1}), 3)
    assert partner(state, Closing.institution).signed == 0


@pytest.mark.parametrize(("sector", "kind", "chance"), [
    ("health", "employment", 0.8), ("ict", "employment", 0.8 * 0.25), ("ict", "study", 0.8), ("agriculture", "seasonal", 0.0),
])  # fmt: skip
def test_institutions_sign_where_they_have_posts(sector, kind, chance):
    p = record({
        "design.sector": sector, "design.kind": kind, "employers.signing_chance.institution": 0.8, "sectors.institutions.ict": 0.25,
        "sectors.institutions.agriculture": 0.0, "employers.signing_chance.association": 0.6, "design.stay_months": 6.0,
        "design.intake_months": 12,
    })  # fmt: skip
    assert signing.chance_to_sign(Closing.institution, 60, p) == pytest.approx(chance)
    assert signing.chance_to_sign(Closing.association, 60, p) == pytest.approx(0.6)  # an association exists everywhere


@pytest.mark.parametrize(("kind", "chance"), [("internship", 0.9), ("employment", 0.9 * 0.3), ("study", 0.0)])
def test_groups_sign_for_interns(kind, chance):
    p = record({
        "design.kind": kind, "employers.signing_chance.group": 0.9, "employers.signing_size.group": 25.0,
        "employers.group_posts.employment": 0.3, "employers.group_posts.study": 0.0,
    })  # fmt: skip
    assert signing.chance_to_sign(Closing.group, 25, p) == pytest.approx(chance)


def test_the_more_places_the_less_likely_a_signature_by_hand():
    p = record(
        {"employers.signing_chance.group": 0.9, "employers.signing_size.group": 20.0, "design.kind": "internship"}
    )
    assert signing.chance_to_sign(Closing.group, 20, p) == pytest.approx(0.9)
    assert signing.chance_to_sign(Closing.group, 60, p) == pytest.approx(0.9**3)
    assert signing.chance_to_sign(Closing.group, 0, p) == 1.0
    p.scale = 3.0
    assert signing.chance_to_sign(Closing.group, 60, p) == pytest.approx(0.9)
    p.employers.signing_chance.group = 1.0
    assert signing.chance_to_sign(Closing.group, 5000, p) == 1.0  # who has signed has signed


def test_preparation_works_on_signatures_before_the_start():
    state = signed({"design.preparation_months": 1.5, "costs.preparation": 0.0})
    assert state.partners["work"] == pytest.approx([9.0, 9.0, 9.0])  # 1.5 * 8 * 0.75
    run("partnership signing", state, 0)
    assert state.partners["work"] == pytest.approx([15.0, 15.0, 15.0])


def test_a_signature_is_given_once_and_work_may_reach_it_exactly():
    state = signed({"employers.signing_work.institution": 12.0})
    run("partnership signing", state, 0)
    assert state.partners["signed"].tolist() == [0, 0, 0]
    run("partnership signing", state, 1)
    assert state.partners["signed"].tolist() == [0, 1, 0]
    run("partnership signing", state, 2)
    assert counted(state, 2)["employers_engaged"] == 3.0  # of the association alone
    assert [host.declared for host in of_class(state, Closing.institution)] == [1, 2]


def test_a_scheme_that_ended_negotiates_no_more_and_its_places_stay_pending():
    state = signed(alive=0)
    run("signing", given(state), 3)
    assert state.partners["work"].tolist() == [0.0, 0.0, 0.0]
    assert scheme(state).pending == 11
    assert scheme(state).host_contacts == 30.0


def given(state):
    """The same, with a month's contacts."""
    given_scheme(state, host_contacts=30.0)
    return state


def test_an_open_scheme_has_no_partners_to_negotiate_with():
    state = signed({"design.signed_share": 0.0})
    run("partnership signing", state, 3)
    assert state.partners["places"].tolist() == [0, 0, 0]
    assert state.partners["work"].tolist() == [0.0, 0.0, 0.0]
    assert (scheme(state).pending, scheme(state).host_contacts) == (0, 30.0)
    assert state.employers.size == 5


def test_signed_hosts_are_not_sought():
    state = signed({"agencies.prospecting_share": 1.0, "agencies.signing_contacts": 0.1, "agencies.contacts": 100.0})
    given_all(state.employers, disposed=1, engage_at=50.0)
    for month in range(3):
        run("partnership engagement", state, month)
    assert {int(host.contacts) for c in CLASSES for host in of_class(state, c)} == {0}
    assert {host.status for host in of_class(state, Closing.open)} == {Status.engaged}
