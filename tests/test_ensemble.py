"""The ensemble: the same numbers for any number of workers and any chunking; results as tables; interruptions."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import SMALL, configured, finished, small

from sim.ensemble import chunks, create_state, run_sets, simulate
from sim.indicators import MONTHLY, NAMES
from sim.kernel import advance
from sim.parameters import to_record
from sim.results import summarise


def sets_of(*values):
    """Parameter sets of different sizes, in one array."""
    return np.stack([to_record(small(value)) for value in values])


SETS = sets_of(
    {}, {"design.places": 20, "horizon": 40}, {"markets.employers": 60, "corridor.origins": 3, "design.home_share": 0.5}
)
REPLICATES = 7


@pytest.fixture(scope="module")
def reference():
    return run_sets(SETS, REPLICATES, 1, workers=1, monthly=True)


@pytest.mark.compiled
@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("runs_per_chunk", [1, 3, 7, 10, 1000, None])
def test_workers_and_chunks_change_nothing(reference, workers, runs_per_chunk):
    outcome = run_sets(SETS, REPLICATES, 1, workers=workers, runs_per_chunk=runs_per_chunk, monthly=True)
    assert np.array_equal(outcome.totals, reference.totals, equal_nan=True)
    assert np.array_equal(outcome.monthly, reference.monthly, equal_nan=True)


def test_a_set_gives_the_same_alone_as_among_others(reference):
    for position in range(len(SETS)):
        alone = run_sets(SETS[position : position + 1], REPLICATES, 1, workers=1)
        assert np.array_equal(alone.totals[0], reference.totals[position], equal_nan=True)


def test_later_replicates_can_be_run_on_their_own(reference):
    later = run_sets(SETS, 3, 1, workers=1, first_replicate=4)
    assert np.array_equal(later.totals, reference.totals[:, 4:], equal_nan=True)


def test_months_after_a_shorter_horizon_are_not_there(reference):
    assert np.isfinite(reference.monthly[0, :, :, NAMES.index("demand")]).all()
    assert np.isnan(reference.monthly[1, :, 40:]).all()
    assert np.isfinite(reference.monthly[1, :, :40, NAMES.index("demand")]).all()


def test_months_are_kept_only_if_asked_for():
    assert run_sets(SETS, 2, 1, workers=1).monthly.shape == (3, 0, 0, 0)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 100))
def test_chunks_cover_every_run_once(sets, replicates, per_chunk):
    covered = np.zeros((sets, replicates), int)
    for chunk in chunks(sets, replicates, per_chunk):
        covered[chunk.sets, chunk.replicates] += 1
        assert chunk.runs == covered[chunk.sets, chunk.replicates].size
        assert chunk.runs <= max(per_chunk, replicates if replicates < per_chunk else 1)
    assert (covered == 1).all()


def test_progress_is_reported_to_the_end():
    seen = []
    run_sets(SETS, 10, 1, workers=2, runs_per_chunk=2, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (30, 30)
    assert seen == sorted(seen)


def test_an_interruption_stops_the_ensemble():
    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_sets(SETS, 200, 1, workers=2, runs_per_chunk=1, progress=stop)


def test_month_by_month_is_the_whole_run():
    config = small()
    whole = finished(config, replicate=3)
    state = create_state(config, 1, 3)
    for month in range(config.horizon):
        advance(state, month, month + 1)
    people, entries = int(whole.book.scheme[0].candidates), int(whole.book.scheme[0].journal)
    assert (whole.book.candidates[:people] == state.book.candidates[:people]).all()
    assert (whole.book.journal[:entries] == state.book.journal[:entries]).all()
    assert (whole.governments == state.governments).all()
    assert np.array_equal(whole.book.monthly, state.book.monthly, equal_nan=True)
    ensemble = run_sets(to_record(config)[None, :], 4, 1, workers=1, monthly=True)
    assert np.array_equal(ensemble.monthly[0, 3], state.book.monthly, equal_nan=True)


def test_a_journal_changes_no_number():
    config = small()
    with_journal, without = create_state(config, 1), create_state(config, 1, journal=False)
    for state in (with_journal, without):
        advance(state, 0, config.horizon)
    assert np.array_equal(with_journal.book.monthly, without.book.monthly, equal_nan=True)


def test_tables_of_results():
    config = configured(SMALL, {"replicates": 6, "journeys": 2})
    results = simulate(config)
    assert list(results.summary["indicator"]) == list(NAMES)
    assert len(results.runs) == 6
    assert len(results.monthly) == 6 * config.horizon
    assert set(MONTHLY) <= set(results.monthly.columns)
    assert set(results.journeys["replicate"]) == {0, 1}
    again = simulate(config, workers=2)
    for table in ("summary", "runs", "monthly", "journeys"):
        pd.testing.assert_frame_equal(getattr(results, table), getattr(again, table))
    assert sum(results.plan.values()) == pytest.approx(0.15 * config.design.budget_total)


def test_what_is_given_wins_over_the_configuration():
    config = configured(SMALL, {"replicates": 6, "journeys": 0})
    assert len(simulate(config, replicates=3).runs) == 3
    assert not simulate(config, replicates=3, seed=1).runs.equals(simulate(config, replicates=3, seed=2).runs)


def test_a_configuration_is_not_changed_by_running_it():
    config, untouched = small({"journeys": 1}), small({"journeys": 1})
    simulate(config, replicates=2)
    assert config == untouched


def test_summary_over_replicates_in_which_it_is_defined():
    summary = summarise(np.array([1.0, np.nan, 3.0, 5.0]))
    assert summary["n"] == 3
    assert summary["mean"] == 3.0
    assert summary["sd"] == pytest.approx(2.0)
    assert summary["p50"] == 3.0
    nothing = summarise(np.array([np.nan, np.nan]))
    assert nothing["n"] == 0
    assert np.isnan(nothing["mean"])
    assert np.isnan(summarise(np.array([2.0]))["sd"])
