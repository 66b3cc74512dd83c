"""Corridors: how far a named pair lies from the mean corridor, and what it leaves of the average (L3, L12, L13)."""

import csv
import math

import numba
import numpy as np
import pytest
from worlds import Decision, drawn, fate, people, put, run, world

from sim import corridors
from sim.categories import Reason, Stage
from sim.corridors import known, shrinkage, values
from sim.corridors.known import Figure
from sim.countries import Countries
from sim.draws import lognormal_from, whole_months
from sim.laws import corridors as law


@numba.njit
def permit_months(state, origin, country):
    return law.permit_months(state, origin, country, state.parameters[0])


@numba.njit
def visa_months(state, origin, country):
    return law.visa_months(state, origin, country, state.parameters[0])


@numba.njit
def visa_refusal(state, origin, country):
    return law.visa_refusal(state, origin, country, state.parameters[0])


@numba.njit
def expected_months(state, country):
    p = state.parameters[0]
    return law.expected_permit_months(state, country, p), law.expected_visa_months(state, country, p)


WAIT = "work_visa_wait_months"
SHARE = "work_visa_refusal_rate"


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Put rows in place of the table: origin, destination, attribute, value, quality, and what else is told by name."""

    def forget():
        values.table.cache_clear()
        known._read.cache_clear()

    def given(*rows):
        path = tmp_path / "corridors.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            written = csv.DictWriter(file, Figure._fields, restval="")
            written.writeheader()
            for origin, destination, attribute, value, quality, *further in rows:
                cells = {"origin": origin, "destination": destination, "attribute": attribute, "value": value}
                more = further[0] if further else {}
                written.writerow({**cells, "unit": "months", "year": "2024", "quality": quality, **more})
        monkeypatch.setattr(corridors, "FILE", path)
        forget()

    yield given
    monkeypatch.undo()
    forget()


#: Three good figures of one value: the mean is that value, and the spread the least there is, 0.25.
ALIKE = [(origin, "IT", WAIT, 4, "high") for origin in ("AL", "BR", "CO")]
REFUSED = [(origin, "IT", SHARE, 0.2, "high", {"unit": "share"}) for origin in ("AL", "BR", "CO")]


def named(origins, destinations, *parts):
    """A world of named countries."""
    places = {"corridor.origins": Countries(origins), "markets.countries": Countries(destinations)}
    return world(places, {"markets.count": len(destinations)}, *parts)


def test_a_pair_waits_as_much_longer_as_its_figure_half_believed(table):
    """The mean of four good figures is 2^(2/4) times 4; a good figure of the pair counts half, its country's a third."""
    table(*ALIKE[:2], ("MA", "BE", WAIT, 8, "high"), ("", "FR", WAIT, 8, "high"))
    state = named(["MA", "TN"], ["BE", "FR", "NL"], {"permits.visa_months": 3.0})
    beyond = math.log(8) - math.log(4) - math.log(2) / 2
    tau2 = shrinkage.prior("waiting").spread2
    own, of_country = tau2 / (tau2 + 0.25**2), tau2 / (2 * tau2 + 0.25**2)
    assert visa_months(state, 0, 0) == pytest.approx(3 * math.exp(own * beyond))
    assert visa_months(state, 1, 1) == pytest.approx(3 * math.exp(of_country * beyond))
    assert visa_months(state, 1, 0) == 3.0  # nothing is known of the pair
    assert visa_months(state, 0, 2) == 3.0


@pytest.mark.parametrize(("error", "times"), [(1e-6, 2.0), (1e6, 1.0)])
def test_a_sure_figure_holds_and_one_that_tells_nothing_leaves_the_average(table, monkeypatch, error, times):
    """As the error of the pair's figure goes to 0 and to infinity."""
    table(*ALIKE, *[(o, "IT", WAIT, 4, "high") for o in ("EC", "HN")], ("MA", "BE", WAIT, 8, "low"))
    mean = shrinkage.prior("waiting")
    monkeypatch.setattr(shrinkage, "ERRORS", shrinkage.ERRORS | {"low": error})
    monkeypatch.setattr(values, "prior", lambda topic: mean._replace(mean=math.log(4)) if topic == "waiting" else None)
    values.table.cache_clear()
    state = named(["MA"], ["BE"], {"permits.visa_months": 3.0})
    assert visa_months(state, 0, 0) == pytest.approx(3.0 * times, rel=1e-4)


def test_odds_of_a_refusal_by_hand(table):
    """The mean of published refusals is 20 %; a pair with 50 %, half believed, has 4 ^ (1/2) times the odds."""
    many = [(origin, "IT", SHARE, 0.2, "high", {"unit": "share"}) for origin in ("AL", "BR", "CO", "EC", "HN")]
    table(*many, ("MA", "BE", SHARE, 0.5, "high", {"unit": "share"}))
    mean = shrinkage.prior("refusal")
    half = mean.spread2 / (mean.spread2 + 0.25**2)
    factor = math.exp(half * (0.0 - mean.mean))
    state = named(["MA"], ["BE"], {"permits.visa_refusal": 0.1})
    odds = 0.1 / 0.9 * factor
    assert visa_refusal(state, 0, 0) == pytest.approx(odds / (1 + odds))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_what_is_never_or_always_refused_stays_so(table, share):
    table(*REFUSED, ("MA", "BE", SHARE, 0.6, "high", {"unit": "share"}))
    state = named(["MA"], ["BE"], {"permits.visa_refusal": share})
    assert visa_refusal(state, 0, 0) == share


def test_odds_by_hand():
    assert law.with_odds(0.2, 3.0) == pytest.approx(3 / 7)  # 1 : 4 becomes 3 : 4
    assert law.with_odds(0.2, 1.0) == pytest.approx(0.2)


def test_a_permit_of_a_named_pair_takes_longer(table):
    rows = [(origin, "IT", "work_permit_processing_days", 61, "high") for origin in ("AL", "BR", "CO")]
    rows = [(*row, {"unit": "days"}) for row in (*rows, ("MA", "BE", "work_permit_processing_days", 122, "high"))]
    table(*rows)
    mean = shrinkage.prior("permit")
    assert mean.mean == pytest.approx(math.log(61 / 30.4) + math.log(2) / 4)
    half = mean.spread2 / (mean.spread2 + 0.25**2)
    state = named(["MA"], ["BE"], {"permits.months": 3.0})
    found = permit_months(state, 0, 0)
    assert found == pytest.approx(3.0 * math.exp(half * (math.log(2) * 3 / 4)))


@pytest.mark.parametrize(
    ("attribute", "value", "read"),
    [
        ("permit_months", 9.0, permit_months),
        ("visa_months", 7.0, visa_months),
        ("visa_refusal", 0.3, visa_refusal),
    ],
)
def test_a_stated_value_holds_as_it_stands_and_moves_no_mean(table, attribute, value, read):
    table(*ALIKE, *REFUSED, ("MA", "BE", WAIT, 8, "high"), ("MA", "BE", attribute, value, "low"))
    state = named(["MA"], ["BE"])
    assert read(state, 0, 0) == value
    assert shrinkage.prior("waiting").figures == 4


def test_a_host_expects_the_mean_over_the_origins(table):
    table(("MA", "BE", "permit_months", 6, "low"), ("MA", "BE", "visa_months", 3, "low"))
    state = named(["MA", "TN"], ["BE"], {"permits.months": 2.0, "permits.visa_months": 1.0})
    assert expected_months(state, 0)[0] == pytest.approx((6 + 2) / 2)
    assert expected_months(state, 0)[1] == pytest.approx((3 + 1) / 2)


def test_average_countries_take_the_average():
    state = world({"corridor.origins": 2, "markets.count": 2, "markets.countries": 2})
    p = state.parameters[0]
    for origin in (0, 1):
        for country in (0, 1):
            assert permit_months(state, origin, country) == p.permits.months
            assert visa_months(state, origin, country) == p.permits.visa_months
            assert visa_refusal(state, origin, country) == pytest.approx(p.permits.visa_refusal)


def test_a_region_and_the_union_speak_for_their_members(table):
    africa = ("", "DE", "national_visa_refusal_rate_africa", 0.5, "high", {"unit": "share"})
    table(*REFUSED, africa, ("MA", "EU", WAIT, 8, "high"), *ALIKE)
    odds, waits = values.table()[law.REFUSAL_ODDS], values.table()[law.VISA_FACTOR]
    at = values.numbers()
    assert odds[at["MA"], at["DE"]] == odds[at["KE"], at["DE"]] > 1
    assert np.isnan(odds[at["VN"], at["DE"]])
    assert waits[at["MA"], at["BE"]] == waits[at["MA"], at["FR"]] > 1
    assert np.isnan(waits[at["MA"], at["CH"]])
    assert np.isnan(waits[at["TN"], at["BE"]])
    assert np.isnan(odds[0, 0])


def test_a_destination_speaks_for_origins_without_a_name(table):
    table(*ALIKE, ("", "BE", WAIT, 8, "high"))
    at = values.numbers()
    assert values.table()[law.VISA_FACTOR, 0, at["BE"]] == values.table()[law.VISA_FACTOR, at["MA"], at["BE"]] > 1


def test_of_two_figures_no_corridor_differs(table):
    table(*ALIKE[:1], ("MA", "BE", WAIT, 8, "high"))
    assert np.isnan(values.table()[law.VISA_FACTOR]).all()


@pytest.mark.parametrize("i", range(4))
def test_an_appointment_takes_what_the_pair_takes(table, i):
    """Each person waits and is refused by its own origin."""
    table(("MA", "BE", "visa_months", 6, "low"), ("MA", "BE", "visa_refusal", 1, "low"))
    calm = {"permits.visa_months": 1.0, "permits.variation": 0.5, "permits.visa_refusal": 0.0, "design.digital": 0.0}
    state = named(["TN", "MA"], ["BE"], calm)
    common = {"market": 0, "employer": 0, "expiry": 40, "matches": 1, "agent": i}
    for origin, mean in ((0, 1.0), (1, 6.0)):
        number = put(state, Stage.visa, due=-1, origin=origin, **common)
        a, _, c, _ = drawn(state, Decision.visa, origin, i, 1)
        run("visas", state, 3)
        assert people(state)[number].due == 3 + whole_months(lognormal_from(a, mean, 0.5), c)
        given = put(state, Stage.visa, due=0, origin=origin, **common)
        run("visas", state, 3)
        assert fate(state, given) == [(Stage.ready, Reason.none), (Stage.dropped_out, Reason.visa_refused)][origin]


def test_a_wait_beyond_all_months_never_ends(table):
    table(("MA", "BE", "visa_months", 1e6, "low"))
    state = named(["MA"], ["BE"])
    i = put(state, Stage.visa, market=0, employer=0, due=-1, expiry=32_000, matches=1)
    run("visas", state, 3)
    assert people(state)[i].due == 32_000  # as many months as the column holds
