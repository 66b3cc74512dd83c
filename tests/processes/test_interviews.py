"""Interviews: rooms, queue and price, what a host learns from an interview or a file, what it thinks of a candidate (L10, L11)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    Decision,
    agency,
    budget,
    candidate,
    counted,
    drawn,
    given_all,
    given_row,
    given_scheme,
    hiring,
    line,
    number_in,
    people,
    put,
    record,
    run,
    scheme,
    shortlisted,
)

from sim.categories import AgencyKind, Closing, Line, Stage
from sim.draws import normal_from
from sim.parameters import Mobility, Sector
from sim.processes.matching import interviews
from sim.processes.selection import screening_score


def office(state, kind):
    """The agency of a kind."""
    return next(row for row in state.agencies if row.kind == kind)


def rooms(state, services=0.0, recruiters=0.0):
    """Say how many interviews the public service of destination and the recruiters can hold a month."""
    office(state, AgencyKind.public_service_destination).interviews = services
    office(state, AgencyKind.private_recruiter).interviews = recruiters


def asking(number, *values, **columns):
    """One host that hears all candidates and takes nobody, and a pool of candidates."""
    state = hiring(
        {"design.interview_share": 1.0, "markets.employers": 1, "costs.interview": 100.0}, *values, **columns
    )
    given_all(state.employers, motive=1, need=-100.0)
    for _ in range(number):
        put(state, Stage.pool, expiry=600)
    return state


def test_rooms_are_those_of_public_services_and_of_the_recruiters_bought_as_far_as_people_meet():
    values = {"design.private_recruiters": 0.5}
    state = asking(2, values, interview_credit=3.75, capacity_stock=0.25, method_gain=0.2, services=0.5)
    given_scheme(state, recruiter_share=0.5)
    rooms(state, services=4.0, recruiters=10.0)
    run("matching", state, 5)  # 0.75 left over, (4 * 1.25 * 1.2 + 10 * 0.5) * 0.5 = 5.5 new, two held
    assert scheme(state).interview_credit == pytest.approx(0.75 + 5.5 - 2)
    assert counted(state, 5)["interviews"] == 2.0


def test_an_interview_costs_the_public_price_where_no_recruiter_is_bought():
    state = asking(3)
    rooms(state, services=5.0, recruiters=50.0)
    run("matching", state, 5)
    assert scheme(state).interview_credit == 2.0
    expected = {"interviews": 3.0, "spent_selection": 300.0, "public_cost": 300.0, "waiting_employer": 3.0}
    assert counted(state, 5) == expected
    assert office(state, AgencyKind.private_recruiter).volume == 0.0


def test_recruiters_hold_their_share_at_a_price_that_falls_with_their_volume():
    values = {
        "agencies.recruiter_interviews": 60.0, "agencies.interviews": 10.0, "agencies.recruiter_markup": 1.0,
        "agencies.recruiter_learning": 0.5, "corridor.origins": 2,
    }  # fmt: skip
    state = asking(2, values, recruiter_share=0.5)
    given_all(state.origins, signed=1)
    first, second = (row for row in state.agencies if row.kind == AgencyKind.private_recruiter)
    given_row(first, volume=1.0)
    rooms(state, services=10.0)
    run("matching", state, 5)
    # 30 of 40 interviews are bought, at 100 * (1 + 1 / 2) after a first doubling; the first recruiter holds them
    assert counted(state, 5)["spent_selection"] == pytest.approx(2 * (100 + 0.75 * 50))
    assert (first.volume, second.volume) == (2.5, 0.0)
    assert (first.unit_cost, second.unit_cost) == (pytest.approx(150.0), pytest.approx(200.0))


def drawn_in_pool(state, number):
    """For each candidate of the pool its draws for interview or file, and for its place in the queue."""
    return [drawn(state, Decision.referral, 0, i, 1)[2:] for i in range(number)]


def test_interview_or_file_is_drawn_and_files_wait_for_nobody():
    state = asking(8, {"design.interview_share": 0.6})
    rooms(state, services=8.0)
    run("matching", state, 5)
    heard = sum(c < 0.6 for c, _ in drawn_in_pool(state, 8))
    assert 2 <= heard <= 6
    assert counted(state, 5)["interviews"] == heard
    assert "waiting_interview" not in counted(state, 5)


def test_the_queue_is_cut_where_more_are_wanted_than_there_are_rooms():
    state = asking(8, {"design.interview_share": 0.75})
    rooms(state, services=2.0)
    draws = drawn_in_pool(state, 8)
    order = sorted(range(8), key=lambda i: -draws[i][1])  # whom the queue cuts off has the best files
    given_row(people(state)[order[0]], score=2.0)
    given_row(people(state)[order[1]], score=1.0)
    wanted = [i for i in [*order[:2], *sorted(order[2:])] if draws[i][0] < 0.75]
    cut = (2 + math.sqrt(2)) / len(wanted)
    first = [i for i in wanted if draws[i][1] <= cut]
    assert 2 < len(first) < len(wanted) - 1 < 7
    heard, turned_away = first[:2], [i for i in wanted if i not in first[:2]]
    run("matching", state, 5)
    found = shortlisted(state, 0)
    assert [i for i in found if found[i] == -math.inf] == turned_away
    assert counted(state, 5)["interviews"] == len(heard)
    assert counted(state, 5)["waiting_interview"] == scheme(state).interviews_short == len(turned_away)
    assert counted(state, 5)["waiting_employer"] == 8 - len(turned_away)


@pytest.mark.parametrize(("services", "heard"), [(3.0, 3), (2.99, 2), (1.0, 1), (0.99, 0)])
def test_a_room_is_a_whole_interview(services, heard):
    state = asking(3)
    given_scheme(state, seed=4)
    rooms(state, services=services)
    cut = min((services + math.sqrt(services)) / 3, 1.0)
    assert sum(d <= cut for _, d in drawn_in_pool(state, 3)) >= heard
    assert counted(run("matching", state, 5), 5).get("interviews", 0.0) == heard


def test_rooms_for_all_cut_nobody():
    state = asking(8)
    rooms(state, services=8.0)
    assert counted(run("matching", state, 5), 5)["interviews"] == 8.0


def test_candidates_of_every_market_want_interviews():
    state = asking(0, {"markets.count": 2, "markets.employers": 4})
    for agent in range(12):
        put(state, Stage.pool, expiry=600, agent=agent)
    rooms(state, services=3.0)
    run("matching", state, 5)
    cut = (3 + math.sqrt(3)) / 12
    heard = sum(d <= cut for _, d in drawn_in_pool(state, 12))
    assert heard > 0
    assert counted(state, 5)["interviews"] == min(heard, 3)


def test_an_interview_that_cannot_be_paid_is_not_held():
    state = asking(3)
    budget(state, selection=250.0)
    rooms(state, services=5.0)
    run("matching", state, 5)
    assert counted(state, 5) == {
        "interviews": 2.0, "spent_selection": 200.0, "public_cost": 200.0, "waiting_interview": 1.0, "waiting_employer": 2.0,
    }  # fmt: skip
    assert line(state, Line.selection).unmet == 100.0
    assert scheme(state).interview_credit == 3.0
    assert scheme(state).interviews_short == 1.0
    rooms(state, services=0.0)
    given_row(line(state, Line.selection), allocation=1e6)
    run("matching", state, 6)
    assert scheme(state).interviews_short == 3.0  # of this month only


#: Weights with which every term of a utility is another number.
WEIGHTS = {
    "employers.hire_base": -6.0, "employers.quality_weight": 1.5, "employers.need_weight": 0.9,
    "employers.burden_weight": 0.7, "employers.trust_weight": 0.4, "employers.recession_weight": 1.0,
    "employers.minimum_interest": -1.0, "employers.waiting_weight": 0.05, "employers.commitment.apprenticeship": 0.8,
    "employers.doubt": 1.1, "employers.training_doubt": 0.3, "candidates.skill_weight": 0.5,
    "candidates.language_weight": 0.3, "candidates.mismatch_weight": 1.1, "candidates.fit_spread": 0.6,
    "candidates.learning_months": 8.0, "candidates.training_skill": 0.7, "candidates.training_language": 1.2,
    "candidates.training_shift": 0.1, "design.training_months": 4.0, "sectors.language.engineering": 0.9,
    "agencies.interview_noise": 0.2, "agencies.screening_noise": 0.5, "design.kind": Mobility.apprenticeship,
    "shock.closure_months": 4.0, "shock.freeze.apprenticeship": 1.5, "shock.freeze_level.high": 0.6,
    "permits.months": 4.0, "permits.visa_months": 2.0, "permits.digital_effect": 0.5, "recognition.months": 6.0,
    "recognition.required.engineering": 0.5, "recognition.required_level.high": 0.8, "recognition.simplification": 0.4,
    "sectors.remote.engineering": 0.3, "design.remote_start": 0.5, "design.sector": Sector.engineering,
    "employers.month_worth.apprenticeship": 800.0, "employers.break_in": 4.0, "employers.look_ahead": 20.0,
    "design.stay_months": 12.0, "employers.alternative": 3000.0, "costs.host_own": 1200.0,
    "employers.money_weight": 1.3, "costs.full_price": 8000.0, "design.contribution_share": 0.25,
}  # fmt: skip

#: 4 months for a permit, less 0.5 * 0.4 by digital procedures, at half speed: 6.4; 2 months for a visa, less as much: 1.6; of 0.5 * 0.8 cases 6 months for
#: recognition, simplified by 0.4: 1.44; half the closure of 4 months: 2; less 0.5 * 0.3 who start remotely.
WAIT = (6.4 + 1.6 + 1.44 + 2.0) * 0.85
LEARNED = 1 - math.exp(-0.5)  # four months of eight
PAYING = {"willing": 1, "results": 9.0}  # and so trusted that it contributes


def judged(share, *values, months=WAIT, trained=1, asked=0.0, host=None, stopped=0, **columns):
    """What one host thinks of three candidates, and what it should think (without the part of quality), by candidate."""
    state = hiring(WEIGHTS, {"design.interview_share": share, "markets.count": 2, "markets.employers": 2}, *values)
    given_all(state.employers, need=1.2, burden=0.8, trust=0.5, motive=0, hire_at=0.17, **(host or {}))
    given_all(state.markets, demand=[1.1, 0.9], profile=[0.4, -0.2])
    given_all(state.countries, digital=0.4, speed=0.5, agreement=1, stopped=stopped)
    given_scheme(state, **({"intensity": 0.5, "support": 0.25, "curriculum": 0.6} | columns))
    rooms(state, services=99.0)
    for skill, language, profile in ((0.5, -1.0, 0.1), (-0.3, 0.8, 0.7), (1.2, 0.4, -0.5)):
        put(
            state, Stage.pool, skill=skill, language=language, profile=profile, score=skill + 0.25, expiry=600, trained=trained
        )  # fmt: skip
    run("matching", state, 5)
    assert number_in(state, Stage.pool) == 3
    found, rest = {}, {}
    for market in (0, 1):
        for i, utility in shortlisted(state, market).items():
            demand = (1.1, 0.9)[market]
            fit, noise, _, _ = drawn(state, Decision.interview, 0, i, 0, market << 24)
            worth = 0.9 * (1.2 + math.log(demand)) - 0.7 * 0.8 * 0.75 + 1.3 * math.log(6400 / (4200 + asked))
            rest[i] = -6.0 + 0.8 * (worth - 0.05 * months) + 0.4 * 0.5 - 0.5 * 1.5 * 0.6 + 0.17
            profile = float(people(state)[i].profile)
            ahead = 0.0 if trained else (0.6 - profile) * (1 - math.exp(-0.4))
            mismatch = (profile + ahead - (0.4, -0.2)[market]) ** 2
            found[i] = (utility, mismatch, normal_from(fit), normal_from(noise), people(state)[i])
    assert len(found) == 3
    return found, rest


def test_a_host_that_heard_a_candidate_judges_by_quality_with_little_noise():
    found, rest = judged(1.0)
    for i, (utility, mismatch, fit, noise, person) in found.items():
        quality = 0.5 * person.skill + 0.3 * (person.language - 0.9) - 1.1 * mismatch + 0.6 * fit + 0.2 * noise
        assert utility == pytest.approx(rest[i] + 1.5 * quality - 1.1 * 0.2, rel=1e-5)


def test_hosts_in_a_country_that_stops_permits_expect_to_wait_until_it_goes_on():
    stopped, rest = judged(1.0, {"politics.stop_months": 8.0}, months=WAIT + 8.0 * 0.85, stopped=1)
    for i, (utility, mismatch, fit, noise, person) in stopped.items():
        quality = 0.5 * person.skill + 0.3 * (person.language - 0.9) - 1.1 * mismatch + 0.6 * fit + 0.2 * noise
        assert utility == pytest.approx(rest[i] + 1.5 * quality - 1.1 * 0.2, rel=1e-5)


def test_before_training_a_host_judges_what_training_will_give_with_doubt_and_waits_for_it():
    found, rest = judged(1.0, months=WAIT + 4.0, trained=0)
    for i, (utility, mismatch, fit, noise, person) in found.items():
        skill, language = person.skill + 0.7 * LEARNED, person.language + 1.2 * LEARNED
        quality = 0.5 * skill + 0.3 * (language - 0.9) - 1.1 * mismatch + 0.6 * fit + 0.2 * noise
        doubt = math.sqrt(0.2**2 + 0.3**2)
        assert utility == pytest.approx(rest[i] + 1.5 * quality - 1.1 * doubt, rel=1e-5)


#: What a file does not show: a fifth of skill's variance, all of language and of the personal fit.
UNSEEN = math.sqrt(0.5**2 * (1 - 1 / 1.25) + 0.3**2 + 0.6**2)


def from_file(person, mismatch):
    """What a file tells: a noise of 0.5 leaves 1 / 1.25 of the score; training gives what it usually does."""
    known = 0.5 * (person.score / 1.25 + 0.7 * LEARNED) + 0.3 * (1.2 * LEARNED - 0.9)
    return known - 1.1 * mismatch


def test_a_host_that_read_a_file_judges_by_what_it_tells_and_doubts_the_rest():
    found, rest = judged(0.0)
    for i, (utility, mismatch, _, _, person) in found.items():
        assert utility == pytest.approx(rest[i] + 1.5 * from_file(person, mismatch) - 1.1 * UNSEEN, rel=1e-5)


@pytest.mark.parametrize(("trust", "asked"), [(0.6, 0.0), (0.4, 2000.0)])
def test_a_host_weighs_what_it_would_pay(trust, asked):
    found, rest = judged(0.0, {"employers.contribution_trust": trust}, asked=asked, host=PAYING)
    for i, (utility, mismatch, _, _, person) in found.items():
        assert utility == pytest.approx(rest[i] + 1.5 * from_file(person, mismatch) - 1.1 * UNSEEN, rel=1e-5)


def test_a_host_whose_pay_does_not_clear_the_threshold_takes_and_hears_nobody():
    state = asking(3)
    given_all(state.employers, need=100.0, clears=0)
    rooms(state, services=9.0)
    run("matching", state, 5)
    assert counted(state, 5) == {"waiting_employer": 3.0}
    assert set(shortlisted(state, 0).values()) == {-math.inf}


@pytest.mark.parametrize(
    ("values", "months"),
    [
        ({"design.remote_start": 0.0}, 11.44),
        ({"recognition.simplification": 0.0}, (6.4 + 1.6 + 2.4 + 2.0) * 0.85),
        ({"permits.digital_effect": 0.0}, (8.0 + 2.0 + 1.44 + 2.0) * 0.85),
        ({"permits.months": 0.0, "recognition.months": 0.0}, 3.6 * 0.85),
        ({"permits.visa_months": 0.0}, (6.4 + 1.44 + 2.0) * 0.85),
    ],
)
def test_what_shortens_the_wait_that_a_host_expects(values, months):
    found, rest = judged(0.0, values, months=months)
    for i, (utility, mismatch, _, _, person) in found.items():
        assert utility == pytest.approx(rest[i] + 1.5 * from_file(person, mismatch) - 1.1 * UNSEEN, rel=1e-5)


p = record()


volume = st.floats(0, 1e6)


@given(volume, volume, st.floats(0, 0.5))
def test_the_price_of_an_interview_falls_with_volume_down_to_the_public_one(one, other, learning):
    chosen = record({"agencies.recruiter_learning": learning})
    small, large = sorted((one, other))
    dear, cheap = (interviews.recruiter_price(agency(volume=bought), chosen) for bought in (small, large))
    assert p.costs.interview <= cheap <= dear <= p.costs.interview * (1 + p.agencies.recruiter_markup) + 1e-9


def test_each_doubling_takes_the_declared_share_off_the_markup():
    markups = [interviews.recruiter_price(agency(volume=2.0**k - 1), p) / p.costs.interview - 1 for k in range(8)]
    ratios = np.array(markups[1:]) / np.array(markups[:-1])
    assert ratios == pytest.approx(1 - p.agencies.recruiter_learning)


ICT = Sector.ict
BLANK = {"candidates.training_skill": 0.0, "candidates.training_language": 0.0, "sectors.language.ict": 0.0}


def test_a_file_tells_little_of_a_person():
    person = candidate(score=2.0)
    estimate = interviews.file_estimate(person, ICT, 0.0, record(BLANK))
    assert 0.0 < estimate < p.candidates.skill_weight * 2.0
    certain = record(BLANK, {"agencies.screening_noise": 0.0})
    assert interviews.file_estimate(person, ICT, 0.0, certain) == pytest.approx(p.candidates.skill_weight * 2.0)


@given(st.floats(-4, 4, width=32), st.floats(0, 9), st.floats(0, 9))
def test_an_estimate_falls_with_mismatch(score, one, other):
    near, far = sorted((one, other))
    person = candidate(score=score)
    assert interviews.file_estimate(person, ICT, near, p) >= interviews.file_estimate(person, ICT, far, p)


def test_the_estimate_from_a_file_is_the_regression_on_its_score():
    chance = np.random.default_rng(1)
    skill, noise = chance.standard_normal((2, 20_000))
    scores = np.array([screening_score(s, n, p) for s, n in zip(skill, noise, strict=True)])
    slope = np.polyfit(scores, p.candidates.skill_weight * skill, 1)[0]
    estimate = interviews.file_estimate(candidate(score=1.0), ICT, 0.0, record(BLANK))
    assert estimate == pytest.approx(slope, rel=0.05)


def test_the_price_and_the_estimate_by_hand():
    chosen = record({
        "agencies.recruiter_markup": 1.2, "agencies.recruiter_learning": 0.25, "costs.interview": 80.0,
        "agencies.screening_noise": 2.0, "candidates.skill_weight": 0.5, "candidates.mismatch_weight": 0.7,
        "candidates.language_weight": 0.3, "candidates.training_skill": 0.6, "candidates.training_language": 1.5,
        "sectors.language.health": 1.1, "candidates.learning_months": 5.0, "design.training_months": 5.0,
    })  # fmt: skip
    assert interviews.recruiter_price(agency(volume=3.0), chosen) == pytest.approx(80 * (1 + 1.2 * 0.75**2))
    never = record({"agencies.recruiter_learning": 0.0, "agencies.recruiter_markup": 1.2, "costs.interview": 80.0})
    assert interviews.recruiter_price(agency(volume=3.0), never) == pytest.approx(80 * 2.2)
    gained = 1 - math.exp(-1)
    estimate = 0.5 * (1.5 / 5 + 0.6 * gained) + 0.3 * (1.5 * gained - 1.1) - 0.7 * 0.4
    for trained in (0, 1):
        person = candidate(score=1.5, trained=trained)
        assert interviews.file_estimate(person, Sector.health, 0.4, chosen) == pytest.approx(estimate)


def test_what_is_not_seen_by_hand():
    chosen = record({
        "agencies.screening_noise": 2.0, "candidates.skill_weight": 0.5, "candidates.language_weight": 0.4,
        "candidates.fit_spread": 0.7, "agencies.interview_noise": 0.3, "employers.training_doubt": 0.4,
    })  # fmt: skip
    assert interviews.reliability(chosen) == pytest.approx(0.2)
    assert interviews.unseen(True, 1, chosen) == pytest.approx(0.3)
    assert interviews.unseen(True, 0, chosen) == pytest.approx(0.5)
    file = math.sqrt(0.25 * 0.8 + 0.16 + 0.49)
    assert interviews.unseen(False, 1, chosen) == pytest.approx(file)
    assert interviews.unseen(False, 0, chosen) == pytest.approx(math.sqrt(file**2 + 0.16))


@pytest.mark.parametrize(
    ("closing", "heard"), [("open", True), ("association", True), ("institution", False), ("group", False)]
)
def test_only_hosts_that_decide_on_a_person_hear_anybody(closing, heard):
    assert interviews.heard_by(Closing[closing]) == heard
