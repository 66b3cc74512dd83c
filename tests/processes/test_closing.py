"""Closing: what a match books and costs, and when there is no place or no money for it (L9, L10)."""

import pytest
from booking import PRICED, matched
from worlds import (
    Decision,
    counted,
    drawn,
    fate,
    given_all,
    hiring,
    run,
    scheme,
    sure,
    waits,
)

from sim.categories import Motive, Reason, Stage
from sim.draws import exponential_from

VACANT = {"employers.vacancy_months.ict": 5.0, "employers.hold": 2.0}


def test_a_match_is_booked():
    person, state = matched(VACANT, vacancies=8, mismatch=1.0, places_taken=3)
    held = exponential_from(drawn(state, Decision.vacancy_held, 0, 0, 1)[0], 10.0)
    assert person.held_until == 5 + 1 + int(held)
    assert (state.employers[0].real_open, state.employers[0].need_left, person.self_financed) == (7, 7, 0)
    assert (person.matched, person.matches, person.market, person.employer) == (5, 1, 0, 0)
    assert fate(state, 0) == (Stage.matched, Reason.none)
    assert scheme(state).mismatch == pytest.approx(1.5)
    assert (scheme(state).places_taken, scheme(state).vacancies) == (4, 7)
    assert (state.employers[0].open, state.employers[0].hires) == (7, 1)
    assert waits(state)["matches"].nonzero()[0].tolist() == [3]
    assert (person.contribution, person.committed) == (0.0, 3000.0)
    assert counted(state, 5) == {
        "offers": 1.0, "matches": 1.0, "employers_hiring": 1.0, "hires_micro": 1.0, "hires_first_time": 1.0,
        "spent_mobility": 3000.0, "public_cost": 3000.0,
    }  # fmt: skip


def test_the_profile_of_a_match_may_lie_on_either_side():
    state = hiring(PRICED)
    sure(state, profile=-0.4)
    given_all(state.markets, profile=0.2)
    assert scheme(run("matching", state, 5)).mismatch == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ({"size_class": 0, "experience": 1}, {"hires_micro"}),
        ({"size_class": 1, "experience": 1}, {"hires_small"}),
        ({"size_class": 2, "experience": 1}, {"hires_medium"}),
        ({"size_class": 3, "experience": 1}, {"hires_large"}),
        ({"size_class": 3, "experience": 0}, {"hires_large", "hires_first_time"}),
        ({"size_class": 3, "motive": Motive.internationalisation}, {"hires_large", "hires_first_time", "hires_internationalisation"}),
    ],
)  # fmt: skip
def test_who_hired_is_counted_by_size_experience_and_motive(host, names):
    counts = counted(matched(host=host)[1], 5)
    assert {name for name in counts if name.startswith("hires_")} == names
    assert all(counts[name] == 1.0 for name in names)


def test_a_host_counts_as_hiring_with_its_first_match_only():
    assert "employers_hiring" not in counted(matched(host={"hires": 1})[1], 5)
