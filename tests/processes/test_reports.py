"""Reports: what the lead and the funder know, how late, and what monitoring has to cost (L2, L5, L21)."""

import numpy as np
import pytest
from worlds import budget, finished, given_all, given_row, given_scheme, line, put, run, scheme, settled, small, world

from sim.categories import Line, Stage


def test_a_board_senses_the_drift_of_the_market():
    drifting = {"markets.drift": 0.2, "agencies.board_contacts": 0.0}

    def distance(*values):
        states = [finished(small(drifting, *values), replicate=r, months=30) for r in range(10)]
        return np.mean([abs(s.scheme.sensed - s.markets["profile"].mean()) for s in states])

    assert distance({"design.advisory_board": True}) < distance()
    assert distance() < distance({"agencies.sensing": 0.0, "agencies.monitoring_sensing": 0.0})


#: Reports every half year with monitoring at 20 a month, every year and a half without.
RHYTHM = {"steering.report_months": 6.0, "steering.unmonitored_months": 18.0, "costs.monitoring": 20.0}


def watched(*values, monitoring=1e6, **columns):
    """A scheme of which nothing is known yet: 3 places taken, 5 vacancies open; month 60 the end."""
    state = world(RHYTHM, *values)
    budget(state, monitoring=monitoring)
    given_scheme(state, **({"places_taken": 3, "vacancies": 5, "end_month": 60} | columns))
    return state


def reported(state, months):
    """The months in which a report is written, of so many from month 0 on."""
    written = []
    for month in range(months):
        before = scheme(state).report_due
        run("reports", state, month)
        if scheme(state).report_due < before:
            written.append(month)
    return written


@pytest.mark.parametrize(("every", "alone", "share", "expected"), [
    (6.0, 18.0, 1.0, [5, 11, 17, 23]), (6.0, 18.0, 0.0, [17]), (12.0, 18.0, 1.0, [11, 23]),
    (6.0, 18.0, 0.5, [8, 17]),  # 0.5 / 6 + 0.5 / 18 is a ninth
    (12.0, 3.0, 0.0, [11, 23]),  # nobody takes stock more often alone than with reports
    (2.5, 18.0, 1.0, [2, 4, 7, 9, 12, 14, 17, 19, 22]), (1.0, 18.0, 1.0, list(range(24))),
])  # fmt: skip
def test_reports_come_in_their_rhythm_and_later_with_less_money(every, alone, share, expected):
    state = watched({"steering.report_months": every, "steering.unmonitored_months": alone}, monitoring=0.0)
    written = []
    for month in range(24):
        line(state, Line.monitoring).allocation = share * 20.0 * (60 - month)
        before = scheme(state).report_due
        run("reports", state, month)
        if scheme(state).report_due <= before - 0.4 or every == 1.0:
            written.append(month)
        assert scheme(state).coverage == pytest.approx(share)
    assert written == expected


@pytest.mark.parametrize(("holds", "spent", "month", "columns", "share"), [
    (1200.0, 0.0, 0, {}, 1.0), (600.0, 0.0, 0, {}, 0.5), (700.0, 100.0, 0, {}, 0.5), (600.0, 0.0, 30, {}, 1.0), (9e9, 0.0, 0, {}, 1.0),
    (0.0, 0.0, 0, {}, 0.0), (100.0, 100.0, 5, {}, 0.0), (600.0, 0.0, 60, {}, 0.0), (600.0, 0.0, 61, {}, 0.0), (600.0, 0.0, 0, {"funded": 0}, 0.0),
])  # fmt: skip
def test_monitoring_covers_what_its_money_pays_for_to_the_end(holds, spent, month, columns, share):
    state = watched(**columns)
    given_row(line(state, Line.monitoring), allocation=holds, spent=spent)
    assert scheme(run("reports", state, month)).coverage == pytest.approx(share)
    assert line(state, Line.monitoring).spent == spent  # finance spends it


def test_monitoring_costs_by_scale_and_may_cost_nothing():
    state = watched({"scale": 0.5, "markets.employers": 6}, monitoring=300.0)
    assert scheme(run("reports", state, 0)).coverage == pytest.approx(0.5)
    assert scheme(run("reports", watched({"costs.monitoring": 0.0}, monitoring=0.01), 0)).coverage == 1.0
    assert scheme(run("reports", watched({"costs.monitoring": 0.0}, monitoring=0.0), 0)).coverage == 0.0


KNOWN = ("known_taken", "known_vacancies", "known_short", "known_completed", "known_gains")


def known(state):
    return [float(scheme(state)[name]) for name in KNOWN]


def test_nothing_is_known_before_a_report_and_all_with_it():
    state = watched({"politics.skills_weight": 0.5, "candidates.home_work": 0.4, "markets.count": 2})
    given_all(state.markets, results=[6.0, 3.0])
    for stage, number in (
        (Stage.returned, 3),
        (Stage.reintegrated, 2),
        (Stage.placed_home, 4),
        (Stage.stayed, 5),
        (Stage.abroad, 7),
    ):
        settled(state, stage, number)
    for month in range(5):
        given_scheme(state, interviews_short=2.0)
        assert known(run("reports", state, month)) == [0.0] * 5
    given_scheme(state, interviews_short=1.0)
    assert known(run("reports", state, 5)) == pytest.approx([3.0, 5.0, 11.0, 9.0, 3 + 2 + 4 - 0.5 * 0.4 * 5])
    given_scheme(state, places_taken=4, vacancies=1, interviews_short=0.0)
    for month in range(6, 11):
        assert known(run("reports", state, month))[:3] == [3.0, 5.0, 11.0]  # old news until the next report
    assert known(run("reports", state, 11))[:3] == [4.0, 1.0, 0.0]


def test_a_line_is_reported_with_its_worst_month():
    state = watched()
    for month, unmet in enumerate((100.0, 700.0, 0.0, 300.0, 0.0, 50.0)):
        line(state, Line.training).unmet = unmet
        assert line(state, Line.training).lacking == 0.0
        run("reports", state, month)
        assert line(state, Line.training).unmet == 0.0
    assert (line(state, Line.training).lacking, line(state, Line.training).worst) == (700.0, 0.0)
    assert line(state, Line.selection).lacking == 0.0
    for month in range(6, 12):
        run("reports", state, month)
    assert line(state, Line.training).lacking == 0.0  # the need is gone


def sensed(*values, due=0.9, month=6, holds=1e6, **columns):
    """What the lead has sensed, 0.5 before, after a month: two markets want 1 and 2, coordination is half covered.

    A report comes this month; two months were watched before.
    """
    speeds = {"agencies.sensing": 0.1, "agencies.monitoring_sensing": 0.05, "agencies.board_sensing": 0.3}
    state = watched(speeds, {"markets.count": 2}, *values, monitoring=holds)
    given_all(state.markets, profile=[1.0, 2.0])
    given_scheme(state, **({"sensed": 0.5, "covered": 0.5, "report_due": due, "watched": 2.0} | columns))
    return scheme(run("reports", state, month)).sensed


def test_the_lead_senses_a_share_of_the_distance_to_the_mean_of_the_markets():
    board = {"design.advisory_board": True}
    assert sensed(due=0.0) == pytest.approx(0.5 + 0.1 * 0.5 * 1.0)
    assert sensed() == pytest.approx(0.5 + (0.1 + 0.05 * 3) * 0.5 * 1.0)
    assert sensed(due=0.95, holds=0.0) == pytest.approx(0.5 + (0.1 + 0.05 * 2) * 0.5 * 1.0)  # this month is not watched
    assert sensed(board) == pytest.approx(0.5 + (0.4 + 0.05 * 3) * 0.5 * 1.0)
    assert sensed(board, due=0.0) == pytest.approx(0.5 + 0.4 * 0.5 * 1.0)
    assert sensed(board, {"agencies.board_sensing": 0.9}) == pytest.approx(0.5 + 1.0 * 0.5 * 1.0)  # never beyond
    assert sensed(sensed=3.5) == pytest.approx(3.5 - 0.25 * 0.5 * 2.0)
    assert sensed(covered=0.0) == 0.5


def test_what_was_watched_counts_once():
    state = watched()
    for month in range(5):
        run("reports", state, month)
    assert scheme(state).watched == pytest.approx(5.0)
    assert scheme(run("reports", state, 5)).watched == 0.0


def test_the_lead_takes_stock_after_the_funding_too():
    state = watched(funded=0)
    assert reported(state, 40) == [17, 35]
    assert known(state)[0] == 3.0


def test_persons_count_where_they_are():
    state = watched({"steering.report_months": 1.0})
    put(state, Stage.pool)
    settled(state, Stage.returned, 2)
    assert known(run("reports", state, 0))[4] == 2.0
