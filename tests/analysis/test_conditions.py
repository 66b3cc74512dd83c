"""From runs to a condition: means and shares over replicates, and what is undefined."""

import numpy as np
import pytest

from analysis.discovery.conditions import judge
from analysis.discovery.settings import Of, Undefined
from analysis.worlds.target import parsed_target
from sim.errors import UserError

DESIGNS = ("a", "b")


def judged(text, of=Of.mean, probability=0.5, undefined=Undefined.left_out, **values):
    target = parsed_target(text, "matches", DESIGNS)
    given = {each: np.array(values[str(each).replace(".", "_")], float) for each in target.quantities}
    return judge(target, given, of, probability, undefined)


def test_the_mean_over_replicates_is_judged():
    found = judged("matches < 3", matches=[[1, 2, 3], [3, 3, 3], [9, 0, 3]])
    assert found.value.tolist() == [-1.0, 0.0, 1.0]
    assert found.hits.tolist() == [True, False, False]
    assert found.usable.all()


def test_a_ratio_is_a_ratio_of_means():
    found = judged("public_cost / matches > 2", public_cost=[[10, 10], [6, 6]], matches=[[0, 10], [2, 6]])
    assert found.value.tolist() == [0.0, -0.5]


def test_designs_are_compared_on_their_means():
    found = judged("a - b < 0", a_matches=[[1, 2], [5, 5]], b_matches=[[2, 2], [1, 1]])
    assert found.hits.tolist() == [True, False]


def test_the_share_of_replicates_is_judged():
    values = [[1, 1, 1, 9], [1, 9, 9, 9], [1, 1, 9, 9]]
    found = judged("matches < 3", Of.probability, 0.5, matches=values)
    assert found.value.tolist() == [0.75, 0.25, 0.5]
    assert found.hits.tolist() == [True, False, True]
    assert judged("matches < 3", Of.probability, 0.75, matches=values).hits.tolist() == [True, False, False]


def test_one_undefined_value_is_named_and_left_out_for_every_design():
    values = {"a_cost_per_completed": [[1, np.nan, 3], [2, 2, 2]], "b_cost_per_completed": [[5, 99, 5], [1, 1, 1]]}
    found = judged("a.cost_per_completed < b.cost_per_completed", **values)
    assert found.value.tolist() == [-3.0, 1.0]
    assert (found.undefined_runs, found.undefined_worlds) == (1, 0)
    assert "world 0, replicate 1: a.cost_per_completed" in found.first_undefined
    assert "undefined without one" in found.first_undefined


def test_worlds_without_any_value_are_left_out_counted_or_refused():
    values = [[np.nan, np.nan], [1, 1]]
    left = judged("cost_per_completed > 5", cost_per_completed=values)
    assert (left.usable.tolist(), left.hits.tolist(), left.undefined_worlds) == ([False, True], [False, False], 1)
    counted = judged("cost_per_completed > 5", undefined=Undefined.counted, cost_per_completed=values)
    assert (counted.usable.tolist(), counted.hits.tolist()) == ([True, True], [True, False])
    with pytest.raises(UserError, match=r"undefined in 2 replicates of 4 \(first in world 0, replicate 0"):
        judged("cost_per_completed > 5", undefined=Undefined.refused, cost_per_completed=values)


def test_nothing_undefined_is_never_refused():
    assert judged("matches < 3", undefined=Undefined.refused, matches=[[1, 2]]).hits.all()


def test_a_division_by_zero_is_undefined_and_said_so():
    found = judged("public_cost / matches > 2", Of.probability, public_cost=[[4, 4]], matches=[[0, 1]])
    assert found.value.tolist() == [1.0]
    assert found.first_undefined == "first in world 0, replicate 0: a division by zero"


def test_worlds_near_the_threshold_are_unsure():
    rng = np.random.default_rng(1)
    means = np.array([0.0, 0.5, 1.0, 30.0])
    values = means[:, None] + rng.normal(0, 2.0, (4, 16))
    found = judged("matches < 1", matches=values)
    error = values.std(axis=1, ddof=1) / 4.0
    assert found.unsure.tolist() == (np.abs(values.mean(axis=1) - 1.0) < 1.96 * error).tolist()
    assert not found.unsure[3]
    assert judged("matches < 1", matches=[[5.0]]).unsure.all()
