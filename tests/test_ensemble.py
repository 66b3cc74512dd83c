"""Many runs: the numbers depend on parameters, seed and replicate only."""

import numpy as np
import pytest

from sim import configure, simulate
from sim.errors import UserError
from sim.indicators import BY_NAME, FLOW, NAMES, RUN
from sim.parameters import to_record
from sim.runs.ensemble import planned_spending, run_sets
from sim.runs.task import chunks


def sets(*overrides):
    configs = [configure("baseline", text) for text in overrides]
    return np.stack([to_record(config) for config in configs])


@pytest.fixture(scope="module")
def reference():
    return run_sets(sets("design.flexibility=0.2", "design.flexibility=0.8"), 24, 5, workers=1, monthly=True)


@pytest.mark.parametrize(("workers", "per_chunk"), [(2, None), (4, None), (1, 1), (2, 7), (4, 1000), (3, 24)])
def test_same_numbers_for_any_workers_and_chunks(reference, workers, per_chunk):
    again = run_sets(
        sets("design.flexibility=0.2", "design.flexibility=0.8"),
        24,
        5,
        workers=workers,
        monthly=True,
        runs_per_chunk=per_chunk,
    )
    np.testing.assert_array_equal(again.totals, reference.totals)
    np.testing.assert_array_equal(again.monthly, reference.monthly)


def test_a_run_does_not_depend_on_the_runs_beside_it(reference):
    alone = run_sets(sets("design.flexibility=0.8"), 4, 5, workers=1, first_replicate=9)
    np.testing.assert_array_equal(alone.totals[0], reference.totals[1, 9:13])


def test_a_small_run_after_a_large_one_in_the_same_tables_is_the_same():
    large, small = sets("design.places=300")[0], sets("markets.employers=3")[0]
    together = run_sets(np.stack([large, small]), 3, 1, workers=1)
    np.testing.assert_array_equal(together.totals[1], run_sets(small[None], 3, 1, workers=1).totals[0])


def test_seeds_and_replicates_differ(reference):
    assert len(np.unique(reference.totals[0, :, NAMES.index("applicants")])) > 15
    other = run_sets(sets("design.flexibility=0.2"), 24, 6)
    assert not np.array_equal(other.totals[0], reference.totals[0])


@pytest.mark.parametrize(("number", "replicates", "size"), [(1, 1, 1), (7, 3, 10), (3, 50, 8), (5, 8, 8), (100, 1, 16)])
def test_chunks_cover_every_run_once(number, replicates, size):
    seen = np.zeros((number, replicates), int)
    for chunk in chunks(number, replicates, size):
        seen[chunk.sets, chunk.replicates] += 1
        assert chunk.runs == seen[chunk.sets, chunk.replicates].size
    assert (seen == 1).all()


def test_progress_reaches_the_total():
    told = []
    run_sets(
        sets("design.flexibility=0.2"), 30, 1, progress=lambda done, total: told.append((done, total)), runs_per_chunk=4
    )
    assert told[-1] == (30, 30)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_an_error_in_progress_stops_the_runs():
    def refuse(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_sets(sets("design.flexibility=0.2"), 400, 1, progress=refuse, runs_per_chunk=4)


def test_tables_of_results():
    config = configure("baseline", "journeys=2", "replicates=5", "seed=3", "uncertainty=chance")
    results = simulate(config)
    assert list(results.summary["indicator"]) == list(NAMES)
    assert len(results.runs) == 5
    assert len(results.monthly) == 5 * config.horizon
    assert set(results.journeys["replicate"]) == {0, 1}
    for name in NAMES:
        if BY_NAME[name].over == FLOW:
            summed = results.monthly.groupby("replicate")[name].sum()
            np.testing.assert_allclose(summed, results.runs[name], rtol=1e-12, atol=1e-6)
        if BY_NAME[name].over == RUN:
            assert name not in results.monthly
    by_stage = results.journeys.groupby(["replicate", "stage"]).size()
    for replicate in (0, 1):
        assert by_stage[replicate].get("abroad", 0) == results.runs["departures"][replicate]
        assert by_stage[replicate].get("completed", 0) == results.runs["completed_mobilities"][replicate]
        assert by_stage[replicate].get("applied", 0) == results.runs["applicants"][replicate]
    assert sum(results.plan.values()) == pytest.approx(config.design.budget_total)


def test_arguments_win_over_the_configuration():
    config = configure("baseline", "replicates=50", "seed=3", "journeys=0")
    results = simulate(config, replicates=4, seed=9, workers=1)
    assert len(results.runs) == 4
    assert not results.runs.equals(simulate(config, replicates=4).runs)
    assert results.journeys.empty


def test_a_configuration_edited_in_python_is_checked():
    config = configure("baseline")
    config.design.flexibility = 3
    with pytest.raises(UserError, match=r"design\.flexibility"):
        simulate(config, replicates=2)
    assert config.design.flexibility == 3


def test_the_plan_spends_the_budget():
    assert sum(planned_spending(configure("palim")).values()) == pytest.approx(1_496_448.5)
