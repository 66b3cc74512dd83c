"""The world before its first month: sizes, agencies, governments, markets and their hosts, by hand."""

import pytest
from worlds import people, record, scheme, world

from sim import world as created
from sim.categories import AgencyKind, Closing, Level, Sector, Side
from sim.state import sizes_of


def test_sizes_by_hand():
    state = world({
        "corridor.origins": 2, "corridor.levels_origin": 3, "markets.count": 5, "markets.countries": 3,
        "corridor.levels_destination": 2, "markets.employers": 11, "horizon": 50, "scale": 0.5,
    })  # fmt: skip
    sizes = sizes_of(state.parameters)
    assert (sizes.horizon, sizes.governments, sizes.agencies) == (50, 2 * 3 + 3 * 2, 1 + 2 * 2 + 3 + 1)
    assert (sizes.employers, sizes.markets, sizes.origins, sizes.countries) == (6, 5, 2, 3)  # 5.5 hosts, rounded up
    assert sizes.candidates == scheme(state).candidate_limit + 1 == len(people(state))
    assert (len(state.governments), len(state.agencies), len(state.employers)) == (12, 9, 6)
    assert (len(state.lessons), len(state.stays), len(state.waits), len(state.monthly)) == (51,) * 4


def test_governments_of_both_sides_country_by_country_and_level_by_level():
    state = world({
        "corridor.origins": 2, "corridor.levels_origin": 1, "markets.count": 2, "markets.countries": 2,
        "corridor.levels_destination": 2,
    })  # fmt: skip
    found = [(row.side, row.country, row.level) for row in state.governments]
    here, there = Side.origin, Side.destination
    assert found == [
        (here, 0, Level.national), (here, 1, Level.national),
        (there, 0, Level.national), (there, 0, Level.regional), (there, 1, Level.national), (there, 1, Level.regional),
    ]  # fmt: skip


def test_the_lead_then_services_and_recruiters_of_each_origin_then_services_of_destination_and_the_association():
    state = world({"corridor.origins": 2, "markets.count": 2, "markets.countries": 2})
    found = [(AgencyKind(row.kind).name, int(row.country)) for row in state.agencies]
    assert found == [
        ("lead", 0), ("public_service_origin", 0), ("private_recruiter", 0), ("public_service_origin", 1),
        ("private_recruiter", 1), ("public_service_destination", 0), ("public_service_destination", 1), ("association", 0),
    ]  # fmt: skip


def test_markets_share_the_hosts_and_lie_one_behind_the_other():
    state = world({"markets.count": 3, "markets.countries": 2, "markets.employers": 8})
    assert state.markets["hosts"].tolist() == [3, 3, 2]
    assert state.markets["first"].tolist() == state.markets["ring_first"].tolist() == [0, 3, 6]
    assert state.markets["country"].tolist() == [0, 1, 0]
    assert state.employers["market"].tolist() == [0, 0, 0, 1, 1, 1, 2, 2]
    assert state.employers["index"].tolist() == [0, 1, 2, 0, 1, 2, 0, 1]


def test_signed_hosts_follow_those_in_reach_of_their_market():
    """Of 21 places two thirds are signed: 14, of which 4 by institutions with 3 places a host at most, so 2 + 2."""
    state = world({
        "markets.count": 2, "markets.employers": 5, "design.places": 21, "design.signed_share": 2 / 3, "employers.honoured.institution": 1.0,
        "design.signed_by.association": 0.0, "design.signed_by.institution": 0.4, "design.signed_by.group": 1.0,
        "employers.signed_places.institution": 3.0, "employers.signed_places.group": 10.0, "employers.honoured.group": 1.0,
    })  # fmt: skip
    assert state.partners["places"].tolist() == [0, 4, 10]
    assert state.partners["hosts"].tolist() == [0, 2, 1]
    assert state.partners["first"].tolist() == [0, 0, 2]
    assert scheme(state).pending == 14
    assert state.markets["hosts"].tolist() == [3, 2]  # in reach
    assert state.markets["first"].tolist() == [0, 5]  # and two hosts that sign, then one
    found = [
        (Closing(row.closing).name, int(row.market), int(row.index), int(row.real_need)) for row in state.employers
    ]
    assert found[3:5] == [("institution", 0, 3, 2), ("group", 0, 4, 10)]
    assert found[7:] == [("institution", 1, 2, 2)]
    assert {closing for closing, *_ in (*found[:3], *found[5:7])} == {"open"}
    assert state.employers["need_left"][[3, 4, 7]].tolist() == [2, 10, 2]


@pytest.mark.parametrize(("count", "diversity", "sectors"), [
    (3, 0.0, ["construction"] * 3), (3, 0.4, ["construction", "construction", "hospitality"]),
    (4, 0.5, ["construction", "construction", "hospitality", "health"]),
    (6, 1.0, ["construction", "hospitality", "health", "agriculture", "ict", "engineering"]),  # one stays in the main sector
    (7, 0.9, ["construction", "hospitality", "health", "agriculture", "ict", "engineering", "hospitality"]),
])  # fmt: skip
def test_the_last_markets_lie_in_the_other_sectors_in_turn(count, diversity, sectors):
    p = record({"design.sector": Sector.construction, "markets.count": count, "markets.diversity": diversity})
    assert [Sector(created.market_sector(market, p)).name for market in range(count)] == sectors


def test_books_are_empty_and_the_key_is_kept():
    state = world()
    assert state.stages["count"].tolist() == [0] * len(state.stages)
    assert set(state.lessons["head"]) == set(state.stays["tail"]) == {-1}
    assert (scheme(state).seed, scheme(state).replicate, scheme(state).horizon) == (1, 0, 48)
    assert (scheme(state).funded, scheme(state).alive, scheme(state).candidates) == (1, 1, 0)
    assert (state.markets["demand"] == 1.0).all()
    assert (state.origins["economy"] == 1.0).all()
    assert (state.countries["speed"] == 1.0).all()
