"""What is wanted: each measure by hand, ceilings, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.optimise.objectives import matters, mean, objective, quantile, wanted, worst
from sim.errors import UserError

ONCE = np.ones((1, 10))
TEN = np.array([[3.0, 1.0, 2.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0]])


def test_measures_by_hand():
    assert worst(TEN, ONCE)[0, 0] == 1.0  # the lowest of ten
    assert worst(TEN, ONCE, 0.25)[0, 0] == pytest.approx((1 + 2 + 0.5 * 3) / 2.5)  # the third counts half
    assert quantile(TEN, ONCE, 0.9)[0, 0] == 9.0
    assert quantile(TEN, ONCE, 0.1)[0, 0] == 1.0
    assert mean(TEN, ONCE)[0, 0] == 5.5


def test_weights_count_worlds_several_times():
    twice = np.array(
        [[0.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]]
    )  # the world with 3 is gone, that with 1 doubled
    assert mean(TEN, twice)[0, 0] == pytest.approx((55 - 3 + 1) / 10)
    assert worst(TEN, twice)[0, 0] == 1.0
    assert worst(TEN, twice, 0.3)[0, 0] == pytest.approx((1 + 1 + 2) / 3)
    assert quantile(TEN, twice, 0.2)[0, 0] == 1.0
    assert quantile(TEN, twice, 0.3)[0, 0] == 2.0


@given(st.lists(st.integers(-50, 50), min_size=10, max_size=40), st.lists(st.integers(0, 3), min_size=40, max_size=40))
def test_weights_are_repetitions(values, times):
    weights = np.array([times[: len(values)]], float)
    if weights.sum() < 1:
        return
    given_once = np.array([values], float)
    repeated = np.repeat(given_once, weights[0].astype(int), axis=1)
    every = np.ones((1, repeated.shape[1]))
    for measure in (mean, worst, lambda v, w: quantile(v, w, 0.9)):
        assert measure(given_once, weights) == pytest.approx(measure(repeated, every))


VALUES = {
    "completed_mobilities": np.array([np.arange(10.0), np.full(10, 5.0)]),
    "public_cost": np.array([np.full(10, 100.0), np.r_[np.full(8, 50.0), 400.0, 500.0]]),
}


def test_objectives_of_designs_by_hand():
    asked = wanted(
        ["completed_mobilities", "public_cost", "completed_mobilities_worst_tenth", "public_cost_worst_tenth"],
        "",
        0.9,
        "",
    )
    assert asked.estimates(VALUES).tolist() == [
        [4.5, 100.0, 0.0, 100.0],
        [5.0, 130.0, 5.0, 500.0],
    ]  # of costs the highest
    assert asked.signs.tolist() == [1, -1, 1, -1]
    assert asked.indicators == ["completed_mobilities", "public_cost"]
    twice = asked.estimates(VALUES, np.ones((3, 10)))
    assert twice.shape == (3, 2, 4)
    assert (twice == asked.estimates(VALUES)).all()


def test_regret_against_the_best_design_of_each_world():
    asked = wanted(["completed_mobilities_regret", "public_cost_p90"], "", 0.9, "")
    best = asked.best(VALUES)
    assert best["completed_mobilities"].tolist() == [5, 5, 5, 5, 5, 5, 6, 7, 8, 9]
    # the first loses 5, 4, 3, 2, 1 and then nothing; the second nothing, and then 1, 2, 3, 4
    assert asked.estimates(VALUES, best=best)[:, 0].tolist() == [4.0, 3.0]
    assert asked.estimates(VALUES, best=best)[:, 1].tolist() == [100.0, 400.0]
    assert asked.signs.tolist() == [-1, -1]


def test_ceilings_must_hold_in_enough_worlds():
    asked = wanted(["completed_mobilities", "public_cost"], "public_cost <= 300; completed_mobilities >= 1", 0.8, "")
    assert asked.shortfalls(VALUES) == pytest.approx(np.array([[-0.2, -0.1], [0.0, -0.2]]))
    strict = wanted(["completed_mobilities", "public_cost"], "public_cost <= 300", 0.9, "")
    assert strict.shortfalls(VALUES)[:, 0] == pytest.approx([-0.1, 0.1])
    assert wanted(["completed_mobilities", "public_cost"], "", 0.9, "").shortfalls(VALUES).shape == (2, 0)


def test_share_of_worlds_that_meet_a_target():
    asked = wanted(["target_met", "public_cost"], "", 0.9, "completed_mobilities >= 5")
    assert asked.estimates(VALUES)[:, 0].tolist() == [0.5, 1.0]
    assert asked.objectives[0].unit == "share"


def test_differences_that_matter():
    asked = wanted(["completed_mobilities", "public_cost", "trust_government"], "", 0.9, "")
    assert matters(asked, 60.0, 1.5e6, np.array([1e3, 1e7, 0.5])) == pytest.approx([1.2, 30_000.0, 0.01])


@pytest.mark.parametrize(("asked", "told"), [
    ((["completed_mobilities"], "", ""), "2 to 4"),
    ((["completed_mobilities"] * 5, "", ""), "2 to 4"),
    ((["completed_mobilites", "public_cost"], "", ""), "did you mean completed_mobilities"),
    ((["completed_mobilites_worst_tenth", "public_cost"], "", ""), "completed_mobilities"),
    ((["applicants", "public_cost"], "", ""), "neither more nor less"),
    ((["cost_per_completed", "public_cost"], "", ""), "ratio or a wait"),
    ((["months_to_departure", "public_cost"], "", ""), "choose totals"),
    ((["completed_mobilities_p00", "public_cost"], "", ""), "no indicator"),
    ((["target_met", "public_cost"], "", ""), "needs a target"),
    ((["completed_mobilities", "public_cost"], "", "matches > 3"), "is set but not used"),
    ((["completed_mobilities", "public_cost"], "public_cost", ""), "compares nothing"),
])  # fmt: skip
def test_what_cannot_be_wanted_is_refused(asked, told):
    objectives, ceilings, target = asked
    with pytest.raises(UserError, match=told):
        wanted(objectives, ceilings, 0.9, target)


def test_an_objective_is_read_from_its_name():
    found = objective("early_returns_p75")
    assert (found.indicator, found.measure, found.quantile, found.better) == ("early_returns", "quantile", 0.75, -1)
    assert objective("unspent").better == -1
