"""Training: seats, dropout, the two tracks (L2, L13, L18)."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import finished, record, small, totals

from sim.indicators import Index
from sim.processes import training
from sim.state import Reason, Stage


@given(st.floats(0, 24), st.floats(0, 24))
def test_longer_training_teaches_more(one, other):
    short, long = (training.taught(record({"design.training_months": months})) for months in sorted((one, other)))
    assert 0.0 <= short <= long < 1.0


def journal_of(*values):
    state = finished(small(*values))
    return state.book.journal[: state.book.scheme[0].journal]


@pytest.mark.parametrize("length", [1.0, 5.0, 7.0])
def test_training_takes_its_planned_length_in_calm(length):
    journal = journal_of({"design.training_months": length, "candidates.training_dropout": 0.0})
    began = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.training}
    ended = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.pool}
    assert ended
    assert {int(ended[i]) - int(began[i]) for i in ended} == {int(length)}


def test_lessons_lost_to_a_shock_are_made_up_for():
    journal = journal_of(
        {"shock.month": 12, "shock.services": 1.0, "design.digital": 0.0, "candidates.training_dropout": 0.0}
    )
    began = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.training}
    ended = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.pool}
    assert max(int(ended[i]) - int(began[i]) for i in ended) > 5


def test_dropout_at_its_limits():
    nobody, everybody = (totals(small({"candidates.training_dropout": share})) for share in (0.0, 1.0))
    journal = journal_of({"candidates.training_dropout": 0.0})
    assert not (journal["reason"] == Reason.training_dropout).any()
    assert nobody["trained"].sum() > 0
    assert everybody["trained"].sum() == 0
    assert everybody["spent_training"].sum() > 0


def test_seats_limit_training():
    state = finished(small({"costs.training_seats": 20.0, "design.capacity_share": 0.0}))
    journal = state.book.journal[: state.book.scheme[0].journal]
    inside = np.zeros(state.book.scheme[0].horizon + 1, int)
    for i in np.unique(journal["candidate"]):
        own = journal[journal["candidate"] == i]
        for entry, following in itertools.pairwise(own):
            if entry["stage"] == Stage.training:
                inside[entry["month"] : following["month"]] += 1
    assert 0 < inside.max() <= 3
    assert state.book.monthly[:, Index.waiting_training].sum() > 0


def test_the_home_track_is_placed_at_home():
    abroad, home = (totals(small({"design.home_share": share}), 20) for share in (0.0, 0.9))
    assert abroad["local_placements"].sum() == 0
    assert home["local_placements"].sum() > home["matches"].sum()


def test_without_training_the_pool_follows_at_once():
    journal = journal_of({"design.training_months": 0.0})
    began = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.training}
    ended = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.pool}
    assert began.keys() == ended.keys()
    assert all(began[i] == ended[i] for i in began)
