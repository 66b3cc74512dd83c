"""Finance: the end of public funding, and what must hold for the pathway to live on (L9, L20)."""

import numpy as np
from worlds import finished, months, small, totals

from sim.indicators import Index

TRUSTED = {
    "trust.prior": 0.9, "politics.support": 1.0, "politics.support_spread": 0.0, "politics.election_month": 600,
    "trust.decay": 0.0, "employers.contribution_results": 0.0, "employers.willing": 1.0, "employers.contribution_trust": 0.0,
    "horizon": 96,
}  # fmt: skip


def test_public_money_ends_with_the_funding():
    run = months(small({"design.flexibility": 0.0}), 10)
    assert run[:, :36, Index.public_cost].sum() > 0
    assert (run[:, 36:, Index.public_cost] <= 0).all()  # what was committed to lost matches comes back


def test_a_pathway_lives_on_where_governments_and_hosts_carry_it():
    run = totals(small(TRUSTED, {"costs.lean_coordination": 0.0}), 10)
    assert (run["months_sustained"] > 24).all()


def test_a_pathway_without_trust_ends_with_the_funding():
    run = totals(small(TRUSTED, {"costs.lean_coordination": 0.0, "costs.sustain_trust": 1.0}), 10)
    assert run["months_sustained"].sum() == 0


def test_a_pathway_without_private_money_ends_after_the_grace():
    config = small(TRUSTED, {"employers.willing": 0.0, "design.flexibility": 0.0})
    assert totals(config, 10)["months_sustained"].sum() == 0
    state = finished(config, months=36 + 6)
    assert state.book.scheme[0].alive
    state = finished(config, months=36 + 8)
    assert not state.book.scheme[0].alive


def test_hosts_pay_only_once_they_saw_results():
    run = months(small({"employers.contribution_trust": 0.0, "employers.willing": 1.0}), 20)
    paid = run[:, :, Index.private_contribution].cumsum(axis=1)
    completed = run[:, :, Index.completed_mobilities].cumsum(axis=1)
    assert paid.max() > 0
    assert (paid[completed == 0] == 0).all()


def test_nothing_happens_in_a_scheme_that_ended():
    config = small({"employers.willing": 0.0, "horizon": 96, "design.flexibility": 0.0})
    run = months(config, 10)
    assert run[:, 60:, Index.matches].sum() == 0
    assert run[:, 60:, Index.applicants].sum() == 0
    assert np.isfinite(run[:, :, Index.trust_government]).all()
